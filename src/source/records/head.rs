//! The records in the first text of a file, read leniently: what is cut off or never closed ends them.

use super::batch::{Batch, Row};
use super::scanner::{QuoteAnomalies, Scan, first_line, line_breaks, scan};
use super::split::{Record, Splitter};

/// Reader of the records at the beginning of a text.
pub(in crate::source) struct HeadRecords<'t> {
    rest: &'t [u8],
    delimiter: u8,
    /// True if the text is the whole file.
    whole: bool,
    /// Physical line on which the rest begins.
    line: u64,
    splitter: Splitter,
    cells: Batch,
    anomalies: QuoteAnomalies,
}

impl<'t> HeadRecords<'t> {
    /// Starts before the first record of the text, which begins on this physical line.
    pub(in crate::source) fn start(text: &'t [u8], line: u64, delimiter: u8, whole: bool) -> Self {
        Self {
            rest: text,
            delimiter,
            whole,
            line,
            splitter: Splitter::new(delimiter),
            cells: Batch::default(),
            anomalies: QuoteAnomalies::default(),
        }
    }

    /// Returns the next record; `None` at the end, and at a record that is cut off or whose quote is never closed.
    pub(in crate::source) fn next_record(&mut self) -> Option<Row<'_>> {
        let (length, breaks) = line_breaks(self.rest, self.whole);
        self.rest = &self.rest[length..];
        self.line += breaks;
        let Scan::Record(extent) = scan(self.rest, self.delimiter, self.whole, &mut self.anomalies) else {
            return None;
        };
        let (bytes, behind) = self.rest.split_at(extent.length);
        self.push(bytes, extent.quoted_cells)?;
        self.rest = behind;
        self.line += extent.breaks;
        self.cells.last()
    }

    /// Returns the next physical line as a record, whatever its quotes; `None` at the end.
    pub(in crate::source) fn next_line(&mut self) -> Option<Row<'_>> {
        let length = first_line(self.rest, self.whole).or(self.whole.then_some(self.rest.len()))?;
        let (bytes, behind) = self.rest.split_at(length);
        self.push(bytes.trim_ascii_end(), None)?;
        self.rest = behind;
        self.line += 1;
        self.cells.last()
    }

    /// Returns true if quotes of the record that was read last stand where a cell neither begins nor ends, which
    /// suggests the wrong delimiter.
    pub(in crate::source) fn has_anomalies(&self) -> bool {
        !self.anomalies.is_empty()
    }

    /// Makes a record the only row of the batch.
    fn push(&mut self, bytes: &[u8], quoted_cells: Option<usize>) -> Option<()> {
        let anomalies = QuoteAnomalies::NONE;
        let record = Record { bytes, line: self.line, quoted_cells, anomalies, ends_file: false };
        self.cells.clear(0);
        (!bytes.is_empty() && self.cells.push(&record, &mut self.splitter).is_ok()).then_some(())
    }
}
