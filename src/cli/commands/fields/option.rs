//! `contacts fields option`: adds and removes the options of a list.

use clap::{Args, Subcommand};
use serde_json::json;

use super::add::{read_new_options, read_options};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{Field, FieldKind, ListOptions, Text, format_thousands};
use crate::ops::fields;
use crate::workspace::WriteTransaction;

/// Add and remove the options of a list
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
    /// Add options behind those that the list has
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
        let all = change.fields()?;
        let (typed, read, edit): (&Options, Read, Edit) = match &self.action {
            // Only new options must be visible: an older version could add others, and they must be removable.
            Action::Add(options) => (options, read_new_options, with),
            Action::Remove(options) => (options, read_options, without),
        };
        let field = fields::find_custom(&all, &typed.name)?;
        let FieldKind::List(known) = &field.kind else {
            let message = format!("the field '{}' is of the type {}: it has no options", field.name, field.kind.name());
            return Err(CliError::refused("field-type", message));
        };
        let options = edit(&change, field, known, &read(&typed.options)?)?;
        change.set_options(field.id, &options)?;
        change.commit()?;
        tell(context, field, &options)
    }
}

/// Parses options as they were typed.
type Read = fn(&[String]) -> Result<ListOptions, CliError>;

/// Computes the options that a field has after the change.
type Edit = fn(&WriteTransaction<'_>, &Field, &ListOptions, &ListOptions) -> Result<ListOptions, CliError>;

fn with(
    _: &WriteTransaction<'_>,
    field: &Field,
    known: &ListOptions,
    more: &ListOptions,
) -> Result<ListOptions, CliError> {
    let mut options = known.clone();
    for option in more.names() {
        if !options.insert(option.clone()) {
            let message = format!("the field '{}' has the option '{option}' already", field.name);
            return Err(CliError::refused("option-exists", message));
        }
    }
    Ok(options)
}

fn without(
    change: &WriteTransaction<'_>,
    field: &Field,
    known: &ListOptions,
    fewer: &ListOptions,
) -> Result<ListOptions, CliError> {
    for option in fewer.names() {
        let Some(option) = known.find(option) else {
            let message = format!("the field '{}' has no option '{option}'", field.name);
            return Err(CliError::not_found("option-not-found", message).with_hint("see: contacts fields"));
        };
        // `set_options` leaves values as they are, so an option in use is refused here, inside the transaction.
        let contacts = change.count_contacts_with(field.id, option)?;
        if contacts > 0 {
            let who = if contacts == 1 {
                "1 contact has".to_owned()
            } else {
                format!("{} contacts have", format_thousands(contacts))
            };
            let message = format!("{who} the option '{option}'");
            return Err(CliError::refused("option-in-use", message).with_hint("change those contacts first"));
        }
    }
    let options = ListOptions::new(known.names().iter().filter(|option| fewer.find(option).is_none()).cloned());
    if options.names().is_empty() {
        return Err(CliError::refused("option-needed", "a list needs at least one option"));
    }
    Ok(options)
}

fn tell(context: &Context, field: &Field, options: &ListOptions) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "name": field.name, "type": field.kind.name(), "options": options.names() }));
    }
    let names: Vec<&str> = options.names().iter().map(Text::as_str).collect();
    Ok(context.terminal.out(&format!("The options of '{}' are: {}", field.name, names.join(", ")))?)
}
