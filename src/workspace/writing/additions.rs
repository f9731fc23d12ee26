//! Writes the contacts that an import adds, with their values and tags.

use rusqlite::Connection;

use super::bulk::BulkInsert;
use super::indexes::{DroppedIndexes, IndexRebuildHeuristic};
use super::value_writer::{AddedValues, IdentifierKinds};
use super::writer::{INSERT_TAGS, email_key_if_different, stored_line};
use crate::model::{Addition, FieldId, Timestamp};
use crate::workspace::{TagIds, WorkspaceError, WriteTransaction};

/// Index of the e-mail address among the standard fields.
const EMAIL_INDEX: usize = 3;

/// Writes added contacts.
pub(super) struct AdditionWriter<'w> {
    connection: &'w Connection,
    history_id: i64,
    now: i64,
    contacts: BulkInsert<'w>,
    values: AddedValues<'w>,
    tags: BulkInsert<'w>,
    /// First and last ID of the added contacts.
    added: Option<(i64, i64)>,
    forecast: IndexRebuildHeuristic,
    /// Indexes, while they are dropped.
    dropped: Option<DroppedIndexes>,
}

impl<'w> AdditionWriter<'w> {
    pub(super) fn new(
        change: &WriteTransaction<'w>,
        history_id: i64,
        now: Timestamp,
        identifiers: IdentifierKinds,
    ) -> Result<Self, WorkspaceError> {
        let bulk = |head, columns| change.sql(|connection| BulkInsert::prepare(connection, head, columns));
        let contacts = bulk(
            "INSERT OR FAIL INTO contacts (first_name, last_name, phone, email, country, language, email_fold,
               created_at, updated_at, created_by, created_line)",
            11,
        )?;
        let (connection, now) = (change.connection, now.timestamp());
        let (values, tags) = (AddedValues::new(change, identifiers)?, bulk(INSERT_TAGS, 2)?);
        let forecast = IndexRebuildHeuristic::default();
        Ok(Self { connection, history_id, now, contacts, values, tags, added: None, forecast, dropped: None })
    }

    /// Tells how many rows will come, so that it can be decided about the indexes.
    pub(super) fn with_expected_rows(self, rows: u64) -> Self {
        Self { forecast: IndexRebuildHeuristic::new(rows), ..self }
    }

    /// Writes the additions of a batch, given with their lines; `rows` is the size of the batch. Their IDs ascend in the
    /// order of the rows.
    pub(super) fn write(
        &mut self,
        rows: usize,
        additions: &[(Addition, u64)],
        tags: &mut TagIds,
    ) -> rusqlite::Result<()> {
        if self.forecast.observe(rows, additions.len(), || highest_id(self.connection))? {
            self.dropped = Some(DroppedIndexes::drop(self.connection)?);
        }
        self.insert_contacts(additions)?;
        let (mut values, mut added_tags) = (Vec::new(), Vec::new());
        for (id, (addition, _)) in self.new_ids(additions.len()).zip(additions) {
            let custom = addition.values.iter().filter(|(field, _)| field.is_custom());
            values.extend(custom.map(|(field, value)| (id, *field, value)));
            for tag in &addition.tags {
                added_tags.push((id, tags.get_or_insert(self.connection, *tag)?));
            }
        }
        self.values.add(&values, self.dropped.is_none())?;
        self.tags.insert(&added_tags, |(contact, tag), row| row.bind(contact).and_then(|()| row.bind(tag)))
    }

    /// Writes what is left, and creates the indexes again if they were dropped.
    pub(super) fn finish(&mut self) -> rusqlite::Result<()> {
        self.values.flush()?;
        self.dropped.take().map_or(Ok(()), |dropped| dropped.rebuild(self.connection))
    }

    /// First and last ID of the added contacts.
    pub(super) fn added_ids(&self) -> Option<(i64, i64)> {
        self.added
    }

    // An added contact needs no rows in the journal: its columns `created_by` and `created_line` say the same.
    fn insert_contacts(&mut self, additions: &[(Addition, u64)]) -> rusqlite::Result<()> {
        let (history_id, now) = (self.history_id, self.now);
        self.contacts.insert(additions, |(addition, line), row| {
            let standard = standard_values(addition);
            standard.iter().try_for_each(|value| row.bind(value))?;
            row.bind(email_key_if_different(standard[EMAIL_INDEX]))?;
            row.bind(now)?;
            row.bind(now)?;
            row.bind(history_id)?;
            row.bind(stored_line(*line))
        })
    }

    /// IDs of the contacts just added.
    fn new_ids(&mut self, count: usize) -> std::ops::RangeInclusive<i64> {
        // AUTOINCREMENT gives each contact one more than the highest ID ever used, and no other connection writes
        // meanwhile, so the IDs are consecutive.
        let last = self.connection.last_insert_rowid();
        let first = i64::try_from(count).map_or(last, |count| last - count + 1);
        if count > 0 {
            self.added = Some((self.added.map_or(first, |(first, _)| first), last));
        }
        first..=last
    }
}

/// Values of the standard fields, in the order of their columns.
fn standard_values(addition: &Addition) -> [Option<&str>; FieldId::STANDARD_TEXT_FIELDS] {
    let mut standard = [None; FieldId::STANDARD_TEXT_FIELDS];
    for (field, value) in &addition.values {
        if let Some(index) = field.standard_index() {
            standard[index] = Some(value.as_str());
        }
    }
    standard
}

/// Highest Contact ID, as an upper bound of the number of contacts.
fn highest_id(connection: &Connection) -> rusqlite::Result<u64> {
    // `max(id)` reads a few pages, `count(*)` a whole index or table.
    const SQL: &str = "SELECT coalesce(max(id), 0) FROM contacts";
    connection.query_row(SQL, [], |row| row.get(0)).map(i64::cast_unsigned)
}
