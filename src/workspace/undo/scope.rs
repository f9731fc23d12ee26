//! Temporary tables of an undo, and the entries that matter for it.

use super::Toggle;
use crate::workspace::{Snapshot, WorkspaceError};

/// Creates the tables. `relevant` holds the entries that may decide a value, and whether they hold.
// While nothing but this entry was ever undone, only later entries matter: what this entry found before it is then what
// held before it.
const CREATE_RELEVANT: &str = "
CREATE TEMP TABLE relevant (id INTEGER PRIMARY KEY, holds INTEGER NOT NULL);
INSERT INTO relevant SELECT id, undone_by IS NULL FROM history WHERE undoes IS NULL AND id >= :first;
-- Contacts that the entry added or removed, which entry had added them, and whether they are to be there.
CREATE TEMP TABLE existence (
  contact_id INTEGER PRIMARY KEY, exists_now INTEGER NOT NULL, added_by INTEGER,
  should_exist INTEGER NOT NULL DEFAULT 0);
-- Fields and tags that may have to change, with what they are to be.
CREATE TEMP TABLE reverted_fields (
  contact_id INTEGER NOT NULL, field_id INTEGER NOT NULL, latest INTEGER, value TEXT,
  PRIMARY KEY (contact_id, field_id)) WITHOUT ROWID;
CREATE TEMP TABLE reverted_tags (
  contact_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, latest INTEGER, has INTEGER,
  PRIMARY KEY (contact_id, tag_id)) WITHOUT ROWID;
-- Those that a later entry keeps, with what they would be without it.
CREATE TEMP TABLE earlier_fields (
  contact_id INTEGER NOT NULL, field_id INTEGER NOT NULL, latest INTEGER, value TEXT,
  PRIMARY KEY (contact_id, field_id)) WITHOUT ROWID;
CREATE TEMP TABLE earlier_tags (
  contact_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, latest INTEGER, has INTEGER,
  PRIMARY KEY (contact_id, tag_id)) WITHOUT ROWID;
";

impl Snapshot<'_> {
    /// Creates the temporary tables, empty but for the relevant entries.
    pub(super) fn prepare_scope(&self, toggle: &Toggle) -> Result<(), WorkspaceError> {
        self.drop_temp_tables()?;
        let first = if self.has_earlier_toggles()? { 0 } else { toggle.entry };
        self.sql(|connection| connection.execute_batch(&CREATE_RELEVANT.replace(":first", &first.to_string())))
    }

    /// Returns true if there was any undo or redo before this one.
    pub(super) fn has_earlier_toggles(&self) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT count(*) > 1 FROM history WHERE undoes IS NOT NULL";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get(0)))
    }

    /// Makes every entry relevant from now on, because of restored contacts.
    pub(super) fn include_all_entries(&self) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute(
                "INSERT OR IGNORE INTO relevant SELECT id, undone_by IS NULL FROM history WHERE undoes IS NULL",
                [],
            )
        })
        .map(drop)
    }

    /// Drops the temporary tables, which otherwise live as long as the connection.
    pub(super) fn drop_temp_tables(&self) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute_batch(
                "DROP TABLE IF EXISTS temp.relevant; DROP TABLE IF EXISTS temp.existence;
                 DROP TABLE IF EXISTS temp.reverted_fields; DROP TABLE IF EXISTS temp.reverted_tags;
                 DROP TABLE IF EXISTS temp.earlier_fields; DROP TABLE IF EXISTS temp.earlier_tags;",
            )
        })
    }
}
