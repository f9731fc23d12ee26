//! Detects lines in quotes as a whole, written by a spreadsheet that took each for one cell (spec section 2.6).

use memchr::memchr_iter;

use crate::source::records::dialect::CANDIDATES;
use crate::source::records::{QuoteAnomalies, Row, Scan, scan};

/// Returns the number of cells that a row's only cell would have as a line; 1 if it is more likely a text with commas.
pub(super) fn cells_within(row: Row<'_>, delimiter: u8) -> usize {
    match row.cell(0) {
        Some(cell) if row.len() == 1 && row.had_quotes() && separates(cell, delimiter) => {
            cells_of_line(cell, delimiter)
        }
        _ => 1,
    }
}

/// Returns the number of cells per line of a list in which every line is in quotes, as header and first row show.
pub(in crate::source) fn cells_on_lines(header: Row<'_>, first_row: Row<'_>) -> Option<usize> {
    let cells = |delimiter| {
        let cells = cells_within(header, delimiter);
        (cells > 1 && cells == cells_within(first_row, delimiter)).then_some(cells)
    };
    CANDIDATES.into_iter().find_map(cells)
}

/// Returns true if any delimiter is not followed by a blank; those of a text are, as in `Lee, Ann`.
fn separates(cell: &[u8], delimiter: u8) -> bool {
    memchr_iter(delimiter, cell).any(|at| cell.get(at + 1) != Some(&b' '))
}

fn cells_of_line(line: &[u8], delimiter: u8) -> usize {
    match scan(line, delimiter, true, &mut QuoteAnomalies::default()) {
        Scan::Record(extent) if extent.length == line.len() => {
            extent.quoted_cells.unwrap_or_else(|| memchr_iter(delimiter, line).count() + 1)
        }
        _ => 1,
    }
}
