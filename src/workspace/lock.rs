use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::WorkspaceError;
use crate::model::Timestamp;

/// How often a waiting import looks whether the other one has ended.
const POLL: Duration = Duration::from_millis(100);

/// What the holder of the lock says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningJob {
    /// Its process.
    pub pid: u32,
    /// The file it imports.
    pub source: String,
    /// Since when.
    pub started_at: Timestamp,
}

/// The right to import into a workspace; one process has it at a time (spec section 7). The lock is the operating
/// system's, on a file beside the workspace, so it is gone when its process is gone, however it ended.
#[derive(Debug)]
pub struct JobLock {
    file: File,
}

/// How long an import waits for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// So long; zero is not at all.
    AtMost(Duration),
    /// As long as it takes.
    Endless,
}

impl JobLock {
    /// Takes the lock if it is free; otherwise says who has it, as far as is known.
    ///
    /// # Errors
    /// When the lock file can not be opened or written.
    pub fn try_take(workspace: &Path, job: &RunningJob) -> Result<Result<Self, Option<RunningJob>>, WorkspaceError> {
        let path = lock_path(workspace);
        let io_error = |error| WorkspaceError::io(&path, error);
        let mut file = open(&path).map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => {
                write_job(&mut file, job).map_err(io_error)?;
                Ok(Ok(Self { file }))
            }
            Err(TryLockError::WouldBlock) => Ok(Err(read_job(&mut file))),
            Err(TryLockError::Error(error)) => Err(io_error(error)),
        }
    }

    /// Takes the lock, waiting for it as long as there is patience and `go_on` says so.
    ///
    /// # Errors
    /// As [`JobLock::try_take`].
    pub fn wait(
        workspace: &Path,
        job: &RunningJob,
        patience: Patience,
        mut go_on: impl FnMut(Option<&RunningJob>) -> bool,
    ) -> Result<Result<Self, Option<RunningJob>>, WorkspaceError> {
        let begin = Instant::now();
        loop {
            let running = match Self::try_take(workspace, job)? {
                Ok(lock) => return Ok(Ok(lock)),
                Err(running) => running,
            };
            let is_over = matches!(patience, Patience::AtMost(limit) if begin.elapsed() >= limit);
            if is_over || !go_on(running.as_ref()) {
                return Ok(Err(running));
            }
            std::thread::sleep(POLL);
        }
    }
}

impl Drop for JobLock {
    /// The file stays, empty: removing it would let two processes lock two files of one name.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

fn lock_path(workspace: &Path) -> PathBuf {
    let mut name = workspace.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_job(file: &mut File, job: &RunningJob) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(serde_json::to_string(job)?.as_bytes())
}

/// Reads what the holder wrote; it may be about to write it, then nothing is known yet.
fn read_job(file: &mut File) -> Option<RunningJob> {
    let mut text = String::new();
    file.take(64 * 1024).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> RunningJob {
        RunningJob { pid: 7, source: "leads.csv".into(), started_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn the_second_is_told_who_is_first_and_gets_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("w.db");
        let first = JobLock::try_take(&workspace, &job()).unwrap().unwrap();
        assert_eq!(JobLock::try_take(&workspace, &job()).unwrap().unwrap_err(), Some(job()));
        let waited = JobLock::wait(&workspace, &job(), Patience::AtMost(Duration::ZERO), |_| true).unwrap();
        assert_eq!(waited.unwrap_err(), Some(job()));
        drop(first);
        assert!(JobLock::try_take(&workspace, &job()).unwrap().is_ok());
    }
}
