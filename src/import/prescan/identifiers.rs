//! The identifiers of all rows: which rows share one, and the phone numbers by row.

use crate::import::ImportRequest;
use crate::import::rows::{RowKey, ScannedKeys};
use crate::matching::{DuplicateKeys, DuplicateKeysBuilder, ProvisionalIdentifiers, RowRef};
use crate::model::{BarePhones, ContactId, FieldId, FieldKind, Key, PackedPhone, Target};
use crate::profile::PhoneReading;

/// What the identifiers of all rows show.
#[derive(Debug, Default)]
pub(in crate::import) struct SourceIdentifiers {
    /// Rows that share an identifier, for each identifier.
    pub(in crate::import) duplicate_keys: Vec<DuplicateKeys>,
    /// Contact IDs with their lines, if they are the only identifier. Which of them are the same contact depends on the
    /// workspace, where a merge may have made one of two.
    pub(in crate::import) contact_ids: Vec<(ContactId, u64)>,
    /// Phone numbers by row, if they are an identifier: only cells with something to report are parsed again. A row
    /// without a number has an empty one here.
    pub(in crate::import) numbers: Vec<PackedPhone>,
}

/// Collects the identifiers of rows.
#[derive(Default)]
pub(super) struct IdentifiersBuilder {
    /// For each identifier.
    duplicates: Vec<DuplicateKeysBuilder>,
    /// Index of Phone Number among the identifiers, if it is one.
    phone_at: Option<usize>,
    /// Indexes of all phone numbers among the identifiers, each with its slot.
    phone_identifiers: Vec<(usize, usize)>,
    /// True if the Contact ID is the only identifier.
    by_contact_id: bool,
    numbers: Vec<PackedPhone>,
    contact_ids: Vec<(ContactId, u64)>,
}

impl IdentifiersBuilder {
    /// Reserves the full capacity up front: growing would leave the old buffers in the heap.
    pub(super) fn new(request: &ImportRequest, rows: usize) -> Self {
        let by_contact_id = request.identifiers == [Target::ContactId];
        let phone_at = request.identifiers.iter().position(|target| *target == Target::Field(FieldId::PHONE));
        let keys = if by_contact_id { 0 } else { request.identifiers.len() };
        Self {
            by_contact_id,
            contact_ids: Vec::with_capacity(if by_contact_id { rows } else { 0 }),
            duplicates: (0..keys).map(|_| DuplicateKeysBuilder::with_capacity(rows)).collect(),
            phone_at,
            phone_identifiers: phone_identifiers(request),
            numbers: Vec::with_capacity(if phone_at.is_some() { rows } else { 0 }),
        }
    }

    /// Adds the identifiers of the row on a line.
    pub(super) fn record(&mut self, line: u64, identified: &ScannedKeys) {
        if self.phone_at.is_some() {
            let number = identified.iter().find(|found| Some(found.by) == self.phone_at);
            self.numbers.push(number.map(RowKey::packed).unwrap_or_default());
        }
        let mut stronger = 0;
        for found in identified {
            match &found.key {
                Key::ContactId(id) if self.by_contact_id => self.contact_ids.push((ContactId(*id), line)),
                key => {
                    let (builder, row) = (&mut self.duplicates[found.by], RowRef::new(line, stronger));
                    if found.is_provisional { builder.add_provisional(key, row) } else { builder.add(key, row) }
                }
            }
            stronger |= found.bit();
        }
    }

    /// Settles the identifiers; `reading_of` returns how the phone numbers of a slot are read.
    pub(super) fn finish(
        mut self,
        phone_number: PhoneReading,
        reading_of: impl Fn(usize) -> PhoneReading,
    ) -> SourceIdentifiers {
        self.settle_numbers(phone_number);
        self.forget_rounded(&reading_of);
        let bare = self.bare_identifiers(reading_of);
        let duplicates = self.duplicates.into_iter().enumerate();
        SourceIdentifiers {
            duplicate_keys: duplicates.map(|(by, keys)| keys.finish(by, bare)).collect(),
            contact_ids: self.contact_ids,
            numbers: self.numbers,
        }
    }

    /// Keeps those phone numbers that are numbers by what their column shows.
    fn settle_numbers(&mut self, PhoneReading { bare, is_rounded }: PhoneReading) {
        for number in &mut self.numbers {
            let is_lost = is_rounded && number.is_rounded();
            *number = if is_lost { PackedPhone::default() } else { number.resolve(bare == BarePhones::International) };
        }
    }

    /// Drops rounded numbers from the duplicates: they are errors of their rows, and many are equal only because they were
    /// rounded.
    fn forget_rounded(&mut self, reading_of: &impl Fn(usize) -> PhoneReading) {
        for (by, slot) in &self.phone_identifiers {
            if reading_of(*slot).is_rounded {
                self.duplicates[*by].forget(PackedPhone::is_rounded);
            }
        }
    }

    /// Returns the identifiers whose column shows that bare digits are numbers.
    fn bare_identifiers(&self, reading_of: impl Fn(usize) -> PhoneReading) -> ProvisionalIdentifiers {
        let is_bare = |slot| reading_of(slot).bare == BarePhones::International;
        self.phone_identifiers.iter().filter(|(_, slot)| is_bare(*slot)).map(|(by, _)| *by).collect()
    }
}

/// Returns the indexes of the identifiers that are phone numbers, each with its slot.
fn phone_identifiers(request: &ImportRequest) -> Vec<(usize, usize)> {
    let is_phone = |slot: usize| matches!(request.mapping.slots[slot].kind, Some(FieldKind::Phone));
    request.identifier_slots().into_iter().enumerate().filter(|(_, slot)| is_phone(*slot)).collect()
}
