//! Error type of imports and reviews, with its code for scripts and its hint.

use super::GuardExceeded;
use crate::model::{Diagnostic, Interrupted, format_thousands};
use crate::profile::RegionMisfit;
use crate::report::ReportError;
use crate::source::SourceError;
use crate::workspace::WorkspaceError;

/// Error that kept an import from happening. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The source cannot be read or is refused.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The workspace cannot be read or written.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The output files cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The import would exceed a guard.
    #[error(transparent)]
    Guard(#[from] GuardExceeded),
    /// The region reads hardly any of the phone numbers, and another nearly all.
    #[error("{} of {} phone numbers are no numbers of {}; they are of {}", .0.misfits, .0.of, .0.region, .0.better)]
    RegionMisfit(RegionMisfit),
    /// The user cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// A value given with `--set` is invalid for its field.
    #[error("'{value}' cannot be set as {field}: {}", .finding.message)]
    Constant {
        /// Name of the field.
        field: String,
        /// The value as given.
        value: String,
        /// The reason it is invalid.
        finding: Diagnostic,
    },
    /// More options are new than an import adds.
    #[error(
        "the list has more than {} values that are no options, most of them in the column '{column}'",
        format_thousands(*.most as u64)
    )]
    TooManyOptions {
        /// Label of the column with the most.
        column: String,
        /// Maximum number of options that an import adds.
        most: usize,
    },
    /// The workspace shares a file of suppressions that was not read: people in it must not be imported.
    #[error("the file of the setting suppressions was not read, so nobody can tell who is to be left alone")]
    SuppressionsUnread,
    /// A mapped field was removed, or has another type, since the columns were mapped.
    #[error("the contact field '{field}' was removed or changed meanwhile")]
    FieldChanged {
        /// Name of the field.
        field: String,
    },
}

impl ImportError {
    /// Returns a stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Workspace(error) => error.code(),
            Self::Report(error) => error.code(),
            Self::Guard(guard) => guard.code(),
            Self::RegionMisfit(_) => "region-misfits",
            Self::Interrupted(_) => "interrupted",
            Self::Constant { .. } => "usage",
            Self::TooManyOptions { .. } => "too-many-options",
            Self::SuppressionsUnread => "suppressions-unread",
            Self::FieldChanged { .. } => "field-changed",
        }
    }
}
