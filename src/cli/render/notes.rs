//! Notes and near misses of an import, for people and programs.

use serde_json::{Value, json};

use crate::import::{NearRow, NearRows};
use crate::model::{Note, counted, format_thousands};

/// Maximum number of rows shown to a person.
const SHOWN: usize = 10;

/// Describes a note in a list: the message, after `warning:` where something may be wrong.
pub(in crate::cli) fn describe_note(note: &Note) -> String {
    if note.is_warning() { format!("warning: {}", note.message) } else { note.message.clone() }
}

/// Renders the first near matches for a person. `what` completes the sentence that begins with the number of rows, and
/// `next` is the advice.
pub(super) fn near(rows: &NearRows, what: &str, next: &str) -> String {
    if rows.count == 0 {
        return String::new();
    }
    let mut text = format!("\nNear misses: {} {what}\n", counted(rows.count, "row"));
    let shown = &rows.first[..rows.first.len().min(SHOWN)];
    for NearRow { line, near } in shown {
        text += &format!("  line {line}: contact {} {}\n", near.contact, near.likeness.describe());
    }
    let more = rows.count - shown.len() as u64;
    if more > 0 {
        text += &format!("  and {} more\n", format_thousands(more));
    }
    text + &format!("  {next}\n")
}

/// Returns a near match as JSON.
pub(in crate::cli) fn near_json(NearRow { line, near }: &NearRow) -> Value {
    json!({
        "line": line,
        "contact": near.contact.0,
        "likeness": near.likeness.as_str(),
        "message": format!("contact {} {}", near.contact, near.likeness.describe()),
    })
}

/// Serialises pairs as a document whose keys keep their order.
pub(in crate::cli) fn as_map<S: serde::Serializer>(pairs: &[(&str, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}
