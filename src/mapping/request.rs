use crate::model::{Identifier, Purpose};

/// Which mapped fields keep the values that contacts have (*do not overwrite*).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum KeepValues {
    /// None: a row's value replaces the contact's.
    #[default]
    None,
    /// All of them.
    All,
    /// The fields of these names.
    Of(Vec<String>),
}

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
    /// Fields that keep the values that contacts have.
    pub keep: KeepValues,
}
