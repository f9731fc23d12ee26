use super::PresetChoice;
use crate::model::{ColumnChoice, Constant, Identifier, OverwritePolicy, Purpose};

/// What the user says about the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingRequest {
    /// What the import may do.
    pub purpose: Purpose,
    /// The field that recognises a contact.
    pub identifier: Option<Identifier>,
    /// `COLUMN=FIELD`, where COLUMN is a header or `#N`.
    pub map: Vec<String>,
    /// Columns to leave out: headers or `#N`.
    pub skip: Vec<String>,
    /// `FIELD=VALUE`: the same value for every row.
    pub set: Vec<String>,
    /// What was decided about the columns before, by a session or a saved mapping. Then no column is mapped by its name:
    /// what `map`, `skip` and `set` say goes before what was decided.
    pub saved: Option<SavedChoices>,
    /// Whose ways of writing cells are understood.
    pub preset: PresetChoice,
    /// Fields that keep the values that contacts have.
    pub keep: OverwritePolicy,
}

/// A mapping that was decided before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedChoices {
    /// What becomes of each column of the source it was decided for.
    pub columns: Vec<ColumnChoice>,
    /// Fields that get the same value in every row.
    pub constants: Vec<Constant>,
}
