//! Merge of several contacts into one, as an entry of the history.

use crate::matching::{ContactMerge, SurvivorRule};
use crate::model::Timestamp;
use crate::ops::OpsError;
use crate::ops::contacts::{ContactError, check_unchanged, format_ids};
use crate::workspace::{ContactRecord, EntryKind, WriteTransaction};

/// Maximum number of contacts in one merge; more are hardly one person.
pub const MAX_CONTACTS: usize = 50;

/// Contacts to be merged, two to [`MAX_CONTACTS`], as they were when they were read.
pub struct MergeCandidates {
    records: Vec<ContactRecord>,
}

impl MergeCandidates {
    /// Checks that they are neither too few nor too many to be merged.
    ///
    /// # Errors
    /// [`ContactError::MergeOfOne`] and [`ContactError::MergeTooLarge`].
    pub fn new(records: Vec<ContactRecord>) -> Result<Self, ContactError> {
        match records.len() {
            0 | 1 => Err(ContactError::MergeOfOne),
            2..=MAX_CONTACTS => Ok(Self { records }),
            _ => Err(ContactError::MergeTooLarge { limit: MAX_CONTACTS }),
        }
    }

    /// The contacts.
    pub fn records(&self) -> &[ContactRecord] {
        &self.records
    }

    /// Merges them by a rule. Nothing is written.
    ///
    /// # Errors
    /// [`ContactError::SurvivorNotAmong`] if the rule names another contact.
    pub fn by_rule(&self, rule: SurvivorRule) -> Result<ContactMerge, ContactError> {
        if let SurvivorRule::Contact(contact) = rule
            && self.records.iter().all(|record| record.contact.id != contact)
        {
            return Err(ContactError::SurvivorNotAmong { contact });
        }
        let contacts = self.records.iter().map(|record| (record.contact.clone(), record.created_at));
        Ok(ContactMerge::new(contacts.collect(), rule))
    }

    /// Writes the merge as part of a change. Returns the number of the entry in the history.
    ///
    /// # Errors
    /// [`ContactError::Changed`] if another command changed one of the contacts since they were read, or the workspace
    /// cannot be written.
    pub fn write(
        &self,
        change: &WriteTransaction<'_>,
        merge: &ContactMerge,
        now: Timestamp,
    ) -> Result<Option<i64>, OpsError> {
        check_unchanged(change, &self.records)?;
        let Some(update) = merge.update() else { return Ok(None) };
        let (kept, absorbed) = (update.contact, merge.absorbed());
        let summary = format!("{} into {kept}", format_ids(&absorbed));
        let entry = change.begin_entry(EntryKind::Merge, &summary, now)?;
        change.update_contact(entry, update, &mut change.tags()?, now)?;
        change.absorb_contacts(entry, kept, &absorbed)?;
        Ok(Some(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContactId, FieldId};
    use crate::ops::contacts;
    use crate::ops::testing::{ids, now, workspace_with};
    use crate::workspace::Workspace;

    fn candidates(workspace: &Workspace, numbers: &[i64]) -> Result<MergeCandidates, OpsError> {
        let snapshot = workspace.snapshot()?;
        let found = contacts::find_all(&snapshot, &ids(numbers), &snapshot.tags()?)?;
        Ok(MergeCandidates::new(found.records)?)
    }

    #[test]
    fn a_merge_fills_the_contact_that_stays_and_its_ids_lead_there() {
        let (_folder, workspace) = workspace_with("First Name,Last Name\nAnn,\nAnna,Lee\n");
        let both = candidates(&workspace, &[1, 2]).unwrap();
        let merge = both.by_rule(SurvivorRule::Oldest).unwrap();
        let change = workspace.change().unwrap();
        both.write(&change, &merge, now()).unwrap().unwrap();
        let stays = contacts::find(&change, ContactId(2), &change.tags().unwrap()).unwrap().contact;
        let names = [FieldId::FIRST_NAME, FieldId::LAST_NAME].map(|field| stays.value(field).map(ToString::to_string));
        assert_eq!((stays.id, names), (ContactId(1), [Some("Ann".to_owned()), Some("Lee".to_owned())]));
        // Read before the merge, so no longer as they are now.
        assert!(matches!(both.write(&change, &merge, now()), Err(OpsError::Contact(ContactError::Changed { .. }))));
    }

    #[test]
    fn only_two_to_fifty_contacts_are_merged_and_one_of_them_stays() {
        let list = (0..=MAX_CONTACTS).fold("First Name\n".to_owned(), |list, number| list + &format!("N{number}\n"));
        let (_folder, workspace) = workspace_with(&list);
        let all: Vec<i64> = (1..).take(MAX_CONTACTS + 1).collect();
        assert!(matches!(candidates(&workspace, &[1, 1]), Err(OpsError::Contact(ContactError::MergeOfOne))));
        assert!(matches!(candidates(&workspace, &all), Err(OpsError::Contact(ContactError::MergeTooLarge { .. }))));
        let fifty = candidates(&workspace, &all[1..]).unwrap();
        let rule = SurvivorRule::Contact(ContactId(1));
        assert!(matches!(fifty.by_rule(rule), Err(ContactError::SurvivorNotAmong { contact: ContactId(1) })));
    }
}
