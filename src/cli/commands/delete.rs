//! `contacts delete`: removes contacts, as an entry of the history that can be undone.

use clap::Args;
use serde_json::json;

use crate::cli::contact_args::{contact_table, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ContactId, format_thousands};
use crate::ops::contacts::{self, format_ids};
use crate::workspace::{ContactRecord, Workspace};

/// Delete contacts
///
/// All of them or none: one that is not there is an error. In a terminal it shows them and asks; elsewhere it needs
/// --yes. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts delete 12
  contacts delete 10 11 --yes")]
pub(in crate::cli) struct DeleteArgs {
    /// Contact IDs, phone numbers, e-mail addresses or FIELD=VALUE
    #[arg(required = true, value_name = "WHO")]
    who: Vec<String>,
    /// Delete without asking
    #[arg(short, long)]
    yes: bool,
}

impl DeleteArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let records = self.confirmed(context, &workspace)?;
        let change = workspace.change()?;
        // Checked inside the transaction: another command may have changed a contact while the question stood.
        let entry = contacts::delete(&change, &records, context.clock.now())?;
        change.commit()?;
        let ids: Vec<ContactId> = records.iter().map(|record| record.contact.id).collect();
        Ok(context.finish(tell(context, &ids, entry), Exit::Done))
    }

    /// Returns the contacts once the deletion is confirmed.
    fn confirmed(&self, context: &Context, workspace: &Workspace) -> Result<Vec<ContactRecord>, CliError> {
        let snapshot = workspace.snapshot()?;
        let records = context.contacts(&snapshot, &self.who, &snapshot.tags()?)?;
        // Released before the question: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        if !self.yes && context.terminal.can_ask() {
            context.terminal.print_always(&contact_table(context, &records).to_string());
        }
        let question = match records.len() {
            1 => "Delete this contact?".to_owned(),
            count => format!("Delete these {} contacts?", format_thousands(count as u64)),
        };
        context.confirm(&question, self.yes)?;
        Ok(records)
    }
}

fn tell(context: &Context, ids: &[ContactId], entry: i64) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "deleted": ids, "entry": entry }));
    }
    Ok(context.terminal.out(&format!("Deleted {}\n{}", format_ids(ids), undo_hint(context, entry)))?)
}
