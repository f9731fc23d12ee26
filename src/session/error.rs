use std::io;
use std::path::{Path, PathBuf};

use super::ImportRef;
use crate::mapping::quote;
use crate::model::{Timestamp, format_local, shown_path};
use crate::report::ReportError;

/// In bytes; no system that we know opens a longer one.
const LONGEST_PATH: usize = 4096;

/// Why a session does not go on. Whatever it is, source, workspace and manifest are as they were.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Nothing was uploaded.
    #[error("there is no prepared import of '{}'", shown_path(.source_path))]
    Missing {
        /// The source.
        source_path: PathBuf,
    },
    /// The hour after the review is over.
    #[error("Session expired: '{}' was reviewed at {}, {why}", shown_path(.source_path), format_local(*.reviewed_at))]
    Expired {
        /// The source.
        source_path: PathBuf,
        /// When it was reviewed.
        reviewed_at: Timestamp,
        /// How that is known, as the end of a sentence.
        why: &'static str,
    },
    /// The source is not the one that was uploaded.
    #[error("'{}' was changed since it was uploaded: {what}", shown_path(.source_path))]
    SourceChanged {
        /// The source.
        source_path: PathBuf,
        /// What differs.
        what: String,
    },
    /// What the person decided is not what was reviewed.
    #[error("the mapping of '{}' was changed since its review", shown_path(.source_path))]
    MappingChanged {
        /// The source.
        source_path: PathBuf,
    },
    /// The workspace is not the one that was reviewed, and so the outcome would be another.
    #[error("the workspace was changed since the review of '{}': the outcome would be another", shown_path(.source_path))]
    WorkspaceChanged {
        /// The source.
        source_path: PathBuf,
    },
    /// Its rows were imported.
    #[error(
        "the session of '{}' is over: it was imported at {} (import {})",
        shown_path(.source_path), format_local(.import.at), .import.id
    )]
    Finished {
        /// The source.
        source_path: PathBuf,
        /// The import.
        import: ImportRef,
    },
    /// It was given up.
    #[error("the session of '{}' is over: it was cancelled at {}", shown_path(.source_path), format_local(*.at))]
    Cancelled {
        /// The source.
        source_path: PathBuf,
        /// When.
        at: Timestamp,
    },
    /// Nobody said yet which column goes where.
    #[error("the columns of '{}' are not mapped yet", shown_path(.source_path))]
    NotMapped {
        /// The source.
        source_path: PathBuf,
    },
    /// Nobody saw yet what would happen.
    #[error("the import of '{}' is not reviewed yet", shown_path(.source_path))]
    NotReviewed {
        /// The source.
        source_path: PathBuf,
    },
    /// The manifest is not whole.
    #[error("the session '{}' is damaged: {detail}", shown_path(.path))]
    Damaged {
        /// The manifest.
        path: PathBuf,
        /// What is wrong, without a word of its content.
        detail: String,
    },
    /// A later version of this tool wrote the manifest.
    #[error("the session '{}' has format version {version}; this program knows version 1", shown_path(.path))]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// Its version.
        version: u64,
    },
    /// What stands at the manifest's place was not written by this tool.
    #[error("'{}' is not a session of contacts: {what}", shown_path(.path))]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// The seal does not fit.
    #[error("the session '{}' was changed by hand", shown_path(.path))]
    Tampered {
        /// The manifest.
        path: PathBuf,
    },
    /// The session is for another workspace.
    #[error("the session '{}' was prepared for another workspace: {}", shown_path(.path), shown(.workspace))]
    OtherWorkspace {
        /// The manifest.
        path: PathBuf,
        /// Where that workspace was, as the manifest says. To be shown, never to be opened.
        workspace: String,
    },
    /// The session is for a workspace at whose place there is another one now.
    #[error("the session '{}' was prepared for another workspace, which was at the same place", shown_path(.path))]
    WorkspaceReplaced {
        /// The manifest.
        path: PathBuf,
    },
    /// Something else stands at the manifest's place than was read there.
    #[error("the session '{}' was changed by another command meanwhile", shown_path(.path))]
    ChangedMeanwhile {
        /// The manifest.
        path: PathBuf,
    },
    /// The system does not let the manifest be read.
    #[error("the session '{}' cannot be read: {cause}", shown_path(.path))]
    Unreadable {
        /// The manifest.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The manifest cannot be written.
    #[error(transparent)]
    Unwritable(#[from] ReportError),
    /// Something of the session cannot be said in JSON.
    #[error("the session cannot be written as JSON: {0}")]
    NotJson(serde_json::Error),
}

impl SessionError {
    /// The stable name that scripts may rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "session-missing",
            Self::Expired { .. } => "session-expired",
            Self::SourceChanged { .. } => "session-source-changed",
            Self::MappingChanged { .. } => "session-mapping-changed",
            Self::WorkspaceChanged { .. } => "session-workspace-changed",
            Self::Finished { .. } => "session-finished",
            Self::Cancelled { .. } => "session-cancelled",
            Self::NotMapped { .. } => "session-not-mapped",
            Self::NotReviewed { .. } => "session-not-reviewed",
            Self::Damaged { .. } => "session-damaged",
            Self::Newer { .. } => "session-newer",
            Self::Foreign { .. } => "session-foreign",
            Self::Tampered { .. } => "session-tampered",
            Self::OtherWorkspace { .. } | Self::WorkspaceReplaced { .. } => "session-other-workspace",
            Self::ChangedMeanwhile { .. } => "session-changed",
            Self::Unreadable { .. } => "session-unreadable",
            Self::Unwritable(error @ ReportError::NameTooLong { .. }) => error.code(),
            Self::Unwritable(_) | Self::NotJson(_) => "session-unwritable",
        }
    }

    /// Whether the session is kept from going on for the user's good, rather than by a failure.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Unwritable(error) => error.is_refusal(),
            Self::Unreadable { .. } | Self::NotJson(_) => false,
            _ => true,
        }
    }

    /// What to do next: the command to run.
    pub fn hint(&self) -> String {
        match self {
            Self::Missing { source_path }
            | Self::Expired { source_path, .. }
            | Self::SourceChanged { source_path, .. }
            | Self::Cancelled { source_path, .. } => format!("upload it with: {}", command("upload", source_path)),
            Self::MappingChanged { source_path }
            | Self::WorkspaceChanged { source_path }
            | Self::NotReviewed { source_path } => format!("review it with: {}", command("review", source_path)),
            Self::NotMapped { source_path } => format!("map them with: {}", command("map", source_path)),
            Self::Finished { source_path, import } => format!(
                "see what came of it with: contacts history {}; to import it again: {}",
                import.id,
                command("upload", source_path)
            ),
            Self::Damaged { path, .. }
            | Self::Foreign { path, .. }
            | Self::Tampered { path }
            | Self::WorkspaceReplaced { path } => {
                format!("it was left as it is; move it away and upload again: {}", move_away(path))
            }
            Self::Newer { path, .. } => format!(
                "it was left as it is; use the newer version of contacts that made it, or move it away: {}",
                move_away(path)
            ),
            Self::OtherWorkspace { path, workspace } => {
                format!(
                    "name that workspace with: {}; or move the session away: {}",
                    option(workspace),
                    move_away(path)
                )
            }
            Self::ChangedMeanwhile { .. } => "see how far it is, and run the command again: contacts status".to_owned(),
            Self::Unreadable { .. } => "check the permissions of the file and of its folder".to_owned(),
            Self::Unwritable(error @ ReportError::NameTooLong { .. }) => error.hint().to_owned(),
            Self::Unwritable(_) | Self::NotJson(_) => {
                "make sure that you may write to the source's folder and that its disk is not full".to_owned()
            }
        }
    }

    /// The same, for who has the workspace open that is at this place: nobody is sent to where they are already.
    #[must_use]
    pub fn relative_to_workspace(self, open: &Path) -> Self {
        match self {
            Self::OtherWorkspace { path, workspace } if Path::new(&workspace) == open => {
                Self::WorkspaceReplaced { path }
            }
            other => other,
        }
    }

    /// Something that is no JSON, or no manifest. The parser's own words would repeat what the file holds.
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

fn command(name: &str, source: &Path) -> String {
    format!("contacts {name} {}", argument(source))
}

fn move_away(path: &Path) -> String {
    let mut old = path.as_os_str().to_owned();
    old.push(".old");
    format!("mv {} {}", argument(path), argument(Path::new(&old)))
}

/// A path from a manifest is anybody's text: it must not look like a message of ours.
fn shown(workspace: &str) -> String {
    workspace.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).take(LONGEST_PATH).collect()
}

/// A path from a manifest is anybody's text: what could not be pasted is not repeated.
fn option(workspace: &str) -> String {
    let can_be_pasted = workspace.len() <= LONGEST_PATH && !workspace.chars().any(char::is_control);
    if can_be_pasted { format!("-w {}", quote(workspace)) } else { "-w PATH".to_owned() }
}

/// A path for the shell; one that begins like an option is led by `./`.
fn argument(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.starts_with('-') { quote(&format!("./{text}")).into_owned() } else { quote(&text).into_owned() }
}
