//! Removes contacts, and keeps everything of them in the journal.

use rusqlite::{Connection, Params, Row};

use crate::workspace::columns::value_of;
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Number of contacts deleted together, each table in the order of its largest index.
// Their values lie on random pages of the indexes. In the order of the table, each page would be read, changed and, because
// the cache cannot hold them all, written to the log, once for every contact.
const CONTACT_BATCH_SIZE: i64 = 16 * 1024;

/// The contacts to remove.
// A table of its own, because seven statements read it.
const CREATE_REMOVED: &str = "CREATE TEMP TABLE leaving (contact_id INTEGER PRIMARY KEY)";

/// Statements that keep everything of the removed contacts in the journal.
// No ORDER BY, which would sort: CROSS JOIN makes the rows come by ID already, each with its fields in order, as the
// journal's key wants them.
const JOURNAL_REMOVED: [&str; 4] = [
    "INSERT INTO journal (history_id, contact_id, field_id, before, after, line)
     SELECT ?1, id, field_id, value, NULL, NULL FROM (
       SELECT id, column1 AS field_id, :value AS value
       FROM leaving CROSS JOIN contacts ON id = contact_id CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6)))
     WHERE value IS NOT NULL",
    "INSERT INTO journal (history_id, contact_id, field_id, before, after, line)
     SELECT ?1, contact_id, field_id, value, NULL, NULL FROM leaving CROSS JOIN contact_values USING (contact_id)",
    "INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
     SELECT ?1, contact_id, tag_id, 0 FROM leaving CROSS JOIN contact_tags USING (contact_id)",
    "INSERT INTO journal_contacts (history_id, contact_id, added, created_at, created_by, created_line)
     SELECT ?1, id, 0, created_at, created_by, created_line FROM leaving CROSS JOIN contacts ON id = contact_id",
];

/// Last contact of the next batch; NULL at the end.
const LAST_OF_BATCH: &str = "
SELECT max(contact_id) FROM (SELECT contact_id FROM leaving WHERE contact_id > ?1 ORDER BY contact_id LIMIT ?2)";

const DELETE_TAGS: &str = "DELETE FROM contact_tags WHERE contact_id IN (SELECT contact_id FROM leaving)";

/// The values of identifiers of a batch, in the order of their index.
const IDENTIFIER_VALUES: &str = "
SELECT contact_id, field_id FROM leaving CROSS JOIN contact_values USING (contact_id)
WHERE contact_id > ?1 AND contact_id <= ?2 AND value_key IS NOT NULL ORDER BY field_id, value_key";

const DELETE_VALUE: &str = "DELETE FROM contact_values WHERE contact_id = ?1 AND field_id = ?2";

/// The contacts of a batch that still have values.
const WITH_VALUES: &str = "
SELECT DISTINCT contact_id FROM leaving CROSS JOIN contact_values USING (contact_id)
WHERE contact_id > ?1 AND contact_id <= ?2 ORDER BY contact_id";

// All of a contact in one statement: to begin one costs more than to delete a value.
const DELETE_VALUES: &str = "DELETE FROM contact_values WHERE contact_id = ?1";

/// The contacts of a batch, in the order of the index of addresses.
const CONTACTS: &str = "
SELECT id FROM leaving CROSS JOIN contacts ON id = contact_id
WHERE contact_id > ?1 AND contact_id <= ?2 ORDER BY email_key, phone";

const DELETE_CONTACT: &str = "DELETE FROM contacts WHERE id = ?1";

impl WriteTransaction<'_> {
    /// Removes the contacts that a query selects, and keeps everything of them in the journal of an entry. Returns how
    /// many they were.
    pub(in crate::workspace) fn remove_contacts(&self, history_id: i64, which: &str) -> Result<u64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute_batch(&format!("{CREATE_REMOVED}; INSERT INTO leaving {which}"))?;
            for statement in JOURNAL_REMOVED {
                connection.execute(&statement.replace(":value", &value_of("column1")), [history_id])?;
            }
            connection.execute(DELETE_TAGS, [])?;
            let removed = delete_leaving(connection)?;
            connection.execute_batch("DROP TABLE temp.leaving")?;
            Ok(removed)
        })
    }
}

/// Deletes the contacts and their values, batch by batch. Returns how many contacts they were.
fn delete_leaving(connection: &Connection) -> rusqlite::Result<u64> {
    let (mut removed, mut before) = (0, i64::MIN);
    let mut last_of_batch = connection.prepare(LAST_OF_BATCH)?;
    while let Some(last) = last_of_batch.query_row((before, CONTACT_BATCH_SIZE), |row| row.get::<_, Option<i64>>(0))? {
        let batch = (before, last);
        delete_each::<(i64, i64)>(connection, IDENTIFIER_VALUES, batch, DELETE_VALUE)?;
        delete_each::<(i64,)>(connection, WITH_VALUES, batch, DELETE_VALUES)?;
        removed += delete_each::<(i64,)>(connection, CONTACTS, batch, DELETE_CONTACT)?;
        before = last;
    }
    Ok(removed)
}

/// Deletes each row whose key a query selects in a batch. Returns how many rows they were.
fn delete_each<K>(connection: &Connection, keys: &str, batch: (i64, i64), delete: &str) -> rusqlite::Result<u64>
where
    K: for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error> + Params,
{
    // All are read before the first is deleted: a table that changes under a query shows it any state.
    let mut query = connection.prepare_cached(keys)?;
    let keys: Vec<K> = query.query_map(batch, |row| K::try_from(row))?.collect::<Result<_, _>>()?;
    let mut delete = connection.prepare_cached(delete)?;
    keys.into_iter().map(|key| delete.execute(key).map(|count| count as u64)).sum()
}
