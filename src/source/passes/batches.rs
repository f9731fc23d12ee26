//! A pass over the data rows of a source, in batches.

use std::path::Path;

use crate::model::HeaderLine;
use crate::source::encoding::TextStream;
use crate::source::records::dialect::Dialect;
use crate::source::records::{Batch, Records, Splitter};
use crate::source::validation::RowValidator;
use crate::source::{BatchLimits, CHUNK_BYTES, SourceError};

/// Pass over the data rows of a source, batch by batch. At its end the bytes must equal those of the preflight.
pub struct Batches<'s> {
    records: Records<'s>,
    splitter: Splitter,
    validator: RowValidator<'s>,
    limits: BatchLimits,
    /// Fingerprint of the preflight.
    fingerprint: u64,
    next_row: u64,
    ended: bool,
}

impl<'s> Batches<'s> {
    /// Starts a pass before the first data row.
    pub(in crate::source) fn start(
        stream: TextStream<'s>,
        dialect: Dialect,
        validator: RowValidator<'s>,
        limits: BatchLimits,
        fingerprint: u64,
    ) -> Result<Self, SourceError> {
        let path = stream.file().path();
        let records = skip_header(stream, dialect).map_err(|error| as_changed_file(error, path))?;
        let splitter = Splitter::new(dialect.delimiter);
        Ok(Self { records, splitter, validator, limits, fingerprint, next_row: 0, ended: false })
    }

    /// Fills the batch with the next rows, reusing its buffers. Returns false at the end, when no row was left.
    ///
    /// # Errors
    /// [`SourceError::Changed`] if the file is no longer the one that was checked, which may show only at its end;
    /// [`SourceError::Unreadable`] and [`SourceError::Interrupted`].
    pub fn next_batch(&mut self, batch: &mut Batch) -> Result<bool, SourceError> {
        batch.clear(self.next_row);
        while !self.ended && self.has_room(batch) {
            self.push_row(batch).map_err(|error| as_changed_file(error, self.records.path()))?;
        }
        batch.seal();
        self.next_row += batch.len() as u64;
        Ok(!batch.is_empty())
    }

    fn has_room(&self, batch: &Batch) -> bool {
        // A batch takes at least one row, however large it is.
        batch.is_empty() || (batch.len() < self.limits.rows && batch.size() < self.limits.bytes)
    }

    fn push_row(&mut self, batch: &mut Batch) -> Result<(), SourceError> {
        let Some(record) = self.records.next_row()? else {
            return self.end();
        };
        let line = record.line;
        if batch.push(&record, &mut self.splitter).is_err() {
            return Err(self.records.disagreement(line));
        }
        self.validator.finish_row(&record, batch);
        Ok(())
    }

    fn end(&mut self) -> Result<(), SourceError> {
        self.ended = true;
        // Only now: a file that another program writes to may look right row by row.
        if self.records.fingerprint().quick() == self.fingerprint { Ok(()) } else { Err(self.changed()) }
    }

    fn changed(&self) -> SourceError {
        SourceError::Changed { path: self.records.path().to_owned() }
    }
}

/// Skips the header, which the preflight has read.
fn skip_header(stream: TextStream<'_>, dialect: Dialect) -> Result<Records<'_>, SourceError> {
    let mut records = Records::start(stream, dialect, CHUNK_BYTES)?;
    if dialect.header != Some(HeaderLine::None) {
        records.next_record()?;
    }
    Ok(records)
}

/// Turns an error about content into [`SourceError::Changed`]: the preflight found none, so the file is another one.
fn as_changed_file(error: SourceError, path: &Path) -> SourceError {
    if error.is_content_error() { SourceError::Changed { path: path.to_owned() } } else { error }
}
