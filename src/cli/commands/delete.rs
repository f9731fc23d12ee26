//! `contacts delete`: removes contacts, as an entry of the history that can be undone.

use clap::Args;
use serde_json::json;

use crate::cli::contact_args::{check_unchanged, contact_table, format_ids, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ContactId, format_thousands};
use crate::workspace::{ContactRecord, EntryKind, Workspace};

/// Delete contacts
///
/// All of them or none: an ID that no contact has is an error. In a terminal it shows them and asks; elsewhere it needs
/// --yes. It can be taken back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts delete 12
  contacts delete 10 11 --yes")]
pub(in crate::cli) struct DeleteArgs {
    /// The Contact IDs
    #[arg(required = true, value_name = "ID")]
    ids: Vec<i64>,
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
        check_unchanged(&change, &records)?;
        let ids: Vec<ContactId> = records.iter().map(|record| record.contact.id).collect();
        let entry = change.begin_entry(EntryKind::Delete, &summary(&ids), context.clock.now())?;
        change.delete_contacts(entry, &ids)?;
        change.commit()?;
        Ok(context.finish(tell(context, &ids, entry), Exit::Done))
    }

    /// Returns the contacts once the deletion is confirmed.
    fn confirmed(&self, context: &Context, workspace: &Workspace) -> Result<Vec<ContactRecord>, CliError> {
        let snapshot = workspace.snapshot()?;
        let records = context.contacts(&snapshot, &self.ids, &snapshot.tags()?)?;
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

/// Returns the summary for the history: Contact IDs without personal data, at most 20 of them.
fn summary(ids: &[ContactId]) -> String {
    const NAMED: usize = 20;
    match ids.get(..NAMED) {
        Some(first) if ids.len() > NAMED => format!("{} and {} more", format_ids(first), ids.len() - NAMED),
        _ => format_ids(ids),
    }
}

fn tell(context: &Context, ids: &[ContactId], entry: i64) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "deleted": ids, "entry": entry }));
    }
    Ok(context.terminal.out(&format!("Deleted {}\n{}", format_ids(ids), undo_hint(entry)))?)
}
