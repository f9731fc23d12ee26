//! Backups under names that are used again: one that replaces an older copy, and a folder that keeps the newest ones.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::backups::BackupResult;
use super::kept::identity;
use crate::files::FileId;
use crate::model::{Cancel, Timestamp, local_file_stamp};
use crate::workspace::file::{
    StagingFile, check_file_type, check_free, check_names_fit, has_log, open_immutable, with_suffix,
};
use crate::workspace::{Workspace, WorkspaceError};

/// Maximum number of copies of one second in a folder.
const MAX_PER_SECOND: u32 = 100;
/// Ending of the copies in a folder.
const ENDING: &str = ".db";

/// A copy in a folder of copies, and what became of the oldest ones.
#[derive(Debug)]
pub struct DatedBackup {
    /// Path of the new copy.
    pub copy: PathBuf,
    /// Outcome of the copy; none is removed unless it is done.
    pub result: BackupResult,
    /// Older copies that were removed.
    pub removed: Vec<PathBuf>,
    /// Older copies that could not be removed, and why.
    pub not_removed: Vec<(PathBuf, io::Error)>,
}

impl Workspace {
    /// As [`Workspace::backup`], but an older copy of this workspace that has the name is replaced, once the new one is
    /// verified and on disk.
    ///
    /// # Errors
    /// [`WorkspaceError::NotAnOlderCopy`] if anything else has the name; it is left unchanged.
    pub fn backup_over(&self, copy: &Path, cancel: &Cancel) -> Result<BackupResult, WorkspaceError> {
        if check_free(copy).is_ok() {
            return self.backup(copy, cancel);
        }
        let standing = self.check_older_copy(copy)?;
        check_names_fit(copy)?;
        // Where root writes it, it stays readable for the user whose copy it replaces.
        let staging = StagingFile::create(copy)?.for_owner_of(copy)?;
        self.copy_over(staging, copy, cancel, |staging| {
            // Checked again: somebody may have put another file there while this one was written.
            if self.check_older_copy(copy)? != standing {
                return Err(not_older(copy, "another file was put there meanwhile"));
            }
            staging.publish_over(copy)
        })
    }

    /// Writes a verified copy into a folder, named after the workspace and the time (`team-2026-11-22-041500.db`), and then
    /// removes the oldest of its copies there beyond `keep`. Only copies of this workspace under such names are removed.
    ///
    /// # Errors
    /// As [`Workspace::backup`]. No copy is removed then.
    pub fn backup_into(
        &self,
        folder: &Path,
        keep: usize,
        now: Timestamp,
        cancel: &Cancel,
    ) -> Result<DatedBackup, WorkspaceError> {
        let (copy, result) = self.backup_dated(folder, now, cancel)?;
        let mut backup = DatedBackup { copy, result, removed: Vec::new(), not_removed: Vec::new() };
        if matches!(backup.result, BackupResult::Done { .. }) {
            // The new one is kept in any case, also where a clock that was wrong makes its name the oldest.
            for path in self.dated_copies(folder, &backup.copy)?.into_iter().skip(keep.saturating_sub(1)) {
                match remove(&path) {
                    Ok(()) => backup.removed.push(path),
                    // Another backup into the same folder has removed it.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => backup.not_removed.push((path, error)),
                }
            }
        }
        Ok(backup)
    }

    fn backup_dated(
        &self,
        folder: &Path,
        now: Timestamp,
        cancel: &Cancel,
    ) -> Result<(PathBuf, BackupResult), WorkspaceError> {
        let (prefix, stamp) = (prefix(self.path()), local_file_stamp(now));
        let mut number = 1;
        loop {
            let which = if number == 1 { String::new() } else { format!("-{number}") };
            let copy = folder.join(format!("{prefix}{stamp}{which}{ENDING}"));
            match self.backup_for_owner_of(folder, &copy, cancel) {
                Err(WorkspaceError::Exists { .. }) if number < MAX_PER_SECOND => number += 1,
                copied => return Ok((copy, copied?)),
            }
        }
    }

    /// Returns the copies of this workspace in a folder but for the new one, the newest first.
    fn dated_copies(&self, folder: &Path, new: &Path) -> Result<Vec<PathBuf>, WorkspaceError> {
        let Some(own) = self.own_identity()? else { return Ok(Vec::new()) };
        let entries = fs::read_dir(folder).map_err(|error| WorkspaceError::io(folder, error))?;
        let mut copies: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| entry.path())
            .filter(|path| path.file_name() != new.file_name() && is_dated_copy(self.path(), path))
            // One that was written to since is somebody's workspace.
            .filter(|path| !has_log(path) && identity_of(path).as_ref() == Some(&own))
            .collect();
        copies.sort_by_key(|path| std::cmp::Reverse(dated_name(self.path(), path)));
        Ok(copies)
    }

    /// Checks that a file is a copy of this workspace that holds nothing newer, and returns which file it is.
    fn check_older_copy(&self, copy: &Path) -> Result<Option<FileId>, WorkspaceError> {
        let metadata = fs::symlink_metadata(copy).map_err(|error| WorkspaceError::io(copy, error))?;
        if metadata.is_symlink() {
            return Err(not_older(copy, "it is a link"));
        }
        check_file_type(copy).map_err(|error| match error {
            WorkspaceError::Foreign { what, .. } => not_older(copy, &format!("it is {what}")),
            WorkspaceError::Io { .. } => error,
            other => not_older(copy, &other.to_string()),
        })?;
        let file = FileId::of(copy);
        if file.is_some() && file == FileId::of(self.path()) {
            return Err(not_older(copy, "it is the workspace itself"));
        }
        if has_log(copy) {
            return Err(not_older(copy, "it is a workspace in use, with a log of changes beside it"));
        }
        let own = self.own_identity()?;
        let other = open_immutable(copy);
        if own.is_none() || other.as_ref().and_then(identity) != own {
            return Err(not_older(copy, "it is no copy of this workspace"));
        }
        let own_revision = self.snapshot()?.revision()?;
        if other.as_ref().and_then(revision).is_none_or(|revision| revision > own_revision) {
            return Err(not_older(copy, "it holds changes that are later than those of this workspace"));
        }
        Ok(file)
    }

    /// Identity of this workspace; `None` before schema version 2.
    fn own_identity(&self) -> Result<Option<String>, WorkspaceError> {
        Ok(identity(self.snapshot()?.connection))
    }
}

fn not_older(path: &Path, why: &str) -> WorkspaceError {
    WorkspaceError::NotAnOlderCopy { path: path.to_owned(), why: why.to_owned() }
}

fn identity_of(path: &Path) -> Option<String> {
    check_file_type(path).ok()?;
    identity(&open_immutable(path)?)
}

fn revision(copy: &Connection) -> Option<i64> {
    copy.query_row("SELECT revision FROM workspace", [], |row| row.get(0)).ok()
}

fn remove(copy: &Path) -> io::Result<()> {
    fs::remove_file(copy)?;
    // Left by somebody who looked into the copy; where there is none, nothing has to go.
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(with_suffix(copy, suffix));
    }
    Ok(())
}

/// Beginning of the names of a workspace's copies: `team-`.
fn prefix(workspace: &Path) -> String {
    format!("{}-", workspace.file_stem().unwrap_or_default().to_string_lossy())
}

/// Returns true if a file has a name that [`Workspace::backup_into`] gives to copies of a workspace.
pub(super) fn is_dated_copy(workspace: &Path, path: &Path) -> bool {
    dated_name(workspace, path).is_some()
}

/// Parses `team-2026-11-22-041500.db` and `team-2026-11-22-041500-2.db`: the time, and the number within its second.
fn dated_name(workspace: &Path, path: &Path) -> Option<(String, u32)> {
    let name = path.file_name()?.to_str()?;
    let (stamp, which) = name.strip_prefix(&prefix(workspace))?.strip_suffix(ENDING)?.split_at_checked(SHAPE.len())?;
    let fits = |(shape, c): (u8, u8)| if shape == b'0' { c.is_ascii_digit() } else { c == shape };
    let number = if which.is_empty() { 1 } else { which.strip_prefix('-')?.parse().ok()? };
    SHAPE.bytes().zip(stamp.bytes()).all(fits).then(|| (stamp.to_owned(), number))
}

/// Shape of the time in a name: digits and hyphens.
const SHAPE: &str = "0000-00-00-000000";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_copy_is_known_by_its_whole_name() {
        let workspace = Path::new("/srv/crm/team.db");
        let dated = |name: &str| dated_name(workspace, &Path::new("/copies").join(name));
        assert_eq!(dated("team-2026-11-22-041500.db"), Some(("2026-11-22-041500".to_owned(), 1)));
        assert_eq!(dated("team-2026-11-22-041500-12.db"), Some(("2026-11-22-041500".to_owned(), 12)));
        for other in [
            "team-2026-11-22.db",
            "team-2026-11-22-041500.db.gz",
            "team-2026-11-22-041500-x.db",
            "team-2026-11-22-0415000.db",
            "teams-2026-11-22-041500.db",
            "team-monday.db",
            "team.db",
        ] {
            assert_eq!(dated(other), None, "{other}");
        }
    }
}
