use rusqlite::Connection;

use super::file::use_large_cache;

/// So many rows show what kind of an import it is; fewer are not worth it.
const SAMPLE_ROWS: u64 = 8 * 1024;

/// Watches an import, and tells when it adds so many contacts that their indexes are better made anew at its end: sorted,
/// instead of a page here and a page there for each contact. Above a few hundred thousand contacts the pages do not stay in
/// memory, and each is read and written again and again.
#[derive(Debug, Default)]
pub(super) struct IndexRebuildHeuristic {
    expected: u64,
    seen: u64,
    added: u64,
    is_settled: bool,
}

impl IndexRebuildHeuristic {
    /// For an import of so many rows.
    pub(super) fn new(rows: u64) -> Self {
        Self { expected: rows, ..Self::default() }
    }

    /// Takes note of so many rows, of which some are to be added. Tells once that the indexes are better made anew: when a
    /// third as many contacts as there are would come. How many there are is asked once at most.
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
        let to_come = u128::from(self.expected) * u128::from(self.added) / u128::from(self.seen);
        Ok(to_come >= SAMPLE_ROWS.into() && to_come >= u128::from(contacts()?) / 3)
    }
}

/// The indexes of contacts that are dropped, as the SQL that makes them again.
#[derive(Debug)]
pub(super) struct DroppedIndexes(Vec<String>);

impl DroppedIndexes {
    /// Drops them all, until the end of the change at most. Without them every table is written in its own order, for which
    /// a small cache is enough.
    pub(super) fn drop(connection: &Connection) -> rusqlite::Result<Self> {
        const SQL: &str = "SELECT name, sql FROM sqlite_schema
                           WHERE type = 'index' AND tbl_name = 'contacts' AND sql IS NOT NULL";
        let indexes: Vec<(String, String)> =
            connection.prepare(SQL)?.query_map([], |row| row.try_into())?.collect::<rusqlite::Result<_>>()?;
        for (name, _) in &indexes {
            connection.execute_batch(&format!("DROP INDEX \"{}\"", name.replace('"', "\"\"")))?;
        }
        use_large_cache(connection)?;
        Ok(Self(indexes.into_iter().map(|(_, sql)| sql).collect()))
    }

    /// Makes them again.
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
