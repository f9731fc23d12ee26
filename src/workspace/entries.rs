//! Changes made one at a time: edits, deletions and merges, each a history entry of its own.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::tag_changes::json_ids;
use super::{Snapshot, TagIds, WorkspaceError, WriteTransaction};
use crate::model::{Action, Addition, ContactId, PlannedRow, Timestamp, Update};

/// Kind of a history entry that is not an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// Added a contact by hand.
    Add,
    /// Changed fields or tags of contacts.
    Edit,
    /// Removed contacts.
    Delete,
    /// Merged contacts into one.
    Merge,
    /// Renamed, merged or deleted tags.
    Tags,
    /// Removed a custom field.
    Fields,
    /// Took everything of contacts out of the workspace; it cannot be undone.
    Forget,
    /// Dropped what older entries had changed; it cannot be undone.
    Prune,
    /// Suppressed values of people who want to be left alone, or no longer.
    Suppress,
}

impl EntryKind {
    /// Name of the kind as stored in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Merge => "merge",
            Self::Tags => "tags",
            Self::Fields => "fields",
            Self::Forget => "forget",
            Self::Prune => "prune",
            Self::Suppress => "suppress",
        }
    }
}

/// The contact an absorbed Contact ID leads to, followed merge by merge; undone merges are ignored.
// UNION rather than UNION ALL: merges that were undone and redone can form a cycle, which UNION ends.
pub(super) const SURVIVOR: &str = "
WITH RECURSIVE trail (id) AS (
  VALUES (?1)
  UNION
  SELECT into_id FROM trail JOIN absorbed_contacts AS absorbed ON absorbed.contact_id = trail.id
  JOIN history ON history.id = absorbed.history_id AND history.undone_by IS NULL
  WHERE trail.id NOT IN (SELECT id FROM contacts))
SELECT contacts.id FROM trail JOIN contacts ON contacts.id = trail.id LIMIT 1";

/// All Contact IDs absorbed by a merge that holds.
const ABSORBED: &str = "
SELECT DISTINCT contact_id FROM absorbed_contacts JOIN history ON history.id = history_id WHERE undone_by IS NULL";

impl Snapshot<'_> {
    /// Returns the absorbed Contact IDs, each with the contact it leads to.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn merged_ids(&self) -> Result<HashMap<ContactId, ContactId>, WorkspaceError> {
        let absorbed: Vec<ContactId> = self.sql(|connection| {
            connection.prepare_cached(ABSORBED)?.query_map([], |row| row.get(0).map(ContactId))?.collect()
        })?;
        let mut found = HashMap::new();
        for id in absorbed {
            if let Some(survivor) = self.resolve_merged(id)?.filter(|survivor| *survivor != id) {
                found.insert(id, survivor);
            }
        }
        Ok(found)
    }

    /// Returns the contact a Contact ID refers to: the contact with that ID, or the one it was merged into; `None` if
    /// there is neither.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn resolve_merged(&self, id: ContactId) -> Result<Option<ContactId>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(SURVIVOR)?.query_row([id.0], |row| row.get(0).map(ContactId)).optional()
        })
    }
}

impl WriteTransaction<'_> {
    /// Creates a history entry and returns its ID. The summary is shown to users and holds no personal data: only
    /// Contact IDs and field names.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn begin_entry(&self, kind: EntryKind, summary: &str, now: Timestamp) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at, summary) VALUES (?1, ?2, ?2, ?3)",
                (kind.as_str(), now.timestamp_millis(), summary),
            )?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Gives a history entry another summary, once it is known what it did: counts and IDs alone, because the history keeps
    /// no personal data in it.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn summarise_entry(&self, entry: i64, summary: &str) -> Result<(), WorkspaceError> {
        const SQL: &str = "UPDATE history SET summary = ?2 WHERE id = ?1";
        self.sql(|connection| connection.execute(SQL, (entry, summary))).map(drop)
    }

    /// Changes one contact as part of a history entry.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn update_contact(
        &self,
        entry: i64,
        update: Update,
        tags: &mut TagIds,
        now: Timestamp,
    ) -> Result<(), WorkspaceError> {
        let mut writer = self.writer(entry, now)?;
        writer.write(
            vec![PlannedRow { line: 0, action: Action::Update(update), matched_by: None, issues: Vec::new() }],
            tags,
        )?;
        writer.flush(tags)
    }

    /// Adds one contact as part of a history entry, and returns its ID.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn add_contact(
        &self,
        entry: i64,
        addition: Addition,
        tags: &mut TagIds,
        now: Timestamp,
    ) -> Result<ContactId, WorkspaceError> {
        // Not an import, whose entry names the contacts that it added: the journal does.
        const JOURNAL: &str =
            "INSERT INTO journal_contacts (history_id, contact_id, added, created_at, created_by, created_line)
             SELECT ?1, id, 1, created_at, created_by, created_line FROM contacts WHERE id = ?2";
        let mut writer = self.writer(entry, now)?;
        let row = PlannedRow { line: 0, action: Action::Add(addition), matched_by: None, issues: Vec::new() };
        writer.write(vec![row], tags)?;
        writer.flush(tags)?;
        let id = writer.added_ids().map_or(0, |(first, _)| first);
        self.sql(|connection| connection.execute(JOURNAL, (entry, id)))?;
        self.summarise_entry(entry, &format!("contact {id}"))?;
        Ok(ContactId(id))
    }

    /// Deletes contacts as part of a history entry, whose journal keeps all their values. Returns the number deleted.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn delete_contacts(&self, entry: i64, ids: &[ContactId]) -> Result<u64, WorkspaceError> {
        self.remove_contacts(entry, &format!("SELECT value FROM json_each('{}')", json_ids(ids)))
    }

    /// Deletes contacts that were merged into another one, as part of a history entry. Their Contact IDs lead to that
    /// contact while the entry holds.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn absorb_contacts(&self, entry: i64, into: ContactId, absorbed: &[ContactId]) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT INTO absorbed_contacts (contact_id, into_id, history_id) VALUES (?1, ?2, ?3)";
        for id in absorbed {
            self.sql(|connection| connection.prepare_cached(SQL)?.execute([id.0, into.0, entry]))?;
        }
        self.merge_sources(entry, into, absorbed)?;
        self.delete_contacts(entry, absorbed).map(drop)
    }
}
