//! Near misses: rows that would add a person who may be there already (spec section 3).
//!
//! Only rows that match nothing and have no error are looked at, a batch at a time, by the indexes of phone numbers and
//! addresses. A number has two hundred country codes under which it might have been stored, so that search has a budget of
//! look-ups, which grows with each one that it finds: a list of which every number is near costs what it must, and one of
//! which none is costs a few milliseconds.

use super::{ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{CellInput, FieldId, Identifier, Key, NearMiss, NearMissReason, Target, Text};
use crate::values;
use crate::workspace::{ContactFilter, Lookup, Matched, Matches, Snapshot};

/// Tries to find a number under another country code before one was found: look-ups, and rows without any.
const INITIAL_BUDGET: usize = 4096;

/// Tries that each number found under another country code adds to the budget.
const BUDGET_PER_MATCH: usize = 1024;

/// Tries that are made together.
const LOOKUP_BATCH_SIZE: usize = 2048;

/// The search for near misses of one import.
pub(super) struct NearSearch {
    columns: NearColumns,
    /// Country codes that contacts have, with their `+`; nothing until they are asked for.
    codes: Option<Vec<Text>>,
    /// Tries under other country codes that are left.
    budget: usize,
    /// Whether a row can be near to anyone: the import adds, and there are contacts.
    is_on: bool,
}

/// The mapped fields by which a contact may be near.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearColumns {
    phone: Option<usize>,
    email: Option<usize>,
    identifier: Option<Target>,
}

/// What is looked up for rows.
#[derive(Default)]
pub(super) struct NearKeys {
    /// Each with its place in the list below.
    pub(super) keys: Vec<(Key, usize)>,
    /// The places of the rows in their batch, and what a contact with the key has in common with them.
    pub(super) of: Vec<(usize, NearMissReason)>,
}

impl NearKeys {
    fn push(&mut self, row: usize, likeness: NearMissReason, key: Key) {
        self.keys.push((key, self.of.len()));
        self.of.push((row, likeness));
    }
}

impl NearColumns {
    pub(super) fn of(request: &ImportRequest) -> Self {
        let slot = |field| request.mapping.slot_of(Target::Field(field));
        let identifier = request.identifier.map(Identifier::target);
        Self { phone: slot(FieldId::PHONE), email: slot(FieldId::EMAIL), identifier }
    }

    /// Adds the keys of contacts that are near to a row, country codes aside.
    pub(super) fn add_keys(&self, row: usize, incoming: &[CellInput], keys: &mut NearKeys) {
        let mut add = |likeness, key| keys.push(row, likeness, key);
        if let Some(number) = value(incoming, self.phone) {
            if self.identifier != Some(Target::Field(FieldId::PHONE)) {
                add(NearMissReason::PhoneNumber, Key::Phone(number.clone()));
            }
            if let Some(other) = values::other_mobile_form(number) {
                add(NearMissReason::MobileDigit, Key::Phone(other));
            }
        }
        if let Some(address) = value(incoming, self.email) {
            let key = values::email_key(address);
            for other in values::other_cases(&key) {
                add(NearMissReason::EmailCase, Key::Email(other.into()));
            }
            if self.identifier != Some(Target::Field(FieldId::EMAIL)) {
                add(NearMissReason::Email, Key::Email(key.into()));
            }
        }
    }
}

impl NearSearch {
    pub(super) fn new(request: &ImportRequest, snapshot: &Snapshot<'_>) -> Result<Self, ImportError> {
        let columns = NearColumns::of(request);
        let has_columns = columns.phone.is_some() || columns.email.is_some();
        let is_on = request.purpose.adds() && has_columns && snapshot.has_contacts(&ContactFilter::default())?;
        Ok(Self { columns, codes: None, budget: INITIAL_BUDGET, is_on })
    }

    /// The near misses of a batch, by ascending place of their rows; one for each row, the surest.
    pub(super) fn search(
        &mut self,
        lookup: &Lookup<'_>,
        candidates: &[Candidate],
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
            self.columns.add_keys(*row, &candidates[*row].incoming, &mut keys);
        }
        let mut near = find(lookup, keys)?;
        let rest = rows.into_iter().filter(|row| near.binary_search_by_key(row, |(row, _)| *row).is_err());
        near.extend(self.under_country_codes(lookup, candidates, rest.collect())?);
        near.sort_unstable_by_key(|(row, _)| *row);
        Ok(near)
    }

    /// Looks the numbers of rows up under the country codes that contacts have, as far as the budget goes.
    fn under_country_codes(
        &mut self,
        lookup: &Lookup<'_>,
        candidates: &[Candidate],
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

/// The surest near miss of each row that has one, by ascending row.
fn find(lookup: &Lookup<'_>, NearKeys { keys, of }: NearKeys) -> Result<Vec<(usize, NearMiss)>, ImportError> {
    let mut near = Vec::new();
    lookup.each_hit(keys, |place, contact| {
        let (row, likeness) = of[place];
        near.push((row, NearMiss { likeness, contact }));
    })?;
    near.sort_unstable();
    near.dedup_by_key(|(row, _)| *row);
    Ok(near)
}

/// The value that a row brings to a slot.
fn value(incoming: &[CellInput], slot: Option<usize>) -> Option<&Text> {
    match incoming.get(slot?) {
        Some(CellInput::Value(value)) => Some(value),
        _ => None,
    }
}
