//! Errors of output files.

use crate::model::shown_path;
use std::io;
use std::path::{Path, PathBuf};

/// Reason why an output file was not written, replaced or read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The output's name belongs to a link.
    #[error("'{}' is a link; it is not replaced", shown_path(path))]
    IsALink {
        /// The output.
        path: PathBuf,
    },
    /// The output's name belongs to a file that this tool did not write.
    #[error("'{}' was not written by contacts; it is not replaced", shown_path(path))]
    NotOurs {
        /// The output.
        path: PathBuf,
    },
    /// The file was edited since this tool wrote it, so it holds a person's work.
    #[error("'{}' was changed since contacts wrote it; it is not replaced", shown_path(path))]
    Changed {
        /// The output.
        path: PathBuf,
    },
    /// The name of a new file is taken already.
    #[error("'{}' exists already; it is not replaced", shown_path(path))]
    Exists {
        /// The output.
        path: PathBuf,
    },
    /// The existing file cannot be read, so its origin is unknown.
    #[error("'{}' cannot be read to see whether contacts wrote it: {cause}", shown_path(path))]
    Unreadable {
        /// The output.
        path: PathBuf,
        /// Error of the system.
        cause: io::Error,
    },
    /// The file cannot be written, named or removed.
    #[error("'{}' cannot be written: {cause}", shown_path(path))]
    Unwritable {
        /// The output.
        path: PathBuf,
        /// Error of the system.
        cause: io::Error,
    },
    /// The file system does not accept a name of this length.
    #[error("'{}' cannot be written: its name is {excess} bytes too long for this disk", path.display())]
    NameTooLong {
        /// The output.
        path: PathBuf,
        /// Number of bytes too many, including the ones needed while an older file is replaced.
        excess: usize,
    },
    /// The program makes no pages.
    #[error("this program was built without pages")]
    WithoutPages,
    /// Stored result rows that [`super::RowWriter`] cannot have written.
    #[error("the stored results are damaged: {reason}")]
    Damaged {
        /// What does not fit.
        reason: String,
    },
}

impl ReportError {
    /// Returns the stable name that scripts may rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IsALink { .. } => "output-is-a-link",
            Self::NotOurs { .. } => "output-not-ours",
            Self::Changed { .. } => "output-changed",
            Self::Exists { .. } => "file-exists",
            Self::Unreadable { .. } => "output-unreadable",
            Self::Unwritable { .. } => "output-unwritable",
            Self::NameTooLong { .. } => "output-name-too-long",
            Self::WithoutPages => "built-without-pages",
            Self::Damaged { .. } => "results-damaged",
        }
    }

    /// Returns true if the output is withheld to protect an existing file, rather than by a failure.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unreadable { .. } | Self::Unwritable { .. } | Self::Damaged { .. })
    }

    /// Creates the error of an output that cannot be written.
    pub fn unwritable(path: &Path, cause: io::Error) -> Self {
        Self::Unwritable { path: path.to_owned(), cause }
    }

    /// Creates the error of an existing file that cannot be read.
    pub(super) fn unreadable(path: &Path, cause: io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), cause }
    }
}
