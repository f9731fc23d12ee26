//! Search, listing and loading of contacts.

use rusqlite::{OptionalExtension, Row, params_from_iter};

use super::selection::{SqlCondition, order_clause};
use crate::model::{Contact, ContactId, ContactName, Key, Listing, Selection, Timestamp};
use crate::workspace::columns::{moment_of_seconds, text_column};
use crate::workspace::{Snapshot, TagIds, WorkspaceError};

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

impl Snapshot<'_> {
    /// Returns one contact; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contact(&self, id: ContactId, tags: &TagIds) -> Result<Option<ContactRecord>, WorkspaceError> {
        let mut found = None;
        let selection = Selection { exact: Some(Key::ContactId(id.0)), ..Selection::default() };
        let mut keep = |record| -> Result<(), WorkspaceError> {
            found = Some(record);
            Ok(())
        };
        self.visit(&SqlCondition::of(&selection), &Listing::default(), tags, &mut keep)?;
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

    /// Visits the contacts of a listing in its order, until a visit fails. Returns the number that its selection has in
    /// all, whatever its limit. Only one contact is held in memory at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_contact<E: From<WorkspaceError>>(
        &self,
        listing: &Listing,
        tags: &TagIds,
        visit: &mut dyn FnMut(ContactRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        let condition = SqlCondition::of(&listing.selection);
        let visited = self.visit(&condition, listing, tags, visit)?;
        match listing.limit {
            // There may be more of them; of none but these, counting is not needed.
            Some(limit) if visited >= limit => Ok(self.count_selected(&listing.selection)?),
            _ => Ok(visited),
        }
    }

    /// Returns the number of selected contacts.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn count_selected(&self, selection: &Selection) -> Result<u64, WorkspaceError> {
        let condition = SqlCondition::of(selection);
        let sql = format!("SELECT count(*) FROM contacts {}", condition.clause());
        self.sql(|connection| {
            connection.query_row(&sql, params_from_iter(condition.values), |row| row.get::<_, i64>(0))
        })
        .map(i64::cast_unsigned)
    }

    /// Returns true if any contact is selected.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_contacts(&self, selection: &Selection) -> Result<bool, WorkspaceError> {
        let condition = SqlCondition::of(selection);
        let sql = format!("SELECT EXISTS (SELECT 1 FROM contacts {})", condition.clause());
        self.sql(|connection| connection.query_row(&sql, params_from_iter(condition.values), |row| row.get(0)))
    }

    /// Visits contacts and returns the number of visits.
    fn visit<E: From<WorkspaceError>>(
        &self,
        condition: &SqlCondition,
        listing: &Listing,
        tags: &TagIds,
        visit: &mut dyn FnMut(ContactRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut finder = self.finder()?;
        let limit = listing.limit.map(|limit| format!("LIMIT {limit}")).unwrap_or_default();
        let sql = format!(
            "SELECT id, created_at, updated_at, created_by, created_line FROM contacts {} {} {limit}",
            condition.clause(),
            order_clause(&listing.sort)
        );
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query(params_from_iter(&condition.values)).map_err(sql_error)?;
        let mut visited = 0;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let id = ContactId(row.get(0).map_err(sql_error)?);
            let Some(contact) = finder.load(id, tags)? else { continue };
            visit(read_record(row, contact).map_err(sql_error)?)?;
            visited += 1;
        }
        Ok(visited)
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

fn read_name(row: &Row<'_>) -> rusqlite::Result<ContactName> {
    Ok(ContactName {
        first: text_column(row, 0)?,
        last: text_column(row, 1)?,
        email: text_column(row, 2)?,
        phone: text_column(row, 3)?,
    })
}

fn read_record(row: &Row<'_>, contact: Contact) -> rusqlite::Result<ContactRecord> {
    Ok(ContactRecord {
        contact,
        created_at: moment_of_seconds(row.get(1)?),
        updated_at: moment_of_seconds(row.get(2)?),
        created_by: row.get(3)?,
        created_line: row.get(4)?,
    })
}
