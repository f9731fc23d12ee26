//! The lock that allows one import at a time per workspace, and lets other processes see its progress.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

mod job;
mod reporter;

pub use job::{JobProgress, LockHolder};
pub use reporter::JobReporter;

use super::header::with_suffix;
use crate::files::Companion;
use crate::model::Clock;
use crate::workspace::WorkspaceError;

/// Interval at which a waiting import tries the lock again.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Pause after meeting a reader of the lock file; longer than a reader holds it.
const PROBE_INTERVAL: Duration = Duration::from_millis(1);
/// Maximum number of times an import yields to readers, 2 seconds in all.
// A lock that stays shared for longer is not held by a reader.
const MAX_PROBES: u32 = 2_000;
/// Maximum number of times a reader reads a lock file whose holder is just writing it.
const MAX_READS: u32 = 20;

/// The right to import into a workspace, which one process has at a time (spec section 7).
///
/// The lock is that of the operating system on a file beside the workspace. An import locks it exclusively. A reader
/// ([`JobLock::status`]) shares it for an instant and so can be in the way of an import that starts. The import tells
/// the two apart by trying to share the lock too: that succeeds beside readers and fails beside another import. So
/// readers never turn an import away.
// The kernel releases the lock when its process ends, however it ends. A PID file would go stale after a kill.
#[derive(Debug)]
pub struct JobLock {
    file: File,
    job: LockHolder,
    /// True if the file describes the job. A document that happens to have its name is locked but left as it is.
    tells: bool,
}

/// State of the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockState {
    /// No import is running.
    Free,
    /// An import is running; `None` if it does not describe itself.
    Held(Option<LockHolder>),
}

/// Maximum time an import waits for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockTimeout {
    /// This long; zero means not at all.
    AtMost(Duration),
    /// No limit.
    Never,
}

impl JobLock {
    /// Takes the lock if it is free; otherwise returns its holder, as far as is known.
    ///
    /// # Errors
    /// When the lock file cannot be opened or written.
    pub fn try_take(workspace: &Path, job: &LockHolder) -> Result<Result<Self, Option<LockHolder>>, WorkspaceError> {
        let path = lock_path(workspace);
        let io_error = |error| WorkspaceError::io(&path, error);
        let file =
            companion(&path, workspace).open_or_create().map_err(|error| WorkspaceError::companion(&path, error))?;
        if !try_lock_exclusive(&file).map_err(io_error)? {
            return Ok(Err(job::read(&file)));
        }
        // Only once the lock is held: before that another import may be writing the file.
        let tells = job::may_be_written_over(&file).map_err(io_error)?;
        if tells {
            job::write(&file, job).map_err(io_error)?;
        }
        Ok(Ok(Self { file, job: job.clone(), tells }))
    }

    /// Takes the lock, waiting until the timeout expires or `go_on` returns false.
    ///
    /// # Errors
    /// As [`JobLock::try_take`].
    pub fn wait(
        workspace: &Path,
        job: &LockHolder,
        timeout: LockTimeout,
        mut go_on: impl FnMut(Option<&LockHolder>) -> bool,
    ) -> Result<Result<Self, Option<LockHolder>>, WorkspaceError> {
        let begin = Instant::now();
        loop {
            let running = match Self::try_take(workspace, job)? {
                Ok(lock) => return Ok(Ok(lock)),
                Err(running) => running,
            };
            let is_over = matches!(timeout, LockTimeout::AtMost(limit) if begin.elapsed() >= limit);
            if is_over || !go_on(running.as_ref()) {
                return Ok(Err(running));
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Returns the state of the lock. It creates no file and turns no import away.
    ///
    /// # Errors
    /// When the lock file exists but cannot be read.
    pub fn status(workspace: &Path) -> Result<LockState, WorkspaceError> {
        let path = lock_path(workspace);
        let io_error = |error| WorkspaceError::io(&path, error);
        let opened = companion(&path, workspace).open_to_read();
        let Some(file) = opened.map_err(|error| WorkspaceError::companion(&path, error))? else {
            return Ok(LockState::Free);
        };
        for _ in 0..MAX_READS {
            if is_unlocked(&file).map_err(io_error)? {
                return Ok(LockState::Free);
            }
            if let Some(job) = job::read(&file) {
                return Ok(LockState::Held(Some(job)));
            }
            std::thread::sleep(PROBE_INTERVAL);
        }
        Ok(LockState::Held(None))
    }

    /// Returns what the last holder said of itself, if its process ended without giving the lock back. It creates no file
    /// and turns no import away.
    ///
    /// # Errors
    /// When the lock file exists but cannot be read.
    pub fn left_behind(workspace: &Path) -> Result<Option<LockHolder>, WorkspaceError> {
        let path = lock_path(workspace);
        let opened = companion(&path, workspace).open_to_read();
        let Some(file) = opened.map_err(|error| WorkspaceError::companion(&path, error))? else { return Ok(None) };
        match file.try_lock_shared() {
            Ok(()) => {
                // Read under the lock: else it may be the description of an import that has just begun.
                let left = job::read(&file);
                file.unlock().map_err(|error| WorkspaceError::io(&path, error))?;
                Ok(left)
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(WorkspaceError::io(&path, error)),
        }
    }

    /// Describes the job anew, now that it has the lock. It cannot fail: what cannot be written here stops no import.
    pub fn describe(&mut self, job: LockHolder) {
        if self.tells {
            let _ = job::write(&self.file, &job);
        }
        self.job = job;
    }

    /// Returns an observer that publishes the progress of this import for [`JobLock::status`].
    pub fn reporter<'a>(&'a self, clock: &'a dyn Clock) -> JobReporter<'a> {
        JobReporter::new(self.tells.then_some(&self.file), self.job.clone(), clock)
    }
}

impl Drop for JobLock {
    /// Empties the file but keeps it: after a removal two processes could lock two files of one name.
    fn drop(&mut self) {
        // What a panic leaves behind tells the next command that the import did not end as it should.
        if self.tells && !std::thread::panicking() {
            let _ = self.file.set_len(0);
        }
        // Closing the file is not enough: a child that another thread starts just now has a copy of the descriptor until it
        // becomes its program, and with it the lock. A front end of the library would be told that an import is running.
        let _ = self.file.unlock();
    }
}

/// Locks the file exclusively, unless another import has it; yields to readers.
fn try_lock_exclusive(file: &File) -> io::Result<bool> {
    for _ in 0..MAX_PROBES {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if is_unlocked(file)? => std::thread::sleep(PROBE_INTERVAL),
            Err(TryLockError::WouldBlock) => return Ok(false),
        }
    }
    Ok(false)
}

/// Returns true if no import has the lock: it can be shared for an instant then.
fn is_unlocked(file: &File) -> io::Result<bool> {
    match file.try_lock_shared() {
        Ok(()) => file.unlock().map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Path of the lock file: `workspace.db-lock`.
fn lock_path(workspace: &Path) -> PathBuf {
    with_suffix(workspace, "-lock")
}

fn companion<'a>(lock: &'a Path, workspace: &'a Path) -> Companion<'a> {
    Companion { path: lock, main: workspace }
}

#[cfg(test)]
mod tests;
