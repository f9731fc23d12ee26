//! Errors of a source as a whole, with their codes for scripts and hints.

use std::io;
use std::path::PathBuf;

use super::cell_text::delimiter_name;
use super::file::FileKind;
use super::{MAX_COLUMNS, MAX_RECORD, SourceEncoding};
use crate::model::{ByteSize, Interrupted, format_thousands, shown_path};

/// Error that makes a source unusable as a whole. Errors of single rows are [`crate::model::Issue`]s.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file does not exist.
    #[error("'{}' does not exist", shown_path(path))]
    NotFound {
        /// Path of the source.
        path: PathBuf,
    },
    /// The file is a directory, pipe or device.
    #[error("'{}' is {what}, not a regular file", shown_path(path))]
    NotAFile {
        /// Path of the source.
        path: PathBuf,
        /// Description, such as `a directory`.
        what: &'static str,
    },
    /// The operating system refuses to open or read it.
    #[error("'{}' cannot be read: {reason}", shown_path(path))]
    Unreadable {
        /// Path of the source.
        path: PathBuf,
        /// Error of the operating system.
        reason: io::Error,
    },
    /// The file is another kind of file, by its content.
    #[error("'{}' is {kind}, not a CSV file", shown_path(path))]
    NotCsv {
        /// Path of the source.
        path: PathBuf,
        /// Kind of the file.
        kind: FileKind,
    },
    /// The file is not smaller than the limit.
    #[error("'{}' has {}, and a source must be smaller than {}", shown_path(path), ByteSize(*size), ByteSize(*limit))]
    TooLarge {
        /// Path of the source.
        path: PathBuf,
        /// Size in bytes, as far as it was read.
        size: u64,
        /// Limit in bytes.
        limit: u64,
    },
    /// The file does not have fewer rows than the limit.
    #[error("'{}' has {} rows, and a source must have fewer than {}", shown_path(path), format_thousands(*rows), format_thousands(*limit))]
    TooManyRows {
        /// Path of the source.
        path: PathBuf,
        /// Number of all data rows.
        rows: u64,
        /// Limit in rows.
        limit: u64,
    },
    /// The file has no data row.
    #[error("'{}' has no rows: {reason}", shown_path(path))]
    NoRows {
        /// Path of the source.
        path: PathBuf,
        /// Description of what it has instead.
        reason: &'static str,
        /// True if the line that was taken for the header looks like a contact.
        is_header_contact: bool,
    },
    /// The first row cannot be a header.
    #[error("'{}', line {line}: {problem}", shown_path(path))]
    BadHeader {
        /// Path of the source.
        path: PathBuf,
        /// Line on which the header begins.
        line: u64,
        /// Description of the problem.
        problem: String,
    },
    /// The file has more columns than a header may have.
    #[error("'{}' has {} columns; at most {} can be read", shown_path(path), format_thousands(*columns as u64), format_thousands(MAX_COLUMNS as u64))]
    TooManyColumns {
        /// Path of the source.
        path: PathBuf,
        /// Number of cells of the header.
        columns: usize,
    },
    /// A quote is not closed and swallows what follows.
    #[error("'{}', line {line}: {}", shown_path(path), unclosed(*closed))]
    UnclosedQuote {
        /// Path of the source.
        path: PathBuf,
        /// Line on which the quote opens.
        line: u64,
        /// Line of the next quote, with text right after it; `None` if there is no other quote.
        closed: Option<u64>,
    },
    /// Each line is a single cell in quotes.
    #[error(
        "'{}', line {line}: the whole line is in quotes, and so are the others, so the {cells} cells of each are one",
        shown_path(path)
    )]
    WrappedLines {
        /// Path of the source.
        path: PathBuf,
        /// Line of the header.
        line: u64,
        /// Number of cells inside the quotes.
        cells: usize,
    },
    /// A row is longer than 64 MiB.
    #[error("'{}', line {line}: this row does not end within {}", shown_path(path), ByteSize(MAX_RECORD as u64))]
    RecordTooLarge {
        /// Path of the source.
        path: PathBuf,
        /// Line on which the row begins.
        line: u64,
    },
    /// The file is UTF-32, which no program writes on purpose.
    #[error("'{}' is encoded in UTF-32, which cannot be read", shown_path(path))]
    Utf32 {
        /// Path of the source.
        path: PathBuf,
    },
    /// The file is not UTF-8, and a guess could be wrong: the user has to confirm it.
    #[error("'{}' is not UTF-8; it looks like {guess}", shown_path(path))]
    EncodingUnsure {
        /// Path of the source.
        path: PathBuf,
        /// The likeliest encoding.
        guess: SourceEncoding,
        /// Up to five rows with letters beyond ASCII, decoded with the guess.
        samples: Vec<Sample>,
    },
    /// The encoding that was given is certainly not the file's.
    #[error("'{}' is not {given}: {problem}", shown_path(path))]
    EncodingMismatch {
        /// Path of the source.
        path: PathBuf,
        /// Value of `--encoding`.
        given: SourceEncoding,
        /// Encoding that the file has, or seems to have.
        actual: SourceEncoding,
        /// Description of the contradiction.
        problem: &'static str,
    },
    /// The delimiter that was given has a meaning in CSV.
    #[error("the delimiter {} cannot separate cells", delimiter_name(*delimiter))]
    BadDelimiter {
        /// Value of `--delimiter`.
        delimiter: u8,
    },
    /// What standard input delivers cannot be kept for the passes over it.
    #[error("the list from standard input could not be kept in {}: {reason}", shown_path(folder))]
    NotKept {
        /// Folder for temporary files.
        folder: PathBuf,
        /// Answer of the system.
        reason: io::Error,
    },
    /// The bytes are no longer those that were checked.
    #[error("'{}' was changed while it was read", shown_path(path))]
    Changed {
        /// Path of the source.
        path: PathBuf,
    },
    /// The scanner and the csv crate see different rows: a defect of this program, caught before it does harm.
    #[error("'{}', line {line}: this row cannot be told apart from its neighbours", shown_path(path))]
    ScanDisagrees {
        /// Path of the source.
        path: PathBuf,
        /// Line on which the row begins.
        line: u64,
    },
    /// The user cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// A row of the source, decoded with a guessed encoding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sample {
    /// Line on which the row begins.
    pub line: u64,
    /// Text of the row, cut.
    pub text: String,
}

fn unclosed(closed: Option<u64>) -> String {
    match closed {
        None => "the quote that opens on this line is never closed".to_owned(),
        Some(line) => format!(
            "the quote that opens on this line is not closed before line {line}, where text follows the closing quote"
        ),
    }
}

impl SourceError {
    /// Returns a stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "source-not-found",
            Self::NotAFile { .. } => "source-not-a-file",
            Self::Unreadable { .. } => "source-unreadable",
            Self::NotCsv { .. } => "source-not-csv",
            Self::TooLarge { .. } => "source-too-large",
            Self::TooManyRows { .. } => "source-too-many-rows",
            Self::NoRows { .. } => "source-no-rows",
            Self::BadHeader { .. } => "source-bad-header",
            Self::TooManyColumns { .. } => "source-too-many-columns",
            Self::UnclosedQuote { .. } => "source-unclosed-quote",
            Self::WrappedLines { .. } => "source-lines-in-quotes",
            Self::RecordTooLarge { .. } => "source-row-too-large",
            Self::Utf32 { .. } => "source-utf-32",
            Self::EncodingUnsure { .. } => "source-encoding-unsure",
            Self::EncodingMismatch { .. } => "source-encoding-mismatch",
            Self::BadDelimiter { .. } => "source-bad-delimiter",
            Self::NotKept { .. } => "source-not-kept",
            Self::Changed { .. } => "source-changed",
            Self::ScanDisagrees { .. } => "source-scan-disagrees",
            Self::Interrupted(_) => "interrupted",
        }
    }

    /// Returns true if the error is about the content, so that it cannot appear after a preflight without it.
    pub(super) fn is_content_error(&self) -> bool {
        matches!(
            self,
            Self::UnclosedQuote { .. } | Self::RecordTooLarge { .. } | Self::TooLarge { .. } | Self::NoRows { .. }
        )
    }
}
