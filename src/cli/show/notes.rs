//! The notes on an import with what came of it.

use crate::import::{Import, Tally};
use crate::model::Note;

/// The note that a field is created, which is no longer true where no row of the import is written.
const CREATED: &str = "fields-created";

/// Notes on the list, and on people whom the import may add a second time.
pub(in crate::cli) fn outcome_notes(import: &Import<'_>, tally: &Tally) -> Vec<Note> {
    let creates = import.uncreated_fields(&tally.counts).is_empty();
    let notes = import.notes().iter().filter(|note| creates || note.code != CREATED).cloned();
    notes.chain(near_note(tally)).collect()
}

fn near_note(tally: &Tally) -> Option<Note> {
    let (near, rows) = (tally.near.count, tally.counts.rows);
    let note = || Note::warning("near-misses", "rows that add a person who may be there already").count_of(near, rows);
    (near > 0).then(note)
}
