//! `contacts fields rename`: renames a custom field, in saved mappings too.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ops::{OpsError, fields, saved_mappings};

/// Give a custom field another name
///
/// Its values stay. Saved mappings that name it name it anew; a prepared import that names it has to be mapped again.
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
        let all = change.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        let new_name = fields::new_name(&all, &self.new_name, Some(field))?;
        if !change.rename_field(field.id, &new_name)? {
            return Err(OpsError::FieldsChanged.into());
        }
        // In the same transaction: a mapping that names the old field would be refused by the next import.
        let mappings = saved_mappings::rename_field(&change, &field.name, &new_name)?;
        change.commit()?;
        if context.json {
            let document = json!({ "name": new_name, "previous_name": field.name, "mappings": mappings });
            return context.out_json(&document);
        }
        if !mappings.is_empty() {
            context.terminal.note(&format!("Saved mappings that name it anew: {}", mappings.join(", ")));
        }
        Ok(context.terminal.out(&format!("Renamed the field '{}' to '{new_name}'.", field.name))?)
    }
}
