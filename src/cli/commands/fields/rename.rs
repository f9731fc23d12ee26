//! `contacts fields rename`: renames a custom field, in saved mappings too.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ops::fields::{self, RenamedField};

/// Give a custom field another name
///
/// Its values stay. Saved mappings follow; a prepared import that uses the field has to be mapped again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields rename 'Shoe size' 'Shoe size (EU)'
  contacts fields rename Level Tier")]
pub(super) struct RenameArgs {
    /// The field's name, as contacts fields list shows it
    #[arg(add = candidates::custom_fields())]
    name: String,
    /// Its new name, which no other field may have
    new_name: String,
}

impl RenameArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let renamed = fields::rename(&change, &self.name, &self.new_name)?;
        change.commit()?;
        tell(context, &renamed)
    }
}

fn tell(context: &Context, renamed: &RenamedField) -> Result<(), CliError> {
    let RenamedField { previous_name, name, mappings } = renamed;
    if context.json {
        let document = json!({ "name": name, "previous_name": previous_name, "mappings": mappings });
        return context.out_json(&document);
    }
    if !mappings.is_empty() {
        context.terminal.note(&format!("Saved mappings that name it anew: {}", mappings.join(", ")));
    }
    Ok(context.terminal.out(&format!("Renamed the field '{previous_name}' to '{name}'."))?)
}
