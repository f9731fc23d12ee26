//! A file that was opened and looked at, before it is read as a whole.

use super::detect::{Detected, detect};
use super::generated::with_generated_header;
use crate::model::{Cancel, Note};
use crate::source::encoding::decode_head;
use crate::source::file::{FileKind, SourceFile, signature};
use crate::source::records::dialect::{self, Dialect, GivenDialect};
use crate::source::records::{HeadRecords, Row};
use crate::source::{CHUNK_BYTES, Limits, SourceEncoding, SourceError, SourceInput, SourceOptions, header};

/// Maximum number of lines that are kept: the first, and the twenty among which the header is sought (spec section 2.5).
const MAX_LINES: usize = 21;

/// A file that was opened once, with its encoding, dialect and first lines. [`Opening::read`] makes a source of it.
#[derive(Debug)]
pub struct Opening {
    pub(in crate::source) file: SourceFile,
    pub(in crate::source) encoding: SourceEncoding,
    pub(in crate::source) has_bom: bool,
    pub(in crate::source) dialect: Dialect,
    pub(in crate::source) limits: Limits,
    pub(in crate::source) notes: Vec<Note>,
    pub(in crate::source) lines: Vec<OpeningLine>,
    pub(in crate::source) cancel: Cancel,
}

/// One of the first lines of a file that are not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningLine {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Cells, cleaned like the names of columns; those that are no text are blank.
    pub cells: Vec<String>,
}

impl Opening {
    /// Opens a file, or what came through a pipe, and finds out how it is written. Only a file that is not UTF-8 is read
    /// beyond its first bytes.
    ///
    /// # Errors
    /// [`SourceError`] if it is no CSV file, or too large, or its encoding is unsure.
    pub fn of<'a>(
        input: impl Into<SourceInput<'a>>,
        options: &SourceOptions,
        cancel: &Cancel,
    ) -> Result<Self, SourceError> {
        options.check()?;
        let input = input.into();
        let open_end = input.open_end();
        let file = SourceFile::open(input)?;
        // By size first: a file that is too large is refused before it is read.
        refuse_large(&file, options.limits)?;
        let head = Head::read(&file)?;
        refuse_kind(&file, signature::of_bytes(&head.bytes).or_else(|| signature::of_text(&head.bytes)))?;
        let Detected { encoding, has_bom, note } = detect(&file, &head.bytes, options.encoding, cancel)?;
        let text = decode_head(encoding, &head.bytes, head.is_whole);
        // Once more on the decoded text: words in UTF-16 do not show in the bytes.
        refuse_kind(&file, signature::of_text(&text))?;
        let said = GivenDialect { delimiter: options.delimiter, header: options.header_line };
        let (given, header_note) = with_generated_header(said, &text, head.is_whole);
        let (dialect, dialect_note) = dialect::find(&text, given, head.is_whole);
        let lines = opening_lines(&text, dialect, head.is_whole);
        let notes = open_end.into_iter().chain(note).chain(dialect_note).chain(header_note).collect();
        Ok(Self { file, encoding, has_bom, dialect, limits: options.limits, notes, lines, cancel: cancel.clone() })
    }

    /// Returns the first lines that are not empty, at most 21.
    pub fn lines(&self) -> &[OpeningLine] {
        &self.lines
    }
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

fn opening_lines(text: &[u8], dialect: Dialect, whole: bool) -> Vec<OpeningLine> {
    let mut records = HeadRecords::start(text, 1, dialect.delimiter, whole);
    if dialect.has_sep_line {
        records.next_line();
    }
    let mut lines = Vec::new();
    while lines.len() < MAX_LINES {
        // A quote in a title that is never closed would hide the header below it.
        let line = match records.next_record().map(OpeningLine::of) {
            Some(line) => Some(line),
            None => records.next_line().map(OpeningLine::of),
        };
        let Some(line) = line else { break };
        lines.push(line);
    }
    lines
}

impl OpeningLine {
    pub(super) fn of(row: Row<'_>) -> Self {
        let text = |cell: &[u8]| std::str::from_utf8(cell).map(header::cleaned).unwrap_or_default();
        Self { line: row.line(), cells: row.cells().map(text).collect() }
    }
}

fn refuse_large(file: &SourceFile, limits: Limits) -> Result<(), SourceError> {
    let (size, limit) = (file.size(), limits.max_file_size);
    if size < limit { Ok(()) } else { Err(SourceError::TooLarge { path: file.path().to_owned(), size, limit }) }
}

fn refuse_kind(file: &SourceFile, kind: Option<FileKind>) -> Result<(), SourceError> {
    kind.map_or(Ok(()), |kind| Err(SourceError::NotCsv { path: file.path().to_owned(), kind }))
}
