//! Error type of sessions, with its code for scripts and the command that helps.

use std::io;
use std::path::{Path, PathBuf};

use super::{ImportRef, Manifest};
use crate::files::{CompanionError, Owner};
use crate::model::{Column, FieldDefinition, LeftOutReason, Recipe, Timestamp, format_local, shown_path};
use crate::report::ReportError;

/// Maximum number of characters of a path shown from a manifest; no known system opens a longer one.
const MAX_SHOWN_PATH: usize = 4096;

/// Decisions of a session, for the commands that prepare its list again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFor {
    /// Decisions of the user; without columns where they were not mapped.
    pub recipe: Recipe,
    /// Columns of the source.
    pub columns: Vec<Column>,
    /// Columns that the mapping leaves out by itself or by an option, each with its reason.
    pub left_out: Vec<LeftOutReason>,
    /// Contact fields that columns go to and that the workspace may not have any more.
    pub planned_fields: Vec<FieldDefinition>,
}

impl UploadedFor {
    /// Returns those of the session of a manifest.
    pub fn of(manifest: &Manifest) -> Box<Self> {
        Box::new(Self {
            recipe: manifest.recipe.clone(),
            columns: manifest.source.as_columns(),
            left_out: manifest.left_out.clone(),
            planned_fields: manifest.planned_fields.clone(),
        })
    }
}

/// Error that keeps a session from going on. Source, workspace and manifest are unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// No import is prepared for the source.
    #[error("there is no prepared import of '{}'", shown_path(.source_path))]
    Missing {
        /// Path of the source.
        source_path: PathBuf,
    },
    /// The review is more than an hour old, or its age is in doubt.
    #[error("Session expired: '{}' was reviewed at {}, {why}", shown_path(.source_path), format_local(*.reviewed_at))]
    Expired {
        /// Path of the source.
        source_path: PathBuf,
        /// Time of the review.
        reviewed_at: Timestamp,
        /// Reason, as the end of a sentence.
        why: &'static str,
        /// Its decisions.
        uploaded_for: Box<UploadedFor>,
    },
    /// The source differs from the one that was uploaded.
    #[error("'{}' was changed since it was uploaded: {what}", shown_path(.source_path))]
    SourceChanged {
        /// Path of the source.
        source_path: PathBuf,
        /// Description of the difference.
        what: String,
        /// Its decisions.
        uploaded_for: Box<UploadedFor>,
    },
    /// The recipe differs from the one that was reviewed.
    #[error("the mapping of '{}' was changed since its review", shown_path(.source_path))]
    MappingChanged {
        /// Path of the source.
        source_path: PathBuf,
    },
    /// The workspace changed since the review so that the outcome would differ.
    #[error("the workspace was changed since the review of '{}': the outcome would be another", shown_path(.source_path))]
    WorkspaceChanged {
        /// Path of the source.
        source_path: PathBuf,
    },
    /// The session is over: its rows were imported.
    #[error(
        "the session of '{}' is over: it was imported at {} (import {})",
        shown_path(.source_path), format_local(.import.at), .import.id
    )]
    Finished {
        /// Path of the source.
        source_path: PathBuf,
        /// The import it became.
        import: ImportRef,
        /// Its decisions.
        uploaded_for: Box<UploadedFor>,
    },
    /// The session is over: it was cancelled.
    #[error("the session of '{}' is over: it was cancelled at {}", shown_path(.source_path), format_local(*.at))]
    Cancelled {
        /// Path of the source.
        source_path: PathBuf,
        /// Time of the cancellation.
        at: Timestamp,
        /// Its decisions.
        uploaded_for: Box<UploadedFor>,
    },
    /// The questions of the upload were left before the last one.
    #[error("the upload of '{}' is not finished: its questions were left before the last one", shown_path(.source_path))]
    NotUploaded {
        /// Path of the source.
        source_path: PathBuf,
        /// Answers so far.
        uploaded_for: Box<UploadedFor>,
    },
    /// The columns are not mapped yet.
    #[error("the columns of '{}' are not mapped yet", shown_path(.source_path))]
    NotMapped {
        /// Path of the source.
        source_path: PathBuf,
    },
    /// The import is not reviewed yet.
    #[error("the import of '{}' is not reviewed yet", shown_path(.source_path))]
    NotReviewed {
        /// Path of the source.
        source_path: PathBuf,
    },
    /// The manifest is damaged.
    #[error("the session '{}' is damaged: {detail}", shown_path(.path))]
    Damaged {
        /// Path of the manifest.
        path: PathBuf,
        /// Description of the damage, without any of its content.
        detail: String,
    },
    /// The manifest was written by a later version of this tool.
    #[error("the session '{}' has format version {version}; this program knows version 1", shown_path(.path))]
    Newer {
        /// Path of the manifest.
        path: PathBuf,
        /// Format version of the manifest.
        version: u64,
    },
    /// The file at the manifest's path was not written by this tool.
    #[error("'{}' is not a session of contacts: {what}", shown_path(.path))]
    Foreign {
        /// Path of the file.
        path: PathBuf,
        /// Description of the file.
        what: &'static str,
    },
    /// The manifest is that of another user.
    #[error("the session '{}' cannot be used: it belongs to {}", shown_path(.path), .owner.describe())]
    OtherUser {
        /// Path of the manifest.
        path: PathBuf,
        /// The other user.
        owner: Owner,
    },
    /// The seal does not match the content.
    #[error("the session '{}' was changed by hand", shown_path(.path))]
    Tampered {
        /// Path of the manifest.
        path: PathBuf,
    },
    /// The session belongs to another workspace.
    #[error("the session '{}' was prepared for another workspace: {}", shown_path(.path), shown(.workspace))]
    OtherWorkspace {
        /// Path of the manifest.
        path: PathBuf,
        /// Path of that workspace according to the manifest. Only to be shown, never to be opened.
        workspace: String,
    },
    /// The session belongs to a workspace that has been replaced by another one at the same path.
    #[error("the session '{}' was prepared for another workspace, which was at the same place", shown_path(.path))]
    WorkspaceReplaced {
        /// Path of the manifest.
        path: PathBuf,
    },
    /// The manifest changed since it was read.
    #[error("the session '{}' was changed by another command meanwhile", shown_path(.path))]
    ChangedMeanwhile {
        /// Path of the manifest.
        path: PathBuf,
    },
    /// The manifest would be larger than one that is read again.
    #[error("the session '{}' would be larger than 64 MiB: the names of the columns are too long for it", shown_path(.path))]
    TooLarge {
        /// Path of the manifest.
        path: PathBuf,
    },
    /// The manifest cannot be read.
    #[error("the session '{}' cannot be read: {cause}", shown_path(.path))]
    Unreadable {
        /// Path of the manifest.
        path: PathBuf,
        /// Error of the operating system.
        cause: io::Error,
    },
    /// The manifest cannot be written.
    #[error(transparent)]
    Unwritable(#[from] ReportError),
    /// The session cannot be serialised as JSON.
    #[error("the session cannot be written as JSON: {0}")]
    NotJson(serde_json::Error),
}

impl SessionError {
    /// Returns a stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "session-missing",
            Self::Expired { .. } => "session-expired",
            Self::SourceChanged { .. } => "session-source-changed",
            Self::MappingChanged { .. } => "session-mapping-changed",
            Self::WorkspaceChanged { .. } => "session-workspace-changed",
            Self::Finished { .. } => "session-finished",
            Self::Cancelled { .. } => "session-cancelled",
            Self::NotUploaded { .. } => "session-not-uploaded",
            Self::NotMapped { .. } => "session-not-mapped",
            Self::NotReviewed { .. } => "session-not-reviewed",
            Self::Damaged { .. } => "session-damaged",
            Self::Newer { .. } => "session-newer",
            Self::Foreign { .. } => "session-foreign",
            Self::OtherUser { .. } => "session-other-user",
            Self::Tampered { .. } => "session-tampered",
            Self::OtherWorkspace { .. } | Self::WorkspaceReplaced { .. } => "session-other-workspace",
            Self::ChangedMeanwhile { .. } => "session-changed",
            Self::TooLarge { .. } => "session-too-large",
            Self::Unreadable { .. } => "session-unreadable",
            Self::Unwritable(error @ ReportError::NameTooLong { .. }) => error.code(),
            Self::Unwritable(_) | Self::NotJson(_) => "session-unwritable",
        }
    }

    /// Returns true if the session is refused for the user's good, rather than by a failure.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Unwritable(error) => error.is_refusal(),
            Self::Unreadable { .. } | Self::NotJson(_) => false,
            _ => true,
        }
    }

    /// Returns the error as seen by a user of the workspace open at this path: the hint must not send them to the path
    /// they already use.
    #[must_use]
    pub fn relative_to_workspace(self, open: &Path) -> Self {
        match self {
            Self::OtherWorkspace { path, workspace } if Path::new(&workspace) == open => {
                Self::WorkspaceReplaced { path }
            }
            other => other,
        }
    }

    /// Returns the error for a file at the manifest's path that was not opened.
    pub(super) fn not_opened(path: &Path, error: CompanionError) -> Self {
        let path = path.to_owned();
        let what = match error {
            CompanionError::OtherOwner { owner } => return Self::OtherUser { path, owner },
            CompanionError::Io(cause) => return Self::Unreadable { path, cause },
            CompanionError::Link => "it is a link",
            CompanionError::NotRegular => "it is not a regular file",
            CompanionError::SeveralNames => "it is a file that has another name too",
        };
        Self::Foreign { path, what }
    }

    /// Returns the error for invalid JSON or an invalid manifest. The parser's own message would repeat the file's
    /// content.
    pub(super) fn damaged(path: &Path, error: &serde_json::Error) -> Self {
        let line = error.line();
        let detail = match error.classify() {
            serde_json::error::Category::Eof => "it is cut off".to_owned(),
            serde_json::error::Category::Data => format!("line {line} is not as it should be"),
            _ => format!("line {line} is not JSON"),
        };
        Self::Damaged { path: path.to_owned(), detail }
    }
}

/// Formats a workspace path from a manifest, which is untrusted: it must not look like a message of this tool.
fn shown(workspace: &str) -> String {
    workspace
        .chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .take(MAX_SHOWN_PATH)
        .collect()
}
