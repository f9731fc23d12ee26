use super::GuardExceeded;
use crate::model::{Diagnostic, Interrupted};
use crate::report::ReportError;
use crate::source::SourceError;
use crate::workspace::WorkspaceError;

/// Why an import did not happen. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something is wrong with the source.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Something is wrong with the workspace.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The files beside the source cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A guard says no.
    #[error(transparent)]
    Guard(#[from] GuardExceeded),
    /// Somebody asked to stop.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// A value given with `--set` is not one of its field.
    #[error("'{value}' cannot be set as {field}: {}", .finding.message)]
    Constant {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        finding: Diagnostic,
    },
}

impl ImportError {
    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Workspace(error) => error.code(),
            Self::Report(error) => error.code(),
            Self::Guard(guard) => guard.code(),
            Self::Interrupted(_) => "interrupted",
            Self::Constant { .. } => "usage",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Source(error) => error.hint(),
            Self::Workspace(error) => error.hint(),
            Self::Report(error) => Some(error.hint().to_owned()),
            Self::Guard(guard) => Some(guard.hint()),
            Self::Interrupted(_) | Self::Constant { .. } => None,
        }
    }
}
