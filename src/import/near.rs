use super::ImportError;
use super::interpret::cell_text;
use crate::matching::Candidate;
use crate::model::{ContactId, FieldId, Incoming, Key, Slot, Target, Text};
use crate::source::Row;
use crate::values;
use crate::workspace::Snapshot;

/// How many contacts of a kind are shown; more would not help to find the one that is meant.
const SHOWN: usize = 3;

/// Fewer digits are shared by too many numbers.
const FEWEST_DIGITS: usize = 6;

/// A contact that a row does not match, although it nearly does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The contact.
    pub contact: ContactId,
    /// What the two have in common, and what they do not.
    pub likeness: NearLikeness,
}

/// What a row and a contact have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NearLikeness {
    /// The phone number, but for its country code.
    NationalNumber,
    /// The phone number, which is not the identifier.
    PhoneNumber,
    /// The e-mail address, which is not the identifier.
    Email,
}

impl NearLikeness {
    /// A stable name for scripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NationalNumber => "country-code-differs",
            Self::PhoneNumber => "same-phone",
            Self::Email => "same-email",
        }
    }

    /// The end of a sentence that begins with the contact.
    pub fn words(self) -> &'static str {
        match self {
            Self::NationalNumber => "differs only by the country code of the phone number",
            Self::PhoneNumber => "has the same phone number",
            Self::Email => "has the same e-mail address",
        }
    }
}

/// Contacts that a row would match if it were written a little differently, or if another field were the identifier.
pub(super) fn near_misses(
    snapshot: &Snapshot<'_>,
    row: Row<'_>,
    slots: &[Slot],
    candidate: &Candidate,
) -> Result<Vec<NearMiss>, ImportError> {
    let mut found = Vec::new();
    let value = |field| value_of(slots, candidate, field);
    if let Some(number) = value(FieldId::PHONE) {
        found.extend(by_key(snapshot, &Key::Phone(number.clone()), NearLikeness::PhoneNumber)?);
    }
    if let Some(address) = value(FieldId::EMAIL) {
        let key = Key::Email(values::email_key(address).into());
        found.extend(by_key(snapshot, &key, NearLikeness::Email)?);
    }
    if let Some(digits) = national_digits(row, slots, candidate) {
        let contacts = snapshot.contacts_by_last_digits(&digits, SHOWN * 8)?;
        let is_alike = |number: &str| values::national_number(number).as_deref() == Some(digits.as_str());
        let alike = contacts.into_iter().filter(|(_, number)| is_alike(number));
        let is_new = |contact: &ContactId| !found.iter().any(|known: &NearMiss| known.contact == *contact);
        let new: Vec<ContactId> = alike.map(|(contact, _)| contact).filter(is_new).take(SHOWN).collect();
        let likeness = NearLikeness::NationalNumber;
        found.extend(new.into_iter().map(|contact| NearMiss { contact, likeness }));
    }
    Ok(found)
}

fn by_key(snapshot: &Snapshot<'_>, key: &Key, likeness: NearLikeness) -> Result<Vec<NearMiss>, ImportError> {
    let hits = snapshot.finder()?.hits(key)?;
    Ok(hits.ids().iter().take(SHOWN).map(|contact| NearMiss { contact: *contact, likeness }).collect())
}

fn value_of<'c>(slots: &[Slot], candidate: &'c Candidate, field: FieldId) -> Option<&'c Text> {
    let at = slots.iter().position(|slot| slot.target == Target::Field(field))?;
    match candidate.incoming.get(at) {
        Some(Incoming::Value(value)) => Some(value),
        _ => None,
    }
}

/// The number without its country code; where the cell is in error, its digits without leading zeros.
fn national_digits(row: Row<'_>, slots: &[Slot], candidate: &Candidate) -> Option<String> {
    let digits = if let Some(number) = value_of(slots, candidate, FieldId::PHONE) {
        values::national_number(number)?
    } else {
        let slot = slots.iter().find(|slot| slot.target == Target::Field(FieldId::PHONE))?;
        values::digits(cell_text(row, slot)?).trim_start_matches('0').to_owned()
    };
    (digits.len() >= FEWEST_DIGITS).then_some(digits)
}
