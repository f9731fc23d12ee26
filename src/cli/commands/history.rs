use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::show::file_name;
use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::model::{MappedColumn, format_local, format_utc, thousands};
use crate::ui::{Table, duration};
use crate::workspace::ImportEntry;

/// List the imports of this workspace, or show one whole
#[derive(Debug, Args)]
pub(in crate::cli) struct HistoryArgs {
    /// The ID of the import to show [default: list all]
    id: Option<i64>,
}

impl HistoryArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        let snapshot = workspace.snapshot()?;
        match self.id {
            None => list(context, &snapshot.imports()?)?,
            Some(id) => show(context, &find(&snapshot, id)?)?,
        }
        Ok(Exit::Done)
    }
}

/// An import of the history.
pub(super) fn find(snapshot: &crate::workspace::Snapshot<'_>, id: i64) -> Result<ImportEntry, Failure> {
    snapshot.import(id)?.ok_or_else(|| {
        Failure::not_found("import-not-found", format!("there is no import {id} in the history"))
            .with_hint("see: contacts history")
    })
}

fn list(context: &Context, entries: &[ImportEntry]) -> Result<(), Failure> {
    if context.json {
        return context.out_json(&json!({ "imports": entries.iter().map(to_json).collect::<Vec<_>>() }));
    }
    if entries.is_empty() {
        context.terminal.note("Nothing was imported yet.");
        return Ok(());
    }
    let mut table = Table::new(context.terminal.width())
        .number("ID")
        .text("Start")
        .number("Took")
        .text("Source")
        .text("Purpose")
        .text("Identifier")
        .number("Imported")
        .number("Updated")
        .number("Skipped")
        .number("Error")
        .text("Import tag")
        .text("Outcome")
        .text("Results until");
    for entry in entries {
        table.row(row(entry));
    }
    Ok(context.terminal.out(&table.to_string())?)
}

fn row(entry: &ImportEntry) -> Vec<String> {
    let counts = &entry.outcome.counts;
    vec![
        entry.id.to_string(),
        format_local(entry.begun.started_at),
        took(entry),
        file_name(&entry.begun.source),
        entry.begun.purpose.to_owned(),
        entry.begun.identifier.unwrap_or_default().to_owned(),
        thousands(counts.imported),
        thousands(counts.updated),
        thousands(counts.skipped),
        thousands(counts.errors),
        entry.outcome.import_tag.clone().unwrap_or_default(),
        "done".to_owned(),
        format_local(entry.begun.results_until),
    ]
}

fn took(entry: &ImportEntry) -> String {
    duration(elapsed(entry))
}

fn elapsed(entry: &ImportEntry) -> Duration {
    (entry.outcome.finished_at - entry.begun.started_at).to_std().unwrap_or_default()
}

fn show(context: &Context, entry: &ImportEntry) -> Result<(), Failure> {
    if context.json {
        return context.out_json(&to_json(entry));
    }
    let (begun, outcome) = (&entry.begun, &entry.outcome);
    let mut table = Table::new(context.terminal.width()).text("Import").text(&entry.id.to_string());
    let mut line = |name: &str, value: String| table.row([name.to_owned(), value]);
    line("Start", format_local(begun.started_at));
    line("Took", took(entry));
    line("Source", format!("{} ({} bytes, {})", begun.source, thousands(begun.source_size), begun.encoding));
    line("SHA-256", begun.source_digest.clone());
    line("Purpose", begun.purpose.to_owned());
    line("Identifier", begun.identifier.unwrap_or("none").to_owned());
    for (index, mapped) in begun.mapping.iter().enumerate() {
        line(if index == 0 { "Mapping" } else { "" }, describe_column(mapped));
    }
    line("Rows", thousands(outcome.counts.rows));
    line("Imported", thousands(outcome.counts.imported));
    line(
        "Updated",
        format!("{} ({} unchanged)", thousands(outcome.counts.updated), thousands(outcome.counts.unchanged)),
    );
    line("Skipped", thousands(outcome.counts.skipped));
    line("Error", thousands(outcome.counts.errors));
    for (code, count) in &outcome.issues {
        line("", format!("{count} × {code}"));
    }
    line("Blank rows", thousands(outcome.blank_rows));
    line("Import tag", outcome.import_tag.clone().unwrap_or_else(|| "none".into()));
    line("Results file", begun.results_path.clone());
    if outcome.counts.errors > 0 {
        line("Errors file", begun.errors_path.clone());
    }
    line("Results until", format_local(begun.results_until));
    Ok(context.terminal.out(&table.to_string())?)
}

/// `Mobile → Phone Number`, or `"MY" → Country` for a constant.
fn describe_column(mapped: &MappedColumn) -> String {
    let from = match (&mapped.column, &mapped.value) {
        (Some(column), _) => column.clone(),
        (None, value) => format!("\"{}\"", value.as_deref().unwrap_or_default()),
    };
    let keeps = if mapped.do_not_overwrite { " (do not overwrite)" } else { "" };
    format!("{from} → {}{keeps}", mapped.field)
}

pub(super) fn to_json(entry: &ImportEntry) -> Value {
    let (begun, outcome) = (&entry.begun, &entry.outcome);
    json!({
        "id": entry.id,
        "started_at": format_utc(begun.started_at),
        "finished_at": format_utc(outcome.finished_at),
        "duration_seconds": elapsed(entry).as_secs_f64(),
        "source": begun.source,
        "source_size": begun.source_size,
        "source_digest": begun.source_digest,
        "encoding": begun.encoding,
        "purpose": begun.purpose,
        "identifier": begun.identifier,
        "mapping": begun.mapping,
        "options": begun.options,
        "counts": outcome.counts,
        "blank_rows": outcome.blank_rows,
        "warnings": outcome.warnings,
        "issues": outcome.issues,
        "import_tag": outcome.import_tag,
        "outcome": "done",
        "results_file": begun.results_path,
        "errors_file": if outcome.counts.errors > 0 { Value::from(begun.errors_path.as_str()) } else { Value::Null },
        "results_until": format_utc(begun.results_until),
    })
}
