//! What is wrong with a row whose cells do not fit the header, and what to do about it (spec section 2.6).

use super::batch::Row;
use super::cell_text::{delimiter_name, excerpt, is_blank};
use super::records::Record;
use super::widths::Widths;
use super::wrapped::cells_within;
use crate::model::{Column, Issue, IssueCode, Misfit, sanitize};

/// The longest cell that a message puts together again, in bytes.
const LONGEST_SUSPECT: usize = 80;

/// Finds the rows of one source that do not fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Misfits<'s> {
    pub(super) columns: &'s [Column],
    pub(super) widths: &'s Widths,
    pub(super) delimiter: u8,
}

impl Misfits<'_> {
    /// What does not fit about a row that came from this record; its blank tail is dropped where that may be missing.
    pub(super) fn issue(self, record: &Record<'_>, row: Row<'_>) -> Option<Issue> {
        let cells = row.len();
        if cells > self.widths.columns {
            Some(self.extra_cells(row))
        } else if cells < self.widths.fewest {
            self.torn(record, row)
        } else {
            self.unnamed_cell(row)
        }
    }

    fn extra_cells(self, row: Row<'_>) -> Issue {
        let message = format!("{}: {}", self.misfit(row), self.advice(row, "delete the extra cells"));
        let value = row.cells().skip(self.columns.len()).find(|cell| !is_blank(cell)).map(excerpt);
        Issue { value, ..Issue::of_row(row.line(), IssueCode::TooManyCells, message) }
    }

    /// A filled cell under a column at the end that has no name and is blank elsewhere: where the header ends with a
    /// delimiter, a row that a bare delimiter shifts looks so.
    fn unnamed_cell(self, row: Row<'_>) -> Option<Issue> {
        let is_filled = |at: &&usize| row.cell(**at).is_some_and(|cell| !is_blank(cell));
        let at = *self.widths.sparse.iter().find(is_filled)?;
        let misfit = Misfit { cells: row.len(), columns: self.widths.fewest };
        let other_way = format!("give column #{} a name in the header, or map it", at + 1);
        let message = format!(
            "{misfit}, because column #{} has no name and is blank in nearly all other rows: {}",
            at + 1,
            self.advice(row, &other_way)
        );
        let column = self.columns.get(at).map(Column::shown_label);
        Some(Issue {
            column,
            value: row.cell(at).map(excerpt),
            ..Issue::of_row(row.line(), IssueCode::TooManyCells, message)
        })
    }

    /// A short row of which the rest is missing. Others lack blank cells alone.
    fn torn(self, record: &Record<'_>, row: Row<'_>) -> Option<Issue> {
        let reason = if cells_within(row, self.delimiter) >= self.widths.fewest {
            "the whole line is in quotes, so it is one cell; take off the quotes at both ends, and write \"\" within it as \""
        } else if record.ends_file {
            "the file ends with it, without a line end, so it seems cut off; get the whole file, or end its last line"
        } else {
            return None;
        };
        let message = format!("{}: {reason}", self.misfit(row));
        Some(Issue {
            value: row.cells().last().map(excerpt),
            ..Issue::of_row(row.line(), IssueCode::TooFewCells, message)
        })
    }

    fn misfit(self, row: Row<'_>) -> Misfit {
        Misfit { cells: row.len(), columns: self.columns.len() }
    }

    /// What to do where cells are shifted, with the cell that looks cut in two.
    fn advice(self, row: Row<'_>, other_way: &str) -> String {
        let delimiter = delimiter_name(self.delimiter);
        let suspect = self.suspect(row).map_or_else(String::new, |cell| format!(", perhaps \"{cell}\""));
        format!(
            "a {delimiter} within a cell moves those behind it; write such a cell in quotes{suspect}, or {other_way}"
        )
    }

    /// The first cell with a blank behind a delimiter, as in `Moe, Sons and Co`, put together again. Where the header has
    /// such blanks, they say nothing.
    fn suspect(self, row: Row<'_>) -> Option<String> {
        if self.columns.iter().skip(1).any(|column| column.raw.starts_with(' ')) {
            return None;
        }
        let is_rest = |cell: &[u8]| cell.starts_with(b" ") && !is_blank(cell);
        let (before, rest) = row.cells().zip(row.cells().skip(1)).find(|(_, cell)| is_rest(cell))?;
        let whole = [before, &[self.delimiter], rest].concat();
        let is_shown = whole.len() <= LONGEST_SUSPECT && !is_blank(before) && !whole.contains(&b'"');
        is_shown.then(|| sanitize(&excerpt(&whole)).into_owned())
    }
}
