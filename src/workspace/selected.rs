//! Contacts that one entry of the history is about, held in a temporary table: there may be more than memory takes.

use rusqlite::params_from_iter;

use super::selection::SqlCondition;
use super::{WorkspaceError, WriteTransaction};
use crate::model::{ContactId, Selection};

const CREATE: &str = "
DROP TABLE IF EXISTS temp.selected;
CREATE TEMP TABLE selected (contact_id INTEGER PRIMARY KEY)";
const IDS: &str = "SELECT contact_id FROM temp.selected";

impl WriteTransaction<'_> {
    /// Selects contacts for the methods below, in place of those that were selected before, and returns their number. Later
    /// changes do not add to them.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn select_contacts(&self, selection: &Selection) -> Result<u64, WorkspaceError> {
        let condition = SqlCondition::of(selection);
        let insert = format!("INSERT INTO temp.selected SELECT id FROM contacts {} ORDER BY id", condition.clause());
        self.sql(|connection| {
            connection.execute_batch(CREATE)?;
            connection.execute(&insert, params_from_iter(condition.values)).map(|count| count as u64)
        })
    }

    /// Returns the next selected contacts behind an ID, ascending and at most `limit`.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn selected_behind(&self, last: ContactId, limit: u32) -> Result<Vec<ContactId>, WorkspaceError> {
        let sql = format!("{IDS} WHERE contact_id > ?1 ORDER BY contact_id LIMIT ?2");
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map((last.0, limit), |row| row.get(0).map(ContactId))?.collect()
        })
    }

    /// Deletes the selected contacts as part of a history entry, whose journal keeps all their values. Returns their number.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn delete_selected(&self, entry: i64) -> Result<u64, WorkspaceError> {
        self.remove_contacts(entry, IDS)
    }
}
