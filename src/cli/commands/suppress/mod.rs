//! `contacts suppress`: people who want to be left alone, whatever list they stand in.

mod add;
mod check;
mod inputs;
mod list;
mod remove;

use clap::{Args, Subcommand};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// Leave people alone: rows of suppressed people are never imported
///
/// A suppression is an e-mail address, a phone number, a whole @domain or the value of an own identifier. Rows and contacts
/// that have one are skipped by every import, whatever its purpose, and left out of exports.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts suppress add wei.tan@example.org --reason 'asked on the phone'
  contacts suppress check leads.csv")]
pub(in crate::cli) struct SuppressArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add(add::AddArgs),
    /// List the values that are suppressed
    ///
    /// Each with its reason, since when, and the file it came from, those of the shared file last. Of people who were
    /// forgotten only a keyed hash is kept.
    #[command(after_help = "\
Examples:
  contacts suppress list
  contacts suppress list --json")]
    List,
    Remove(remove::RemoveArgs),
    Check(check::CheckArgs),
}

impl SuppressArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.action {
            Some(Action::Add(args)) => args.run(context),
            Some(Action::List) | None => list::run(context),
            Some(Action::Remove(args)) => args.run(context),
            Some(Action::Check(args)) => args.run(context),
        }
    }
}
