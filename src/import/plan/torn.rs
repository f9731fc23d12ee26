//! Detects rows torn into pieces by a line break in an unquoted cell (spec section 2.6).
//!
//! ```text
//!   header   First Name,Email,Street,City,Country     5 cells
//!   line 2   Ann,ann@example.com,Main Street 1        3 cells  ┐ 3 + 3 = 5 + 1, and line 3 alone is no valid row:
//!   line 3   Floor 2,Oslo,NO                          3 cells  ┘ both are pieces
//! ```
//!
//! Each line break replaces a delimiter, so n pieces have n - 1 cells more than the header. A short row is decided only
//! when the rows after it are known, which may be in the next batch; see [`TornRows::settled`].

use std::collections::{BTreeMap, VecDeque};

use crate::model::{Issue, IssueCode};
use crate::source::{Row, Widths};

/// Maximum number of pieces that are joined: few cells have more lines, and rows must not wait for long.
const MAX_PIECES: usize = 16;

/// Detector of pieces among consecutive rows.
pub(super) struct TornRows<'w> {
    widths: &'w Widths,
    /// Number of rows observed.
    seen: u64,
    /// Short rows that later rows may complete, oldest first.
    open: VecDeque<Beginning>,
    /// First and last line of the whole row, by the row index of each piece.
    pieces: BTreeMap<u64, (u64, u64)>,
}

/// A short row joined with the rows after it so far.
struct Beginning {
    row: u64,
    line: u64,
    cells: usize,
}

impl<'w> TornRows<'w> {
    pub(super) fn new(widths: &'w Widths) -> Self {
        Self { widths, seen: 0, open: VecDeque::new(), pieces: BTreeMap::new() }
    }

    /// Observes the next row, which begins on this line. `is_valid` is called only if the answer matters.
    pub(super) fn observe(&mut self, line: u64, cells: usize, is_valid: impl FnOnce() -> bool) {
        let row = self.seen;
        self.seen += 1;
        if cells >= self.widths.fewest || !self.open.is_empty() && is_valid() {
            self.open.clear();
        }
        if cells < self.widths.fewest {
            self.join(row, line, cells);
            self.open.push_back(Beginning { row, line, cells });
        }
    }

    /// Joins a short row to the open beginnings before it. If it completes several, the nearest is the likeliest.
    fn join(&mut self, row: u64, line: u64, cells: usize) {
        for beginning in &mut self.open {
            // The first cell of a piece continues the last cell of the one before, so it is not counted again.
            beginning.cells += cells - 1;
        }
        let Widths { fewest, most, .. } = *self.widths;
        if let Some(first) = self.open.iter().rfind(|beginning| (fewest..=most).contains(&beginning.cells)) {
            self.pieces.extend((first.row..=row).map(|piece| (piece, (first.line, line))));
        }
        self.open.retain(|beginning| beginning.cells < fewest);
        // A bounded number stays open, so that rows wait for a bounded number of others.
        if self.open.len() == MAX_PIECES - 1 {
            self.open.pop_front();
        }
    }

    /// Ends the input: no open row can be completed any more.
    pub(super) fn end(&mut self) {
        self.open.clear();
    }

    /// Returns the number of rows, from the first, whose status as a piece is known.
    pub(super) fn settled(&self) -> u64 {
        self.open.front().map_or(self.seen, |beginning| beginning.row)
    }

    /// Removes and returns the issue of a row if it is a piece.
    pub(super) fn issue(&mut self, index: u64, row: Row<'_>) -> Option<Issue> {
        let (first, last) = self.pieces.remove(&index)?;
        let misfit = self.widths.misfit(row.len());
        let message = format!(
            "{misfit}, but lines {first} to {last} together make a whole row: a line break within a cell cut it; join these \
             lines, and write that cell in quotes"
        );
        Some(Issue::of_row(row.line(), IssueCode::TooFewCells, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static WIDTHS: Widths = Widths::of_columns(5);

    /// Returns the indexes of the pieces among rows given by number of cells and own validity.
    fn pieces(rows: &[(usize, bool)]) -> Vec<u64> {
        let mut torn = TornRows::new(&WIDTHS);
        for (line, &(cells, is_valid)) in (2..).zip(rows) {
            torn.observe(line, cells, || is_valid);
        }
        torn.end();
        assert_eq!(torn.settled(), rows.len() as u64);
        torn.pieces.into_keys().collect()
    }

    const VALID: bool = true;
    const NOT: bool = false;

    #[test]
    fn two_short_rows_that_make_one_are_pieces_if_the_second_is_no_row() {
        assert_eq!(pieces(&[(5, VALID), (3, VALID), (3, NOT), (5, VALID)]), [1, 2]);
        assert!(pieces(&[(3, VALID), (3, VALID)]).is_empty());
        assert!(pieces(&[(3, VALID), (2, NOT)]).is_empty(), "together they have too few");
        assert!(pieces(&[(3, VALID), (4, NOT)]).is_empty(), "too many");
        assert!(pieces(&[(3, VALID), (5, VALID), (3, NOT)]).is_empty(), "they are no neighbours");
        assert!(pieces(&[(1, VALID), (5, NOT)]).is_empty(), "the second is whole");
    }

    #[test]
    fn a_cell_of_several_lines_makes_several_pieces() {
        assert_eq!(pieces(&[(3, VALID), (1, NOT), (1, NOT), (3, NOT), (3, VALID)]), [0, 1, 2, 3]);
        assert!(pieces(&[(3, VALID), (1, NOT), (1, VALID), (3, NOT)]).is_empty(), "a row lies between them");
        assert_eq!(pieces(&[(1, VALID), (3, NOT), (3, NOT)]), [1, 2], "the nearest");
    }

    #[test]
    fn rows_wait_for_a_bounded_number_of_others() {
        let mut torn = TornRows::new(&WIDTHS);
        for line in 0..1000 {
            torn.observe(line, 1, || NOT);
            assert!(line + 1 - torn.settled() < MAX_PIECES as u64);
        }
        torn.observe(1000, 5, || VALID);
        assert_eq!(torn.settled(), 1001);
    }

    #[test]
    fn rows_that_end_with_a_delimiter_beyond_the_header_are_put_together_with_it() {
        let mut widths = Widths::of_columns(5);
        widths.most = 6;
        let mut torn = TornRows::new(&widths);
        torn.observe(2, 4, || VALID);
        torn.observe(3, 3, || NOT);
        assert_eq!(torn.pieces.len(), 2);
    }
}
