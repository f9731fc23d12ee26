//! Finds the rows of a source that share an identifier, in 16 bytes a row.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::model::{Key, PackedPhone};

/// Maximum number of lines kept per group for its message: ten others, and the row itself.
const MAX_SHOWN_LINES: usize = 11;

/// Number of bits for a line; the others tell which stronger identifiers the row has.
const LINE_BITS: u32 = 48;

/// Maximum number of identifiers of an import: a bit for each, and one for each that counts only provisionally.
pub const MAX_IDENTIFIERS: usize = 8;

/// A row by its line, with the stronger identifiers that it has.
// One word, because there is one for each identifier of each row: two rows are duplicates by an identifier only if no
// stronger one is in both (spec section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef(u64);

impl RowRef {
    /// Row on a line, from 1, with the stronger identifiers as bits: from 0 the sure ones, from [`MAX_IDENTIFIERS`] those
    /// that count only provisionally.
    pub fn new(line: u64, stronger: u64) -> Self {
        Self(line & ((1 << LINE_BITS) - 1) | stronger << LINE_BITS)
    }

    fn line(self) -> u64 {
        self.0 & ((1 << LINE_BITS) - 1)
    }

    /// Returns the stronger identifiers, with those provisional ones that count.
    fn stronger(self, provisional: ProvisionalIdentifiers) -> u64 {
        let bits = self.0 >> LINE_BITS;
        let sure = bits & ((1 << MAX_IDENTIFIERS) - 1);
        sure | bits >> MAX_IDENTIFIERS & provisional.0
    }
}

/// Identifiers of an import whose provisional values count: bits by index.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProvisionalIdentifiers(u64);

impl ProvisionalIdentifiers {
    fn contains(self, by: usize) -> bool {
        self.0 & 1 << by != 0
    }
}

impl FromIterator<usize> for ProvisionalIdentifiers {
    fn from_iter<I: IntoIterator<Item = usize>>(identifiers: I) -> Self {
        Self(identifiers.into_iter().fold(0, |bits, by| bits | 1 << by))
    }
}

/// An identifier, folded to 64 bits, with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: u64,
    row: RowRef,
}

/// A row of a group.
#[derive(Debug, Clone, Copy)]
struct Member {
    line: u64,
    /// Index of its group.
    group: usize,
}

/// Collects the identifiers of a source's rows: 16 bytes a row, so that millions fit in memory.
///
/// The digits of a phone number and a Contact ID are kept as they are. An address is hashed with a key that is new in
/// every run. The chance that any two different addresses of a file of 200,000 collide is below one in 900 million, and
/// it would show as an Error of both rows, never as a wrong value.
#[derive(Debug, Default)]
pub struct DuplicateKeysBuilder {
    entries: Vec<Entry>,
    provisional: Vec<Entry>,
    hasher: RandomState,
}

/// Rows that share an identifier with other rows of the source.
#[derive(Debug, Clone, Default)]
pub struct DuplicateKeys {
    /// Members by line.
    members: Vec<Member>,
    groups: Vec<DuplicateKeyGroup>,
}

/// Rows that share one identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuplicateKeyGroup {
    /// Lines of the rows, ascending; only the first `MAX_SHOWN_LINES`.
    lines: Vec<u64>,
    /// Number of rows.
    count: usize,
}

impl DuplicateKeysBuilder {
    /// Creates a builder with capacity for this many rows.
    pub fn with_capacity(rows: usize) -> Self {
        Self { entries: Vec::with_capacity(rows), ..Self::default() }
    }

    /// Records the identifier of a row.
    pub fn add(&mut self, key: &Key, row: RowRef) {
        self.entries.push(Entry { key: self.fold(key), row });
    }

    /// Records an identifier that counts only if [`DuplicateKeysBuilder::finish`] counts provisional ones.
    pub fn add_provisional(&mut self, key: &Key, row: RowRef) {
        self.provisional.push(Entry { key: self.fold(key), row });
    }

    /// Drops the phone numbers that `is_no_identifier` selects; only for builders of phone numbers.
    pub fn forget(&mut self, is_no_identifier: impl Fn(&PackedPhone) -> bool) {
        for entries in [&mut self.entries, &mut self.provisional] {
            entries.retain(|entry| !is_no_identifier(&PackedPhone(entry.key)));
        }
    }

    fn fold(&self, key: &Key) -> u64 {
        match key {
            // A custom field may hold phone numbers too.
            Key::Phone(text) | Key::Custom(_, text) => match PackedPhone::new(text) {
                // Zero packs every text that is not E.164, so those are told apart by their hash.
                PackedPhone(0) => self.hasher.hash_one(text),
                PackedPhone(digits) => digits,
            },
            Key::Email(text) => self.hasher.hash_one(text),
            Key::ContactId(id) => id.cast_unsigned(),
        }
    }

    /// Returns the rows that share the identifier, which is the one with index `by` of the import.
    pub fn finish(self, by: usize, provisional: ProvisionalIdentifiers) -> DuplicateKeys {
        let mut entries = self.entries;
        if provisional.contains(by) {
            entries.extend(self.provisional);
        }
        // Sorted in place, so that no map of groups is needed beside the entries.
        entries.sort_unstable();
        let mut found = DuplicateKeys::default();
        for alike in entries.chunk_by(|one, other| one.key == other.key).filter(|alike| alike.len() > 1) {
            found.add(alike, provisional);
        }
        found.members.shrink_to_fit();
        found.members.sort_unstable_by_key(|member| member.line);
        found
    }
}

impl DuplicateKeys {
    /// Adds rows with the same identifier, as far as no stronger one tells them apart.
    fn add(&mut self, alike: &[Entry], provisional: ProvisionalIdentifiers) {
        let stronger = |entry: &Entry| entry.row.stronger(provisional);
        let mut rows: Vec<(u64, u64)> = alike.iter().map(|entry| (stronger(entry), entry.row.line())).collect();
        rows.sort_unstable();
        // Rows with the same stronger identifiers have the same duplicates.
        for same in rows.chunk_by(|one, other| one.0 == other.0) {
            let Some((own, _)) = same.first() else { continue };
            let mut lines: Vec<u64> =
                rows.iter().filter(|(others, _)| others & own == 0).map(|(_, line)| *line).collect();
            // A row without a stronger identifier is among them itself.
            let count = lines.len() + usize::from(*own != 0);
            if count < 2 {
                continue;
            }
            lines.sort_unstable();
            lines.truncate(MAX_SHOWN_LINES);
            let group = self.groups.len();
            self.members.extend(same.iter().map(|(_, line)| Member { line: *line, group }));
            self.groups.push(DuplicateKeyGroup { lines, count });
        }
    }

    /// Returns the group of the row on this line, if other rows share its identifier.
    pub fn of(&self, line: u64) -> Option<&DuplicateKeyGroup> {
        let at = self.members.binary_search_by_key(&line, |member| member.line).ok()?;
        self.groups.get(self.members[at].group)
    }
}

impl DuplicateKeyGroup {
    /// Formats the other lines: `line 7`, `lines 7 and 9`, `lines 7, 9, 12 and 40 more`.
    pub fn other_lines_text(&self, line: u64) -> String {
        let others: Vec<String> =
            self.lines.iter().filter(|other| **other != line).take(MAX_SHOWN_LINES - 1).map(u64::to_string).collect();
        let more = self.count - 1 - others.len();
        match others.as_slice() {
            [one] if more == 0 => format!("line {one}"),
            [first @ .., last] if more == 0 => format!("lines {} and {last}", first.join(", ")),
            _ => format!("lines {} and {more} more", others.join(", ")),
        }
    }
}
