//! `contacts fields option`: adds and removes the options of a list or of choices.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::created_fields::shown_options;
use crate::cli::error::CliError;
use crate::model::Field;
use crate::ops::field_options;

/// Add and remove the options of a list or of choices
///
/// An option that a contact has cannot be removed. The order in which they were added is kept.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields option add Level Platinum
  contacts fields option remove Level Silver")]
pub(super) struct OptionArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add options after those that the field has
    #[command(after_help = "\
Examples:
  contacts fields option add Level Platinum
  contacts fields option add Level Bronze 'Not yet'")]
    Add(Options),
    /// Remove options that no contact has
    #[command(after_help = "\
Examples:
  contacts fields list
  contacts fields option remove Level Silver")]
    Remove(Options),
}

#[derive(Debug, Args)]
struct Options {
    /// The field's name, as contacts fields list shows it
    #[arg(add = candidates::custom_fields())]
    name: String,
    /// The options
    #[arg(required = true, value_name = "OPTION")]
    options: Vec<String>,
}

impl OptionArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let field = match &self.action {
            Action::Add(typed) => field_options::add(&change, &typed.name, &typed.options),
            Action::Remove(typed) => field_options::remove(&change, &typed.name, &typed.options),
        }?;
        change.commit()?;
        tell(context, &field)
    }
}

fn tell(context: &Context, field: &Field) -> Result<(), CliError> {
    let options = field.kind.options();
    if context.json {
        return context.out_json(&json!({ "name": field.name, "type": field.kind.name(), "options": options }));
    }
    let names = shown_options(field.kind.name(), options);
    Ok(context.terminal.out(&format!("The options of '{}' are: {}", field.name, names))?)
}
