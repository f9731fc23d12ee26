//! Counts the wrapping found around the values of each column in the prescan, and turns it into notes (spec section 4,
//! Debris).

use crate::model::{Note, Slot, Wrapping, counted};

/// Wrapping found around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Debris {
    /// Spreadsheet wrapping that was removed.
    pub wrapping: Option<Wrapping>,
    /// True if the value begins with an apostrophe that was kept.
    pub keeps_apostrophe: bool,
    /// True if a comma, semicolon or full stop after an address was removed.
    pub had_mark: bool,
}

/// Counts by slot index; empty until something is found.
#[derive(Debug, Default)]
pub struct DebrisProfile {
    columns: Vec<Counts>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    formulas: u64,
    apostrophes: u64,
    kept_apostrophes: u64,
    marks: u64,
}

impl DebrisProfile {
    /// Adds the findings of one row.
    pub fn note(&mut self, found: &[(usize, Debris)]) {
        for (at, debris) in found {
            if self.columns.len() <= *at {
                self.columns.resize(at + 1, Counts::default());
            }
            self.columns[*at].note(*debris);
        }
    }

    /// Returns the notes on the columns of a source with this many rows, in slot order.
    pub fn notes(&self, slots: &[Slot], rows: u64) -> Vec<Note> {
        slots.iter().zip(&self.columns).flat_map(|(slot, counts)| counts.notes(slot, rows)).collect()
    }
}

impl Counts {
    fn note(&mut self, debris: Debris) {
        self.formulas += u64::from(debris.wrapping == Some(Wrapping::Formula));
        self.apostrophes += u64::from(debris.wrapping == Some(Wrapping::Apostrophe));
        self.kept_apostrophes += u64::from(debris.keeps_apostrophe);
        self.marks += u64::from(debris.had_mark);
    }

    fn notes(self, slot: &Slot, rows: u64) -> Vec<Note> {
        let column = slot.column.as_deref().unwrap_or(&slot.field_name);
        let values = |count| format!("{} of the column '{column}'", counted(count, "value"));
        let notes = [
            (self.formulas + self.apostrophes, "cells-unwrapped", self.unwrapped(&values)),
            (self.kept_apostrophes, "apostrophes-kept", kept(&values(self.kept_apostrophes))),
            (self.marks, "email-marks-removed", marked(&values(self.marks))),
        ];
        let found = notes.into_iter().filter(|(count, ..)| *count > 0);
        let note = |(count, code, message)| {
            Note::info(code, message).column(column).field(&slot.field_name).count_of(count, rows)
        };
        found.map(note).collect()
    }

    fn unwrapped(self, values: &impl Fn(u64) -> String) -> String {
        let what = match (self.formulas, self.apostrophes) {
            (_, 0) => "the =\"…\" that spreadsheets write around texts",
            (0, _) => "the apostrophe that spreadsheets write before texts",
            _ => "the =\"…\" and the apostrophe that spreadsheets write around texts",
        };
        format!("{}: read without {what}", values(self.formulas + self.apostrophes))
    }
}

fn kept(values: &str) -> String {
    format!(
        "{values}: the apostrophe at the beginning is kept, because a letter follows, as in 't Hooft; if a program wrote \
         it, delete it in the list"
    )
}

fn marked(values: &str) -> String {
    format!("{values}: read without the comma, semicolon or full stop behind the address")
}
