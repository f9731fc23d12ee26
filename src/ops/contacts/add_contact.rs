//! One contact added by hand: typed values, checked like the cells of a row, and who may be the same person already.

use std::collections::HashSet;

use crate::model::{Addition, ContactId, FieldId, Fields, Key, NearMissReason, Text, Timestamp, email_key};
use crate::ops::contacts::ContactError;
use crate::ops::{FieldEdits, OpsError, contacts};
use crate::values;
use crate::workspace::{ContactRecord, EntryKind, Snapshot, TagIds, WriteTransaction};

/// A contact that may be the same person as the one to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikeContact {
    /// The contact.
    pub contact: ContactId,
    /// What both have in common.
    pub likeness: Likeness,
}

/// What a contact has in common with the one to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// The same value in a field that recognises contacts: Phone Number, Email, or an own identifier.
    Same {
        /// Name of the field.
        field: String,
    },
    /// A value that may be the same, written otherwise.
    Near(NearMissReason),
}

impl Likeness {
    /// Returns a stable name for scripts.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Same { .. } => "same",
            Self::Near(reason) => reason.as_str(),
        }
    }
}

/// Returns the contacts that may be the same person, the surest first, each once.
///
/// # Errors
/// When the workspace cannot be read.
pub fn like_contacts(
    snapshot: &Snapshot<'_>,
    edits: &FieldEdits,
    fields: &Fields,
) -> Result<Vec<LikeContact>, OpsError> {
    let mut found = Vec::new();
    let identifiers = snapshot.identifier_fields()?;
    for (id, value) in edits.values() {
        let is_identifier = matches!(id, FieldId::PHONE | FieldId::EMAIL) || identifiers.contains_key(&id);
        if let Some(field) = fields.get(id).filter(|_| is_identifier) {
            for contact in snapshot.contacts_by_value(field, value)? {
                found.push(LikeContact { contact, likeness: Likeness::Same { field: field.name.clone() } });
            }
        }
    }
    let mut finder = snapshot.finder()?;
    for (reason, key) in near_keys(edits) {
        for contact in finder.hits(&key)?.ids() {
            found.push(LikeContact { contact: *contact, likeness: Likeness::Near(reason) });
        }
    }
    let mut seen = HashSet::new();
    found.retain(|like| seen.insert(like.contact));
    Ok(found)
}

/// Returns the forms in which the number and the address may stand elsewhere.
fn near_keys(edits: &FieldEdits) -> Vec<(NearMissReason, Key)> {
    let value = |field| edits.values().find(|(id, _)| *id == field).map(|(_, value)| value);
    let phone = value(FieldId::PHONE).and_then(|number| values::other_mobile_form(number));
    let phone = phone.map(|other| (NearMissReason::MobileDigit, Key::Phone(other)));
    let cases = value(FieldId::EMAIL).map(|address| values::other_cases(&email_key(address))).unwrap_or_default();
    let emails = cases.into_iter().map(|other| (NearMissReason::EmailCase, Key::Email(other.into())));
    phone.into_iter().chain(emails).collect()
}

/// Adds a contact as an entry of the history.
///
/// # Errors
/// [`ContactError::FirstNameNeeded`], or the workspace cannot be written.
pub fn add(
    change: &WriteTransaction<'_>,
    edits: &FieldEdits,
    tags: &mut TagIds,
    now: Timestamp,
) -> Result<(ContactRecord, i64), OpsError> {
    if edits.values().all(|(field, _)| field != FieldId::FIRST_NAME) {
        return Err(ContactError::FirstNameNeeded.into());
    }
    let values: Vec<(FieldId, Text)> = edits.values().map(|(field, value)| (field, value.clone())).collect();
    let addition = Addition { values, tags: edits.tags_of_new(&mut tags.interner), near: None };
    let entry = change.begin_entry(EntryKind::Add, "", now)?;
    let id = change.add_contact(entry, addition, tags, now)?;
    Ok((contacts::find(change, id, tags)?, entry))
}
