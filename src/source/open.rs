//! The source: a file that was checked as a whole.

use std::path::Path;

use super::encoding::TextStream;
use super::file::{FingerprintBuilder, SourceFile};
use super::opening::Opening;
use super::passes::Batches;
use super::passes::preflight::{self, Preflight};
use super::records::Records;
use super::records::dialect::Dialect;
use super::validation::{RowValidator, Widths};
use super::{BatchLimits, CHUNK_BYTES, Limits, SourceError, SourceInfo, SourceOptions};
use crate::model::{Cancel, Column, Event, HeaderLine, Observer, Phase};

/// A CSV file that was opened once and checked as a whole, and can be read as often as needed.
#[derive(Debug)]
pub struct Source {
    file: SourceFile,
    dialect: Dialect,
    facts: SourceInfo,
    columns: Vec<Column>,
    widths: Widths,
    cancel: Cancel,
    fingerprints: FingerprintBuilder,
    fingerprint: u64,
}

impl Source {
    /// Opens a source, detects its encoding and dialect and reads it once from end to end (spec section 2). The
    /// observer follows the phase [`Phase::Checking`]; `cancel` stops this and every later pass.
    ///
    /// # Errors
    /// [`SourceError`] if it cannot be used as a whole. Rows in error are reported by [`Source::batches`].
    pub fn open(
        path: &Path,
        options: &SourceOptions,
        observer: &dyn Observer,
        cancel: &Cancel,
    ) -> Result<Self, SourceError> {
        Opening::of(path, options, cancel)?.read(observer)
    }

    /// Returns the path as the user gave it, or the name of a list that came through a pipe.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns true if the list came through a pipe, so that its path is a name and no place.
    pub fn is_piped(&self) -> bool {
        self.file.is_piped()
    }

    /// Returns the facts found by the preflight.
    pub fn facts(&self) -> &SourceInfo {
        &self.facts
    }

    /// Returns the line of the header, or that there is none, if the user named it.
    pub fn given_header_line(&self) -> Option<HeaderLine> {
        self.dialect.header
    }

    /// Returns the columns that the header names.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the number of cells of a row that fits the header.
    pub fn widths(&self) -> &Widths {
        &self.widths
    }

    /// Starts a pass over the data rows from the first. It reads the file that was opened, whatever has its name by
    /// now, and checks it against the preflight.
    ///
    /// # Errors
    /// Returns the errors of [`Batches::next_batch`].
    pub fn batches(&mut self, limits: BatchLimits) -> Result<Batches<'_>, SourceError> {
        let fingerprint = self.fingerprints.fast();
        let stream = TextStream::start(&self.file, self.facts.encoding, fingerprint, &self.cancel)?
            // One byte more than before is a change already; reading on would be pointless.
            .smaller_than(self.facts.size + 1);
        let validator = RowValidator::new(&self.columns, &self.widths, self.dialect.delimiter, self.facts.encoding);
        Batches::start(stream, self.dialect, validator, limits, self.fingerprint)
    }
}

impl Opening {
    /// Reads the file once from end to end and checks it as a whole. The observer follows the phase
    /// [`Phase::Checking`].
    ///
    /// # Errors
    /// [`SourceError`] if it cannot be used as a whole.
    pub fn read(self, observer: &dyn Observer) -> Result<Source, SourceError> {
        observer.event(Event::Started { phase: Phase::Checking, total: self.file.size() });
        let source = self.check(observer);
        observer.event(Event::Finished);
        source
    }

    fn check(self, observer: &dyn Observer) -> Result<Source, SourceError> {
        let fingerprints = FingerprintBuilder::default();
        let stream = TextStream::start(&self.file, self.encoding, fingerprints.with_sha256(), &self.cancel)?
            .smaller_than(self.limits.max_file_size);
        let records = Records::start(stream, self.dialect, CHUNK_BYTES)?;
        let found = preflight::read(records, self.dialect, &self.lines, observer)?;
        refuse_long(&self.file, found.rows, self.limits)?;

        let Self { file, encoding, has_bom, dialect, cancel, notes: opening_notes, .. } = self;
        let Preflight { columns, rows, widths, blank_rows, size, digest, fingerprint, notes } = found;
        let notes = opening_notes.into_iter().chain(notes).collect();
        let delimiter = dialect.delimiter;
        let facts = SourceInfo { size, digest, encoding, has_bom, delimiter, rows, blank_rows, notes };
        Ok(Source { file, dialect, facts, columns, widths, cancel, fingerprints, fingerprint })
    }
}

fn refuse_long(file: &SourceFile, rows: u64, limits: Limits) -> Result<(), SourceError> {
    let limit = limits.max_rows;
    if rows < limit { Ok(()) } else { Err(SourceError::TooManyRows { path: file.path().to_owned(), rows, limit }) }
}
