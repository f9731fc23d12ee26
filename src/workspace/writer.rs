//! The order of writes decides the speed: contacts are changed by ascending id, then addresses and numbers in the order
//! of their index, and an index is only touched when its column changes. The journal is appended to in its own order.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{CachedStatement, Connection};

use super::{Change, TagTable, WorkspaceError};
use crate::model::{Action, Addition, ContactId, FieldChange, FieldId, PlannedRow, TagRef, Text, Timestamp, Update};

/// So many updates are written in one sweep over the workspace. Each takes about 300 bytes until then.
const GATHERED: usize = 100_000;

/// The form in which addresses are compared; handed in, because reading values is another room's work.
pub type EmailKey = fn(&str) -> Cow<'_, str>;

/// The columns of the standard fields, at [`FieldId::standard_index`].
const COLUMNS: [&str; FieldId::STANDARD_TEXT_FIELDS] =
    ["first_name", "last_name", "phone", "email", "country", "language"];

/// Writes planned rows into the workspace, with the journal, as part of one change.
pub struct ContactWriter<'w> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    history_id: i64,
    now: i64,
    email_key: EmailKey,
    added: Option<(i64, i64)>,
    /// Updates that are not written yet.
    gathered: Vec<Gathered>,
    insert: CachedStatement<'w>,
    insert_tag: CachedStatement<'w>,
    delete_tag: CachedStatement<'w>,
    set_value: CachedStatement<'w>,
    clear_value: CachedStatement<'w>,
    journal: CachedStatement<'w>,
    journal_tag: CachedStatement<'w>,
    /// Updates of the columns that no index knows, by their places as bits.
    updates: HashMap<u8, CachedStatement<'w>>,
}

/// An update that is to be written.
struct Gathered {
    update: Update,
    line: u64,
    /// The moment of change that the contact gets, in seconds since 1970.
    moment: i64,
}

/// A field of a contact that gets a value.
struct IndexedChange<'p> {
    contact: ContactId,
    moment: i64,
    after: Option<&'p Text>,
}

impl<'w> Change<'w> {
    /// A writer whose work belongs to this history entry.
    ///
    /// # Errors
    /// When the workspace can not be written.
    pub fn writer(
        &self,
        history_id: i64,
        now: Timestamp,
        email_key: EmailKey,
    ) -> Result<ContactWriter<'w>, WorkspaceError> {
        let prepare = |sql| self.sql(|connection| connection.prepare_cached(sql));
        Ok(ContactWriter {
            connection: self.connection,
            path: self.path,
            history_id,
            now: now.timestamp(),
            email_key,
            added: None,
            gathered: Vec::new(),
            insert: prepare(
                "INSERT INTO contacts (first_name, last_name, phone, email, country, language, email_fold,
                   created_at, updated_at, created_by, created_line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10)",
            )?,
            insert_tag: prepare("INSERT OR IGNORE INTO contact_tags (contact_id, tag_id) VALUES (?1, ?2)")?,
            delete_tag: prepare("DELETE FROM contact_tags WHERE contact_id = ?1 AND tag_id = ?2")?,
            set_value: prepare(
                "INSERT OR REPLACE INTO contact_values (contact_id, field_id, value) VALUES (?1, ?2, ?3)",
            )?,
            clear_value: prepare("DELETE FROM contact_values WHERE contact_id = ?1 AND field_id = ?2")?,
            journal: prepare(
                "INSERT INTO journal (history_id, contact_id, field_id, before, after, line)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
            journal_tag: prepare(
                "INSERT INTO journal_tags (history_id, contact_id, tag_id, added) VALUES (?1, ?2, ?3, ?4)",
            )?,
            updates: HashMap::new(),
        })
    }
}

impl ContactWriter<'_> {
    /// Takes the rows of a batch. Added contacts are written at once and get ascending ids in the order of the rows;
    /// updates are gathered until there are many.
    ///
    /// # Errors
    /// When the workspace can not be written; then the change must be dropped.
    pub fn write(&mut self, rows: Vec<PlannedRow>, tags: &mut TagTable) -> Result<(), WorkspaceError> {
        self.try_write(rows, tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Takes an update that gives a contact what it had before, with the moment at which it was changed then, if that is
    /// not now.
    ///
    /// # Errors
    /// When the workspace can not be written; then the change must be dropped.
    pub(super) fn put_back(
        &mut self,
        update: Update,
        moment: Option<i64>,
        tags: &mut TagTable,
    ) -> Result<(), WorkspaceError> {
        self.gathered.push(Gathered { update, line: 0, moment: moment.unwrap_or(self.now) });
        if self.gathered.len() >= GATHERED { self.flush(tags) } else { Ok(()) }
    }

    /// Writes the updates that were gathered. To be called at the end.
    ///
    /// # Errors
    /// When the workspace can not be written; then the change must be dropped.
    pub fn flush(&mut self, tags: &mut TagTable) -> Result<(), WorkspaceError> {
        self.try_flush(tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// The first and the last id of the contacts that were added.
    pub fn added(&self) -> Option<(i64, i64)> {
        self.added
    }

    fn try_write(&mut self, rows: Vec<PlannedRow>, tags: &mut TagTable) -> rusqlite::Result<()> {
        for PlannedRow { line, action, .. } in rows {
            match action {
                Action::Add(addition) => self.add(&addition, line, tags)?,
                Action::Update(update) => self.gathered.push(Gathered { update, line, moment: self.now }),
                Action::Skip | Action::Reject => {}
            }
        }
        if self.gathered.len() >= GATHERED { self.try_flush(tags) } else { Ok(()) }
    }

    fn try_flush(&mut self, tags: &mut TagTable) -> rusqlite::Result<()> {
        let mut updates = std::mem::take(&mut self.gathered);
        updates.sort_unstable_by_key(|gathered| gathered.update.contact);
        for gathered in &updates {
            self.update(gathered)?;
            self.change_tags(&gathered.update, tags)?;
        }
        self.update_indexed(&updates, FieldId::PHONE)?;
        self.update_indexed(&updates, FieldId::EMAIL)
    }

    /// Journals an update and writes the fields that no index knows.
    fn update(&mut self, gathered: &Gathered) -> rusqlite::Result<()> {
        let Gathered { update, line, moment } = gathered;
        for change in &update.fields {
            let FieldChange { field, before, after } = change;
            let (before, after) = (before.as_deref(), after.as_deref());
            self.journal.execute((self.history_id, update.contact.0, field.0, before, after, kept_line(*line)))?;
        }
        self.set_unindexed(update, *moment)?;
        for FieldChange { field, after, .. } in update.fields.iter().filter(|change| change.field.is_custom()) {
            self.set_custom(update.contact, *field, after.as_deref())?;
        }
        Ok(())
    }

    /// Writes the standard fields that no index knows in one statement, and the moment, also of custom fields.
    fn set_unindexed(&mut self, update: &Update, moment: i64) -> rusqlite::Result<()> {
        let standard = |change: &&FieldChange| change.field.standard_index().is_some() && !is_indexed(change.field);
        let changes = update.fields.iter().filter(standard);
        let columns: u8 = changes.clone().filter_map(|change| change.field.standard_index()).map(|at| 1 << at).sum();
        if update.fields.iter().all(|change| is_indexed(change.field)) {
            return Ok(());
        }
        let statement = match self.updates.entry(columns) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.connection.prepare_cached(&update_sql(columns))?),
        };
        statement.raw_bind_parameter(1, update.contact.0)?;
        statement.raw_bind_parameter(2, moment)?;
        for (parameter, change) in (3..).zip(changes) {
            statement.raw_bind_parameter(parameter, change.after.as_deref())?;
        }
        statement.raw_execute().map(drop)
    }

    fn set_custom(&mut self, contact: ContactId, field: FieldId, value: Option<&str>) -> rusqlite::Result<()> {
        match value {
            Some(value) => self.set_value.execute((contact.0, field.0, value)),
            None => self.clear_value.execute((contact.0, field.0)),
        }
        .map(drop)
    }

    /// Writes a field that an index knows, in the order of the index.
    fn update_indexed(&self, updates: &[Gathered], field: FieldId) -> rusqlite::Result<()> {
        let mut changes: Vec<IndexedChange<'_>> = updates
            .iter()
            .flat_map(|gathered| gathered.update.fields.iter().map(move |change| (gathered, change)))
            .filter(|(_, change)| change.field == field)
            .map(|(Gathered { update, moment, .. }, change)| IndexedChange {
                contact: update.contact,
                moment: *moment,
                after: change.after.as_ref(),
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.after);
        let sql = match field {
            FieldId::EMAIL => "UPDATE contacts SET updated_at = ?2, email = ?3, email_fold = ?4 WHERE id = ?1",
            _ => "UPDATE contacts SET updated_at = ?2, phone = ?3 WHERE id = ?1",
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        for IndexedChange { contact, moment, after } in changes {
            let after = after.map(Text::as_str);
            match field {
                FieldId::EMAIL => statement.execute((contact.0, moment, after, self.fold(after)))?,
                _ => statement.execute((contact.0, moment, after))?,
            };
        }
        Ok(())
    }

    /// The form in which an address is compared, where it differs from the address as written.
    fn fold<'a>(&self, address: Option<&'a str>) -> Option<Cow<'a, str>> {
        let address = address?;
        let key = (self.email_key)(address);
        (key != address).then_some(key)
    }

    fn change_tags(&mut self, update: &Update, tags: &mut TagTable) -> rusqlite::Result<()> {
        let mut changes: Vec<(i64, bool)> = Vec::new();
        for tag in &update.tags_added {
            changes.push((tags.id_of(self.connection, *tag)?, true));
        }
        for tag in &update.tags_removed {
            changes.push((tags.id_of(self.connection, *tag)?, false));
        }
        changes.sort_unstable();
        for (tag, added) in changes {
            let statement = if added { &mut self.insert_tag } else { &mut self.delete_tag };
            statement.execute((update.contact.0, tag))?;
            self.journal_tag.execute((self.history_id, update.contact.0, tag, added))?;
        }
        Ok(())
    }

    fn add(&mut self, addition: &Addition, line: u64, tags: &mut TagTable) -> rusqlite::Result<()> {
        let mut standard: [Option<&str>; FieldId::STANDARD_TEXT_FIELDS] = Default::default();
        for (field, value) in &addition.values {
            if let Some(index) = field.standard_index() {
                standard[index] = Some(value);
            }
        }
        let [first_name, last_name, phone, email, country, language] = standard;
        let fold = self.fold(email);
        self.insert.execute((
            first_name,
            last_name,
            phone,
            email,
            country,
            language,
            fold,
            self.now,
            self.history_id,
            kept_line(line),
        ))?;
        let id = ContactId(self.connection.last_insert_rowid());
        self.added = Some((self.added.map_or(id.0, |(first, _)| first), id.0));
        for (field, value) in addition.values.iter().filter(|(field, _)| field.is_custom()) {
            self.set_custom(id, *field, Some(value))?;
        }
        self.add_tags(id, &addition.tags, tags)
    }

    fn add_tags(&mut self, contact: ContactId, added: &[TagRef], tags: &mut TagTable) -> rusqlite::Result<()> {
        for tag in added {
            let tag = tags.id_of(self.connection, *tag)?;
            self.insert_tag.execute((contact.0, tag))?;
        }
        Ok(())
    }
}

/// The statement that sets the columns of these bits, in the order of their places.
fn update_sql(columns: u8) -> String {
    let mut sql = String::from("UPDATE contacts SET updated_at = ?2");
    let chosen = (0..COLUMNS.len()).filter(|at| columns & (1 << at) != 0);
    for (parameter, at) in (3..).zip(chosen) {
        sql += &format!(", {} = ?{parameter}", COLUMNS[at]);
    }
    sql + " WHERE id = ?1"
}

fn is_indexed(field: FieldId) -> bool {
    field == FieldId::PHONE || field == FieldId::EMAIL
}

/// A line as the workspace keeps it; nothing for a change that comes from no file. No file has 2^63 lines.
fn kept_line(line: u64) -> Option<i64> {
    (line > 0).then(|| i64::try_from(line).unwrap_or(i64::MAX))
}
