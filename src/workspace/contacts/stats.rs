//! Counts over all contacts or the selected ones, made by SQL: one pass over a table each, and no contact is loaded.

use rusqlite::Row;
use serde::Serialize;

use super::duplicates::{shared, shared_column};
use crate::model::{Identifier, Text, Timestamp};
use crate::workspace::columns::{moment, text_column};
use crate::workspace::{CountScope, Snapshot, WorkspaceError};

/// History entry that added or removed contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryCounts {
    /// Time at which it began.
    pub started_at: Timestamp,
    /// Path of the source, if it is an import.
    pub source: Option<String>,
    /// Contacts that it added by itself and that are still there.
    pub contacts: u64,
    /// Contacts that it added or brought back.
    pub added: u64,
    /// Contacts that it removed.
    pub removed: u64,
}

/// Values of an identifier that several contacts share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SharedValues {
    /// Number of these values.
    pub values: u64,
    /// Contacts that have one of them.
    pub contacts: u64,
}

/// Entries that added or removed contacts, the oldest first. What an import added its own entry counts, because the
/// journal does not list it.
const ENTRIES: &str = "
SELECT started_at, source, coalesce(present.contacts, 0), coalesce(imported, 0) + coalesce(moved.added, 0),
  coalesce(moved.removed, 0)
FROM history
LEFT JOIN imports ON imports.id = history.id
LEFT JOIN (SELECT created_by, count(*) AS contacts FROM contacts GROUP BY created_by) AS present
  ON present.created_by = history.id
LEFT JOIN (
  SELECT history_id, sum(added) AS added, sum(1 - added) AS removed FROM journal_contacts GROUP BY history_id) AS moved
  ON moved.history_id = history.id
WHERE present.contacts > 0 OR imported > 0 OR moved.added > 0 OR moved.removed > 0
ORDER BY history.id";

/// Entries that added the selected contacts, likewise. A contact that was removed is not selected, so none is counted as such.
const ENTRIES_OF_SELECTED: &str = "
SELECT started_at, source, contacts, contacts, 0
FROM (SELECT created_by, count(*) AS contacts FROM contacts WHERE id IN temp.selected GROUP BY created_by)
CROSS JOIN history ON history.id = created_by LEFT JOIN imports ON imports.id = history.id
ORDER BY history.id";

impl Snapshot<'_> {
    /// Counts contacts by the value of their field Country.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contacts_by_country(&self, scope: CountScope) -> Result<Vec<(String, u64)>, WorkspaceError> {
        let who = scope.condition("id");
        let sql =
            format!("SELECT country, count(*) FROM contacts WHERE country IS NOT NULL AND {who} GROUP BY country");
        self.sql(|connection| {
            connection.prepare_cached(&sql)?.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?.collect()
        })
    }

    /// Visits the phone numbers of contacts without a Country, in no order.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn for_each_phone_without_country<E: From<WorkspaceError>>(
        &self,
        scope: CountScope,
        visit: &mut dyn FnMut(Text) -> Result<(), E>,
    ) -> Result<(), E> {
        // By the index of phone numbers, which holds no country, each number would cost a look-up of its contact.
        let sql = format!(
            "SELECT phone FROM contacts NOT INDEXED WHERE phone IS NOT NULL AND country IS NULL AND {}",
            scope.condition("id")
        );
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare_cached(&sql))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            visit(text_column(row, 0).map_err(sql_error)?.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Returns the history entries that added or removed contacts, the oldest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn entry_counts(&self, scope: CountScope) -> Result<Vec<EntryCounts>, WorkspaceError> {
        let sql = match scope {
            CountScope::Everybody => ENTRIES,
            CountScope::Selected => ENTRIES_OF_SELECTED,
        };
        self.sql(|connection| connection.prepare_cached(sql)?.query_map([], read_entry)?.collect())
    }

    /// Counts the phone numbers or e-mail addresses that several contacts share. Contact IDs are never shared.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn shared_values(&self, by: &Identifier, scope: CountScope) -> Result<SharedValues, WorkspaceError> {
        let Some(column) = shared_column(by) else { return Ok(SharedValues::default()) };
        let sql = format!("SELECT count(*), coalesce(sum(members), 0) FROM ({})", shared(column, scope));
        self.sql(|connection| {
            connection.query_row(&sql, [], |row| Ok(SharedValues { values: count(row, 0)?, contacts: count(row, 1)? }))
        })
    }
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<EntryCounts> {
    Ok(EntryCounts {
        started_at: moment(row.get(0)?),
        source: row.get(1)?,
        contacts: count(row, 2)?,
        added: count(row, 3)?,
        removed: count(row, 4)?,
    })
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    // Never negative, but in a workspace that another program changed.
    row.get::<_, i64>(column).map(|count| count.max(0).cast_unsigned())
}
