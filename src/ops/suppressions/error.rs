//! Why values of people who want to be left alone cannot be read, shared or lifted.

use std::path::PathBuf;

use crate::model::shown_path;

/// Why suppressions cannot be read, shared or lifted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SuppressionError {
    /// No column of a list has values by which people can be left alone.
    #[error("no column is known to hold e-mail addresses, phone numbers or own identifiers: {}", .columns.join(", "))]
    NoValueColumn {
        /// Labels of the columns.
        columns: Vec<String>,
        /// Custom field that has the name of one of them and whose values can be suppressed.
        own: Option<String>,
    },
    /// The file of suppressions that the workspace shares with others cannot be read.
    #[error("the shared file of suppressions cannot be read, so nobody can tell who is to be left alone: {problem}")]
    SharedUnreadable {
        /// Path of the file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The file of suppressions that the workspace shares was named by another user or on another machine.
    #[error("the setting suppressions names {}, and was not set by you on this machine", shown_path(path))]
    SharedUntrusted {
        /// Path of the file.
        path: PathBuf,
    },
    /// Typed texts by which nobody can be left alone.
    #[error("{}", .faults.join("\n"))]
    InvalidValues {
        /// What is wrong with each.
        faults: Vec<String>,
    },
    /// Values that are not suppressed.
    #[error("{} not suppressed: {}", if .values.len() == 1 { "this value is" } else { "these values are" }, .values.join(", "))]
    NotSuppressed {
        /// The values.
        values: Vec<String>,
    },
}

impl SuppressionError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoValueColumn { .. } => "usage",
            Self::SharedUnreadable { .. } => "suppressions-unreadable",
            Self::SharedUntrusted { .. } => "suppressions-untrusted",
            Self::InvalidValues { .. } => "value-invalid",
            Self::NotSuppressed { .. } => "not-suppressed",
        }
    }
}
