use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::finder::text;
use super::{Finder, Hits, Snapshot, TagTable, WorkspaceError};
use crate::model::{Contact, ContactId, FieldId, Key};

const TAGS: &str = "
SELECT wanted.rowid, tag_id FROM rarray(?1) AS wanted CROSS JOIN contact_tags WHERE contact_id = wanted.value";

const CUSTOM_VALUES: &str = "
SELECT wanted.rowid, field_id, contact_values.value FROM rarray(?1) AS wanted CROSS JOIN contact_values
WHERE contact_id = wanted.value ORDER BY wanted.rowid, field_id";

/// What the key of a row matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// The contacts.
    pub hits: Hits,
    /// The contact itself, if there is just one and it was to be loaded.
    pub contact: Option<Contact>,
}

/// Finds and loads the contacts that many rows match with a few statements for all of them: to begin a statement costs
/// about as much as to look into an index.
pub struct Lookup<'w> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    /// For what is rare: Contact IDs that a merge absorbed.
    finder: Finder<'w>,
    is_loading: bool,
}

impl<'w> Snapshot<'w> {
    /// A lookup in this state of the workspace, which loads the contacts that it finds or only names them. A finder
    /// without custom fields makes a lookup without them.
    pub fn lookup(&self, finder: Finder<'w>, is_loading: bool) -> Lookup<'w> {
        Lookup { connection: self.connection, path: self.path, finder, is_loading }
    }
}

impl Lookup<'_> {
    /// What each of these keys matches.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn look_up(&mut self, keys: &[Option<&Key>], tags: &TagTable) -> Result<Vec<Matched>, WorkspaceError> {
        let mut matched = vec![Matched::default(); keys.len()];
        self.find(keys, &mut matched).map_err(|error| WorkspaceError::sql(self.path, error))?;
        self.load_sets(&mut matched, tags).map_err(|error| WorkspaceError::sql(self.path, error))?;
        self.follow_merges(keys, &mut matched, tags)?;
        Ok(matched)
    }

    /// Looks the keys up in their own order: neighbours share pages of the index.
    fn find(&self, keys: &[Option<&Key>], matched: &mut [Matched]) -> rusqlite::Result<()> {
        let mut order: Vec<(usize, &Key)> =
            keys.iter().enumerate().filter_map(|(at, key)| Some((at, (*key)?))).collect();
        order.sort_unstable_by_key(|(_, key)| *key);
        for run in order.chunk_by(|(_, one), (_, other)| column(one) == column(other)) {
            self.find_run(run, matched)?;
        }
        Ok(())
    }

    /// As [`Lookup::find`], for keys of one kind.
    fn find_run(&self, run: &[(usize, &Key)], matched: &mut [Matched]) -> rusqlite::Result<()> {
        let fields = if self.is_loading { ", first_name, last_name, phone, email, country, language" } else { "" };
        let column = run.first().map_or("id", |(_, key)| column(key));
        let sql = format!(
            "SELECT wanted.rowid, contacts.id{fields} FROM rarray(?1) AS wanted CROSS JOIN contacts
             WHERE contacts.{column} = wanted.value"
        );
        let wanted = Rc::new(run.iter().map(|(_, key)| value(key)).collect::<Vec<Value>>());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            let (at, _) = run[place(row)?];
            self.note(&mut matched[at], row)?;
        }
        Ok(())
    }

    /// One more contact that a key matches. Only one that is alone is of use as a whole.
    fn note(&self, matched: &mut Matched, row: &Row<'_>) -> rusqlite::Result<()> {
        let id = ContactId(row.get(1)?);
        matched.contact = None;
        match &mut matched.hits {
            Hits::None => {
                matched.hits = Hits::One(id);
                matched.contact = self.is_loading.then(|| read_contact(id, row)).transpose()?;
            }
            Hits::One(first) => matched.hits = Hits::Several(vec![*first, id]),
            Hits::Several(ids) => ids.push(id),
        }
        Ok(())
    }

    /// Loads tags and custom values, by ascending contact.
    fn load_sets(&self, matched: &mut [Matched], tags: &TagTable) -> rusqlite::Result<()> {
        let mut contacts: Vec<&mut Contact> =
            matched.iter_mut().filter_map(|matched| matched.contact.as_mut()).collect();
        contacts.sort_unstable_by_key(|contact| contact.id);
        let wanted = Rc::new(contacts.iter().map(|contact| Value::Integer(contact.id.0)).collect::<Vec<_>>());
        let mut statement = self.connection.prepare_cached(TAGS)?;
        let mut rows = statement.query([wanted.clone()])?;
        while let Some(row) = rows.next()? {
            contacts[place(row)?].tags.extend(tags.by_id(row.get(1)?));
        }
        for contact in &mut contacts {
            contact.tags.sort_unstable();
        }
        if !self.finder.loads_custom_fields() {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(CUSTOM_VALUES)?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            let value = (FieldId(row.get(1)?), text(row, 2)?.unwrap_or_default());
            contacts[place(row)?].custom.push(value);
        }
        Ok(())
    }

    /// A Contact ID that a merge absorbed matches the contact into which it was merged.
    fn follow_merges(
        &mut self,
        keys: &[Option<&Key>],
        matched: &mut [Matched],
        tags: &TagTable,
    ) -> Result<(), WorkspaceError> {
        if !self.finder.follows_merges() {
            return Ok(());
        }
        for (key, matched) in keys.iter().zip(matched) {
            let (Some(key @ Key::ContactId(_)), Hits::None) = (key, &matched.hits) else { continue };
            matched.hits = self.finder.hits(key)?;
            if let (Hits::One(id), true) = (&matched.hits, self.is_loading) {
                matched.contact = self.finder.load(*id, tags)?;
            }
        }
        Ok(())
    }
}

/// The column in which a key stands.
fn column(key: &Key) -> &'static str {
    match key {
        Key::Phone(_) => "phone",
        Key::Email(_) => "email_key",
        Key::ContactId(_) => "id",
    }
}

fn value(key: &Key) -> Value {
    match key {
        Key::Phone(text) | Key::Email(text) => Value::Text(text.to_string()),
        Key::ContactId(id) => Value::Integer(*id),
    }
}

/// A contact with its standard fields, which stand behind the place and the id.
fn read_contact(id: ContactId, row: &Row<'_>) -> rusqlite::Result<Contact> {
    let mut contact = Contact::empty(id);
    for (index, value) in contact.standard.iter_mut().enumerate() {
        *value = text(row, index + 2)?;
    }
    Ok(contact)
}

/// The place in the array that a row belongs to: its rowids count from 1.
fn place(row: &Row<'_>) -> rusqlite::Result<usize> {
    let rowid: i64 = row.get(0)?;
    usize::try_from(rowid - 1).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, rowid))
}
