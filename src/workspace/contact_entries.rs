use super::{Snapshot, WorkspaceError};
use crate::model::{ContactId, Timestamp};

/// An entry of the history that changed a contact, added it or brought it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRef {
    /// Its number.
    pub id: i64,
    /// What it was: `import`, `edit`, `merge`, …
    pub kind: String,
    /// When it began.
    pub at: Timestamp,
    /// The source of an import, as a path.
    pub source: Option<String>,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// One look into each journal for each entry: both are clustered by entry and contact.
const TOUCHES: &str = "
SELECT history.id, kind, started_at, source, undone_by IS NOT NULL
FROM history LEFT JOIN imports ON imports.id = history.id
WHERE undoes IS NULL AND (
  history.id = ?2
  OR EXISTS (SELECT 1 FROM journal WHERE history_id = history.id AND contact_id = ?1)
  OR EXISTS (SELECT 1 FROM journal_tags WHERE history_id = history.id AND contact_id = ?1)
  OR EXISTS (SELECT 1 FROM journal_contacts WHERE history_id = history.id AND contact_id = ?1))
ORDER BY history.id";

impl Snapshot<'_> {
    /// The entries of the history that touched a contact, of which one added it, in their order. Those that only took
    /// others back are not among them.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entries_for_contact(&self, contact: ContactId, created_by: i64) -> Result<Vec<EntryRef>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(TOUCHES)?;
            let touches = statement.query_map([contact.0, created_by], |row| {
                let at = Timestamp::from_timestamp_millis(row.get(2)?).unwrap_or_default();
                Ok(EntryRef { id: row.get(0)?, kind: row.get(1)?, at, source: row.get(3)?, is_undone: row.get(4)? })
            })?;
            touches.collect()
        })
    }
}
