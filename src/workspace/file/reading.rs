//! Opening a workspace to read it, without changing anything. An older one is read from a private copy migrated to this
//! version; one that cannot be written to, or whose disk is full, is read as it is.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use tempfile::TempDir;

use super::Workspace;
use super::connection::{configure, connect, open_immutable};
use super::header::{check_file_type, has_log, log_of};
use crate::model::Cancel;
use crate::workspace::WorkspaceError;
use crate::workspace::schema::{SCHEMA_VERSION, migrations};

/// Maximum number of attempts to copy a file and its log while others write.
const MAX_COPY_ATTEMPTS: u32 = 10;
/// Size of the header of a write-ahead log, in bytes (SQLite file format, section 4.1).
const LOG_HEADER_BYTES: usize = 32;

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
    let workspace = if has_log(&path) { copied(&path)? } else { immutable(&path).ok_or(trouble)? };
    workspace.check_schema()?;
    Ok(workspace)
}

/// Opens the file as it is; `None` if it cannot be read so either.
fn immutable(path: &Path) -> Option<Workspace> {
    let connection = open_immutable(path)?;
    configure(&connection).ok()?;
    Some(Workspace::over(path, connection))
}

/// Opens a copy of the file and its log.
fn copied(path: &Path) -> Result<Workspace, WorkspaceError> {
    let folder = private_folder(path)?;
    let copy = folder.path().join("workspace.db");
    for _ in 0..MAX_COPY_ATTEMPTS {
        if copy_with_log(path, &copy).map_err(|error| WorkspaceError::io(path, error))? {
            return Workspace::over_copy(path, connect(&copy)?, folder);
        }
    }
    Err(WorkspaceError::Busy { path: path.to_owned() })
}

/// Copies the file and then its log; false if the log was begun anew meanwhile, so that the copies do not belong together.
// As long as a log goes on, it holds every page that others write into the file while that is copied.
fn copy_with_log(path: &Path, copy: &Path) -> io::Result<bool> {
    let (log, log_copy) = (log_of(path), log_of(copy));
    let begun = log_header(&log)?;
    fs::copy(path, copy)?;
    match fs::copy(&log, &log_copy) {
        // Its last user has written it into the file and removed it; so must a copy of it that an earlier attempt made.
        Err(error) if error.kind() == io::ErrorKind::NotFound => drop(fs::remove_file(&log_copy)),
        copied => drop(copied?),
    }
    Ok(log_header(&log_copy)? == begun)
}

/// Reads the header of a log, which SQLite gives new salts whenever it begins the log anew; empty without a log.
fn log_header(log: &Path) -> io::Result<Vec<u8>> {
    let mut header = Vec::new();
    match File::open(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        opened => drop(opened?.take(LOG_HEADER_BYTES as u64).read_to_end(&mut header)?),
    }
    Ok(header)
}

/// Creates a folder for temporary files that only its owner can enter.
fn private_folder(path: &Path) -> Result<TempDir, WorkspaceError> {
    tempfile::Builder::new().prefix("contacts-").tempdir().map_err(|error| WorkspaceError::io(path, error))
}
