//! Custom fields created, and options added, by imports. They are part of the import's history entry, which keeps them in its options:
//! undoing the import removes them and undoing that restores them.

use rusqlite::OptionalExtension;

use crate::model::{AddedOptions, FieldId};
use crate::workspace::columns::from_json;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Fields an import created that still exist, by ID: they may have been renamed since.
const CREATED: &str = "
SELECT fields.id FROM imports, json_each(imports.options, '$.created_fields') AS created
JOIN fields ON fields.id = created.value ->> 'id' WHERE imports.id = ?1 ORDER BY fields.id";

/// The latest entry after another one that holds and changed a field of any contact.
const CHANGED_SINCE: &str = "
SELECT id FROM history WHERE id > ?1 AND undoes IS NULL AND undone_by IS NULL
  AND EXISTS (SELECT 1 FROM journal WHERE history_id = history.id AND field_id = ?2) ORDER BY id DESC LIMIT 1";

impl Snapshot<'_> {
    /// Returns the fields an import created that still exist.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn fields_created_by(&self, import_id: i64) -> Result<Vec<FieldId>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(CREATED)?.query_map([import_id], |row| row.get(0).map(FieldId))?.collect()
        })
    }

    /// Returns the options an import added to fields that were there.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn options_added_by(&self, import_id: i64) -> Result<Vec<AddedOptions>, WorkspaceError> {
        const SQL: &str = "SELECT coalesce(options -> 'added_options', '[]') FROM imports WHERE id = ?1";
        let added =
            self.sql(|connection| connection.query_row(SQL, [import_id], |row| from_json(row, 0)).optional())?;
        Ok(added.unwrap_or_default())
    }

    /// Returns the latest entry after this one that holds and changed a field. Contacts added by an import do not count
    /// as changes.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn field_changed_since(&self, entry: i64, field: FieldId) -> Result<Option<i64>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(CHANGED_SINCE)?.query_row((entry, field.0), |row| row.get(0)).optional()
        })
    }

    /// Returns true if any contact has a value in a custom field, or ever had one, as far as the journal knows.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn was_ever_filled(&self, field: FieldId) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM contact_values WHERE field_id = ?1)
            OR EXISTS (SELECT 1 FROM journal WHERE field_id = ?1)";
        self.sql(|connection| connection.query_row(SQL, [field.0], |row| row.get(0)))
    }
}

impl WriteTransaction<'_> {
    /// Deletes a custom field in which no contact has a value, without a trace.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn drop_field(&self, id: FieldId) -> Result<(), WorkspaceError> {
        // Not `remove_field`: the field was created for an import that then wrote no row, or was not done, so undo has nothing to
        // restore and the history nothing to remember.
        self.sql(|connection| {
            connection.execute("DELETE FROM field_options WHERE field_id = ?1", [id.0])?;
            connection.execute("DELETE FROM fields WHERE id = ?1", [id.0]).map(drop)
        })
    }
}
