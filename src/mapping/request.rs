//! The user's request for a mapping.

use super::PresetChoice;
use crate::model::{ColumnChoice, Constant, Identifier, OverwritePolicy, Purpose};

/// Options of the user about the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingRequest {
    /// Purpose of the import.
    pub purpose: Purpose,
    /// Field that recognises a contact.
    pub identifier: Option<Identifier>,
    /// `COLUMN=FIELD`, where COLUMN is a header or `#N`.
    pub map: Vec<String>,
    /// Columns to leave out: headers or `#N`.
    pub skip: Vec<String>,
    /// `FIELD=VALUE`: the same value for every row.
    pub set: Vec<String>,
    /// Earlier decision about the columns, from a session or a saved mapping. If there is one, no column is mapped by
    /// its name; `map`, `skip` and `set` take precedence over it.
    pub saved: Option<SavedChoices>,
    /// Choice of the preset.
    pub preset: PresetChoice,
    /// Fields that keep the values that contacts have.
    pub keep: OverwritePolicy,
}

/// Mapping that was decided earlier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedChoices {
    /// Choice for each column of the source it was decided for.
    pub columns: Vec<ColumnChoice>,
    /// Fields that get the same value in every row.
    pub constants: Vec<Constant>,
}
