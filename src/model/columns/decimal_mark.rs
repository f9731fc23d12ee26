//! The mark between the whole part of a number and its fraction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Decimal mark of the numbers of a list (`--decimal`; spec section 4, Number). In files: `"comma"` or `"point"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// `1.234,5`.
    Comma,
    /// `1,234.5`.
    Point,
}

impl DecimalMark {
    /// Returns the name on the command line and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Point => "point",
        }
    }

    /// Returns the other mark.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }

    /// Returns the sign itself.
    pub fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }
}

impl fmt::Display for DecimalMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
