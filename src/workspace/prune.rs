//! Pruning: what old entries changed is dropped, so that the history does not grow for ever. Such entries cannot be undone
//! any more; all others can, with the same outcome as before.
//!
//! Pruned entries are the first ones of the history without a gap. Undo takes the value before the first entry that is left
//! for the value from before all of them ([`super::undo`]), which is wrong where a pruned entry was undone in between. So
//! these values are set right first.

use rusqlite::Connection;

use super::edited_fields::EDITED_IN;
use super::{WorkspaceError, WriteTransaction};
use crate::model::Timestamp;

/// The entries to prune: those before the first one that started at ?1 or later. Entries that only took data out have
/// changed nothing that could be pruned.
// Without a gap, also where somebody had set the clock back.
const CREATE_PRUNING: &str = "
CREATE TEMP TABLE pruning (id INTEGER PRIMARY KEY, holds INTEGER NOT NULL, is_switch INTEGER NOT NULL);
CREATE TEMP TABLE toggled (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE rebased (
  contact_id INTEGER NOT NULL, field_id INTEGER NOT NULL, latest INTEGER, value TEXT,
  PRIMARY KEY (contact_id, field_id)) WITHOUT ROWID;
CREATE TEMP TABLE rebased_tags (
  contact_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, latest INTEGER, has INTEGER,
  PRIMARY KEY (contact_id, tag_id)) WITHOUT ROWID;";
const DROP_PRUNING: &str = "
DROP TABLE temp.pruning; DROP TABLE temp.toggled; DROP TABLE temp.rebased; DROP TABLE temp.rebased_tags";
const CHOOSE: &str = "
INSERT INTO pruning SELECT id, undone_by IS NULL, undoes IS NOT NULL FROM history
WHERE pruned_by IS NULL AND kind NOT IN ('forget', 'prune') AND id < coalesce(
  (SELECT min(id) FROM history WHERE started_at >= ?1), (SELECT max(id) + 1 FROM history))";
/// Of these, entries that were undone or redone, by whichever entry.
const CHOOSE_TOGGLED: &str = "
INSERT INTO toggled SELECT DISTINCT undoes FROM history WHERE undoes IN (SELECT id FROM pruning)";

/// Values as the pruned entries leave them, of fields and tags that a toggled entry touched: by the latest that holds, else
/// from before the first.
const REBASE: [&str; 6] = [
    "INSERT OR IGNORE INTO rebased (contact_id, field_id) SELECT contact_id, field_id
     FROM toggled CROSS JOIN journal ON history_id = toggled.id",
    "UPDATE rebased SET (latest, value) = (
       SELECT pruning.id, journal.after FROM pruning CROSS JOIN journal
       WHERE holds AND NOT is_switch AND journal.history_id = pruning.id
         AND journal.contact_id = rebased.contact_id AND journal.field_id = rebased.field_id
       ORDER BY pruning.id DESC LIMIT 1)",
    "UPDATE rebased SET value = (
       SELECT journal.before FROM pruning CROSS JOIN journal
       WHERE NOT is_switch AND journal.history_id = pruning.id
         AND journal.contact_id = rebased.contact_id AND journal.field_id = rebased.field_id
       ORDER BY pruning.id LIMIT 1)
     WHERE latest IS NULL",
    "INSERT OR IGNORE INTO rebased_tags (contact_id, tag_id) SELECT contact_id, tag_id
     FROM toggled CROSS JOIN journal_tags ON history_id = toggled.id",
    "UPDATE rebased_tags SET (latest, has) = (
       SELECT pruning.id, journal_tags.added FROM pruning CROSS JOIN journal_tags
       WHERE holds AND NOT is_switch AND journal_tags.history_id = pruning.id
         AND journal_tags.contact_id = rebased_tags.contact_id AND journal_tags.tag_id = rebased_tags.tag_id
       ORDER BY pruning.id DESC LIMIT 1)",
    "UPDATE rebased_tags SET has = (
       SELECT NOT journal_tags.added FROM pruning CROSS JOIN journal_tags
       WHERE NOT is_switch AND journal_tags.history_id = pruning.id
         AND journal_tags.contact_id = rebased_tags.contact_id AND journal_tags.tag_id = rebased_tags.tag_id
       ORDER BY pruning.id LIMIT 1)
     WHERE latest IS NULL",
];

/// The first entry that is left, also if it is an undo, finds the value that the pruned ones leave.
const SET_BASE: &str = "
UPDATE journal SET before = rebased.value FROM rebased
WHERE journal.contact_id = rebased.contact_id AND journal.field_id = rebased.field_id
  AND journal.history_id = (
    SELECT history.id FROM history CROSS JOIN journal AS of_entry
    WHERE history.id > (SELECT max(id) FROM pruning)
      AND of_entry.history_id = history.id
      AND of_entry.contact_id = rebased.contact_id AND of_entry.field_id = rebased.field_id
    ORDER BY history.id LIMIT 1)";
/// An entry that is left and gives or takes a tag that was there, or not, all the same does nothing to it. Repeated until
/// there is none.
const DROP_IDLE_TAGS: &str = "
DELETE FROM journal_tags WHERE (history_id, contact_id, tag_id) IN (
  SELECT first.id, contact_id, tag_id FROM (
    SELECT rebased_tags.contact_id, rebased_tags.tag_id, has, (
      SELECT history.id FROM history CROSS JOIN journal_tags AS of_entry
      WHERE history.id > (SELECT max(id) FROM pruning)
        AND of_entry.history_id = history.id
        AND of_entry.contact_id = rebased_tags.contact_id AND of_entry.tag_id = rebased_tags.tag_id
      ORDER BY history.id LIMIT 1) AS id
    FROM rebased_tags) AS first
  JOIN journal_tags AS idle USING (contact_id, tag_id)
  WHERE idle.history_id = first.id AND idle.added = first.has)";

/// Values and tags that no entry which is left touches, of contacts that one of these removed: they come back with the
/// contact.
// The first removal, because undo looks there for what a contact had.
const KEEP_WITH_REMOVAL: [&str; 2] = [
    "INSERT OR IGNORE INTO journal (history_id, contact_id, field_id, before)
     SELECT min(gone.history_id), rebased.contact_id, field_id, value FROM rebased
     JOIN journal_contacts AS gone ON gone.contact_id = rebased.contact_id AND added = 0
       AND gone.history_id > (SELECT max(id) FROM pruning)
     WHERE value IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM history CROSS JOIN journal ON journal.history_id = history.id
       WHERE history.id > (SELECT max(id) FROM pruning)
         AND journal.contact_id = rebased.contact_id AND journal.field_id = rebased.field_id)
     GROUP BY rebased.contact_id, field_id",
    "INSERT OR IGNORE INTO journal_tags (history_id, contact_id, tag_id, added)
     SELECT min(gone.history_id), rebased_tags.contact_id, tag_id, 0 FROM rebased_tags
     JOIN journal_contacts AS gone ON gone.contact_id = rebased_tags.contact_id AND added = 0
       AND gone.history_id > (SELECT max(id) FROM pruning)
     WHERE has AND NOT EXISTS (
       SELECT 1 FROM history CROSS JOIN journal_tags ON journal_tags.history_id = history.id
       WHERE history.id > (SELECT max(id) FROM pruning)
         AND journal_tags.contact_id = rebased_tags.contact_id AND journal_tags.tag_id = rebased_tags.tag_id)
     GROUP BY rebased_tags.contact_id, tag_id",
];

/// Contacts whose addition was undone, and that are there, or could come back, because a pruned entry changed them: they
/// count as added by that one.
const KEEP_EXISTENCE: [&str; 2] = [
    "UPDATE contacts SET (created_by, created_line) = (:latest, NULL)
     WHERE id IN (:touched) AND created_by IN (:undone) AND :latest IS NOT NULL",
    "UPDATE journal_contacts SET (created_by, created_line) = (:latest, NULL)
     WHERE contact_id IN (:touched) AND created_by IN (:undone) AND :latest IS NOT NULL
       AND history_id > (SELECT max(id) FROM pruning)",
];
/// Entries whose addition of contacts was undone.
const UNDONE: &str = "SELECT pruning.id FROM pruning WHERE NOT holds AND NOT is_switch";
/// Contacts that pruned entries changed.
const TOUCHED: &str = "
SELECT journal.contact_id FROM pruning CROSS JOIN journal ON journal.history_id = pruning.id
  WHERE holds AND NOT is_switch AND EXISTS (SELECT 1 FROM toggled)
UNION SELECT journal_tags.contact_id FROM pruning CROSS JOIN journal_tags ON journal_tags.history_id = pruning.id
  WHERE holds AND NOT is_switch AND EXISTS (SELECT 1 FROM toggled)";
/// The latest pruned entry that holds and changed the contact.
const LATEST_TOUCH: &str = "(
SELECT max(pruning.id) FROM pruning WHERE holds AND NOT is_switch AND (
  EXISTS (SELECT 1 FROM journal WHERE history_id = pruning.id AND journal.contact_id = :contact)
  OR EXISTS (SELECT 1 FROM journal_tags WHERE history_id = pruning.id AND journal_tags.contact_id = :contact)))";

/// Fields that a person set last among the pruned entries stay known, and those that a later pruned entry changed do not.
const OVERWRITTEN: &str = "
DELETE FROM edited_fields WHERE EXISTS (
  SELECT 1 FROM pruning JOIN history USING (id) CROSS JOIN journal
  WHERE pruning.holds AND NOT is_switch AND kind NOT IN ('edit', 'merge', 'add') AND journal.history_id = pruning.id
    AND journal.contact_id = edited_fields.contact_id AND journal.field_id = edited_fields.field_id)";

/// Contacts that a merge which holds absorbed: their identifiers stay in the journal, so that a list which still has them
/// does not add them anew.
const ABSORBED: &str = "
SELECT absorbed.history_id, absorbed.contact_id FROM absorbed_contacts AS absorbed
JOIN pruning ON pruning.id = absorbed.history_id AND pruning.holds";

/// Statements that drop what the entries changed, each with what it counts.
const DROP: [&str; 4] = [
    "DELETE FROM journal WHERE history_id IN (SELECT id FROM pruning) AND NOT (
       (field_id IN (3, 4) OR field_id IN (SELECT id FROM fields WHERE is_identifier))
       AND (history_id, contact_id) IN (:absorbed))",
    "DELETE FROM journal_tags WHERE history_id IN (SELECT id FROM pruning)",
    "DELETE FROM journal_contacts WHERE history_id IN (SELECT id FROM pruning)
       AND (history_id, contact_id) NOT IN (:absorbed)",
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

impl WriteTransaction<'_> {
    /// Drops what entries changed that started before a moment, up to the first that did not; `by` is the entry that does
    /// it. Rows are overwritten with zeros; [`super::Workspace::clean_up`] gives their space back after the commit.
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
                keep_edited_fields(connection)?;
                rebase(connection)?;
                drop_changes(connection, &mut counts)?;
                connection.execute(MARK, [by])?;
            }
            connection.execute_batch(DROP_PRUNING)?;
            Ok(counts)
        })
    }
}

fn keep_edited_fields(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(OVERWRITTEN, [])?;
    let edited = EDITED_IN.replace(":among", "SELECT id FROM pruning");
    let insert = format!("INSERT OR REPLACE INTO edited_fields (contact_id, field_id, history_id) {edited}");
    connection.execute(&insert, []).map(drop)
}

/// Makes undo of the entries that are left find what it would have found with the pruned ones.
fn rebase(connection: &Connection) -> rusqlite::Result<()> {
    for sql in REBASE {
        connection.execute(sql, [])?;
    }
    connection.execute(SET_BASE, [])?;
    while connection.execute(DROP_IDLE_TAGS, [])? > 0 {}
    for sql in KEEP_WITH_REMOVAL {
        connection.execute(sql, [])?;
    }
    for (sql, contact) in KEEP_EXISTENCE.into_iter().zip(["contacts.id", "journal_contacts.contact_id"]) {
        let sql = sql.replace(":latest", LATEST_TOUCH).replace(":contact", contact);
        connection.execute(&sql.replace(":touched", TOUCHED).replace(":undone", UNDONE), [])?;
    }
    Ok(())
}

fn drop_changes(connection: &Connection, counts: &mut PruneCounts) -> rusqlite::Result<()> {
    connection.pragma_update(None, "secure_delete", true)?;
    let drop = |sql: &str| connection.execute(&sql.replace(":absorbed", ABSORBED), []).map(|rows| rows as u64);
    let dropped = DROP.into_iter().map(drop).collect::<Result<Vec<_>, _>>();
    connection.pragma_update(None, "secure_delete", false)?;
    if let [fields, tags, contacts, results] = dropped?[..] {
        counts.changes = fields + tags + contacts;
        counts.results = results;
    }
    Ok(())
}
