//! Options and limits for reading a source.

use super::{SourceEncoding, SourceError};
use crate::model::HeaderLine;

/// Size limits of a source. Both are workspace settings that a user may raise (spec section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Limit in bytes; the file must be smaller.
    pub max_file_size: u64,
    /// Limit in data rows; the file must have fewer.
    pub max_rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_file_size: 20 * 1024 * 1024, max_rows: 200_000 }
    }
}

/// Choices of the user about the source; the rest is detected.
#[derive(Debug, Clone, Copy, Default)]
pub struct SourceOptions {
    /// Value of `--encoding`.
    pub encoding: Option<SourceEncoding>,
    /// Value of `--delimiter`: one ASCII character.
    pub delimiter: Option<u8>,
    /// Value of `--header-line`.
    pub header_line: Option<HeaderLine>,
    /// Limits of the workspace.
    pub limits: Limits,
}

impl SourceOptions {
    /// Refuses a delimiter that has a meaning in CSV or that UTF-8 uses inside characters.
    pub(super) fn check(&self) -> Result<(), SourceError> {
        match self.delimiter {
            Some(delimiter) if !is_possible_delimiter(delimiter) => Err(SourceError::BadDelimiter { delimiter }),
            _ => Ok(()),
        }
    }
}

fn is_possible_delimiter(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0)
}

/// Limits of a batch: it is full at whichever comes first, but holds at least one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimits {
    /// Maximum number of rows.
    pub rows: usize,
    /// Number of bytes of cells after which no further row is added.
    pub bytes: usize,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self { rows: 4096, bytes: 1 << 20 }
    }
}

/// Parses the value of `--delimiter`: one ASCII character, or the word `tab`.
///
/// # Errors
/// A message for any other text.
pub fn parse_delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("tab" | "TAB" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() => Ok(*byte),
        _ => Err("the delimiter is one ASCII character, such as ; or |, or the word tab".into()),
    }
}
