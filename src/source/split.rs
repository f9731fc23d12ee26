use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr_iter;

/// Splits one record after the other into its cells.
///
/// A record without quotes has a cell between each two delimiters. One with quotes is split by the csv crate, alone, so
/// that it and the scanner cannot disagree about where a record ends without being found out.
pub(super) struct Splitter {
    reader: Reader,
    delimiter: u8,
    ends: Vec<usize>,
}

/// The csv crate sees something else than one record where the scanner saw one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScanMismatch;

impl Splitter {
    pub(super) fn new(delimiter: u8) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // It drops a byte order mark from the very first bytes that it sees; these are not the file's first.
        reader.read_record(b"\n", &mut [0], &mut [0]);
        Self { reader, delimiter, ends: Vec::new() }
    }

    /// Appends a record without quotes as it is, and the end of each of its cells; one byte lies between two cells.
    pub(super) fn split_bare(&self, record: &[u8], bytes: &mut Vec<u8>, ends: &mut Vec<usize>) {
        let start = bytes.len();
        bytes.extend_from_slice(record);
        ends.extend(memchr_iter(self.delimiter, record).map(|at| start + at));
        ends.push(bytes.len());
    }

    /// Appends the cells of a record with quotes, one right after the other, and the end of each.
    pub(super) fn split_quoted(
        &mut self,
        record: &[u8],
        bytes: &mut Vec<u8>,
        ends: &mut Vec<usize>,
    ) -> Result<(), ScanMismatch> {
        let start = bytes.len();
        bytes.resize(start + record.len(), 0);
        self.ends.resize(memchr_iter(self.delimiter, record).count() + 2, 0);

        let (result, read, written, ended) = self.reader.read_record(record, &mut bytes[start..], &mut self.ends);
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
