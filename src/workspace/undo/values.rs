//! Values that fields and tags should have after an undo.

use crate::workspace::{Snapshot, WorkspaceError};

/// Fields and tags the entry touched, of contacts that exist and stay, with what it found there.
// The unary `+` keeps SQLite from using that condition for the join: it would search the journal once for each contact
// of the workspace. ORDER BY gives the rows in the order of their key.
const TOUCHED: [&str; 2] = [
    "INSERT OR IGNORE INTO reverted_fields (contact_id, field_id, value)
     SELECT contact_id, field_id, before FROM journal
     WHERE history_id = ?1 AND +contact_id IN (SELECT id FROM contacts)
       AND contact_id NOT IN (SELECT contact_id FROM existence WHERE NOT should_exist) ORDER BY contact_id, field_id",
    "INSERT INTO reverted_tags (contact_id, tag_id, has)
     SELECT contact_id, tag_id, NOT added FROM journal_tags
     WHERE history_id = ?1 AND +contact_id IN (SELECT id FROM contacts)
       AND contact_id NOT IN (SELECT contact_id FROM existence WHERE NOT should_exist) ORDER BY contact_id, tag_id",
];

/// True if the entry is the first relevant one and no relevant one holds: the values it found are then the result.
const IS_ALONE: &str = "SELECT coalesce(min(id) = ?1 AND max(holds) = 0, 0) FROM relevant";

/// All fields and tags ever known of restored contacts: those that entries touched, and those the first removal found.
// Later removals in a chain of undos found the same; reading each of them would make every undo slower than the one
// before.
const KNOWN: [&str; 4] = [
    "INSERT OR IGNORE INTO reverted_fields (contact_id, field_id) SELECT journal.contact_id, journal.field_id
     FROM (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now) AS restored
     CROSS JOIN relevant CROSS JOIN journal
     WHERE journal.history_id = relevant.id AND journal.contact_id = restored.contact_id",
    "INSERT OR IGNORE INTO reverted_tags (contact_id, tag_id) SELECT journal_tags.contact_id, journal_tags.tag_id
     FROM (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now) AS restored
     CROSS JOIN relevant CROSS JOIN journal_tags
     WHERE journal_tags.history_id = relevant.id AND journal_tags.contact_id = restored.contact_id",
    "INSERT OR IGNORE INTO reverted_fields (contact_id, field_id) SELECT journal.contact_id, journal.field_id
     FROM (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now) AS restored CROSS JOIN journal
     WHERE journal.contact_id = restored.contact_id AND journal.history_id = (
       SELECT history_id FROM journal_contacts AS removal
       WHERE removal.contact_id = restored.contact_id AND removal.added = 0 ORDER BY history_id LIMIT 1)",
    "INSERT OR IGNORE INTO reverted_tags (contact_id, tag_id) SELECT journal_tags.contact_id, journal_tags.tag_id
     FROM (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now) AS restored CROSS JOIN journal_tags
     WHERE journal_tags.contact_id = restored.contact_id AND journal_tags.history_id = (
       SELECT history_id FROM journal_contacts AS removal
       WHERE removal.contact_id = restored.contact_id AND removal.added = 0 ORDER BY history_id LIMIT 1)",
];

/// Value given by the latest entry that holds, up to entry ?1.
const LATEST: [&str; 2] = [
    "UPDATE :fields SET (latest, value) = (
       SELECT relevant.id, journal.after FROM relevant CROSS JOIN journal
       WHERE relevant.holds AND relevant.id <= ?1 AND journal.history_id = relevant.id
         AND journal.contact_id = :fields.contact_id AND journal.field_id = :fields.field_id
       ORDER BY relevant.id DESC LIMIT 1)",
    "UPDATE :tags SET (latest, has) = (
       SELECT relevant.id, journal_tags.added FROM relevant CROSS JOIN journal_tags
       WHERE relevant.holds AND relevant.id <= ?1 AND journal_tags.history_id = relevant.id
         AND journal_tags.contact_id = :tags.contact_id AND journal_tags.tag_id = :tags.tag_id
       ORDER BY relevant.id DESC LIMIT 1)",
];

/// Otherwise, the value that the first entry found which ever touched the field or tag.
const FIRST: [&str; 2] = [
    "UPDATE :fields SET value = (
       SELECT journal.before FROM history CROSS JOIN journal
       WHERE history.id >= ?1 AND journal.history_id = history.id
         AND journal.contact_id = :fields.contact_id AND journal.field_id = :fields.field_id
       ORDER BY history.id LIMIT 1)
     WHERE latest IS NULL AND value IS NULL",
    "UPDATE :tags SET has = (
       SELECT NOT journal_tags.added FROM history CROSS JOIN journal_tags
       WHERE history.id >= ?1 AND journal_tags.history_id = history.id
         AND journal_tags.contact_id = :tags.contact_id AND journal_tags.tag_id = :tags.tag_id
       ORDER BY history.id LIMIT 1)
     WHERE latest IS NULL AND has IS NULL",
];

/// Fields and tags that later entries keep.
const WITHOUT_LATER: [&str; 2] = [
    "INSERT INTO earlier_fields (contact_id, field_id) SELECT contact_id, field_id FROM reverted_fields
     WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal
       WHERE history_id = ?1 AND contact_id = reverted_fields.contact_id AND field_id = reverted_fields.field_id)",
    "INSERT INTO earlier_tags (contact_id, tag_id) SELECT contact_id, tag_id FROM reverted_tags
     WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal_tags
       WHERE history_id = ?1 AND contact_id = reverted_tags.contact_id AND tag_id = reverted_tags.tag_id)",
];

impl Snapshot<'_> {
    /// Determines all fields and tags that may have to change, and the values they should have.
    pub(super) fn compute_values(&self, entry: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            for sql in TOUCHED {
                connection.execute(sql, [entry])?;
            }
            for sql in KNOWN {
                connection.execute(sql, [])?;
            }
            Ok(())
        })?;
        self.find_values("reverted", entry, i64::MAX)
    }

    /// Determines the values that fields and tags kept by later entries would have without those.
    pub(super) fn compute_without_later(&self, entry: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            for sql in WITHOUT_LATER {
                connection.execute(sql, [entry])?;
            }
            Ok(())
        })?;
        self.find_values("earlier", entry, entry)
    }

    /// Determines the values in `reverted_fields` and `reverted_tags`, or in the `earlier` pair of tables, as far as the
    /// entries up to `up_to` decide them.
    fn find_values(&self, pair: &str, entry: i64, up_to: i64) -> Result<(), WorkspaceError> {
        let of_pair =
            |sql: &str| sql.replace(":fields", &format!("{pair}_fields")).replace(":tags", &format!("{pair}_tags"));
        self.sql(|connection| {
            let first: i64 = connection.query_row("SELECT coalesce(min(id), 0) FROM relevant", [], |row| row.get(0))?;
            let is_alone: bool = connection.query_row(IS_ALONE, [entry], |row| row.get(0))?;
            // If no relevant entry holds, LATEST finds nothing.
            for sql in LATEST.iter().filter(|_| !is_alone) {
                connection.execute(&of_pair(sql), [up_to])?;
            }
            for sql in FIRST {
                connection.execute(&of_pair(sql), [first])?;
            }
            Ok(())
        })
    }
}
