//! Contacts by their IDs: found, held to the state in which they were shown, and deleted.
//!
//! | file | what |
//! |---|---|
//! | `who` | a contact as people name it |
//! | `edits`, `add_contact` | typed values: of contacts that are there, and of a new one |
//! | `bulk` | changes of all contacts of a selection |
//! | `duplicates`, `merge` | duplicates sought, and contacts merged into one |
//! | `error` | why they cannot be found, changed or merged |

pub mod add_contact;
pub mod bulk;
pub mod duplicates;
mod edits;
mod error;
pub mod merge;
mod who;

pub use edits::{EditResult, FieldEdits, Warning};
pub use error::{ContactError, EditError};
pub use who::identify;
pub(super) use who::{Named, field_and_value, looks_like_number, named};

use std::collections::HashSet;

use super::OpsError;
use crate::model::{ContactId, Timestamp, plural};
use crate::workspace::{ContactRecord, EntryKind, Snapshot, TagIds, WriteTransaction};

/// Maximum number of contacts that the history and messages name.
const MAX_NAMED: usize = 20;

/// Contacts found by their IDs.
pub struct FoundContacts {
    /// The contacts, each once and in the order of the IDs.
    pub records: Vec<ContactRecord>,
    /// IDs that a merge absorbed, each with the contact that stays.
    pub merged: Vec<(ContactId, ContactId)>,
}

/// Finds the contact of this ID. An ID that a merge absorbed leads to the contact that stays.
///
/// # Errors
/// [`ContactError::Unknown`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, id: ContactId, tags: &TagIds) -> Result<ContactRecord, OpsError> {
    check_not_forgotten(snapshot, id)?;
    let found = snapshot.resolve_merged(id)?.map(|survivor| snapshot.contact(survivor, tags)).transpose()?;
    found.flatten().ok_or_else(|| ContactError::Unknown { ids: vec![id] }.into())
}

/// Finds the contacts of these IDs; all of them or none.
///
/// # Errors
/// [`ContactError::Unknown`] with every unknown ID, or the workspace cannot be read.
pub fn find_all(snapshot: &Snapshot<'_>, ids: &[ContactId], tags: &TagIds) -> Result<FoundContacts, OpsError> {
    check_known(snapshot, ids)?;
    let mut found = FoundContacts { records: Vec::with_capacity(ids.len()), merged: Vec::new() };
    let mut seen = HashSet::with_capacity(ids.len());
    for id in ids {
        let record = find(snapshot, *id, tags)?;
        let survivor = record.contact.id;
        if survivor != *id {
            found.merged.push((*id, survivor));
        }
        // Two IDs can lead to one contact: its own, and one that a merge absorbed.
        if seen.insert(survivor) {
            found.records.push(record);
        }
    }
    Ok(found)
}

/// Checks that a contact was not forgotten.
///
/// # Errors
/// [`ContactError::Forgotten`], or the workspace cannot be read.
pub(super) fn check_not_forgotten(snapshot: &Snapshot<'_>, contact: ContactId) -> Result<(), OpsError> {
    match snapshot.forgotten_by(contact)? {
        Some(entry) => Err(ContactError::Forgotten { contact, entry }.into()),
        None => Ok(()),
    }
}

/// Checks all IDs before a record is read, so that one error names every unknown one.
fn check_known(snapshot: &Snapshot<'_>, ids: &[ContactId]) -> Result<(), OpsError> {
    let mut unknown = Vec::new();
    for id in ids {
        check_not_forgotten(snapshot, *id)?;
        if snapshot.resolve_merged(*id)?.is_none() {
            unknown.push(*id);
        }
    }
    if unknown.is_empty() { Ok(()) } else { Err(ContactError::Unknown { ids: unknown }.into()) }
}

/// Checks that contacts are still as they were shown. The transaction holds the write lock from its beginning, so nothing
/// changes between this check and the commit.
///
/// # Errors
/// [`ContactError::Changed`] if another command changed or removed one of them, or the workspace cannot be read.
pub fn check_unchanged(change: &WriteTransaction<'_>, records: &[ContactRecord]) -> Result<(), OpsError> {
    let tags = change.tags()?;
    for ContactRecord { contact, .. } in records {
        if change.contact(contact.id, &tags)?.is_none_or(|now| now.contact != *contact) {
            return Err(ContactError::Changed { contact: contact.id }.into());
        }
    }
    Ok(())
}

/// Deletes contacts as part of a change, as they were shown. Returns the number of the entry in the history.
///
/// # Errors
/// [`ContactError::Changed`], or the workspace cannot be written.
pub fn delete(change: &WriteTransaction<'_>, records: &[ContactRecord], now: Timestamp) -> Result<i64, OpsError> {
    check_unchanged(change, records)?;
    let ids: Vec<ContactId> = records.iter().map(|record| record.contact.id).collect();
    let entry = change.begin_entry(EntryKind::Delete, &format_first_ids(&ids), now)?;
    change.delete_contacts(entry, &ids)?;
    Ok(entry)
}

/// Formats IDs, however many there are: `contacts 1, 2, … and 80 more`.
pub fn format_first_ids(ids: &[ContactId]) -> String {
    match ids.get(..MAX_NAMED) {
        Some(first) if ids.len() > MAX_NAMED => format!("{} and {} more", format_ids(first), ids.len() - MAX_NAMED),
        _ => format_ids(ids),
    }
}

/// Formats IDs: `contact 4`, `contacts 4, 9`.
pub fn format_ids(ids: &[ContactId]) -> String {
    let names: Vec<String> = ids.iter().map(ContactId::to_string).collect();
    format!("{} {}", plural(ids.len() as u64, "contact"), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{ids, now, workspace_of};

    #[test]
    fn every_unknown_id_is_named_at_once() {
        let (_folder, workspace) = workspace_of(&["Ann", "Bob"]);
        let snapshot = workspace.snapshot().unwrap();
        let tags = snapshot.tags().unwrap();
        let found = find_all(&snapshot, &ids(&[2, 1, 2]), &tags).unwrap();
        assert_eq!(found.records.iter().map(|record| record.contact.id.0).collect::<Vec<_>>(), [2, 1]);
        match find_all(&snapshot, &ids(&[7, 1, 8]), &tags) {
            Err(OpsError::Contact(ContactError::Unknown { ids: unknown })) => assert_eq!(unknown, ids(&[7, 8])),
            _ => panic!("7 and 8 are no contacts"),
        }
    }

    #[test]
    fn a_contact_that_changed_since_it_was_shown_is_not_deleted() {
        let (_folder, workspace) = workspace_of(&["Ann", "Bob"]);
        let snapshot = workspace.snapshot().unwrap();
        let shown = find_all(&snapshot, &ids(&[1, 2]), &snapshot.tags().unwrap()).unwrap().records;
        drop(snapshot);

        let change = workspace.change().unwrap();
        delete(&change, &shown[..1], now()).unwrap();
        assert!(matches!(
            delete(&change, &shown, now()),
            Err(OpsError::Contact(ContactError::Changed { contact: ContactId(1) }))
        ));
    }

    #[test]
    fn the_history_names_twenty_of_the_deleted_contacts() {
        assert_eq!(format_first_ids(&ids(&[4])), "contact 4");
        let many = format_first_ids(&(1..=21).map(ContactId).collect::<Vec<_>>());
        assert!(many.starts_with("contacts 1, 2, ") && many.ends_with(", 20 and 1 more"), "{many}");
    }
}
