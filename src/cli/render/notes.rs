//! Notes and near misses of an import, for people and programs.

use serde_json::{Value, json};

use crate::import::{Import, NearRow, NearRows, Summary};
use crate::model::{Note, counted, format_thousands};
use crate::ops::created_fields::NOTE;

/// Maximum number of rows shown to a person.
const SHOWN: usize = 10;

/// Returns the notes on the list, and on people whom the import may add a second time. The note on created fields is
/// left out if no row is written.
pub(in crate::cli) fn outcome_notes(import: &Import<'_>, tally: &Summary) -> Vec<Note> {
    // An import that writes no row creates no field, so the note of the preparation would be wrong.
    let creates = import.uncreated_fields(&tally.counts).is_empty();
    let notes = import.notes().iter().filter(|note| creates || note.code != NOTE).cloned();
    notes.chain(near_note(tally)).collect()
}

fn near_note(tally: &Summary) -> Option<Note> {
    let (near, rows) = (tally.near.count, tally.counts.rows);
    let note = || Note::warning("near-misses", "rows that add a person who may be there already").count_of(near, rows);
    (near > 0).then(note)
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
