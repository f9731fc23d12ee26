//! Staging files: a new workspace or copy is written under a temporary name and published when it is complete.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use super::header::{HEADER_BYTES, is_of_workspace};
use super::header::{has_log, with_suffix};
use crate::files::{
    Companion, CompanionError, check_name_fits, create_private, give_name, give_to_owner_of, sync_folder_of,
};
use crate::workspace::WorkspaceError;

/// Suffixes of the side files: those that SQLite may create beside a database.
const SQLITE_SIDE_FILES: [&str; 3] = ["-journal", "-wal", "-shm"];
/// Bytes by which the longest name beside a workspace exceeds its own.
// That is the journal of the staging file of a copy made before a migration. 4194304 is the largest process ID of
// Linux.
const MAX_ADDED_BYTES: usize = "..v10-2.backup.4194304-99.draft-journal".len();
/// Maximum number of names tried for one staging file.
const MAX_ATTEMPTS: u32 = 100;

/// An unfinished file beside its future name: `.workspace.db.4711.draft`. Only its owner can read it. Dropping it
/// removes it.
///
/// It is locked while its process lives. What a killed process leaves is not locked, and the next one that creates a
/// staging file in the folder removes it, whichever workspace it was for.
// It holds contacts, and a user would hardly look for a hidden file. SQLite gives `-wal` and `-shm` the mode of the
// database, so they are private too.
#[derive(Debug)]
pub(in crate::workspace) struct StagingFile {
    path: PathBuf,
    lock: File,
}

impl StagingFile {
    /// Creates an empty file beside `target`.
    pub(in crate::workspace) fn create(target: &Path) -> Result<Self, WorkspaceError> {
        check_no_leftover(target)?;
        remove_orphans(target);
        let io_error = |error| WorkspaceError::io(target, error);
        for number in 0..MAX_ATTEMPTS {
            let path = staging_path(target, number);
            match create_locked(&path) {
                Ok(Some(lock)) => return Ok(Self { path, lock }),
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_error(error)),
            }
        }
        Err(io_error(io::ErrorKind::AlreadyExists.into()))
    }

    /// Gives the file to the owner of `main`, the file or folder it belongs to, if root created it.
    pub(in crate::workspace) fn for_owner_of(self, main: &Path) -> Result<Self, WorkspaceError> {
        match give_to_owner_of(main, &self.lock) {
            Ok(()) => Ok(self),
            Err(error) => Err(WorkspaceError::io(&self.path, error)),
        }
    }

    /// Path of the staging file.
    pub(in crate::workspace) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the finished file a name that another file has, which it replaces; on disk when this returns.
    pub(in crate::workspace) fn publish_over(self, target: &Path) -> Result<(), WorkspaceError> {
        self.check_whole(target)?;
        fs::rename(&self.path, target).map_err(|error| WorkspaceError::io(target, error))?;
        sync_folder_of(target).map_err(|error| WorkspaceError::io(target, error))
    }

    /// Gives the finished file its final name, on disk when this returns, unless that name has been taken since.
    pub(in crate::workspace) fn publish(self, target: &Path) -> Result<(), WorkspaceError> {
        self.check_whole(target)?;
        give_name(&self.path, target).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WorkspaceError::Exists { path: target.to_owned() },
            _ => WorkspaceError::io(target, error),
        })?;
        // Where the name was given by a hard link, this removes the temporary one, before the folder is synced.
        drop(self);
        sync_folder_of(target).map_err(|error| WorkspaceError::io(target, error))
    }

    /// Checks that no log of the file is left: it would not get the new name, and what is in it would be lost.
    fn check_whole(&self, target: &Path) -> Result<(), WorkspaceError> {
        let not_whole = || WorkspaceError::io(target, io::Error::other("its log could not be written into it"));
        if has_log(&self.path) { Err(not_whole()) } else { Ok(()) }
    }
}

/// Checks that no log of an earlier file of that name exists: SQLite would apply it to the new one.
fn check_no_leftover(target: &Path) -> Result<(), WorkspaceError> {
    for log in logs_of(target) {
        match is_leftover(&log) {
            Ok(false) => {}
            Ok(true) => return Err(WorkspaceError::Leftover { log }),
            Err(error) => return Err(WorkspaceError::io(&log, error)),
        }
    }
    Ok(())
}

/// Returns the logs at the name of a database that SQLite would apply to a file put there.
pub fn leftover_logs(database: &Path) -> Vec<PathBuf> {
    logs_of(database).into_iter().filter(|log| is_leftover(log).unwrap_or(false)).collect()
}

fn logs_of(database: &Path) -> [PathBuf; 2] {
    ["-journal", "-wal"].map(|suffix| with_suffix(database, suffix)) // A `-shm` alone has no effect.
}

fn is_leftover(log: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(log) {
        Ok(metadata) => Ok(!metadata.is_file() || metadata.len() > 0), // An empty log has no effect.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Checks that the names of all files beside a new workspace will be short enough for the file system.
pub(in crate::workspace) fn check_names_fit(workspace: &Path) -> Result<(), WorkspaceError> {
    let (folder, name) = (workspace.parent().unwrap_or(Path::new("")), workspace.file_name().unwrap_or_default());
    check_name_fits(folder, name, MAX_ADDED_BYTES)
        .map_err(|excess| WorkspaceError::NameTooLong { path: workspace.to_owned(), excess })
}

/// Checks that the side files of a database are regular files: at a pipe SQLite would wait forever.
pub(super) fn check_side_files(database: &Path) -> Result<(), WorkspaceError> {
    for suffix in SQLITE_SIDE_FILES {
        let path = with_suffix(database, suffix);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(WorkspaceError::companion_is(&path, "it is not a regular file"));
        }
        let _ = make_writable(&path, database); // Where it fails, SQLite tells that it cannot write.
    }
    Ok(())
}

/// Makes a side file writable again if its database is.
fn make_writable(path: &Path, database: &Path) -> Result<(), CompanionError> {
    // SQLite creates side files with the current mode of the database. One that was created while the database was
    // read-only would stay read-only and lock its owner out.
    let mode = fs::metadata(database)?.permissions();
    if mode.readonly() || !fs::symlink_metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Ok(());
    }
    match (Companion { path, main: database }).open_to_read()? {
        Some(file) => Ok(file.set_permissions(mode)?),
        None => Ok(()),
    }
}

impl Drop for StagingFile {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Removes a staging file and what belongs to it.
fn remove(staging: &Path) {
    // The staging file itself goes last: if the removal is interrupted, the next process still finds it.
    for suffix in SQLITE_SIDE_FILES {
        let _ = fs::remove_file(with_suffix(staging, suffix));
    }
    let _ = fs::remove_file(staging); // What cannot be removed is no reason to fail, and the next one tries again.
}

/// Temporary name of a staging file: `.workspace.db.4711.draft`, then `.workspace.db.4711-1.draft`.
fn staging_path(target: &Path, number: u32) -> PathBuf {
    let process = std::process::id();
    let which = if number == 0 { String::new() } else { format!("-{number}") };
    target.with_file_name(format!("{}{process}{which}.draft", prefix(target)))
}

/// Common prefix of the names of all staging files of `target`.
fn prefix(target: &Path) -> String {
    format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Creates and locks the file; `None` if another process took it for abandoned before it was locked.
fn create_locked(path: &Path) -> io::Result<Option<File>> {
    let file = create_private(path)?;
    #[cfg(unix)]
    {
        if file.lock().is_err() {
            return Ok(Some(file)); // The disk knows no locks: then nobody takes it for abandoned either.
        }
        // Between creation and lock another process may have removed the name; a file without links would be lost.
        let is_there = std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) > 0;
        Ok(is_there.then_some(file))
    }
    // Elsewhere a lock would keep SQLite from writing to it.
    #[cfg(not(unix))]
    Ok(Some(file))
}

/// Removes the staging files of ended processes from the folder of `target`.
#[cfg(unix)]
pub(super) fn remove_orphans(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(is_named_as_staging_file) {
        let staging = entry.path();
        let Ok(Some(file)) = (Companion { path: &staging, main: target }).open_to_read() else { continue };
        // A file of another name must also look like a staging file inside: it might be a document of the user.
        let is_ours = entry.file_name().to_string_lossy().starts_with(&prefix(target)) || begins_as_staging_file(&file);
        if is_ours && file.try_lock().is_ok() {
            remove(&staging);
        }
    }
}

/// Returns true if a file begins as a staging file can: empty, with a first page of zeros or as a workspace.
#[cfg(unix)]
fn begins_as_staging_file(file: &File) -> bool {
    use std::io::Read as _;
    let mut header = Vec::new();
    let is_read = file.take(HEADER_BYTES as u64).read_to_end(&mut header).is_ok();
    // SQLite writes the first page last, so a killed process may leave it as zeros.
    is_read && (header.iter().all(|byte| *byte == 0) || is_of_workspace(&header))
}

#[cfg(not(unix))]
pub(super) fn remove_orphans(_target: &Path) {}

/// Returns true for regular files named as staging files.
#[cfg(unix)]
fn is_named_as_staging_file(entry: &fs::DirEntry) -> bool {
    is_staging_name(&entry.file_name().to_string_lossy()) && entry.file_type().is_ok_and(|kind| kind.is_file())
}

/// Returns true for `.workspace.db.4711.draft` and `.workspace.db.4711-1.draft`.
pub(in crate::workspace) fn is_staging_name(name: &str) -> bool {
    let parts = name.strip_prefix('.').and_then(|name| name.strip_suffix(".draft")?.rsplit_once('.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    parts.is_some_and(|(target, process)| !target.is_empty() && process.split('-').all(is_number))
}

/// Checks that nothing has this name, not even a dangling link.
pub(in crate::workspace) fn check_free(path: &Path) -> Result<(), WorkspaceError> {
    // `Path::exists` follows links and would call a dangling one free.
    if fs::symlink_metadata(path).is_ok() { Err(WorkspaceError::Exists { path: path.to_owned() }) } else { Ok(()) }
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
    fn a_finished_staging_file_gets_its_name_and_a_dropped_one_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("w.db");
        drop(StagingFile::create(&target).unwrap());
        assert!(names(folder.path()).is_empty());
        StagingFile::create(&target).unwrap().publish(&target).unwrap();
        assert_eq!(names(folder.path()), ["w.db"]);
        let late = StagingFile::create(&target).unwrap().publish(&target).unwrap_err();
        assert!(matches!(late, WorkspaceError::Exists { .. }), "{late}");
        assert_eq!(names(folder.path()), ["w.db"]);
    }

    #[cfg(unix)]
    fn fill_as_workspace(path: &Path) {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.pragma_update(None, "application_id", crate::model::APPLICATION_ID).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn orphaned_staging_files_are_removed_and_all_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("w.db");
        let in_work = StagingFile::create(&target).unwrap();
        for name in [".w.db.7.draft", ".w.db.7.draft-wal", ".w.db.8-1.draft", ".w.db.my.draft", ".v.db.7.draft"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::write(folder.path().join(".monday.db.9.draft"), "").unwrap();
        fs::write(folder.path().join(".tuesday.db.9.draft"), [0; 4096]).unwrap();
        StagingFile::create(&folder.path().join("whole.db")).unwrap().publish(&folder.path().join("whole.db")).unwrap();
        fill_as_workspace(&folder.path().join("whole.db"));
        fs::rename(folder.path().join("whole.db"), folder.path().join(".wednesday.db.9.draft")).unwrap();
        let next = StagingFile::create(&target).unwrap();
        let name = |staging: &StagingFile| staging.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert_ne!(name(&in_work), name(&next), "one process, two staging files");
        let mut expected = [".v.db.7.draft".to_owned(), ".w.db.my.draft".to_owned(), name(&in_work), name(&next)];
        expected.sort();
        assert_eq!(names(folder.path()), expected);
    }
}
