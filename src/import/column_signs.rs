//! What the cells of a row show about their columns, for the prescan: how they are written, and words for nothing.

use super::row_parser::RowParser;
use crate::profile::{CellSign, cell_text, lost_digits_of_row, placeholders_of_row};
use crate::source::Row;

impl RowParser<'_> {
    /// Returns what the cells of a row show about how their columns are written; for the prescan.
    pub(super) fn signs(&self, row: Row<'_>) -> Vec<(usize, CellSign)> {
        let sign = |at: &usize| {
            let slot = &self.request.mapping.slots[*at];
            let cell = self.unwrap_cell(cell_text(row, slot)?, slot, row);
            let is_value = self.parse_marker_or_blank(&cell, slot, false).is_none();
            is_value.then(|| (*at, CellSign::of(slot, cell.value.trim(), &self.rules[*at])))
        };
        self.typed_slots.iter().filter_map(sign).collect()
    }

    /// Returns the slots of a row whose numbers have lost digits; for the prescan.
    pub(super) fn lost_digits(&self, row: Row<'_>) -> Vec<usize> {
        let reading = &self.request.reading;
        let slots = &self.request.mapping.slots;
        let mut found = lost_digits_of_row(slots, |slot| cell_text(row, slot));
        found.retain(|at| cell_text(row, &slots[*at]).is_some_and(|cell| reading.is_value(cell)));
        found
    }

    /// Returns the words of a row that only stand for nothing, by slot index; for the prescan.
    pub(super) fn placeholders(&self, row: Row<'_>) -> Vec<(usize, String)> {
        let reading = &self.request.reading;
        placeholders_of_row(&self.request.mapping.slots, |slot| {
            cell_text(row, slot).filter(|cell| reading.is_value(cell))
        })
    }
}
