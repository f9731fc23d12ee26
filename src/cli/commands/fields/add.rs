//! `contacts fields add`: adds a custom field.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::options::FieldType;
use crate::model::{Field, ListOptions};
use crate::ops::{OpsError, fields};
use crate::values::{check_visible, option_name};

/// Add a contact field
///
/// The name may be any text of up to 200 characters that no other field has, whatever its case. A list takes its
/// options with --option, in the order in which they are given; a value is then one of them, whatever its case.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields add Birthday --type date
  contacts fields add Rank --type list --option Gold --option Silver")]
pub(super) struct AddArgs {
    /// The field's name
    name: String,
    /// What its values are
    #[arg(long = "type", value_name = "TYPE", default_value = "text")]
    kind: FieldType,
    /// An option of a list (repeatable)
    #[arg(long = "option", value_name = "TEXT")]
    options: Vec<String>,
}

impl AddArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let options = options(self.kind, &self.options)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let name = fields::new_name(&change.fields()?, &self.name, None)?;
        let field = Field { id: change.next_field_id()?, name, kind: self.kind.kind(options) };
        // The workspace checks name and number itself, whatever was checked before.
        if !change.add_field(&field)? {
            return Err(OpsError::FieldsChanged.into());
        }
        change.commit()?;
        tell(context, &field)
    }
}

/// Returns the options of a list, which needs at least one; no other type takes any.
fn options(kind: FieldType, typed: &[String]) -> Result<ListOptions, CliError> {
    match (kind, typed) {
        (FieldType::List, []) => {
            Err(CliError::usage("a list needs options").with_hint("for example: --option Gold --option Silver"))
        }
        (FieldType::List, _) => read_new_options(typed),
        (_, []) => Ok(ListOptions::default()),
        _ => Err(CliError::usage("only a list takes options: --type list")),
    }
}

/// As [`read_options`], for options that are new to a list: they must be visible.
pub(super) fn read_new_options(typed: &[String]) -> Result<ListOptions, CliError> {
    for text in typed {
        check_visible(text.trim()).map_err(|error| CliError::usage(format!("the option '{text}': {error}")))?;
    }
    read_options(typed)
}

/// Returns typed options, each once regardless of case.
pub(super) fn read_options(typed: &[String]) -> Result<ListOptions, CliError> {
    let mut options = ListOptions::default();
    for text in typed {
        let name = option_name(text).map_err(|error| CliError::usage(format!("the option '{text}': {error}")))?;
        if !options.insert(name.into()) {
            return Err(CliError::usage(format!("the option '{name}' is given twice; options compare without case")));
        }
    }
    Ok(options)
}

fn tell(context: &Context, field: &Field) -> Result<(), CliError> {
    if context.json {
        return context
            .out_json(&json!({ "name": field.name, "type": field.kind.name(), "options": field.kind.options() }));
    }
    Ok(context.terminal.out(&format!("Added the field '{}' of the type {}.", field.name, field.kind.name()))?)
}
