//! Verified copies of a workspace: backups on request, the copy kept before a migration, and the search for a good copy
//! of a damaged workspace.

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

/// Pages copied between two checks for cancellation: 8 MiB at the page size of a new workspace.
const PAGES_PER_STEP: i32 = 1024;
/// Pause before a step that found the source locked is tried again.
const BUSY_RETRY_INTERVAL: Duration = Duration::from_millis(100);
/// Maximum number of such pauses per backup: 10 seconds in all.
const BUSY_RETRIES: u32 = 100;

/// Outcome of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupResult {
    /// The copy is on disk under its name.
    Done {
        /// Size of the copy in bytes.
        size: u64,
    },
    /// The backup was cancelled; there is no copy.
    Stopped,
}

impl Workspace {
    /// Writes a verified copy of one state of the workspace, even while other processes write to it. The copy appears
    /// complete or not at all, is on disk when this returns and can be read by its owner only.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] if anything has that name already; it is left unchanged.
    /// [`WorkspaceError::Damaged`] if the copy does not pass SQLite's quick check.
    pub fn backup(&self, copy: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        check_free(copy)?;
        check_companions_fit(copy)?;
        self.copy_over(StagingFile::create(copy)?, copy, cancel)
    }

    /// Fills the staging file and publishes it as `copy`. Errors name `copy`: the user has never seen the staging file.
    fn copy_over(&self, draft: StagingFile, copy: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        let copied =
            self.copy_and_verify(draft.path(), cancel).map_err(|error| error.with_path_if(draft.path(), copy))?;
        if let BackupResult::Done { .. } = copied {
            draft.publish(copy)?;
        }
        Ok(copied)
    }

    /// Keeps a verified copy beside the workspace before a migration and returns its path, such as
    /// `workspace.db.v1.backup`. If an earlier copy with other content has that name, for example because an old
    /// workspace was restored since, the next free number is used: `workspace.db.v1-2.backup`.
    pub(super) fn backup_before_migration(&self, version: i64) -> Result<PathBuf, WorkspaceError> {
        let mut number = 1;
        loop {
            let copy = kept_copy_path(self.path(), version, number);
            match self.keep_in(&copy) {
                // A copy of this very state is left by an earlier attempt that failed after the copy. It is reused, or
                // every attempt at a migration that fails would leave one more copy.
                Err(WorkspaceError::Exists { .. }) if !self.is_backup_of(&copy, version) => number += 1,
                Ok(_) | Err(WorkspaceError::Exists { .. }) => return Ok(copy),
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes the copy with the owner of the workspace, not with that of the process: a migration run as root must not
    /// leave a copy its owner cannot read.
    fn keep_in(&self, copy: &Path) -> Result<BackupResult, WorkspaceError> {
        check_free(copy)?;
        self.copy_over(StagingFile::create(copy)?.for_owner_of(self.path())?, copy, &Cancel::default())
    }

    /// Returns true if a file is a good copy of this state of the workspace, left by an earlier attempt.
    fn is_backup_of(&self, copy: &Path, version: i64) -> bool {
        let Some(copy) = open_immutable(copy) else { return false };
        let is_of_version = schema_version(&copy).is_ok_and(|other| other == version);
        let state_here = self.snapshot().ok().and_then(|own| state(own.connection));
        let is_same = state_here.is_some() && state_here == state(&copy);
        is_of_version && is_same && matches!(quick_check(&copy), Ok(None))
    }

    /// Copies the workspace into the staging file, verifies the copy and syncs it to disk.
    fn copy_and_verify(&self, draft: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(draft, error);
        let mut copy = open_existing(draft).map_err(sql_error)?;
        if !self.copy_pages(&mut copy, draft, cancel)? {
            return Ok(BackupResult::Stopped);
        }
        if let Some(detail) = quick_check(&copy).map_err(sql_error)? {
            return Err(WorkspaceError::Damaged { path: self.path().to_owned(), detail });
        }
        // Closing may still write, so the file is synced only afterwards; its name follows once the content is on disk.
        copy.close().map_err(|(_, error)| sql_error(error))?;
        sync_file(draft)?;
        let size = fs::metadata(draft).map_err(|error| WorkspaceError::io(draft, error))?.len();
        Ok(BackupResult::Done { size })
    }

    /// Copies page by page what one snapshot sees. Returns true if it reached the end, false if it was cancelled.
    fn copy_pages(&self, copy: &mut Connection, draft: &Path, cancel: &Cancel) -> Result<bool, WorkspaceError> {
        // SQLite restarts a backup whenever another connection has changed the source. While a read transaction is
        // held, the source stays the same state, so steady writers cannot keep the backup from finishing.
        let snapshot = self.snapshot()?;
        let sql_error = |error| WorkspaceError::sql(self.path(), error);
        // SQLite reports both files through one error: a failed read concerns the workspace, a failed write the copy.
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

/// Checks that nothing has this name, not even a dangling link.
pub(super) fn check_free(path: &Path) -> Result<(), WorkspaceError> {
    // `Path::exists` follows links and would call a dangling one free.
    if fs::symlink_metadata(path).is_ok() { Err(WorkspaceError::Exists { path: path.to_owned() }) } else { Ok(()) }
}

/// Path of the copy kept before a migration: `workspace.db.v1.backup`, then `workspace.db.v1-2.backup`.
fn kept_copy_path(workspace: &Path, version: i64, number: u32) -> PathBuf {
    let which = if number == 1 { String::new() } else { format!("-{number}") };
    let mut name = workspace.as_os_str().to_owned();
    name.push(format!(".v{version}{which}.backup"));
    PathBuf::from(name)
}

/// Returns the newest copy that was kept before a migration and that a program knowing schema versions up to `known`
/// can open; `None` if there is none.
pub(super) fn copy_of_version(workspace: &Path, known: i64) -> Option<PathBuf> {
    let versions = (1..=known).rev();
    let mut names =
        versions.flat_map(|version| (1..=9).rev().map(move |number| kept_copy_path(workspace, version, number)));
    names.find(|copy| looks_complete(copy))
}

/// Returns the most recently modified file beside a damaged workspace that is complete and may be a copy of it; `None`
/// if there is none. It only reads, and creates no files.
pub fn newest_copy(workspace: &Path) -> Option<PathBuf> {
    let workspace = workspace.canonicalize().ok()?;
    let own_identity = open_immutable(&workspace).and_then(|damaged| identity(&damaged));
    let files = workspace.parent()?.read_dir().ok()?.flatten().filter_map(|entry| {
        let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        // A staging file may look complete while another process still writes it.
        let is_unfinished = entry.path().extension().is_some_and(|extension| extension == "draft");
        (!is_unfinished).then_some((metadata.modified().ok()?, entry.path()))
    });
    let mut files: Vec<_> = files.filter(|(_, path)| *path != workspace && looks_complete(path)).collect();
    files.sort();
    files.into_iter().rev().map(|(_, path)| path).find(|path| is_good_copy(path, own_identity.as_deref()))
}

/// Returns true if SQLite finds no fault with a file and it is not known to be of another workspace. A file without an
/// identity (schema version 1) may be a copy.
fn is_good_copy(path: &Path, original: Option<&str>) -> bool {
    let Some(copy) = open_immutable(path) else { return false };
    let is_of_another = original.zip(identity(&copy)).is_some_and(|(original, copy)| original != copy);
    !is_of_another && matches!(quick_check(&copy), Ok(None))
}

/// Returns the first fault found by SQLite's quick check, or the first text that is not UTF-8.
fn quick_check(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Ok(Some(verdict));
    }
    // SQLite's checks do not look inside texts: a flipped bit in a name passes them.
    texts::add_to(connection)?;
    Ok(texts::unreadable(connection)?.into_iter().next())
}

/// Returns creation time and revision, which tell two states of a workspace apart in every schema version.
fn state(connection: &Connection) -> Option<(i64, i64)> {
    let sql = "SELECT created_at, revision FROM workspace";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}

/// Returns true if a backup step failed while writing the copy rather than reading the workspace.
fn is_of_writing(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    let is_read = matches!(extended, Some(ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ));
    matches!(error.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly))
        && !is_read
}

/// Returns the identity of a workspace; `None` before schema version 2, or if it cannot be read.
fn identity(connection: &Connection) -> Option<String> {
    connection.query_row("SELECT identity FROM workspace", [], |row| row.get(0)).optional().ok().flatten()
}

/// Opens a file that no process writes to, without creating `-wal` and `-shm` files beside it.
fn open_immutable(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{}?immutable=1", as_uri(path.to_str()?)), flags).ok()
}

/// Percent-encodes a path for a URI (RFC 3986): all bytes except ASCII letters, digits and `/.-_`.
pub(super) fn as_uri(path: &str) -> String {
    // A `?` or `#` in a file name would otherwise end the path, and a `%` would start an escape.
    let encoded = path.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}

impl WorkspaceError {
    /// The same error, reported for the file the user named instead of its staging file.
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

    /// Replaces the path only where the error is about the staging file; errors of the workspace keep theirs.
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
