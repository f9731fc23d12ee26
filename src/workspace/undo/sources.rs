//! What sources remember of contacts, after an undo.

use crate::workspace::{WorkspaceError, WriteTransaction};

/// States that the entry changed, with what the latest entry gave them that holds.
// The pairs of the entry are found by its key: one search for each row of the journal that may matter.
const LATEST: &str = "
CREATE TEMP TABLE reverted_sources AS
SELECT source_id, contact_id, max(history_id) AS latest, after AS state
FROM history CROSS JOIN journal_sources AS given ON given.history_id = history.id
WHERE history.id >= :first AND undone_by IS NULL AND EXISTS (
  SELECT 1 FROM journal_sources AS own
  WHERE own.history_id = :entry AND own.source_id = given.source_id AND own.contact_id = given.contact_id)
GROUP BY source_id, contact_id";

/// Those that no entry which holds gave a state, with what the first entry found.
const FIRST: &str = "
INSERT INTO reverted_sources (source_id, contact_id, latest, state)
SELECT source_id, contact_id, min(history_id), before
FROM history CROSS JOIN journal_sources AS given ON given.history_id = history.id
WHERE history.id >= :first AND EXISTS (
  SELECT 1 FROM journal_sources AS own
  WHERE own.history_id = :entry AND own.source_id = given.source_id AND own.contact_id = given.contact_id)
AND NOT EXISTS (
  SELECT 1 FROM reverted_sources AS reverted
  WHERE reverted.source_id = given.source_id AND reverted.contact_id = given.contact_id)
GROUP BY source_id, contact_id";

/// Writes the states.
const WRITE: &str = "
DELETE FROM source_contacts WHERE (source_id, contact_id) IN (
  SELECT source_id, contact_id FROM reverted_sources WHERE state IS NULL);
INSERT INTO source_contacts (source_id, contact_id, state)
  SELECT source_id, contact_id, state FROM reverted_sources WHERE state IS NOT NULL ORDER BY source_id, contact_id
  ON CONFLICT DO UPDATE SET state = excluded.state;
DROP TABLE temp.reverted_sources;";

impl WriteTransaction<'_> {
    /// Gives each state that an entry changed the value which it has by the entries that hold now, as fields have theirs.
    pub(super) fn revert_sources(&self, entry: i64) -> Result<(), WorkspaceError> {
        const TOUCHES_NONE: &str = "SELECT NOT EXISTS (SELECT 1 FROM journal_sources WHERE history_id = ?1)";
        if self.sql(|connection| connection.query_row(TOUCHES_NONE, [entry], |row| row.get(0)))? {
            return Ok(());
        }
        // While nothing but this entry was ever undone, what it found is what held before it.
        let first = if self.has_earlier_toggles()? { 0 } else { entry };
        let bound = |sql: &str| sql.replace(":first", &first.to_string()).replace(":entry", &entry.to_string());
        self.sql(|connection| {
            connection.execute_batch(&bound(LATEST))?;
            connection.execute_batch("CREATE INDEX temp.reverted_by_contact ON reverted_sources (contact_id)")?;
            connection.execute_batch(&bound(FIRST))?;
            connection.execute_batch(WRITE)
        })
    }
}
