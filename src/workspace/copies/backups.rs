//! Verified copies of a workspace: backups on request, and the copy kept before a migration.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, ffi};

use super::kept::{kept_copy_path, quick_check};
use crate::model::Cancel;
use crate::workspace::file::{StagingFile, check_free, check_names_fit, open_existing, open_immutable, sync_file};
use crate::workspace::schema::migrations::schema_version;
use crate::workspace::{Workspace, WorkspaceError};

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
        self.backup_prepared(copy, cancel, Ok)
    }

    /// As [`Workspace::backup`], into a file that belongs to the owner of the folder if root writes it.
    pub(super) fn backup_for_owner_of(
        &self,
        folder: &Path,
        copy: &Path,
        cancel: &Cancel,
    ) -> Result<BackupResult, WorkspaceError> {
        self.backup_prepared(copy, cancel, |staging| staging.for_owner_of(folder))
    }

    fn backup_prepared(
        &self,
        copy: &Path,
        cancel: &Cancel,
        prepare: impl FnOnce(StagingFile) -> Result<StagingFile, WorkspaceError>,
    ) -> Result<BackupResult, WorkspaceError> {
        check_free(copy)?;
        check_names_fit(copy)?;
        self.copy_over(prepare(StagingFile::create(copy)?)?, copy, cancel, |staging| staging.publish(copy))
    }

    /// Fills the staging file and publishes it as `copy`. Errors name `copy`: the user has never seen the staging file.
    pub(super) fn copy_over(
        &self,
        staging: StagingFile,
        copy: &Path,
        cancel: &Cancel,
        publish: impl FnOnce(StagingFile) -> Result<(), WorkspaceError>,
    ) -> Result<BackupResult, WorkspaceError> {
        let copied =
            self.copy_and_verify(staging.path(), cancel).map_err(|error| error.with_path_if(staging.path(), copy))?;
        if let BackupResult::Done { .. } = copied {
            publish(staging)?;
        }
        Ok(copied)
    }

    /// Keeps a verified copy beside the workspace before a migration and returns its path, such as
    /// `workspace.db.v1.backup`. If an earlier copy with other content has that name, for example because an old
    /// workspace was restored since, the next free number is used: `workspace.db.v1-2.backup`.
    pub(in crate::workspace) fn backup_before_migration(&self, version: i64) -> Result<PathBuf, WorkspaceError> {
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
        let staging = StagingFile::create(copy)?.for_owner_of(self.path())?;
        self.copy_over(staging, copy, &Cancel::default(), |staging| staging.publish(copy))
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
    fn copy_and_verify(&self, staging: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(staging, error);
        let mut copy = open_existing(staging).map_err(sql_error)?;
        if !self.copy_pages(&mut copy, staging, cancel)? {
            return Ok(BackupResult::Stopped);
        }
        if let Some(detail) = quick_check(&copy).map_err(sql_error)? {
            return Err(WorkspaceError::Damaged { path: self.path().to_owned(), detail });
        }
        // Closing may still write, so the file is synced only afterwards; its name follows once the content is on disk.
        copy.close().map_err(|(_, error)| sql_error(error))?;
        sync_file(staging)?;
        let size = fs::metadata(staging).map_err(|error| WorkspaceError::io(staging, error))?.len();
        Ok(BackupResult::Done { size })
    }

    /// Copies page by page what one snapshot sees. Returns true if it reached the end, false if it was cancelled.
    fn copy_pages(&self, copy: &mut Connection, staging: &Path, cancel: &Cancel) -> Result<bool, WorkspaceError> {
        // SQLite restarts a backup whenever another connection has changed the source. While a read transaction is
        // held, the source stays the same state, so steady writers cannot keep the backup from finishing.
        let snapshot = self.snapshot()?;
        let sql_error = |error| WorkspaceError::sql(self.path(), error);
        // SQLite reports both files through one error: a failed read concerns the workspace, a failed write the copy.
        let step_error = |error: rusqlite::Error| {
            if is_of_writing(&error) { WorkspaceError::sql(staging, error) } else { sql_error(error) }
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
    fn with_path_if(self, staging: &Path, named: &Path) -> Self {
        let is_of_staging = match &self {
            Self::Io { path, .. }
            | Self::Sql { path, .. }
            | Self::Disk { path, .. }
            | Self::Full { path }
            | Self::ReadOnly { path } => path == staging,
            _ => false,
        };
        if is_of_staging { self.with_path(named) } else { self }
    }
}
