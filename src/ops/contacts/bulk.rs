//! Changes of all contacts of a selection: one transaction, one entry of the history, whatever their number.

use crate::model::{Action, Cancel, Contact, ContactId, Fields, PlannedRow, Selection, Timestamp, Update, counted};
use crate::ops::{FieldEdits, OpsError};
use crate::workspace::{ContactWriter, EntryKind, LoadScope, Lookup, TagIds, WriteTransaction};

/// Contacts that are loaded and changed together.
const BATCH: u32 = 1024;

/// A change that all selected contacts get.
pub enum BulkChange {
    /// They are removed.
    Delete,
    /// Fields and tags get these values.
    Edit(FieldEdits),
    /// Tags are added or taken off.
    Tags(FieldEdits),
}

/// What a change did, or would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkOutcome {
    /// Selected contacts.
    pub selected: u64,
    /// Those that changed; the others were so already.
    pub changed: u64,
    /// ID of the entry in the history; `None` if nothing changed.
    pub entry: Option<i64>,
}

impl BulkChange {
    /// Changes the selected contacts. Without a difference there is no entry in the history, and the transaction may as well
    /// be dropped.
    ///
    /// # Errors
    /// When the workspace cannot be written; [`OpsError::Interrupted`] once the cancel flag is set. The transaction must
    /// be dropped then.
    pub fn apply(
        &self,
        change: &WriteTransaction<'_>,
        selection: &Selection,
        cancel: &Cancel,
        now: Timestamp,
    ) -> Result<BulkOutcome, OpsError> {
        let selected = change.select_contacts(selection)?;
        if selected == 0 {
            return Ok(BulkOutcome { selected, changed: 0, entry: None });
        }
        let entry = change.begin_entry(self.kind(), "", now)?;
        let changed = match self {
            Self::Delete => change.delete_selected(entry)?,
            Self::Edit(edits) => edit_selected(change, entry, edits, cancel, now)?,
            Self::Tags(edits) => change.tag_selected(entry, &edits.add_tags, &edits.remove_tags)?,
        };
        cancel.check()?;
        change.summarise_entry(entry, &self.summary(changed, &change.fields()?))?;
        Ok(BulkOutcome { selected, changed, entry: (changed > 0).then_some(entry) })
    }

    fn kind(&self) -> EntryKind {
        match self {
            Self::Delete => EntryKind::Delete,
            // Contacts to which a person gave a tag are edited ones, as with `edit --add-tag`.
            Self::Edit(_) | Self::Tags(_) => EntryKind::Edit,
        }
    }

    /// Returns the summary for the history, without personal data; a tag may be a person's name.
    fn summary(&self, changed: u64, fields: &Fields) -> String {
        let contacts = counted(changed, "contact");
        match self {
            Self::Delete => contacts,
            Self::Edit(edits) => {
                let names: Vec<&str> = edits.edited().map(|field| fields.name(field)).collect();
                format!("{contacts}: {}", names.join(", "))
            }
            Self::Tags(edits) => {
                let (count, what) = match edits.add_tags.len() {
                    0 => (edits.remove_tags.len(), "taken off"),
                    added => (added, "added"),
                };
                format!("{} {what}: {contacts}", counted(count as u64, "tag"))
            }
        }
    }
}

/// Edits the selected contacts and returns the number of those that changed.
fn edit_selected(
    change: &WriteTransaction<'_>,
    entry: i64,
    edits: &FieldEdits,
    cancel: &Cancel,
    now: Timestamp,
) -> Result<u64, OpsError> {
    let mut tags = change.tags()?;
    // Those of this transaction: others may have made tags since the edits were read.
    let mut edits = edits.clone();
    edits.kept_tags = change.import_tags(&tags.interner)?;
    let mut writer = change.writer(entry, now)?;
    let lookup = change.lookup(&[], LoadScope::AllFields)?;
    let (mut changed, mut last) = (0, ContactId::default());
    loop {
        cancel.check()?;
        let ids = change.selected_behind(last, BATCH)?;
        let Some(highest) = ids.last() else { break };
        last = *highest;
        changed += edit_batch(&lookup, &ids, &edits, &mut writer, &mut tags)?;
    }
    // Nothing is written before all contacts were read, so none is seen half changed.
    writer.flush(&mut tags)?;
    Ok(changed)
}

fn edit_batch(
    lookup: &Lookup<'_>,
    ids: &[ContactId],
    edits: &FieldEdits,
    writer: &mut ContactWriter<'_>,
    tags: &mut TagIds,
) -> Result<u64, OpsError> {
    let contacts: Vec<Contact> = lookup.load(ids, tags)?;
    let updates = contacts.iter().map(|contact| edits.update(contact, &mut tags.interner));
    let rows: Vec<PlannedRow> = updates.filter(|update| !update.is_empty()).map(planned).collect();
    let changed = rows.len() as u64;
    writer.write(rows, tags)?;
    Ok(changed)
}

fn planned(update: Update) -> PlannedRow {
    PlannedRow { line: 0, action: Action::Update(update), matched_by: None, issues: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{now, workspace_with};
    use crate::values::ParseOptions;
    use crate::workspace::CountScope;

    const LIST: &str = "First Name,Country,Tags\nAnn,MY,vip\nBob,SG,\nCid,,lead\n";

    #[test]
    fn one_entry_changes_all_that_differ_and_an_undo_puts_them_back() {
        let (_folder, workspace) = workspace_with(LIST);
        let change = workspace.change().unwrap();
        let fields = change.fields().unwrap();
        let edits = FieldEdits::read(&["Country=MY".to_owned()], &fields, &ParseOptions::default()).unwrap();
        let all = Selection::default();
        let done = BulkChange::Edit(edits).apply(&change, &all, &Cancel::default(), now()).unwrap();
        assert_eq!((done.selected, done.changed), (3, 2));
        let entry = change.entry(done.entry.unwrap()).unwrap().unwrap();
        assert_eq!((entry.kind, entry.summary.as_deref()), (EntryKind::Edit, Some("2 contacts: Country")));
        assert_eq!(change.contacts_by_country(CountScope::Everybody).unwrap(), [("MY".to_owned(), 3)]);
        change.commit().unwrap();
        let change = workspace.change().unwrap();
        let (change, _) = change.undo(done.entry.unwrap(), now()).unwrap().unwrap();
        assert_eq!(
            change.contacts_by_country(CountScope::Everybody).unwrap(),
            [("MY".to_owned(), 1), ("SG".to_owned(), 1)]
        );
    }

    #[test]
    fn what_is_so_already_makes_no_entry() {
        let (_folder, workspace) = workspace_with(LIST);
        let change = workspace.change().unwrap();
        let vips = Selection { tags: vec!["vip".to_owned()], ..Selection::default() };
        let edits = FieldEdits::adding_tags(vec!["VIP".to_owned()]);
        let done = BulkChange::Tags(edits).apply(&change, &vips, &Cancel::default(), now()).unwrap();
        assert_eq!(done, BulkOutcome { selected: 1, changed: 0, entry: None });
    }

    #[test]
    fn a_cancelled_change_ends() {
        let (_folder, workspace) = workspace_with(LIST);
        let (change, cancel) = (workspace.change().unwrap(), Cancel::default());
        cancel.request();
        assert!(BulkChange::Delete.apply(&change, &Selection::default(), &cancel, now()).is_err());
    }
}
