//! Evidence of a column about its decimal mark.

use super::form::{NumberForm, form};
use crate::model::DecimalMark;

/// Decimal mark by which the numbers of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalReading {
    /// The text stands alone: a point is a decimal mark, a comma is an error.
    #[default]
    Alone,
    /// This mark, as the column shows or the user says.
    Mark(DecimalMark),
    /// Some numbers of the column have a decimal comma, others a decimal point: each with a mark is an error.
    Mixed,
    /// No number of the column shows its mark: `1,234` may be one or a thousand.
    Open,
}

/// What one cell shows about the decimal mark of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberSign(NumberForm);

impl NumberSign {
    /// Returns what a trimmed cell shows.
    pub fn of(text: &str) -> Self {
        Self(form(text))
    }

    /// Returns true if the cell is a number with a comma or a point.
    pub fn has_mark(self) -> bool {
        matches!(self.0, NumberForm::Only(_) | NumberForm::Either)
    }
}

/// Evidence of a whole column about its decimal mark.
#[derive(Debug, Default)]
pub struct NumberEvidence {
    /// Cells that are not blank.
    cells: u64,
    /// Numbers that only a decimal comma reads.
    commas: u64,
    /// Numbers that only a decimal point reads.
    points: u64,
    /// Numbers that both read.
    either: u64,
}

impl NumberEvidence {
    /// Adds a cell that is not blank.
    pub fn note(&mut self, NumberSign(form): NumberSign) {
        self.cells += 1;
        match form {
            NumberForm::Only(DecimalMark::Comma) => self.commas += 1,
            NumberForm::Only(DecimalMark::Point) => self.points += 1,
            NumberForm::Either => self.either += 1,
            NumberForm::Plain | NumberForm::Other => {}
        }
    }

    /// Returns the number of cells that are not blank.
    pub fn cells(&self) -> u64 {
        self.cells
    }

    /// Returns the number of numbers that only this mark reads.
    pub fn only(&self, mark: DecimalMark) -> u64 {
        match mark {
            DecimalMark::Comma => self.commas,
            DecimalMark::Point => self.points,
        }
    }

    /// Returns the number of numbers that could be read with either mark.
    pub fn either(&self) -> u64 {
        self.either
    }

    /// Returns the number of numbers with a comma or a point.
    pub fn marked(&self) -> u64 {
        self.commas + self.points + self.either
    }

    /// Returns how the column is read, given the mark that the user says.
    pub fn reading(&self, given: Option<DecimalMark>) -> DecimalReading {
        match (given, self.commas > 0, self.points > 0) {
            (Some(mark), _, _) => DecimalReading::Mark(mark),
            (None, true, true) => DecimalReading::Mixed,
            (None, true, false) => DecimalReading::Mark(DecimalMark::Comma),
            (None, false, false) if self.either > 0 => DecimalReading::Open,
            (None, false, _) => DecimalReading::Mark(DecimalMark::Point),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_shows_its_mark() {
        let (comma, point) = (DecimalReading::Mark(DecimalMark::Comma), DecimalReading::Mark(DecimalMark::Point));
        for (cells, expected) in [
            (&["1,234", "12.5"][..], point),
            (&["1,234", "12,5"], comma),
            (&["1,234", "5"], DecimalReading::Open),
            (&["12.5", "12,5", "7"], DecimalReading::Mixed),
            (&["5", "x"], point),
        ] {
            let mut evidence = NumberEvidence::default();
            for cell in cells {
                evidence.note(NumberSign::of(cell));
            }
            assert_eq!(evidence.reading(None), expected, "{cells:?}");
            assert_eq!(evidence.reading(Some(DecimalMark::Comma)), comma);
        }
    }
}
