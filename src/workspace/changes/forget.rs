//! Forgetting: everything of a person is taken out of every table, and only the fact stays (spec section 8).
//!
//! A person is a contact with those that merges absorbed into it. Tables are found by their column `contact_id`, so that
//! a table that is added later is not missed.

use rusqlite::{Connection, OptionalExtension};

use crate::model::{ContactId, FieldId, Text, Timestamp};
use crate::workspace::columns::{json_ids, text_column, value_of};
use crate::workspace::history::JournalAccess;
use crate::workspace::schema::own_tables;
use crate::workspace::{EntryKind, Snapshot, WorkspaceError, WriteTransaction};

/// Table of the Contact IDs that were forgotten; the only one that keeps them.
const FORGOTTEN: &str = "forgotten_contacts";

/// The contact ?1 and all that merges which hold absorbed into it, also in several steps.
const PERSON: &str = "
WITH RECURSIVE person (id) AS (
  VALUES (?1)
  UNION
  SELECT absorbed.contact_id FROM person JOIN absorbed_contacts AS absorbed ON absorbed.into_id = person.id
  JOIN history ON history.id = absorbed.history_id AND history.undone_by IS NULL
  WHERE absorbed.contact_id NOT IN (SELECT id FROM contacts))
SELECT id FROM person ORDER BY id";

/// The contacts to forget, for the statements below.
const CREATE_FORGETTING: &str = "
CREATE TEMP TABLE forgetting (contact_id INTEGER PRIMARY KEY);
CREATE TEMP TABLE forgetting_tags (tag_id INTEGER PRIMARY KEY);";
const FORGETTING: &str = "SELECT contact_id FROM forgetting";
const DROP_FORGETTING: &str = "DROP TABLE temp.forgetting; DROP TABLE temp.forgetting_tags";

/// Every value that contacts have or ever had, as far as contacts and journal know.
const VALUES_EVER: &str = "
SELECT contact_id, field_id, value FROM (
  SELECT contacts.id AS contact_id, column1 AS field_id, :value AS value
  FROM json_each(?1) CROSS JOIN contacts ON contacts.id = json_each.value
  CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6))
  UNION SELECT contact_id, field_id, contact_values.value FROM json_each(?1) CROSS JOIN contact_values
    ON contact_id = json_each.value
  UNION SELECT contact_id, field_id, before FROM journal WHERE :theirs
  UNION SELECT contact_id, field_id, after FROM journal WHERE :theirs)
WHERE value IS NOT NULL";

/// Entries that had touched the contacts, each with them, and the one that forgets them (?1).
const REMEMBER: &str = "
INSERT OR IGNORE INTO forgotten_contacts (contact_id, history_id, forgotten_by)
  SELECT contact_id, ?1, ?1 FROM forgetting
  UNION SELECT id, created_by, ?1 FROM contacts WHERE id IN (SELECT contact_id FROM forgetting)
  UNION SELECT contact_id, created_by, ?1 FROM journal_contacts
    WHERE contact_id IN (SELECT contact_id FROM forgetting)
  UNION SELECT contact_id, history_id, ?1 FROM journal_contacts
    WHERE contact_id IN (SELECT contact_id FROM forgetting)
  UNION SELECT contact_id, history_id, ?1 FROM journal WHERE :theirs
  UNION SELECT contact_id, history_id, ?1 FROM journal_tags WHERE :theirs";

/// Values that a merge gave to another contact and that its undo took off again: they stand in the journal of the other
/// one, which keeps the value it had before instead.
// A value that the other contact has now is its own.
const GIVEN_AND_TAKEN: &str = "
UPDATE journal SET
  before = CASE WHEN journal.before = given.value THEN given.own ELSE journal.before END,
  after = CASE WHEN journal.after = given.value THEN given.own ELSE journal.after END
FROM (
  SELECT merge.contact_id, merge.field_id, merge.history_id, merge.after AS value, merge.before AS own
  FROM absorbed_contacts AS absorbed
  CROSS JOIN journal AS merge ON merge.history_id = absorbed.history_id AND merge.contact_id = absorbed.into_id
  CROSS JOIN journal AS lost ON lost.history_id = absorbed.history_id AND lost.contact_id = absorbed.contact_id
    AND lost.field_id = merge.field_id AND lost.before = merge.after
  WHERE absorbed.contact_id IN (SELECT contact_id FROM forgetting)
    AND absorbed.into_id NOT IN (SELECT contact_id FROM forgetting)
    AND merge.after IS NOT (SELECT :value FROM contacts WHERE contacts.id = merge.contact_id)) AS given
WHERE journal.history_id IN (SELECT id FROM history WHERE id >= given.history_id)
  AND journal.contact_id = given.contact_id AND journal.field_id = given.field_id
  AND (journal.before = given.value OR journal.after = given.value)";

/// Tags that the contacts have or had; those that nobody else has or had go with them.
const THEIR_TAGS: &str = "
INSERT OR IGNORE INTO forgetting_tags (tag_id)
  SELECT tag_id FROM contact_tags WHERE contact_id IN (SELECT contact_id FROM forgetting)
  UNION SELECT tag_id FROM journal_tags WHERE :theirs";
const DROP_LOOSE_TAGS: &str = "
DELETE FROM tags WHERE id IN (SELECT tag_id FROM forgetting_tags)
  AND NOT EXISTS (SELECT 1 FROM contact_tags WHERE tag_id = tags.id)
  AND NOT EXISTS (SELECT 1 FROM journal_tags WHERE tag_id = tags.id)
  AND NOT EXISTS (SELECT 1 FROM imports WHERE import_tag = tags.name)";

/// Number of rows that were taken out of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForgetCounts {
    /// Contacts that were there.
    pub contacts: u64,
    /// Contacts that a merge had absorbed, and contacts that had been removed.
    pub former_contacts: u64,
    /// Values of standard and custom fields.
    pub values: u64,
    /// Tags of the contacts.
    pub tags: u64,
    /// Values in the journal: each change of a field.
    pub journal_values: u64,
    /// Changes of tags in the journal.
    pub journal_tags: u64,
    /// Rows of all other tables, such as which list held them.
    pub other_rows: u64,
}

impl Snapshot<'_> {
    /// Returns a contact and all that merges absorbed into it, by ascending ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn person(&self, contact: ContactId) -> Result<Vec<ContactId>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(PERSON)?.query_map([contact.0], |row| row.get(0).map(ContactId))?.collect()
        })
    }

    /// Returns the entry that forgot a contact; `None` if it was not forgotten.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn forgotten_by(&self, contact: ContactId) -> Result<Option<i64>, WorkspaceError> {
        const SQL: &str = "SELECT forgotten_by FROM forgotten_contacts WHERE contact_id = ?1 LIMIT 1";
        self.sql(|connection| connection.prepare_cached(SQL)?.query_row([contact.0], |row| row.get(0)).optional())
    }

    /// Returns the contacts that an entry had added, changed or removed and that were forgotten since, by ascending ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn forgotten_of(&self, entry: i64) -> Result<Vec<ContactId>, WorkspaceError> {
        const SQL: &str = "SELECT contact_id FROM forgotten_contacts WHERE history_id = ?1 AND forgotten_by <> ?1
            ORDER BY contact_id";
        self.sql(|connection| {
            connection.prepare_cached(SQL)?.query_map([entry], |row| row.get(0).map(ContactId))?.collect()
        })
    }

    /// Visits every value that contacts have or ever had, each once a contact, until a visit fails.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_value_ever<E: From<WorkspaceError>>(
        &self,
        contacts: &[ContactId],
        visit: &mut dyn FnMut(ContactId, FieldId, Text) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let count = i64::try_from(contacts.len()).unwrap_or(i64::MAX);
        let access = self.sql(|connection| JournalAccess::for_count(connection, count))?;
        let theirs = access.rows_of("SELECT value AS contact_id FROM json_each(?1)");
        let sql = VALUES_EVER.replace(":value", &value_of("column1")).replace(":theirs", &theirs);
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query([json_ids(contacts)]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let contact = ContactId(row.get(0).map_err(sql_error)?);
            let field = FieldId(row.get(1).map_err(sql_error)?);
            visit(contact, field, text_column(row, 2).map_err(sql_error)?.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Counts the rows of forgotten contacts by table; empty if nothing of them is left.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn traces_of_forgotten(&self) -> Result<Vec<(String, u64)>, WorkspaceError> {
        self.sql(|connection| {
            let mut traces = Vec::new();
            for (table, column) in tables_of_contacts(connection)? {
                let sql = format!(
                    "SELECT count(*) FROM {table} WHERE {column} IN (SELECT contact_id FROM forgotten_contacts)"
                );
                let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
                if count > 0 {
                    traces.push((table, count.cast_unsigned()));
                }
            }
            Ok(traces)
        })
    }

    /// Returns the number of contacts that were forgotten.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn forgotten_count(&self) -> Result<u64, WorkspaceError> {
        const SQL: &str = "SELECT count(DISTINCT contact_id) FROM forgotten_contacts";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get::<_, i64>(0))).map(i64::cast_unsigned)
    }
}

impl WriteTransaction<'_> {
    /// Creates the history entry that forgets contacts, and takes everything of them out of every table. What is deleted
    /// is overwritten with zeros; [`Workspace::clean_up`](crate::workspace::Workspace::clean_up) has to follow the commit, and is remembered until then.
    /// `contacts` holds whole people: [`Snapshot::person`].
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn forget(&self, contacts: &[ContactId], now: Timestamp) -> Result<(i64, ForgetCounts), WorkspaceError> {
        let entry = self.begin_entry(EntryKind::Forget, "", now)?;
        self.overwrite_deleted()?;
        self.request_cleanup()?;
        let counts = self.sql(|connection| {
            connection.execute_batch(CREATE_FORGETTING)?;
            let insert = "INSERT OR IGNORE INTO forgetting (contact_id) SELECT value FROM json_each(?1)";
            connection.execute(insert, [json_ids(contacts)])?;
            let theirs = journal_rows(connection)?;
            connection.execute(&GIVEN_AND_TAKEN.replace(":value", &value_of("merge.field_id")), [])?;
            connection.execute(&REMEMBER.replace(":theirs", &theirs), [entry])?;
            connection.execute(&THEIR_TAGS.replace(":theirs", &theirs), [])?;
            let counts = delete_rows(connection, &theirs)?;
            connection.execute(DROP_LOOSE_TAGS, [])?;
            connection.execute_batch(DROP_FORGETTING)?;
            Ok(counts)
        })?;
        Ok((entry, counts))
    }

    /// Passes the texts that imports, notifications and entries keep, and replaces those for which `replace` returns
    /// another one. Returns the number of replaced texts. JSON stays JSON: `replace` gets the whole document.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn replace_kept_texts(
        &self,
        replace: &mut dyn FnMut(KeptText, &str) -> Option<String>,
    ) -> Result<u64, WorkspaceError> {
        let mut replaced = 0;
        for kind in KeptText::ALL {
            let (table, column) = kind.place();
            for (id, text) in self.kept_texts(table, column)? {
                let Some(new) = replace(kind, &text) else { continue };
                let sql = format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1");
                self.sql(|connection| connection.prepare_cached(&sql)?.execute((id, new)))?;
                replaced += 1;
            }
        }
        Ok(replaced)
    }

    /// Returns the texts of one column; they are few and short next to the contacts.
    fn kept_texts(&self, table: &str, column: &str) -> Result<Vec<(i64, String)>, WorkspaceError> {
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} <> ''");
        self.sql(|connection| connection.prepare(&sql)?.query_map([], |row| row.try_into())?.collect())
    }
}

/// A text that the workspace keeps about a list or an entry, in which a value may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptText {
    /// Headers of a list, as JSON.
    Columns,
    /// Mapping of an import, as JSON.
    Mapping,
    /// Options and notes of an import, as JSON.
    Options,
    /// Message of a notification.
    Notification,
    /// Summary of an entry.
    Summary,
}

impl KeptText {
    const ALL: [Self; 5] = [Self::Columns, Self::Mapping, Self::Options, Self::Notification, Self::Summary];

    /// Table and column.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Columns => ("imports", "columns"),
            Self::Mapping => ("imports", "mapping"),
            Self::Options => ("imports", "options"),
            Self::Notification => ("notifications", "message"),
            Self::Summary => ("history", "summary"),
        }
    }
}

/// Condition for the rows of the contacts in a table of the journal.
fn journal_rows(connection: &Connection) -> rusqlite::Result<String> {
    let count = connection.query_row("SELECT count(*) FROM forgetting", [], |row| row.get(0))?;
    Ok(JournalAccess::for_count(connection, count)?.rows_of(FORGETTING))
}

/// Deletes the rows of the contacts in every table; `theirs` is the condition for those of the journal.
fn delete_rows(connection: &Connection, theirs: &str) -> rusqlite::Result<ForgetCounts> {
    const STANDARD_VALUES: &str = "SELECT coalesce(sum(
        (first_name IS NOT NULL) + (last_name IS NOT NULL) + (phone IS NOT NULL) + (email IS NOT NULL)
        + (country IS NOT NULL) + (language IS NOT NULL)), 0)
        FROM contacts WHERE id IN (SELECT contact_id FROM forgetting)";
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned);
    let all = count("SELECT count(*) FROM forgetting")?;
    let mut counts = ForgetCounts { values: count(STANDARD_VALUES)?, ..ForgetCounts::default() };
    for (table, column) in tables_of_contacts(connection)? {
        let which =
            if is_by_entry(connection, &table)? { theirs.to_owned() } else { format!("{column} IN ({FORGETTING})") };
        let deleted = connection.execute(&format!("DELETE FROM {table} WHERE {which}"), [])? as u64;
        match table.as_str() {
            "contacts" => counts.contacts = deleted,
            "contact_values" => counts.values += deleted,
            "contact_tags" => counts.tags = deleted,
            "journal" => counts.journal_values = deleted,
            "journal_tags" => counts.journal_tags = deleted,
            "journal_contacts" | "absorbed_contacts" | "journal_sources" => {}
            _ => counts.other_rows += deleted,
        }
    }
    counts.former_contacts = all - counts.contacts;
    Ok(counts)
}

/// Returns true if a table is clustered by entry, as those of the journal are.
fn is_by_entry(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = 'history_id' AND pk = 1)";
    connection.query_row(SQL, [table], |row| row.get(0))
}

/// Tables of this program with rows of contacts, each with the column of the Contact ID.
fn tables_of_contacts(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    const HAS_COLUMN: &str = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = 'contact_id')";
    let mut tables = vec![("contacts".to_owned(), "id".to_owned())];
    for table in own_tables(connection)?.into_iter().filter(|table| table != FORGOTTEN) {
        if connection.query_row(HAS_COLUMN, [&table], |row| row.get(0))? {
            tables.push((table, "contact_id".to_owned()));
        }
    }
    Ok(tables)
}
