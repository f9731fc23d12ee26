//! `contacts fields`: the contact fields that the user adds to the standard ones.

mod add;
mod list;
mod option;
mod remove;
mod rename;

use clap::{Args, Subcommand};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// List, add, rename and remove contact fields
///
/// First Name, Last Name, Phone Number, Email, Country, Language and Tags are always there. Custom fields are added to
/// them; an import maps columns to both alike.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields
  contacts fields add Birthday --type date
  contacts fields rename 'Shoe size' 'Shoe size (EU)'")]
pub(in crate::cli) struct FieldsArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the contact fields, and how many contacts have a value in each
    #[command(after_help = "\
Examples:
  contacts fields list
  contacts fields list --json")]
    List,
    Add(add::AddArgs),
    Option(option::OptionArgs),
    Rename(rename::RenameArgs),
    Remove(remove::RemoveArgs),
}

impl FieldsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.action {
            None | Some(Action::List) => list::run(context),
            Some(Action::Add(args)) => args.run(context),
            Some(Action::Option(args)) => args.run(context),
            Some(Action::Rename(args)) => args.run(context),
            Some(Action::Remove(args)) => args.run(context),
        }?;
        Ok(Exit::Done)
    }
}
