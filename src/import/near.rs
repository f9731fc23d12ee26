//! Near misses: rows that would add a person who may be there already (spec section 3).
//!
//! Only rows that match nothing and have no error are looked at, a batch at a time, by the indexes of phone numbers and
//! addresses. A number has two hundred country codes under which it might have been stored, so that search has a budget of
//! look-ups, which grows with each one that it finds: a list of which every number is near costs what it must, and one of
//! which none is costs a few milliseconds.

use super::{ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{FieldId, Identifier, Incoming, Issue, Key, NearLikeness, NearMiss, Target, Text};
use crate::values;
use crate::workspace::{ContactFilter, Hits, Lookup, Matched, Snapshot};

/// Look-ups under other country codes before one was found.
const BUDGET: usize = 4096;

/// Look-ups that each number found under another country code adds to the budget.
const EARNED: usize = 1024;

/// Numbers looked up together under other country codes.
const TOGETHER: usize = 2048;

/// The search for near misses of one import.
pub(super) struct NearSearch {
    columns: NearColumns,
    /// Country codes that contacts have, with their `+`; nothing until they are asked for.
    codes: Option<Vec<Text>>,
    /// Look-ups under other country codes that are left.
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

/// What is looked up for a row.
pub(super) struct NearKey {
    /// The place of the row in its batch.
    row: usize,
    pub(super) likeness: NearLikeness,
    pub(super) key: Key,
}

impl NearColumns {
    pub(super) fn of(request: &ImportRequest) -> Self {
        let slot = |field| request.mapping.slot_of(Target::Field(field));
        let identifier = request.identifier.map(Identifier::target);
        Self { phone: slot(FieldId::PHONE), email: slot(FieldId::EMAIL), identifier }
    }

    /// The keys of contacts that are near to a row, country codes aside.
    pub(super) fn keys(&self, row: usize, incoming: &[Incoming], keys: &mut Vec<NearKey>) {
        let mut add = |likeness, key| keys.push(NearKey { row, likeness, key });
        if let Some(number) = value(incoming, self.phone) {
            if self.identifier != Some(Target::Field(FieldId::PHONE)) {
                add(NearLikeness::PhoneNumber, Key::Phone(number.clone()));
            }
            if let Some(other) = values::other_mobile_form(number) {
                add(NearLikeness::MobileDigit, Key::Phone(other));
            }
        }
        if let Some(address) = value(incoming, self.email) {
            let key = values::email_key(address);
            for other in values::other_cases(&key) {
                add(NearLikeness::EmailCase, Key::Email(other.into()));
            }
            if self.identifier != Some(Target::Field(FieldId::EMAIL)) {
                add(NearLikeness::Email, Key::Email(key.into()));
            }
        }
    }
}

impl NearSearch {
    pub(super) fn new(request: &ImportRequest, snapshot: &Snapshot<'_>) -> Result<Self, ImportError> {
        let columns = NearColumns::of(request);
        let has_columns = columns.phone.is_some() || columns.email.is_some();
        let is_on = request.purpose.adds() && has_columns && snapshot.has_contacts(&ContactFilter::default())?;
        Ok(Self { columns, codes: None, budget: BUDGET, is_on })
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
            let is_new = matched.get(*row).is_some_and(|matched| matched.hits == Hits::None);
            is_new && !candidates[*row].issues.iter().any(Issue::is_error)
        };
        let rows: Vec<usize> = (0..candidates.len()).filter(would_add).collect();
        let mut keys = Vec::with_capacity(rows.len());
        for row in &rows {
            self.columns.keys(*row, &candidates[*row].incoming, &mut keys);
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
            let mut keys = Vec::new();
            while keys.len() < self.budget.min(TOGETHER) {
                let Some((row, number)) = rows.next() else { break };
                let codes = match &mut self.codes {
                    Some(codes) => codes,
                    none => none.insert(lookup.prefixes_in_use(values::calling_codes())?),
                };
                let others = values::under_country_codes(number, codes).into_iter();
                keys.extend(others.map(|other| NearKey {
                    row,
                    likeness: NearLikeness::CountryCode,
                    key: Key::Phone(other),
                }));
            }
            if keys.is_empty() {
                break;
            }
            self.budget = self.budget.saturating_sub(keys.len());
            let found = find(lookup, keys)?;
            self.budget += found.len() * EARNED;
            near.extend(found);
        }
        Ok(near)
    }
}

/// The surest near miss of each row that has one, by ascending row.
fn find(lookup: &Lookup<'_>, keys: Vec<NearKey>) -> Result<Vec<(usize, NearMiss)>, ImportError> {
    let (places, keys): (Vec<_>, Vec<_>) = keys.into_iter().map(|near| ((near.row, near.likeness), near.key)).unzip();
    let hits = lookup.hits(keys)?;
    let hits = places.into_iter().zip(hits);
    let mut near: Vec<(usize, NearMiss)> = hits
        .filter_map(|((row, likeness), hits)| Some((row, NearMiss { likeness, contact: *hits.ids().first()? })))
        .collect();
    near.sort_unstable();
    near.dedup_by_key(|(row, _)| *row);
    Ok(near)
}

/// The value that a row brings to a slot.
fn value(incoming: &[Incoming], slot: Option<usize>) -> Option<&Text> {
    match incoming.get(slot?) {
        Some(Incoming::Value(value)) => Some(value),
        _ => None,
    }
}
