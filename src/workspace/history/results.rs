//! Rows of results files, kept compressed until their retention ends.

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};

use rusqlite::Connection;

use crate::model::Timestamp;
use crate::workspace::file::with_overwriting;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Rows of the results file of an import, chunk by chunk, in order.
pub struct ResultChunks<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    import_id: i64,
    last: i64,
}

impl<'w> Snapshot<'w> {
    /// Returns true if the rows of an import's results file are still kept.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_results(&self, import_id: i64) -> Result<bool, WorkspaceError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM result_chunks WHERE import_id = ?1)";
        self.sql(|connection| connection.query_row(sql, [import_id], |row| row.get(0)))
    }

    /// Returns the rows of an import's results file.
    pub fn result_chunks(&self, import_id: i64) -> ResultChunks<'_, 'w> {
        ResultChunks { snapshot: self, import_id, last: 0 }
    }
}

impl ResultChunks<'_, '_> {
    fn read_next(&mut self) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut statement = self.snapshot.connection.prepare_cached(
            "SELECT id, body FROM result_chunks WHERE import_id = ?1 AND id > ?2 ORDER BY id LIMIT 1",
        )?;
        let mut rows = statement.query((self.import_id, self.last))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        self.last = row.get(0)?;
        let body = row.get_ref(1)?.as_blob()?;
        let rows = decompress_size_prepended(body)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Blob, error.into()))?;
        Ok(Some(rows))
    }
}

impl Iterator for ResultChunks<'_, '_> {
    type Item = Result<Vec<u8>, WorkspaceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_next().map_err(|error| WorkspaceError::sql(self.snapshot.path, error)).transpose()
    }
}

/// A chunk of a results file, LZ4-compressed.
#[derive(Debug)]
pub struct CompressedRows(Vec<u8>);

impl CompressedRows {
    /// Compresses whole rows.
    pub fn compress(rows: &[u8]) -> Self {
        Self(compress_prepend_size(rows))
    }
}

/// Returns other rows for those of a chunk; `None` if they stay as they are.
pub type RewriteRows<'r, E> = dyn FnMut(&[u8]) -> Result<Option<Vec<u8>>, E> + 'r;

impl WriteTransaction<'_> {
    /// Stores a chunk of an import's results file.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn store_results(&self, import_id: i64, piece: &CompressedRows) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection
                .prepare_cached("INSERT INTO result_chunks (import_id, body) VALUES (?1, ?2)")?
                .execute((import_id, &piece.0))
        })
        .map(drop)
    }

    /// Passes each chunk of an import's results file, and stores the rows for which `rewrite` returns others. Only one
    /// chunk is held in memory at a time.
    ///
    /// # Errors
    /// When the workspace cannot be read or written, or the error of `rewrite`.
    pub fn rewrite_results<E: From<WorkspaceError>>(
        &self,
        import_id: i64,
        rewrite: &mut RewriteRows<'_, E>,
    ) -> Result<(), E> {
        const SQL: &str = "UPDATE result_chunks SET body = ?2 WHERE id = ?1";
        let mut chunks = self.result_chunks(import_id);
        while let Some(chunk) = chunks.next() {
            let Some(rows) = rewrite(&chunk?)? else { continue };
            let CompressedRows(body) = CompressedRows::compress(&rows);
            self.sql(|connection| connection.prepare_cached(SQL)?.execute((chunks.last, body)))?;
        }
        Ok(())
    }

    /// Deletes the results whose retention has ended (spec section 8); their history entries stay. Freed pages are
    /// reused, so the file does not grow, but it does not shrink either.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn delete_expired_results(&self, now: Timestamp) -> Result<(), WorkspaceError> {
        // No VACUUM: it would rewrite the whole workspace, whatever its size, and block all other processes meanwhile.
        const SQL: &str =
            "DELETE FROM result_chunks WHERE import_id IN (SELECT id FROM imports WHERE results_until <= ?1)";
        // The rows hold names and addresses.
        let delete = |connection: &Connection| connection.execute(SQL, [now.timestamp_millis()]);
        self.sql(|connection| with_overwriting(connection, || delete(connection))).map(drop)
    }

    /// As [`WriteTransaction::delete_expired_results`], and commits. The revision stays: contacts have not changed.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn delete_expired_results_and_commit(self, now: Timestamp) -> Result<(), WorkspaceError> {
        self.delete_expired_results(now)?;
        self.commit_without_revision()
    }
}
