//! Opens a source: detects how it is written and checks it as a whole.

use std::path::Path;

use super::batches::Batches;
use super::decode::decode_head;
use super::decoder_stream::TextStream;
use super::detect::{Detected, detect};
use super::dialect::{self, Dialect};
use super::file::SourceFile;
use super::file_signature::FileKind;
use super::fingerprint::FingerprintBuilder;
use super::preflight::{self, Preflight};
use super::records::Records;
use super::row_validation::RowValidator;
use super::widths::Widths;
use super::{BatchLimits, CHUNK_BYTES, Limits, SourceError, SourceInfo, SourceOptions, file_signature};
use crate::model::{Cancel, Column, Event, Observer, Phase};

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
        options.check()?;
        let file = SourceFile::open(path)?;
        observer.event(Event::Started { phase: Phase::Checking, total: file.size() });
        let checked = check(file, options, observer, cancel);
        observer.event(Event::Finished);
        checked
    }

    /// Returns the path as the user gave it.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns the facts found by the preflight.
    pub fn facts(&self) -> &SourceInfo {
        &self.facts
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
        let checks = RowValidator::new(&self.columns, &self.widths, self.dialect.delimiter, self.facts.encoding);
        Batches::start(stream, self.dialect, checks, limits, self.fingerprint)
    }
}

fn check(
    file: SourceFile,
    options: &SourceOptions,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Source, SourceError> {
    // By size first: a file that is too large is refused before it is read.
    refuse_large(&file, options.limits)?;
    let head = Head::read(&file)?;
    refuse_kind(&file, file_signature::of_bytes(&head.bytes).or_else(|| file_signature::of_text(&head.bytes)))?;
    let Detected { encoding, has_bom, note: encoding_note } = detect(&file, &head.bytes, options.encoding, cancel)?;
    let text = decode_head(encoding, &head.bytes, head.is_whole);
    // Once more on the decoded text: words in UTF-16 do not show in the bytes.
    refuse_kind(&file, file_signature::of_text(&text))?;
    let (dialect, dialect_note) = dialect::find(&text, options.delimiter, head.is_whole);

    let fingerprints = FingerprintBuilder::default();
    let stream = TextStream::start(&file, encoding, fingerprints.with_sha256(), cancel)?
        .smaller_than(options.limits.max_file_size);
    let found = preflight::read(Records::start(stream, dialect, CHUNK_BYTES)?, dialect, observer)?;
    refuse_long(&file, found.rows, options.limits)?;

    let Preflight { columns, rows, widths, blank_rows, size, digest, fingerprint, notes } = found;
    let notes = encoding_note.into_iter().chain(dialect_note).chain(notes).collect();
    let facts = SourceInfo { size, digest, encoding, has_bom, delimiter: dialect.delimiter, rows, blank_rows, notes };
    Ok(Source { file, dialect, facts, columns, widths, cancel: cancel.clone(), fingerprints, fingerprint })
}

/// The first bytes of a file.
struct Head {
    bytes: Vec<u8>,
    /// True if they are the whole file.
    is_whole: bool,
}

impl Head {
    fn read(file: &SourceFile) -> Result<Self, SourceError> {
        file.rewind()?;
        let mut bytes = Vec::new();
        let is_whole = file.read(&mut bytes, CHUNK_BYTES)? < CHUNK_BYTES;
        Ok(Self { bytes, is_whole })
    }
}

fn refuse_large(file: &SourceFile, limits: Limits) -> Result<(), SourceError> {
    let (size, limit) = (file.size(), limits.max_file_size);
    if size < limit { Ok(()) } else { Err(SourceError::TooLarge { path: file.path().to_owned(), size, limit }) }
}

fn refuse_long(file: &SourceFile, rows: u64, limits: Limits) -> Result<(), SourceError> {
    let limit = limits.max_rows;
    if rows < limit { Ok(()) } else { Err(SourceError::TooManyRows { path: file.path().to_owned(), rows, limit }) }
}

fn refuse_kind(file: &SourceFile, kind: Option<FileKind>) -> Result<(), SourceError> {
    kind.map_or(Ok(()), |kind| Err(SourceError::NotCsv { path: file.path().to_owned(), kind }))
}
