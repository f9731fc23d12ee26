//! The reading of phone numbers that do not say of which country they are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How digits are read that have neither `+` nor `00`, and that no country reads as its own (`--bare-phones`; spec
/// section 4, Phone). In files: `"international"` or `"refuse"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BarePhones {
    /// They begin with a country code.
    International,
    /// Their country code is missing: each is an error.
    Refuse,
}

impl BarePhones {
    /// Its name on the command line and in files.
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
