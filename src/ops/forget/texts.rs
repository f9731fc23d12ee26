//! Texts that the workspace keeps about lists and entries: those that quote a forgotten person are replaced.

use serde_json::Value;

use super::traces::Traces;
use crate::ops::OpsError;
use crate::workspace::{KeptText, WriteTransaction};

/// Text in the place of one that quoted a person.
const FORGOTTEN: &str = "(forgotten)";

/// Replaces the texts. Returns their number.
pub(super) fn redact(change: &WriteTransaction<'_>, traces: &Traces) -> Result<u64, OpsError> {
    let redacted = change.replace_kept_texts(&mut |kind, text| match kind {
        KeptText::Columns => in_json(text, |columns| redact_headers(columns, traces)),
        KeptText::Mapping => in_json(text, |mapping| redact_mapping(mapping, traces)),
        KeptText::Options => in_json(text, |options| redact_notes(options, traces)),
        KeptText::Notification | KeptText::Summary => traces.own.is_in(text).then(|| FORGOTTEN.to_owned()),
    })?;
    Ok(redacted)
}

/// Changes a JSON document; `None` if it was left as it is, or is none.
fn in_json(text: &str, redact: impl FnOnce(&mut Value) -> bool) -> Option<String> {
    let mut document = serde_json::from_str(text).ok()?;
    redact(&mut document).then(|| document.to_string())
}

/// Empties all headers if one of them is a number or address: then a row was taken for the header.
fn redact_headers(columns: &mut Value, traces: &Traces) -> bool {
    let Some(columns) = columns.as_array_mut() else { return false };
    let is_their_row = columns.iter().any(|header| is_theirs(header, traces));
    if is_their_row {
        columns.fill(FORGOTTEN.into());
    }
    is_their_row
}

/// Replaces headers and constants of a mapping; all headers if one of them is a number or address.
fn redact_mapping(mapping: &mut Value, traces: &Traces) -> bool {
    let Some(lines) = mapping.as_array_mut() else { return false };
    let is_their_row = lines.iter().any(|line| is_theirs(&line["column"], traces));
    let mut is_redacted = is_their_row;
    for line in lines {
        if is_their_row && line["column"].is_string() {
            line["column"] = FORGOTTEN.into();
        }
        if is_theirs(&line["value"], traces) {
            line["value"] = FORGOTTEN.into();
            is_redacted = true;
        }
    }
    is_redacted
}

/// Replaces the words of notes that quote them; code and counts stay.
fn redact_notes(options: &mut Value, traces: &Traces) -> bool {
    let Some(notes) = options.get_mut("notes").and_then(Value::as_array_mut) else { return false };
    let mut is_redacted = false;
    for note in notes {
        for part in ["message", "option", "column"] {
            if note[part].as_str().is_some_and(|text| traces.are_mentioned(text)) {
                note[part] = FORGOTTEN.into();
                is_redacted = true;
            }
        }
    }
    is_redacted
}

fn is_theirs(text: &Value, traces: &Traces) -> bool {
    text.as_str().is_some_and(|text| traces.own.is_in(text) || traces.is_full_name(text))
}
