//! Notes on an import whose rows were counted: those of its preparation, and what the counts add (spec section 5a).

use crate::import::summary::MAX_EXAMPLES;
use crate::import::{Import, Summary};
use crate::mapping::shortened;
use crate::model::{Counts, FieldId, Note, Target, counted};

/// Code of the note that an import creates fields.
pub const FIELDS_CREATED: &str = "fields-created";

impl Import<'_> {
    /// Returns the notes on the list, on new identifiers, on people whom the import may add a second time, on kept edits, on
    /// bad values that occur often, on options that fields lack, and on garbled texts. The note on created fields is left out if no row is written.
    pub fn outcome_notes(&self, tally: &Summary) -> Vec<Note> {
        // An import that writes no row creates no field, so the note of the preparation would be wrong.
        let creates = self.uncreated_fields(&tally.counts).is_empty();
        let notes = self.notes().iter().filter(|note| creates || note.code != FIELDS_CREATED).cloned();
        let garbled = tally.garbled.notes(tally.counts.rows, str::to_owned);
        let notes = notes.chain(self.new_identifier_notes(&tally.counts)).chain(near_note(tally));
        let notes = notes.chain(tally.kept_edits.notes(tally.counts.rows)).chain(bad_value_notes(tally));
        notes.chain(self.option_notes(tally)).chain(garbled).collect()
    }

    /// Returns a note for each custom field that serves as identifier from this import on.
    pub fn new_identifier_notes(&self, counts: &Counts) -> Vec<Note> {
        let uncreated = self.uncreated_fields(counts);
        let stay = self.new_identifiers.iter().filter(|id| !uncreated.contains(id));
        stay.map(|id| self.new_identifier_note(*id)).collect()
    }

    fn new_identifier_note(&self, id: FieldId) -> Note {
        let field = self.request.field_name(Target::Field(id));
        Note::info("identifier-new", format!("{field} serves as identifier from now on")).field(field)
    }
}

fn near_note(tally: &Summary) -> Option<Note> {
    let (near, rows) = (tally.near.count, tally.counts.rows);
    let adds = if near == 1 { "adds" } else { "add" };
    let message = || format!("{} {adds} a person who may be there already", counted(near, "row"));
    (near > 0).then(|| Note::warning("near-misses", message()).count_of(near, rows))
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
