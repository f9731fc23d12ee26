//! History entries that touched one contact.

use super::EntryKind;
use crate::model::{ContactId, Timestamp};
use crate::workspace::columns::moment;
use crate::workspace::{Snapshot, WorkspaceError};

/// A history entry that added, changed or restored a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRef {
    /// ID of the entry.
    pub id: i64,
    /// Kind of the entry.
    pub kind: EntryKind,
    /// Time at which it started.
    pub at: Timestamp,
    /// Source path, if it is an import.
    pub source: Option<String>,
    /// True if it was undone.
    pub is_undone: bool,
}

/// Entries that added the contact or have it in one of their journals.
// Three searches per entry instead of a scan: each journal is clustered by entry, then contact.
const ENTRIES_OF_CONTACT: &str = "
SELECT history.id, kind, started_at, source, undone_by IS NOT NULL
FROM history LEFT JOIN imports ON imports.id = history.id
WHERE undoes IS NULL AND (
  history.id = ?2
  OR EXISTS (SELECT 1 FROM journal WHERE history_id = history.id AND contact_id = ?1)
  OR EXISTS (SELECT 1 FROM journal_tags WHERE history_id = history.id AND contact_id = ?1)
  OR EXISTS (SELECT 1 FROM journal_contacts WHERE history_id = history.id AND contact_id = ?1))
ORDER BY history.id";

impl Snapshot<'_> {
    /// Returns the history entries that touched a contact, oldest first; `created_by` is the one that added it. Undo
    /// and redo entries are left out.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entries_for_contact(&self, contact: ContactId, created_by: i64) -> Result<Vec<EntryRef>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(ENTRIES_OF_CONTACT)?;
            let entries = statement.query_map([contact.0, created_by], |row| {
                Ok(EntryRef {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    at: moment(row.get(2)?),
                    source: row.get(3)?,
                    is_undone: row.get(4)?,
                })
            })?;
            entries.collect()
        })
    }
}
