//! `contacts history ID` in a terminal: one entry with its details and changes.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::created_fields::describe_created;
use crate::cli::render::{describe_column, describe_note, describe_options, entry_changes, source_facts};
use crate::model::{ContactId, Fields, counted, format_local, format_thousands};
use crate::ops::contacts::format_ids;
use crate::ops::entry_changes::EntryChanges;
use crate::ui::{Table, duration};
use crate::workspace::{Entry, ImportEntry};

/// Renders an import with all its details, and the first of its changes.
pub(super) fn import(context: &Context, entry: &ImportEntry, changes: &EntryChanges, fields: &Fields) -> String {
    let (width, path) = (context.terminal.width(), |path: &str| context.shown_path(Path::new(path)));
    let (begun, outcome) = (&entry.begun, &entry.outcome);
    let mut table = Table::new(width).text("Import").wrap_text(&entry.id.to_string());
    let mut line = |name: &str, value: String| table.row([name.to_owned(), value]);
    line("Start", format_local(begun.started_at));
    line("Took", duration(entry.elapsed()));
    if let Some(by) = entry.undone_by {
        line("Outcome", format!("undone by {by}"));
    }
    if let Some(by) = entry.pruned_by {
        line("Pruned", pruned(by));
    }
    line(
        "Source",
        format!("{} ({} bytes, {})", path(&begun.source), format_thousands(begun.source_size), begun.encoding),
    );
    line("SHA-256", begun.source_digest.clone());
    line("Purpose", begun.purpose.to_string());
    line("Identifier", begun.identifier.clone().unwrap_or_else(|| "none".to_owned()));
    // One line for each, with the label on the first alone: a mapping of many columns stays legible.
    for (index, mapped) in begun.mapping.iter().enumerate() {
        line(if index == 0 { "Mapping" } else { "" }, describe_column(mapped));
    }
    for (index, option) in describe_options(&begun.options).into_iter().enumerate() {
        line(if index == 0 { "Options" } else { "" }, option);
    }
    line("Rows", format_thousands(outcome.counts.rows));
    line("Imported", format_thousands(outcome.counts.imported));
    line(
        "Updated",
        format!(
            "{} ({} unchanged)",
            format_thousands(outcome.counts.updated),
            format_thousands(outcome.counts.unchanged)
        ),
    );
    line("Skipped", outcome.counts.skipped_words());
    line("Error", format_thousands(outcome.counts.errors));
    for (code, count) in &outcome.issues {
        line("", format!("{count} × {code}"));
    }
    line("Blank rows", format_thousands(outcome.blank_rows));
    line("Import tag", outcome.import_tag.clone().unwrap_or_else(|| "none".into()));
    for (index, field) in outcome.created_fields.iter().enumerate() {
        line(if index == 0 { "Created fields" } else { "" }, describe_created(field));
    }
    for (index, field) in outcome.missing_fields.iter().enumerate() {
        line(if index == 0 { "Left out" } else { "" }, field.to_string());
    }
    if let Some(missing) = &outcome.missing {
        for (index, fact) in source_facts(missing, false).into_iter().enumerate() {
            line(if index == 0 { "List of" } else { "" }, fact);
        }
    }
    for (index, note) in outcome.notes.iter().enumerate() {
        line(if index == 0 { "Notes" } else { "" }, describe_note(note));
    }
    line("Results file", path(&begun.results_path));
    if outcome.counts.errors > 0 {
        line("Errors file", path(&begun.errors_path));
    }
    if let Some(until) = entry.results_until() {
        line("Results until", format_local(until));
    }
    table.to_string() + &entry_changes(changes, fields, width)
}

/// Renders an entry other than an import, with the first of its changes.
pub(super) fn entry(width: usize, entry: &Entry, changes: &EntryChanges, fields: &Fields) -> String {
    let mut table = Table::new(width).text("Entry").wrap_text(&entry.id.to_string());
    table.row(["What", &what(entry)]);
    table.row(["Start", &format_local(entry.started_at)]);
    table.row(["Took", &duration(entry.elapsed())]);
    table.row(["Outcome", &super::list::outcome(entry.undone_by, None)]);
    if let Some(by) = entry.pruned_by {
        table.row(["Pruned", &pruned(by)]);
    }
    table.row(["Changed", &counted(changes.contacts, "contact")]);
    table.to_string() + &entry_changes(changes, fields, width)
}

/// Renders the contacts of an entry that were forgotten since; nothing if there are none.
pub(super) fn forgotten(contacts: &[ContactId]) -> String {
    let (shown, more) = contacts.split_at(contacts.len().min(super::MAX_CONTACTS_SHOWN));
    match (shown, more.len()) {
        ([], _) => String::new(),
        (_, 0) => format!("\nForgotten since: {}\n", format_ids(shown)),
        (_, more) => format!("\nForgotten since: {} and {more} more\n", format_ids(shown)),
    }
}

/// Says what an entry that was pruned has lost.
fn pruned(by: i64) -> String {
    format!("by entry {by}: what it changed and its results are not kept any more, and it cannot be undone")
}

/// Returns kind and summary of an entry: `undo: took back entry 2`.
pub(in crate::cli::commands) fn what(entry: &Entry) -> String {
    match super::list::summary(entry).as_str() {
        "" => entry.kind.to_string(),
        summary => format!("{}: {summary}", entry.kind),
    }
}
