//! Counts the numbers that a spreadsheet wrote in scientific notation, without their last digits, by column, and turns them
//! into notes (spec section 4, Debris).

use crate::model::{FieldKind, Note, Slot, SlotSource, format_thousands};
use crate::values;

/// Counts by slot index; empty until a number is found.
#[derive(Debug, Default)]
pub struct LostDigits {
    columns: Vec<u64>,
}

impl LostDigits {
    /// Adds what was found in one row, by slot index.
    pub fn note(&mut self, found: &[usize]) {
        for at in found {
            if self.columns.len() <= *at {
                self.columns.resize(at + 1, 0);
            }
            self.columns[*at] += 1;
        }
    }

    /// Returns a note for each column that has such numbers, in slot order. `rows` is the number of rows of the list.
    pub fn notes(&self, slots: &[Slot], rows: u64) -> Vec<Note> {
        let found = slots.iter().zip(&self.columns).filter(|(_, count)| **count > 0);
        found.map(|(slot, count)| note(slot, *count, rows)).collect()
    }
}

fn note(slot: &Slot, count: u64, rows: u64) -> Note {
    let column = slot.column.as_deref().unwrap_or(&slot.field_name);
    let message = format!(
        "{} of {} cells of '{column}' are in a spreadsheet's scientific notation, so their last digits are lost: format the \
         column as text where the digits are still whole, and export the list again",
        format_thousands(count),
        format_thousands(rows)
    );
    Note::warning("digits-lost", message).column(column).field(&slot.field_name).count_of(count, rows)
}

/// Returns the slots of a row whose cell has lost digits; nearly always none. Phone numbers are errors of their rows, with
/// the same advice.
pub fn lost_digits_of_row<'c>(slots: &[Slot], cell: impl Fn(&Slot) -> Option<&'c str>) -> Vec<usize> {
    let is_lost = |slot: &Slot| {
        let may_lose = match slot.kind {
            Some(FieldKind::Text | FieldKind::List(_)) => values::has_lost_digits,
            Some(FieldKind::Number) => values::has_lost_digits_of_id,
            _ => return false,
        };
        matches!(slot.source, SlotSource::Column(_)) && cell(slot).is_some_and(may_lose)
    };
    slots.iter().enumerate().filter(|(_, slot)| is_lost(slot)).map(|(at, _)| at).collect()
}
