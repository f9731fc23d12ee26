//! Reads the records of a source one after another, with their physical lines.

use std::path::Path;

use super::batch::Batch;
use super::dialect::Dialect;
use super::scanner::{QuoteAnomalies, RecordExtent, Scan, first_line, line_breaks, scan};
use super::split::{Record, Splitter};
use crate::model::HeaderLine;
use crate::source::cell_text::is_blank;
use crate::source::encoding::{TextStream, bom_length};
use crate::source::file::Fingerprint;
use crate::source::{MAX_RECORD, SourceError};

/// Position of a record in the text, valid while the text stays where it is.
#[derive(Clone, Copy)]
struct RecordSpan {
    start: usize,
    line: u64,
    extent: RecordExtent,
}

/// Reader of a source's records. It holds no more text than a chunk and the record cut by its end.
pub(in crate::source) struct Records<'f> {
    stream: TextStream<'f>,
    delimiter: u8,
    /// Number of bytes read at a time.
    chunk: usize,
    text: Vec<u8>,
    /// Position in the text; everything before it is done with.
    at: usize,
    /// Physical line of that position.
    line: u64,
    anomalies: QuoteAnomalies,
    blank: BlankDetector,
    blank_rows: u64,
    /// True if the line end of the last record is still to come.
    within_line: bool,
    /// Number of empty lines before the next record.
    empty_lines: u64,
}

impl<'f> Records<'f> {
    /// Starts before the header: after byte order marks, a `sep=` line and what stands above the header.
    pub(in crate::source) fn start(
        stream: TextStream<'f>,
        dialect: Dialect,
        chunk: usize,
    ) -> Result<Self, SourceError> {
        let mut records = Self {
            stream,
            delimiter: dialect.delimiter,
            chunk,
            text: Vec::new(),
            at: 0,
            line: 1,
            anomalies: QuoteAnomalies::default(),
            blank: BlankDetector::new(dialect.delimiter),
            blank_rows: 0,
            within_line: false,
            empty_lines: 0,
        };
        records.refill()?;
        records.at = bom_length(&records.text);
        // Read like a record, so that the line numbers of the header and the rows count it.
        if dialect.has_sep_line {
            records.next_record()?;
        }
        if let Some(HeaderLine::At(line)) = dialect.header {
            records.skip_to_line(line.get())?;
        }
        Ok(records)
    }

    /// Moves to the beginning of a physical line. Line by line and not record by record: a title may have a quote that
    /// is never closed.
    fn skip_to_line(&mut self, line: u64) -> Result<(), SourceError> {
        while self.line < line {
            let last = self.stream.has_ended();
            match first_line(&self.text[self.at..], last) {
                Some(length) => {
                    self.at += length;
                    self.line += 1;
                }
                None if last => {
                    self.at = self.text.len();
                    return Ok(());
                }
                None => self.fill(None)?,
            }
        }
        Ok(())
    }

    /// Returns the next record, skipping empty lines. For the header and what is above it, so no blank row comes before
    /// it.
    pub(in crate::source) fn next_record(&mut self) -> Result<Option<Record<'_>>, SourceError> {
        let place = self.advance()?;
        self.empty_lines = 0;
        Ok(place.map(|place| self.record(place)))
    }

    /// Returns the next record that is not blank. An empty line counts as a blank row.
    pub(in crate::source) fn next_row(&mut self) -> Result<Option<Record<'_>>, SourceError> {
        loop {
            let place = self.advance()?;
            self.blank_rows += std::mem::take(&mut self.empty_lines);
            let Some(place) = place else { return Ok(None) };
            if !self.is_blank(place) {
                return Ok(Some(self.record(place)));
            }
            self.blank_rows += 1;
        }
    }

    /// Returns the number of blank rows left out so far.
    pub(in crate::source) fn blank_rows(&self) -> u64 {
        self.blank_rows
    }

    /// Returns the path of the source.
    pub(in crate::source) fn path(&self) -> &'f Path {
        self.stream.file().path()
    }

    /// Returns the number of bytes read so far.
    pub(in crate::source) fn bytes_read(&self) -> u64 {
        self.stream.bytes_read()
    }

    /// Returns the fingerprint of the bytes read so far.
    pub(in crate::source) fn fingerprint(&self) -> &Fingerprint {
        self.stream.fingerprint()
    }

    pub(in crate::source) fn into_fingerprint(self) -> Fingerprint {
        self.stream.into_fingerprint()
    }

    /// Returns the error for a record in which the csv crate saw something else.
    pub(in crate::source) fn disagreement(&self, line: u64) -> SourceError {
        SourceError::ScanDisagrees { path: self.path().to_owned(), line }
    }

    fn record(&self, place: RecordSpan) -> Record<'_> {
        record_at(place, &self.text, &self.anomalies)
    }

    fn is_blank(&mut self, place: RecordSpan) -> bool {
        self.blank.is_blank(&record_at(place, &self.text, QuoteAnomalies::NONE))
    }

    /// Moves past the next record, reading on until it is complete.
    fn advance(&mut self) -> Result<Option<RecordSpan>, SourceError> {
        loop {
            let last = self.stream.has_ended();
            self.skip_line_breaks(last);
            match self.scan_record(last) {
                // An empty text scans as an empty record: the end of the file.
                Scan::Record(_) if self.at == self.text.len() => return Ok(None),
                Scan::Record(extent) => return Ok(Some(self.advance_past(extent))),
                Scan::UnclosedQuote { opened, closed } => return Err(self.unclosed(opened, Some(closed))),
                Scan::Unfinished { open: Some(opened) } if last => return Err(self.unclosed(opened, None)),
                Scan::Unfinished { open } => self.fill(open)?,
            }
        }
    }

    /// Moves past line ends: the first one ends the last record, each further one an empty line.
    fn skip_line_breaks(&mut self, last: bool) {
        let (length, breaks) = line_breaks(&self.text[self.at..], last);
        self.at += length;
        self.line += breaks;
        if breaks > 0 {
            self.empty_lines += breaks - u64::from(std::mem::take(&mut self.within_line));
        }
    }

    fn scan_record(&mut self, last: bool) -> Scan {
        match &self.text[self.at..] {
            // Possibly half of a line break: see `line_breaks`.
            b"\r" if !last => Scan::Unfinished { open: None },
            rest => scan(rest, self.delimiter, last, &mut self.anomalies),
        }
    }

    fn advance_past(&mut self, extent: RecordExtent) -> RecordSpan {
        let place = RecordSpan { start: self.at, line: self.line, extent };
        self.at += extent.length;
        self.line += extent.breaks;
        self.within_line = true;
        place
    }

    fn fill(&mut self, open: Option<u64>) -> Result<(), SourceError> {
        // A record is held as a whole, so its length is bounded, whatever limit the user sets for the file.
        if self.text.len() - self.at < MAX_RECORD {
            return self.refill();
        }
        match open {
            Some(opened) => Err(self.unclosed(opened, None)),
            None => Err(SourceError::RecordTooLarge { path: self.path().to_owned(), line: self.line }),
        }
    }

    /// Reads at least as many bytes as are left over, so that a long record is not scanned over and over.
    fn refill(&mut self) -> Result<(), SourceError> {
        self.text.drain(..self.at);
        self.at = 0;
        let want = self.chunk.max(self.text.len());
        self.stream.read_more(&mut self.text, want)
    }

    fn unclosed(&self, opened: u64, closed: Option<u64>) -> SourceError {
        SourceError::UnclosedQuote {
            path: self.path().to_owned(),
            line: self.line + opened,
            closed: closed.map(|breaks| self.line + breaks),
        }
    }
}

/// Returns the record at a position of the text. Only the last record of a file may lack a line end.
fn record_at<'a>(place: RecordSpan, text: &'a [u8], anomalies: &'a QuoteAnomalies) -> Record<'a> {
    let end = place.start + place.extent.length;
    Record {
        bytes: &text[place.start..end],
        line: place.line,
        quoted_cells: place.extent.quoted_cells,
        anomalies,
        ends_file: end == text.len(),
    }
}

/// Detector of rows whose cells are all blank.
struct BlankDetector {
    delimiter: u8,
    splitter: Splitter,
    cells: Batch,
}

impl BlankDetector {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, splitter: Splitter::new(delimiter), cells: Batch::default() }
    }

    /// Returns true if all cells are blank. Nearly every row shows a letter or digit within a few bytes; only others
    /// are split.
    fn is_blank(&mut self, record: &Record<'_>) -> bool {
        let shows = |&byte: &u8| byte.is_ascii_graphic() && byte != self.delimiter && byte != b'"';
        !record.bytes.iter().any(shows) && self.has_only_blank_cells(record)
    }

    fn has_only_blank_cells(&mut self, record: &Record<'_>) -> bool {
        if !record.has_quotes() {
            return record.bytes.split(|&byte| byte == self.delimiter).all(is_blank);
        }
        self.cells.clear(0);
        // If the splitter fails, the row is kept and fails again where the error is reported.
        self.cells.push(record, &mut self.splitter).is_ok() && self.cells.rows().all(|row| row.cells().all(is_blank))
    }
}
