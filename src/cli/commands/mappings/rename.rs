//! `contacts mappings rename`: renames a saved mapping.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::mapping_name;
use crate::ops::saved_mappings::{self, StoredMappingError};
use crate::workspace::{RenameResult, Workspace};

/// Give a saved mapping another name
///
/// All its settings stay.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings rename crm 'weekly leads'
  contacts import crm.csv --use 'weekly leads' --dry-run")]
pub(super) struct RenameArgs {
    /// The mapping's name, as contacts mappings list shows it
    #[arg(add = candidates::mappings())]
    name: String,
    /// Its new name, which no other mapping may have
    new_name: String,
}

impl RenameArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let new_name = mapping_name(&self.new_name)?;
        let workspace = context.open_workspace_recovered()?;
        let old_name = rename(&workspace, &self.name, &new_name)?;
        if context.json {
            return context.out_json(&json!({ "name": new_name, "previous_name": old_name }));
        }
        Ok(context.terminal.out(&format!("Renamed the mapping '{old_name}' to '{new_name}'."))?)
    }
}

/// Renames a mapping in the workspace and in its text, which holds the name too. Returns the old name as it was stored.
fn rename(workspace: &Workspace, name: &str, new_name: &str) -> Result<String, CliError> {
    let change = workspace.change()?;
    let stored = saved_mappings::find(&change, name)?;
    // Two names that differ by invisible characters alone could not be told apart.
    saved_mappings::check_distinct(&change, new_name, Some(&stored.name))?;
    let mut mapping = saved_mappings::read(&stored)?;
    new_name.clone_into(&mut mapping.name);
    saved_mappings::keep_source(&change, &stored.name, &mut mapping)?;
    match change.rename_mapping(&stored.name, new_name, &mapping.to_toml()?)? {
        RenameResult::Done => change.commit()?,
        RenameResult::Missing => return Err(saved_mappings::not_found_error(&change, name)?.into()),
        RenameResult::Taken => {
            let taken = StoredMappingError::Exists { name: new_name.to_owned() };
            return Err(CliError::from(taken).with_hint("choose another name"));
        }
    }
    Ok(stored.name)
}
