//! Health of a workspace: what `doctor` reports. Nothing here changes the workspace, and no finding names a contact.

mod check;
mod free_pages;
mod workspace_files;

pub use free_pages::FreePages;
pub use workspace_files::{WorkspaceFile, WorkspaceFileKind, workspace_files};

use super::schema::migrations;
use super::{Snapshot, Workspace, WorkspaceError};
use crate::model::FieldId;

/// Size of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Number of contacts.
    pub contacts: u64,
    /// Number of custom fields.
    pub custom_fields: u64,
    /// Number of history entries.
    pub entries: u64,
}

/// Version of the built-in SQLite.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

impl Workspace {
    /// Returns its schema version.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn version(&self) -> Result<i64, WorkspaceError> {
        migrations::schema_version(&self.connection).map_err(|error| WorkspaceError::sql(&self.path, error))
    }

    /// Checks that it could be written to, by starting a transaction and dropping it.
    ///
    /// # Errors
    /// [`WorkspaceError::ReadOnly`], and [`WorkspaceError::Busy`] while another process writes.
    pub fn try_writing(&self) -> Result<(), WorkspaceError> {
        self.try_change(std::time::Duration::ZERO).map(drop)
    }
}

impl Snapshot<'_> {
    /// Counts contacts, custom fields and history entries.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn statistics(&self) -> Result<Statistics, WorkspaceError> {
        let count =
            |sql: &str| self.sql(|connection| connection.query_row(sql, [], |row| row.get(0))).map(i64::cast_unsigned);
        let custom = format!("SELECT count(*) FROM fields WHERE id > {}", FieldId::TAGS.0);
        Ok(Statistics {
            contacts: count("SELECT count(*) FROM contacts")?,
            custom_fields: count(&custom)?,
            entries: count("SELECT count(*) FROM history")?,
        })
    }
}
