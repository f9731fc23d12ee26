//! Finds the end of a record. It follows the csv crate to the letter: a quote is special only at the start of a cell,
//! two quotes inside a quoted cell are one, text after a closing quote continues unquoted; CR, LF and CRLF end a line,
//! and an empty line is no record but a blank row, counted by the caller. Beyond that it reports what the crate passes
//! over: quotes that swallow rows, and other anomalies of quoting.
//!
//! It keeps no state between records, so a text may be scanned in parts: a record that does not end within a part is
//! scanned again when more of it has been read.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use crate::model::{IssueCode, MAX_ISSUES};
use crate::source::cell_text::is_blank;

/// Result of scanning the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Scan {
    /// A whole record.
    Record(RecordExtent),
    /// The beginning of a record that does not end within the text. `open` is set if a quote is still open.
    Unfinished {
        /// Number of line breaks before the quote.
        open: Option<u64>,
    },
    /// A quoted cell of several lines that continues after its closing quote: more likely a quote that was never
    /// closed, and the one that closes it opens another cell.
    UnclosedQuote {
        /// Number of line breaks before the opening quote.
        opened: u64,
        /// Number of line breaks before the closing quote.
        closed: u64,
    },
}

/// Extent of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct RecordExtent {
    /// Length in bytes, without the line end.
    pub(in crate::source) length: usize,
    /// Number of line breaks inside.
    pub(super) breaks: u64,
    /// Number of cells if any cell is quoted; `None` without quotes, where the cells are not counted and each delimiter
    /// separates two.
    pub(in crate::source) quoted_cells: Option<usize>,
}

/// An anomaly in a cell's quoting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct QuoteAnomaly {
    /// Index of the cell, from 0.
    pub(in crate::source) cell: usize,
    /// Code of the anomaly.
    pub(in crate::source) code: IssueCode,
}

/// Maximum number of anomalies of each kind kept per record; a record of 20 MB may have five million.
const MAX_ANOMALIES: usize = MAX_ISSUES;

/// Codes of the anomalies.
const KINDS: [IssueCode; 4] =
    [IssueCode::TextAfterQuote, IssueCode::BlankBeforeQuote, IssueCode::BackslashQuote, IssueCode::RowsInCell];

/// Anomalies of one record: the first ones of each kind, and the number of all.
#[derive(Debug, Default)]
pub(in crate::source) struct QuoteAnomalies {
    first: Vec<QuoteAnomaly>,
    /// Number of each kind, kept or not.
    counts: [usize; KINDS.len()],
}

impl QuoteAnomalies {
    /// The anomalies of a record without any.
    pub(in crate::source) const NONE: &Self = &Self { first: Vec::new(), counts: [0; KINDS.len()] };

    /// Returns the anomalies that are kept, in the order they were found.
    pub(in crate::source) fn first(&self) -> &[QuoteAnomaly] {
        &self.first
    }

    /// Returns true if there are none.
    pub(in crate::source) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// Returns the number of anomalies that are not kept.
    pub(in crate::source) fn further(&self) -> u64 {
        (self.counts.iter().sum::<usize>() - self.first.len()) as u64
    }

    fn clear(&mut self) {
        self.first.clear();
        self.counts = Default::default();
    }

    fn push(&mut self, anomaly: QuoteAnomaly) {
        for (count, _) in self.counts.iter_mut().zip(KINDS).filter(|(_, code)| *code == anomaly.code) {
            *count += 1;
            if *count <= MAX_ANOMALIES {
                self.first.push(anomaly);
            }
        }
    }
}

/// Scans the record at the beginning of a text that does not begin with a line break. `last` is true if no text
/// follows; only then may a record end without a line end.
pub(in crate::source) fn scan(text: &[u8], delimiter: u8, last: bool, anomalies: &mut QuoteAnomalies) -> Scan {
    anomalies.clear();
    // Most records have no quote: one search finds their end.
    match memchr3(b'"', b'\r', b'\n', text) {
        Some(at) if text[at] == b'"' => {
            QuotedScanner { text, delimiter, last, at: 0, breaks: 0, cell: 0, tall: Vec::new(), anomalies }.scan()
        }
        Some(length) => Scan::Record(RecordExtent { length, breaks: 0, quoted_cells: None }),
        None if last => Scan::Record(RecordExtent { length: text.len(), breaks: 0, quoted_cells: None }),
        None => Scan::Unfinished { open: None },
    }
}

/// Returns the length of the run of line breaks at the beginning of a text, and the number of lines they end. A CR at
/// the very end of a part is left out: it may be half of a CRLF.
pub(super) fn line_breaks(text: &[u8], last: bool) -> (usize, u64) {
    let mut length = text.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    if !last && length == text.len() && text.ends_with(b"\r") {
        length -= 1;
    }
    (length, count_breaks(&text[..length]))
}

/// Returns the length of the first line of a text with its line break; `None` if it does not end here. A CR at the very
/// end of a part may be half of a CRLF.
pub(super) fn first_line(text: &[u8], last: bool) -> Option<usize> {
    let at = memchr2(b'\r', b'\n', text)?;
    match (text[at], text.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(at + 2),
        (b'\r', None) if !last => None,
        _ => Some(at + 1),
    }
}

/// Counts the lines that end within a text: CR, LF and CRLF each end one.
fn count_breaks(text: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', text).count();
    let lone_returns = memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone_returns) as u64
}

/// Scanner of a record with quotes, cell by cell. A step that runs out of text returns what is known.
struct QuotedScanner<'t> {
    text: &'t [u8],
    delimiter: u8,
    last: bool,
    at: usize,
    breaks: u64,
    cell: usize,
    /// Quoted cells of several lines that would be rows in a record of so many delimiters: their index, and that
    /// number. A cell is included only if it holds as many delimiters as there are cells before it, so few ever are.
    tall: Vec<(usize, usize)>,
    anomalies: &'t mut QuoteAnomalies,
}

impl QuotedScanner<'_> {
    fn scan(mut self) -> Scan {
        loop {
            if let Err(broken_off) = self.skip_cell() {
                return broken_off;
            }
            if self.text.get(self.at) != Some(&self.delimiter) {
                self.check_multiline();
                return Scan::Record(RecordExtent {
                    length: self.at,
                    breaks: self.breaks,
                    quoted_cells: Some(self.cell + 1),
                });
            }
            self.at += 1;
            self.cell += 1;
        }
    }

    fn skip_cell(&mut self) -> Result<(), Scan> {
        if self.text.get(self.at) == Some(&b'"') { self.skip_quoted() } else { self.skip_bare() }
    }

    fn skip_bare(&mut self) -> Result<(), Scan> {
        let end = self.end_of_bare(self.at)?;
        let cell = &self.text[self.at..end];
        // A quote is special only at the very start of a cell, so these become part of the value.
        if matches!(cell.first(), Some(b' ' | b'\t')) && cell.trim_ascii_start().first() == Some(&b'"') {
            self.note(IssueCode::BlankBeforeQuote);
        }
        self.at = end;
        Ok(())
    }

    fn skip_quoted(&mut self) -> Result<(), Scan> {
        let opened = self.breaks;
        let close = self.closing_quote(opened)?;
        let end = self.end_of_bare(close + 1)?;
        if !is_blank(&self.text[close + 1..end]) {
            self.check_text_after_quote(close, opened)?;
        }
        if self.breaks > opened {
            let delimiters = delimiters_of_rows(&self.text[self.at + 1..close], self.delimiter, self.cell);
            self.tall.extend(delimiters.map(|delimiters| (self.cell, delimiters)));
        }
        self.at = end;
        Ok(())
    }

    /// Returns the position of the quote that closes the cell which opens here.
    fn closing_quote(&mut self, opened: u64) -> Result<usize, Scan> {
        let mut from = self.at + 1;
        loop {
            let Some(found) = self.text.get(from..).and_then(|rest| memchr(b'"', rest)) else {
                return Err(Scan::Unfinished { open: Some(opened) });
            };
            let quote = from + found;
            self.breaks += count_breaks(&self.text[from..quote]);
            match self.text.get(quote + 1) {
                Some(b'"') => {
                    self.check_backslash_quote(quote);
                    from = quote + 2;
                }
                // The next part may begin with a second quote, which would make this one an escaped quote.
                None if !self.last => return Err(Scan::Unfinished { open: None }),
                _ => return Ok(quote),
            }
        }
    }

    /// Notes `\""` right before a delimiter: a program that escapes with backslashes meant the cell to end here.
    fn check_backslash_quote(&mut self, quote: usize) {
        let ends_cell = self.text.get(quote + 2).is_some_and(|&next| next == self.delimiter);
        if ends_cell && self.text[quote - 1] == b'\\' {
            self.note(IssueCode::BackslashQuote);
        }
    }

    fn check_text_after_quote(&mut self, close: usize, opened: u64) -> Result<(), Scan> {
        // Across lines it is an error of the file: the rows in between would be lost in one cell.
        if self.breaks > opened {
            return Err(Scan::UnclosedQuote { opened, closed: self.breaks });
        }
        let is_escaped = self.text[close - 1] == b'\\';
        self.note(if is_escaped { IssueCode::BackslashQuote } else { IssueCode::TextAfterQuote });
        Ok(())
    }

    /// Notes cells that hold whole rows: two quotes that were never closed swallow the rows between them, and nothing
    /// follows the second.
    fn check_multiline(&mut self) {
        for (cell, delimiters) in std::mem::take(&mut self.tall) {
            if delimiters == self.cell {
                self.anomalies.push(QuoteAnomaly { cell, code: IssueCode::RowsInCell });
            }
        }
    }

    /// Returns the end of the unquoted text from here: a delimiter, a line break or the end of the text.
    fn end_of_bare(&self, from: usize) -> Result<usize, Scan> {
        let rest = &self.text[from..];
        match memchr3(self.delimiter, b'\r', b'\n', rest) {
            Some(length) => Ok(from + length),
            None if self.last => Ok(self.text.len()),
            None => Err(Scan::Unfinished { open: None }),
        }
    }

    fn note(&mut self, code: IssueCode) {
        self.anomalies.push(QuoteAnomaly { cell: self.cell, code });
    }
}

/// Returns the number of delimiters of a record in which the cell of this index would hold the end of a row, whole rows
/// and the beginning of one, were it not quoted. A delimiter before a blank more likely belongs to a text.
fn delimiters_of_rows(cell: &[u8], delimiter: u8, index: usize) -> Option<usize> {
    let lines = cell.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty());
    let mut delimiters = lines.map(|line| memchr_iter(delimiter, line).count());
    let whole_row = index + delimiters.next()?;
    let mut last = None;
    for count in delimiters {
        if last.replace(count).is_some_and(|before| before != whole_row) {
            return None;
        }
    }
    let has_blanks = || memchr_iter(delimiter, cell).any(|at| cell.get(at + 1) == Some(&b' '));
    // A record of a single cell has no delimiters by which to recognise its rows.
    (whole_row > 0 && last == Some(index) && !has_blanks()).then_some(whole_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_ends_with_any_line_break_that_is_whole() {
        for (text, length) in [("a\nb", 2), ("a\r\nb", 3), ("a\rb", 2), ("\n\n", 1), ("\r\r", 1)] {
            assert_eq!(first_line(text.as_bytes(), true), Some(length), "{text:?}");
        }
        assert_eq!([first_line(b"a\r", false), first_line(b"a", true)], [None, None]);
        assert_eq!(first_line(b"a\r", true), Some(2));
    }

    #[test]
    fn rows_in_a_cell_are_told_from_lines_of_text() {
        let odd = |text: &str| {
            let mut anomalies = QuoteAnomalies::default();
            let scan = scan(text.as_bytes(), b',', true, &mut anomalies);
            assert!(matches!(scan, Scan::Record(extent) if extent.length == text.len()), "{text:?}");
            anomalies.first().iter().any(|anomaly| anomaly.code == IssueCode::RowsInCell)
        };
        for rows in [
            "Ann,\"Lee,1\nBob,Lee\",2",
            "Ann,\"Lee,1\r\nBob,Lee,2\r\nCid,Lee\",3",
            "\"Ann,Lee,1\rBob,Lee,2\rCid\",Lee,3",
            "Ann,Lee,\"1\n\nBob,Lee,2\nCid,Lee,3\"",
            "Ann,\"1\nBob,2\"",
        ] {
            assert!(odd(rows), "{rows:?}");
        }
        for text in [
            "Ann,\"Lee\nTan\",1",
            "Ann,\"Street 1\nKL, Malaysia\"",
            "Ann,\"a, b\nc, d\",1",
            "Ann,\"Lee,1\nBob,Lee\",2,3",
            "Ann,\"Lee,1\nBob\nCid,Lee\",3",
            "\"one\ntwo\nthree\"",
            "Ann,\"\n\n\",1",
        ] {
            assert!(!odd(text), "{text:?}");
        }
    }

    #[test]
    fn of_very_many_anomalies_the_first_are_kept_and_the_others_counted() {
        let mut anomalies = QuoteAnomalies::default();
        let row = "\"\"x,".repeat(1000) + " \"x\"";
        scan(row.as_bytes(), b',', true, &mut anomalies);
        let count = |code| anomalies.first().iter().filter(|anomaly| anomaly.code == code).count();
        assert_eq!([count(IssueCode::TextAfterQuote), count(IssueCode::BlankBeforeQuote)], [MAX_ANOMALIES, 1]);
        assert_eq!(anomalies.further(), 1000 - MAX_ANOMALIES as u64);
    }
}
