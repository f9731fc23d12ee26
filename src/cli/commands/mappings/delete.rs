//! `contacts mappings delete`: deletes saved mappings.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::plural;
use crate::ops::saved_mappings;
use crate::workspace::{Snapshot, Workspace};

/// Delete saved mappings
///
/// Contacts and the history of imports stay as they are. In a terminal it asks; elsewhere it needs --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings delete crm
  contacts mappings delete crm --yes")]
pub(super) struct DeleteArgs {
    /// The mappings' names, as contacts mappings list shows them
    #[arg(required = true, value_name = "NAME", add = candidates::mappings())]
    names: Vec<String>,
    /// Delete without asking
    #[arg(short, long)]
    yes: bool,
}

impl DeleteArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        let names = kept_names(&workspace.snapshot()?, &self.names)?;
        context.confirm(&format!("Delete the saved {}?", listed(&names)), self.yes)?;
        delete(&workspace, &names)?;
        if context.json {
            return context.out_json(&json!({ "deleted": names }));
        }
        Ok(context.terminal.out(&format!("Deleted the saved {}.", listed(&names)))?)
    }
}

/// Returns the names as they are stored, each once.
fn kept_names(snapshot: &Snapshot<'_>, typed: &[String]) -> Result<Vec<String>, CliError> {
    let mut names = Vec::new();
    for name in typed {
        let kept = saved_mappings::find(snapshot, name)?.name;
        // `crm CRM` names one mapping twice, because names compare without case; deleting it a second time would fail.
        if !names.contains(&kept) {
            names.push(kept);
        }
    }
    Ok(names)
}

/// Deletes all of them or none.
fn delete(workspace: &Workspace, names: &[String]) -> Result<(), CliError> {
    let change = workspace.change()?;
    for name in names {
        if !change.delete_mapping(name)? {
            return Err(saved_mappings::not_found_error(&change, name)?.into()); // Another process was faster.
        }
    }
    Ok(change.commit()?)
}

/// `mapping 'crm'`, `mappings 'crm', 'fair'`
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    format!("{} {}", plural(names.len() as u64, "mapping"), quoted.join(", "))
}
