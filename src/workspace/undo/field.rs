use rusqlite::OptionalExtension;

use super::{Switch, UndoRefusal};
use crate::model::Field;
use crate::workspace::fields::read_field;
use crate::workspace::{Change, WorkspaceError};

/// All that was ever known of the field: contacts may have come back while it was away.
const KNOWN: &str = "
INSERT OR IGNORE INTO settled (contact_id, field_id) SELECT contact_id, field_id FROM journal
WHERE field_id = ?1 AND contact_id IN (SELECT id FROM contacts) ORDER BY contact_id";

impl Change<'_> {
    /// Brings back the custom field that an entry removed, if it removed one. It comes under its old number, so that its
    /// values in the journal and its options are its own again.
    pub(super) fn restore_field(&self, switch: &Switch) -> Result<Result<(), UndoRefusal>, WorkspaceError> {
        let Some(field) = self.removed_field(switch.entry)? else { return Ok(Ok(())) };
        if !self.add_field(&field)? {
            return Ok(Err(UndoRefusal::NameTaken(field.name)));
        }
        self.sql(|connection| connection.execute(KNOWN, [field.id.0]))?;
        Ok(Ok(()))
    }

    fn removed_field(&self, entry: i64) -> Result<Option<Field>, WorkspaceError> {
        const SQL: &str = "SELECT id, name, kind FROM removed_fields WHERE history_id = ?1";
        self.sql(|connection| connection.query_row(SQL, [entry], read_field).optional())
    }

    /// Whether an entry removed a custom field, which may have come back since.
    pub(super) fn removes_field(&self, entry: i64) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM history WHERE id = ?1 AND kind = 'fields')";
        self.sql(|connection| connection.query_row(SQL, [entry], |row| row.get(0)))
    }
}
