//! Writes the contacts that an import adds, a window of them at a time, in the order of the indexes.
//!
//! Values in a random order go to random pages of an index. Row by row, a page would be read, changed, and written to the
//! log because the cache cannot hold them all, once for every contact. So additions are gathered, and inserted in the
//! order of the largest index of their table: each of its pages is changed once for many contacts.

use std::borrow::Cow;

use rusqlite::Connection;

use super::bulk::BulkInsert;
use super::indexes::{DroppedIndexes, IndexRebuildHeuristic};
use super::value_writer::ValueWriter;
use super::writer::{INSERT_TAGS, email_key_if_different, stored_line};
use super::{TagIds, WorkspaceError, WriteTransaction};
use crate::model::{Addition, FieldId, Timestamp};

/// Contacts inserted together: enough that several go to each page of the indexes of a million contacts.
const WINDOW: usize = 16 * 1024;

/// Writes added contacts with their values and tags.
pub(super) struct AdditionWriter<'w> {
    connection: &'w Connection,
    history_id: i64,
    now: i64,
    contacts: BulkInsert<'w>,
    values: ValueWriter<'w>,
    tags: BulkInsert<'w>,
    /// Additions that are not written yet, with their lines.
    pending: Vec<(Addition, u64)>,
    /// First and last ID of the added contacts.
    added: Option<(i64, i64)>,
    forecast: IndexRebuildHeuristic,
    /// Indexes, while they are dropped.
    dropped: Option<DroppedIndexes>,
}

/// A contact to insert.
struct NewContact<'a> {
    id: i64,
    line: u64,
    addition: &'a Addition,
    /// Values of the standard fields, in the order of their columns.
    standard: [Option<&'a str>; FieldId::STANDARD_TEXT_FIELDS],
    email_fold: Option<Cow<'a, str>>,
}

impl<'w> AdditionWriter<'w> {
    pub(super) fn new(
        change: &WriteTransaction<'w>,
        history_id: i64,
        now: Timestamp,
    ) -> Result<Self, WorkspaceError> {
        let bulk = |head, columns| change.sql(|connection| BulkInsert::prepare(connection, head, columns));
        let contacts = bulk(
            "INSERT OR FAIL INTO contacts (id, first_name, last_name, phone, email, country, language, email_fold,
               created_at, updated_at, created_by, created_line)",
            12,
        )?;
        Ok(Self {
            connection: change.connection,
            history_id,
            now: now.timestamp(),
            contacts,
            values: ValueWriter::new(change)?,
            tags: bulk(INSERT_TAGS, 2)?,
            pending: Vec::new(),
            added: None,
            forecast: IndexRebuildHeuristic::default(),
            dropped: None,
        })
    }

    /// Tells how many rows will come, so that it can be decided about the indexes.
    pub(super) fn with_expected_rows(self, rows: u64) -> Self {
        Self { forecast: IndexRebuildHeuristic::new(rows), ..self }
    }

    /// Takes the additions of a batch, with their lines; `rows` is the size of the batch.
    pub(super) fn push(
        &mut self,
        rows: usize,
        additions: Vec<(Addition, u64)>,
        tags: &mut TagIds,
    ) -> rusqlite::Result<()> {
        if self.forecast.observe(rows, additions.len(), || last_id(self.connection).map(i64::cast_unsigned))? {
            self.dropped = Some(DroppedIndexes::drop(self.connection)?);
        }
        self.pending.extend(additions);
        // Without indexes the order of the rows is that of the table.
        if self.dropped.is_some() || self.pending.len() >= WINDOW { self.write_pending(tags) } else { Ok(()) }
    }

    /// Writes the additions that wait.
    pub(super) fn write_pending(&mut self, tags: &mut TagIds) -> rusqlite::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        // Nobody else writes meanwhile, so the IDs are consecutive.
        let first = last_id(self.connection)?.saturating_add(1);
        let mut new: Vec<NewContact<'_>> = (first..).zip(&pending).map(|(id, added)| NewContact::of(id, added)).collect();
        self.added = new.last().map(|last| (self.added.map_or(first, |(first, _)| first), last.id));
        self.insert_tags(&new, tags)?;
        self.insert_values(&new)?;
        if self.dropped.is_none() {
            new.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
        }
        self.insert_contacts(&new)
    }

    /// Creates the indexes again, if they were dropped.
    pub(super) fn finish(&mut self) -> rusqlite::Result<()> {
        self.dropped.take().map_or(Ok(()), |dropped| dropped.rebuild(self.connection))
    }

    /// First and last ID of the added contacts.
    pub(super) fn added_ids(&self) -> Option<(i64, i64)> {
        self.added
    }

    // An added contact needs no rows in the journal: its columns `created_by` and `created_line` say the same.
    fn insert_contacts(&mut self, new: &[NewContact<'_>]) -> rusqlite::Result<()> {
        let (history_id, now) = (self.history_id, self.now);
        self.contacts.insert(new, |contact, row| {
            row.bind(contact.id)?;
            contact.standard.iter().try_for_each(|value| row.bind(value))?;
            row.bind(contact.email_fold.as_deref())?;
            row.bind(now)?;
            row.bind(now)?;
            row.bind(history_id)?;
            row.bind(stored_line(contact.line))
        })
    }

    fn insert_values(&mut self, new: &[NewContact<'_>]) -> rusqlite::Result<()> {
        let custom = new.iter().flat_map(|NewContact { id, addition, .. }| {
            addition.values.iter().filter(|(field, _)| field.is_custom()).map(|(field, value)| (*id, *field, value))
        });
        let mut values: Vec<_> =
            custom.map(|(contact, field, value)| self.values.value(contact, field, value)).collect();
        if self.dropped.is_none() {
            values.sort_by(|one, other| one.order().cmp(&other.order()));
        }
        self.values.insert(&values)
    }

    fn insert_tags(&mut self, new: &[NewContact<'_>], tags: &mut TagIds) -> rusqlite::Result<()> {
        let mut rows = Vec::new();
        for NewContact { id, addition, .. } in new {
            for tag in &addition.tags {
                rows.push((*id, tags.get_or_insert(self.connection, *tag)?));
            }
        }
        self.tags.insert(&rows, |(contact, tag), row| row.bind(contact).and_then(|()| row.bind(tag)))
    }
}

impl<'a> NewContact<'a> {
    fn of(id: i64, (addition, line): &'a (Addition, u64)) -> Self {
        let mut standard = [None; FieldId::STANDARD_TEXT_FIELDS];
        for (field, value) in &addition.values {
            if let Some(index) = field.standard_index() {
                standard[index] = Some(value.as_str());
            }
        }
        let email = addition.values.iter().find(|(field, _)| *field == FieldId::EMAIL);
        let email_fold = email_key_if_different(email.map(|(_, value)| value.as_str()));
        Self { id, line: *line, addition, standard, email_fold }
    }

    /// Key of the order in which contacts are inserted: that of the index of addresses, of which each is long.
    fn order(&self) -> (Option<&str>, Option<&str>) {
        let value = |field: FieldId| field.standard_index().and_then(|index| self.standard[index]);
        (self.email_fold.as_deref().or(value(FieldId::EMAIL)), value(FieldId::PHONE))
    }
}

/// Highest Contact ID that was ever given.
fn last_id(connection: &Connection) -> rusqlite::Result<i64> {
    // AUTOINCREMENT would give the next contact one more than that. `max(id)` reads a few pages, `count(*)` a whole table.
    const SQL: &str = "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0),
                                  coalesce((SELECT max(id) FROM contacts), 0))";
    connection.query_row(SQL, [], |row| row.get(0))
}
