use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::finder::text_column;
use super::{Matched, Matches, TagIds};
use crate::model::{Contact, ContactId, FieldId, Key};

const STANDARD_FIELDS: &str = "
SELECT wanted.rowid, first_name, last_name, phone, email, country, language
FROM rarray(?1) AS wanted CROSS JOIN contacts WHERE contacts.id = wanted.value";

const TAGS: &str = "
SELECT wanted.rowid, tag_id FROM rarray(?1) AS wanted CROSS JOIN contact_tags WHERE contact_id = wanted.value";

const CUSTOM_VALUES: &str = "
SELECT wanted.rowid, field_id, contact_values.value FROM rarray(?1) AS wanted CROSS JOIN contact_values
WHERE contact_id = wanted.value ORDER BY wanted.rowid, field_id";

/// Which parts of contacts that are matched are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LoadScope {
    /// The id is enough.
    Nothing,
    /// Standard fields and tags.
    StandardFields,
    /// Custom fields too.
    AllFields,
}

/// What many keys match, by their places.
#[derive(Debug, Default)]
pub(super) struct BulkLookup {
    /// `None` where there is no key, or where it was taken away.
    found: Vec<Option<KeyMatch>>,
    /// The contacts that were loaded, together: to get and to give back memory for each would take longer than to read it.
    contacts: Vec<Contact>,
}

#[derive(Debug, Clone, Default)]
struct KeyMatch {
    hits: Matches,
    /// The place of the contact that is the only hit, once it is loaded.
    contact: Option<u32>,
}

impl BulkLookup {
    /// Looks many keys up.
    pub(super) fn find(
        connection: &Connection,
        keys: impl ExactSizeIterator<Item = Option<Key>>,
    ) -> rusqlite::Result<Self> {
        let mut found = vec![None; keys.len()];
        let keys: Vec<(Key, usize)> = keys.enumerate().filter_map(|(place, key)| Some((key?, place))).collect();
        for (_, place) in &keys {
            found[*place] = Some(KeyMatch::default());
        }
        each_hit(connection, keys, |place, id| found[place].get_or_insert_default().hits.push(id))?;
        Ok(Self { found, contacts: Vec::new() })
    }

    /// Loads the contacts that are alone in being matched, in the order of their table: only such a contact is of use as
    /// a whole.
    pub(super) fn load(&mut self, connection: &Connection, loads: LoadScope, tags: &TagIds) -> rusqlite::Result<()> {
        let mut alone: Vec<(ContactId, &mut Option<u32>)> =
            self.found.iter_mut().flatten().filter_map(unique_hit).collect();
        if loads == LoadScope::Nothing || alone.is_empty() {
            return Ok(());
        }
        alone.sort_unstable_by_key(|(id, _)| *id);
        self.contacts = alone.iter().map(|(id, _)| Contact::empty(*id)).collect();
        for (place, (_, contact)) in (0..).zip(alone) {
            *contact = Some(place);
        }
        load_values(connection, loads, &mut self.contacts, tags)
    }

    /// For how many places it is.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Takes away what the key of a place matches; `None` where there is no key.
    pub(super) fn take(&mut self, place: usize) -> Option<Matched> {
        let KeyMatch { hits, contact } = self.found.get_mut(place)?.take()?;
        let contact = contact.and_then(|place| self.contacts.get_mut(place as usize)).map(std::mem::take);
        Some(Matched { hits, contact })
    }
}

/// Looks many keys up and hands out each contact that one of them matches, with the place that stands beside the key: in the
/// order of their index, so that each of its pages is read once, and with one statement, because to begin one costs about
/// as much as to look into an index.
pub(super) fn each_hit(
    connection: &Connection,
    mut keys: Vec<(Key, usize)>,
    mut take: impl FnMut(usize, ContactId),
) -> rusqlite::Result<()> {
    keys.sort_unstable();
    let mut keys = keys.into_iter().peekable();
    while let Some(column) = keys.peek().map(|(key, _)| column(key)) {
        let run = std::iter::from_fn(|| keys.next_if(|(key, _)| self::column(key) == column));
        let (wanted, places): (Vec<Value>, Vec<usize>) = run.map(|(key, place)| (value(key), place)).unzip();
        let sql = format!(
            "SELECT wanted.rowid, contacts.id FROM rarray(?1) AS wanted CROSS JOIN contacts
             WHERE contacts.{column} = wanted.value"
        );
        for_each_row(connection, &sql, &Rc::new(wanted), |at, row| {
            take(places[at], ContactId(row.get(1)?));
            Ok(())
        })?;
    }
    Ok(())
}

/// The contact of a place that is alone in being matched, and where it is to be noted.
fn unique_hit(found: &mut KeyMatch) -> Option<(ContactId, &mut Option<u32>)> {
    match found.hits.ids() {
        [id] => Some((*id, &mut found.contact)),
        _ => None,
    }
}

/// Fills contacts that have but an id yet with their values and tags.
fn load_values(
    connection: &Connection,
    loads: LoadScope,
    contacts: &mut [Contact],
    tags: &TagIds,
) -> rusqlite::Result<()> {
    let wanted = Rc::new(contacts.iter().map(|contact| Value::Integer(contact.id.0)).collect::<Vec<_>>());
    for_each_row(connection, STANDARD_FIELDS, &wanted, |at, row| read_standard(&mut contacts[at], row))?;
    for_each_row(connection, TAGS, &wanted, |at, row| {
        contacts[at].tags.extend(tags.by_id(row.get(1)?));
        Ok(())
    })?;
    for contact in contacts.iter_mut() {
        contact.tags.sort_unstable();
    }
    if loads != LoadScope::AllFields {
        return Ok(());
    }
    for_each_row(connection, CUSTOM_VALUES, &wanted, |at, row| {
        contacts[at].custom.push((FieldId(row.get(1)?), text_column(row, 2)?.unwrap_or_default()));
        Ok(())
    })
}

/// Hands out each row of a statement with the place of what it was wanted for.
fn for_each_row(
    connection: &Connection,
    sql: &str,
    wanted: &Rc<Vec<Value>>,
    mut take: impl FnMut(usize, &Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([wanted.clone()])?;
    while let Some(row) = rows.next()? {
        take(array_index(row)?, row)?;
    }
    Ok(())
}

/// The column in which a key stands.
fn column(key: &Key) -> &'static str {
    match key {
        Key::Phone(_) => "phone",
        Key::Email(_) => "email_key",
        Key::ContactId(_) => "id",
    }
}

fn value(key: Key) -> Value {
    match key {
        Key::Phone(text) | Key::Email(text) => Value::Text(text.into()),
        Key::ContactId(id) => Value::Integer(id),
    }
}

/// Reads the standard fields, which stand behind the place.
fn read_standard(contact: &mut Contact, row: &Row<'_>) -> rusqlite::Result<()> {
    for (index, value) in contact.standard.iter_mut().enumerate() {
        *value = text_column(row, index + 1)?;
    }
    Ok(())
}

/// The place in the array that a row belongs to: its rowids count from 1.
fn array_index(row: &Row<'_>) -> rusqlite::Result<usize> {
    let rowid: i64 = row.get(0)?;
    usize::try_from(rowid - 1).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, rowid))
}
