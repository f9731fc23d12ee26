//! Why a use case could not be done: what went wrong in a room below, or in a folder of this one.

use super::contacts::{ContactError, EditError};
use super::fields::{FieldError, TagError};
use super::history::HistoryError;
use super::mapping_file::MappingFileError;
use super::saved_mappings::StoredMappingError;
use super::selection::SelectionError;
use super::settings::SettingError;
use super::setup::SetupError;
use super::sources::SourceRuleError;
use super::suppressions::SuppressionError;
use crate::import::ImportError;
use crate::mapping::{MappingError, SavedMappingError};
use crate::model::Interrupted;
use crate::report::ReportError;
use crate::session::SessionError;
use crate::source::SourceError;
use crate::values::FieldNameError;
use crate::workspace::{LockHolder, WorkspaceError};

/// Why a use case could not be done: the facts, without advice.
#[derive(Debug, thiserror::Error)]
pub enum OpsError {
    /// The workspace could not be read or written.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The list could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The columns do not fit the fields, or the purpose.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The import failed, or a guard refused it.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The session of the list does not allow this.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// An output file could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A text is no saved mapping, or a name no name for one.
    #[error(transparent)]
    SavedMapping(#[from] SavedMappingError),
    /// A text is no name for a field.
    #[error(transparent)]
    FieldName(#[from] FieldNameError),
    /// The user stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// Another import holds the workspace.
    #[error("another import is running in this workspace")]
    ImportRunning {
        /// What it says of itself, if that is known.
        holder: Option<LockHolder>,
    },
    /// An import cannot be set up.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// What was said about the source of a list does not go.
    #[error(transparent)]
    SourceRule(#[from] SourceRuleError),
    /// A saved mapping of the workspace cannot be found, read or named.
    #[error(transparent)]
    StoredMapping(#[from] StoredMappingError),
    /// A mapping file or job file cannot be used.
    #[error(transparent)]
    MappingFile(#[from] MappingFileError),
    /// A setting cannot be found, read or set.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// What selects contacts cannot be read.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// Contacts cannot be found, changed or merged.
    #[error(transparent)]
    Contact(#[from] ContactError),
    /// Typed values cannot be given to contacts.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Contact fields or their options cannot be found or changed.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Tags cannot be found or changed.
    #[error(transparent)]
    Tag(#[from] TagError),
    /// Suppressions cannot be read, shared or lifted.
    #[error(transparent)]
    Suppression(#[from] SuppressionError),
    /// An entry of the history cannot be found or undone.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl OpsError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Workspace(error) => error.code(),
            Self::Source(error) => error.code(),
            Self::Mapping(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Session(error) => error.code(),
            Self::Report(error) => error.code(),
            Self::SavedMapping(error) => error.code(),
            Self::FieldName(error) => error.code(),
            Self::Interrupted(_) => "interrupted",
            Self::ImportRunning { .. } => "import-running",
            Self::Setup(error) => error.code(),
            Self::SourceRule(error) => error.code(),
            Self::StoredMapping(error) => error.code(),
            Self::MappingFile(error) => error.code(),
            Self::Setting(error) => error.code(),
            Self::Selection(error) => error.code(),
            Self::Contact(error) => error.code(),
            Self::Edit(error) => error.code(),
            Self::Field(error) => error.code(),
            Self::Tag(error) => error.code(),
            Self::Suppression(error) => error.code(),
            Self::History(error) => error.code(),
        }
    }
}
