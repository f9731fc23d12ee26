use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, ffi};

use super::file::{looks_complete, open_existing, sync_file};
use super::integrity::texts;
use super::migrations::schema_version;
use super::staging_file::{StagingFile, check_companions_fit};
use super::{Workspace, WorkspaceError};
use crate::model::Cancel;

/// So many pages are copied between two looks whether to stop: 4 MiB of usual pages.
const PAGES_PER_STEP: i32 = 1024;
/// For how long another process may be in the way of a step, and then some: a hundred times this.
const BUSY_RETRY_INTERVAL: Duration = Duration::from_millis(100);
const BUSY_RETRIES: u32 = 100;

/// What came of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupResult {
    /// The copy is on the disk, under its name.
    Done {
        /// Its size in bytes.
        size: u64,
    },
    /// Somebody asked to stop; there is no copy.
    Stopped,
}

impl Workspace {
    /// Writes a verified copy: one state of the workspace, whatever others write meanwhile. It appears whole or not at
    /// all, on the disk, readable by its owner alone.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] when anything has that name; it is left as it is. [`WorkspaceError::Damaged`] when
    /// the copy does not pass SQLite's quick check.
    pub fn backup(&self, copy: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        check_free(copy)?;
        check_companions_fit(copy)?;
        self.copy_over(StagingFile::create(copy)?, copy, cancel)
    }

    fn copy_over(&self, draft: StagingFile, copy: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        let copied =
            self.copy_and_verify(draft.path(), cancel).map_err(|error| error.with_path_if(draft.path(), copy))?;
        if let BackupResult::Done { .. } = copied {
            draft.publish(copy)?;
        }
        Ok(copied)
    }

    /// Keeps a verified copy beside the workspace before a migration, and says where: `workspace.db.v1.backup`. Where an
    /// earlier copy has that name that is of another content, as when an old workspace was put back since:
    /// `workspace.db.v1-2.backup`.
    pub(super) fn backup_before_migration(&self, version: i64) -> Result<PathBuf, WorkspaceError> {
        let mut number = 1;
        loop {
            let copy = kept_copy_path(self.path(), version, number);
            match self.keep_in(&copy) {
                Err(WorkspaceError::Exists { .. }) if !self.is_backup_of(&copy, version) => number += 1,
                Ok(_) | Err(WorkspaceError::Exists { .. }) => return Ok(copy),
                Err(error) => return Err(error),
            }
        }
    }

    fn keep_in(&self, copy: &Path) -> Result<BackupResult, WorkspaceError> {
        check_free(copy)?;
        self.copy_over(StagingFile::create(copy)?.for_owner_of(self.path())?, copy, &Cancel::default())
    }

    /// Whether a file is a good copy of this state of the workspace: an earlier try got as far as the copy.
    fn is_backup_of(&self, copy: &Path, version: i64) -> bool {
        let Some(copy) = open_immutable(copy) else { return false };
        let is_of_version = schema_version(&copy).is_ok_and(|other| other == version);
        let state_here = self.snapshot().ok().and_then(|own| state(own.connection));
        let is_same = state_here.is_some() && state_here == state(&copy);
        is_of_version && is_same && matches!(quick_check(&copy), Ok(None))
    }

    /// Copies, verifies and syncs.
    fn copy_and_verify(&self, draft: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(draft, error);
        let mut copy = open_existing(draft).map_err(sql_error)?;
        if !self.copy_pages(&mut copy, draft, cancel)? {
            return Ok(BackupResult::Stopped);
        }
        if let Some(detail) = quick_check(&copy).map_err(sql_error)? {
            return Err(WorkspaceError::Damaged { path: self.path().to_owned(), detail });
        }
        copy.close().map_err(|(_, error)| sql_error(error))?;
        sync_file(draft)?;
        let size = fs::metadata(draft).map_err(|error| WorkspaceError::io(draft, error))?.len();
        Ok(BackupResult::Done { size })
    }

    /// Copies page by page what a snapshot sees: while it is held, no writer makes the copy begin again. Whether it got
    /// to the end.
    fn copy_pages(&self, copy: &mut Connection, draft: &Path, cancel: &Cancel) -> Result<bool, WorkspaceError> {
        let snapshot = self.snapshot()?;
        let sql_error = |error| WorkspaceError::sql(self.path(), error);
        // What cannot be read is of the workspace; what cannot be written is of the copy.
        let step_error = |error: rusqlite::Error| {
            if is_of_writing(&error) { WorkspaceError::sql(draft, error) } else { sql_error(error) }
        };
        let backup = Backup::new(snapshot.connection, copy).map_err(sql_error)?;
        let mut pauses = 0;
        loop {
            if cancel.requested() {
                return Ok(false);
            }
            match backup.step(PAGES_PER_STEP).map_err(step_error)? {
                StepResult::Done => return Ok(true),
                StepResult::More => {}
                _ if pauses == BUSY_RETRIES => return Err(WorkspaceError::Busy { path: self.path().to_owned() }),
                _ => {
                    pauses += 1;
                    std::thread::sleep(BUSY_RETRY_INTERVAL);
                }
            }
        }
    }
}

/// Makes sure that nothing has the name, not even a link that leads nowhere.
pub(super) fn check_free(path: &Path) -> Result<(), WorkspaceError> {
    if fs::symlink_metadata(path).is_ok() { Err(WorkspaceError::Exists { path: path.to_owned() }) } else { Ok(()) }
}

fn kept_copy_path(workspace: &Path, version: i64, number: u32) -> PathBuf {
    let which = if number == 1 { String::new() } else { format!("-{number}") };
    let mut name = workspace.as_os_str().to_owned();
    name.push(format!(".v{version}{which}.backup"));
    PathBuf::from(name)
}

/// The copy that was kept of a workspace before it was brought to a newer version than `known`; `None` where there is none.
pub(super) fn copy_of_version(workspace: &Path, known: i64) -> Option<PathBuf> {
    let versions = (1..=known).rev();
    let mut names =
        versions.flat_map(|version| (1..=9).rev().map(move |number| kept_copy_path(workspace, version, number)));
    names.find(|copy| looks_complete(copy))
}

/// The newest workspace beside a damaged one that is whole and may be a copy of it; `None` when there is none. Files
/// are only read, and none is made beside them.
pub fn newest_copy(workspace: &Path) -> Option<PathBuf> {
    let workspace = workspace.canonicalize().ok()?;
    let own_identity = open_immutable(&workspace).and_then(|damaged| identity(&damaged));
    let files = workspace.parent()?.read_dir().ok()?.flatten().filter_map(|entry| {
        let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let is_unfinished = entry.path().extension().is_some_and(|extension| extension == "draft");
        (!is_unfinished).then_some((metadata.modified().ok()?, entry.path()))
    });
    let mut files: Vec<_> = files.filter(|(_, path)| *path != workspace && looks_complete(path)).collect();
    files.sort();
    files.into_iter().rev().map(|(_, path)| path).find(|path| is_good_copy(path, own_identity.as_deref()))
}

/// A copy is good when SQLite finds no fault with it. Another workspace is no copy; one that does not say which it is
/// may be.
fn is_good_copy(path: &Path, original: Option<&str>) -> bool {
    let Some(copy) = open_immutable(path) else { return false };
    let is_of_another = original.zip(identity(&copy)).is_some_and(|(original, copy)| original != copy);
    !is_of_another && matches!(quick_check(&copy), Ok(None))
}

/// What SQLite's quick check says is wrong, or which text cannot be read.
fn quick_check(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Ok(Some(verdict));
    }
    texts::add_to(connection)?;
    Ok(texts::unreadable(connection)?.into_iter().next())
}

/// What tells one state of a workspace from another in every version of the schema: when it was made, and how often it
/// was changed since.
fn state(connection: &Connection) -> Option<(i64, i64)> {
    let sql = "SELECT created_at, revision FROM workspace";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}

/// Whether a step of a backup failed to write, rather than to read.
fn is_of_writing(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    let is_read = matches!(extended, Some(ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ));
    matches!(error.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly))
        && !is_read
}

fn identity(connection: &Connection) -> Option<String> {
    connection.query_row("SELECT identity FROM workspace", [], |row| row.get(0)).optional().ok().flatten()
}

/// Opens a file that nobody writes to; SQLite then makes no `-wal` and no `-shm` beside it.
fn open_immutable(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{}?immutable=1", as_uri(path.to_str()?)), flags).ok()
}

/// A path as a URI takes it (RFC 3986): everything but letters, digits and a few signs as `%20`.
pub(super) fn as_uri(path: &str) -> String {
    let encoded = path.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}

impl WorkspaceError {
    /// The same trouble, told of the file that the user named and not of a draft of it.
    fn with_path(self, named: &Path) -> Self {
        let path = named.to_owned();
        match self {
            Self::Io { cause, .. } => Self::Io { path, cause },
            Self::Sql { cause, .. } => Self::Sql { path, cause },
            Self::Disk { deed, cause, .. } => Self::Disk { path, deed, cause },
            Self::Full { .. } => Self::Full { path },
            Self::ReadOnly { .. } => Self::ReadOnly { path },
            other => other,
        }
    }

    fn with_path_if(self, draft: &Path, named: &Path) -> Self {
        let is_of_draft = match &self {
            Self::Io { path, .. }
            | Self::Sql { path, .. }
            | Self::Disk { path, .. }
            | Self::Full { path }
            | Self::ReadOnly { path } => path == draft,
            _ => false,
        };
        if is_of_draft { self.with_path(named) } else { self }
    }
}
