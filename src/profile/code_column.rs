//! A column of calling codes beside phone numbers without them: `60`, `+65`, `0044` (spec section 4, Phone).

use std::collections::HashSet;

use super::sample::BATCH;
use crate::mapping::is_about_calling_codes;
use crate::model::{Cancel, unwrap_cell};
use crate::source::{Batch, Row, Source, SourceError};
use crate::values::{Region, is_blank};

/// Number of rows that are looked at; each number is parsed by the library.
const ROWS: usize = 1_000;

/// Minimum number of numbers that show that a column without a word for codes holds codes.
const MIN_NUMBERS: usize = 3;

/// A column whose calling codes read the phone numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeColumn {
    /// Index of the column, from 0.
    pub column: usize,
    /// Number of phone numbers that are valid with the code of their row.
    pub valid: usize,
    /// Number of phone numbers without a country code that were looked at.
    pub of: usize,
}

/// Counts of one column.
#[derive(Debug, Default)]
struct Codes {
    valid: usize,
    /// True if some cell is no calling code.
    is_other: bool,
    distinct: HashSet<&'static str>,
}

/// Finds the column that says of which country the numbers of the phone column are: all its cells are calling codes, and
/// nine in ten numbers are valid with them. It looks at the first rows.
///
/// # Errors
/// The source cannot be read, or the user cancelled.
pub fn find_code_column(
    source: &mut Source,
    phone_column: usize,
    cancel: &Cancel,
) -> Result<Option<CodeColumn>, SourceError> {
    let mut columns: Vec<Codes> = source.columns().iter().map(|_| Codes::default()).collect();
    let (mut batch, mut of, mut left) = (Batch::default(), 0, ROWS);
    let mut batches = source.batches(BATCH)?;
    while left > 0 && batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows().take(left) {
            of += usize::from(note(&mut columns, phone_column, row));
        }
        left = left.saturating_sub(batch.len());
    }
    let names = source.columns().iter().map(|column| is_about_calling_codes(&column.name));
    let found =
        columns.iter().zip(names).enumerate().filter(|(_, (codes, is_named))| codes.read_numbers(of, *is_named));
    let found =
        found.map(|(column, (codes, is_named))| (is_named, codes.valid, CodeColumn { column, valid: codes.valid, of }));
    Ok(found.rev().max_by_key(|(is_named, valid, _)| (*is_named, *valid)).map(|(.., column)| column))
}

/// Looks at a row; returns true if it has a number without a country code.
fn note(columns: &mut [Codes], phone_column: usize, row: Row<'_>) -> bool {
    let Some(number) = row.text(phone_column).map(|cell| unwrap_cell(cell, |_| false).text) else { return false };
    let number = number.trim();
    if is_blank(number) || number.starts_with('+') || number.starts_with("00") {
        return false;
    }
    for (index, codes) in
        columns.iter_mut().enumerate().filter(|(index, codes)| *index != phone_column && !codes.is_other)
    {
        match row.text(index) {
            Some(cell) if !is_blank(cell) => codes.note(&unwrap_cell(cell, |_| false).text, number),
            _ => {}
        }
    }
    true
}

impl Codes {
    fn note(&mut self, cell: &str, number: &str) {
        match Region::of_calling_code(cell) {
            Some(region) => {
                self.valid += usize::from(region.has_number(number));
                self.distinct.insert(region.as_str());
            }
            None => self.is_other = true,
        }
    }

    fn read_numbers(&self, of: usize, is_named: bool) -> bool {
        let is_shown = is_named || of >= MIN_NUMBERS && self.distinct.len() > 1;
        !self.is_other && is_shown && of > 0 && self.valid * 10 >= of * 9
    }
}
