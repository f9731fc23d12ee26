//! The history as `--json` shows it.

use serde_json::{Value, json};

use crate::cli::created_fields::created_json;
use crate::model::{Fields, format_utc};
use crate::workspace::{Changed, Entry, EntryChange, ImportEntry};

/// Returns an import as JSON.
pub(in crate::cli::commands) fn import(entry: &ImportEntry) -> Value {
    let (begun, outcome) = (&entry.begun, &entry.outcome);
    let mut document = json!({
        "id": entry.id,
        "kind": "import",
        "started_at": format_utc(begun.started_at),
        "finished_at": format_utc(outcome.finished_at),
        "duration_seconds": entry.elapsed().as_secs_f64(),
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
        "created_fields": outcome.created_fields.iter().map(created_json).collect::<Vec<_>>(),
        "missing_fields": outcome.missing_fields,
        "notes": outcome.notes,
        "outcome": outcome_name(entry.undone_by),
        "undone_by": entry.undone_by,
        "results_file": begun.results_path,
        // The path is planned before the rows are read; the file is only written if there are errors.
        "errors_file": if outcome.counts.errors > 0 { Value::from(begun.errors_path.as_str()) } else { Value::Null },
        "results_until": entry.results_until().map(format_utc),
    });
    if let Some(missing) = &outcome.missing {
        document["missing"] = json!(missing);
    }
    with_pruned(document, entry.pruned_by)
}

/// Returns an entry other than an import as JSON.
pub(super) fn entry(entry: &Entry) -> Value {
    let document = json!({
        "id": entry.id,
        "kind": entry.kind.as_str(),
        "started_at": format_utc(entry.started_at),
        "finished_at": format_utc(entry.finished_at),
        "duration_seconds": entry.elapsed().as_secs_f64(),
        "summary": entry.summary,
        "undoes": entry.undoes,
        "redo": entry.is_redo,
        "outcome": outcome_name(entry.undone_by),
        "undone_by": entry.undone_by,
    });
    with_pruned(document, entry.pruned_by)
}

/// Adds the entry that pruned an entry, where there is one.
fn with_pruned(mut document: Value, pruned_by: Option<i64>) -> Value {
    if let Some(by) = pruned_by {
        document["pruned_by"] = by.into();
    }
    document
}

/// Returns an entry other than an import as JSON, with the first of its changes.
pub(super) fn whole_entry(entry: &Entry, count: u64, changes: &[EntryChange], fields: &Fields) -> Value {
    let mut document = self::entry(entry);
    document["change_count"] = count.into();
    document["changes"] = changes.iter().map(|change| self::change(change, fields)).collect();
    document
}

/// Returns one change of an entry as JSON.
pub(in crate::cli::commands) fn change(change: &EntryChange, fields: &Fields) -> Value {
    let contact = change.contact.0;
    match &change.what {
        Changed::Added => json!({ "contact": contact, "change": "added" }),
        Changed::Removed => json!({ "contact": contact, "change": "removed" }),
        Changed::Field { field, before, after } => json!({
            "contact": contact, "change": "field", "field": fields.name(*field),
            "before": before.as_deref(), "after": after.as_deref(),
        }),
        Changed::Tag { name, added } => {
            json!({ "contact": contact, "change": "tag", "tag": name.as_str(), "added": added })
        }
    }
}

fn outcome_name(undone_by: Option<i64>) -> &'static str {
    if undone_by.is_some() { "undone" } else { "done" }
}
