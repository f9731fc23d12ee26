use serde::{Serialize, Serializer};

use super::SourceEncoding;
use crate::model::Note;

/// What is known of a source after its preflight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceInfo {
    /// In bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal: the session's fingerprint.
    pub digest: String,
    /// How its bytes become text.
    pub encoding: SourceEncoding,
    /// Whether it begins with a byte order mark.
    pub has_bom: bool,
    /// What separates its cells.
    #[serde(serialize_with = "as_character")]
    pub delimiter: u8,
    /// Data rows; neither the header nor blank rows are among them.
    pub rows: u64,
    /// Rows whose cells are all blank, and empty lines below the header; they are left out.
    pub blank_rows: u64,
    /// What the user should know: guesses, and what is odd about the file.
    #[serde(skip)] // Documents have all notes in one list.
    pub notes: Vec<Note>,
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn as_character<S: Serializer>(byte: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_char(char::from(*byte))
}
