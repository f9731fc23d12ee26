//! `contacts cancel`: ends a prepared import (spec section 6).

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::created_fields;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::ops::sessions::SessionHandle;

/// End a prepared import
///
/// Nothing is imported, and the source stays as it is. Contact fields that were created for it are removed, unless something
/// uses them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts status
  contacts cancel leads.csv")]
pub(in crate::cli) struct CancelArgs {
    /// The CSV file
    #[arg(add = candidates::lists())]
    file: PathBuf,
}

impl CancelArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_of_session(&self.file)?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        // A session that has expired can still be cancelled; one that is over cannot.
        session.open_manifest()?;
        // Marked, not removed: the manifest then says why an import of this file has to begin anew.
        let deleted = session.cancel(context.clock.as_ref())?;
        let file = context.shown_path(&self.file);
        if context.json {
            context.out_json(&json!({
                "source": self.file.display().to_string(),
                "stage": "cancelled",
                "removed_fields": deleted,
            }))?;
        } else {
            let fields = created_fields::deleted(&deleted);
            context.terminal.out(&format!("Cancelled the prepared import of {file}. Nothing was imported.{fields}"))?;
        }
        Ok(Exit::Done)
    }
}
