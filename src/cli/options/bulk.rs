//! The options of commands that change all selected contacts: which ones, and whether it asks.

use clap::Args;

use super::SelectionOptions;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::Selection;
use crate::workspace::Snapshot;

/// Which contacts change, and how it is confirmed.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct BulkOptions {
    #[command(flatten)]
    pub(in crate::cli) selection: SelectionOptions,
    /// Only contacts with these words in their values
    ///
    /// Also those with this whole phone number or e-mail address. Repeatable: all must be found.
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    text: Vec<String>,
    /// All contacts
    #[arg(long, hide_short_help = true)]
    all: bool,
    /// Show which contacts would change, write nothing
    #[arg(long, hide_short_help = true)]
    pub(in crate::cli) dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,
}

impl BulkOptions {
    /// Returns true if options select the contacts, in place of names.
    pub(in crate::cli) fn are_selecting(&self) -> bool {
        self.all || !self.selection.request(&self.text).is_empty()
    }

    /// Reads the selection. All contacts are selected by `--all` alone: nothing that was left out or is blank means
    /// everybody.
    ///
    /// # Errors
    /// Wrong usage without a condition, or with one besides `--all`; `tag-not-found` for a tag that is to be left out and is
    /// not there, because a typing error in it would change everybody.
    pub(in crate::cli) fn read(&self, context: &Context, snapshot: &Snapshot<'_>) -> Result<Selection, CliError> {
        let selection = self.selection.read_strictly(context, snapshot, &self.text)?;
        match (self.all, selection.is_everybody()) {
            (false, true) => Err(nobody_selected()),
            (true, false) => {
                Err(CliError::usage("--all means all contacts: it goes without words, tags and conditions"))
            }
            _ => Ok(selection),
        }
    }
}

/// Error of a command that was not told which contacts are meant.
pub(in crate::cli) fn nobody_selected() -> CliError {
    CliError::usage("it is not said which contacts are meant")
        .with_hint("select them, for example with --where 'Country = MY' or --tag vip; --all means all contacts")
}
