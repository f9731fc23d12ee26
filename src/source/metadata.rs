//! Facts about a source that the preflight establishes.

use serde::{Serialize, Serializer};

use super::SourceEncoding;
use crate::model::Note;

/// Facts about a source, known after its preflight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceInfo {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes in hexadecimal, by which the session recognises the file.
    pub digest: String,
    /// Encoding of the text.
    pub encoding: SourceEncoding,
    /// True if the file begins with a byte order mark.
    pub has_bom: bool,
    /// Delimiter between cells.
    #[serde(serialize_with = "as_character")]
    pub delimiter: u8,
    /// Number of data rows, without the header and blank rows.
    pub rows: u64,
    /// Number of rows whose cells are all blank and of empty lines below the header; they are left out.
    pub blank_rows: u64,
    /// Notes for the user: guesses, and oddities of the file.
    #[serde(skip)] // Documents have all notes in one list.
    pub notes: Vec<Note>,
}

// serde passes fields by reference, whatever their size.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn as_character<S: Serializer>(byte: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_char(char::from(*byte))
}
