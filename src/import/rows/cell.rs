//! Removes from a cell what programs write around its value, before the value is parsed (spec section 4, Debris).

use std::borrow::Cow;

use super::parser::RowParser;
use crate::model::{
    CellFormat, Diagnostic, FieldKind, NamePart, Slot, SlotSource, Unwrapped, are_all_behind_apostrophes,
    begins_plainly, is_text_marker, unguard_formula, unwrap_cell,
};
use crate::profile::Debris;
use crate::profile::cell_text;
use crate::source::Row;
use crate::values;

/// A cell without the wrapping around its value.
pub(super) struct Cell<'c> {
    /// Text as in the source and in messages.
    pub(super) raw: &'c str,
    /// Text as the user wrote it: without the formula guard of a results or errors file.
    pub(super) written: &'c str,
    /// Text to parse as a value.
    pub(super) value: Cow<'c, str>,
    /// Diagnostic that the value is only part of the cell.
    pub(super) left_out: Option<Diagnostic>,
    /// Wrapping found around the value.
    pub(super) debris: Debris,
}

impl RowParser<'_> {
    /// Returns the cell with its value free of any wrapping.
    pub(super) fn unwrap_cell<'c>(&self, raw: &'c str, slot: &Slot, row: Row<'_>) -> Cell<'c> {
        // Nearly all cells end here; the steps below would be paid for every cell of the list.
        if slot.format == CellFormat::Plain && is_bare(raw, slot) {
            return Cell::bare(raw);
        }
        let written = self.unguard(raw);
        let Unwrapped { text, wrapping, keeps_apostrophe } =
            unwrap_cell(written, |text| self.is_own_apostrophe(text, slot, row));
        let separator = self.request.reading.tag_separator;
        let (value, left_out) = match text {
            Cow::Borrowed(text) => values::decode_cell(text, slot.format, separator),
            Cow::Owned(text) => {
                let (value, left_out) = values::decode_cell(&text, slot.format, separator);
                (Cow::Owned(value.into_owned()), left_out)
            }
        };
        let mut cell =
            Cell { raw, written, value, left_out, debris: Debris { wrapping, keeps_apostrophe, had_mark: false } };
        if matches!(slot.kind, Some(FieldKind::Email)) {
            cell.take_off_mark();
        }
        cell
    }

    /// Returns a slot's cell with its value free of any wrapping; `None` if it holds no value.
    pub(super) fn filled_cell<'r>(&self, row: Row<'r>, at: usize) -> Option<Cell<'r>> {
        let slot = &self.request.mapping.slots[at];
        let cell = self.unwrap_cell(cell_text(row, slot)?, slot, row);
        let is_value = self.parse_marker_or_blank(&cell, (slot, row), false).is_none();
        is_value.then_some(cell)
    }

    /// Returns the wrapping found around the values of a row, by slot index.
    pub(in crate::import) fn debris(&self, row: Row<'_>) -> Vec<(usize, Debris)> {
        let slots = self.request.mapping.slots.iter().enumerate();
        // One scan of the row's bytes tells that no cell has an apostrophe or an equals sign.
        let has_wrapping = row.holds(b'\'', b'=');
        // A cell that is split into two fields is counted with the first.
        let is_counted = |slot: &Slot| !matches!(slot.format, CellFormat::NamePart(NamePart::Last, _));
        let may_have = |slot: &Slot| (has_wrapping && is_counted(slot)) || matches!(slot.kind, Some(FieldKind::Email));
        let found = slots.filter(|(_, slot)| may_have(slot)).filter_map(|(at, slot)| {
            let cell = cell_text(row, slot).filter(|cell| !is_bare(cell, slot))?;
            let cell = self.unwrap_cell(cell, slot, row);
            let debris = if self.is_blank_word(&cell) { Debris::default() } else { cell.debris };
            (debris != Debris::default()).then_some((at, debris))
        });
        found.collect()
    }

    /// Removes the `'` with which a results or errors file guards formulas, so that the cell reads as it did in the
    /// source.
    fn unguard<'c>(&self, cell: &'c str) -> &'c str {
        if self.request.mapping.own_columns.is_empty() { cell } else { unguard_formula(cell) }
    }

    /// Returns true if the apostrophe before a trimmed text belongs to it, as in `'t Hooft`. Only texts may begin with
    /// one; before a letter it is a spreadsheet's where all values of the row have one.
    fn is_own_apostrophe(&self, text: &str, slot: &Slot, row: Row<'_>) -> bool {
        match &slot.kind {
            Some(FieldKind::List(options) | FieldKind::Choices(options)) if options.find(text).is_some() => true,
            Some(FieldKind::Text | FieldKind::Tags | FieldKind::List(_) | FieldKind::Choices(_)) => {
                !is_text_marker(text) && !self.are_all_behind_apostrophes(row)
            }
            _ => false,
        }
    }

    fn are_all_behind_apostrophes(&self, row: Row<'_>) -> bool {
        let columns = self.request.mapping.slots.iter().filter(|slot| matches!(slot.source, SlotSource::Column(_)));
        are_all_behind_apostrophes(columns.filter_map(|slot| Some(self.unguard(cell_text(row, slot)?))))
    }
}

/// Returns true if the first and last byte rule out any wrapping, as they do in nearly all cells.
fn is_bare(cell: &str, slot: &Slot) -> bool {
    let ends_bare = || cell.as_bytes().last().is_none_or(u8::is_ascii_alphanumeric);
    begins_plainly(cell) && (!matches!(slot.kind, Some(FieldKind::Email)) || ends_bare())
}

impl<'c> Cell<'c> {
    fn bare(raw: &'c str) -> Self {
        Self { raw, written: raw, value: Cow::Borrowed(raw), left_out: None, debris: Debris::default() }
    }

    /// Removes a comma, semicolon or full stop after an address.
    fn take_off_mark(&mut self) {
        let address = values::without_mark(&self.value);
        if address.len() < self.value.trim_end().len() {
            self.debris.had_mark = true;
            self.value = Cow::Owned(address.to_owned());
        }
    }
}
