//! Why contact fields, their options and tags cannot be found or changed.

use crate::model::{counted, format_thousands};
use crate::values::FieldNameError;

/// Why contact fields or their options cannot be found or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// No contact field has this name.
    #[error("there is no contact field '{name}'")]
    Unknown {
        /// The name that was asked for.
        name: String,
    },
    /// A standard field is to be changed like a custom one.
    #[error("{name} is a standard field: it can be neither renamed nor removed")]
    Standard {
        /// The field.
        name: String,
    },
    /// A custom field has this name.
    #[error("there is a field '{name}' of the type {kind} already")]
    Exists {
        /// The field.
        name: String,
        /// Its type.
        kind: &'static str,
    },
    /// A standard field has this name.
    #[error("{name} is a standard field, so its name is taken")]
    StandardNameTaken {
        /// The field.
        name: String,
    },
    /// Another process has added, renamed or removed fields since they were read.
    #[error("the fields of the workspace have changed meanwhile; nothing was changed")]
    Changed,
    /// A list, or choices, without options.
    #[error("a field of the type {kind} needs options")]
    OptionsMissing {
        /// Its type.
        kind: &'static str,
    },
    /// Options for a field that has none.
    #[error("only lists and choices take options")]
    OptionsUnwanted,
    /// A text is no option.
    #[error("the option '{text}': {error}")]
    InvalidOption {
        /// What was given.
        text: String,
        /// What is wrong with it.
        error: FieldNameError,
    },
    /// Two options that differ at most by case.
    #[error("the option '{option}' is given twice; options compare without case")]
    OptionTwice {
        /// The second one.
        option: String,
    },
    /// A field that has no options.
    #[error("the field '{field}' is of the type {kind}: it has no options")]
    NotAList {
        /// The field.
        field: String,
        /// Its type.
        kind: &'static str,
    },
    /// The field has this option.
    #[error("the field '{field}' has the option '{option}' already")]
    OptionExists {
        /// The field.
        field: String,
        /// The option.
        option: String,
    },
    /// The field does not have this option.
    #[error("the field '{field}' has no option '{option}'")]
    NoOption {
        /// The field.
        field: String,
        /// The option that was asked for.
        option: String,
    },
    /// Contacts have an option that is to be removed.
    #[error("{} the option '{option}'", have(*.contacts))]
    OptionInUse {
        /// The option.
        option: String,
        /// Number of contacts.
        contacts: u64,
    },
    /// No option of a field would be left.
    #[error("the field needs at least one option")]
    LastOption,
}

impl FieldError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "field-not-found",
            Self::Standard { .. } => "field-standard",
            Self::Exists { .. } | Self::StandardNameTaken { .. } | Self::Changed => "field-exists",
            Self::NotAList { .. } => "field-type",
            Self::OptionExists { .. } => "option-exists",
            Self::NoOption { .. } => "option-not-found",
            Self::OptionInUse { .. } => "option-in-use",
            Self::LastOption => "option-needed",
            Self::OptionsMissing { .. }
            | Self::OptionsUnwanted
            | Self::InvalidOption { .. }
            | Self::OptionTwice { .. } => "usage",
        }
    }
}

/// Why tags cannot be found or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// No contact has a tag of this name.
    #[error("no contact has the tag '{name}'")]
    Unknown {
        /// The name that was asked for.
        name: String,
    },
    /// A tag without a name.
    #[error("a tag needs a name")]
    NameBlank,
    /// A text is no name for a tag.
    #[error("{fault}")]
    InvalidName {
        /// What is wrong with it.
        fault: String,
    },
    /// Another tag has the name that a tag is to get.
    #[error("{} have the tag '{taken}' already", counted(*.contacts, "contact"))]
    Exists {
        /// The tag to be renamed.
        old: String,
        /// The other tag.
        taken: String,
        /// Number of contacts that have the other tag.
        contacts: u64,
    },
    /// A merge of one tag.
    #[error("a tag cannot be merged with itself")]
    MergedWithItself,
}

impl TagError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "tag-not-found",
            Self::Exists { .. } => "tag-exists",
            Self::NameBlank | Self::InvalidName { .. } | Self::MergedWithItself => "usage",
        }
    }
}

/// `1 contact has`, `1,204 contacts have`.
fn have(contacts: u64) -> String {
    if contacts == 1 { "1 contact has".to_owned() } else { format!("{} contacts have", format_thousands(contacts)) }
}
