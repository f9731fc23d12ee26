//! `contacts mappings export`: writes a saved mapping as TOML.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::commands::create_file::NewFile;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::file_name::file_name;
use crate::ops::saved_mappings::StoredMappingError;
use crate::ops::{OpsError, saved_mappings};
use crate::workspace::StoredMapping;

/// Write a saved mapping to a file, for git or another workspace
///
/// The file is TOML that people can read and edit. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings export crm
  contacts mappings export crm shared/crm.toml")]
pub(super) struct ExportArgs {
    /// The mapping's name, as contacts mappings list shows it
    #[arg(add = candidates::mappings())]
    name: String,
    /// New file to write; - is stdout [default: NAME.toml]
    file: Option<PathBuf>,
}

impl ExportArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let stored = saved_mappings::find(&snapshot, &self.name)?;
        let body = match saved_mappings::with_definitions(&snapshot, &stored) {
            Ok(mapping) => mapping.to_toml()?,
            // What a newer version has saved is its user's all the same.
            Err(OpsError::StoredMapping(StoredMappingError::Unreadable { .. })) => stored.body.clone(),
            Err(error) => return Err(error.into()),
        };
        drop(snapshot);
        let mapping = StoredMapping { body, ..stored };
        match self.file {
            Some(file) if file == Path::new("-") => to_stdout(context, &mapping),
            Some(file) => to_file(context, &mapping, &file),
            None => to_file(context, &mapping, Path::new(&file_name(&mapping.name, "mapping", ".toml"))),
        }
    }
}

fn to_stdout(context: &Context, mapping: &StoredMapping) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "name": mapping.name, "toml": mapping.body }));
    }
    // Exactly one line end, so that a file in git has no changes without meaning.
    Ok(context.terminal.out_data(&format!("{}\n", mapping.body.trim_end()))?)
}

fn to_file(context: &Context, mapping: &StoredMapping, path: &Path) -> Result<(), CliError> {
    let mut file = NewFile::create(path)?;
    file.append(mapping.body.as_bytes())?;
    file.publish()?;
    if context.json {
        return context.out_json(&json!({ "name": mapping.name, "file": path.display().to_string() }));
    }
    Ok(context.terminal.out(&format!("Wrote the mapping '{}' to {}", mapping.name, context.shown_path(path)))?)
}
