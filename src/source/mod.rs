//! Floor 2: the CSV file as a stream of batches (spec section 2).
//!
//! ```text
//!   leads.csv ──▶ file ──▶ stream ──────────▶ records ────────────▶ batches ─────────────▶ Batch
//!                 opened   bytes to UTF-8,    scanner: where each   split: its cells       rows with lines
//!                 once     fingerprint        record ends           checks: its issues     and issues
//! ```
//!
//! [`Source::open`] looks before it reads: `file/signature` refuses what is not CSV, `opening/detect` finds the encoding,
//! `records/dialect` the delimiter; then `passes/preflight` sends the whole file through `encoding` and `records`, so that
//! everything that would make an import fail halfway is known before it begins. [`Source::batches`] does it again, with
//! cells, as often as needed; each pass is checked against the bytes of the preflight. Memory holds a chunk of text and
//! a batch, however long the file.
//!
//! A file that cannot be used is a [`SourceError`]; a row that cannot is data, with [`crate::model::Issue`]s.
//!
//! | folder | what is done there |
//! |---|---|
//! | `file` | the file: opened once, its kind, its fingerprint |
//! | `encoding` | its bytes to UTF-8, and which encoding they are in |
//! | `records` | text to records, and records to cells; the delimiter |
//! | `validation` | the form of rows, checked against the header |
//! | `opening` | the file looked at before it is read as a whole |
//! | `passes` | the passes over all of it: preflight, batches |
//!
//! A folder uses those above it.

mod cell_text;
mod encoding;
mod error;
mod file;
mod header;
mod metadata;
mod open;
mod opening;
mod options;
mod passes;
mod records;
mod validation;

pub use encoding::SourceEncoding;
pub use error::{Sample, SourceError};
pub use file::{FileKind, PipedList, SourceInput, check_exists};
pub use header::HEADER_LOOKS_LIKE_DATA;
pub use metadata::SourceInfo;
pub use open::Source;
pub use opening::{Opening, OpeningLine};
pub use options::{BatchLimits, Limits, SourceOptions, parse_delimiter};
pub use passes::Batches;
pub use records::{Batch, Row};
pub use validation::Widths;

/// Maximum number of columns of a header (spec section 2.5).
const MAX_COLUMNS: usize = 1000;

/// Maximum size of a cell in bytes (spec section 2.6).
pub const MAX_CELL: usize = 64 * 1024;

/// Maximum size of a record in bytes: it is held as a whole, whatever limit the user sets for the file.
const MAX_RECORD: usize = 64 << 20;

/// Number of bytes read from the file at a time.
const CHUNK_BYTES: usize = 256 * 1024;

#[cfg(test)]
mod tests;
