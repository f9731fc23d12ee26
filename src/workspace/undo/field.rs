//! Restoring custom fields that the entry had removed.

use super::{Toggle, UndoRefusal};
use crate::model::Field;
use crate::workspace::fields::read_field;
use crate::workspace::{EntryKind, WorkspaceError, WriteTransaction};

/// Missing fields that an entry removed or, if it is redone, that undoing it removed.
const REMOVED: &str = "
SELECT id, name, kind FROM removed_fields
WHERE (history_id = ?1 OR ?2 AND history_id IN (SELECT id FROM history WHERE undoes = ?1))
  AND id NOT IN (SELECT id FROM fields) ORDER BY id";

/// All values the field ever had, of contacts that exist.
// Not only those of the removal: contacts may have been restored while the field was missing.
const KNOWN: &str = "
INSERT OR IGNORE INTO reverted_fields (contact_id, field_id) SELECT contact_id, field_id FROM journal
WHERE field_id = ?1 AND contact_id IN (SELECT id FROM contacts) ORDER BY contact_id";

impl WriteTransaction<'_> {
    /// Restores the custom fields that an entry removed, or those it had created and that were removed when it was
    /// undone. Returns true if there were any.
    pub(super) fn restore_fields(&self, toggle: &Toggle) -> Result<Result<bool, UndoRefusal>, WorkspaceError> {
        // They keep their old IDs, so that the values in the journal and the options in `field_options` are theirs
        // again.
        let fields = self.removed_fields(toggle)?;
        for field in &fields {
            if !self.add_field(field)? {
                return Ok(Err(UndoRefusal::NameTaken(field.name.clone())));
            }
            self.sql(|connection| connection.execute(KNOWN, [field.id.0]))?;
        }
        Ok(Ok(!fields.is_empty()))
    }

    /// Returns the fields to restore.
    fn removed_fields(&self, toggle: &Toggle) -> Result<Vec<Field>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(REMOVED)?;
            statement.query_map((toggle.entry, toggle.holds), read_field)?.collect()
        })
    }

    /// Returns true if the entry removed a custom field.
    pub(super) fn removes_field(&self, entry: i64) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM history WHERE id = ?1 AND kind = ?2)";
        self.sql(|connection| connection.query_row(SQL, (entry, EntryKind::Fields), |row| row.get(0)))
    }
}
