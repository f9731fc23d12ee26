use rusqlite::{ErrorCode, OptionalExtension, Row};

use super::{Change, Snapshot, WorkspaceError};
use crate::model::Timestamp;

/// A mapping as the workspace keeps it. What its text says is not this room's concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMapping {
    /// Its name, by which it is found without regard to case and surrounding blanks.
    pub name: String,
    /// The text of its file.
    pub body: String,
    /// When it was saved; kept to the second.
    pub saved_at: Timestamp,
}

/// What became of a wish for another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renaming {
    /// The mapping has the new name.
    Done,
    /// There is no mapping of the old name.
    Missing,
    /// Another mapping has the new name; nothing was changed.
    Taken,
}

impl Snapshot<'_> {
    /// All saved mappings, in the order of their names.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn mappings(&self) -> Result<Vec<StoredMapping>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare("SELECT name, body, saved_at FROM mappings ORDER BY name_key")?;
            statement.query_map([], read_mapping)?.collect()
        })
    }

    /// The mapping of this name.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn mapping(&self, name: &str) -> Result<Option<StoredMapping>, WorkspaceError> {
        self.sql(|connection| {
            connection
                .prepare("SELECT name, body, saved_at FROM mappings WHERE name_key = ?1")?
                .query_row([key(name)], read_mapping)
                .optional()
        })
    }
}

impl Change<'_> {
    /// Saves a mapping; one of the same name is replaced.
    ///
    /// # Errors
    /// When the workspace can not be written.
    pub fn save_mapping(&self, mapping: &StoredMapping) -> Result<(), WorkspaceError> {
        let StoredMapping { name, body, saved_at } = mapping;
        self.sql(|connection| {
            connection.execute(
                "INSERT OR REPLACE INTO mappings (name, name_key, body, saved_at) VALUES (?1, ?2, ?3, ?4)",
                (name, key(name), body, saved_at.timestamp()),
            )
        })
        .map(drop)
    }

    /// Gives a mapping another name and the text that says so; when it was saved stays.
    ///
    /// # Errors
    /// When the workspace can not be written.
    pub fn rename_mapping(&self, name: &str, new_name: &str, body: &str) -> Result<Renaming, WorkspaceError> {
        self.sql(|connection| {
            let renamed = connection.execute(
                "UPDATE mappings SET name = ?2, name_key = ?3, body = ?4 WHERE name_key = ?1",
                (key(name), new_name, key(new_name), body),
            );
            match renamed {
                Ok(0) => Ok(Renaming::Missing),
                Ok(_) => Ok(Renaming::Done),
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(Renaming::Taken),
                Err(error) => Err(error),
            }
        })
    }

    /// Deletes a mapping. Tells whether there was one of this name.
    ///
    /// # Errors
    /// When the workspace can not be written.
    pub fn delete_mapping(&self, name: &str) -> Result<bool, WorkspaceError> {
        self.sql(|connection| connection.execute("DELETE FROM mappings WHERE name_key = ?1", [key(name)]))
            .map(|deleted| deleted > 0)
    }
}

fn read_mapping(row: &Row<'_>) -> rusqlite::Result<StoredMapping> {
    let saved_at = Timestamp::from_timestamp(row.get(2)?, 0).unwrap_or_default();
    Ok(StoredMapping { name: row.get(0)?, body: row.get(1)?, saved_at })
}

/// The form in which names are compared.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}
