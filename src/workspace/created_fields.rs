//! Fields that imports created. They belong to the import's entry of the history, which keeps them among its options, so
//! that undoing the import takes them away and undoing that brings them back.

use rusqlite::OptionalExtension;

use super::{Snapshot, WorkspaceError, WriteTransaction};
use crate::model::FieldId;

/// The fields that an import created and that are there, whatever they are called by now.
const CREATED: &str = "
SELECT fields.id FROM imports, json_each(imports.options, '$.created_fields') AS created
JOIN fields ON fields.id = created.value ->> 'id' WHERE imports.id = ?1 ORDER BY fields.id";

/// The latest entry that holds, came after another one and changed a field of contacts.
const CHANGED_SINCE: &str = "
SELECT id FROM history WHERE id > ?1 AND undoes IS NULL AND undone_by IS NULL
  AND EXISTS (SELECT 1 FROM journal WHERE history_id = history.id AND field_id = ?2) ORDER BY id DESC LIMIT 1";

impl Snapshot<'_> {
    /// The fields that an import created and that are still there.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn fields_created_by(&self, import_id: i64) -> Result<Vec<FieldId>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(CREATED)?.query_map([import_id], |row| row.get(0).map(FieldId))?.collect()
        })
    }

    /// The latest entry of the history after this one that holds and changed a field; contacts that an import added are not
    /// among what it changed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn field_changed_since(&self, entry: i64, field: FieldId) -> Result<Option<i64>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(CHANGED_SINCE)?.query_row((entry, field.0), |row| row.get(0)).optional()
        })
    }
}

impl WriteTransaction<'_> {
    /// Takes back the creation of a custom field in which no contact has a value: no trace of it stays.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn drop_field(&self, id: FieldId) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute("DELETE FROM field_options WHERE field_id = ?1", [id.0])?;
            connection.execute("DELETE FROM fields WHERE id = ?1", [id.0]).map(drop)
        })
    }
}
