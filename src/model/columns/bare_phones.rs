//! Reading of phone numbers that do not say to which country they belong.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Reading of digits that have neither `+` nor `00` and that no country claims as its own (`--bare-phones`; spec
/// section 4, Phone). In files: `"international"` or `"refuse"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BarePhones {
    /// The digits begin with a country code.
    International,
    /// The country code is missing: each such number is an error.
    Refuse,
}

impl BarePhones {
    /// Returns the name on the command line and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::Refuse => "refuse",
        }
    }
}

impl fmt::Display for BarePhones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
