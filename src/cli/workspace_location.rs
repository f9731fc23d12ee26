//! Location of the workspace, and the ways to open it: to write, to read, to copy.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use super::context::Context;
use super::error::CliError;
use crate::files::make_private_folder;
use crate::model::shown_path;
use crate::workspace::{Reading, SCHEMA_VERSION, Workspace, WorkspaceError, has_copies};

/// Environment variable that names the workspace if `--workspace` does not.
const WORKSPACE_ENV: &str = "CONTACTS_WORKSPACE";

/// Path of the workspace, and who named it (spec section 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WorkspaceLocation {
    /// Named by an option or the environment: it must exist.
    Named(PathBuf),
    /// In the user's data directory: it is created at first use.
    Default(PathBuf),
}

impl WorkspaceLocation {
    /// Finds the path: from the option, else the environment, else the user's data directory.
    pub(super) fn find(named: Option<&Path>) -> Result<Self, CliError> {
        if let Some(path) = named {
            return Ok(Self::Named(path.to_owned()));
        }
        if let Some(path) = std::env::var_os(WORKSPACE_ENV).filter(|path| !path.is_empty()) {
            return Ok(Self::Named(path.into()));
        }
        match choose_base_strategy() {
            Ok(strategy) => Ok(Self::Default(strategy.data_dir().join("contacts").join("workspace.db"))),
            Err(_) => Err(CliError::usage("this machine names no home directory for the workspace")
                .with_hint("name a workspace with --workspace FILE")),
        }
    }

    /// Returns true if a missing workspace may be made by itself. The default one may, unless copies of it show that there was
    /// one: a new and empty one would hide that it is gone.
    fn may_be_created(&self) -> bool {
        matches!(self, Self::Default(path) if !has_copies(path))
    }

    /// Returns the path.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::Default(path) => path,
        }
    }
}

impl Context {
    /// Opens the workspace. The default one is created at first use, with a note; a named one must exist.
    pub(super) fn workspace(&self) -> Result<Workspace, CliError> {
        let place = WorkspaceLocation::find(self.workspace.as_deref())?;
        match Workspace::open(place.path()) {
            Err(WorkspaceError::Missing { .. }) if place.may_be_created() => self.create_default(place.path()),
            opened => {
                let workspace = opened?;
                if let Some(copy) = workspace.kept_copy() {
                    self.terminal.note(&format!(
                        "The workspace was brought to schema version {SCHEMA_VERSION}; a copy of it as it was is kept: {}",
                        self.shown_path(copy)
                    ));
                }
                Ok(workspace)
            }
        }
    }

    /// Like [`Context::workspace`], but creates and changes nothing: without a workspace it returns an empty one in
    /// memory.
    pub(super) fn open_workspace_read_only(&self) -> Result<Workspace, CliError> {
        let place = WorkspaceLocation::find(self.workspace.as_deref())?;
        match Workspace::open_to_read(place.path()) {
            Err(WorkspaceError::Missing { path }) if place.may_be_created() => {
                self.terminal
                    .note(&format!("There is no workspace at {} yet: it counts as empty.", self.shown_path(&path)));
                Ok(Workspace::in_memory(self.clock.now())?)
            }
            opened => {
                let (workspace, reading) = opened?;
                self.tell_reading(&reading);
                Ok(workspace)
            }
        }
    }

    /// Opens the workspace for a command that only reads. If it can be written to, it is put in order as for any other
    /// command, but its file is not rewritten, which would take its time; an older one, and one in a directory that takes no
    /// files, is left as it is.
    pub(super) fn workspace_to_read(&self) -> Result<Workspace, CliError> {
        let place = WorkspaceLocation::find(self.workspace.as_deref())?;
        match Workspace::open_to_read(place.path()) {
            Ok((workspace, Reading::InPlace)) => self.put_in_order(workspace),
            Ok((workspace, reading)) => {
                self.tell_reading(&reading);
                Ok(workspace)
            }
            Err(WorkspaceError::Missing { .. }) if place.may_be_created() => self.open_workspace_recovered(),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the workspace as it is, of any version, to copy it.
    pub(super) fn workspace_to_copy(&self) -> Result<Workspace, CliError> {
        let place = WorkspaceLocation::find(self.workspace.as_deref())?;
        match Workspace::open_to_copy(place.path()) {
            Err(WorkspaceError::Missing { .. }) if place.may_be_created() => self.open_workspace_recovered(),
            opened => Ok(opened?.0),
        }
    }

    fn tell_reading(&self, reading: &Reading) {
        if let Reading::Migrated { version } = reading {
            self.terminal.note(&format!(
                "The workspace has schema version {version} and is left so; a command that writes brings it to version \
                 {SCHEMA_VERSION} and keeps a copy."
            ));
        }
    }

    fn create_default(&self, path: &Path) -> Result<Workspace, CliError> {
        create_parent_dir(path)?;
        match Workspace::create_at_home(path, self.clock.now()) {
            Ok(workspace) => {
                self.terminal.note(&format!("Made a new workspace: {}", self.shown_path(path)));
                Ok(workspace)
            }
            // Another process created it in between.
            Err(WorkspaceError::Exists { .. }) => Ok(Workspace::open(path)?),
            Err(error) => Err(error.into()),
        }
    }
}

/// Creates the directory of a workspace in the user's data directory, readable by its owner alone.
pub(super) fn create_parent_dir(workspace: &Path) -> Result<(), CliError> {
    let Some(folder) = workspace.parent() else { return Ok(()) };
    make_private_folder(folder).map_err(|error| {
        let error = anyhow::Error::new(error).context(format!("{} could not be made", shown_path(&folder)));
        CliError::new(super::exit::Exit::Failed, "workspace-unusable", error)
    })
}
