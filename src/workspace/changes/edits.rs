//! Changes made one at a time: edits, deletions and merges, each a history entry of its own.

use crate::model::{Action, Addition, ContactId, PlannedRow, Timestamp, Update};
use crate::workspace::columns::json_ids;
use crate::workspace::{TagIds, WorkspaceError, WriteTransaction};

impl WriteTransaction<'_> {
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
