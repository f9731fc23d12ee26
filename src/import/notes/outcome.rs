//! Notes on an import whose rows were counted: those of its preparation, and what the counts add (spec section 5a).

use crate::import::summary::MAX_EXAMPLES;
use crate::import::{Import, Summary};
use crate::mapping::shortened;
use crate::model::{Note, counted};

/// Code of the note that an import creates fields.
pub const FIELDS_CREATED: &str = "fields-created";

impl Import<'_> {
    /// Returns the notes on the list, on people whom the import may add a second time, on bad values that occur often, on
    /// options that fields lack, and on garbled texts. The note on created fields is left out if no row is written.
    pub fn outcome_notes(&self, tally: &Summary) -> Vec<Note> {
        // An import that writes no row creates no field, so the note of the preparation would be wrong.
        let creates = self.uncreated_fields(&tally.counts).is_empty();
        let notes = self.notes().iter().filter(|note| creates || note.code != FIELDS_CREATED).cloned();
        let garbled = tally.garbled.notes(tally.counts.rows, str::to_owned);
        let notes = notes.chain(near_note(tally)).chain(bad_value_notes(tally));
        notes.chain(self.option_notes(tally)).chain(garbled).collect()
    }
}

fn near_note(tally: &Summary) -> Option<Note> {
    let (near, rows) = (tally.near.count, tally.counts.rows);
    let note = || Note::warning("near-misses", "rows that add a person who may be there already").count_of(near, rows);
    (near > 0).then(note)
}

/// Returns a note for each column with more bad cells than are told one by one, if values of them occur often.
fn bad_value_notes(tally: &Summary) -> impl Iterator<Item = Note> {
    let rows = tally.counts.rows;
    tally.bad_values.columns().filter(|(_, values)| values.count > MAX_EXAMPLES as u64).filter_map(
        move |(column, values)| {
            let values_told = values.most_frequent()?;
            let cells = counted(values.count, "cell");
            let message = format!("{cells} of '{}' cannot be read: {values_told}", shortened(column));
            let note = Note::warning("values-invalid", message).column(column).count_of(values.count, rows);
            Some(Note { field: values.field, ..note })
        },
    )
}
