use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, params_from_iter};

use super::{Snapshot, TagIds, WorkspaceError};
use crate::model::{Contact, ContactId, Key, TagInterner, Timestamp, folded};

/// Which contacts to list.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Words that must all occur in its values, custom ones too, whatever their case, accents and Unicode form.
    pub words: Vec<String>,
    /// A number or an address that is the contact's own, found by its index.
    pub exact: Vec<Key>,
    /// Tags that the contact must all have.
    pub tags: Vec<String>,
    /// At most so many.
    pub limit: Option<u64>,
}

/// A contact and what the workspace knows about it besides.
#[derive(Debug, Clone)]
pub struct ContactRecord {
    /// The contact.
    pub contact: Contact,
    /// When it was added.
    pub created_at: Timestamp,
    /// When one of its fields last changed.
    pub updated_at: Timestamp,
    /// The history entry that added it.
    pub created_by: i64,
    /// The line of that entry's source.
    pub created_line: Option<i64>,
}

/// Whether a word occurs in a contact's values. Those of custom fields are searched once for all contacts.
const HAS_WORD: &str = "(occurs(?, first_name, last_name, phone, email, country, language)
    OR id IN (SELECT contact_id FROM contact_values WHERE occurs(?, value)))";
/// Whether a contact has a tag; looked up once for all contacts.
const HAS_TAG: &str =
    "id IN (SELECT contact_id FROM contact_tags WHERE tag_id IN (SELECT id FROM tags WHERE key_of_name(name) = ?))";

/// A condition and what stands for its question marks.
#[derive(Default)]
struct Condition {
    sql: String,
    values: Vec<SqlValue>,
}

impl Snapshot<'_> {
    /// One contact.
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

    /// Visits the contacts that a filter lets through, by ascending id and no more than its limit, until a visit fails.
    /// Returns how many it lets through in all. One contact is held at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or as the visit says.
    pub fn each_contact<E: From<WorkspaceError>>(
        &self,
        filter: &ContactFilter,
        tags: &TagIds,
        visit: &mut dyn FnMut(ContactRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.visit(&condition(filter), filter.limit, tags, visit)
    }

    /// Whether a filter lets any contact through.
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
            } else if condition.is_met_by_all() {
                return Ok(self.count_all_contacts()?);
            }
            passed += 1;
        }
        Ok(passed)
    }

    /// SQLite counts a whole table without looking at its rows.
    fn count_all_contacts(&self) -> Result<u64, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT count(*) FROM contacts", [], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
    }
}

impl Condition {
    /// `WHERE …`, or nothing.
    fn clause(&self) -> String {
        if self.is_met_by_all() { String::new() } else { format!("WHERE {}", self.sql) }
    }

    fn is_met_by_all(&self) -> bool {
        self.sql.is_empty()
    }
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
        values.extend([word.clone().into(), word.into()]);
    }
    if !filter.exact.is_empty() {
        let tests = filter.exact.iter().map(|key| exact_test(key, &mut values)).collect::<Vec<_>>();
        parts.push(format!("({})", tests.join(" OR ")));
    }
    for tag in &filter.tags {
        parts.push(HAS_TAG.into());
        values.push(TagInterner::key(tag).into());
    }
    Condition { sql: all_of(&parts), values }
}

/// A condition that is met where all of these are. SQLite refuses an expression that is 1,000 levels deep, as a plain
/// chain of `AND` is; this one is as deep as their number has binary digits.
fn all_of(parts: &[String]) -> String {
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
    }
}
