//! Order and parts of a full name in one column (`--split`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Order of the names in a column of full names. Where a comma stands between them, the last name is before it in either
/// order (spec section 5). In files: `"first-last"` or `"last-first"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameOrder {
    /// `Ann Lee`.
    #[default]
    FirstLast,
    /// `Lee Ann`.
    LastFirst,
}

/// Part of a full name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamePart {
    /// The first names; all of a name that cannot be split.
    First,
    /// The last name, with its particles.
    Last,
}

/// Error returned when a text is not the name of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the order of names is first-last or last-first")]
pub struct NameOrderError;

impl NameOrder {
    /// Returns the name on the command line and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstLast => "first-last",
            Self::LastFirst => "last-first",
        }
    }

    /// Returns the words for a person: `first name first`.
    pub fn describe(self) -> &'static str {
        match self {
            Self::FirstLast => "first name first",
            Self::LastFirst => "last name first",
        }
    }

    /// Returns the other order.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::FirstLast => Self::LastFirst,
            Self::LastFirst => Self::FirstLast,
        }
    }
}

impl fmt::Display for NameOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NameOrder {
    type Err = NameOrderError;

    fn from_str(text: &str) -> Result<Self, NameOrderError> {
        [Self::FirstLast, Self::LastFirst].into_iter().find(|order| order.as_str() == text).ok_or(NameOrderError)
    }
}
