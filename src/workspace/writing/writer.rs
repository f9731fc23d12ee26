//! Writes planned rows into the workspace, with their journal.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{CachedStatement, Connection};

use super::additions::AdditionWriter;
use super::bulk::BulkInsert;
use super::update_sorter::{PendingUpdate, UpdateSorter};
use super::value_writer::{ChangedValues, IdentifierKinds};
use crate::model::{Action, FieldChange, FieldId, PlannedRow, Timestamp, Update, email_key};
use crate::workspace::fields::STANDARD_COLUMNS;
use crate::workspace::{TagIds, WorkspaceError, WriteTransaction};

/// Updates written together: first to one table, then to the next.
const UPDATE_BATCH_SIZE: usize = 1024;

/// Head of the statement that gives contacts tags.
pub(super) const INSERT_TAGS: &str = "INSERT OR IGNORE INTO contact_tags (contact_id, tag_id)";

/// Writes planned rows and their journal as part of one transaction.
// The order of writes decides the speed: with all writes in the order of the file an import took 3.0 to 3.8 seconds in
// a one-threaded prototype, sorted ones 1.9. So contacts are changed by ascending ID, each in one statement, an index
// is touched only where its column changes, and tags and journal are written in the order of their keys.
pub struct ContactWriter<'w> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    history_id: i64,
    now: i64,
    additions: AdditionWriter<'w>,
    /// Updates that are not written yet, in the order of their rows.
    sorter: UpdateSorter,
    delete_tag: CachedStatement<'w>,
    tags: BulkInsert<'w>,
    values: ChangedValues<'w>,
    journal: BulkInsert<'w>,
    journal_tags: BulkInsert<'w>,
    /// Prepared updates of the standard fields, by the set of their columns as bits.
    updates: HashMap<u8, CachedStatement<'w>>,
}

/// A tag that a contact gets or loses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TagChange {
    contact: i64,
    tag: i64,
    added: bool,
}

impl<'w> WriteTransaction<'w> {
    /// Returns a writer whose changes belong to this history entry.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn writer(&self, history_id: i64, now: Timestamp) -> Result<ContactWriter<'w>, WorkspaceError> {
        let prepare = |sql| self.sql(|connection| connection.prepare_cached(sql));
        let bulk = |head, columns| self.sql(|connection| BulkInsert::prepare(connection, head, columns));
        let identifiers = IdentifierKinds::of(self)?;
        Ok(ContactWriter {
            connection: self.connection,
            path: self.path,
            history_id,
            now: now.timestamp(),
            additions: AdditionWriter::new(self, history_id, now, identifiers.clone())?,
            sorter: UpdateSorter::new(self.path),
            delete_tag: prepare("DELETE FROM contact_tags WHERE contact_id = ?1 AND tag_id = ?2")?,
            tags: bulk(INSERT_TAGS, 2)?,
            values: ChangedValues::new(self, identifiers)?,
            journal: bulk("INSERT OR FAIL INTO journal (history_id, contact_id, field_id, before, after, line)", 6)?,
            journal_tags: bulk("INSERT OR FAIL INTO journal_tags (history_id, contact_id, tag_id, added)", 4)?,
            updates: HashMap::new(),
        })
    }
}

impl ContactWriter<'_> {
    /// Tells the writer how many rows will come, so that it can decide about the indexes.
    #[must_use]
    pub fn with_expected_rows(self, rows: u64) -> Self {
        Self { additions: self.additions.with_expected_rows(rows), ..self }
    }

    /// Takes the rows of a batch. Updates, and values of identifiers, wait for [`ContactWriter::flush`]. Added contacts get
    /// ascending IDs in the order of the rows.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn write(&mut self, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), WorkspaceError> {
        let (count, mut additions) = (rows.len(), Vec::new());
        for PlannedRow { line, action, .. } in rows {
            match action {
                Action::Add(addition) => additions.push((addition, line)),
                Action::Update(update) if update.is_empty() => {}
                Action::Update(update) => {
                    // Tags alone do not count as a modification of the contact.
                    let moment = (!update.fields.is_empty()).then_some(self.now);
                    let waiting = PendingUpdate { update, line, moment };
                    self.sorter.push(&waiting).map_err(|error| WorkspaceError::io(self.path, error))?;
                }
                Action::Skip | Action::Suppress | Action::Reject => {}
            }
        }
        self.additions.write(count, &additions, tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Writes updates that give contacts earlier values, by ascending contact.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub(in crate::workspace) fn write_reverted(
        &mut self,
        updates: &[PendingUpdate],
        tags: &mut TagIds,
    ) -> Result<(), WorkspaceError> {
        self.write_updates(updates, tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Writes what has been collected and rebuilds the indexes if they were dropped. Must be called at the end.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn flush(&mut self, tags: &mut TagIds) -> Result<(), WorkspaceError> {
        let path = self.path;
        let sql_error = |error| WorkspaceError::sql(path, error);
        let mut updates = std::mem::replace(&mut self.sorter, UpdateSorter::new(path)).sorted();
        loop {
            let together = updates.by_ref().take(UPDATE_BATCH_SIZE).collect::<Result<Vec<_>, _>>();
            let together = together.map_err(|error| WorkspaceError::io(path, error))?;
            if together.is_empty() {
                break;
            }
            self.write_updates(&together, tags).map_err(sql_error)?;
        }
        self.additions.finish().map_err(sql_error)
    }

    /// First and last ID of the added contacts.
    pub fn added_ids(&self) -> Option<(i64, i64)> {
        self.additions.added_ids()
    }

    /// Writes updates, by ascending contact.
    fn write_updates(&mut self, updates: &[PendingUpdate], tags: &mut TagIds) -> rusqlite::Result<()> {
        self.write_journal(updates)?;
        for (update, moment) in
            updates.iter().filter_map(|PendingUpdate { update, moment, .. }| Some((update, (*moment)?)))
        {
            self.set_standard(update, moment)?;
        }
        self.set_custom(updates)?;
        self.change_tags(updates, tags)
    }

    /// Appends all field changes to the journal.
    fn write_journal(&mut self, updates: &[PendingUpdate]) -> rusqlite::Result<()> {
        let changes =
            updates.iter().flat_map(|waiting| waiting.update.fields.iter().map(move |field| (waiting, field)));
        let changes: Vec<(&PendingUpdate, &FieldChange)> = changes.collect();
        let history_id = self.history_id;
        self.journal.insert(
            &changes,
            |(PendingUpdate { update, line, .. }, FieldChange { field, before, after }), row| {
                row.bind(history_id)?;
                row.bind(update.contact.0)?;
                row.bind(field.0)?;
                row.bind(before.as_deref())?;
                row.bind(after.as_deref())?;
                row.bind(stored_line(*line))
            },
        )
    }

    /// Writes modification time and standard fields of a contact in one statement.
    fn set_standard(&mut self, update: &Update, moment: i64) -> rusqlite::Result<()> {
        let changes = update.fields.iter().filter(|change| change.field.standard_index().is_some());
        let columns: u8 = changes.clone().filter_map(|change| change.field.standard_index()).map(|at| 1 << at).sum();
        let email = update.fields.iter().find(|change| change.field == FieldId::EMAIL);
        let fold = email.and_then(|change| email_key_if_different(change.after.as_deref()));
        // A statement that sets only the columns that change: an index is updated only if one of its columns is set,
        // and updates of several rows in one statement (CASE, upsert, UPDATE … FROM) were all slower.
        let statement = match self.updates.entry(columns) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.connection.prepare_cached(&update_sql(columns))?),
        };
        statement.raw_bind_parameter(1, update.contact.0)?;
        statement.raw_bind_parameter(2, moment)?;
        if email.is_some() {
            statement.raw_bind_parameter(3, fold)?;
        }
        for (parameter, change) in (4..).zip(changes) {
            statement.raw_bind_parameter(parameter, change.after.as_deref())?;
        }
        statement.raw_execute().map(drop)
    }

    /// Writes and clears values of custom fields.
    fn set_custom(&mut self, updates: &[PendingUpdate]) -> rusqlite::Result<()> {
        for PendingUpdate { update, .. } in updates {
            for change in update.fields.iter().filter(|change| change.field.is_custom()) {
                self.values.set(update.contact.0, change)?;
            }
        }
        Ok(())
    }

    /// Writes the changes of tags and their journal.
    fn change_tags(&mut self, updates: &[PendingUpdate], tags: &mut TagIds) -> rusqlite::Result<()> {
        let mut changes: Vec<TagChange> = Vec::new();
        for PendingUpdate { update, .. } in updates {
            let start = changes.len();
            for (list, added) in [(&update.tags_added, true), (&update.tags_removed, false)] {
                for tag in list {
                    changes.push(TagChange {
                        contact: update.contact.0,
                        tag: tags.get_or_insert(self.connection, *tag)?,
                        added,
                    });
                }
            }
            // The updates come by contact, so sorting each one's tags puts all of them in the order of the journal's
            // key.
            changes[start..].sort_unstable();
        }
        for TagChange { contact, tag, .. } in changes.iter().filter(|change| !change.added) {
            self.delete_tag.execute((contact, tag))?;
        }
        let added: Vec<(i64, i64)> =
            changes.iter().filter(|change| change.added).map(|change| (change.contact, change.tag)).collect();
        self.insert_tags(&added)?;
        let history_id = self.history_id;
        self.journal_tags.insert(&changes, |TagChange { contact, tag, added }, row| {
            row.bind(history_id)?;
            row.bind(contact)?;
            row.bind(tag)?;
            row.bind(added)
        })
    }

    fn insert_tags(&mut self, tags: &[(i64, i64)]) -> rusqlite::Result<()> {
        self.tags.insert(tags, |(contact, tag), row| row.bind(contact).and_then(|()| row.bind(tag)))
    }
}

/// Normalised form of an address, if it differs from the address as written.
pub(super) fn email_key_if_different(address: Option<&str>) -> Option<Cow<'_, str>> {
    let address = address?;
    let key = email_key(address);
    (key != address).then_some(key)
}

/// Statement that sets the columns of these bits, in ascending order. Parameters: 1 ID, 2 time, 3 normalised address,
/// from 4 the columns.
fn update_sql(columns: u8) -> String {
    let mut sql = String::from("UPDATE contacts SET updated_at = ?2");
    let chosen = (0..STANDARD_COLUMNS.len()).filter(|at| columns & (1 << at) != 0);
    for (parameter, at) in (4..).zip(chosen) {
        let fold = if STANDARD_COLUMNS[at] == "email" { ", email_fold = ?3" } else { "" };
        sql += &format!(", {} = ?{parameter}{fold}", STANDARD_COLUMNS[at]);
    }
    sql + " WHERE id = ?1"
}

/// Line as stored; `None` for a change without a source. No file has 2^63 lines.
pub(super) fn stored_line(line: u64) -> Option<i64> {
    (line > 0).then(|| i64::try_from(line).unwrap_or(i64::MAX))
}
