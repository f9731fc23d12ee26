//! The notes on an import with what came of it.

use crate::cli::created_fields::describe_created;
use crate::import::{Import, Tally};
use crate::model::Note;

/// Notes on the list, then on the fields that the import creates and on people whom it may add a second time.
pub(in crate::cli) fn outcome_notes(import: &Import<'_>, tally: &Tally) -> Vec<Note> {
    let created = import.created_fields(&tally.counts).into_iter().map(|field| {
        Note::info("field-created", format!("the import creates the field {}", describe_created(&field)))
            .field(field.name)
    });
    import.notes().iter().cloned().chain(created).chain(near_note(tally)).collect()
}

fn near_note(tally: &Tally) -> Option<Note> {
    let (near, rows) = (tally.near.count, tally.counts.rows);
    let note = || Note::warning("near-misses", "rows that add a person who may be there already").count_of(near, rows);
    (near > 0).then(note)
}
