use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, params_from_iter};

use super::{Snapshot, TagTable, WorkspaceError};
use crate::model::{Contact, ContactId, Key, Timestamp};

/// Which contacts to list.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Words that must all occur in names, number or address, whatever their case.
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

/// What a search word is looked for in.
const SEARCHED: &str = "fold(concat_ws(char(10), first_name, last_name, phone, email, country, language))";

/// A condition and what stands for its question marks.
struct Condition {
    sql: String,
    values: Vec<SqlValue>,
}

impl Snapshot<'_> {
    /// One contact.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn contact(&self, id: ContactId, tags: &TagTable) -> Result<Option<ContactRecord>, WorkspaceError> {
        let mut found = None;
        let condition = Condition { sql: "id = ?".into(), values: vec![id.0.into()] };
        self.visit(&condition, Some(1), tags, &mut |record| found = Some(record))?;
        Ok(found)
    }

    /// Visits the contacts that a filter lets through, by ascending id.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn each_contact(
        &self,
        filter: &ContactFilter,
        tags: &TagTable,
        visit: &mut dyn FnMut(ContactRecord),
    ) -> Result<(), WorkspaceError> {
        self.visit(&condition(filter), filter.limit, tags, visit)
    }

    /// How many contacts a filter lets through, whatever its limit.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn count_contacts(&self, filter: &ContactFilter) -> Result<u64, WorkspaceError> {
        let Condition { sql, values } = condition(filter);
        self.sql(|connection| {
            connection.query_row(
                &format!("SELECT count(*) FROM contacts WHERE {sql}"),
                params_from_iter(values),
                |row| row.get::<_, i64>(0),
            )
        })
        .map(i64::cast_unsigned)
    }

    fn visit(
        &self,
        condition: &Condition,
        limit: Option<u64>,
        tags: &TagTable,
        visit: &mut dyn FnMut(ContactRecord),
    ) -> Result<(), WorkspaceError> {
        let mut finder = self.finder()?;
        let limit = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(-1));
        let sql = format!(
            "SELECT id, created_at, updated_at, created_by, created_line FROM contacts WHERE {} ORDER BY id LIMIT {limit}",
            condition.sql
        );
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query(params_from_iter(&condition.values)).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let id = ContactId(row.get(0).map_err(sql_error)?);
            let Some(contact) = finder.load(id, tags)? else { continue };
            visit(read_record(row, contact).map_err(sql_error)?);
        }
        Ok(())
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
        parts.push(format!("instr({SEARCHED}, fold(?)) > 0"));
        values.push(word.clone().into());
    }
    if !filter.exact.is_empty() {
        let tests = filter.exact.iter().map(|key| exact_test(key, &mut values)).collect::<Vec<_>>();
        parts.push(format!("({})", tests.join(" OR ")));
    }
    for tag in &filter.tags {
        parts.push(
            "EXISTS (SELECT 1 FROM contact_tags JOIN tags ON tags.id = tag_id
                     WHERE contact_id = contacts.id AND name_key = ?)"
                .into(),
        );
        values.push(crate::model::TagBook::key(tag).into());
    }
    let sql = if parts.is_empty() { "TRUE".into() } else { parts.join(" AND ") };
    Condition { sql, values }
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
