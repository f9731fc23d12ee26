//! `contacts mappings`: saved mappings, the decisions about imports under names.

mod check;
mod delete;
mod export;
mod import;
mod list;
mod rename;
mod show;

use clap::{Args, Subcommand};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// List, share, rename and delete saved mappings
///
/// A saved mapping holds what was decided about an import: purpose, identifier, tags, and which column goes to which
/// contact field. One is saved with --save, and used again with --use.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings
  contacts import crm.csv --use crm
  contacts mappings export crm shared/crm.toml")]
pub(in crate::cli) struct MappingsArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the saved mappings
    #[command(after_help = "\
Examples:
  contacts mappings list
  contacts mappings list --json")]
    List,
    Show(show::ShowArgs),
    Rename(rename::RenameArgs),
    Delete(delete::DeleteArgs),
    Check(check::CheckArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
}

impl MappingsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.action {
            None | Some(Action::List) => list::run(context),
            Some(Action::Show(args)) => args.run(context),
            Some(Action::Rename(args)) => args.run(context),
            Some(Action::Delete(args)) => args.run(context),
            Some(Action::Check(args)) => return args.run(context),
            Some(Action::Export(args)) => args.run(context),
            Some(Action::Import(args)) => args.run(context),
        }?;
        Ok(Exit::Done)
    }
}
