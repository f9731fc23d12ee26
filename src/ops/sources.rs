//! Sources by name, as they are typed, and what does not go with them.

use super::OpsError;
use crate::workspace::{Snapshot, StoredSource};

/// Why what was said about the source of a list does not go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceRuleError {
    /// An option needs a source, and none is said.
    #[error("--{option} needs the name of the list's source, whose contacts are remembered")]
    NoSource {
        /// The option, without `--`.
        option: &'static str,
    },
    /// A source is said, and the purpose recognises nobody.
    #[error("add-all recognises nobody, so it cannot tell which contacts of a source are missing")]
    OfAddAll,
    /// The name of a source is none.
    #[error("{problem}")]
    InvalidName {
        /// The rule it breaks.
        problem: String,
    },
    /// No source of this name is remembered.
    #[error("no source '{name}' is remembered")]
    Unknown {
        /// The name.
        name: String,
        /// Names of the sources that are.
        known: Vec<String>,
    },
}

impl SourceRuleError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown-source",
            Self::NoSource { .. } | Self::OfAddAll | Self::InvalidName { .. } => "usage",
        }
    }
}

/// Returns the source of this name.
///
/// # Errors
/// [`SourceRuleError::Unknown`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredSource, OpsError> {
    match snapshot.source(name)? {
        Some(source) => Ok(source),
        None => Err(SourceRuleError::Unknown { name: name.to_owned(), known: snapshot.source_names()? }.into()),
    }
}
