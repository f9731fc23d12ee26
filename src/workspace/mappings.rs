//! Saved mappings.

use rusqlite::{OptionalExtension, Row};

use super::columns::moment_of_seconds;
use super::{Snapshot, WorkspaceError, WriteTransaction};
use crate::model::{Timestamp, name_key};

/// A saved mapping. Its text is opaque to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMapping {
    /// Its name, compared without regard to case, Unicode form and surrounding blanks.
    pub name: String,
    /// The text of its file.
    pub body: String,
    /// Time at which it was saved, to the second.
    pub saved_at: Timestamp,
}

/// Outcome of a renaming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameResult {
    /// The mapping has the new name.
    Done,
    /// There is no mapping with the old name.
    Missing,
    /// Another mapping has the new name; nothing was changed.
    Taken,
}

impl Snapshot<'_> {
    /// Returns all saved mappings, by name.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn mappings(&self) -> Result<Vec<StoredMapping>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare("SELECT name, body, saved_at FROM mappings ORDER BY name_key")?;
            statement.query_map([], read_mapping)?.collect()
        })
    }

    /// Returns the mapping with this name. Of several names that compare as equal, which version 0.1 allowed, the one
    /// spelled exactly so.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn mapping(&self, name: &str) -> Result<Option<StoredMapping>, WorkspaceError> {
        const SQL: &str = "SELECT name, body, saved_at FROM mappings WHERE key_of_name(name) = ?1 ORDER BY name <> ?2";
        self.sql(|connection| {
            connection.prepare(SQL)?.query_row((name_key(name), name.trim()), read_mapping).optional()
        })
    }
}

impl WriteTransaction<'_> {
    /// Saves a mapping, replacing one of the same name.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn save_mapping(&self, mapping: &StoredMapping) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT OR REPLACE INTO mappings (name, name_key, body, saved_at) VALUES (?1, ?2, ?3, ?4)";
        let StoredMapping { name, body, saved_at } = mapping;
        // REPLACE alone goes by `name_key`, which version 0.1 folded differently, and would leave an old spelling
        // behind.
        self.delete_mapping(name)?;
        let values = (name, name_key(name), body, saved_at.timestamp());
        self.sql(|connection| connection.execute(SQL, values)).map(drop)
    }

    /// Renames a mapping and replaces its text, which contains the name. The time of saving stays.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn rename_mapping(&self, name: &str, new_name: &str, body: &str) -> Result<RenameResult, WorkspaceError> {
        const SQL: &str = "UPDATE mappings SET name = ?2, name_key = ?3, body = ?4 WHERE name = ?1";
        let Some(known) = self.mapping(name)? else { return Ok(RenameResult::Missing) };
        if self.mapping(new_name)?.is_some_and(|other| other.name != known.name) {
            return Ok(RenameResult::Taken);
        }
        let values = (known.name, new_name, name_key(new_name), body);
        self.sql(|connection| connection.execute(SQL, values)).map(|_| RenameResult::Done)
    }

    /// Deletes a mapping. Returns false if there was none with this name.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn delete_mapping(&self, name: &str) -> Result<bool, WorkspaceError> {
        let Some(known) = self.mapping(name)? else { return Ok(false) };
        self.sql(|connection| connection.execute("DELETE FROM mappings WHERE name = ?1", [known.name])).map(|_| true)
    }
}

fn read_mapping(row: &Row<'_>) -> rusqlite::Result<StoredMapping> {
    Ok(StoredMapping { name: row.get(0)?, body: row.get(1)?, saved_at: moment_of_seconds(row.get(2)?) })
}
