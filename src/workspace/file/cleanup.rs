//! Cleanup after data was taken out: the file is rewritten without free pages and gaps, and its log is emptied, so that
//! no byte of the data stays. Until that has happened it is remembered in the workspace.

use std::fs;

use rusqlite::Connection;

use super::Workspace;
use super::connection::{empty_log, file_of};
use super::disk::Disk;
use super::staging_file::remove_orphans;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Free disk space that a rewrite needs, as a multiple of the size of the workspace: SQLite writes it to a temporary file
/// and from there to the log.
const SPACE_FACTOR: u64 = 2;

/// Outcome of a cleanup.
#[derive(Debug)]
pub enum Cleanup {
    /// Nothing was to be cleaned up.
    NotNeeded,
    /// The file was rewritten, and its log is empty.
    Done {
        /// Size of the file before, in bytes.
        before: u64,
        /// Size of the file now, in bytes.
        after: u64,
    },
    /// It could not be done now; the next command tries again.
    Postponed(CleanupObstacle),
}

/// Reason why a cleanup was postponed.
#[derive(Debug)]
pub enum CleanupObstacle {
    /// The disk has not enough room to rewrite the file.
    Space {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// Another command is reading or writing.
    InUse,
    /// The file could not be rewritten.
    Failed(WorkspaceError),
}

/// Runs deletions whose rows and freed pages are overwritten with zeros.
pub(in crate::workspace) fn with_overwriting<T>(
    connection: &Connection,
    delete: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    connection.pragma_update(None, "secure_delete", true)?;
    // The setting goes back to false even if the deletion fails, so no `?` here.
    let deleted = delete();
    connection.pragma_update(None, "secure_delete", false)?;
    deleted
}

impl WriteTransaction<'_> {
    /// Remembers that the file has to be rewritten after the commit: [`Workspace::clean_up`].
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn request_cleanup(&self) -> Result<(), WorkspaceError> {
        self.sql(|connection| connection.execute("UPDATE workspace SET cleanup_pending = 1", [])).map(drop)
    }

    /// Overwrites with zeros what this transaction deletes from now on.
    pub(in crate::workspace) fn overwrite_deleted(&self) -> Result<(), WorkspaceError> {
        self.sql(|connection| connection.pragma_update(None, "secure_delete", true))
    }
}

impl Snapshot<'_> {
    /// Returns true if data was taken out and the file was not rewritten since.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn is_cleanup_pending(&self) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT cleanup_pending FROM workspace";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get(0)))
    }
}

impl Workspace {
    /// Rewrites the file and empties its log if data was taken out of it since the last time, and removes what killed
    /// commands left beside it. It takes about as long as a backup.
    ///
    /// # Errors
    /// When the workspace cannot be read. A rewrite that cannot be done now is no error: it is postponed.
    pub fn clean_up(&self) -> Result<Cleanup, WorkspaceError> {
        let snapshot = self.snapshot()?;
        if snapshot.sql(file_of)?.is_none() || !snapshot.is_cleanup_pending()? {
            return Ok(Cleanup::NotNeeded);
        }
        let revision = snapshot.revision()?;
        drop(snapshot);
        let before = self.size();
        if let Some(obstacle) = self.lack_of_space(before) {
            return Ok(Cleanup::Postponed(obstacle));
        }
        Ok(match self.rewrite(revision) {
            Ok(true) => Cleanup::Done { before, after: self.size() },
            Ok(false) | Err(WorkspaceError::Busy { .. }) => Cleanup::Postponed(CleanupObstacle::InUse),
            Err(error) => Cleanup::Postponed(CleanupObstacle::Failed(error)),
        })
    }

    /// Rewrites the file; false if another command still reads an older state, which keeps the log in use, or has changed
    /// this revision since and may have taken out more.
    fn rewrite(&self, revision: i64) -> Result<bool, WorkspaceError> {
        const DONE: &str = "UPDATE workspace SET cleanup_pending = 0 WHERE revision = ?1";
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        remove_orphans(&self.path);
        self.connection.execute_batch("VACUUM").map_err(sql_error)?;
        if !empty_log(&self.connection).map_err(sql_error)? {
            return Ok(false);
        }
        let change = self.change()?;
        let is_same = change.sql(|connection| connection.execute(DONE, [revision]))? > 0;
        change.commit_without_revision()?;
        self.connection.pragma_update(None, "secure_delete", false).map_err(sql_error)?;
        empty_log(&self.connection).map_err(sql_error)?;
        Ok(is_same)
    }

    /// Size of the file in bytes; 0 if it cannot be told.
    fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }

    fn lack_of_space(&self, size: u64) -> Option<CleanupObstacle> {
        let (needed, free) = (size * SPACE_FACTOR, Disk::of(&self.path).free?);
        (free < needed).then_some(CleanupObstacle::Space { needed, free })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn take_out(workspace: &Workspace) -> i64 {
        let change = workspace.change().unwrap();
        change.request_cleanup().unwrap();
        change.commit().unwrap();
        workspace.snapshot().unwrap().revision().unwrap()
    }

    #[test]
    fn what_another_command_takes_out_during_a_rewrite_stays_to_be_done() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::create(&folder.path().join("w.db"), Timestamp::default()).unwrap();
        let (first, second) = (take_out(&workspace), take_out(&workspace));
        assert!(!workspace.rewrite(first).unwrap());
        assert!(workspace.snapshot().unwrap().is_cleanup_pending().unwrap());
        assert!(workspace.rewrite(second).unwrap());
        assert!(!workspace.snapshot().unwrap().is_cleanup_pending().unwrap());
    }
}
