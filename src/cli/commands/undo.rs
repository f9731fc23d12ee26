use clap::Args;
use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::model::{Fields, Text, thousands};
use crate::ui::Table;
use crate::values::email_key;
use crate::workspace::{Change, Kept, KeptWhat, UndoRefusal, UndoReport, Workspace};

/// How many of the things that stay are shown to a person.
const SHOWN: usize = 20;

/// Take back what an import, an edit or a merge changed
///
/// Contacts that it added are removed, and fields and tags that it changed get their old values. What was changed
/// since keeps its newer value and is listed. Any entry of the history can be taken back, in any order; taking back
/// an undo brings back what it took back.
///
/// Examples:
///   contacts undo 12 --dry-run
///   contacts undo 12
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in crate::cli) struct UndoArgs {
    /// The number of the entry in the history
    id: i64,
    /// Show what would be put back, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask before taking back
    #[arg(short, long)]
    yes: bool,
}

impl UndoArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        let fields = workspace.snapshot()?.fields()?;
        if self.dry_run {
            let change = workspace.change()?;
            let report = self.undo(context, &change)?;
            drop(change);
            return tell(context, &fields, &report, true);
        }
        self.confirm(context, &workspace, &fields)?;
        let change = workspace.change()?;
        let report = self.undo(context, &change)?;
        change.commit()?;
        tell(context, &fields, &report, false)
    }

    fn undo(&self, context: &Context, change: &Change<'_>) -> Result<UndoReport, Failure> {
        change.undo(self.id, context.clock.now(), email_key)?.map_err(|refusal| refused(self.id, &refusal))
    }

    /// Shows what would happen before it asks.
    fn confirm(&self, context: &Context, workspace: &Workspace, fields: &Fields) -> Result<(), Failure> {
        if !self.yes && context.terminal.can_ask() {
            let change = workspace.change()?;
            let report = self.undo(context, &change)?;
            drop(change);
            context.terminal.present(&text(context, fields, &report, true));
        }
        context.confirm("Take it back?", self.yes)
    }
}

fn refused(id: i64, refusal: &UndoRefusal) -> Failure {
    match refusal {
        UndoRefusal::Unknown => Failure::not_found("entry-not-found", format!("there is no entry {id} in the history"))
            .with_hint("see: contacts history"),
        UndoRefusal::UndoneAlready(by) => {
            Failure::refused("undone-already", format!("entry {id} was taken back already, by entry {by}"))
                .with_hint(format!("bring it back with: contacts undo {by}"))
        }
        UndoRefusal::SwitchedSince(by) => {
            let message =
                format!("what entry {id} took back was taken back or brought back again since, by entry {by}");
            Failure::refused("switched-since", message).with_hint("see: contacts history")
        }
        UndoRefusal::Lost(contact) => {
            let message =
                format!("this would leave nothing of contact {contact}: the contact into which it was merged is gone");
            Failure::refused("contact-lost", message)
                .with_hint("take back first what merged or deleted that one; see: contacts history")
        }
    }
}

fn tell(context: &Context, fields: &Fields, report: &UndoReport, is_dry_run: bool) -> Result<Exit, Failure> {
    if context.json {
        context.out_json(&to_json(fields, report, is_dry_run))?;
    } else {
        context.terminal.out(&text(context, fields, report, is_dry_run))?;
    }
    Ok(Exit::Done)
}

fn text(context: &Context, fields: &Fields, report: &UndoReport, is_dry_run: bool) -> String {
    let done = match (report.is_redo, is_dry_run) {
        (false, false) => "was taken back",
        (false, true) => "would be taken back",
        (true, false) => "was brought back",
        (true, true) => "would be brought back",
    };
    let mut table = Table::new(context.terminal.width()).text("Contacts").number("").text("");
    table.row(["Removed", &thousands(report.removed), "had been added"]);
    table.row(["Brought back", &thousands(report.restored), "had been removed"]);
    table.row(["Put back", &thousands(report.changed), "fields or tags have their old values"]);
    let mut text = format!("Entry {} {done}\n\n{table}{}", report.entry, kept_text(fields, report));
    if is_dry_run {
        text += "\nDry run: nothing was written.\n";
    } else {
        text +=
            &format!("\nThis is entry {} of the history; take it back with: contacts undo {}\n", report.id, report.id);
    }
    text
}

/// What keeps its newer value, with both values.
fn kept_text(fields: &Fields, report: &UndoReport) -> String {
    if report.kept_count == 0 {
        return String::new();
    }
    let mut text = format!("\nChanged since, and kept: {}\n", thousands(report.kept_count));
    for Kept { contact, what, by } in report.kept.iter().take(SHOWN) {
        let shown = |value: &Option<Text>| value.as_ref().map_or_else(|| "(empty)".to_owned(), Text::to_string);
        let what = match what {
            KeptWhat::Contact => "the contact".to_owned(),
            KeptWhat::Field { field, now, old } => {
                format!("{}: {} (not {})", fields.name(*field), shown(now), shown(old))
            }
            KeptWhat::Tag { name, has: true } => format!("the tag {name}"),
            KeptWhat::Tag { name, has: false } => format!("no tag {name}"),
        };
        text += &format!("  contact {contact}, {what}, by entry {by}\n");
    }
    let more = report.kept_count - report.kept.len().min(SHOWN) as u64;
    if more > 0 {
        text += &format!("  and {} more\n", thousands(more));
    }
    text
}

fn to_json(fields: &Fields, report: &UndoReport, is_dry_run: bool) -> Value {
    let kept = |kept: &Kept| {
        let mut entry = json!({ "contact": kept.contact.0, "by": kept.by });
        match &kept.what {
            KeptWhat::Contact => entry["kept"] = "contact".into(),
            KeptWhat::Field { field, now, old } => {
                entry["kept"] = "field".into();
                entry["field"] = fields.name(*field).into();
                entry["value"] = now.as_deref().into();
                entry["old_value"] = old.as_deref().into();
            }
            KeptWhat::Tag { name, has } => {
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
        "kept_count": report.kept_count,
        "kept": report.kept.iter().map(kept).collect::<Vec<_>>(),
    })
}
