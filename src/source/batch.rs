use std::ops::Range;

use super::cell_text::is_blank;
use super::records::Record;
use super::split::{ScanMismatch, Splitter};
use crate::model::{FurtherIssues, Issue, RowIssues};

/// Some rows of a source, one after the other in one piece of memory that is used again for the next batch.
#[derive(Debug, Default)]
pub struct Batch {
    first_row: u64,
    /// The cells, one behind the other; empty while they are held as text.
    bytes: Vec<u8>,
    /// The cells of a sealed batch, where all of them are UTF-8: they are checked together, because to check each cell each
    /// time that it is read took 1,000 instructions a row.
    text: Option<String>,
    /// Where each cell ends among the bytes.
    ends: Vec<usize>,
    rows: Vec<RowSpan>,
    /// Of all rows, in their order; nearly always empty.
    issues: Vec<Issue>,
}

/// Where a row stands in its batch.
#[derive(Debug, Clone)]
struct RowSpan {
    line: u64,
    /// Where the first cell begins among the bytes of the batch.
    start: usize,
    /// The cells' places in `Batch::ends`.
    cells: Range<usize>,
    /// Bytes between two cells: 1 where delimiters were left in place, else 0.
    gap: usize,
    /// The end of its issues in `Batch::issues`; they begin where those of the row before end.
    issues_end: usize,
    /// Issues beyond those.
    further: FurtherIssues,
}

impl Batch {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The index of its first row among the data rows of the source, from 0; blank rows are not counted.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// A row by its index in this batch, from 0.
    ///
    /// # Panics
    /// When `index` is not below [`Batch::len`].
    pub fn row(&self, index: usize) -> Row<'_> {
        let entry = &self.rows[index];
        let issues_start = index.checked_sub(1).map_or(0, |before| self.rows[before].issues_end);
        Row { batch: self, entry, issues: &self.issues[issues_start..entry.issues_end] }
    }

    /// All rows, in the order of the source.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// Empties it, and keeps its memory.
    pub(super) fn clear(&mut self, first_row: u64) {
        self.first_row = first_row;
        if let Some(text) = self.text.take() {
            self.bytes = text.into_bytes();
        }
        self.bytes.clear();
        self.ends.clear();
        self.rows.clear();
        self.issues.clear();
    }

    /// In bytes of cells.
    pub(super) fn size(&self) -> usize {
        self.bytes().len()
    }

    /// Ends a batch: no row is added until it is cleared.
    pub(super) fn seal(&mut self) {
        match String::from_utf8(std::mem::take(&mut self.bytes)) {
            Ok(text) => self.text = Some(text),
            Err(error) => self.bytes = error.into_bytes(),
        }
    }

    fn bytes(&self) -> &[u8] {
        self.text.as_ref().map_or(&self.bytes, |text| text.as_bytes())
    }

    /// Appends a record as a row.
    pub(super) fn push(&mut self, record: &Record<'_>, splitter: &mut Splitter) -> Result<(), ScanMismatch> {
        let (start, first) = (self.bytes.len(), self.ends.len());
        if record.has_quotes() {
            splitter.split_quoted(record.bytes, &mut self.bytes, &mut self.ends)?;
        } else {
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

    /// The row that was pushed last.
    pub(super) fn last(&self) -> Option<Row<'_>> {
        self.len().checked_sub(1).map(|index| self.row(index))
    }

    /// Takes blank cells beyond `columns` off the last row, if it has no more than `most` cells.
    pub(super) fn drop_blank_tail(&mut self, columns: usize, most: usize) {
        let is_tail =
            |row: Row<'_>| (columns + 1..=most).contains(&row.len()) && row.cells().skip(columns).all(is_blank);
        if let (true, Some(entry)) = (self.last().is_some_and(is_tail), self.rows.last_mut()) {
            entry.cells.end = entry.cells.start + columns;
        }
    }

    /// Adds issues to the last row.
    pub(super) fn add_issues(&mut self, issues: RowIssues) {
        let (kept, further) = issues.into_parts();
        self.issues.extend(kept);
        if let Some(entry) = self.rows.last_mut() {
            entry.issues_end = self.issues.len();
            entry.further = further;
        }
    }
}

/// A row: a contact as the source has it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    batch: &'a Batch,
    entry: &'a RowSpan,
    issues: &'a [Issue],
}

impl<'a> Row<'a> {
    /// The physical line on which it begins, from 1, as an editor counts.
    pub fn line(&self) -> u64 {
        self.entry.line
    }

    /// How many cells it has. Only a row in error has more than the source has columns; one with fewer lacks the last.
    pub fn len(&self) -> usize {
        self.entry.cells.len()
    }

    /// Whether it has no cell, which no row of a source has.
    pub fn is_empty(&self) -> bool {
        self.entry.cells.is_empty()
    }

    /// The cells, unquoted, in UTF-8 but for the places of which an issue tells.
    pub fn cells(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let (bytes, gap, mut start) = (self.batch.bytes(), self.entry.gap, self.entry.start);
        self.ends().iter().map(move |&end| {
            let cell = &bytes[start..end];
            start = end + gap;
            cell
        })
    }

    /// A cell by its index, from 0; `None` when the row is too short.
    pub fn cell(&self, index: usize) -> Option<&'a [u8]> {
        self.batch.bytes().get(self.place(index)?)
    }

    /// Where a cell stands among the bytes; `None` when the row is too short.
    fn place(&self, index: usize) -> Option<Range<usize>> {
        let ends = self.ends();
        let end = *ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => ends[before] + self.entry.gap,
            None => self.entry.start,
        };
        Some(start..end)
    }

    /// A cell as text, which is blank where the row ends before it (spec section 2.6); `None` when the cell is no text, of
    /// which an issue tells.
    pub fn text(&self, index: usize) -> Option<&'a str> {
        let Some(place) = self.place(index) else { return Some("") };
        match &self.batch.text {
            Some(text) => text.get(place),
            None => std::str::from_utf8(self.batch.bytes.get(place)?).ok(),
        }
    }

    /// Whether its record had quotes.
    pub(super) fn had_quotes(&self) -> bool {
        self.entry.gap == 0
    }

    /// Whether one of two bytes stands anywhere in the row.
    pub fn holds(&self, one: u8, other: u8) -> bool {
        memchr::memchr2(one, other, self.bytes()).is_some()
    }

    /// Whether it is all ASCII.
    pub fn is_ascii(&self) -> bool {
        self.bytes().is_ascii()
    }

    /// All cells, and what is left between them.
    fn bytes(&self) -> &'a [u8] {
        let end = self.ends().last().copied().unwrap_or(self.entry.start);
        self.batch.bytes().get(self.entry.start..end).unwrap_or_default()
    }

    /// Where each cell ends among the bytes of the batch.
    fn ends(&self) -> &'a [usize] {
        &self.batch.ends[self.entry.cells.clone()]
    }

    /// What is wrong with its form; its values are not looked at here.
    pub fn issues(&self) -> &'a [Issue] {
        self.issues
    }

    /// Number of issues of its form beyond those.
    pub fn further_issues(&self) -> FurtherIssues {
        self.entry.further
    }
}
