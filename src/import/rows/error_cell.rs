//! What the `Error` cell in a row of a results or errors file still says of the row, until the user empties it.

use super::cell::Cell;
use super::parser::RowParser;
use crate::model::{Issue, Misfit, RowStatus, Slot, has_escaped_byte};
use crate::source::Row;
use crate::values;

/// Beginnings of the messages on a cell that holds bytes which are no text, or a NUL.
const ABOUT_BYTES: [&str; 2] = ["character ", "a byte that is no text "];

/// Part of the message that not all errors of the row are listed.
const NOT_ALL: &str = " more error";

impl RowParser<'_> {
    /// Returns the issue of an errors file's row that did not fit its header. The file pads each row to all cells, so
    /// nothing shows any more whether they are where they belong, and the `Error` cell decides until the user empties
    /// it.
    pub(super) fn uncorrected_misfit(&self, row: Row<'_>) -> Option<Issue> {
        let under_its_header = || {
            let misfit = self.error_cells(row).find_map(Misfit::find)?;
            Some((misfit, "as its Error cell says: correct the row, then empty that cell".to_owned()))
        };
        let (misfit, advice) = under_its_header().or_else(|| displaced_misfit(row))?;
        Some(Issue::of_row(row.line(), misfit.code(), format!("{misfit}, {advice}")))
    }

    /// Returns true if an errors file shows a byte of the cell as `\x` and two digits. The list itself may hold such a text,
    /// `D:\x64\tools`: then the `Error` cell is empty, or tells of other columns.
    pub(super) fn has_lost_byte(&self, cell: &Cell<'_>, slot: &Slot, row: Row<'_>) -> bool {
        self.is_own_file()
            && has_escaped_byte(cell.written)
            && self.error_cells(row).any(|text| self.may_tell_of_bytes(text, slot))
    }

    fn may_tell_of_bytes(&self, text: &str, slot: &Slot) -> bool {
        // A text that names no column is no message of this tool, and may mean any.
        let names_columns = self.request.mapping.slots.iter().any(|slot| has_message(text, slot, ""));
        !names_columns || text.contains(NOT_ALL) || ABOUT_BYTES.iter().any(|message| has_message(text, slot, message))
    }

    /// Returns the texts of the columns that this tool wrote, without statuses.
    fn error_cells<'r>(&self, row: Row<'r>) -> impl Iterator<Item = &'r str> {
        let is_status = |text: &str| RowStatus::ALL.iter().any(|status| status.as_str() == text.trim());
        let texts = self.request.mapping.own_columns.iter().filter_map(move |column| row.text(*column));
        texts.filter(move |text| !values::is_blank(text) && !is_status(text))
    }
}

/// Finds the `Error` cell of a row whose cells were joined as it advises: surplus cells of a row stand behind it, so it
/// moved to the left with them, under the header of another column.
fn displaced_misfit(row: Row<'_>) -> Option<(Misfit, String)> {
    let (index, misfit) = (0..row.len()).find_map(|index| Some((index, Misfit::find(row.text(index)?)?)))?;
    let advice = format!(
        "as its Error cell says, which now stands in column {}: delete that cell, so that those behind it move back",
        index + 1
    );
    Some((misfit, advice))
}

/// Returns true if an `Error` cell, `Phone Number: country code missing; Email: …`, has a message on a slot's column that
/// begins so.
fn has_message(text: &str, slot: &Slot, beginning: &str) -> bool {
    let message = |label: String| format!("{label}: {beginning}");
    let has = |message: String| text.starts_with(&message) || text.contains(&format!("; {message}"));
    slot.shown_column().map(message).is_some_and(has)
}
