//! Search, listing and loading of contacts.

use rusqlite::types::Value as SqlValue;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::finder::text_column;
use super::{Snapshot, TagIds, WorkspaceError};
use crate::model::{Contact, ContactId, ContactName, Key, TagInterner, Text, Timestamp, folded};

/// Conditions for listing contacts; all must be met.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Words that must all occur in the values, custom fields included, regardless of case, accents and Unicode form.
    pub words: Vec<String>,
    /// Identifiers of which the contact must have one; found by index.
    pub exact: Vec<Key>,
    /// Number in E.164 form with which the phone number begins, found by index, or that occurs in a custom field.
    pub number: Option<Text>,
    /// Tags the contact must all have.
    pub tags: Vec<String>,
    /// Maximum number of contacts to visit.
    pub limit: Option<u64>,
}

/// A contact with its timestamps and origin.
#[derive(Debug, Clone)]
pub struct ContactRecord {
    /// The contact.
    pub contact: Contact,
    /// Time at which it was added.
    pub created_at: Timestamp,
    /// Time at which one of its fields last changed.
    pub updated_at: Timestamp,
    /// History entry that added it.
    pub created_by: i64,
    /// Line of that entry's source, from 1.
    pub created_line: Option<i64>,
}

/// Condition: a word occurs in one of the values of a contact.
// The inner query does not depend on the contact, so SQLite runs it once per search, not once per contact.
const HAS_WORD: &str = "(occurs(?, first_name, last_name, phone, email, country, language)
    OR id IN (SELECT contact_id FROM contact_values WHERE occurs(?, value)))";
/// Condition: a number begins with another, or a custom field holds that.
// A range instead of LIKE, so that the index is used: a colon follows 9 in ASCII.
const HAS_NUMBER: &str = "((phone >= ? AND phone < ? || ':')
    OR id IN (SELECT contact_id FROM contact_values WHERE occurs(?, value)))";
/// Condition: a contact has a tag. The inner query runs once per search as well.
const HAS_TAG: &str =
    "id IN (SELECT contact_id FROM contact_tags WHERE tag_id IN (SELECT id FROM tags WHERE key_of_name(name) = ?))";

/// An SQL condition and the values bound to its placeholders.
#[derive(Default)]
struct Condition {
    sql: String,
    values: Vec<SqlValue>,
}

impl Snapshot<'_> {
    /// Returns one contact; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contact(&self, id: ContactId, tags: &TagIds) -> Result<Option<ContactRecord>, WorkspaceError> {
        let mut found = None;
        let condition = Condition { sql: "id = ?".into(), values: vec![id.0.into()] };
        let mut keep = |record| -> Result<(), WorkspaceError> {
            found = Some(record);
            Ok(())
        };
        self.visit(&condition, Some(1), tags, &mut keep)?;
        Ok(found)
    }

    /// Returns what a contact is called, without loading the rest of it; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contact_name(&self, id: ContactId) -> Result<Option<ContactName>, WorkspaceError> {
        const SQL: &str = "SELECT first_name, last_name, email, phone FROM contacts WHERE id = ?1";
        self.sql(|connection| connection.prepare_cached(SQL)?.query_row([id.0], read_name).optional())
    }

    /// Visits the contacts that pass a filter, by ascending ID and up to its limit, until a visit fails. Returns the
    /// number that pass in all. Only one contact is held in memory at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_contact<E: From<WorkspaceError>>(
        &self,
        filter: &ContactFilter,
        tags: &TagIds,
        visit: &mut dyn FnMut(ContactRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.visit(&condition(filter), filter.limit, tags, visit)
    }

    /// Returns true if any contact passes a filter.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_contacts(&self, filter: &ContactFilter) -> Result<bool, WorkspaceError> {
        let condition = condition(filter);
        let sql = format!("SELECT EXISTS (SELECT 1 FROM contacts {})", condition.clause());
        self.sql(|connection| connection.query_row(&sql, params_from_iter(condition.values), |row| row.get(0)))
    }

    fn visit<E: From<WorkspaceError>>(
        &self,
        condition: &Condition,
        limit: Option<u64>,
        tags: &TagIds,
        visit: &mut dyn FnMut(ContactRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut finder = self.finder()?;
        let sql = format!(
            "SELECT id, created_at, updated_at, created_by, created_line FROM contacts {} ORDER BY id",
            condition.clause()
        );
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query(params_from_iter(&condition.values)).map_err(sql_error)?;
        let mut passed = 0;
        while let Some(row) = rows.next().map_err(sql_error)? {
            if limit.is_none_or(|limit| passed < limit) {
                let id = ContactId(row.get(0).map_err(sql_error)?);
                let Some(contact) = finder.load(id, tags)? else { continue };
                visit(read_record(row, contact).map_err(sql_error)?)?;
            // Beyond the limit rows are only counted. Without a condition the rest need not be stepped through at all.
            } else if condition.is_met_by_all() {
                return Ok(self.contact_count()?);
            }
            passed += 1;
        }
        Ok(passed)
    }

    /// Returns the number of all contacts; SQLite counts a whole table without decoding its rows.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contact_count(&self) -> Result<u64, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT count(*) FROM contacts", [], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
    }
}

impl Condition {
    /// Returns `WHERE …`, or an empty string.
    fn clause(&self) -> String {
        if self.is_met_by_all() { String::new() } else { format!("WHERE {}", self.sql) }
    }

    fn is_met_by_all(&self) -> bool {
        self.sql.is_empty()
    }
}

fn read_name(row: &Row<'_>) -> rusqlite::Result<ContactName> {
    Ok(ContactName {
        first: text_column(row, 0)?,
        last: text_column(row, 1)?,
        email: text_column(row, 2)?,
        phone: text_column(row, 3)?,
    })
}

fn read_record(row: &Row<'_>, contact: Contact) -> rusqlite::Result<ContactRecord> {
    let moment = |index| row.get(index).map(|s| Timestamp::from_timestamp(s, 0).unwrap_or_default());
    Ok(ContactRecord {
        contact,
        created_at: moment(1)?,
        updated_at: moment(2)?,
        created_by: row.get(3)?,
        created_line: row.get(4)?,
    })
}

fn condition(filter: &ContactFilter) -> Condition {
    let mut parts: Vec<String> = Vec::new();
    let mut values: Vec<SqlValue> = Vec::new();
    for word in &filter.words {
        let word = folded(word).into_owned();
        parts.push(HAS_WORD.into());
        // HAS_WORD has two placeholders.
        values.extend([word.clone().into(), word.into()]);
    }
    if !filter.exact.is_empty() {
        let tests = filter.exact.iter().map(|key| exact_test(key, &mut values)).collect::<Vec<_>>();
        parts.push(format!("({})", tests.join(" OR ")));
    }
    if let Some(number) = &filter.number {
        parts.push(HAS_NUMBER.into());
        values.extend(std::iter::repeat_n(SqlValue::from(number.to_string()), 3));
    }
    for tag in &filter.tags {
        parts.push(HAS_TAG.into());
        values.push(TagInterner::key(tag).into());
    }
    Condition { sql: all_of(&parts), values }
}

/// Joins conditions with `AND`, as a balanced tree.
fn all_of(parts: &[String]) -> String {
    // SQLite rejects expressions more than 1,000 levels deep, which a plain chain of a thousand words would be. A
    // balanced tree of n conditions is only log2(n) deep.
    match parts {
        [] => String::new(),
        [part] => part.clone(),
        _ => {
            let (some, others) = parts.split_at(parts.len() / 2);
            format!("({} AND {})", all_of(some), all_of(others))
        }
    }
}

fn exact_test(key: &Key, values: &mut Vec<SqlValue>) -> &'static str {
    match key {
        Key::Phone(number) => {
            values.push(number.to_string().into());
            "phone = ?"
        }
        Key::Email(address) => {
            values.push(address.to_string().into());
            "email_key = ?"
        }
        Key::ContactId(id) => {
            values.push((*id).into());
            "id = ?"
        }
        Key::Custom(field, key) => {
            values.extend([field.0.into(), key.to_string().into()]);
            "id IN (SELECT contact_id FROM contact_values WHERE field_id = ? AND value_key = ?)"
        }
    }
}
