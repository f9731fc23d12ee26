use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::place::{Place, make_folder};
use crate::workspace::{Workspace, WorkspaceError};

/// Make a new workspace
///
/// The file is readable by you alone. A file that exists already is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts init
  contacts init team.db
  contacts -w team.db list")]
pub(in crate::cli) struct InitArgs {
    /// The file to make [default: the workspace that every other command would use]
    file: Option<PathBuf>,
}

impl InitArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let place = Place::find(self.file.as_deref().or(context.workspace.as_deref()))?;
        if let Place::Default(path) = &place {
            make_folder(path)?;
        }
        let (workspace, is_new) = match Workspace::create(place.path(), context.clock.now()) {
            Err(WorkspaceError::Exists { path }) => (Workspace::open(&path)?, false),
            made => (made?, true),
        };
        let path = workspace.path().display();
        if context.json {
            context.out_json(&json!({ "workspace": path.to_string(), "created": is_new }))?;
        } else if is_new {
            context.terminal.out(&format!("Made a new workspace: {path}"))?;
        } else {
            context.terminal.out(&format!("{path} is a workspace already; it was left as it is."))?;
        }
        Ok(Exit::Done)
    }
}
