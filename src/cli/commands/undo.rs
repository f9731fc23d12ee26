//! `contacts undo`: takes back an entry of the history, or brings back what an undo took back.

use clap::Args;
use serde_json::{Value, json};

use super::history;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{Fields, Text, format_thousands};
use crate::ops::OpsError;
use crate::ops::added_options::{self, OptionFate};
use crate::ops::created_fields::{self, FieldFate};
use crate::ui::Table;
use crate::workspace::{Conflict, ConflictItem, EntryChange, UndoReport, Workspace, WriteTransaction};

/// Maximum number of conflicts, and of changes in a preview, shown in a terminal.
const MAX_SHOWN_KEPT: usize = 20;

/// Undo an import, an edit, a merge or any other change
///
/// Contacts that it added are removed, and fields and tags that it changed get their old values. What was changed since
/// keeps its newer value and is listed. Contact fields and options that it added are removed where nothing else uses
/// them. Entries of the history can be undone in any order; undoing an undo does again what it undid.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts undo 2 --dry-run
  contacts undo 2")]
pub(in crate::cli) struct UndoArgs {
    /// The ID of the entry, as contacts history shows it
    #[arg(add = candidates::entries())]
    id: i64,
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
    /// The first of these changes, at most [`history::MAX_CHANGES_SHOWN`].
    changes: Vec<EntryChange>,
}

impl UndoArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        if self.dry_run {
            let rehearsal = self.preview_and_roll_back(context, &workspace)?;
            tell(context, &rehearsal, true)?;
            return Ok(Exit::Done);
        }
        self.confirm(context, &workspace)?;
        let change = workspace.change()?;
        // A command that writes keeps the promise of seven days on the way; there is no process in the background that
        // could.
        change.delete_expired_results(context.clock.now())?;
        let done = self.undo(context, &change)?;
        change.commit()?;
        Ok(context.finish(tell(context, &done, false), Exit::Done))
    }

    /// Runs the undo and drops the transaction, which rolls it back: the preview comes from the code that does it.
    fn preview_and_roll_back(&self, context: &Context, workspace: &Workspace) -> Result<UndoOutput, CliError> {
        let change = workspace.change()?;
        self.undo(context, &change)
    }

    fn undo(&self, context: &Context, change: &WriteTransaction<'_>) -> Result<UndoOutput, CliError> {
        let _spinner = context.terminal.spinner("Taking back");
        let before = change.fields()?;
        let done = change.undo(self.id, context.clock.now())?;
        let report = done.map_err(|refusal| OpsError::UndoRefused { entry: self.id, refusal })?;
        let (change_count, changes) = change.changes_of(report.id, history::MAX_CHANGES_SHOWN)?;
        let fields = change.fields()?;
        // After the undo, so that contacts that it removed no longer count as users of a field.
        let fates = if report.is_redo {
            created_fields::restored(&before, &fields)
        } else {
            created_fields::remove_unused(change, report.entry, report.id)?
        };
        let options = if report.is_redo {
            added_options::restore(change, report.entry)?
        } else {
            added_options::remove_unused(change, report.entry)?
        };
        Ok(UndoOutput { report, fields, fates, options, change_count, changes })
    }

    /// Shows a preview, then asks. The preview holds no lock while the user thinks.
    fn confirm(&self, context: &Context, workspace: &Workspace) -> Result<(), CliError> {
        if !self.yes && context.terminal.can_ask() {
            let rehearsal = self.preview_and_roll_back(context, workspace)?;
            context.terminal.print_always(&preview(context, &rehearsal));
        }
        context.confirm("Take it back?", self.yes)
    }
}

fn tell(context: &Context, done: &UndoOutput, is_dry_run: bool) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&to_json(done, is_dry_run));
    }
    Ok(context.terminal.out(&text(context, done, is_dry_run))?)
}

fn text(context: &Context, done: &UndoOutput, is_dry_run: bool) -> String {
    if is_dry_run {
        return preview(context, done) + "\nDry run: nothing was written.\n";
    }
    let id = done.report.id;
    let back = format!("\nThis is entry {id} of the history; take it back with: contacts undo {id}\n");
    summary(context, done, if done.report.is_redo { "was brought back" } else { "was taken back" }) + &back
}

/// Renders what would be done.
fn preview(context: &Context, done: &UndoOutput) -> String {
    let verb = if done.report.is_redo { "would be brought back" } else { "would be taken back" };
    summary(context, done, verb) + &changes_text(context, done)
}

fn summary(context: &Context, done: &UndoOutput, verb: &str) -> String {
    let report = &done.report;
    let mut table = Table::new(context.terminal.width()).text("Contacts").never_truncate().number("").wrap_text("");
    table.row(["Removed", &format_thousands(report.removed), "had been added"]);
    table.row(["Brought back", &format_thousands(report.restored), "had been removed"]);
    table.row(["Put back", &format_thousands(report.changed), "got back their old fields and tags"]);
    let fates = fates_text(&done.fates) + &options_text(&done.options);
    format!("Entry {} {verb}\n\n{table}{fates}{}", report.entry, kept_text(&done.fields, report))
}

/// Renders the fate of the fields that the entry had created.
fn fates_text(fates: &[FieldFate]) -> String {
    if fates.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = fates.iter().map(|fate| format!("  {}\n", fate.words())).collect();
    format!("\nFields that it had created\n{}", lines.concat())
}

/// Renders the fate of the options that the entry had added.
fn options_text(fates: &[OptionFate]) -> String {
    if fates.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = fates.iter().take(MAX_SHOWN_KEPT).map(|fate| format!("  {}\n", fate.words())).collect();
    let mut text = format!("\nOptions that it had added\n{}", lines.concat());
    let more = fates.len().saturating_sub(MAX_SHOWN_KEPT);
    if more > 0 {
        text += &format!("  and {} more\n", format_thousands(more as u64));
    }
    text
}

/// Renders the first of the changes, from the present to the restored value.
fn changes_text(context: &Context, done: &UndoOutput) -> String {
    if done.changes.is_empty() {
        return String::new();
    }
    let shown = &done.changes[..done.changes.len().min(MAX_SHOWN_KEPT)];
    let mut text = format!("\n{}", history::changes_table(context.terminal.width(), shown, &done.fields));
    let more = done.change_count - shown.len() as u64;
    if more > 0 {
        text += &format!("and {} more\n", format_thousands(more));
    }
    text
}

/// Renders what was changed since and keeps its newer value, with both values.
fn kept_text(fields: &Fields, report: &UndoReport) -> String {
    if report.kept_count == 0 {
        return String::new();
    }
    let mut text = format!("\nChanged since, and kept: {}\n", format_thousands(report.kept_count));
    for Conflict { contact, what, by } in report.kept.iter().take(MAX_SHOWN_KEPT) {
        let shown = |value: &Option<Text>| value.as_ref().map_or_else(|| "(empty)".to_owned(), Text::to_string);
        let what = match what {
            ConflictItem::Contact => "the contact".to_owned(),
            ConflictItem::Field { field, now, old } => {
                format!("{}: {} (not {})", fields.name(*field), shown(now), shown(old))
            }
            ConflictItem::Tag { name, has: true } => format!("the tag {name}"),
            ConflictItem::Tag { name, has: false } => format!("no tag {name}"),
        };
        text += &format!("  contact {contact}, {what}, by entry {by}\n");
    }
    let more = report.kept_count - report.kept.len().min(MAX_SHOWN_KEPT) as u64;
    if more > 0 {
        text += &format!("  and {} more\n", format_thousands(more));
    }
    text
}

fn to_json(done: &UndoOutput, is_dry_run: bool) -> Value {
    let UndoOutput { report, fields, fates, options, change_count, changes } = done;
    let kept = |kept: &Conflict| {
        let mut entry = json!({ "contact": kept.contact.0, "by": kept.by });
        match &kept.what {
            ConflictItem::Contact => entry["kept"] = "contact".into(),
            ConflictItem::Field { field, now, old } => {
                entry["kept"] = "field".into();
                entry["field"] = fields.name(*field).into();
                entry["value"] = now.as_deref().into();
                entry["old_value"] = old.as_deref().into();
            }
            ConflictItem::Tag { name, has } => {
                entry["kept"] = "tag".into();
                entry["tag"] = name.as_str().into();
                entry["has"] = (*has).into();
            }
        }
        entry
    };
    json!({
        "undo_id": (!is_dry_run).then_some(report.id),
        "entry": report.entry,
        "redo": report.is_redo,
        "dry_run": is_dry_run,
        "removed": report.removed,
        "restored": report.restored,
        "changed": report.changed,
        "fields": fates.iter().map(FieldFate::to_json).collect::<Vec<_>>(),
        "options": options.iter().map(OptionFate::to_json).collect::<Vec<_>>(),
        "change_count": change_count,
        "changes": changes.iter().map(|change| history::change_json(change, fields)).collect::<Vec<_>>(),
        "kept_count": report.kept_count,
        "kept": report.kept.iter().map(kept).collect::<Vec<_>>(),
    })
}
