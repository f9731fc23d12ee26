//! The changes of a history entry: counted by field and tag, and the first of them contact by contact.

use crate::model::{ChangeSummary, ContactId, ContactName, FieldId, Text};
use crate::ops::OpsError;
use crate::workspace::{Changed, EntryChange, Snapshot};

/// Maximum number of changes that are read of one entry; a contact may have as many as there are fields and tags.
const MAX_CHANGES_READ: u32 = 2_000;

/// Changes of one entry. Contacts that an import added are not among them.
pub struct EntryChanges {
    /// Changes of the contacts that were neither added nor removed.
    pub summary: ChangeSummary,
    /// Number of contacts that were changed, added or removed.
    pub contacts: u64,
    /// The first of them with changes that not all contacts share, by ascending ID.
    pub first: Vec<ChangedContact>,
}

/// A contact that an entry changed.
pub struct ChangedContact {
    /// Contact ID.
    pub id: ContactId,
    /// Its name before the change; of a contact that was added, the name that it got.
    pub name: ContactName,
    /// What changed.
    pub changes: Vec<Changed>,
}

/// Reads the changes of an entry, with those of the first `limit` contacts.
///
/// # Errors
/// When the workspace cannot be read.
pub fn changes_of(snapshot: &Snapshot<'_>, entry: i64, limit: usize) -> Result<EntryChanges, OpsError> {
    let (count, mut changes) = snapshot.changes_of(entry, MAX_CHANGES_READ)?;
    if count > u64::from(MAX_CHANGES_READ) {
        drop_last_contact(&mut changes);
    }
    let summary = snapshot.change_summary(entry)?;
    let is_shared =
        |change: &EntryChange| matches!(&change.what, Changed::Tag { name, added } if summary.shares(name, *added));
    let by_contact = changes.chunk_by(|one, next| one.contact == next.contact);
    let with_own = by_contact.filter(|changes| !changes.iter().all(is_shared)).take(limit);
    let first = with_own.map(|changes| changed_contact(snapshot, changes)).collect::<Result<_, _>>()?;
    Ok(EntryChanges { summary, contacts: snapshot.contacts_changed_by(entry)?, first })
}

/// Drops the last contact, because some of its changes may not have been read. A contact that is alone stays.
fn drop_last_contact(changes: &mut Vec<EntryChange>) {
    let Some(last) = changes.last().map(|change| change.contact) else { return };
    if changes.first().is_some_and(|first| first.contact != last) {
        changes.retain(|change| change.contact != last);
    }
}

fn changed_contact(snapshot: &Snapshot<'_>, changes: &[EntryChange]) -> Result<ChangedContact, OpsError> {
    let id = changes.first().map(|change| change.contact).unwrap_or_default();
    let changes: Vec<Changed> = changes.iter().map(|change| change.what.clone()).collect();
    let now = snapshot.contact_name(id)?.unwrap_or_default();
    let name = ContactName {
        first: value_before(&changes, FieldId::FIRST_NAME, now.first),
        last: value_before(&changes, FieldId::LAST_NAME, now.last),
        email: value_before(&changes, FieldId::EMAIL, now.email),
        phone: value_before(&changes, FieldId::PHONE, now.phone),
    };
    Ok(ChangedContact { id, name, changes })
}

/// Returns the value of a field before the changes; where it was empty, the value after them.
fn value_before(changes: &[Changed], field: FieldId, now: Option<Text>) -> Option<Text> {
    let change = changes.iter().find_map(|change| match change {
        Changed::Field { field: of, before, after } if *of == field => Some((before, after)),
        _ => None,
    });
    match change {
        Some((before, after)) => before.clone().or_else(|| after.clone()),
        None => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::FieldEdits;
    use crate::ops::contacts::{self, find_all};
    use crate::ops::testing::{ids, now, workspace_of, workspace_with};
    use crate::values::ParseOptions;

    #[test]
    fn removed_contacts_keep_their_names_and_are_not_counted_as_changed() {
        let (_folder, workspace) = workspace_of(&["Ann", "Bob"]);
        let change = workspace.change().unwrap();
        let records = find_all(&change, &ids(&[1, 2]), &change.tags().unwrap()).unwrap().records;
        let entry = contacts::delete(&change, &records, now()).unwrap();
        let EntryChanges { summary, contacts, first } = changes_of(&change, entry, 1).unwrap();
        assert_eq!((summary, contacts, first.len()), (ChangeSummary::default(), 2, 1));
        assert_eq!(first[0].name.to_string(), "Ann");
    }

    #[test]
    fn a_contact_has_the_name_that_it_had_before_and_its_changes_are_counted() {
        let (_folder, workspace) = workspace_with("First Name,Last Name\nAnn,Lee\nBob,\n");
        let change = workspace.change().unwrap();
        let (fields, mut tags) = (change.fields().unwrap(), change.tags().unwrap());
        let edits = FieldEdits::read(&["Last Name=Tan".to_owned()], &fields, &ParseOptions::default()).unwrap();
        let ann = contacts::find(&change, ContactId(1), &tags).unwrap();
        let entry = edits.apply(&change, ann, &fields, &mut tags, now()).unwrap().entry.unwrap();
        let EntryChanges { summary, contacts, first } = changes_of(&change, entry, 20).unwrap();
        assert_eq!((contacts, summary.contacts, summary.fields), (1, 1, vec![(FieldId::LAST_NAME, 1)]));
        assert_eq!(first[0].name.to_string(), "Ann Lee");
    }
}
