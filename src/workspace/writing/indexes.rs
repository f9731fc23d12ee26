//! Dropping the indexes of contacts during a very large import, and rebuilding them at its end.

use rusqlite::Connection;

use crate::workspace::file::use_large_cache;

/// Rows seen before the decision is made; shorter imports keep the indexes.
const SAMPLE_ROWS: u64 = 8 * 1024;

/// Decides during an import whether it adds so many contacts that rebuilding their indexes at the end is faster than
/// updating them.
// A rebuild sorts once. Updating touches a page here and a page there for each contact: above a few hundred thousand
// contacts these pages do not stay in memory and are read and written again and again. 5,000,000 rows took 43 instead
// of 61 seconds.
#[derive(Debug, Default)]
pub(super) struct IndexRebuildHeuristic {
    expected: u64,
    seen: u64,
    added: u64,
    is_settled: bool,
}

impl IndexRebuildHeuristic {
    /// For an import of this many rows.
    pub(super) fn new(rows: u64) -> Self {
        Self { expected: rows, ..Self::default() }
    }

    /// Counts rows, of which `added` are to be added. Returns true once, when the indexes should be dropped: when the
    /// import is expected to add at least a third as many contacts as there are. `contacts` is called at most once.
    pub(super) fn observe(
        &mut self,
        rows: usize,
        added: usize,
        contacts: impl FnOnce() -> rusqlite::Result<u64>,
    ) -> rusqlite::Result<bool> {
        self.seen += rows as u64;
        self.added += added as u64;
        if self.is_settled || self.seen < SAMPLE_ROWS {
            return Ok(false);
        }
        self.is_settled = true;
        // The product of two row counts may exceed 64 bits.
        let to_come = u128::from(self.expected) * u128::from(self.added) / u128::from(self.seen);
        Ok(to_come >= SAMPLE_ROWS.into() && to_come >= u128::from(contacts()?) / 3)
    }
}

/// Dropped indexes of contacts and of their values, as the SQL that creates them.
#[derive(Debug)]
pub(super) struct DroppedIndexes(Vec<String>);

impl DroppedIndexes {
    /// Drops all indexes of contacts and of their values.
    pub(super) fn drop(connection: &Connection) -> rusqlite::Result<Self> {
        // Indexes that SQLite made itself, for a constraint, have no SQL and cannot be dropped.
        const SQL: &str = "SELECT name, sql FROM sqlite_schema
                           WHERE type = 'index' AND tbl_name IN ('contacts', 'contact_values') AND sql IS NOT NULL";
        let indexes: Vec<(String, String)> =
            connection.prepare(SQL)?.query_map([], |row| row.try_into())?.collect::<rusqlite::Result<_>>()?;
        for (name, _) in &indexes {
            connection.execute_batch(&format!("DROP INDEX \"{}\"", name.replace('"', "\"\"")))?;
        }
        // Back from the larger cache of `size_cache_for`: without indexes every table is written in its own order, for
        // which this size is enough.
        use_large_cache(connection)?;
        Ok(Self(indexes.into_iter().map(|(_, sql)| sql).collect()))
    }

    /// Creates the dropped indexes again.
    pub(super) fn rebuild(self, connection: &Connection) -> rusqlite::Result<()> {
        self.0.iter().try_for_each(|sql| connection.execute_batch(sql))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_made_anew_where_a_third_as_many_contacts_come() {
        let of = |rows: u64, share: usize, contacts: u64| {
            let mut forecast = IndexRebuildHeuristic::new(rows);
            let batches = 0..rows / 1024;
            batches.filter(|_| forecast.observe(1024, 1024 * share / 100, || Ok(contacts)).unwrap()).count()
        };
        assert_eq!(of(200_000, 100, 0), 1, "the first list, told once");
        assert_eq!(of(200_000, 50, 200_000), 1);
        assert_eq!(of(200_000, 50, 1_000_000), 0);
        assert_eq!(of(200_000, 0, 200_000), 0, "the same list again");
        assert_eq!(of(200_000, 0, 0), 0, "nothing but errors");
        assert_eq!(of(5_000, 100, 0), 0, "a short list");
    }
}
