//! A record of a source, and its cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr_iter;

use super::scanner::QuoteAnomalies;

/// A record: the text of one row, with quotes and delimiters.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Record<'a> {
    pub(in crate::source) bytes: &'a [u8],
    /// Physical line on which the record begins, from 1.
    pub(in crate::source) line: u64,
    /// See [`quoted_cells`](super::scanner::RecordExtent::quoted_cells).
    pub(in crate::source) quoted_cells: Option<usize>,
    pub(in crate::source) anomalies: &'a QuoteAnomalies,
    /// True if the file ends with this record, without a line end.
    pub(in crate::source) ends_file: bool,
}

impl Record<'_> {
    /// Returns true if the record has a quote anywhere.
    pub(in crate::source) fn has_quotes(&self) -> bool {
        self.quoted_cells.is_some()
    }

    /// Returns the number of cells.
    pub(in crate::source) fn count_cells(&self, delimiter: u8) -> usize {
        self.quoted_cells.unwrap_or_else(|| memchr_iter(delimiter, self.bytes).count() + 1)
    }
}

/// Splitter of records into cells.
///
/// A record without quotes is cut at each delimiter. One with quotes is split by the csv crate on its own, so that any
/// disagreement with the scanner about its end is detected.
pub(in crate::source) struct Splitter {
    reader: Reader,
    delimiter: u8,
    ends: Vec<usize>,
}

/// Error returned when the csv crate does not see exactly one record where the scanner did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct ScanMismatch;

impl Splitter {
    pub(in crate::source) fn new(delimiter: u8) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // The reader drops a byte order mark from the first bytes it ever sees; those of a record are not the file's
        // first.
        reader.read_record(b"\n", &mut [0], &mut [0]);
        Self { reader, delimiter, ends: Vec::new() }
    }

    /// Appends a record without quotes unchanged, and the end of each cell; one byte lies between two cells.
    pub(super) fn split_bare(&self, record: &[u8], bytes: &mut Vec<u8>, ends: &mut Vec<usize>) {
        let start = bytes.len();
        bytes.extend_from_slice(record);
        ends.extend(memchr_iter(self.delimiter, record).map(|at| start + at));
        ends.push(bytes.len());
    }

    /// Appends the cells of a record with quotes, one right after another, and the end of each.
    pub(super) fn split_quoted(
        &mut self,
        record: &[u8],
        bytes: &mut Vec<u8>,
        ends: &mut Vec<usize>,
    ) -> Result<(), ScanMismatch> {
        let start = bytes.len();
        // Unquoting never makes a record longer.
        bytes.resize(start + record.len(), 0);
        self.ends.resize(memchr_iter(self.delimiter, record).count() + 2, 0);

        let (result, read, written, ended) = self.reader.read_record(record, &mut bytes[start..], &mut self.ends);
        // An empty input tells csv-core that the text is over, which ends a record without a line end.
        let (end_result, ..) = self.reader.read_record(&[], &mut [], &mut self.ends[ended..]);
        let is_one_record =
            result == ReadRecordResult::InputEmpty && read == record.len() && end_result == ReadRecordResult::Record;
        if !is_one_record {
            return Err(ScanMismatch);
        }
        bytes.truncate(start + written);
        ends.extend(self.ends[..=ended].iter().map(|end| start + end));
        Ok(())
    }
}
