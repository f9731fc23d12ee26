//! Check for contacts that a redone merge would leave without a trace.

use crate::model::ContactId;
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Contacts absorbed by a merge that holds: those of the entry, and those merged later into a contact that was just
/// removed.
const ABSORBED: &str = "
SELECT contact_id FROM absorbed_contacts JOIN history ON history.id = absorbed_contacts.history_id
WHERE history.undone_by IS NULL AND (history_id = ?2 OR history_id > ?2 AND into_id IN (
  SELECT contact_id FROM journal_contacts WHERE history_id = ?1 AND added = 0))
ORDER BY history_id <> ?2, contact_id";

impl WriteTransaction<'_> {
    /// Returns a contact that would be lost: it was merged into one that no longer exists.
    pub(super) fn orphaned_by(&self, undo: i64, entry: i64) -> Result<Option<ContactId>, WorkspaceError> {
        // This happens when a merge is redone after its contacts were merged the other way round, or after the one that
        // stayed was deleted.
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
