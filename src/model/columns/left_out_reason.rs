//! Why a mapping leaves a column out, as it was told when the columns were mapped.

use serde::{Deserialize, Serialize};

/// Reason why a mapping leaves a column out, in the words in which it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LeftOutReason {
    /// Cleaned header of the column; empty if it has no name.
    pub header: String,
    /// Position of the column, from 1.
    pub position: usize,
    /// The reason, as it follows the column's name.
    pub reason: String,
    /// Contact field that the column fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Option that maps the column all the same, quoted for a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
}

impl LeftOutReason {
    /// Reason of a column that the user skips: the option that says so.
    pub const SKIPPED: &str = "--skip";
}
