//! Opening a workspace to read it, without changing anything. An older one is read from a private copy migrated to this
//! version; one that cannot be written to, or whose disk is full, is read as it is.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::Workspace;
use super::connection::{as_uri, configure, connect};
use super::header::{check_file_type, has_log, log_of};
use crate::model::Cancel;
use crate::workspace::WorkspaceError;
use crate::workspace::schema::{SCHEMA_VERSION, migrations};

/// The way in which a workspace opened only to read is read.
#[derive(Debug)]
pub enum Reading {
    /// In place, like any workspace.
    InPlace,
    /// Without locks, in place or from a copy: no file can be created beside the workspace.
    Unlocked,
    /// From a private copy, migrated to the schema version of this program.
    Migrated {
        /// Schema version of the workspace.
        version: i64,
    },
}

impl Workspace {
    /// Opens a workspace to read it, and changes nothing: neither its version nor the folder around it.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_to_read(path: &Path) -> Result<(Self, Reading), WorkspaceError> {
        let (found, reading) = Self::open_to_copy(path)?;
        match found.version()? {
            SCHEMA_VERSION => {
                found.snapshot()?; // What is damaged beyond the schema shows before anything is begun.
                Ok((found, reading))
            }
            version => Ok((found.migrated_copy()?, Reading::Migrated { version })),
        }
    }

    /// As [`Workspace::open_to_read`], but in the version it has, for a backup.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_to_copy(path: &Path) -> Result<(Self, Reading), WorkspaceError> {
        let (found, reading) = match Self::open_without_migration(path) {
            Err(error) if error.may_be_of_writing() => (open_unlocked(path, error)?, Reading::Unlocked),
            found => (found?, Reading::InPlace),
        };
        match found.version()? {
            version if version > SCHEMA_VERSION => Err(found.newer(version)),
            _ => Ok((found, reading)),
        }
    }

    /// Returns a migrated copy in a private folder, which is removed when the copy is closed.
    fn migrated_copy(&self) -> Result<Self, WorkspaceError> {
        let folder = private_folder(self.path())?;
        let copy = folder.path().join("workspace.db");
        self.backup(&copy, &Cancel::default())?;
        let connection = connect(&copy)?;
        migrations::migrate(&connection).map_err(|error| WorkspaceError::sql(self.path(), error))?;
        Self::over_copy(self.path(), connection, folder)
    }
}

/// Opens a workspace that SQLite cannot open as usual because no file can be created beside it.
fn open_unlocked(path: &Path, trouble: WorkspaceError) -> Result<Workspace, WorkspaceError> {
    let path = path.canonicalize().map_err(|error| WorkspaceError::io(path, error))?;
    check_file_type(&path)?;
    // Without a log the file holds everything. With one, SQLite has to replay it, for which file and log are copied to
    // where it can write.
    let workspace = if has_log(&path) { copied(&path)? } else { immutable(&path).map_err(|_| trouble)? };
    workspace.check_schema()?;
    Ok(workspace)
}

/// Opens the file with `immutable=1`, which makes SQLite use neither locks nor files beside it.
fn immutable(path: &Path) -> Result<Workspace, WorkspaceError> {
    let sql_error = |error| WorkspaceError::sql(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let uri = format!("file:{}?immutable=1", as_uri(&path.to_string_lossy()));
    let connection = Connection::open_with_flags(uri, flags).map_err(sql_error)?;
    configure(&connection, path)?;
    Ok(Workspace::over(path, connection))
}

/// Opens a copy of the file and its log.
fn copied(path: &Path) -> Result<Workspace, WorkspaceError> {
    let folder = private_folder(path)?;
    let copy = folder.path().join("workspace.db");
    for (from, to) in [(path.to_owned(), copy.clone()), (log_of(path), log_of(&copy))] {
        fs::copy(&from, &to).map_err(|error| WorkspaceError::io(&from, error))?;
    }
    Workspace::over_copy(path, connect(&copy)?, folder)
}

/// Creates a folder for temporary files that only its owner can enter.
fn private_folder(path: &Path) -> Result<TempDir, WorkspaceError> {
    tempfile::Builder::new().prefix("contacts-").tempdir().map_err(|error| WorkspaceError::io(path, error))
}
