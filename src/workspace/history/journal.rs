//! The history as a list of entries of all kinds, and what each entry changed.

use std::time::Duration;

use rusqlite::{OptionalExtension, Row};

use super::EntryKind;
use crate::model::{ChangeSummary, ContactId, FieldId, TagChangeCount, Text, Timestamp};
use crate::workspace::columns::{moment, text_column};
use crate::workspace::{Snapshot, WorkspaceError};

/// A history entry of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// ID of the entry.
    pub id: i64,
    /// Kind of the entry.
    pub kind: EntryKind,
    /// Time at which it started.
    pub started_at: Timestamp,
    /// Time at which it ended.
    pub finished_at: Timestamp,
    /// The entry that undid it; `None` while it holds.
    pub undone_by: Option<i64>,
    /// Of an undo or redo: the entry it undid or redid.
    pub undoes: Option<i64>,
    /// True if it redid an entry that had been undone.
    pub is_redo: bool,
    /// Short description for users, without personal data.
    pub summary: Option<String>,
    /// The entry that pruned what it changed; `None` while that is kept.
    pub pruned_by: Option<i64>,
}

impl Entry {
    /// Duration of the entry.
    pub fn elapsed(&self) -> Duration {
        (self.finished_at - self.started_at).to_std().unwrap_or_default()
    }
}

/// Conditions for listing entries; all must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Entries that started at this time or later.
    pub since: Option<Timestamp>,
    /// Entries that hold (true), or that were undone (false).
    pub holds: Option<bool>,
    /// Entries of this kind.
    pub kind: Option<EntryKind>,
}

/// One change an entry made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// The contact.
    pub contact: ContactId,
    /// The changed part of it.
    pub what: Changed,
}

/// A changed part of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The contact was added or restored.
    Added,
    /// The contact was removed.
    Removed,
    /// The value of a field.
    Field {
        /// The field.
        field: FieldId,
        /// Its previous value; `None` if it was empty.
        before: Option<Text>,
        /// Its new value; `None` if it was cleared.
        after: Option<Text>,
    },
    /// A tag.
    Tag {
        /// Name of the tag.
        name: Text,
        /// True if the contact got it, false if it lost it.
        added: bool,
    },
}

/// Entries with the filters of [`EntryFilter`], newest first.
// Undo and redo of one entry alternate, so every second of them is a redo.
const ENTRIES: &str = "
SELECT id, kind, started_at, finished_at, undone_by, undoes, (
    SELECT count(*) % 2 = 0 FROM history AS toggle WHERE toggle.undoes = history.undoes AND toggle.id <= history.id
  ) AND undoes IS NOT NULL, summary, pruned_by
FROM history
WHERE id = coalesce(?1, id) AND started_at >= coalesce(?2, started_at)
  AND (undone_by IS NULL) = coalesce(?3, undone_by IS NULL) AND kind = coalesce(?4, kind)
ORDER BY id DESC";

/// Visit of a contact with its changes.
pub type VisitContact<'v, E> = dyn FnMut(ContactId, &[EntryChange]) -> Result<(), E> + 'v;

/// Changes of one entry, as rows of one form: contacts, then fields, then tags.
// Each of the three tables is clustered by entry, then contact, so SQLite merges them without sorting and stops at the
// limit.
const CHANGES: &str = "
SELECT contact_id, NULL AS field, NULL AS before, NULL AS after, NULL AS tag, added FROM journal_contacts
  WHERE history_id = ?1
UNION ALL SELECT contact_id, field_id, before, after, NULL, NULL FROM journal WHERE history_id = ?1
UNION ALL SELECT contact_id, NULL, NULL, NULL, tags.name, added FROM journal_tags CROSS JOIN tags ON tags.id = tag_id
  WHERE history_id = ?1
ORDER BY contact_id LIMIT ?2";

/// All changes of one entry.
const NO_LIMIT: i64 = -1;

const CHANGE_COUNT: &str = "
SELECT (SELECT count(*) FROM journal_contacts WHERE history_id = ?1)
  + (SELECT count(*) FROM journal WHERE history_id = ?1)
  + (SELECT count(*) FROM journal_tags WHERE history_id = ?1)";

const CONTACT_COUNT: &str = "
SELECT count(*) FROM (
  SELECT contact_id FROM journal_contacts WHERE history_id = ?1
  UNION SELECT contact_id FROM journal WHERE history_id = ?1
  UNION SELECT contact_id FROM journal_tags WHERE history_id = ?1)";

/// Changed fields with their numbers of contacts, without those of contacts that were added or removed: all their values
/// are in the journal.
const FIELD_COUNTS: &str = "
SELECT field_id, count(*) FROM journal
WHERE history_id = ?1 AND contact_id NOT IN (SELECT contact_id FROM journal_contacts WHERE history_id = ?1)
GROUP BY field_id";

/// Changed tags with their numbers of contacts, likewise.
const TAG_COUNTS: &str = "
SELECT tags.name, added, count(*) FROM journal_tags JOIN tags ON tags.id = tag_id
WHERE history_id = ?1 AND contact_id NOT IN (SELECT contact_id FROM journal_contacts WHERE history_id = ?1)
GROUP BY tag_id, added";

impl Snapshot<'_> {
    /// Returns the entries that pass a filter, newest first.
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

    /// Visits the entries that pass a filter, newest first, until a visit fails. Only one entry is held in memory at a
    /// time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_entry<E: From<WorkspaceError>>(
        &self,
        filter: &EntryFilter,
        visit: &mut dyn FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let since = filter.since.map(|since| since.timestamp_millis());
        let mut statement = self.sql(|connection| connection.prepare_cached(ENTRIES))?;
        let entries = statement.query_map((None::<i64>, since, filter.holds, filter.kind), read_entry);
        for entry in entries.map_err(sql_error)? {
            visit(entry.map_err(sql_error)?)?;
        }
        Ok(())
    }

    /// Returns one entry; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entry(&self, id: i64) -> Result<Option<Entry>, WorkspaceError> {
        let none = None::<i64>;
        self.sql(|connection| {
            connection.prepare_cached(ENTRIES)?.query_row((id, none, none, none), read_entry).optional()
        })
    }

    /// Returns true if an entry started before a moment and is not pruned.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_entries_before(&self, moment: Timestamp) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM history WHERE started_at < ?1 AND pruned_by IS NULL)";
        self.sql(|connection| connection.query_row(SQL, [moment.timestamp_millis()], |row| row.get(0)))
    }

    /// Returns the number of changes of an entry and the first `limit` of them, by contact. Contacts added by an import
    /// are not included.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn changes_of(&self, entry: i64, limit: u32) -> Result<(u64, Vec<EntryChange>), WorkspaceError> {
        self.sql(|connection| {
            let count: i64 = connection.query_row(CHANGE_COUNT, [entry], |row| row.get(0))?;
            let mut statement = connection.prepare_cached(CHANGES)?;
            let mut changes: Vec<EntryChange> =
                statement.query_map([entry, limit.into()], read_change)?.collect::<Result<_, _>>()?;
            sort(&mut changes);
            Ok((count.cast_unsigned(), changes))
        })
    }

    /// Visits all changes of an entry contact by contact, by ascending ID, until a visit fails. Only the changes of one
    /// contact are held in memory at a time. Contacts added by an import are not included.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_changed_contact<E: From<WorkspaceError>>(
        &self,
        entry: i64,
        visit: &mut VisitContact<'_, E>,
    ) -> Result<(), E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare_cached(CHANGES))?;
        let mut of_contact: Vec<EntryChange> = Vec::new();
        for change in statement.query_map([entry, NO_LIMIT], read_change).map_err(sql_error)? {
            let change = change.map_err(sql_error)?;
            if of_contact.first().is_some_and(|first| first.contact != change.contact) {
                visit_contact(&mut of_contact, visit)?;
            }
            of_contact.push(change);
        }
        visit_contact(&mut of_contact, visit)
    }

    /// Returns the number of contacts an entry changed. Contacts added by an import are not included.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contacts_changed_by(&self, entry: i64) -> Result<u64, WorkspaceError> {
        self.sql(|connection| connection.query_row(CONTACT_COUNT, [entry], |row| row.get(0)).map(i64::cast_unsigned))
    }

    /// Counts the changes of the contacts that an entry neither added nor removed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn change_summary(&self, entry: i64) -> Result<ChangeSummary, WorkspaceError> {
        const ADDED_OR_REMOVED: &str = "SELECT count(*) FROM journal_contacts WHERE history_id = ?1";
        let all = self.contacts_changed_by(entry)?;
        self.sql(|connection| {
            let others: i64 = connection.query_row(ADDED_OR_REMOVED, [entry], |row| row.get(0))?;
            let fields = connection
                .prepare(FIELD_COUNTS)?
                .query_map([entry], |row| Ok((FieldId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned())))?
                .collect::<Result<_, _>>()?;
            let tags = connection.prepare(TAG_COUNTS)?.query_map([entry], read_tag_count)?.collect::<Result<_, _>>()?;
            Ok(ChangeSummary::new(all.saturating_sub(others.cast_unsigned()), fields, tags))
        })
    }
}

/// Visits the changes of one contact, if there are any, and clears them.
fn visit_contact<E>(changes: &mut Vec<EntryChange>, visit: &mut VisitContact<'_, E>) -> Result<(), E> {
    sort(changes);
    match changes.first().map(|change| change.contact) {
        Some(contact) => visit(contact, changes)?,
        None => return Ok(()),
    }
    changes.clear();
    Ok(())
}

/// Sorts changes by contact, then by part of it.
// The query merges by contact only; which of its rows comes first is not defined. The sort is stable, so tags keep their
// order.
fn sort(changes: &mut [EntryChange]) {
    changes.sort_by_key(|change| (change.contact, change.what.sort_key()));
}

impl Changed {
    /// Position among the changes of a contact; tags keep their order.
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
        pruned_by: row.get(8)?,
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

fn read_tag_count(row: &Row<'_>) -> rusqlite::Result<TagChangeCount> {
    Ok(TagChangeCount {
        name: text_column(row, 0)?.unwrap_or_default(),
        is_added: row.get(1)?,
        contacts: row.get::<_, i64>(2)?.cast_unsigned(),
    })
}
