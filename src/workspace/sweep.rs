use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::finder::text;
use super::{Matched, TagTable};
use crate::model::{Contact, ContactId, FieldId, Key};

const STANDARD_FIELDS: &str = "
SELECT wanted.rowid, first_name, last_name, phone, email, country, language
FROM rarray(?1) AS wanted CROSS JOIN contacts WHERE contacts.id = wanted.value";

const TAGS: &str = "
SELECT wanted.rowid, tag_id FROM rarray(?1) AS wanted CROSS JOIN contact_tags WHERE contact_id = wanted.value";

const CUSTOM_VALUES: &str = "
SELECT wanted.rowid, field_id, contact_values.value FROM rarray(?1) AS wanted CROSS JOIN contact_values
WHERE contact_id = wanted.value ORDER BY wanted.rowid, field_id";

/// Where a sweep reads, and what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'w> {
    pub(super) connection: &'w Connection,
    /// Whether contacts are loaded, or only named.
    pub(super) loads_contacts: bool,
    pub(super) loads_custom_fields: bool,
}

/// Looks many keys up, and then loads what they match: each table in its own order, so that each of its pages is read
/// once, and with a few statements, because to begin one costs about as much as to look into an index. It can be made a
/// bit at a time.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    /// The keys in their order, each with its place.
    keys: Vec<(Key, usize)>,
    /// So many of them were looked up.
    found: usize,
    /// Contacts that are alone in being matched, in their order, each with its place; known when all keys were looked up.
    alone: Vec<(ContactId, usize)>,
    /// So many of them were loaded.
    loaded: usize,
    /// What each key matches, by its place.
    matched: Vec<Matched>,
}

impl Sweep {
    /// Begins to look up these keys.
    pub(super) fn new(keys: impl ExactSizeIterator<Item = Option<Key>>) -> Self {
        let matched = vec![Matched::default(); keys.len()];
        let mut keys: Vec<(Key, usize)> = keys.enumerate().filter_map(|(place, key)| Some((key?, place))).collect();
        keys.sort_unstable();
        Self { keys, matched, ..Self::default() }
    }

    /// For how many keys and rows without one it is.
    pub(super) fn len(&self) -> usize {
        self.matched.len()
    }

    /// Goes on by so many keys and contacts.
    pub(super) fn advance(&mut self, steps: usize, ground: Ground<'_>, tags: &TagTable) -> rusqlite::Result<()> {
        let begin = self.found;
        self.found = begin.saturating_add(steps).min(self.keys.len());
        self.find(begin..self.found, ground)?;
        if self.found < self.keys.len() || !ground.loads_contacts {
            return Ok(());
        }
        if begin < self.found {
            self.alone = alone(&self.matched);
        }
        let steps = steps - (self.found - begin);
        let begin = self.loaded;
        self.loaded = begin.saturating_add(steps).min(self.alone.len());
        self.load(begin..self.loaded, ground, tags)
    }

    /// Goes to the end.
    pub(super) fn finish(mut self, ground: Ground<'_>, tags: &TagTable) -> rusqlite::Result<Vec<Matched>> {
        self.advance(usize::MAX, ground, tags)?;
        Ok(self.matched)
    }

    fn find(&mut self, keys: std::ops::Range<usize>, ground: Ground<'_>) -> rusqlite::Result<()> {
        for run in self.keys[keys].chunk_by(|(one, _), (other, _)| column(one) == column(other)) {
            let column = run.first().map_or("id", |(key, _)| column(key));
            let sql = format!(
                "SELECT wanted.rowid, contacts.id FROM rarray(?1) AS wanted CROSS JOIN contacts
                 WHERE contacts.{column} = wanted.value"
            );
            let wanted = run.iter().map(|(key, _)| value(key)).collect();
            ground.each(&sql, &Rc::new(wanted), |at, row| {
                let (_, place) = run[at];
                self.matched[place].hits.push(ContactId(row.get(1)?));
                Ok(())
            })?;
        }
        Ok(())
    }

    fn load(&mut self, alone: std::ops::Range<usize>, ground: Ground<'_>, tags: &TagTable) -> rusqlite::Result<()> {
        let alone = &self.alone[alone];
        if alone.is_empty() {
            return Ok(());
        }
        let mut contacts: Vec<Contact> = alone.iter().map(|(id, _)| Contact::empty(*id)).collect();
        ground.fill(&mut contacts, tags)?;
        for ((_, place), contact) in alone.iter().zip(contacts) {
            self.matched[*place].contact = Some(Box::new(contact));
        }
        Ok(())
    }
}

/// Only a contact that is alone is of use as a whole.
fn alone(matched: &[Matched]) -> Vec<(ContactId, usize)> {
    let contact = |matched: &Matched| match matched.hits.ids() {
        [id] => Some(*id),
        _ => None,
    };
    let mut alone: Vec<(ContactId, usize)> =
        matched.iter().enumerate().filter_map(|(place, matched)| Some((contact(matched)?, place))).collect();
    alone.sort_unstable();
    alone
}

impl Ground<'_> {
    /// Fills contacts that have but an id yet with all their values and tags.
    fn fill(self, contacts: &mut [Contact], tags: &TagTable) -> rusqlite::Result<()> {
        let wanted = Rc::new(contacts.iter().map(|contact| Value::Integer(contact.id.0)).collect::<Vec<_>>());
        self.each(STANDARD_FIELDS, &wanted, |at, row| read_standard(&mut contacts[at], row))?;
        self.each(TAGS, &wanted, |at, row| {
            contacts[at].tags.extend(tags.by_id(row.get(1)?));
            Ok(())
        })?;
        for contact in contacts.iter_mut() {
            contact.tags.sort_unstable();
        }
        if !self.loads_custom_fields {
            return Ok(());
        }
        self.each(CUSTOM_VALUES, &wanted, |at, row| {
            contacts[at].custom.push((FieldId(row.get(1)?), text(row, 2)?.unwrap_or_default()));
            Ok(())
        })
    }

    /// Hands out each row of a statement with the place of what it was wanted for.
    fn each(
        self,
        sql: &str,
        wanted: &Rc<Vec<Value>>,
        mut take: impl FnMut(usize, &Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([wanted.clone()])?;
        while let Some(row) = rows.next()? {
            take(place(row)?, row)?;
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

/// Reads the standard fields, which stand behind the place.
fn read_standard(contact: &mut Contact, row: &Row<'_>) -> rusqlite::Result<()> {
    for (index, value) in contact.standard.iter_mut().enumerate() {
        *value = text(row, index + 1)?;
    }
    Ok(())
}

/// The place in the array that a row belongs to: its rowids count from 1.
fn place(row: &Row<'_>) -> rusqlite::Result<usize> {
    let rowid: i64 = row.get(0)?;
    usize::try_from(rowid - 1).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, rowid))
}
