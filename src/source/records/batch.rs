//! Batches of rows: cells in one buffer that is reused from batch to batch.

use std::ops::Range;

use super::split::{Record, ScanMismatch, Splitter};
use crate::model::{FurtherIssues, Issue, RowIssues};
use crate::source::cell_text::is_blank;

/// Consecutive rows of a source, with their cells in one buffer that the next batch reuses.
#[derive(Debug, Default)]
pub struct Batch {
    first_row: u64,
    /// The cells, one after another; empty while they are held as text.
    bytes: Vec<u8>,
    /// Cells of a sealed batch if all of them are UTF-8. They are validated together: validating each cell each time it
    /// is read took 1,000 instructions a row.
    text: Option<String>,
    /// End of each cell in the bytes.
    ends: Vec<usize>,
    rows: Vec<RowSpan>,
    /// Issues of all rows, in row order; nearly always empty.
    issues: Vec<Issue>,
}

/// Position of a row in its batch.
#[derive(Debug, Clone)]
struct RowSpan {
    line: u64,
    /// Start of the first cell in the bytes of the batch.
    start: usize,
    /// Indexes of the cells in `Batch::ends`.
    cells: Range<usize>,
    /// Bytes between two cells: 1 if delimiters were left in place, else 0.
    gap: usize,
    /// End of the row's issues in `Batch::issues`; they begin where those of the row before end.
    issues_end: usize,
    /// Number of issues that were not kept.
    further: FurtherIssues,
}

impl Batch {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if the batch has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the index of the first row among the data rows of the source, from 0; blank rows are not counted.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// Returns a row by its index in this batch, from 0.
    ///
    /// # Panics
    /// If `index` is not below [`Batch::len`].
    pub fn row(&self, index: usize) -> Row<'_> {
        let entry = &self.rows[index];
        let issues_start = index.checked_sub(1).map_or(0, |before| self.rows[before].issues_end);
        Row { batch: self, entry, issues: &self.issues[issues_start..entry.issues_end] }
    }

    /// Returns all rows in source order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// Empties the batch and keeps its buffers.
    pub(in crate::source) fn clear(&mut self, first_row: u64) {
        self.first_row = first_row;
        // Back from text to bytes without copying, so that the buffer is reused.
        if let Some(text) = self.text.take() {
            self.bytes = text.into_bytes();
        }
        self.bytes.clear();
        self.ends.clear();
        self.rows.clear();
        self.issues.clear();
    }

    /// Returns the size of the cells in bytes.
    pub(in crate::source) fn size(&self) -> usize {
        self.bytes().len()
    }

    /// Ends the batch: no row may be added until it is cleared.
    pub(in crate::source) fn seal(&mut self) {
        // One invalid byte leaves the whole batch as bytes; its cells are then validated one by one.
        match String::from_utf8(std::mem::take(&mut self.bytes)) {
            Ok(text) => self.text = Some(text),
            Err(error) => self.bytes = error.into_bytes(),
        }
    }

    fn bytes(&self) -> &[u8] {
        self.text.as_ref().map_or(&self.bytes, |text| text.as_bytes())
    }

    /// Appends a record as a row.
    pub(in crate::source) fn push(&mut self, record: &Record<'_>, splitter: &mut Splitter) -> Result<(), ScanMismatch> {
        let (start, first) = (self.bytes.len(), self.ends.len());
        if record.has_quotes() {
            splitter.split_quoted(record.bytes, &mut self.bytes, &mut self.ends)?;
        } else {
            // Copied as a whole, delimiters included; the gap steps over them.
            splitter.split_bare(record.bytes, &mut self.bytes, &mut self.ends);
        }
        self.rows.push(RowSpan {
            line: record.line,
            start,
            cells: first..self.ends.len(),
            gap: usize::from(!record.has_quotes()),
            issues_end: self.issues.len(),
            further: FurtherIssues::default(),
        });
        Ok(())
    }

    /// Returns the row that was pushed last.
    pub(in crate::source) fn last(&self) -> Option<Row<'_>> {
        self.len().checked_sub(1).map(|index| self.row(index))
    }

    /// Removes blank cells beyond `columns` from the last row, if it has no more than `most` cells.
    pub(in crate::source) fn drop_blank_tail(&mut self, columns: usize, most: usize) {
        let is_tail =
            |row: Row<'_>| (columns + 1..=most).contains(&row.len()) && row.cells().skip(columns).all(is_blank);
        if let (true, Some(entry)) = (self.last().is_some_and(is_tail), self.rows.last_mut()) {
            entry.cells.end = entry.cells.start + columns;
        }
    }

    /// Adds issues to the last row.
    pub(in crate::source) fn add_issues(&mut self, issues: RowIssues) {
        let (kept, further) = issues.into_parts();
        self.issues.extend(kept);
        if let Some(entry) = self.rows.last_mut() {
            entry.issues_end = self.issues.len();
            entry.further = further;
        }
    }
}

/// A data row of the source.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    batch: &'a Batch,
    entry: &'a RowSpan,
    issues: &'a [Issue],
}

impl<'a> Row<'a> {
    /// Returns the physical line on which the row begins, from 1, as an editor counts.
    pub fn line(&self) -> u64 {
        self.entry.line
    }

    /// Returns the number of cells. Only a row in error has more cells than columns; one with fewer lacks the last.
    pub fn len(&self) -> usize {
        self.entry.cells.len()
    }

    /// Returns true if the row has no cells, which no row of a source has.
    pub fn is_empty(&self) -> bool {
        self.entry.cells.is_empty()
    }

    /// Returns the unquoted cells. They are UTF-8 except where an issue says otherwise.
    pub fn cells(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let (bytes, gap, mut start) = (self.batch.bytes(), self.entry.gap, self.entry.start);
        self.ends().iter().map(move |&end| {
            let cell = &bytes[start..end];
            start = end + gap;
            cell
        })
    }

    /// Returns a cell by its index, from 0; `None` if the row is too short.
    pub fn cell(&self, index: usize) -> Option<&'a [u8]> {
        self.batch.bytes().get(self.place(index)?)
    }

    /// Returns the range of a cell in the bytes; `None` if the row is too short.
    fn place(&self, index: usize) -> Option<Range<usize>> {
        let ends = self.ends();
        let end = *ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => ends[before] + self.entry.gap,
            None => self.entry.start,
        };
        Some(start..end)
    }

    /// Returns a cell as text, blank if the row ends before it (spec section 2.6); `None` if it is not valid text,
    /// which an issue reports.
    pub fn text(&self, index: usize) -> Option<&'a str> {
        let Some(place) = self.place(index) else { return Some("") };
        match &self.batch.text {
            Some(text) => text.get(place),
            None => std::str::from_utf8(self.batch.bytes.get(place)?).ok(),
        }
    }

    /// Returns true if the row's record had quotes.
    pub(in crate::source) fn had_quotes(&self) -> bool {
        self.entry.gap == 0
    }

    /// Returns true if either byte occurs anywhere in the row.
    pub fn holds(&self, one: u8, other: u8) -> bool {
        memchr::memchr2(one, other, self.bytes()).is_some()
    }

    /// Returns true if the row is all ASCII.
    pub fn is_ascii(&self) -> bool {
        self.bytes().is_ascii()
    }

    /// Returns all cells with whatever is left between them.
    fn bytes(&self) -> &'a [u8] {
        let end = self.ends().last().copied().unwrap_or(self.entry.start);
        self.batch.bytes().get(self.entry.start..end).unwrap_or_default()
    }

    /// Returns the ends of the row's cells in the bytes of the batch.
    fn ends(&self) -> &'a [usize] {
        &self.batch.ends[self.entry.cells.clone()]
    }

    /// Returns the issues of the row's form; values are not checked here.
    pub fn issues(&self) -> &'a [Issue] {
        self.issues
    }

    /// Returns the number of form issues that were not kept.
    pub fn further_issues(&self) -> FurtherIssues {
        self.entry.further
    }
}
