//! `contacts init`: creates a workspace.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::workspace_location::{WorkspaceLocation, create_parent_dir};
use crate::workspace::{Workspace, WorkspaceError};

/// Make a new workspace
///
/// The file is readable by you alone. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts init
  contacts init team.db
  contacts -w team.db list")]
pub(in crate::cli) struct InitArgs {
    /// New file [default: the workspace of all other commands]
    file: Option<PathBuf>,
}

impl InitArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let place = WorkspaceLocation::find(self.file.as_deref().or(context.workspace.as_deref()))?;
        let now = context.clock.now();
        // Only the folder of the default workspace is created; the folder of a path that was typed must exist.
        let made = match &place {
            WorkspaceLocation::Named(path) => Workspace::create(path, now),
            WorkspaceLocation::Default(path) => {
                create_parent_dir(path)?;
                Workspace::create_at_home(path, now)
            }
        };
        let (workspace, is_new) = match made {
            // Run twice, as by a setup script, it succeeds. The file is opened because it must be a workspace, and only
            // read, so that an older one is not migrated.
            Err(WorkspaceError::Exists { path }) => (Workspace::open_to_read(&path)?.0, false),
            made => (made?, true),
        };
        let path = context.shown_path(workspace.path());
        if context.json {
            context.out_json(&json!({ "workspace": workspace.path().display().to_string(), "created": is_new }))?;
        } else if is_new {
            context.terminal.out(&format!("Made a new workspace: {path}"))?;
        } else {
            context.terminal.out(&format!("{path} is a workspace already; it was left as it is."))?;
        }
        Ok(Exit::Done)
    }
}
