//! What an undo did, or would do, for people and programs.

use serde_json::{Value, json};

use super::UndoOutput;
use crate::cli::commands::history;
use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::model::{ContactName, Text, counted, format_thousands};
use crate::ops::added_options::OptionFate;
use crate::ops::contacts::format_ids;
use crate::ops::created_fields::FieldFate;
use crate::ops::entry_changes::EntryChanges;
use crate::ui::{Table, sanitize};
use crate::workspace::{Conflict, ConflictItem, SuppressionRevert};

/// Maximum number of conflicts, and of options, shown in a terminal.
pub(super) const MAX_SHOWN_KEPT: usize = 20;

impl UndoOutput {
    /// Prints what was done.
    pub(super) fn tell(&self, context: &Context) -> Result<(), CliError> {
        if context.json {
            return context.out_json(&self.to_json(context, false));
        }
        let id = self.report.id;
        let verb = if self.report.is_redo { "was brought back" } else { "was taken back" };
        let back = undo_hint(context, id);
        Ok(context.terminal.out(&format!("{}\n{back}", self.summary(context, verb)))?)
    }

    /// Prints what would be done.
    pub(super) fn tell_dry_run(&self, context: &Context, changes: &EntryChanges) -> Result<(), CliError> {
        if context.json {
            return context.out_json(&self.to_json(context, true));
        }
        context.page(&(self.preview(context, changes) + "\nDry run: nothing was written.\n"))
    }

    /// Renders what would be done.
    pub(super) fn preview(&self, context: &Context, changes: &EntryChanges) -> String {
        let verb = if self.report.is_redo { "would be brought back" } else { "would be taken back" };
        self.summary(context, verb) + &render::entry_changes(changes, &self.fields, context.terminal.width())
    }

    fn summary(&self, context: &Context, verb: &str) -> String {
        let report = &self.report;
        let mut table = Table::new(context.terminal.width()).text("Contacts").never_truncate().number("").wrap_text("");
        table.row(["Removed", &format_thousands(report.removed), "had been added"]);
        table.row(["Brought back", &format_thousands(report.restored), "had been removed"]);
        table.row(["Restored", &format_thousands(report.changed), "to their old fields and tags"]);
        let fates = suppressions_text(&report.suppressions)
            + &fates_text(context, &self.fates)
            + &options_text(context, &self.options);
        format!("Entry {} {verb}\n\n{table}{fates}{}{}", report.entry, self.kept_text(), self.forgotten_text())
    }

    /// Renders which contacts are left out because they were forgotten.
    fn forgotten_text(&self) -> String {
        let forgotten = &self.report.forgotten;
        let (shown, more) = forgotten.split_at(forgotten.len().min(MAX_SHOWN_KEPT));
        match (shown, more.len()) {
            ([], _) => String::new(),
            (_, 0) => format!("\nForgotten, and left out: {}\n", format_ids(shown)),
            (_, more) => format!("\nForgotten, and left out: {} and {more} more\n", format_ids(shown)),
        }
    }

    /// Renders what was changed since and keeps its newer value, with both values.
    fn kept_text(&self) -> String {
        let report = &self.report;
        if report.kept_count == 0 {
            return String::new();
        }
        let mut text = format!("\nChanged since, and kept: {}\n", format_thousands(report.kept_count));
        for (kept, name) in report.kept.iter().zip(&self.kept_names) {
            text += &format!("  {}, {}, by entry {}\n", named(kept, name), self.kept_words(kept), kept.by);
        }
        let more = report.kept_count - self.kept_names.len() as u64;
        if more > 0 {
            text += &format!("  and {} more\n", format_thousands(more));
        }
        text
    }

    fn kept_words(&self, kept: &Conflict) -> String {
        let shown = |value: &Option<Text>| value.as_ref().map_or_else(|| "(empty)".to_owned(), Text::to_string);
        match &kept.what {
            ConflictItem::Contact => "the contact".to_owned(),
            ConflictItem::Field { field, now, old } => {
                format!("{}: {} (not {})", self.fields.name(*field), shown(now), shown(old))
            }
            ConflictItem::Tag { name, has: true } => format!("the tag {name}"),
            ConflictItem::Tag { name, has: false } => format!("no tag {name}"),
        }
    }

    fn to_json(&self, context: &Context, is_dry_run: bool) -> Value {
        let Self { report, fields, fates, options, change_count, changes, .. } = self;
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
        let mut document = json!({
            "undo_id": (!is_dry_run).then_some(report.id),
            "entry": report.entry,
            "redo": report.is_redo,
            "dry_run": is_dry_run,
            "removed": report.removed,
            "restored": report.restored,
            "changed": report.changed,
            "fields": fates.iter().map(|fate| fate.to_json(context)).collect::<Vec<_>>(),
            "options": options.iter().map(|fate| fate.to_json(context)).collect::<Vec<_>>(),
            "change_count": change_count,
            "changes": changes.iter().map(|change| history::change_json(change, fields)).collect::<Vec<_>>(),
            "kept_count": report.kept_count,
            "kept": report.kept.iter().map(kept).collect::<Vec<_>>(),
        });
        let SuppressionRevert { lifted, restored } = report.suppressions;
        if lifted + restored > 0 {
            document["suppressions"] = json!({ "lifted": lifted, "restored": restored });
        }
        if !report.forgotten.is_empty() {
            document["forgotten"] = json!(report.forgotten);
        }
        document
    }
}

/// `Anya Tan (contact 1)`.
fn named(kept: &Conflict, name: &ContactName) -> String {
    match name.to_string() {
        none if none.is_empty() => format!("contact {}", kept.contact),
        name => format!("{} (contact {})", sanitize(&name), kept.contact),
    }
}

/// Renders how many values are suppressed again, or no longer.
fn suppressions_text(revert: &SuppressionRevert) -> String {
    let line = |count: u64, what: &str| match count {
        0 => String::new(),
        count => format!("\n{what}: {}\n", counted(count, "value")),
    };
    line(revert.lifted, "No longer suppressed") + &line(revert.restored, "Suppressed again")
}

/// Renders the fate of the fields that the entry had created.
fn fates_text(context: &Context, fates: &[FieldFate]) -> String {
    if fates.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = fates.iter().map(|fate| format!("  {}\n", fate.words(context))).collect();
    format!("\nFields that it had created\n{}", lines.concat())
}

/// Renders the fate of the options that the entry had added.
fn options_text(context: &Context, fates: &[OptionFate]) -> String {
    if fates.is_empty() {
        return String::new();
    }
    let lines: Vec<String> =
        fates.iter().take(MAX_SHOWN_KEPT).map(|fate| format!("  {}\n", fate.words(context))).collect();
    let mut text = format!("\nOptions that it had added\n{}", lines.concat());
    let more = fates.len().saturating_sub(MAX_SHOWN_KEPT);
    if more > 0 {
        text += &format!("  and {} more\n", format_thousands(more as u64));
    }
    text
}
