//! What was typed to select contacts and cannot be read.

use crate::model::{counted, format_thousands, local_day};
use crate::workspace::PrunedEntry;

/// Why a selection cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// A text without an operator.
    #[error(
        "'{text}' is no condition: write FIELD OP VALUE, where OP is =, !=, <, <=, >, >=, ~ (contains) or !~, or write \
         'FIELD is empty' or 'FIELD is set'"
    )]
    NotACondition {
        /// The text.
        text: String,
    },
    /// No contact field has this name.
    #[error("there is no contact field '{name}'{}", did_you_mean(.near))]
    UnknownField {
        /// The name.
        name: String,
        /// Fields with names that are near, the first ones.
        near: Vec<String>,
        /// All fields.
        known: Vec<String>,
    },
    /// A condition that begins with the names of several fields, because they hold operators.
    #[error("'{text}' may begin with the field '{}': put the one that is meant in double quotes", .names.join("' or '"))]
    SeveralFields {
        /// The condition.
        text: String,
        /// Names of the fields.
        names: Vec<String>,
    },
    /// An operator without a value behind it.
    #[error(
        "the condition '{text}' has no value: write '{field} is empty' for contacts without one, '{field} is set' for the others"
    )]
    NoValue {
        /// The condition.
        text: String,
        /// Name of the field.
        field: String,
    },
    /// A value that begins with an operator.
    #[error("the value in '{text}' begins with an operator: put it in double quotes if that is meant")]
    OperatorTwice {
        /// The condition.
        text: String,
    },
    /// A value that the type of the field does not take.
    #[error("{field} cannot be compared with '{value}': {reason}")]
    InvalidValue {
        /// Name of the field.
        field: String,
        /// Type of its values.
        kind: &'static str,
        /// The value.
        value: String,
        /// What the type takes.
        reason: String,
        /// True if values of the field may contain the text.
        may_be_part: bool,
    },
    /// A phone number that names a contact, without a country code where no setting says which one it has.
    #[error("'{number}' has no country code, and contacts have their numbers with one")]
    NoCountryCode {
        /// The number.
        number: String,
        /// Its digits as they stand behind a country code.
        digits: String,
    },
    /// A tag in the place of a value that names one contact.
    #[error("Tags name no contact, because several may have the same")]
    NamedByTag {
        /// The tag.
        tag: String,
    },
    /// A comparison that values of the field do not have.
    #[error("{field} (type {kind}) has no {operator}: it takes {takes}")]
    NotCompared {
        /// Name of the field.
        field: String,
        /// Type of its values.
        kind: &'static str,
        /// The operator.
        operator: &'static str,
        /// The operators that it takes.
        takes: &'static str,
    },
    /// Contacts cannot be sorted by this field.
    #[error("contacts cannot be sorted by {field}, of which one may have several")]
    NotSorted {
        /// Name of the field.
        field: String,
    },
    /// A list of columns without a name.
    #[error("--columns needs the name of a field")]
    NoColumns,
    /// An import of which it is no longer known what it changed.
    #[error("which contacts import {id} changed is no longer known: entry {by} pruned it from the history")]
    PrunedImport {
        /// The ID.
        id: i64,
        /// ID of the entry that pruned it.
        by: i64,
        /// The tag that it put on all its contacts.
        import_tag: Option<String>,
    },
    /// A point in the history behind which some changes are no longer known.
    #[error(
        "not all that changed since then is known: the history is pruned up to entry {}, of {}",
        .newest.id,
        local_day(.newest.finished_at)
    )]
    PrunedSince {
        /// The newest entry of which the changes were dropped.
        newest: PrunedEntry,
    },
    /// A text that is no moment.
    #[error(
        "--changed-since takes a day such as 2026-11-22, today, 7d for the last seven days, or import:ID, not '{text}'"
    )]
    NotAMoment {
        /// The text.
        text: String,
    },
    /// Too many words and tags.
    #[error("a search takes at most {} words and tags, and these are {}", format_thousands(*.most as u64), format_thousands(*.count as u64))]
    TooManyWords {
        /// Their number.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// Too many conditions.
    #[error("a selection takes at most {}, and these are {count}", counted(*.most as u64, "condition"))]
    TooManyConditions {
        /// Their number.
        count: usize,
        /// The limit.
        most: usize,
    },
}

impl SelectionError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownField { .. } => "unknown-field",
            Self::InvalidValue { .. } => "value-invalid",
            Self::NoCountryCode { .. } => "contact-not-found",
            Self::PrunedImport { .. } | Self::PrunedSince { .. } => "history-pruned",
            Self::NotACondition { .. }
            | Self::SeveralFields { .. }
            | Self::NoValue { .. }
            | Self::OperatorTwice { .. }
            | Self::NamedByTag { .. }
            | Self::NotCompared { .. }
            | Self::NotSorted { .. }
            | Self::NoColumns
            | Self::NotAMoment { .. }
            | Self::TooManyWords { .. }
            | Self::TooManyConditions { .. } => "usage",
        }
    }
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean '{}'?", near.join("' or '")) }
}
