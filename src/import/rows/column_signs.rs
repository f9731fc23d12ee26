//! What the cells of a row show about their columns, for the prescan: how they are written, words for nothing, and
//! options that fields lack.

use super::parser::RowParser;
use crate::import::options::missing;
use crate::model::{CellFormat, Few, Text};
use crate::profile::{CellSign, Spelling, cell_text, lost_digits_of_row, placeholders_of_row};
use crate::source::Row;
use crate::values::PhoneSign;

impl RowParser<'_> {
    /// Returns what the cells of a row show about how their columns are written; for the prescan.
    pub(in crate::import) fn signs(&self, row: Row<'_>) -> Vec<(usize, CellSign)> {
        let sign = |at: &usize| {
            let cell = self.filled_cell(row, *at)?;
            Some((*at, CellSign::of(&self.request.mapping.slots[*at], cell.value.trim(), &self.rules[*at])))
        };
        self.typed_slots.iter().filter_map(sign).collect()
    }

    /// Returns how the countries and languages of a row are written, by slot index; for the prescan.
    pub(in crate::import) fn spellings(&self, row: Row<'_>) -> Few<(usize, Spelling)> {
        let spelling = |at: &usize| Some((*at, Spelling::of(self.filled_cell(row, *at)?.value.trim())?));
        self.named_slots.iter().filter_map(spelling).collect()
    }

    /// Returns the slots of a row whose numbers have lost digits; for the prescan.
    pub(in crate::import) fn lost_digits(&self, row: Row<'_>) -> Vec<usize> {
        let reading = &self.request.reading;
        let slots = &self.request.mapping.slots;
        let mut found = lost_digits_of_row(slots, |slot| cell_text(row, slot));
        found.retain(|at| cell_text(row, &slots[*at]).is_some_and(|cell| reading.is_value(cell)));
        found
    }

    /// Returns the words of a row that only stand for nothing, by slot index; for the prescan.
    pub(in crate::import) fn placeholders(&self, row: Row<'_>) -> Vec<(usize, String)> {
        let reading = &self.request.reading;
        placeholders_of_row(&self.request.mapping.slots, |slot| {
            cell_text(row, slot).filter(|cell| reading.is_value(cell))
        })
    }

    /// Returns the options that a row needs and its fields lack, by slot index; for the prescan.
    pub(in crate::import) fn new_options(&self, row: Row<'_>) -> Vec<(usize, Vec<Text>)> {
        let of_slot = |at: &usize| {
            let names = self.missing_options(row, *at);
            (!names.is_empty()).then_some((*at, names))
        };
        self.option_slots.iter().filter_map(of_slot).collect()
    }

    /// Returns the options that a slot's cell needs and its field lacks.
    pub(in crate::import) fn missing_options(&self, row: Row<'_>, at: usize) -> Vec<Text> {
        let kind = self.request.mapping.slots[at].kind.as_ref();
        let names = || Some(missing(kind?, &self.filled_cell(row, at)?.value));
        names().unwrap_or_default()
    }

    /// Returns what the phone cell of a row shows about its column; for the prescan.
    pub(in crate::import) fn phone_sign(&self, row: Row<'_>) -> Option<PhoneSign> {
        self.sign_of_phone(row, self.phone_slot?)
    }

    /// Returns what a slot's cell shows about its column of phone numbers.
    pub(super) fn sign_of_phone(&self, row: Row<'_>, at: usize) -> Option<PhoneSign> {
        let slot = &self.request.mapping.slots[at];
        let raw = cell_text(row, slot)?;
        // Most numbers begin with `+` and need no cleaning to be counted; a marker could look like one.
        let at_a_glance = || PhoneSign::at_a_glance(raw).filter(|_| slot.format == CellFormat::Plain);
        if !self.request.reading.has_markers()
            && let Some(sign) = at_a_glance()
        {
            return Some(sign);
        }
        let cell = self.filled_cell(row, at)?;
        PhoneSign::of(&cell.value, self.request.reading.region, || self.country(row))
    }

    /// Returns what the cells of a row show about columns of phone numbers other than Phone Number, by slot index; for the
    /// prescan.
    pub(in crate::import) fn other_phone_signs(&self, row: Row<'_>) -> Vec<(usize, PhoneSign)> {
        let sign = |at: &usize| Some((*at, self.sign_of_phone(row, *at)?));
        self.other_phone_slots.iter().filter_map(sign).collect()
    }
}
