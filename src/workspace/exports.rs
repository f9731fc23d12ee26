//! Exports of changes: the newest history entry that each one has told.

use std::path::Path;

use rusqlite::OptionalExtension;

use super::{Snapshot, WorkspaceError, WriteTransaction};
use crate::model::{FileDigest, Timestamp};

impl Snapshot<'_> {
    /// Returns the newest entry that the last export of changes of this name told; `None` if there was none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_export(&self, name: &str) -> Result<Option<i64>, WorkspaceError> {
        const SQL: &str = "SELECT history_id FROM exports WHERE name = ?1";
        self.sql(|connection| connection.query_row(SQL, [name], |row| row.get(0)).optional())
    }
}

impl WriteTransaction<'_> {
    /// Records what an export of changes has told, with the file that it wrote, and commits. The revision stays: no contact
    /// has changed.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn record_export(
        self,
        name: &str,
        newest: i64,
        file: Option<(&Path, &FileDigest)>,
        now: Timestamp,
    ) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT OR REPLACE INTO exports (name, history_id, exported_at) VALUES (?1, ?2, ?3)";
        self.sql(|connection| connection.execute(SQL, (name, newest, now.timestamp_millis())))?;
        if let Some((path, digest)) = file {
            self.record_output(path, Some(digest))?;
        }
        self.commit_without_revision()
    }
}
