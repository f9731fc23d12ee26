//! Rows that do not fit the header (spec section 2.6), in the words that an errors file carries back.

use std::cmp::Ordering;
use std::fmt;

use super::IssueCode;

/// Cell counts of a row that does not fit its header. Displayed as `the row has 6 cells and the header 5`, in a list
/// without a header as `the row has 6 cells and most rows 5`: each message about such a row begins so, and a re-imported
/// errors file is recognised by these words (spec section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    /// Number of cells of the row.
    pub cells: usize,
    /// Number of columns of the header, or, without one, of cells of most rows.
    pub columns: usize,
    /// True if the list has a header.
    pub has_header: bool,
}

const BEFORE: &str = "the row has ";
const AND_HEADER: &str = " and the header ";
const AND_ROWS: &str = " and most rows ";

impl Misfit {
    /// Finds the phrase in a text, such as the `Error` cell of an errors file.
    pub fn find(text: &str) -> Option<Self> {
        text.match_indices(BEFORE).find_map(|(at, _)| Self::read(&text[at + BEFORE.len()..]))
    }

    /// Parses `6 cells and the header 5`, whatever follows.
    fn read(text: &str) -> Option<Self> {
        let (cells, rest) = text.split_once(' ')?;
        let rest = rest.trim_start_matches("cell").trim_start_matches('s');
        let (has_header, columns) = match rest.strip_prefix(AND_HEADER) {
            Some(columns) => (true, columns),
            None => (false, rest.strip_prefix(AND_ROWS)?),
        };
        let digits = columns.find(|c: char| !c.is_ascii_digit()).unwrap_or(columns.len());
        Some(Self { cells: cells.parse().ok()?, columns: columns[..digits].parse().ok()?, has_header })
    }

    /// Returns the code of an issue about such a row.
    pub fn code(self) -> IssueCode {
        match self.cells.cmp(&self.columns) {
            Ordering::Greater => IssueCode::TooManyCells,
            Ordering::Equal | Ordering::Less => IssueCode::TooFewCells,
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.cells == 1 { "cell" } else { "cells" };
        let and = if self.has_header { AND_HEADER } else { AND_ROWS };
        write!(f, "{BEFORE}{} {noun}{and}{}", self.cells, self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_misfit_is_found_in_an_error_cell() {
        let cases = [(1, 4, true, IssueCode::TooFewCells), (6, 5, true, IssueCode::TooManyCells)];
        for (cells, columns, has_header, code) in cases.into_iter().chain([(6, 5, false, IssueCode::TooManyCells)]) {
            let misfit = Misfit { cells, columns, has_header };
            let cell = format!("Email: 'x' is no address; {misfit}: quote the cell");
            assert_eq!(Misfit::find(&cell), Some(misfit));
            assert_eq!(misfit.code(), code);
        }
    }

    #[test]
    fn errors_files_of_earlier_editions_are_understood() {
        let cell = "the row has 1 cells and the header 7: perhaps a cell with a line break is not quoted";
        assert_eq!(Misfit::find(cell), Some(Misfit { cells: 1, columns: 7, has_header: true }));
    }

    #[test]
    fn other_texts_say_nothing() {
        for cell in ["", "the row has ", "the row has many cells and the header 5", "the row has 3 cells", "Email: bad"]
        {
            assert_eq!(Misfit::find(cell), None, "{cell:?}");
        }
        assert_eq!(Misfit::find("the row has it; the row has 2 cells and the header 3").map(|it| it.cells), Some(2));
    }
}
