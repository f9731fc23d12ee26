//! `contacts tags delete`: takes tags off all contacts.

use clap::Args;

use super::{contacts, quoted};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ops::tags;

/// Take tags off all contacts
///
/// The contacts stay. In a terminal it asks; elsewhere it needs --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags delete vip
  contacts tags delete newsletter 'trade fair' --yes")]
pub(super) struct DeleteArgs {
    /// The tags
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    names: Vec<String>,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

impl DeleteArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        let found = tags::find(&workspace.snapshot()?, &self.names)?;
        let listed: Vec<String> =
            found.iter().map(|tag| format!("'{}' ({})", tag.name, contacts(tag.contacts))).collect();
        context.confirm(&format!("Take {} off all contacts?", listed.join(", ")), self.yes)?;
        let change = workspace.change()?;
        // Looked up again in the transaction: the tags may have changed while the question stood.
        let deleted = tags::delete(&change, &self.names, context.clock.now())?;
        change.commit()?;
        deleted.tell(context, &format!("Deleted the {}", quoted(&deleted.old)))
    }
}
