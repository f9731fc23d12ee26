//! The types of custom fields, as they are typed (`--create-field`, `fields add --type`).

use std::sync::Arc;

use clap::ValueEnum;

use crate::model::{FieldKind, ListOptions};

/// What the values of a custom field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FieldType {
    /// Any text
    Text,
    /// One of the options that are given
    List,
    /// Several of the options that are given, separated by ; , or |
    Choices,
    /// Yes or no
    Checkbox,
    /// An e-mail address
    Email,
    /// A phone number, kept as E.164, such as +60189988776
    Phone,
    /// A decimal number, such as -1234.5
    Number,
    /// A web address, which begins with http:// or https://
    Url,
    /// A date, kept as YYYY-MM-DD
    Date,
    /// A time of day, kept as HH:MM or HH:MM:SS
    Time,
}

impl FieldType {
    /// Returns the type with this name, in any case.
    pub(in crate::cli) fn named(name: &str) -> Option<Self> {
        Self::from_str(name.trim(), true).ok()
    }

    /// Returns all names.
    pub(in crate::cli) fn names() -> Vec<&'static str> {
        FieldKind::CUSTOM.to_vec()
    }

    /// Returns the kind of field; only lists and choices take the options.
    pub(in crate::cli) fn kind(self, options: ListOptions) -> FieldKind {
        match self {
            Self::Text => FieldKind::Text,
            Self::List => FieldKind::List(Arc::new(options)),
            Self::Choices => FieldKind::Choices(Arc::new(options)),
            Self::Checkbox => FieldKind::Checkbox,
            Self::Email => FieldKind::Email,
            Self::Phone => FieldKind::Phone,
            Self::Number => FieldKind::Number,
            Self::Url => FieldKind::Url,
            Self::Date => FieldKind::Date,
            Self::Time => FieldKind::Time,
        }
    }
}
