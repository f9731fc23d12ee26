//! Why an import cannot be set up from a list and a specification.

use std::path::PathBuf;

use crate::model::{Identifiers, Purpose, shown_path};

/// Why an import cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The first line does not read as the header, and another one does (spec section 2.5).
    #[error("'{}': the header seems to be on line {}", shown_path(path), found.line)]
    HeaderBelow {
        /// Path of the list.
        path: PathBuf,
        /// The line.
        found: HeaderBelow,
    },
    /// The purpose and the identifier do not go together (spec section 3).
    #[error("the purpose {purpose} and {} do not go together", identifier_name(.identifiers))]
    WrongIdentifier {
        /// The purpose.
        purpose: Purpose,
        /// The identifier, if one was given.
        identifiers: Identifiers,
    },
    /// A choice of a recipe that is none of its kind: an encoding, a country or a date format.
    #[error("{0}")]
    UnreadableChoice(String),
    /// A text that does not say which column becomes which new field.
    #[error("'{column}:{kind}' is not of the form COLUMN=NAME:TYPE")]
    NotANewField {
        /// What stands before the type.
        column: String,
        /// The type.
        kind: &'static str,
    },
    /// A column that cannot become a list.
    #[error("'{column}' cannot become a list: {why}")]
    NoList {
        /// Header of the column, or its position.
        column: String,
        /// Why.
        why: NoList,
    },
    /// A job defines a field that has another type in this workspace.
    #[error("the field '{name}' is of the type {here} in this workspace, and the job defines it as {defined}")]
    FieldDefinedOtherwise {
        /// Name of the field.
        name: String,
        /// Its type in the workspace.
        here: &'static str,
        /// Its type in the job.
        defined: &'static str,
    },
}

impl SetupError {
    /// [`Self::UnreadableChoice`] of the error of its kind.
    pub(in crate::ops) fn unreadable_choice(error: impl std::fmt::Display) -> Self {
        Self::UnreadableChoice(error.to_string())
    }

    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::HeaderBelow { .. } => "source-header-line",
            Self::FieldDefinedOtherwise { .. } => "field-type",
            Self::WrongIdentifier { .. }
            | Self::UnreadableChoice(_)
            | Self::NotANewField { .. }
            | Self::NoList { .. } => "usage",
        }
    }
}

/// A line below the first that reads as the header, where the first does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderBelow {
    /// Physical line, from 1.
    pub line: u64,
    /// Number of its cells that name a contact field, or that the user named.
    pub names: usize,
}

/// Why the values of a column are no options of a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    /// It has too many different ones.
    #[error("it has more than {most} different values")]
    TooManyValues {
        /// The most that a list takes.
        most: usize,
    },
    /// All its cells are blank.
    #[error("it has no values")]
    NoValues,
    /// One of them cannot be an option.
    #[error("of one of its values, {error}")]
    InvalidValue {
        /// What is wrong with it.
        error: String,
    },
}

/// `the identifier Email`, or `no identifier`.
fn identifier_name(identifiers: &Identifiers) -> String {
    if identifiers.is_empty() { "no identifier".to_owned() } else { format!("the identifier {identifiers}") }
}
