//! `contacts undo`: takes back an entry of the history, or brings back what an undo took back.

mod output;

use clap::Args;

use super::history;
use crate::cli::command_line::CommandLine;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::entry_id;
use crate::model::{ContactName, Fields, file_name, format_local};
use crate::ops::added_options::{self, OptionFate};
use crate::ops::created_fields::{self, FieldFate};
use crate::ops::entry_changes::{EntryChanges, changes_of};
use crate::ops::history::HistoryError;
use crate::workspace::{Entry, EntryChange, Snapshot, UndoReport, Workspace, WriteTransaction};
use output::MAX_SHOWN_KEPT;

/// Maximum number of contacts shown by name before the question: it should not push the counts off the screen.
const MAX_CONTACTS_ASKED: usize = 5;

/// Undo an import, an edit, a merge or any other change
///
/// Contacts that it added are removed, and fields and tags that it changed get their old values. What was changed since
/// keeps its newer value and is listed. Contact fields and options that it added are removed where nothing else uses
/// them. Entries of the history can be undone in any order; undoing an undo does again what it undid.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts undo
  contacts undo 2 --dry-run
  contacts undo 2")]
pub(in crate::cli) struct UndoArgs {
    /// The ID of the entry, as contacts history shows it [default: the latest]
    ///
    /// The latest is the last one that is not undone and not an undo itself. It is named before anything is asked.
    #[arg(value_parser = entry_id, add = candidates::entries())]
    id: Option<i64>,
    /// Show what would be restored, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Undo without asking
    #[arg(short, long)]
    yes: bool,
}

/// Result of an undo, or of its dry run.
struct UndoOutput {
    report: UndoReport,
    /// The fields after the undo, including those that it removed.
    fields: Fields,
    /// Fate of the fields that the entry had created.
    fates: Vec<FieldFate>,
    /// Fate of the options that the entry had added.
    options: Vec<OptionFate>,
    /// Number of changed fields, tags and contacts, each counted by itself.
    change_count: u64,
    /// The first of these changes, at most [`history::MAX_CHANGES`].
    changes: Vec<EntryChange>,
    /// Names of the first contacts that keep something, at most [`MAX_SHOWN_KEPT`].
    kept_names: Vec<ContactName>,
}

impl UndoArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let entry = self.entry(context, &workspace)?;
        if self.dry_run {
            let (rehearsal, changes) = preview_and_roll_back(context, &workspace, entry, history::MAX_CONTACTS_SHOWN)?;
            rehearsal.tell_dry_run(context, &changes)?;
            return Ok(Exit::Done);
        }
        self.confirm(context, &workspace, entry)?;
        let change = workspace.change()?;
        // A command that writes keeps the promise of seven days on the way; there is no process in the background that
        // could.
        change.delete_expired_results(context.clock.now())?;
        let (change, output) = undo(context, change, entry)?;
        change.commit()?;
        Ok(context.finish(output.tell(context), Exit::Done))
    }

    /// Returns the entry that is named or, if none is, the latest, which is told: nobody undoes what they did not mean.
    fn entry(&self, context: &Context, workspace: &Workspace) -> Result<i64, CliError> {
        if let Some(id) = self.id {
            return Ok(id);
        }
        let snapshot = workspace.snapshot()?;
        let Some(latest) = snapshot.latest_to_undo()?.map(|id| snapshot.entry(id)).transpose()?.flatten() else {
            return Err(CliError::not_found("nothing-to-undo", "there is nothing in the history that could be undone")
                .with_hint("see: contacts history"));
        };
        let named = format!("the latest entry is {}", described(&snapshot, &latest)?);
        let will_ask = !self.yes && !self.dry_run;
        if will_ask && !context.terminal.can_ask() {
            let undo = CommandLine::of(context, "undo").with_word(&latest.id.to_string()).with_word("--yes");
            return Err(CliError::refused("confirmation-needed", format!("{named}, and nobody can be asked"))
                .with_hint(format!("undo it with: {undo}")));
        }
        context.tell_before_question(&format!("note: {named}"), !will_ask);
        Ok(latest.id)
    }

    /// Shows a preview, then asks. The preview holds no lock while the user thinks.
    fn confirm(&self, context: &Context, workspace: &Workspace, entry: i64) -> Result<(), CliError> {
        if !self.yes {
            // Also where nobody can be asked: what cannot be undone needs no confirmation.
            let (rehearsal, changes) = preview_and_roll_back(context, workspace, entry, MAX_CONTACTS_ASKED)?;
            if context.terminal.can_ask() {
                context.terminal.print_always(&rehearsal.preview(context, &changes));
            }
        }
        context.confirm("Take it back?", self.yes)
    }
}

/// Runs the undo and drops the transaction, which rolls it back: the preview comes from the code that does it. Returns
/// the changes of the first `limit` contacts, too.
fn preview_and_roll_back(
    context: &Context,
    workspace: &Workspace,
    entry: i64,
    limit: usize,
) -> Result<(UndoOutput, EntryChanges), CliError> {
    let (change, rehearsal) = undo(context, workspace.change()?, entry)?;
    let changes = changes_of(&change, rehearsal.report.id, limit)?;
    Ok((rehearsal, changes))
}

/// Undoes an entry, and returns the transaction to commit with what it did.
fn undo<'w>(
    context: &Context,
    change: WriteTransaction<'w>,
    entry: i64,
) -> Result<(WriteTransaction<'w>, UndoOutput), CliError> {
    let _spinner = context.terminal.spinner("Taking back");
    let before = change.fields()?;
    let undone = change.undo(entry, context.clock.now())?;
    let (change, report) = undone.map_err(|refusal| HistoryError::UndoRefused { entry, refusal })?;
    let (change_count, changes) = change.changes_of(report.id, history::MAX_CHANGES)?;
    let fields = change.fields()?;
    // After the undo, so that contacts that it removed no longer count as users of a field.
    let fates = if report.is_redo {
        created_fields::restored(&before, &fields)
    } else {
        created_fields::remove_unused(&change, report.entry, report.id)?
    };
    let options = if report.is_redo {
        added_options::restore(&change, report.entry)?
    } else {
        added_options::remove_unused(&change, report.entry)?
    };
    let kept = report.kept.iter().take(MAX_SHOWN_KEPT);
    let kept_names = kept.map(|kept| Ok(change.contact_name(kept.contact)?.unwrap_or_default()));
    let kept_names = kept_names.collect::<Result<_, CliError>>()?;
    Ok((change, UndoOutput { report, fields, fates, options, change_count, changes, kept_names }))
}

/// Describes an entry: `3, import of leads.csv, 2026-11-22 13:30`.
fn described(snapshot: &Snapshot<'_>, entry: &Entry) -> Result<String, CliError> {
    let what = match snapshot.import(entry.id)? {
        Some(import) => format!("import of {}", file_name(&import.begun.source)),
        None => history::what(entry),
    };
    Ok(format!("{}, {what}, {}", entry.id, format_local(entry.started_at)))
}
