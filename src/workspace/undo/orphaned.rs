use crate::model::ContactId;
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Contacts that a merge absorbed which holds: those of the entry, and those that were merged later into a contact that
/// was removed just now.
const ABSORBED: &str = "
SELECT contact_id FROM absorbed_contacts JOIN history ON history.id = absorbed_contacts.history_id
WHERE history.undone_by IS NULL AND (history_id = ?2 OR history_id > ?2 AND into_id IN (
  SELECT contact_id FROM journal_contacts WHERE history_id = ?1 AND added = 0))
ORDER BY history_id <> ?2, contact_id";

impl WriteTransaction<'_> {
    /// A contact of which nothing would be left: it was merged into one that is gone. That happens when a merge is
    /// brought back after its contacts were merged the other way round, or after the one that stayed was deleted.
    pub(super) fn orphaned_by(&self, undo: i64, entry: i64) -> Result<Option<ContactId>, WorkspaceError> {
        let absorbed: Vec<ContactId> = self.sql(|connection| {
            connection.prepare(ABSORBED)?.query_map([undo, entry], |row| row.get(0).map(ContactId))?.collect()
        })?;
        for contact in absorbed {
            if self.resolve_merged(contact)?.is_none() {
                return Ok(Some(contact));
            }
        }
        Ok(None)
    }
}
