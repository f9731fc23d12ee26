//! Digests of output files, by which a file the user has edited since is recognised and not overwritten.

use std::path::Path;

use rusqlite::OptionalExtension;

use crate::model::FileDigest;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

impl Snapshot<'_> {
    /// Returns what was last written to an absolute path; `None` if nothing is known.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn output_file(&self, path: &Path) -> Result<Option<FileDigest>, WorkspaceError> {
        self.sql(|connection| {
            connection
                .prepare_cached("SELECT size, digest FROM output_files WHERE path = ?1")?
                .query_row([path.to_string_lossy()], |row| {
                    Ok(FileDigest { size: row.get::<_, i64>(0)?.cast_unsigned(), digest: row.get(1)? })
                })
                .optional()
        })
    }
}

impl WriteTransaction<'_> {
    /// Records a file that is being written; `None` removes the record.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn record_output(&self, path: &Path, file: Option<&FileDigest>) -> Result<(), WorkspaceError> {
        let path = path.to_string_lossy();
        self.sql(|connection| match file {
            Some(file) => connection.execute(
                "INSERT OR REPLACE INTO output_files (path, size, digest) VALUES (?1, ?2, ?3)",
                (path, file.size.cast_signed(), &file.digest),
            ),
            None => connection.execute("DELETE FROM output_files WHERE path = ?1", [path]),
        })
        .map(drop)
    }

    /// Records the errors file that a review writes, and commits. The revision stays: a new one would invalidate the
    /// review.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn record_review_errors_file(self, path: &Path, file: Option<&FileDigest>) -> Result<(), WorkspaceError> {
        self.record_output(path, file)?;
        self.commit_without_revision()
    }
}
