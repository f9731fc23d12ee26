//! A cell taken out of what programs write around its value, before it is read (spec section 4, Debris).

use std::borrow::Cow;

use super::row_parser::{RowParser, cell_text};
use crate::model::{
    CellFormat, Diagnostic, FieldKind, Slot, SlotSource, Unwrapped, Wrapping, begins_plainly, is_text_marker,
    unguard_formula, unwrap_cell,
};
use crate::source::Row;
use crate::values;

/// Cells of a row that are asked whether they stand behind apostrophes. Each cell that does asks again.
const MAX_CHECKED_CELLS: usize = 20;

/// A cell without what was written around its value.
pub(super) struct Cell<'c> {
    /// As it stands in the source, and in messages.
    pub(super) raw: &'c str,
    /// As the user wrote it: without the guard of a formula that a file of ours has.
    pub(super) written: &'c str,
    /// What is read as a value.
    pub(super) value: Cow<'c, str>,
    /// That the value is not all of the cell.
    pub(super) left_out: Option<Diagnostic>,
    /// What was found around the value.
    pub(super) debris: Debris,
}

/// What was found around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Debris {
    /// A spreadsheet's wrapping, which was taken off.
    pub(super) wrapping: Option<Wrapping>,
    /// Whether the value begins with an apostrophe, which was kept.
    pub(super) keeps_apostrophe: bool,
    /// Whether a comma, semicolon or full stop behind an address was taken off.
    pub(super) had_mark: bool,
}

impl RowParser<'_> {
    /// A cell as its value stands in it, whatever was written around it.
    pub(super) fn unwrap_cell<'c>(&self, raw: &'c str, slot: &Slot, row: Row<'_>) -> Cell<'c> {
        if slot.format == CellFormat::Plain && is_bare(raw, slot) {
            return Cell::bare(raw);
        }
        let written = self.unguard(raw);
        let Unwrapped { text, wrapping, keeps_apostrophe } =
            unwrap_cell(written, |text| self.is_own_apostrophe(text, slot, row));
        let separator = self.request.tag_separator;
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

    /// What was found around the values of a row, by the places of their slots.
    pub(super) fn debris(&self, row: Row<'_>) -> Vec<(usize, Debris)> {
        let slots = self.request.mapping.slots.iter().enumerate();
        let has_wrapping = row.holds(b'\'', b'=');
        let may_have = |slot: &Slot| has_wrapping || matches!(slot.kind, Some(FieldKind::Email));
        let found = slots.filter(|(_, slot)| may_have(slot)).filter_map(|(at, slot)| {
            let cell = cell_text(row, slot).filter(|cell| !is_bare(cell, slot))?;
            let debris = self.unwrap_cell(cell, slot, row).debris;
            (debris != Debris::default()).then_some((at, debris))
        });
        found.collect()
    }

    /// The cell without the `'` that a results or errors file guards formulas with: as the source had it, to be read as it
    /// was there.
    fn unguard<'c>(&self, cell: &'c str) -> &'c str {
        if self.request.mapping.own_columns.is_empty() { cell } else { unguard_formula(cell) }
    }

    /// Whether an apostrophe before a trimmed text belongs to it. Only texts may begin with one; before a letter it is a
    /// spreadsheet's where all values of the row stand behind one.
    fn is_own_apostrophe(&self, text: &str, slot: &Slot, row: Row<'_>) -> bool {
        match &slot.kind {
            Some(FieldKind::List(options)) if options.find(text).is_some() => true,
            Some(FieldKind::Text | FieldKind::Tags | FieldKind::List(_)) => {
                !is_text_marker(text) && !self.are_all_behind_apostrophes(row)
            }
            _ => false,
        }
    }

    fn are_all_behind_apostrophes(&self, row: Row<'_>) -> bool {
        let columns = self.request.mapping.slots.iter().filter(|slot| matches!(slot.source, SlotSource::Column(_)));
        let cells = columns.filter_map(|slot| Some(self.unguard(cell_text(row, slot)?).trim()));
        let cells = cells.filter(|cell| !values::is_blank(cell)).take(MAX_CHECKED_CELLS);
        let mut count = 0;
        let is_behind = |cell: &str| cell.strip_prefix('\'').is_some_and(|text| !text.ends_with('\''));
        cells.inspect(|_| count += 1).all(is_behind) && count > 1
    }
}

/// Whether a glance shows that nothing is written around a value. Nearly all cells are so.
fn is_bare(cell: &str, slot: &Slot) -> bool {
    let ends_bare = || cell.as_bytes().last().is_none_or(u8::is_ascii_alphanumeric);
    begins_plainly(cell) && (!matches!(slot.kind, Some(FieldKind::Email)) || ends_bare())
}

impl<'c> Cell<'c> {
    fn bare(raw: &'c str) -> Self {
        Self { raw, written: raw, value: Cow::Borrowed(raw), left_out: None, debris: Debris::default() }
    }

    /// Takes a comma, semicolon or full stop off that stands behind an address.
    fn take_off_mark(&mut self) {
        let address = values::without_mark(&self.value);
        if address.len() < self.value.trim_end().len() {
            self.debris.had_mark = true;
            self.value = Cow::Owned(address.to_owned());
        }
    }
}
