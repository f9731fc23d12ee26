//! Finds the delimiter of a source (spec section 2.4).

use super::batch::Batch;
use super::cell_text::delimiter_name;
use super::records::Record;
use super::scanner::{QuoteAnomalies, Scan, line_breaks, scan};
use super::split::Splitter;
use crate::model::Note;

/// Dialect of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// True if the first line is `sep=;`, which tells Excel the delimiter and is not a header.
    pub(super) has_sep_line: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', has_sep_line: false }
    }
}

/// Delimiters that are tried; the first of equals wins.
pub(super) const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Maximum number of records that the choice is based on.
const SAMPLE_RECORDS: usize = 500;

/// Finds the dialect from the first text of a file. `given` is the user's choice; `whole` is true if no text follows.
pub(super) fn find(text: &[u8], given: Option<u8>, whole: bool) -> (Dialect, Option<Note>) {
    let named = named_by_sep_line(text);
    let has_sep_line = named.is_some();
    let (delimiter, note) = match (given, named) {
        (Some(given), _) => (given, None),
        (None, Some(named)) => {
            let message = format!("cells are separated by {}, as the file's sep= line says", delimiter_name(named));
            (named, Some(Note::info("delimiter-from-sep-line", message)))
        }
        (None, None) => by_sample(text, whole),
    };
    (Dialect { delimiter, has_sep_line }, note)
}

/// Returns the delimiter named by a first line such as `sep=;`. Excel writes it bare; some programs quote it like a
/// cell. A spreadsheet that did not know it took it for a row and filled it up with its own delimiters: `sep=;,,`.
fn named_by_sep_line(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let (is_quoted, line) = line.strip_prefix(b"\"").map_or((false, line), |rest| (true, rest));
    let (word, rest) = line.split_at_checked(4)?;
    let (named, rest) = rest.split_first()?;
    let filling = if is_quoted { rest.strip_prefix(b"\"")? } else { rest };
    let is_named = word.eq_ignore_ascii_case(b"sep=") && is_valid_delimiter(*named);
    // The filling was written with the rows below, so it counts more than the name.
    let delimiter = *filling.first().unwrap_or(named);
    let is_filled = filling.iter().all(|byte| *byte == delimiter) && is_valid_delimiter(delimiter);
    (is_named && is_filled).then_some(delimiter)
}

fn is_valid_delimiter(byte: u8) -> bool {
    byte == b'\t' || byte == b' ' || (byte.is_ascii_punctuation() && byte != b'"')
}

fn by_sample(text: &[u8], whole: bool) -> (u8, Option<Note>) {
    // A list of one column has no delimiter at all, and is then read with commas.
    let mut best = (b',', 0);
    for candidate in CANDIDATES {
        let score = score(text, candidate, whole);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    let (delimiter, _) = best;
    let message = || format!("cells are separated by {}, as far as the first rows show", delimiter_name(delimiter));
    let note = (delimiter != b',').then(|| Note::info("delimiter-detected", message()));
    (delimiter, note)
}

/// Scores how well a delimiter explains the text: the number of further columns it gives the header, times the share
/// (in a thousand) of rows that are as wide and properly quoted. Semicolons in a note column fail both ways: the header
/// has none, and the rows have varying numbers.
fn score(text: &[u8], delimiter: u8, whole: bool) -> usize {
    let shapes = shapes(text, delimiter, whole);
    let Some(header) = shapes.first() else { return 0 };
    let alike = shapes.iter().filter(|shape| shape.cells == header.cells && !shape.is_odd).count();
    // At least one, so that a delimiter of the header counts even where hardly a row fits it.
    (header.cells - 1) * (alike * 1000 / shapes.len()).max(1)
}

/// Shape of a record under some delimiter.
struct RecordShape {
    cells: usize,
    /// True if quotes occur where a cell neither begins nor ends, which suggests the wrong delimiter.
    is_odd: bool,
}

/// Returns the shapes of the first records.
fn shapes(text: &[u8], delimiter: u8, whole: bool) -> Vec<RecordShape> {
    let (mut splitter, mut cells, mut oddities) =
        (Splitter::new(delimiter), Batch::default(), QuoteAnomalies::default());
    let (mut shapes, mut rest) = (Vec::new(), text);
    while shapes.len() < SAMPLE_RECORDS {
        rest = &rest[line_breaks(rest, whole).0..];
        // A record cut off by the end of the sample, or an unclosed quote: what came before it decides.
        let Scan::Record(extent) = scan(rest, delimiter, whole, &mut oddities) else {
            break;
        };
        let (bytes, behind) = rest.split_at(extent.length);
        let record = Record {
            bytes,
            line: 0,
            quoted_cells: extent.quoted_cells,
            oddities: QuoteAnomalies::NONE,
            ends_file: false,
        };
        cells.clear(0);
        if bytes.is_empty() || cells.push(&record, &mut splitter).is_err() {
            break;
        }
        shapes.push(RecordShape { cells: cells.last().map_or(0, |row| row.len()), is_odd: !oddities.is_empty() });
        rest = behind;
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        let (dialect, note) = find(text.as_bytes(), None, true);
        assert!(!dialect.has_sep_line);
        assert_eq!(note.is_some(), dialect.delimiter != b',', "a guess is told");
        char::from(dialect.delimiter)
    }

    #[test]
    fn each_usual_delimiter_is_found() {
        assert_eq!(delimiter("Name,Phone\nNur,1\n"), ',');
        assert_eq!(delimiter("Name;Phone\nNur;1\n"), ';');
        assert_eq!(delimiter("Name\tPhone\nNur\t1\n"), '\t');
        assert_eq!(delimiter("Name|Phone\nNur|1\n"), '|');
        assert_eq!(delimiter("Name;Phone;Note"), ';', "a header alone will do");
    }

    #[test]
    fn other_delimiters_inside_of_cells_do_not_mislead() {
        assert_eq!(delimiter("Name,Note\nNur,a;b;c;d\nMei,e;f;g\nBo,;;;;;;;;\n"), ',');
        assert_eq!(delimiter("Name;Amount, in EUR\nNur;1,5\nMei;2\nBo;3,1,4\n"), ';');
        assert_eq!(delimiter("Name,Note\nNur,\"a;b\nc;d\"\nMei,\"e;f;g\"\n"), ',');
        assert_eq!(delimiter("\"a;b\";\"c,d\"\n\"Nur;x\";\"1,2\"\n"), ';');
    }

    #[test]
    fn one_column_is_separated_by_commas_that_it_does_not_have() {
        assert_eq!(delimiter("Phone\n+60189988776\n"), ',');
        assert_eq!(delimiter("Phone\n1;2\n1|2\n"), ',');
        assert_eq!(delimiter(""), ',');
    }

    #[test]
    fn an_unclosed_quote_leaves_what_comes_before() {
        assert_eq!(delimiter("Name;Phone\nNur;1\n\"Mei;2\n"), ';');
    }

    #[test]
    fn a_sep_line_decides_and_is_no_header() {
        for (text, expected) in [("sep=;\nName,x;Phone", b';'), ("SEP=\t\r\na\tb", b'\t'), ("\"sep=|\"\ra|b", b'|')] {
            let (dialect, note) = find(text.as_bytes(), None, true);
            assert_eq!(dialect, Dialect { delimiter: expected, has_sep_line: true });
            assert_eq!(note.unwrap().code, "delimiter-from-sep-line");
        }
        let (dialect, note) = find(b"sep=;\na|b", Some(b'|'), true);
        assert_eq!(
            (dialect, note),
            (Dialect { delimiter: b'|', has_sep_line: true }, None),
            "the user's word comes first"
        );
        assert!(!find(b"sep=x\n", None, true).0.has_sep_line);
        assert!(!find(b"sep=;Name\n", None, true).0.has_sep_line);
        assert!(!find(b"\"sep=;Name\"\n", None, true).0.has_sep_line);
    }

    #[test]
    fn a_sep_line_that_a_spreadsheet_filled_up_names_the_delimiter_of_today_by_its_filling() {
        for (line, delimiter) in
            [(&b"sep=;;;\na;b;c"[..], b';'), (b"sep=;,,\na,b,c", b','), (b"\"sep=,\"\t\t\na\tb\tc", b'\t')]
        {
            assert_eq!(find(line, None, true).0, Dialect { delimiter, has_sep_line: true });
        }
    }
}
