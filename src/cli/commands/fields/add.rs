//! `contacts fields add`: adds a custom field.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::options::FieldType;
use crate::model::{Field, ListOptions};
use crate::ops::{field_options, fields};

/// Add a contact field
///
/// The name may be any text of up to 200 characters that no other field has, whatever its case. A list takes its
/// options with --option, in the order in which they are given; a value is then one of them, whatever its case. Choices
/// take them too; a value is several of them, separated by ; , or | and kept in the order of the options.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields add Birthday --type date
  contacts fields add Rank --type list --option Gold --option Silver
  contacts fields add Interests --type choices --option Hiking --option Music")]
pub(super) struct AddArgs {
    /// The field's name
    name: String,
    /// Type of its values
    #[arg(long = "type", value_name = "TYPE", default_value = "text")]
    kind: FieldType,
    /// Option of a list or of choices (repeatable)
    #[arg(long = "option", value_name = "TEXT")]
    options: Vec<String>,
}

impl AddArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let kind = field_options::with_options(self.kind.kind(ListOptions::default()), &self.options)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let field = fields::add(&change, &self.name, kind)?;
        change.commit()?;
        tell(context, &field)
    }
}

fn tell(context: &Context, field: &Field) -> Result<(), CliError> {
    if context.json {
        return context
            .out_json(&json!({ "name": field.name, "type": field.kind.name(), "options": field.kind.options() }));
    }
    Ok(context.terminal.out(&format!("Added the field '{}' of the type {}.", field.name, field.kind.name()))?)
}
