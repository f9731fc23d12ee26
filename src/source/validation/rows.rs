//! Checks the form of rows (spec section 2.6); values are checked elsewhere.

use memchr::memchr;

use super::misfits::Misfits;
use super::widths::Widths;
use crate::model::{Column, Issue, IssueCode, RowIssues};
use crate::source::cell_text::excerpt;
use crate::source::records::{Batch, Record, Row};
use crate::source::{MAX_CELL, SourceEncoding};

/// Checks the form of one source's rows.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct RowValidator<'s> {
    misfits: Misfits<'s>,
    encoding: SourceEncoding,
}

impl<'s> RowValidator<'s> {
    pub(in crate::source) fn new(
        columns: &'s [Column],
        widths: &'s Widths,
        delimiter: u8,
        encoding: SourceEncoding,
    ) -> Self {
        Self { misfits: Misfits { columns, widths, delimiter }, encoding }
    }

    /// Gives the last row of a batch, which came from this record, its final width and its issues. Blank extra cells
    /// that nearly all rows have are dropped.
    pub(in crate::source) fn finish_row(self, record: &Record<'_>, batch: &mut Batch) {
        let Widths { columns, most, .. } = *self.misfits.widths;
        batch.drop_blank_tail(columns, most);
        let issues = batch.last().map_or_else(RowIssues::default, |row| self.issues(record, row));
        batch.add_issues(issues);
    }

    /// Returns all issues of a row; allocates nothing for a good one.
    fn issues(self, record: &Record<'_>, row: Row<'_>) -> RowIssues {
        let mut issues = RowIssues::default();
        // The misfit comes first: shifted cells explain the issues that follow.
        self.misfits.add_issues(record, row, &mut issues);
        if !issues.has_error() && is_plain(record) {
            return issues;
        }
        for (index, cell) in row.cells().enumerate() {
            for code in faults(cell) {
                issues.add(code, || self.of_cell(row, index, code, self.message(code, cell)));
            }
        }
        for anomaly in record.anomalies.first() {
            let (cell, code) = (anomaly.cell, anomaly.code);
            issues.add(code, || self.of_cell(row, cell, code, advice(code).to_owned()));
        }
        issues.add_further_warnings(record.anomalies.further());
        issues
    }

    /// Returns an issue of one cell. Cells beyond the header are named by their position.
    fn of_cell(self, row: Row<'_>, index: usize, code: IssueCode, message: String) -> Issue {
        let column = self.misfits.columns.get(index).map_or_else(|| format!("#{}", index + 1), Column::shown_label);
        let value = row.cell(index).map(excerpt);
        Issue { column: Some(column), value, ..Issue::of_row(row.line(), code, message) }
    }

    /// Returns the message for a cell with this fault, with advice.
    fn message(self, code: IssueCode, cell: &[u8]) -> String {
        match code {
            IssueCode::NulInCell => {
                let place = place(cell, memchr(0, cell).unwrap_or_default());
                format!("character {place} is a NUL: delete it, or write the cell again")
            }
            IssueCode::CellTooLarge => {
                format!("the cell has {} bytes, and 65,536 is the most: shorten it", cell.len())
            }
            _ => self.invalid_bytes(cell),
        }
    }

    fn invalid_bytes(self, cell: &[u8]) -> String {
        let at = std::str::from_utf8(cell).map_or_else(|error| error.valid_up_to(), str::len);
        let place = place(cell, at);
        if self.encoding.is_utf8() {
            let byte = cell.get(at).copied().unwrap_or_default();
            format!(
                "character {place} is the byte 0x{byte:02X}, which is not UTF-8: correct it, or name the file's --encoding"
            )
        } else {
            format!("character {place} is made of bytes that are no text in {}: correct it", self.encoding)
        }
    }
}

/// Returns the message for a quoting anomaly, with advice.
pub(super) fn advice(code: IssueCode) -> &'static str {
    match code {
        IssueCode::TextAfterQuote => "text after a closing quote: write a quote inside a quoted cell twice (\"\")",
        IssueCode::BlankBeforeQuote => {
            "a blank before an opening quote, which makes the quotes part of the value: delete the blank"
        }
        IssueCode::BackslashQuote => "a quote after a backslash, which CSV does not know: write the quote twice (\"\")",
        IssueCode::RowsInCell => {
            "a quoted cell holds lines that look like rows: if they are, a quote is missing where the cell should end"
        }
        _ => "",
    }
}

/// Returns true if a record needs no closer look: UTF-8 without NUL, short, properly quoted.
fn is_plain(record: &Record<'_>) -> bool {
    record.anomalies.is_empty()
        && record.bytes.len() <= MAX_CELL
        && memchr(0, record.bytes).is_none()
        && std::str::from_utf8(record.bytes).is_ok()
}

/// Returns the faults that keep a cell from being read, whatever its field.
fn faults(cell: &[u8]) -> impl Iterator<Item = IssueCode> {
    let nul = memchr(0, cell).is_some().then_some(IssueCode::NulInCell);
    let too_large = (cell.len() > MAX_CELL).then_some(IssueCode::CellTooLarge);
    let no_text = std::str::from_utf8(cell).is_err().then_some(IssueCode::InvalidBytes);
    [nul, too_large, no_text].into_iter().flatten()
}

/// Returns the number of the character, from 1, at a byte of a cell.
fn place(cell: &[u8], at: usize) -> usize {
    String::from_utf8_lossy(&cell[..at]).chars().count() + 1
}
