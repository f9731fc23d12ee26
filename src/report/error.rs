use crate::model::shown_path;
use std::io;
use std::path::{Path, PathBuf};

/// Why an output file was not written, replaced or read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A link has the output's name.
    #[error("'{}' is a link; it is not replaced", shown_path(path))]
    IsALink {
        /// The output.
        path: PathBuf,
    },
    /// Something that this tool did not write has the output's name.
    #[error("'{}' was not written by contacts; it is not replaced", shown_path(path))]
    NotOurs {
        /// The output.
        path: PathBuf,
    },
    /// The file was edited since this tool wrote it, so it holds somebody's work.
    #[error("'{}' was changed since contacts wrote it; it is not replaced", shown_path(path))]
    Changed {
        /// The output.
        path: PathBuf,
    },
    /// A new file was asked for, and something has its name.
    #[error("'{}' exists already; it is not replaced", shown_path(path))]
    Exists {
        /// The output.
        path: PathBuf,
    },
    /// The file that has the output's name cannot be read, so nobody can tell whose it is.
    #[error("'{}' cannot be read to see whether contacts wrote it: {cause}", shown_path(path))]
    Unreadable {
        /// The output.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file cannot be written, named or removed.
    #[error("'{}' cannot be written: {cause}", shown_path(path))]
    Unwritable {
        /// The output.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The disk takes no file of such a name.
    #[error("'{}' cannot be written: its name is {excess} bytes too long for this disk", path.display())]
    NameTooLong {
        /// The output.
        path: PathBuf,
        /// How many bytes too long, with the ones that it needs while it replaces an older file.
        excess: usize,
    },
    /// Stored result rows that [`super::RowWriter`] cannot have written.
    #[error("the stored results are damaged: {reason}")]
    Damaged {
        /// What does not fit.
        reason: String,
    },
}

impl ReportError {
    /// The stable name that scripts may rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IsALink { .. } => "output-is-a-link",
            Self::NotOurs { .. } => "output-not-ours",
            Self::Changed { .. } => "output-changed",
            Self::Exists { .. } => "file-exists",
            Self::Unreadable { .. } => "output-unreadable",
            Self::Unwritable { .. } => "output-unwritable",
            Self::NameTooLong { .. } => "output-name-too-long",
            Self::Damaged { .. } => "results-damaged",
        }
    }

    /// Whether the output is kept from the user's good, rather than by a failure.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unreadable { .. } | Self::Unwritable { .. } | Self::Damaged { .. })
    }

    /// What the user can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::IsALink { .. } | Self::NotOurs { .. } | Self::Changed { .. } | Self::Unreadable { .. } => {
                "move it away, or choose another folder with --output-dir"
            }
            Self::Exists { .. } => "name another file, or move that one away",
            Self::Unwritable { .. } => {
                "make sure that the folder exists, that you may write to it and that its disk is not full, \
                 or choose another folder with --output-dir"
            }
            Self::NameTooLong { .. } => "rename the source to a shorter name, and run the command again",
            Self::Damaged { .. } => "restore the workspace from a backup",
        }
    }

    /// The output cannot be written.
    pub fn unwritable(path: &Path, cause: io::Error) -> Self {
        Self::Unwritable { path: path.to_owned(), cause }
    }

    /// What stands at the output's place cannot be read.
    pub(super) fn unreadable(path: &Path, cause: io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), cause }
    }
}
