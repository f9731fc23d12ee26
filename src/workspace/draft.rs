use std::fs::{self, DirEntry, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::WorkspaceError;
use super::file::sync_folder;

/// What SQLite may have put beside a database that it was writing.
const COMPANIONS: [&str; 3] = ["-journal", "-wal", "-shm"];
/// More processes do not make a file of one name at once.
const MOST: u32 = 100;

/// A file that is not finished yet, under a name of its own beside the one that it will get: `.workspace.db.4711.draft`.
/// Only its owner can read it; SQLite's `-wal` and `-shm` inherit its mode. Dropping it leaves nothing behind.
///
/// It is locked as long as its process lives. What a killed one left is free, and goes when the next one begins: in it
/// stand contacts, and nobody would ever look for it.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    _lock: File,
}

impl Draft {
    /// Makes an empty file beside `target`.
    pub(super) fn create(target: &Path) -> Result<Self, WorkspaceError> {
        remove_abandoned(target);
        let io_error = |error| WorkspaceError::io(target, error);
        for number in 0..MOST {
            let path = draft_path(target, number);
            match create_locked(&path) {
                Ok(Some(lock)) => return Ok(Self { path, _lock: lock }),
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_error(error)),
            }
        }
        Err(io_error(io::ErrorKind::AlreadyExists.into()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the finished file its name, on the disk when this returns, unless somebody took the name meanwhile.
    pub(super) fn publish(self, target: &Path) -> Result<(), WorkspaceError> {
        give_name(&self.path, target).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WorkspaceError::Exists { path: target.to_owned() },
            _ => WorkspaceError::io(target, error),
        })?;
        drop(self);
        sync_folder(target)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// In one step: killed between two of them, it would leave a second name.
#[cfg(target_os = "linux")]
fn give_name(draft: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, draft, CWD, target, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => fs::hard_link(draft, target), // A disk that can not do so.
        named => Ok(named?),
    }
}

#[cfg(not(target_os = "linux"))]
fn give_name(draft: &Path, target: &Path) -> io::Result<()> {
    fs::hard_link(draft, target)
}

/// Removes a draft last of all that belongs to it, so that what is left of a removal is found again.
fn remove(draft: &Path) {
    for companion in COMPANIONS {
        let mut name = draft.as_os_str().to_owned();
        name.push(companion);
        let _ = fs::remove_file(PathBuf::from(name));
    }
    let _ = fs::remove_file(draft); // What can not be removed is no reason to fail, and the next one tries again.
}

fn draft_path(target: &Path, number: u32) -> PathBuf {
    let process = std::process::id();
    let which = if number == 0 { String::new() } else { format!("-{number}") };
    target.with_file_name(format!("{}{process}{which}.draft", prefix(target)))
}

fn prefix(target: &Path) -> String {
    format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Makes the file and locks it; `None` when it was taken for abandoned in between.
fn create_locked(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        if file.lock().is_err() {
            return Ok(Some(file)); // The disk knows no locks: then nobody takes it for abandoned either.
        }
        let is_there = std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) > 0;
        Ok(is_there.then_some(file))
    }
    // Elsewhere a lock would keep SQLite from writing to it.
    #[cfg(not(unix))]
    Ok(Some(file))
}

/// Removes the drafts of `target` whose processes are gone.
#[cfg(unix)]
fn remove_abandoned(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| is_draft_of(target, entry)) {
        let Ok(file) = File::open(entry.path()) else { continue };
        if file.try_lock().is_ok() {
            remove(&entry.path());
        }
    }
}

#[cfg(not(unix))]
fn remove_abandoned(_target: &Path) {}

#[cfg(unix)]
fn is_draft_of(target: &Path, entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let process = name.to_str().and_then(|name| name.strip_prefix(&prefix(target))?.strip_suffix(".draft"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    process.is_some_and(|process| process.split('-').all(is_number))
        && entry.file_type().is_ok_and(|kind| kind.is_file())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "what a killed process leaves was not written whole")]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_finished_draft_gets_its_name_and_a_dropped_one_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("w.db");
        drop(Draft::create(&target).unwrap());
        assert!(names(folder.path()).is_empty());
        Draft::create(&target).unwrap().publish(&target).unwrap();
        assert_eq!(names(folder.path()), ["w.db"]);
        let late = Draft::create(&target).unwrap().publish(&target).unwrap_err();
        assert!(matches!(late, WorkspaceError::Exists { .. }), "{late}");
        assert_eq!(names(folder.path()), ["w.db"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_process_left_goes_and_what_is_in_work_or_of_others_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("w.db");
        let in_work = Draft::create(&target).unwrap();
        for name in [".w.db.7.draft", ".w.db.7.draft-wal", ".w.db.8-1.draft", ".w.db.my.draft", ".v.db.7.draft"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let next = Draft::create(&target).unwrap();
        let name = |draft: &Draft| draft.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert_ne!(name(&in_work), name(&next), "one process, two drafts");
        let mut expected = [".v.db.7.draft".to_owned(), ".w.db.my.draft".to_owned(), name(&in_work), name(&next)];
        expected.sort();
        assert_eq!(names(folder.path()), expected);
    }
}
