//! Sources: the systems whose lists come again and again, by name, and what is remembered of them.

use rusqlite::OptionalExtension;

use crate::model::{ContactId, SOURCE_PART, name_key};
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// A remembered source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSource {
    /// ID in the workspace.
    pub id: i64,
    /// Name as it was first given.
    pub name: String,
}

impl Snapshot<'_> {
    /// Returns the source of this name; `None` if none was remembered under it. Case does not matter.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn source(&self, name: &str) -> Result<Option<StoredSource>, WorkspaceError> {
        const SQL: &str = "SELECT id, name FROM sources WHERE name_key = ?1";
        self.sql(|connection| {
            let read = |row: &rusqlite::Row<'_>| Ok(StoredSource { id: row.get(0)?, name: row.get(1)? });
            connection.prepare_cached(SQL)?.query_row([name_key(name)], read).optional()
        })
    }

    /// Returns the names of the sources that are remembered: an import of theirs holds.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn source_names(&self) -> Result<Vec<String>, WorkspaceError> {
        const SQL: &str = "
SELECT name FROM sources
WHERE EXISTS (SELECT 1 FROM imports JOIN history USING (id) WHERE source_id = sources.id AND undone_by IS NULL)
ORDER BY name_key";
        self.sql(|connection| connection.prepare_cached(SQL)?.query_map([], |row| row.get(0))?.collect())
    }

    /// Returns the number of rows of the last whole list of a source whose import holds; `None` if there is none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn rows_of_last_import(&self, source: i64) -> Result<Option<u64>, WorkspaceError> {
        const SQL: &str = "
SELECT rows FROM imports JOIN history USING (id)
WHERE source_id = ?1 AND undone_by IS NULL
  AND NOT EXISTS (SELECT 1 FROM json_each(options, '$.notes') AS note WHERE note.value ->> 'code' = ?2)
ORDER BY id DESC LIMIT 1";
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            statement.query_row((source, SOURCE_PART), |row| row.get(0).map(i64::cast_unsigned)).optional()
        })
    }

    /// Returns the names of the sources that remember a contact, each with true if its list held the contact the last time.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn sources_of(&self, contact: ContactId) -> Result<Vec<(String, bool)>, WorkspaceError> {
        const SQL: &str = "
SELECT name, state < 0 FROM source_contacts JOIN sources ON sources.id = source_id
WHERE contact_id = ?1 ORDER BY name_key";
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            statement.query_map([contact.0], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Returns the source of this name, which is made where there is none.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn make_source(&self, name: &str) -> Result<StoredSource, WorkspaceError> {
        if let Some(known) = self.source(name)? {
            return Ok(known);
        }
        self.sql(|connection| {
            connection.execute("INSERT INTO sources (name, name_key) VALUES (?1, ?2)", (name, name_key(name)))?;
            Ok(StoredSource { id: connection.last_insert_rowid(), name: name.to_owned() })
        })
    }
}
