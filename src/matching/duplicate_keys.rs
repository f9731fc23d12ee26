//! Finds the rows of a source that share an identifier, in 16 bytes a row.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::model::{Key, PackedPhone};

/// Maximum number of lines kept per group for its message: ten others, and the row itself.
const MAX_SHOWN_LINES: usize = 11;

/// An identifier, folded to 64 bits, with the line of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: u64,
    line: u64,
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
    /// Members by line; `key` is the index of the group.
    members: Vec<Entry>,
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

    /// Records the identifier of the row on a line.
    pub fn add(&mut self, key: &Key, line: u64) {
        self.entries.push(Entry { key: self.fold(key), line });
    }

    /// Records an identifier that counts only if [`DuplicateKeysBuilder::finish`] includes provisional ones.
    pub fn add_provisional(&mut self, key: &Key, line: u64) {
        self.provisional.push(Entry { key: self.fold(key), line });
    }

    /// Drops the phone numbers that `is_no_identifier` selects; only for builders of phone numbers.
    pub fn forget(&mut self, is_no_identifier: impl Fn(&PackedPhone) -> bool) {
        for entries in [&mut self.entries, &mut self.provisional] {
            entries.retain(|entry| !is_no_identifier(&PackedPhone(entry.key)));
        }
    }

    fn fold(&self, key: &Key) -> u64 {
        match key {
            Key::Phone(number) => match PackedPhone::new(number) {
                // Zero packs every text that is not E.164, so those are told apart by their hash.
                PackedPhone(0) => self.hasher.hash_one(number),
                PackedPhone(digits) => digits,
            },
            Key::Email(address) => self.hasher.hash_one(address),
            Key::ContactId(id) => id.cast_unsigned(),
        }
    }

    /// Returns the rows that share an identifier, reusing the memory of the entries.
    pub fn finish(self, with_provisional: bool) -> DuplicateKeys {
        let mut entries = self.entries;
        if with_provisional {
            entries.extend(self.provisional);
        }
        // Sorted in place, by key and then by line, so that no map of groups is needed beside the entries.
        entries.sort_unstable();
        let mut groups = Vec::new();
        let mut kept = 0;
        let mut begin = 0;
        while begin < entries.len() {
            let key = entries[begin].key;
            let end = begin + entries[begin..].iter().take_while(|entry| entry.key == key).count();
            if end - begin > 1 {
                let lines = entries[begin..end].iter().take(MAX_SHOWN_LINES).map(|entry| entry.line).collect();
                for at in begin..end {
                    entries[kept] = Entry { key: groups.len() as u64, line: entries[at].line };
                    kept += 1;
                }
                groups.push(DuplicateKeyGroup { lines, count: end - begin });
            }
            begin = end;
        }
        entries.truncate(kept);
        entries.shrink_to_fit();
        entries.sort_unstable_by_key(|entry| entry.line);
        DuplicateKeys { members: entries, groups }
    }
}

impl DuplicateKeys {
    /// Returns the group of the row on this line, if other rows share its identifier.
    pub fn of(&self, line: u64) -> Option<&DuplicateKeyGroup> {
        let at = self.members.binary_search_by_key(&line, |entry| entry.line).ok()?;
        self.groups.get(usize::try_from(self.members[at].key).ok()?)
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
