//! What is known of the health of a workspace. Nothing here changes it, and nothing that is said names a contact.

mod check;
mod disk;
mod side_files;
pub(super) mod texts;

pub use disk::{Disk, DiskKind};
pub use side_files::{SideFile, SideFileKind, side_files};

use super::migrations;
use super::{Snapshot, Workspace, WorkspaceError};
use crate::model::FieldId;

/// How much is in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Contacts.
    pub contacts: u64,
    /// Fields that the user added.
    pub custom_fields: u64,
    /// Entries of the history.
    pub entries: u64,
}

/// The version of SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

impl Workspace {
    /// The version of its schema.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn version(&self) -> Result<i64, WorkspaceError> {
        migrations::schema_version(&self.connection).map_err(|error| WorkspaceError::sql(&self.path, error))
    }

    /// Tries whether it could be written to; nothing is.
    ///
    /// # Errors
    /// [`WorkspaceError::ReadOnly`], and [`WorkspaceError::Busy`] while somebody else writes.
    pub fn try_writing(&self) -> Result<(), WorkspaceError> {
        self.try_change(std::time::Duration::ZERO).map(drop)
    }
}

impl Snapshot<'_> {
    /// How much is in it.
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
