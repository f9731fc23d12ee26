//! Lookup of many keys and loading of many contacts with one statement each.

use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::lookup::LoadScope;
use crate::model::{Contact, ContactId, FieldId, Key};
use crate::workspace::TagIds;
use crate::workspace::columns::text_column;

// In the statements below, CROSS JOIN keeps SQLite from reordering the join: the array drives it, sorted, so rows are
// read in the order of the table and each page is visited once.
const STANDARD_FIELDS: &str = "
SELECT wanted.rowid, first_name, last_name, phone, email, country, language
FROM rarray(?1) AS wanted CROSS JOIN contacts WHERE contacts.id = wanted.value";

const TAGS: &str = "
SELECT wanted.rowid, tag_id FROM rarray(?1) AS wanted CROSS JOIN contact_tags WHERE contact_id = wanted.value";

const CUSTOM_VALUES: &str = "
SELECT wanted.rowid, field_id, contact_values.value FROM rarray(?1) AS wanted CROSS JOIN contact_values
WHERE contact_id = wanted.value ORDER BY wanted.rowid, field_id";

/// Looks up many keys and passes each matching contact to `take`, with the number given beside its key.
pub(super) fn each_hit(
    connection: &Connection,
    mut keys: Vec<(&Key, usize)>,
    mut take: impl FnMut(usize, ContactId),
) -> rusqlite::Result<()> {
    // In the order of the index each of its pages is read once. One statement serves all keys of an index, because
    // starting a statement costs about as much as a search in the index.
    keys.sort_unstable();
    let mut keys = keys.into_iter().peekable();
    while let Some(index) = keys.peek().map(|(key, _)| KeyIndex::of(key)) {
        let run = std::iter::from_fn(|| keys.next_if(|(key, _)| KeyIndex::of(key) == index));
        let (wanted, places): (Vec<Value>, Vec<usize>) = run.map(|(key, place)| (value(key), place)).unzip();
        for_each_row(connection, &index.sql(), &Rc::new(wanted), |at, row| {
            take(places[at], ContactId(row.get(1)?));
            Ok(())
        })?;
    }
    Ok(())
}

/// Index in which a key is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyIndex {
    /// Column of contacts.
    Column(&'static str),
    /// Values of a custom field.
    Values(FieldId),
}

impl KeyIndex {
    fn of(key: &Key) -> Self {
        match key {
            Key::Phone(_) => Self::Column("phone"),
            Key::Email(_) => Self::Column("email_key"),
            Key::ContactId(_) => Self::Column("id"),
            Key::Custom(field, _) => Self::Values(*field),
        }
    }

    fn sql(self) -> String {
        match self {
            Self::Column(column) => format!(
                "SELECT wanted.rowid, contacts.id FROM rarray(?1) AS wanted CROSS JOIN contacts
                 WHERE contacts.{column} = wanted.value"
            ),
            // The number is part of the text, so that the statement is prepared once for each field.
            Self::Values(FieldId(field)) => format!(
                "SELECT wanted.rowid, contact_id FROM rarray(?1) AS wanted CROSS JOIN contact_values
                 WHERE field_id = {field} AND value_key = wanted.value"
            ),
        }
    }
}

/// Loads contacts by their IDs, which must ascend and may repeat.
pub(super) fn load(
    connection: &Connection,
    loads: LoadScope,
    ids: &[ContactId],
    tags: &TagIds,
) -> rusqlite::Result<Vec<Contact>> {
    let mut contacts: Vec<Contact> = ids.iter().map(|id| Contact::empty(*id)).collect();
    let wanted = Rc::new(ids.iter().map(|id| Value::Integer(id.0)).collect::<Vec<_>>());
    for_each_row(connection, STANDARD_FIELDS, &wanted, |at, row| read_standard(&mut contacts[at], row))?;
    for_each_row(connection, TAGS, &wanted, |at, row| {
        contacts[at].tags.extend(tags.by_id(row.get(1)?));
        Ok(())
    })?;
    for contact in &mut contacts {
        contact.tags.sort_unstable();
    }
    if loads == LoadScope::AllFields {
        for_each_row(connection, CUSTOM_VALUES, &wanted, |at, row| {
            contacts[at].custom.push((FieldId(row.get(1)?), text_column(row, 2)?.unwrap_or_default()));
            Ok(())
        })?;
    }
    Ok(contacts)
}

/// Passes each row of a statement to `take`, with the index of the array element it belongs to.
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

fn value(key: &Key) -> Value {
    match key {
        Key::Phone(text) | Key::Email(text) | Key::Custom(_, text) => Value::Text(text.to_string()),
        Key::ContactId(id) => Value::Integer(*id),
    }
}

/// Reads the standard fields, which follow the array position in column 0.
fn read_standard(contact: &mut Contact, row: &Row<'_>) -> rusqlite::Result<()> {
    for (index, value) in contact.standard.iter_mut().enumerate() {
        *value = text_column(row, index + 1)?;
    }
    Ok(())
}

/// Index of the array element a row belongs to: rowids of `rarray` count from 1.
fn array_index(row: &Row<'_>) -> rusqlite::Result<usize> {
    let rowid: i64 = row.get(0)?;
    usize::try_from(rowid - 1).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, rowid))
}
