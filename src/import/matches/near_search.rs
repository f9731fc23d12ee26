//! Near misses: rows that would add a person who may already be a contact (spec section 3).
//!
//! Only rows without a match and without an error are searched, by the indexes of phone numbers and addresses. A number
//! could be stored under any of two hundred country codes, so that search has a budget of lookups, which grows with each
//! find: a list whose numbers are all near costs what it must, and a list without any costs a few milliseconds.

use crate::import::{ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{CellInput, FieldId, Key, Matched, Matches, NearMiss, NearMissReason, Selection, Target, Text};
use crate::values;
use crate::workspace::{Lookup, Snapshot};

/// Initial budget of the search under other country codes, in tries: a lookup, or a row without any.
const INITIAL_BUDGET: usize = 4096;

/// Tries that each number found under another country code adds to the budget.
const BUDGET_PER_MATCH: usize = 1024;

/// Number of tries looked up in one batch.
const LOOKUP_BATCH_SIZE: usize = 2048;

/// The search for near misses of one import.
pub(super) struct NearSearch {
    columns: NearColumns,
    /// Country codes of the contacts' numbers, with their `+`; `None` until first needed.
    codes: Option<Vec<Text>>,
    /// Tries under other country codes that remain.
    budget: usize,
    /// True if near misses are possible: the import adds, and there are contacts.
    is_on: bool,
}

/// Mapped slots by which a contact may be near.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearColumns {
    phone: Option<usize>,
    email: Option<usize>,
}

/// Keys to look up for many rows.
#[derive(Default)]
pub(super) struct NearKeys {
    /// Keys.
    pub(super) keys: Vec<Key>,
    /// For each key the row, by its index, and what a contact with the key has in common with it.
    pub(super) of: Vec<(usize, NearMissReason)>,
}

impl NearKeys {
    fn push(&mut self, row: usize, likeness: NearMissReason, key: Key) {
        self.keys.push(key);
        self.of.push((row, likeness));
    }
}

impl NearColumns {
    pub(super) fn of(request: &ImportRequest) -> Self {
        let slot = |field| request.mapping.slot_of(Target::Field(field));
        Self { phone: slot(FieldId::PHONE), email: slot(FieldId::EMAIL) }
    }

    /// Adds the keys of contacts near a row, except those under other country codes.
    pub(super) fn add_keys(&self, row: usize, candidate: &Candidate, matched: &Matched, keys: &mut NearKeys) {
        let incoming = &candidate.incoming;
        // A contact with one of the row's own keys would be its match, unless it was dropped.
        let may_be_found = |key: &Key| matched.has_dropped || candidate.keys.iter().all(|(_, own)| own != key);
        let mut add = |likeness, key| {
            if may_be_found(&key) {
                keys.push(row, likeness, key);
            }
        };
        if let Some(number) = value(incoming, self.phone) {
            add(NearMissReason::PhoneNumber, Key::Phone(number.clone()));
            if let Some(other) = values::other_mobile_form(number) {
                add(NearMissReason::MobileDigit, Key::Phone(other));
            }
        }
        if let Some(address) = value(incoming, self.email) {
            let key = values::email_key(address);
            // Matching ignores the case of ASCII letters alone, so other cases of an address beyond ASCII are other
            // keys.
            for other in values::other_cases(&key) {
                add(NearMissReason::EmailCase, Key::Email(other.into()));
            }
            add(NearMissReason::Email, Key::Email(key.into()));
        }
    }
}

impl NearSearch {
    pub(super) fn new(request: &ImportRequest, snapshot: &Snapshot<'_>) -> Result<Self, ImportError> {
        let columns = NearColumns::of(request);
        let has_columns = columns.phone.is_some() || columns.email.is_some();
        let is_on = request.purpose.adds() && has_columns && snapshot.has_contacts(&Selection::default())?;
        Ok(Self { columns, codes: None, budget: INITIAL_BUDGET, is_on })
    }

    /// Returns the near misses of rows by ascending row index; for each row only the surest.
    pub(super) fn search(
        &mut self,
        lookup: &Lookup<'_>,
        candidates: &[&Candidate],
        matched: &[Matched],
    ) -> Result<Vec<(usize, NearMiss)>, ImportError> {
        if !self.is_on {
            return Ok(Vec::new());
        }
        let would_add = |row: &usize| {
            let is_new = matched.get(*row).is_some_and(|matched| matched.hits == Matches::None);
            is_new && !candidates[*row].issues.has_error()
        };
        let rows: Vec<usize> = (0..candidates.len()).filter(would_add).collect();
        let mut keys = NearKeys::default();
        for row in &rows {
            self.columns.add_keys(*row, candidates[*row], &matched[*row], &mut keys);
        }
        let mut near = find(lookup, keys)?;
        let rest = rows.into_iter().filter(|row| near.binary_search_by_key(row, |(row, _)| *row).is_err());
        near.extend(self.under_country_codes(lookup, candidates, rest.collect())?);
        near.sort_unstable_by_key(|(row, _)| *row);
        Ok(near)
    }

    /// Looks up the numbers of rows under the contacts' country codes, within the budget.
    fn under_country_codes(
        &mut self,
        lookup: &Lookup<'_>,
        candidates: &[&Candidate],
        rows: Vec<usize>,
    ) -> Result<Vec<(usize, NearMiss)>, ImportError> {
        let mut near = Vec::new();
        let mut rows = rows
            .into_iter()
            .filter_map(|row| value(&candidates[row].incoming, self.columns.phone).map(|number| (row, number)));
        while self.budget > 0 {
            let (mut keys, mut tries) = (NearKeys::default(), 0);
            while tries < self.budget.min(LOOKUP_BATCH_SIZE) {
                let Some((row, number)) = rows.next() else { break };
                let codes = match &mut self.codes {
                    Some(codes) => codes,
                    none => none.insert(lookup.prefixes_in_use(values::calling_codes())?),
                };
                let others = values::under_country_codes(number, codes);
                // A row without other forms counts as a try as well: the budget bounds the rows visited, not only the
                // lookups.
                tries += others.len().max(1);
                for other in others {
                    keys.push(row, NearMissReason::CountryCode, Key::Phone(other));
                }
            }
            if tries == 0 {
                break;
            }
            self.budget = self.budget.saturating_sub(tries);
            let found = find(lookup, keys)?;
            self.budget += found.len() * BUDGET_PER_MATCH;
            near.extend(found);
        }
        Ok(near)
    }
}

/// Returns the surest near miss of each row that has one, by ascending row index.
fn find(lookup: &Lookup<'_>, NearKeys { keys, of }: NearKeys) -> Result<Vec<(usize, NearMiss)>, ImportError> {
    let mut near = Vec::new();
    lookup.each_hit(keys.iter().zip(0..).collect(), |place, contact| {
        let (row, likeness) = of[place];
        near.push((row, NearMiss { likeness, contact }));
    })?;
    // Reasons are ordered from the surest to the least sure, so the first of each row is the one to keep.
    near.sort_unstable();
    near.dedup_by_key(|(row, _)| *row);
    Ok(near)
}

/// Returns the value that a row has for a slot.
fn value(incoming: &[CellInput], slot: Option<usize>) -> Option<&Text> {
    match incoming.get(slot?) {
        Some(CellInput::Value(value)) => Some(value),
        _ => None,
    }
}
