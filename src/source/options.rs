use super::{SourceEncoding, SourceError};

/// How large a source may be. Both are workspace settings that a user may raise (spec section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// In bytes; the file must be smaller.
    pub max_file_size: u64,
    /// In data rows; the file must have fewer.
    pub max_rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_file_size: 20 * 1024 * 1024, max_rows: 200_000 }
    }
}

/// What the user says about the source; what is left open is found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct SourceOptions {
    /// `--encoding`.
    pub encoding: Option<SourceEncoding>,
    /// `--delimiter`: one ASCII character.
    pub delimiter: Option<u8>,
    /// The workspace's limits.
    pub limits: Limits,
}

impl SourceOptions {
    /// A delimiter that CSV needs for itself, or that UTF-8 uses inside of characters, could never work.
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

/// When a batch is full: at whichever comes first. A batch holds at least one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimits {
    /// So many rows.
    pub rows: usize,
    /// So many bytes of cells; the last row may pass it.
    pub bytes: usize,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self { rows: 4096, bytes: 1 << 20 }
    }
}
