//! Finds all near misses of a single row that is explained, whatever the import would do with it.

use super::near_search::{NearColumns, NearKeys};
use crate::import::{ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{CellInput, ContactId, FieldId, Matched, NearMiss, NearMissReason, Target};
use crate::profile::cell_text;
use crate::source::Row;
use crate::values;
use crate::workspace::Snapshot;

/// Maximum number of contacts shown per reason; more would not help to find the right one.
const MAX_PER_REASON: usize = 3;

/// Minimum number of digits to search for: fewer are shared by too many numbers.
const MIN_DIGITS: usize = 6;

/// Returns contacts that the row would match if it were written a little differently, or with another identifier. It
/// considers every contact, and also a number that is in error.
pub(in crate::import) fn near_misses(
    snapshot: &Snapshot<'_>,
    row: Row<'_>,
    request: &ImportRequest,
    candidate: &Candidate,
    matched: &Matched,
) -> Result<Vec<NearMiss>, ImportError> {
    let mut keys = NearKeys::default();
    NearColumns::of(request).add_keys(0, candidate, matched, &mut keys);
    let (mut found, mut finder) = (Vec::new(), snapshot.finder()?);
    for (key, (_, likeness)) in keys.keys.into_iter().zip(keys.of) {
        let hits = finder.hits(&key)?;
        found.extend(hits.ids().iter().take(MAX_PER_REASON).map(|contact| NearMiss { likeness, contact: *contact }));
    }
    if let Some(digits) = national_digits(row, request, candidate) {
        // Longer numbers end in these digits too and are dropped below, so more are fetched than are shown.
        let contacts = snapshot.contacts_by_last_digits(&digits, MAX_PER_REASON * 8)?;
        let is_alike = |number: &str| values::national_number(number).as_deref() == Some(digits.as_str());
        let alike = contacts.into_iter().filter(|(_, number)| is_alike(number));
        let is_new = |contact: &ContactId| !found.iter().any(|known: &NearMiss| known.contact == *contact);
        let new: Vec<ContactId> = alike.map(|(contact, _)| contact).filter(is_new).take(MAX_PER_REASON).collect();
        let likeness = NearMissReason::CountryCode;
        found.extend(new.into_iter().map(|contact| NearMiss { likeness, contact }));
    }
    Ok(found)
}

/// Returns the number without its country code; if the cell is in error, its digits without leading zeros.
fn national_digits(row: Row<'_>, request: &ImportRequest, candidate: &Candidate) -> Option<String> {
    let at = request.mapping.slot_of(Target::Field(FieldId::PHONE))?;
    let digits = match candidate.incoming.get(at) {
        Some(CellInput::Value(number)) => values::national_number(number)?,
        _ => values::digits(cell_text(row, &request.mapping.slots[at])?).trim_start_matches('0').to_owned(),
    };
    (digits.len() >= MIN_DIGITS).then_some(digits)
}
