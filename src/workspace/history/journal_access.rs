//! How the rows of some contacts are found in the tables of the journal, which are clustered by entry.

use rusqlite::Connection;

/// Maximum number of searches in one statement.
// A search of each contact in each entry took 0.8 µs, a scan 0.1 µs a row. So the scan of a large journal is no loss where it
// replaces this many searches, which take a quarter of a second.
const MAX_SEARCHES: i64 = 1 << 18;

/// Way to the rows of some contacts in a table with the columns `history_id` and `contact_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workspace) enum JournalAccess {
    /// Each contact is searched for in each entry.
    Search,
    /// The table is scanned once.
    Scan,
}

impl JournalAccess {
    /// Returns the way for this many contacts, or values of contacts.
    pub(in crate::workspace) fn for_count(connection: &Connection, count: i64) -> rusqlite::Result<Self> {
        let entries: i64 = connection.query_row("SELECT count(*) FROM history", [], |row| row.get(0))?;
        Ok(if count.saturating_mul(entries) > MAX_SEARCHES { Self::Scan } else { Self::Search })
    }

    /// Condition for the rows of the contacts that `ids` selects, as its column `contact_id`.
    pub(in crate::workspace) fn rows_of(self, ids: &str) -> String {
        match self {
            Self::Search => format!(
                "(history_id, contact_id) IN (
                   SELECT history.id, wanted.contact_id FROM history CROSS JOIN ({ids}) AS wanted)"
            ),
            Self::Scan => format!("contact_id IN ({ids})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::workspace::Workspace;

    #[test]
    fn a_search_and_a_scan_find_the_same_rows_and_many_searches_become_a_scan() {
        let workspace = Workspace::in_memory(Timestamp::default()).unwrap();
        let snapshot = workspace.snapshot().unwrap();
        let rows = "
INSERT INTO history (id, kind, started_at, finished_at) VALUES (1, 'import', 0, 0), (2, 'import', 0, 0);
INSERT INTO journal (history_id, contact_id, field_id) VALUES (1, 1, 2), (1, 2, 2), (2, 1, 1), (2, 3, 1);";
        snapshot.sql(|connection| connection.execute_batch(rows)).unwrap();
        for access in [JournalAccess::Search, JournalAccess::Scan] {
            let sql = format!(
                "SELECT sum(history_id * 10 + contact_id) FROM journal WHERE {}",
                access.rows_of("SELECT 1 AS contact_id")
            );
            let sum: i64 = snapshot.sql(|connection| connection.query_row(&sql, [], |row| row.get(0))).unwrap();
            assert_eq!(sum, 11 + 21, "{access:?}");
        }
        for (count, access) in [(MAX_SEARCHES / 2, JournalAccess::Search), (MAX_SEARCHES, JournalAccess::Scan)] {
            let chosen = snapshot.sql(|connection| JournalAccess::for_count(connection, count)).unwrap();
            assert_eq!(chosen, access, "{count}");
        }
    }
}
