//! `contacts delete`: removes contacts, as an entry of the history that can be undone.

use clap::Args;
use serde_json::json;

use crate::cli::bulk_change::BulkCommand;
use crate::cli::contact_args::{contact_table, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{BulkOptions, nobody_selected};
use crate::model::{ContactId, format_thousands};
use crate::ops::bulk::BulkChange;
use crate::ops::contacts::{self, format_ids};
use crate::workspace::{ContactRecord, Workspace};

/// Delete contacts
///
/// Those that are named, all or none: one that is not there is an error. Or those that options select. In a terminal it shows
/// them and asks; elsewhere it needs --yes. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts delete 12
  contacts delete 10 11 --yes
  contacts delete --tag newsletter --where 'Email is empty' --dry-run")]
pub(in crate::cli) struct DeleteArgs {
    /// Contact IDs, phone numbers, e-mail addresses or FIELD=VALUE
    #[arg(value_name = "WHO")]
    who: Vec<String>,
    #[command(flatten)]
    bulk: BulkOptions,
}

impl DeleteArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match (self.who.is_empty(), self.bulk.are_selecting()) {
            (true, false) => return Err(nobody_selected()),
            (true, true) => return self.delete_selected(context),
            (false, true) => return Err(CliError::usage("contacts are either named or selected; words go in --text")),
            (false, false) if self.bulk.selection.region.is_some() => {
                return Err(CliError::usage(
                    "--region reads numbers in --text and --where; WHO takes a number with its +",
                ));
            }
            (false, false) => {}
        }
        let workspace = context.open_workspace_recovered()?;
        let records = self.confirmed(context, &workspace)?;
        let ids: Vec<ContactId> = records.iter().map(|record| record.contact.id).collect();
        if self.bulk.dry_run {
            tell(context, &ids, None)?;
            return Ok(Exit::Done);
        }
        let change = workspace.change()?;
        // Checked inside the transaction: another command may have changed a contact while the question stood.
        let entry = contacts::delete(&change, &records, context.clock.now())?;
        change.commit()?;
        Ok(context.finish(tell(context, &ids, Some(entry)), Exit::Done))
    }

    fn delete_selected(&self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let (ask, done) = ("delete".to_owned(), "Deleted".to_owned());
        let command =
            BulkCommand { context, options: &self.bulk, change: BulkChange::Delete, ask, done, warnings: Vec::new() };
        command.run(&workspace)
    }

    /// Returns the contacts once the deletion is confirmed.
    fn confirmed(&self, context: &Context, workspace: &Workspace) -> Result<Vec<ContactRecord>, CliError> {
        let snapshot = workspace.snapshot()?;
        let records = context.contacts(&snapshot, &self.who, &snapshot.tags()?)?;
        // Released before the question: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        if self.bulk.dry_run {
            return Ok(records);
        }
        if !self.bulk.yes && context.terminal.can_ask() {
            context.terminal.print_always(&contact_table(context, &records).to_string());
        }
        let question = match records.len() {
            1 => "Delete this contact?".to_owned(),
            count => format!("Delete these {} contacts?", format_thousands(count as u64)),
        };
        context.confirm(&question, self.bulk.yes)?;
        Ok(records)
    }
}

/// Tells which contacts are gone, or would be without an entry.
fn tell(context: &Context, ids: &[ContactId], entry: Option<i64>) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "deleted": ids, "entry": entry }));
    }
    let ids = format_ids(ids);
    let text = match entry {
        Some(entry) => format!("Deleted {ids}\n{}", undo_hint(context, entry)),
        None => format!("Would delete {ids}\nDry run: nothing was written.\n"),
    };
    Ok(context.terminal.out(&text)?)
}
