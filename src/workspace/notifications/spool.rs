//! The spool file `workspace.db-notifications.jsonl`: notifications not yet imported, one JSON document per line.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::files::Companion;
use crate::model::{Notification, to_json};
use crate::workspace::WorkspaceError;
use crate::workspace::file::with_suffix;

/// Maximum size of the file, in bytes.
// A job that fails every minute must not fill the disk.
const MAX_SPOOL_BYTES: u64 = 1024 * 1024;
/// Number of attempts to lock the file: one second in all, and each holder needs only an instant.
const MAX_LOCK_ATTEMPTS: u32 = 100;
/// Pause between two attempts.
const LOCK_RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// The spool file, locked.
pub(super) struct Spool {
    path: PathBuf,
    file: File,
}

/// Returns true if there are notifications to import.
pub(super) fn has_pending(workspace: &Path) -> bool {
    std::fs::symlink_metadata(path(workspace)).is_ok_and(|metadata| metadata.len() > 0)
}

/// Reads the notifications without taking them in; none if there is no file or it cannot be read.
pub(super) fn peek(workspace: &Path) -> Vec<Notification> {
    parse(&unlocked_bytes(workspace))
}

/// Number of lines; 0 if there is no file or it cannot be read.
pub(super) fn count(workspace: &Path) -> u64 {
    let bytes = unlocked_bytes(workspace);
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() as u64
}

/// Content without the lock; empty if there is no file or it cannot be read.
fn unlocked_bytes(workspace: &Path) -> Vec<u8> {
    let path = path(workspace);
    let opened = companion(&path, workspace).open_to_read().ok().flatten();
    let read = |file: File| {
        // Windows lets nobody read what another process has locked, which it needs for an instant.
        if cfg!(windows) {
            file.lock_shared().ok()?;
        }
        bytes_of(&file).ok()
    };
    opened.and_then(read).unwrap_or_default()
}

/// Appends a line, which is on disk when this returns.
pub(super) fn append(workspace: &Path, notification: &Notification) -> Result<(), WorkspaceError> {
    let path = path(workspace);
    let file = companion(&path, workspace).open_or_create().map_err(|error| WorkspaceError::companion(&path, error))?;
    let add = |file: &File| -> io::Result<()> {
        let line = to_json(notification)?;
        lock(file)?;
        let length = file.metadata()?.len();
        if length + line.len() as u64 + 2 > MAX_SPOOL_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too many notifications wait to be taken in"));
        }
        add_line(file, length, &line).inspect_err(|_| {
            let _ = file.set_len(length); // The error of the writing is the one to tell.
        })
    };
    add(&file).map_err(|error| WorkspaceError::io(&path, error))
}

/// Writes a line behind the end of the file, on a line of its own.
fn add_line(mut file: &File, end: u64, line: &str) -> io::Result<()> {
    // A line that a crash of the machine cut off would swallow the one that follows it.
    let separator = if is_at_line_start(file, end)? { "" } else { "\n" };
    file.seek(SeekFrom::Start(end))?;
    file.write_all(format!("{separator}{line}\n").as_bytes())?;
    file.sync_data()
}

/// Returns true if the file ends with a line end, or is empty.
fn is_at_line_start(mut file: &File, end: u64) -> io::Result<bool> {
    let Some(last) = end.checked_sub(1) else { return Ok(true) };
    let mut byte = [0];
    file.seek(SeekFrom::Start(last))?;
    file.read_exact(&mut byte)?;
    Ok(byte == *b"\n")
}

/// Opens and locks the file; `None` if there is none.
pub(super) fn open(workspace: &Path) -> Result<Option<Spool>, WorkspaceError> {
    let path = path(workspace);
    let opened = companion(&path, workspace).open();
    let Some(file) = opened.map_err(|error| WorkspaceError::companion(&path, error))? else { return Ok(None) };
    lock(&file).map_err(|error| WorkspaceError::io(&path, error))?;
    Ok(Some(Spool { path, file }))
}

impl Spool {
    /// Parses the notifications. A line cut off by a crash of the machine is skipped.
    pub(super) fn read(&self) -> Result<Vec<Notification>, WorkspaceError> {
        let bytes = bytes_of(&self.file).map_err(|error| WorkspaceError::io(&self.path, error))?;
        // A crash of the machine may leave a line that is cut off, or zeros. Anything else is not our file.
        let is_ours = |line: &[u8]| matches!(line.first(), None | Some(b'{' | 0));
        if !bytes.split(|byte| *byte == b'\n').all(is_ours) {
            return Err(WorkspaceError::companion_is(&self.path, "it holds no notifications of contacts"));
        }
        Ok(parse(&bytes))
    }

    /// Empties the file.
    pub(super) fn truncate(&self) -> Result<(), WorkspaceError> {
        // Not removed: a process that has it open would append its line to a file without a name.
        self.file.set_len(0).map_err(|error| WorkspaceError::io(&self.path, error))
    }
}

/// Parses the lines; those that were cut off are left out.
fn parse(bytes: &[u8]) -> Vec<Notification> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

fn companion<'a>(spool: &'a Path, workspace: &'a Path) -> Companion<'a> {
    Companion { path: spool, main: workspace }
}

fn bytes_of(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Bounded, because the file may be someone else's and of any size.
    file.take(2 * MAX_SPOOL_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn lock(file: &File) -> io::Result<()> {
    for _ in 0..MAX_LOCK_ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_RETRY_INTERVAL),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

fn path(workspace: &Path) -> PathBuf {
    with_suffix(workspace, "-notifications.jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NotificationStatus, Timestamp};

    fn notification(source: &str) -> Notification {
        Notification {
            created_at: Timestamp::default(),
            status: NotificationStatus::Failed,
            source: source.to_owned(),
            import_id: None,
            code: None,
            message: String::new(),
            counts: None,
            exit_code: Some(1),
        }
    }

    #[test]
    fn a_line_that_was_cut_off_costs_no_other_notification() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("w.db");
        append(&workspace, &notification("first.csv")).unwrap();
        let spool = open(&workspace).unwrap().unwrap();
        spool.file.set_len(spool.file.metadata().unwrap().len() - 5).unwrap();
        drop(spool);
        for source in ["second.csv", "third.csv"] {
            append(&workspace, &notification(source)).unwrap();
        }
        let read = open(&workspace).unwrap().unwrap().read().unwrap();
        let sources: Vec<_> = read.iter().map(|notification| notification.source.as_str()).collect();
        assert_eq!(sources, ["second.csv", "third.csv"]);
    }
}
