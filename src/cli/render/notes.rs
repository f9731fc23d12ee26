//! The notes on an import, together with those on its outcome.

use crate::import::{Import, Summary};
use crate::model::Note;
use crate::ops::created_fields::NOTE;

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
