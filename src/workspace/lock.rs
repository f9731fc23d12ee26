use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

mod job;
mod reporter;

pub use job::{JobProgress, LockHolder};
pub use reporter::JobReporter;

use super::WorkspaceError;
use crate::files::Companion;
use crate::model::Clock;

/// How often a waiting import looks whether the other one has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// For how long somebody who only looks can be in the way, and then some.
const PROBE_INTERVAL: Duration = Duration::from_millis(1);
/// So often an import makes way for those who only look; a lock that is shared for longer is no look.
const MAX_PROBES: u32 = 2_000;
/// So often a reader reads again what the holder is just writing.
const MAX_READS: u32 = 20;

/// The right to import into a workspace; one process has it at a time (spec section 7). The lock is the operating
/// system's, on a file beside the workspace, so it is gone when its process is gone, however it ended.
///
/// Whoever imports locks the file for itself alone. Whoever only looks ([`JobLock::status`]) shares it with others for an
/// instant, and so can be in the way of an import that begins; the import tells the two apart by sharing the lock too,
/// which it can with those who look and cannot with another import. So nobody who looks turns an import away.
#[derive(Debug)]
pub struct JobLock {
    file: File,
    job: LockHolder,
    /// Whether the file tells of the job: somebody's document that has its name is locked and left as it is.
    tells: bool,
}

/// Who has the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockState {
    /// Nobody.
    Free,
    /// An import; `None` when it does not say which.
    Held(Option<LockHolder>),
}

/// How long an import waits for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockTimeout {
    /// So long; zero is not at all.
    AtMost(Duration),
    /// As long as it takes.
    Never,
}

impl JobLock {
    /// Takes the lock if it is free; otherwise says who has it, as far as is known.
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
        let tells = job::may_be_written_over(&file).map_err(io_error)?;
        if tells {
            job::write(&file, job).map_err(io_error)?;
        }
        Ok(Ok(Self { file, job: job.clone(), tells }))
    }

    /// Takes the lock, waiting for it as long as there is patience and `go_on` says so.
    ///
    /// # Errors
    /// As [`JobLock::try_take`].
    pub fn wait(
        workspace: &Path,
        job: &LockHolder,
        patience: LockTimeout,
        mut go_on: impl FnMut(Option<&LockHolder>) -> bool,
    ) -> Result<Result<Self, Option<LockHolder>>, WorkspaceError> {
        let begin = Instant::now();
        loop {
            let running = match Self::try_take(workspace, job)? {
                Ok(lock) => return Ok(Ok(lock)),
                Err(running) => running,
            };
            let is_over = matches!(patience, LockTimeout::AtMost(limit) if begin.elapsed() >= limit);
            if is_over || !go_on(running.as_ref()) {
                return Ok(Err(running));
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Looks who has the lock. It makes no file, and turns no import away.
    ///
    /// # Errors
    /// When there is a lock file that cannot be read.
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

    /// An observer that tells [`JobLock::status`] how far this import is.
    pub fn reporter<'a>(&'a self, clock: &'a dyn Clock) -> JobReporter<'a> {
        JobReporter::new(self.tells.then_some(&self.file), self.job.clone(), clock)
    }
}

impl Drop for JobLock {
    /// The file stays, empty: removing it would let two processes lock two files of one name.
    fn drop(&mut self) {
        if self.tells {
            let _ = self.file.set_len(0);
        }
    }
}

/// Locks the file for this process alone, unless another import has it. Makes way for those who only look.
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

/// Whether no import has the lock: then it can be shared, for an instant.
fn is_unlocked(file: &File) -> io::Result<bool> {
    match file.try_lock_shared() {
        Ok(()) => file.unlock().map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn lock_path(workspace: &Path) -> PathBuf {
    let mut name = workspace.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}

fn companion<'a>(lock: &'a Path, workspace: &'a Path) -> Companion<'a> {
    Companion { path: lock, main: workspace }
}

#[cfg(test)]
mod tests;
