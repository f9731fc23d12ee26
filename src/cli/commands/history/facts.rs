//! The facts of an import in the history: all of them for a terminal, and those of a page, which lists the changes besides.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::created_fields::describe_created;
use crate::cli::render::{
    KeyValue, describe_column, describe_note, describe_options, fact, issue_title, settings_summary, source_facts,
};
use crate::model::{format_local, format_thousands};
use crate::ui::{Table, duration};
use crate::workspace::{ImportEntry, ImportRecord};

/// Returns the facts of an import in a terminal.
pub(super) fn of_import(context: &Context, import: &ImportEntry) -> Vec<KeyValue> {
    let outcome = &import.outcome;
    let mut facts = course(import);
    facts.extend(settings(context, import));
    facts.extend(counts(outcome));
    facts.push(fact("Import tag", outcome.import_tag.as_deref().unwrap_or("none")));
    facts.extend(changed_columns(outcome));
    facts.extend(outcome.missing.iter().map(|missing| ("List of".to_owned(), source_facts(missing, false))));
    facts.extend(several("Notes", outcome.notes.iter().map(describe_note)));
    facts.extend(files(context, import));
    facts
}

/// Returns the facts of an import on its page, whose reader may not know the words of the tool.
pub(super) fn of_import_page(import: &ImportEntry, name: &str) -> Vec<KeyValue> {
    let (begun, outcome) = (&import.begun, &import.outcome);
    let mut facts = vec![
        fact("File", format!("{name}: {} bytes, {}", format_thousands(begun.source_size), begun.encoding)),
        fact("SHA-256", &begun.source_digest),
        fact("Took", duration(import.elapsed())),
    ];
    facts.extend(settings_summary(
        begun.purpose,
        begun.identifier.as_deref(),
        &begun.mapping,
        &begun.options,
        outcome.import_tag.as_deref(),
    ));
    facts.extend(outcome.missing.iter().map(|missing| ("Source".to_owned(), source_facts(missing, false))));
    facts.extend(changed_columns(outcome));
    facts
}

/// Renders an entry and its facts. The name of a fact stands on its first line alone: a mapping of many columns stays
/// legible.
pub(super) fn table(width: usize, (header, id): (&str, i64), facts: &[KeyValue]) -> String {
    let mut table = Table::new(width).text(header).wrap_text(&id.to_string());
    for (name, values) in facts {
        let names = std::iter::once(name.as_str()).chain(std::iter::repeat(""));
        for (name, value) in names.zip(values) {
            table.row([name, value]);
        }
    }
    table.to_string()
}

/// Returns the fact that an entry was pruned.
pub(super) fn pruned(by: i64) -> KeyValue {
    let words =
        format!("by entry {by}: what it changed and its results are not kept any more, and it cannot be undone");
    fact("Pruned", words)
}

/// Returns when an import ran, and whether it was undone or pruned since.
fn course(import: &ImportEntry) -> Vec<KeyValue> {
    let mut facts =
        vec![fact("Start", format_local(import.begun.started_at)), fact("Took", duration(import.elapsed()))];
    facts.extend(import.undone_by.map(|by| fact("Outcome", format!("undone by {by}"))));
    facts.extend(import.pruned_by.map(pruned));
    facts
}

/// Returns the source of an import, its purpose, identifier, mapping and options.
fn settings(context: &Context, import: &ImportEntry) -> Vec<KeyValue> {
    let begun = &import.begun;
    let path = context.shown_path(Path::new(&begun.source));
    let mut facts = vec![
        fact("Source", format!("{path} ({} bytes, {})", format_thousands(begun.source_size), begun.encoding)),
        fact("SHA-256", &begun.source_digest),
        fact("Purpose", begun.purpose.to_string()),
        fact("Identifier", begun.identifier.as_deref().unwrap_or("none")),
    ];
    facts.extend(several("Mapping", begun.mapping.iter().map(describe_column)));
    facts.extend(several("Options", describe_options(&begun.options)));
    facts
}

/// Returns the numbers of rows by status, and of errors and warnings by code.
fn counts(outcome: &ImportRecord) -> Vec<KeyValue> {
    let counts = &outcome.counts;
    let updated = format_thousands(counts.updated);
    let issues = |errors: bool| {
        let of_kind = outcome.issues.iter().filter(move |(code, _)| issue_title(code).1 == errors);
        of_kind.map(|(code, count)| format!("{count} × {code}"))
    };
    let total = |count, issues| std::iter::once(format_thousands(count)).chain(issues).collect();
    let warnings = (outcome.warnings > 0).then(|| ("Warnings".to_owned(), total(outcome.warnings, issues(false))));
    let mut facts = vec![
        fact("Rows", format_thousands(counts.rows)),
        fact("Imported", format_thousands(counts.imported)),
        fact("Updated", format!("{updated} ({} unchanged)", format_thousands(counts.unchanged))),
        fact("Skipped", counts.skipped_words()),
        ("Error".to_owned(), total(counts.errors, issues(true))),
    ];
    facts.extend(warnings);
    facts.push(fact("Blank rows", format_thousands(outcome.blank_rows)));
    facts
}

/// Returns the fields that an import created, and those that it left out because their columns were missing.
fn changed_columns(outcome: &ImportRecord) -> impl Iterator<Item = KeyValue> {
    let created = several("Created fields", outcome.created_fields.iter().map(describe_created));
    let missing = several("Left out", outcome.missing_fields.iter().map(ToString::to_string));
    created.into_iter().chain(missing)
}

/// Returns the files that an import wrote, and until when its results are kept.
fn files(context: &Context, import: &ImportEntry) -> Vec<KeyValue> {
    let path = |path: &str| context.shown_path(Path::new(path));
    let mut facts = vec![fact("Results file", path(&import.begun.results_path))];
    if import.outcome.counts.errors > 0 {
        facts.push(fact("Errors file", path(&import.begun.errors_path)));
    }
    facts.extend(import.results_until().map(|until| fact("Results until", format_local(until))));
    facts
}

/// Returns a fact with several values; `None` if there are none.
fn several(name: &str, values: impl IntoIterator<Item = String>) -> Option<KeyValue> {
    let values: Vec<String> = values.into_iter().collect();
    (!values.is_empty()).then(|| (name.to_owned(), values))
}
