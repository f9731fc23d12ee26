//! Kinds of history entries, and the beginning of those that are neither an import nor an undo.

use std::fmt;

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::model::Timestamp;
use crate::workspace::columns::from_name;
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Kind of a history entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// Imported a list.
    Import,
    /// Undid or redid another entry.
    Undo,
    /// Added a contact by hand.
    Add,
    /// Changed fields or tags of contacts.
    Edit,
    /// Removed contacts.
    Delete,
    /// Merged contacts into one.
    Merge,
    /// Renamed, merged or deleted tags.
    Tags,
    /// Removed a custom field.
    Fields,
    /// Took everything of contacts out of the workspace; it cannot be undone.
    Forget,
    /// Dropped what older entries had changed; it cannot be undone.
    Prune,
    /// Suppressed values of people who want to be left alone, or no longer.
    Suppress,
}

impl EntryKind {
    /// All kinds.
    const ALL: [Self; 11] = [
        Self::Import,
        Self::Undo,
        Self::Add,
        Self::Edit,
        Self::Delete,
        Self::Merge,
        Self::Tags,
        Self::Fields,
        Self::Forget,
        Self::Prune,
        Self::Suppress,
    ];

    /// Name of the kind as stored in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Undo => "undo",
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Merge => "merge",
            Self::Tags => "tags",
            Self::Fields => "fields",
            Self::Forget => "forget",
            Self::Prune => "prune",
            Self::Suppress => "suppress",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromSql for EntryKind {
    fn column_result(column: ValueRef<'_>) -> FromSqlResult<Self> {
        from_name(column, Self::from_name)
    }
}

impl ToSql for EntryKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl WriteTransaction<'_> {
    /// Creates a history entry and returns its ID. The summary is shown to users and holds no personal data: only
    /// Contact IDs and field names.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn begin_entry(&self, kind: EntryKind, summary: &str, now: Timestamp) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at, summary) VALUES (?1, ?2, ?2, ?3)",
                (kind, now.timestamp_millis(), summary),
            )?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Gives a history entry another summary, once it is known what it did: counts and IDs alone, because the history keeps
    /// no personal data in it.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn summarise_entry(&self, entry: i64, summary: &str) -> Result<(), WorkspaceError> {
        const SQL: &str = "UPDATE history SET summary = ?2 WHERE id = ?1";
        self.sql(|connection| connection.execute(SQL, (entry, summary))).map(drop)
    }
}
