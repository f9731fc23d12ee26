//! Floor 2: the CSV file as a stream of batches (spec section 2).
//!
//! ```text
//!   leads.csv ──▶ file ──▶ stream ──────────▶ records ────────────▶ batches ─────────────▶ Batch
//!                 opened   bytes to UTF-8,    scanner: where each   split: its cells       rows with lines
//!                 once     fingerprint        record ends           checks: its issues     and issues
//! ```
//!
//! [`Source::open`] looks before it reads: `file_signature` refuses what is not CSV, `detect` finds the encoding,
//! `dialect` the delimiter; then `preflight` sends the whole file through `decoder_stream` and `records`, so that
//! everything that would make an import fail halfway is known before it begins. [`Source::batches`] does it again, with
//! cells, as often as needed; each pass is checked against the bytes of the preflight. Memory holds a chunk of text and
//! a batch, however long the file.
//!
//! A file that cannot be used is a [`SourceError`]; a row that cannot is data, with [`crate::model::Issue`]s.

mod batch;
mod batches;
mod cell_text;
mod decode;
mod decoder_stream;
mod detect;
mod dialect;
mod encoding;
mod error;
mod file;
mod file_signature;
mod fingerprint;
mod guess;
mod head_records;
mod header;
mod metadata;
mod misfits;
mod open;
mod opening;
mod options;
mod piped;
mod preflight;
mod quoting;
mod records;
mod row_validation;
mod scanner;
mod short;
mod split;
mod utf8_stats;
mod widths;
mod wrapped;

pub use batch::{Batch, Row};
pub use batches::Batches;
pub use encoding::SourceEncoding;
pub use error::{Sample, SourceError};
pub use file::check_exists;
pub use file_signature::FileKind;
pub use header::HEADER_LOOKS_LIKE_DATA;
pub use metadata::SourceInfo;
pub use open::Source;
pub use opening::{Opening, OpeningLine};
pub use options::{BatchLimits, Limits, SourceOptions, parse_delimiter};
pub use piped::{PipedList, SourceInput};
pub use widths::Widths;

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
