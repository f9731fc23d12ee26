use super::Compiled;
use crate::model::{Column, ColumnEvidence, Fields, Identifier, Target};

/// A column that may go to a field. It is never mapped without being asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The column's index, from 0.
    pub column: usize,
    /// Where its values would go.
    pub target: Target,
    /// The field's name.
    pub field_name: String,
    /// Why, for a person.
    pub reason: String,
}

/// Suggests fields for the columns that are free, each field and each column at most once, in the order of the columns.
/// `evidence` is that of all columns, in their order; empty where the rows were not looked at.
pub fn suggest(
    columns: &[Column],
    fields: &Fields,
    compiled: &Compiled,
    identifier: Option<Identifier>,
    evidence: &[ColumnEvidence],
) -> Vec<Suggestion> {
    let _ = (columns, fields, compiled, identifier, evidence);
    Vec::new()
}
