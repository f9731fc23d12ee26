//! Values of a row that can be read in several ways, for questions about them.

use super::parser::RowParser;
use crate::model::FieldKind;
use crate::profile::CellSign;
use crate::source::Row;

impl RowParser<'_> {
    /// Returns the value of a slot's cell, if nothing in the cell or its row says how it is read: a number of no known
    /// country, a date that needs a format, a number with a mark.
    pub(in crate::import) fn open_value(&self, row: Row<'_>, at: usize) -> Option<String> {
        let slot = &self.request.mapping.slots[at];
        let cell = self.filled_cell(row, at)?;
        let value = cell.value.trim();
        let is_open = match slot.kind {
            Some(FieldKind::Phone) => self.sign_of_phone(row, at)?.lacks_country(),
            _ => CellSign::of(slot, value, &self.rules[at]).is_open(),
        };
        is_open.then(|| value.to_owned())
    }
}
