//! Contacts that one entry of the history, or one count, is about, held in a temporary table: there may be more than memory
//! takes.

use rusqlite::params_from_iter;

use super::tags::{CONTACTS_OF_TAG_CHANGES, INSERT_JOURNALLED_TAGS};
use crate::model::{ContactId, Selection, TagRef};
use crate::workspace::columns::json_ids;
use crate::workspace::contacts::SqlCondition;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

const CREATE: &str = "
DROP TABLE IF EXISTS temp.selected;
CREATE TEMP TABLE selected (contact_id INTEGER PRIMARY KEY)";
const IDS: &str = "SELECT contact_id FROM temp.selected";

/// Records the tags in ?2 that selected contacts lose.
// ORDER BY: in the order of its primary key the journal is appended to. The rows come so; nothing is sorted.
const JOURNAL_SELECTED_REMOVED: &str = "
INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
SELECT ?1, contact_id, tag_id, 0 FROM temp.selected CROSS JOIN contact_tags USING (contact_id)
WHERE tag_id IN (SELECT value FROM json_each(?2)) ORDER BY contact_id, tag_id";
/// Records the tags in ?2 that selected contacts get: those that they do not have.
const JOURNAL_SELECTED_ADDED: &str = "
INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
SELECT ?1, selected.contact_id, value, 1 FROM temp.selected CROSS JOIN (SELECT DISTINCT value FROM json_each(?2))
WHERE NOT EXISTS (
  SELECT 1 FROM contact_tags WHERE contact_tags.contact_id = selected.contact_id AND contact_tags.tag_id = value)
ORDER BY selected.contact_id, value";
const DELETE_SELECTED_TAGS: &str = "
DELETE FROM contact_tags WHERE contact_id IN temp.selected AND tag_id IN (SELECT value FROM json_each(?1))";

impl Snapshot<'_> {
    /// Selects contacts for the methods below and for counts, in place of those that were selected before, and returns their
    /// number. Later changes do not add to them.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn select_contacts(&self, selection: &Selection) -> Result<u64, WorkspaceError> {
        let condition = SqlCondition::of(selection);
        let insert = format!("INSERT INTO temp.selected SELECT id FROM contacts {} ORDER BY id", condition.clause());
        self.sql(|connection| {
            // A connection that only reads may write temporary tables, which are no part of the workspace.
            let query_only: bool = connection.pragma_query_value(None, "query_only", |row| row.get(0))?;
            connection.pragma_update(None, "query_only", false)?;
            let created = connection.execute_batch(CREATE);
            let selected = created.and_then(|()| connection.execute(&insert, params_from_iter(condition.values)));
            // It goes back even if the selection fails, so no `?` before.
            connection.pragma_update(None, "query_only", query_only)?;
            Ok(selected? as u64)
        })
    }
}

impl WriteTransaction<'_> {
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

    /// Gives the selected contacts tags, and takes others off, as part of a history entry. Returns the number of contacts that
    /// changed.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    // By sets: to load 83,000 contacts, compare and write each took 5.5 seconds.
    pub fn tag_selected(&self, entry: i64, added: &[String], removed: &[String]) -> Result<u64, WorkspaceError> {
        let mut tags = self.tags()?;
        // `find`, not `intern`: taking a tag off must not create it.
        let removed: Vec<TagRef> = removed.iter().filter_map(|name| tags.interner.find(name)).collect();
        let added: Vec<TagRef> = added.iter().map(|name| tags.interner.intern(name)).collect();
        self.sql(|connection| {
            let mut ids = |refs: Vec<TagRef>| -> rusqlite::Result<String> {
                let ids = refs.into_iter().map(|tag| tags.get_or_insert(connection, tag));
                Ok(json_ids(ids.collect::<Result<Vec<_>, _>>()?))
            };
            let (added, removed) = (ids(added)?, ids(removed)?);
            connection.execute(JOURNAL_SELECTED_REMOVED, (entry, &removed))?;
            connection.execute(JOURNAL_SELECTED_ADDED, (entry, &added))?;
            connection.execute(DELETE_SELECTED_TAGS, [&removed])?;
            connection.execute(INSERT_JOURNALLED_TAGS, [entry])?;
            connection.query_row(CONTACTS_OF_TAG_CHANGES, [entry], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
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
