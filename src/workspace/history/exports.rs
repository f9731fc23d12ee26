//! Exports of changes: the newest history entry that each one has told, and whom it left out.

use std::path::Path;

use rusqlite::OptionalExtension;

use crate::model::{ContactId, FileDigest, Timestamp};
use crate::workspace::columns::json_ids;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// What an export of changes told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToldChanges {
    /// The newest history entry that it told.
    pub newest: i64,
    /// Contacts that it left out because they were of suppressed people, ascending.
    pub left_out: Vec<ContactId>,
}

impl Snapshot<'_> {
    /// Returns what the last export of changes of this name told; `None` if there was none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_export(&self, name: &str) -> Result<Option<ToldChanges>, WorkspaceError> {
        const NEWEST: &str = "SELECT history_id FROM exports WHERE name = ?1";
        const LEFT_OUT: &str =
            "SELECT one.value FROM exports, json_each(coalesce(left_out, '[]')) AS one WHERE name = ?1 ORDER BY 1";
        self.sql(|connection| {
            let newest = connection.query_row(NEWEST, [name], |row| row.get(0)).optional()?;
            let Some(newest) = newest else { return Ok(None) };
            let mut statement = connection.prepare(LEFT_OUT)?;
            let left_out = statement.query_map([name], |row| Ok(ContactId(row.get(0)?)))?;
            Ok(Some(ToldChanges { newest, left_out: left_out.collect::<rusqlite::Result<_>>()? }))
        })
    }

    /// Returns the names of all exports of changes, sorted: the paths of their files, or names that were given.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn export_names(&self) -> Result<Vec<String>, WorkspaceError> {
        const SQL: &str = "SELECT name FROM exports ORDER BY name";
        self.sql(|connection| connection.prepare(SQL)?.query_map([], |row| row.get(0))?.collect())
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
        told: &ToldChanges,
        file: Option<(&Path, &FileDigest)>,
        now: Timestamp,
    ) -> Result<(), WorkspaceError> {
        const SQL: &str =
            "INSERT OR REPLACE INTO exports (name, history_id, exported_at, left_out) VALUES (?1, ?2, ?3, ?4)";
        let left_out = json_ids(&told.left_out);
        self.sql(|connection| connection.execute(SQL, (name, told.newest, now.timestamp_millis(), left_out)))?;
        if let Some((path, digest)) = file {
            self.record_output(path, Some(digest))?;
        }
        self.commit_without_revision()
    }
}
