use crate::workspace::{Snapshot, WorkspaceError};

/// The fields and tags that the entry touched, of contacts that are there and stay, with what it found there. They come in
/// the order of their places. (The `+` keeps SQLite from looking for each contact of the workspace in the journal.)
const TOUCHED: [&str; 2] = [
    "INSERT OR IGNORE INTO settled (contact_id, field_id, value) SELECT contact_id, field_id, before FROM journal
     WHERE history_id = ?1 AND +contact_id IN (SELECT id FROM contacts)
       AND contact_id NOT IN (SELECT contact_id FROM existence WHERE NOT shall) ORDER BY contact_id, field_id",
    "INSERT INTO settled_tags (contact_id, tag_id, has) SELECT contact_id, tag_id, NOT added FROM journal_tags
     WHERE history_id = ?1 AND +contact_id IN (SELECT id FROM contacts)
       AND contact_id NOT IN (SELECT contact_id FROM existence WHERE NOT shall) ORDER BY contact_id, tag_id",
];

/// Whether the entry is the first that has a say, and no other one has: then what it found there is what is to be.
const IS_ALONE: &str = "SELECT coalesce(min(id) = ?1 AND max(holds) = 0, 0) FROM relevant";

/// All that was ever known of contacts that came back: what entries touched, and what the first removal found. Later ones
/// of an undo chain found the same again; asking each of them would make every undo slower than the one before.
const KNOWN: [&str; 4] = [
    "INSERT OR IGNORE INTO settled (contact_id, field_id) SELECT journal.contact_id, journal.field_id
     FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back
     CROSS JOIN relevant CROSS JOIN journal
     WHERE journal.history_id = relevant.id AND journal.contact_id = back.contact_id",
    "INSERT OR IGNORE INTO settled_tags (contact_id, tag_id) SELECT journal_tags.contact_id, journal_tags.tag_id
     FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back
     CROSS JOIN relevant CROSS JOIN journal_tags
     WHERE journal_tags.history_id = relevant.id AND journal_tags.contact_id = back.contact_id",
    "INSERT OR IGNORE INTO settled (contact_id, field_id) SELECT journal.contact_id, journal.field_id
     FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back CROSS JOIN journal
     WHERE journal.contact_id = back.contact_id AND journal.history_id = (
       SELECT history_id FROM journal_contacts AS removal
       WHERE removal.contact_id = back.contact_id AND removal.added = 0 ORDER BY history_id LIMIT 1)",
    "INSERT OR IGNORE INTO settled_tags (contact_id, tag_id) SELECT journal_tags.contact_id, journal_tags.tag_id
     FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back CROSS JOIN journal_tags
     WHERE journal_tags.contact_id = back.contact_id AND journal_tags.history_id = (
       SELECT history_id FROM journal_contacts AS removal
       WHERE removal.contact_id = back.contact_id AND removal.added = 0 ORDER BY history_id LIMIT 1)",
];

/// What the latest entry that holds gave the fields and tags, up to an entry, as if those after it were not there.
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

/// Else what the first entry that ever touched them found there.
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

/// What the fields and tags that later entries keep would be without those.
const WITHOUT_LATER: [&str; 2] = [
    "INSERT INTO otherwise (contact_id, field_id) SELECT contact_id, field_id FROM settled
     WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal
       WHERE history_id = ?1 AND contact_id = settled.contact_id AND field_id = settled.field_id)",
    "INSERT INTO otherwise_tags (contact_id, tag_id) SELECT contact_id, tag_id FROM settled_tags
     WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal_tags
       WHERE history_id = ?1 AND contact_id = settled_tags.contact_id AND tag_id = settled_tags.tag_id)",
];

impl Snapshot<'_> {
    /// Finds all fields and tags that may have to change, and what they are to be.
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
        self.find_values("settled", entry, i64::MAX)
    }

    /// Finds what the fields and tags that later entries keep would be, were the entry the last one.
    pub(super) fn compute_without_later(&self, entry: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            for sql in WITHOUT_LATER {
                connection.execute(sql, [entry])?;
            }
            Ok(())
        })?;
        self.find_values("otherwise", entry, entry)
    }

    /// Finds what the fields and tags of a table are to be, as far as the entries up to one say.
    fn find_values(&self, table: &str, entry: i64, up_to: i64) -> Result<(), WorkspaceError> {
        let of_table = |sql: &str| sql.replace(":fields", table).replace(":tags", &format!("{table}_tags"));
        self.sql(|connection| {
            let first: i64 = connection.query_row("SELECT coalesce(min(id), 0) FROM relevant", [], |row| row.get(0))?;
            let is_alone: bool = connection.query_row(IS_ALONE, [entry], |row| row.get(0))?;
            for sql in LATEST.iter().filter(|_| !is_alone) {
                connection.execute(&of_table(sql), [up_to])?;
            }
            for sql in FIRST {
                connection.execute(&of_table(sql), [first])?;
            }
            Ok(())
        })
    }
}
