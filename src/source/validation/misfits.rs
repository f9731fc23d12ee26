//! Issues of rows whose cells do not fit the header, with advice (spec section 2.6).

use super::widths::Widths;
use super::wrapped::cells_within;
use crate::model::{Column, Issue, IssueCode, Misfit, RowIssues, sanitize};
use crate::source::cell_text::{delimiter_name, excerpt, is_blank};
use crate::source::records::{Record, Row};

/// Maximum length of a rejoined cell in a message, in bytes.
const LONGEST_SUSPECT: usize = 80;

/// Checks the rows of one source against the header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Misfits<'s> {
    pub(super) columns: &'s [Column],
    pub(super) widths: &'s Widths,
    pub(super) delimiter: u8,
}

impl Misfits<'_> {
    /// Adds the issues of a row from this record, if it does not fit; blank extra cells that nearly all rows have are
    /// dropped before.
    pub(super) fn add_issues(self, record: &Record<'_>, row: Row<'_>, issues: &mut RowIssues) {
        let cells = row.len();
        if cells > self.widths.columns {
            issues.keep(self.extra_cells(row));
        } else if cells < self.widths.fewest {
            self.torn(record, row).into_iter().for_each(|issue| issues.keep(issue));
        } else {
            let is_filled = |at: &&usize| row.cell(**at).is_some_and(|cell| !is_blank(cell));
            for at in self.widths.sparse.iter().filter(is_filled) {
                issues.add(IssueCode::TooManyCells, || self.unnamed_cell(row, *at));
            }
        }
    }

    fn extra_cells(self, row: Row<'_>) -> Issue {
        let message = format!("{}: {}", self.misfit(row), self.advice(row, "delete the extra cells"));
        let value = row.cells().skip(self.columns.len()).find(|cell| !is_blank(cell)).map(excerpt);
        Issue { value, ..Issue::of_row(row.line(), IssueCode::TooManyCells, message) }
    }

    /// Returns the issue of a filled cell under a nameless last column that is blank elsewhere: in a list whose header
    /// ends with a delimiter, a row shifted by a bare delimiter looks like that.
    // One for each such cell, because the user may map one of the columns.
    fn unnamed_cell(self, row: Row<'_>, at: usize) -> Issue {
        let misfit = Misfit { columns: self.widths.fewest, ..self.misfit(row) };
        let other_way = format!("give column #{} a name in the header, or map it", at + 1);
        let message = format!(
            "{misfit}, because column #{} has no name and is blank in nearly all other rows: {}",
            at + 1,
            self.advice(row, &other_way)
        );
        let column = self.columns.get(at).map(Column::shown_label);
        Issue {
            column,
            value: row.cell(at).map(excerpt),
            ..Issue::of_row(row.line(), IssueCode::TooManyCells, message)
        }
    }

    /// Returns the issue of a short row of which the rest is missing. Other short rows lack blank cells alone.
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
        self.widths.misfit(row.len())
    }

    /// Returns the advice for shifted cells, with the cell that seems cut in two.
    fn advice(self, row: Row<'_>, other_way: &str) -> String {
        let delimiter = delimiter_name(self.delimiter);
        let suspect = self.suspect(row).map_or_else(String::new, |cell| format!(", perhaps \"{cell}\""));
        format!(
            "a {delimiter} within a cell moves those behind it; write such a cell in quotes{suspect}, or {other_way}"
        )
    }

    /// Returns the first cell followed by one that begins with a blank, as in `Moe, Sons and Co`, rejoined. If the
    /// header has such blanks, they mean nothing.
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
