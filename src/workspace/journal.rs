//! What the history says of all its entries, and what each changed.

use std::time::Duration;

use rusqlite::{OptionalExtension, Row};

use super::finder::text_column;
use super::{Snapshot, WorkspaceError};
use crate::model::{ContactId, FieldId, Text, Timestamp};

/// An entry of the history, of whatever kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// What it is: `import`, `undo`, `edit`, `delete`, `merge`, ….
    pub kind: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// The entry that took it back; `None` while it holds.
    pub undone_by: Option<i64>,
    /// In an entry that takes back or brings back: the entry that is meant.
    pub undoes: Option<i64>,
    /// Whether it brings back what had been taken back.
    pub is_redo: bool,
    /// What it did, for people, without personal data.
    pub summary: Option<String>,
}

impl Entry {
    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        (self.finished_at - self.started_at).to_std().unwrap_or_default()
    }
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Those that began at this moment or later.
    pub since: Option<Timestamp>,
    /// Those that hold, or those that were taken back.
    pub holds: Option<bool>,
    /// Those of this kind.
    pub kind: Option<String>,
}

/// Something that an entry changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// The contact.
    pub contact: ContactId,
    /// What of it.
    pub what: Changed,
}

/// What an entry changed in a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The contact was added or brought back.
    Added,
    /// The contact was removed.
    Removed,
    /// The value of a field.
    Field {
        /// Which field.
        field: FieldId,
        /// Its value before; `None` when it was empty.
        before: Option<Text>,
        /// Its value after; `None` when it was emptied.
        after: Option<Text>,
    },
    /// A tag.
    Tag {
        /// Its name.
        name: Text,
        /// Whether the contact got it; else it lost it.
        added: bool,
    },
}

/// Every second switch of an entry brings it back.
const ENTRIES: &str = "
SELECT id, kind, started_at, finished_at, undone_by, undoes, (
    SELECT count(*) % 2 = 0 FROM history AS switch WHERE switch.undoes = history.undoes AND switch.id <= history.id
  ) AND undoes IS NOT NULL, summary
FROM history
WHERE id = coalesce(?1, id) AND started_at >= coalesce(?2, started_at)
  AND (undone_by IS NULL) = coalesce(?3, undone_by IS NULL) AND kind = coalesce(?4, kind)
ORDER BY id DESC";

/// The tables of the journal, as rows of one form: whole contacts, then fields, then tags. Each comes by contact, so
/// that they are merged, not sorted, and reading stops where enough is read.
const CHANGES: &str = "
SELECT contact_id, NULL AS field, NULL AS before, NULL AS after, NULL AS tag, added FROM journal_contacts
  WHERE history_id = ?1
UNION ALL SELECT contact_id, field_id, before, after, NULL, NULL FROM journal WHERE history_id = ?1
UNION ALL SELECT contact_id, NULL, NULL, NULL, tags.name, added FROM journal_tags CROSS JOIN tags ON tags.id = tag_id
  WHERE history_id = ?1
ORDER BY contact_id LIMIT ?2";

const CHANGE_COUNT: &str = "
SELECT (SELECT count(*) FROM journal_contacts WHERE history_id = ?1)
  + (SELECT count(*) FROM journal WHERE history_id = ?1)
  + (SELECT count(*) FROM journal_tags WHERE history_id = ?1)";

const CONTACT_COUNT: &str = "
SELECT count(*) FROM (
  SELECT contact_id FROM journal_contacts WHERE history_id = ?1
  UNION SELECT contact_id FROM journal WHERE history_id = ?1
  UNION SELECT contact_id FROM journal_tags WHERE history_id = ?1)";

impl Snapshot<'_> {
    /// The entries that a filter lets through, the latest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entries(&self, filter: &EntryFilter) -> Result<Vec<Entry>, WorkspaceError> {
        let mut entries = Vec::new();
        self.each_entry(filter, &mut |entry| -> Result<(), WorkspaceError> {
            entries.push(entry);
            Ok(())
        })?;
        Ok(entries)
    }

    /// Visits the entries that a filter lets through, the latest first, until a visit fails. One entry is held at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or as the visit says.
    pub fn each_entry<E: From<WorkspaceError>>(
        &self,
        filter: &EntryFilter,
        visit: &mut dyn FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let since = filter.since.map(|since| since.timestamp_millis());
        let mut statement = self.sql(|connection| connection.prepare_cached(ENTRIES))?;
        let entries = statement.query_map((None::<i64>, since, filter.holds, &filter.kind), read_entry);
        for entry in entries.map_err(sql_error)? {
            visit(entry.map_err(sql_error)?)?;
        }
        Ok(())
    }

    /// One entry.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entry(&self, id: i64) -> Result<Option<Entry>, WorkspaceError> {
        let none = None::<i64>;
        self.sql(|connection| {
            connection.prepare_cached(ENTRIES)?.query_row((id, none, none, none), read_entry).optional()
        })
    }

    /// How much an entry changed, and the first of it, by contact. The contacts that an import added are not among it.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn changes_of(&self, entry: i64, limit: u32) -> Result<(u64, Vec<EntryChange>), WorkspaceError> {
        self.sql(|connection| {
            let count: i64 = connection.query_row(CHANGE_COUNT, [entry], |row| row.get(0))?;
            let mut statement = connection.prepare_cached(CHANGES)?;
            let mut changes: Vec<EntryChange> =
                statement.query_map([entry, limit.into()], read_change)?.collect::<Result<_, _>>()?;
            changes.sort_by_key(|change| (change.contact, change.what.sort_key()));
            Ok((count.cast_unsigned(), changes))
        })
    }
}

impl Snapshot<'_> {
    /// How many contacts an entry changed; those that an import added are not among them.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contacts_changed_by(&self, entry: i64) -> Result<u64, WorkspaceError> {
        self.sql(|connection| connection.query_row(CONTACT_COUNT, [entry], |row| row.get(0)).map(i64::cast_unsigned))
    }
}

impl Changed {
    /// Where it stands among what is changed in a contact; tags keep their order.
    fn sort_key(&self) -> (u8, i64) {
        match self {
            Self::Added | Self::Removed => (0, 0),
            Self::Field { field, .. } => (1, field.0),
            Self::Tag { .. } => (2, 0),
        }
    }
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        kind: row.get(1)?,
        started_at: moment(row.get(2)?),
        finished_at: moment(row.get(3)?),
        undone_by: row.get(4)?,
        undoes: row.get(5)?,
        is_redo: row.get(6)?,
        summary: row.get(7)?,
    })
}

fn read_change(row: &Row<'_>) -> rusqlite::Result<EntryChange> {
    let what = match (row.get::<_, Option<i64>>(1)?, text_column(row, 4)?) {
        (Some(field), _) => {
            Changed::Field { field: FieldId(field), before: text_column(row, 2)?, after: text_column(row, 3)? }
        }
        (None, Some(name)) => Changed::Tag { name, added: row.get(5)? },
        (None, None) if row.get(5)? => Changed::Added,
        (None, None) => Changed::Removed,
    };
    Ok(EntryChange { contact: ContactId(row.get(0)?), what })
}

/// Milliseconds since 1970 as the workspace keeps them.
pub(super) fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(milliseconds).unwrap_or_default()
}
