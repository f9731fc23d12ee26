//! Diagnosis of a workspace and of a source: what each check found, as facts that name no contact.
//!
//! ```text
//!   workspace file ──▶ content, settings, channels ──▶ side files, copies ──▶ findings, each with its level
//!   source file    ──▶ mapped as suggested ──▶ tried in an empty workspace ──▶ column profile, issues
//! ```

mod channels;
mod columns;
mod files;
mod settings;
pub mod source;
mod workspace;

use serde::Serialize;

use super::OpsError;

pub use channels::ChannelFinding;
pub use columns::public_field;
pub use files::{DiskFault, FileFinding};
pub use settings::SettingFinding;
pub use workspace::{SlowStep, WorkspaceDiagnosis, WorkspaceFinding};

/// Weight of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// All is well.
    Good,
    /// Nothing is wrong, but it is worth knowing.
    Note,
    /// Something is wrong.
    Problem,
}

/// What one check found.
#[derive(Debug)]
pub enum Finding {
    /// About the workspace and its content.
    Workspace(WorkspaceFinding),
    /// About the settings.
    Setting(SettingFinding),
    /// About the channels by which notifications are sent.
    Channel(ChannelFinding),
    /// About the files of the workspace and their disk.
    File(FileFinding),
    /// A check could not be made.
    Failed {
        /// The check.
        check: Check,
        /// Why.
        error: OpsError,
    },
}

/// A check that can fail without ending the diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Opening the workspace.
    Workspace,
    /// Writing to it.
    Writing,
    /// Reading its settings.
    Settings,
    /// Reading its saved mappings.
    Mappings,
    /// Reading its history.
    History,
    /// Looking for a running import.
    Import,
}

impl Finding {
    /// Returns the weight of the finding.
    pub fn level(&self) -> Level {
        match self {
            Self::Workspace(finding) => finding.level(),
            Self::Setting(finding) => finding.level(),
            Self::Channel(finding) => finding.level(),
            Self::File(finding) => finding.level(),
            Self::Failed { .. } => Level::Problem,
        }
    }
}
