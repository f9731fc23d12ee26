//! Statistics of the number of cells per row, compared with the header (spec section 2.6).

use std::collections::BTreeMap;

use super::short::ShortRows;
use super::wrapped::cells_within;
use crate::model::{Column, Misfit, Note};
use crate::source::MAX_COLUMNS;
use crate::source::cell_text::is_blank;
use crate::source::records::{Batch, Record, Row, Splitter};

/// Number of cells of a row that fits the header, as all rows together show. Without a header, as many columns count as
/// most of the first lines have cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widths {
    /// Number of columns of the header.
    pub columns: usize,
    /// True if the list has a header.
    pub has_header: bool,
    /// Minimum number of cells of a row that is not short: nameless columns at the end may be missing.
    pub fewest: usize,
    /// Maximum number of cells of a row whose extra ones are blank: nine in ten rows have as many.
    pub most: usize,
    /// Indexes of the nameless columns at the end that are blank in nearly all rows.
    pub(super) sparse: Vec<usize>,
}

impl Widths {
    /// Returns what is said of a row with this number of cells that does not fit.
    pub fn misfit(&self, cells: usize) -> Misfit {
        Misfit { cells, columns: self.columns, has_header: self.has_header }
    }

    /// Returns the widths of a source whose rows have as many cells as the header has columns.
    pub const fn of_columns(columns: usize) -> Self {
        Self { columns, has_header: true, fewest: columns, most: columns, sparse: Vec::new() }
    }
}

/// Collects the number of cells of all rows. Memory does not grow with the rows.
pub(in crate::source) struct WidthStats {
    delimiter: u8,
    columns: usize,
    has_header: bool,
    fewest: usize,
    rows: u64,
    /// Number of rows by number of cells, for rows with more cells than columns.
    wider: BTreeMap<usize, u64>,
    short: ShortRows,
    /// Number of rows with a filled cell, for each nameless column at the end.
    filled: Vec<u64>,
    /// The first row, if the header has a single column.
    first_row: Batch,
    splitter: Splitter,
    cells: Batch,
}

impl WidthStats {
    pub(in crate::source) fn new(columns: &[Column], has_header: bool, delimiter: u8) -> Self {
        let last_name = columns.iter().rposition(|column| !column.name.is_empty());
        let fewest = last_name.map_or(columns.len(), |at| at + 1);
        Self {
            delimiter,
            columns: columns.len(),
            has_header,
            fewest,
            rows: 0,
            wider: BTreeMap::new(),
            short: ShortRows::new(fewest, has_header),
            filled: vec![0; columns.len() - fewest],
            first_row: Batch::default(),
            splitter: Splitter::new(delimiter),
            cells: Batch::default(),
        }
    }

    /// Counts a row that is not blank.
    pub(in crate::source) fn update(&mut self, record: &Record<'_>) {
        self.rows += 1;
        let cells = record.count_cells(self.delimiter);
        if cells < self.fewest {
            self.update_short(record, cells);
        } else {
            self.short.update_whole();
        }
        if cells > self.columns {
            // Capped, so that a list in which every row is wider than the last does not grow the map.
            *self.wider.entry(cells.min(self.columns + MAX_COLUMNS)).or_default() += 1;
        }
        if !self.filled.is_empty() {
            self.update_unnamed(record);
        }
        if self.rows == 1 && self.columns == 1 {
            // If the splitter fails, the row fails again where the error is reported.
            let _ = self.first_row.push(record, &mut self.splitter);
        }
    }

    /// Returns the number of rows.
    pub(in crate::source) fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the first row, if the header has a single column.
    pub(in crate::source) fn first_row(&self) -> Option<Row<'_>> {
        self.first_row.last()
    }

    /// Counts a short row, unless it is cut off or wrapped in quotes: those are in error whatever the others look like.
    fn update_short(&mut self, record: &Record<'_>, cells: usize) {
        let (delimiter, fewest) = (self.delimiter, self.fewest);
        let is_wrapped = |row| cells_within(row, delimiter) >= fewest;
        if record.ends_file || cells == 1 && record.has_quotes() && self.split(record).is_some_and(is_wrapped) {
            self.short.update_whole();
        } else {
            self.short.update(record.line, cells);
        }
    }

    fn update_unnamed(&mut self, record: &Record<'_>) {
        let mut filled = std::mem::take(&mut self.filled);
        let fewest = self.fewest;
        if let Some(row) = self.split(record) {
            for (cell, count) in row.cells().skip(fewest).zip(&mut filled) {
                *count += u64::from(!is_blank(cell));
            }
        }
        self.filled = filled;
    }

    /// Returns the cells of a record. If the splitter fails, the row fails again where the error is reported.
    fn split(&mut self, record: &Record<'_>) -> Option<Row<'_>> {
        self.cells.clear(0);
        self.cells.push(record, &mut self.splitter).ok()?;
        self.cells.last()
    }

    /// Returns the widths of the rows, and the note on short ones.
    pub(in crate::source) fn finish(self) -> (Widths, Option<Note>) {
        let sparse = (self.fewest..).zip(&self.filled).filter(|(_, filled)| self.is_sparse(**filled));
        let sparse = sparse.map(|(at, _)| at).collect();
        let Self { columns, has_header, fewest, .. } = self;
        let widths = Widths { columns, has_header, fewest, most: self.most(), sparse };
        (widths, self.short.into_note(self.rows))
    }

    fn most(&self) -> usize {
        // The widest number that nine in ten rows reach; rows with more cells count as reaching it.
        let mut reached = 0;
        let mut widest_first = self.wider.iter().rev();
        let most = widest_first.find(|(_, rows)| {
            reached += **rows;
            are_nine_in_ten(reached, self.rows)
        });
        most.map_or(self.columns, |(cells, _)| *cells)
    }

    /// Returns true if a filled cell is an exception: nearly all other rows are blank there.
    fn is_sparse(&self, filled: u64) -> bool {
        let blank = self.rows - filled;
        filled > 0 && blank > 0 && are_nine_in_ten(blank, self.rows - 1)
    }
}

fn are_nine_in_ten(rows: u64, of: u64) -> bool {
    rows * 10 >= of * 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::records::QuoteAnomalies;

    fn widths(header: &[&str], rows: &[&str]) -> (Widths, Option<Note>) {
        let column = |(name, position): (&&str, usize)| Column { position, name: (*name).into(), raw: (*name).into() };
        let columns: Vec<_> = header.iter().zip(1..).map(column).collect();
        let mut stats = WidthStats::new(&columns, true, b',');
        for (row, line) in rows.iter().zip(2..) {
            let record = Record {
                bytes: row.as_bytes(),
                line,
                quoted_cells: None,
                anomalies: QuoteAnomalies::NONE,
                ends_file: false,
            };
            stats.update(&record);
        }
        stats.finish()
    }

    #[test]
    fn as_many_cells_as_nine_in_ten_rows_have_are_fine() {
        let most = |rows: &[&str]| widths(&["A", "B"], rows).0.most;
        assert_eq!(most(&["1,2"]), 2);
        assert_eq!(most(&["1,2,"]), 3);
        assert_eq!(most(&["1,2,", "1,2"]), 2);
        let rows = |shapes: [(&'static str, usize); 3]| -> Vec<&str> {
            shapes.into_iter().flat_map(|(row, times)| std::iter::repeat_n(row, times)).collect()
        };
        assert_eq!(most(&rows([("1,2", 1), ("1,2,", 9), ("", 0)])), 3);
        assert_eq!(most(&rows([("1,2", 2), ("1,2,", 17), ("", 0)])), 2);
        assert_eq!(
            most(&rows([("1,2,", 1), ("1,2,,", 18), ("1,2,,,", 1)])),
            4,
            "the one with more is not like the others"
        );
    }

    #[test]
    fn columns_without_a_name_at_the_end_may_be_missing() {
        let widths = widths(&["A", "", "B", "", ""], &["1,2,3"]).0;
        assert_eq!((widths.columns, widths.fewest, widths.most), (5, 3, 5));
    }

    #[test]
    fn a_column_without_a_name_is_sparse_where_nearly_all_others_are_blank() {
        let sparse = |rows: &[&str]| widths(&["A", "B", "", ""], rows).0.sparse;
        assert_eq!(sparse(&["1,2,,", "1,2,x,"]), [2]);
        assert_eq!(sparse(&["1,2,x,", "1,2,x,y", "1,2,x"]), [3]);
        assert!(sparse(&["1,2,x,y"]).is_empty(), "no other row speaks against it");
        assert!(sparse(&["1,2", "1,2,x", "1,2,x"]).is_empty());
    }
}
