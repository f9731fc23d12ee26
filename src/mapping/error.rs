//! Errors of a mapping request.

use std::fmt;

use super::{Headers, shortened};
use crate::model::{Column, Target};

/// Reason why there is no mapping. All of these are mistakes in the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// `--map` without a `=`.
    #[error("'{0}' is not of the form COLUMN=FIELD")]
    NotAPair(String),
    /// `--set` without a `=`, or without a value.
    #[error("'{0}' is not of the form FIELD=VALUE")]
    NotAConstant(String),
    /// `--split` with an order that is none.
    #[error("there is no order '{order}' of names; there are first-last and last-first")]
    UnknownOrder {
        /// The requested order.
        order: String,
    },
    /// No column has this header.
    #[error("the source has no column '{name}'; it has {}", list(.columns))]
    UnknownColumn {
        /// The requested name.
        name: String,
        /// Labels of the existing columns.
        columns: Vec<String>,
    },
    /// Several columns have this header.
    #[error("columns {} are all named '{name}'", list(.positions))]
    AmbiguousColumn {
        /// The requested name.
        name: String,
        /// Positions of the columns: `#2`, `#5`.
        positions: Vec<String>,
    },
    /// No contact field has this name.
    #[error("there is no contact field '{name}'; there are {}", list(.fields))]
    UnknownField {
        /// The requested name.
        name: String,
        /// Names of the existing fields.
        fields: Vec<String>,
        /// Column that was to go to it, as `--map` takes it.
        column: Option<String>,
    },
    /// No custom field has the name of an identifier.
    #[error("there is no identifier '{name}'; it is phone, email, contact-id or a custom field{}", of_which(.fields))]
    UnknownIdentifier {
        /// The requested name.
        name: String,
        /// Names of the custom fields that can be one.
        fields: Vec<String>,
        /// Column of this name, as `--create-field` takes it, if the list is known to have one.
        column: Option<String>,
    },
    /// Values of the field recognise nobody.
    #[error(
        "{field} recognises nobody: an identifier is phone, email, contact-id or a custom field of the type text, number, email or phone"
    )]
    NotAnIdentifier {
        /// The field.
        field: String,
    },
    /// Tags do not show who gave them last.
    #[error("--keep-edits does not keep Tags")]
    KeepEditsOfTags,
    /// Two columns, or a column and a constant, for one field.
    #[error("the field {field} is given twice; it takes {}", taken(*.takes_several))]
    FieldTwice {
        /// The field.
        field: String,
        /// True if the field takes several columns.
        takes_several: bool,
    },
    /// One column is mapped twice, or mapped and skipped.
    #[error("the column '{column}' is used twice")]
    ColumnTwice {
        /// The column.
        column: String,
    },
    /// The identifier would be the same for every row.
    #[error("{field} is the identifier: it cannot be the same for every row")]
    ConstantIdentifier {
        /// The field.
        field: String,
    },
    /// A Contact ID is never written.
    #[error("a Contact ID is never written by an import")]
    ConstantContactId,
    /// No preset has this name.
    #[error("there is no preset '{name}'; there are {}, and none", .known.join(", "))]
    UnknownPreset {
        /// The requested name.
        name: String,
        /// Names of the existing presets.
        known: Vec<&'static str>,
    },
    /// No column is mapped.
    #[error("no column is mapped to a contact field")]
    NothingMapped {
        /// Columns that could be mapped, as `--map` takes them.
        free: Vec<String>,
    },
    /// The purpose needs fields that have no column; at least one.
    #[error("no column is mapped to {}", .0.iter().map(UnmappedField::to_string).collect::<Vec<_>>().join(", nor to "))]
    Missing(Vec<UnmappedField>),
}

/// Field that the purpose needs and that has no column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmappedField {
    /// Target that is needed.
    pub target: Target,
    /// Name of the field.
    pub field: String,
    /// Reason why it is needed.
    pub reason: &'static str,
    /// Options that give it a column, the likeliest first; empty if no column fits.
    pub options: Vec<String>,
}

impl fmt::Display for UnmappedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.field, self.reason)
    }
}

impl MappingError {
    /// Adds the column of a list that has the name of an unknown identifier.
    #[must_use]
    pub fn beside(self, columns: &[Column]) -> Self {
        match self {
            Self::UnknownIdentifier { name, fields, .. } => {
                let headers = Headers::new(columns);
                let column = headers.column(&name).ok().map(|index| headers.unique_name(index));
                Self::UnknownIdentifier { name, fields, column }
            }
            other => other,
        }
    }

    /// Returns true if the message quotes a text that was typed for something else than a column, which may be a value.
    pub fn quotes_typed_text(&self) -> bool {
        matches!(
            self,
            Self::NotAPair(_)
                | Self::NotAConstant(_)
                | Self::UnknownOrder { .. }
                | Self::UnknownField { .. }
                | Self::UnknownIdentifier { .. }
                | Self::UnknownPreset { .. }
        )
    }

    /// Returns a stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAPair(_) | Self::NotAConstant(_) | Self::UnknownOrder { .. } | Self::KeepEditsOfTags => "usage",
            Self::UnknownColumn { .. } | Self::AmbiguousColumn { .. } => "mapping-column-unknown",
            Self::UnknownField { .. } => "mapping-field-unknown",
            Self::UnknownIdentifier { .. } => "identifier-unknown",
            Self::NotAnIdentifier { .. } => "identifier-type",
            Self::FieldTwice { .. } | Self::ColumnTwice { .. } => "mapping-conflict",
            Self::ConstantIdentifier { .. } | Self::ConstantContactId => "mapping-constant",
            Self::UnknownPreset { .. } => "mapping-preset-unknown",
            Self::NothingMapped { .. } => "mapping-empty",
            Self::Missing(_) => "mapping-incomplete",
        }
    }
}

/// Maximum number of `--map` options offered for a field (spec section 5).
pub const MAX_OFFERED: usize = 3;

fn taken(takes_several: bool) -> &'static str {
    if takes_several { "columns or one value" } else { "one column or one value" }
}

/// `, of which there is 'CRM ID'`, or nothing where there is no custom field.
fn of_which(fields: &[String]) -> String {
    match fields {
        [] => String::new(),
        [field] => format!(", of which there is '{}'", shortened(field)),
        _ => format!(", of which there are {}", list(fields)),
    }
}

fn list(names: &[String]) -> String {
    // A file may have 1,000 columns; the message stays readable.
    const SHOWN: usize = 20;
    let shown = names.iter().take(SHOWN).map(|name| format!("'{}'", shortened(name))).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}
