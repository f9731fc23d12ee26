use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::new_file;
use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::import::ImportError;
use crate::model::{ByteSize, Interrupted};
use crate::workspace::{Copied, WorkspaceError};

/// Write a verified copy of the workspace, while others go on with their work
///
/// The copy is a workspace of its own, readable by you alone. A file that exists already is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts backup contacts-monday.db
  contacts -w contacts-monday.db list")]
pub(in crate::cli) struct BackupArgs {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

impl BackupArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        new_file::check_free(&self.file)?;
        let workspace = context.workspace_in_order()?;
        let spinner = context.terminal.spinner("Copying the workspace");
        let copied = workspace.backup(&self.file, &context.cancel);
        drop(spinner);
        match copied {
            Ok(Copied::Done { size }) => tell(context, &self.file, size).map(|()| Exit::Done),
            Ok(Copied::Stopped) => Err(ImportError::from(Interrupted).into()),
            Err(WorkspaceError::Exists { path }) => Err(new_file::taken(&path)),
            Err(error @ WorkspaceError::Io { .. }) => Err(Failure::from(error).with_hint(new_file::ELSEWHERE)),
            Err(error) => Err(error.into()),
        }
    }
}

fn tell(context: &Context, file: &Path, size: u64) -> Result<(), Failure> {
    let path = file.display();
    if context.json {
        return context.out_json(&json!({ "file": path.to_string(), "size": size }));
    }
    Ok(context.terminal.out(&format!("Wrote a verified copy of the workspace to {path} ({})", ByteSize(size)))?)
}
