//! Contacts that an undo removes or restores.

use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Contacts the entry added or removed, with the entry that had added them.
// A removed contact has no row that says who added it, so its journal row says it. Imports are found by their range of
// IDs: `contacts` has no index on `created_by`.
const TOUCHED: &str = "
INSERT OR IGNORE INTO existence (contact_id, exists_now, added_by)
  SELECT contacts.id, 1, created_by FROM imports JOIN contacts ON contacts.id BETWEEN first_added AND last_added
    WHERE imports.id = ?1 AND created_by = ?1
  UNION ALL SELECT contact_id, 0, created_by FROM journal_contacts WHERE created_by = ?1
    AND contact_id NOT IN (SELECT id FROM contacts)
  UNION ALL SELECT contact_id, contact_id IN (SELECT id FROM contacts), created_by
    FROM journal_contacts WHERE history_id = ?1";

/// Contacts the entry changed and that exist, or not, only because of such a change: the entry that added them has been
/// undone.
// There are none while nothing but this entry was ever undone; then this query, which reads the whole journal of the
// entry, is skipped.
const CHANGED: &str = "
INSERT OR IGNORE INTO existence (contact_id, exists_now, added_by)
  SELECT contact_id, contact_id IN (SELECT id FROM contacts), coalesce(
      (SELECT created_by FROM contacts WHERE id = contact_id),
      (SELECT created_by FROM journal_contacts AS gone WHERE gone.contact_id = changed.contact_id LIMIT 1))
    FROM (
      SELECT DISTINCT contact_id FROM journal WHERE history_id = ?1
      UNION ALL SELECT DISTINCT contact_id FROM journal_tags WHERE history_id = ?1) AS changed
    WHERE coalesce((SELECT undone_by IS NOT NULL FROM contacts JOIN history ON history.id = contacts.created_by
                    WHERE contacts.id = contact_id), 1)";

/// A contact should exist if the entry that added it holds, or a later one that touches it does, unless an entry that
/// removed it holds.
// The EXISTS tests that do not depend on the contact come first: SQLite evaluates each once, and skips the searches per
// contact if it fails.
const SET_SHOULD_EXIST: &str = "
UPDATE existence SET should_exist = 1
WHERE (
    added_by IN (SELECT id FROM history WHERE undone_by IS NULL)
    OR (EXISTS (SELECT 1 FROM relevant WHERE holds) AND (
      EXISTS (SELECT 1 FROM relevant CROSS JOIN journal
        WHERE relevant.holds AND journal.history_id = relevant.id AND journal.contact_id = existence.contact_id)
      OR EXISTS (SELECT 1 FROM relevant CROSS JOIN journal_tags
        WHERE relevant.holds AND journal_tags.history_id = relevant.id
          AND journal_tags.contact_id = existence.contact_id))))
  AND NOT (
    EXISTS (SELECT 1 FROM history WHERE undoes IS NULL AND undone_by IS NULL AND EXISTS (
      SELECT 1 FROM journal_contacts WHERE history_id = history.id AND added = 0))
    AND EXISTS (
      SELECT 1 FROM journal_contacts AS gone JOIN history ON history.id = gone.history_id
      WHERE gone.contact_id = existence.contact_id AND gone.added = 0
        AND history.undoes IS NULL AND history.undone_by IS NULL))";

/// Contacts to remove, once existence is computed.
pub(super) const REMOVED: &str = "SELECT contact_id FROM existence WHERE exists_now AND NOT should_exist";
/// Contacts to restore, once existence is computed.
const RESTORED: &str = "SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now";

impl Snapshot<'_> {
    /// Determines which contacts are to be removed and which restored.
    pub(super) fn compute_existence(&self, entry: i64) -> Result<(), WorkspaceError> {
        let has_earlier_toggles = self.has_earlier_toggles()?;
        self.sql(|connection| {
            connection.execute(TOUCHED, [entry])?;
            if has_earlier_toggles {
                connection.execute(CHANGED, [entry])?;
            }
            connection.execute(SET_SHOULD_EXIST, [])
        })
        .map(drop)
    }

    /// Returns true if any contact is to be restored.
    pub(super) fn has_restored(&self) -> Result<bool, WorkspaceError> {
        self.sql(|connection| connection.query_row(&format!("SELECT EXISTS ({RESTORED})"), [], |row| row.get(0)))
    }
}

impl WriteTransaction<'_> {
    /// Restores contacts under their old IDs and returns their number. Their fields and tags are reverted with all
    /// others.
    pub(super) fn restore(&self, undo: i64) -> Result<u64, WorkspaceError> {
        self.sql(|connection| {
            // From the last removal of each contact. `updated_at` begins as the time of creation; the differences
            // correct it if an entry that holds changed a field.
            let restored = connection.execute(
                &format!(
                    "INSERT INTO contacts (id, created_at, updated_at, created_by, created_line)
                     SELECT gone.contact_id, created_at, created_at, created_by, created_line
                     FROM ({RESTORED} ORDER BY contact_id) AS restored CROSS JOIN journal_contacts AS gone
                       ON gone.contact_id = restored.contact_id AND gone.history_id = (
                         SELECT history_id FROM journal_contacts AS removal
                         WHERE removal.contact_id = restored.contact_id AND removal.added = 0
                         ORDER BY history_id DESC LIMIT 1)"
                ),
                [],
            )?;
            connection.execute(
                &format!(
                    "INSERT INTO journal_contacts (history_id, contact_id, added, created_at, created_by, created_line)
                     SELECT ?1, id, 1, created_at, created_by, created_line FROM contacts WHERE id IN ({RESTORED})
                     ORDER BY id"
                ),
                [undo],
            )?;
            Ok(restored as u64)
        })
    }
}
