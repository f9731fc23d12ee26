//! Pruning: what old entries changed is dropped, so that the history does not grow for ever. Such entries cannot be undone
//! any more; all others can, with the same outcome as before.
//!
//! Pruned entries are the first ones of the history without a gap, so undo finds the value from before all later entries
//! where it always does: before the first entry that is left ([`crate::workspace::undo`]). That would be wrong for a contact which an
//! entry touched that was undone or redone in between, so what is known of such contacts is kept.

use rusqlite::{Connection, OptionalExtension, Row};

use super::edited_fields::{EDITED_CONTACTS_IN, edited_in};
use crate::model::{Since, Timestamp};
use crate::workspace::columns::moment;
use crate::workspace::file::with_overwriting;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// The entries to prune, and the contacts of which everything is kept.
const CREATE_PRUNING: &str = "
CREATE TEMP TABLE pruning (id INTEGER PRIMARY KEY, holds INTEGER NOT NULL, is_toggle INTEGER NOT NULL);
CREATE TEMP TABLE toggled (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE entangled (contact_id INTEGER PRIMARY KEY);";
const DROP_PRUNING: &str = "DROP TABLE temp.pruning; DROP TABLE temp.toggled; DROP TABLE temp.entangled";
/// Entries before the first one that started at ?1 or later. Entries that only took data out have changed nothing that could
/// be pruned.
// Without a gap, also where somebody had set the clock back.
const CHOOSE: &str = "
INSERT INTO pruning SELECT id, undone_by IS NULL, undoes IS NOT NULL FROM history
WHERE pruned_by IS NULL AND kind NOT IN ('forget', 'prune') AND id < coalesce(
  (SELECT min(id) FROM history WHERE started_at >= ?1), (SELECT max(id) + 1 FROM history))";
/// Of these, entries that were undone or redone, by whichever entry.
const CHOOSE_TOGGLED: &str = "
INSERT INTO toggled SELECT DISTINCT undoes FROM history WHERE undoes IN (SELECT id FROM pruning)";
/// Contacts that a toggled entry added, changed or removed, and those of which an earlier pruning has kept something.
const CHOOSE_ENTANGLED: &str = "
INSERT OR IGNORE INTO entangled (contact_id)
  WITH of_interest (id) AS (SELECT id FROM toggled UNION SELECT id FROM history WHERE pruned_by IS NOT NULL)
  SELECT contact_id FROM journal WHERE history_id IN (SELECT id FROM of_interest)
  UNION SELECT contact_id FROM journal_tags WHERE history_id IN (SELECT id FROM of_interest)
  UNION SELECT contact_id FROM journal_contacts WHERE history_id IN (SELECT id FROM of_interest)
  UNION SELECT contact_id FROM journal_sources WHERE history_id IN (SELECT id FROM of_interest)
  UNION SELECT contact_id FROM journal_contacts WHERE created_by IN (SELECT id FROM toggled)
  UNION SELECT contacts.id FROM toggled JOIN imports USING (id) CROSS JOIN contacts
    ON contacts.id BETWEEN first_added AND last_added AND created_by = toggled.id";

/// Fields that a person set last among the pruned entries stay known, and those that a later pruned entry changed do not.
const OVERWRITTEN: &str = "
DELETE FROM edited_fields WHERE EXISTS (
  SELECT 1 FROM pruning JOIN history USING (id) CROSS JOIN journal
  WHERE pruning.holds AND NOT is_toggle AND kind NOT IN ('edit', 'merge', 'add') AND journal.history_id = pruning.id
    AND journal.contact_id = edited_fields.contact_id AND journal.field_id = edited_fields.field_id)";

/// Contacts that a merge which holds absorbed: their identifiers stay in the journal, so that a list which still has them
/// does not add them anew.
const ABSORBED: &str = "
SELECT absorbed.history_id, absorbed.contact_id FROM absorbed_contacts AS absorbed
JOIN pruning ON pruning.id = absorbed.history_id AND pruning.holds";

/// Statements that drop what the entries changed, each with what it counts.
const DROP: [&str; 5] = [
    "DELETE FROM journal WHERE history_id IN (SELECT id FROM pruning) AND contact_id NOT IN entangled AND NOT (
       (field_id IN (3, 4) OR field_id IN (SELECT id FROM fields WHERE is_identifier))
       AND (history_id, contact_id) IN (:absorbed))",
    "DELETE FROM journal_tags WHERE history_id IN (SELECT id FROM pruning) AND contact_id NOT IN entangled",
    "DELETE FROM journal_contacts WHERE history_id IN (SELECT id FROM pruning) AND contact_id NOT IN entangled
       AND (history_id, contact_id) NOT IN (:absorbed)",
    "DELETE FROM journal_sources WHERE history_id IN (SELECT id FROM pruning) AND contact_id NOT IN entangled",
    // Files that a killed import still owes are made from its results.
    "DELETE FROM result_chunks WHERE import_id IN (SELECT id FROM pruning)
       AND import_id NOT IN (SELECT id FROM imports WHERE files_pending)",
];
const MARK: &str = "UPDATE history SET pruned_by = ?1 WHERE id IN (SELECT id FROM pruning)";

/// What was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PruneCounts {
    /// Entries that cannot be undone any more.
    pub entries: u64,
    /// Changes of contacts, fields and tags.
    pub changes: u64,
    /// Pieces of stored results.
    pub results: u64,
}

/// An entry whose changes were dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrunedEntry {
    /// Its ID.
    pub id: i64,
    /// When it ended.
    pub finished_at: Timestamp,
}

impl Snapshot<'_> {
    /// Returns the newest pruned entry since a point in the history; `None` if all that changed since then is known.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn newest_pruned(&self, since: Since) -> Result<Option<PrunedEntry>, WorkspaceError> {
        const PRUNED: &str =
            "SELECT id, coalesce(finished_at, started_at) AS ended FROM history WHERE pruned_by IS NOT NULL";
        let (condition, bound) = match since {
            Since::Entry(entry) => ("id > ?1", entry),
            Since::Moment(moment) => ("ended >= ?1", moment.timestamp_millis()),
        };
        let sql = format!("SELECT id, ended FROM ({PRUNED}) WHERE {condition} ORDER BY ended DESC, id DESC LIMIT 1");
        let read = |row: &Row<'_>| Ok(PrunedEntry { id: row.get(0)?, finished_at: moment(row.get(1)?) });
        self.sql(|connection| connection.query_row(&sql, [bound], read).optional())
    }
}

impl WriteTransaction<'_> {
    /// Drops what entries changed that started before a moment, up to the first that did not; `by` is the entry that does
    /// it. Rows are overwritten with zeros; [`Workspace::clean_up`](crate::workspace::Workspace::clean_up) gives their space back after the commit.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn prune(&self, before: Timestamp, by: i64) -> Result<PruneCounts, WorkspaceError> {
        self.sql(|connection| {
            connection.execute_batch(CREATE_PRUNING)?;
            let entries = connection.execute(CHOOSE, [before.timestamp_millis()])? as u64;
            let mut counts = PruneCounts { entries, ..PruneCounts::default() };
            if entries > 0 {
                connection.execute(CHOOSE_TOGGLED, [])?;
                connection.execute(CHOOSE_ENTANGLED, [])?;
                keep_edited_fields(connection)?;
                drop_changes(connection, &mut counts)?;
                connection.execute(MARK, [by])?;
            }
            connection.execute_batch(DROP_PRUNING)?;
            Ok(counts)
        })
    }
}

fn keep_edited_fields(connection: &Connection) -> rusqlite::Result<()> {
    // Whatever imports changed since, these contacts stay known as edited.
    let contacts = EDITED_CONTACTS_IN.replace(":among", "SELECT id FROM pruning");
    connection.execute(&format!("INSERT OR IGNORE INTO edited_contacts (contact_id) {contacts}"), [])?;
    connection.execute(OVERWRITTEN, [])?;
    let edited = edited_in(connection, "SELECT id FROM pruning")?;
    let insert = format!("INSERT OR REPLACE INTO edited_fields (contact_id, field_id, history_id) {edited}");
    connection.execute(&insert, []).map(drop)
}

fn drop_changes(connection: &Connection, counts: &mut PruneCounts) -> rusqlite::Result<()> {
    let drop = |sql: &str| connection.execute(&sql.replace(":absorbed", ABSORBED), []).map(|rows| rows as u64);
    let dropped: Vec<u64> = with_overwriting(connection, || DROP.into_iter().map(drop).collect())?;
    if let [fields, tags, contacts, sources, results] = dropped[..] {
        counts.changes = fields + tags + contacts + sources;
        counts.results = results;
    }
    Ok(())
}
