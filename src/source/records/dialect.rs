//! Finds the delimiter of a source (spec section 2.4).

use super::head::HeadRecords;
use super::scanner::first_line;
use crate::model::{self, HeaderLine, Note, quote};
use crate::source::cell_text::delimiter_name;

/// Dialect of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct Dialect {
    pub(in crate::source) delimiter: u8,
    /// True if the first line is `sep=;`, which tells Excel the delimiter and is not a header.
    pub(in crate::source) has_sep_line: bool,
    /// Line of the header if the user named it; otherwise the first record is the header.
    pub(in crate::source) header: Option<HeaderLine>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', has_sep_line: false, header: None }
    }
}

/// Delimiters that are tried; the first of equals wins.
pub(in crate::source) const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Maximum number of records that the choice is based on.
const SAMPLE_RECORDS: usize = 500;

/// What the user says about the dialect; the rest is found.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::source) struct GivenDialect {
    pub(in crate::source) delimiter: Option<u8>,
    pub(in crate::source) header: Option<HeaderLine>,
}

/// Finds the dialect from the first text of a file; `whole` is true if no text follows.
pub(in crate::source) fn find(text: &[u8], given: GivenDialect, whole: bool) -> (Dialect, Option<Note>) {
    let named = named_by_sep_line(text);
    let has_sep_line = named.is_some();
    let (delimiter, note) = match (given.delimiter, named) {
        (Some(given), _) => (given, None),
        (None, Some(named)) => {
            let message = format!("cells are separated by {}, as the file's sep= line says", delimiter_name(named));
            (named, Some(Note::info("delimiter-from-sep-line", message)))
        }
        (None, None) => by_sample(from_header(text, given.header), whole),
    };
    (Dialect { delimiter, has_sep_line, header: given.header }, note)
}

/// Returns the text from the line of the header on: titles above it have other delimiters, or none.
fn from_header(text: &[u8], header: Option<HeaderLine>) -> &[u8] {
    let Some(HeaderLine::At(line)) = header else { return text };
    let mut rest = text;
    for _ in 1..line.get() {
        match first_line(rest, true) {
            Some(length) => rest = &rest[length..],
            None => return &[],
        }
    }
    rest
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
    let shapes = CANDIDATES.map(|candidate| (candidate, shapes(text, candidate, whole)));
    let is_shared = shapes.iter().any(|(_, shapes)| is_shared_with_header(shapes));
    let cells = |shapes: &[RecordShape]| if is_shared { first_cells(shapes) } else { header_cells(shapes) };
    let fits = shapes.map(|(candidate, shapes)| Fit::new(candidate, &shapes, cells(&shapes)));
    let best = best_of(fits);
    let other = fits.iter().find(|fit| fit.delimiter != best.delimiter && fit.ties_with(best));
    (best.delimiter, note(best, other))
}

/// How well a delimiter explains the first records.
#[derive(Debug, Clone, Copy)]
struct Fit {
    delimiter: u8,
    /// Number of columns of the header besides the first.
    further_columns: usize,
    /// Share of the records that are as wide as the header and properly quoted, in a thousand. At least one, so that a
    /// delimiter of the header counts even where hardly a row fits it.
    alike: usize,
    /// True if a blank follows it wherever it occurs, as a text has it: `Lee, Ann`.
    is_spaced: bool,
}

impl Fit {
    fn new(delimiter: u8, shapes: &[RecordShape], header_cells: usize) -> Self {
        let alike = shapes.iter().filter(|shape| shape.cells == header_cells && !shape.has_anomalies).count();
        Self {
            delimiter,
            further_columns: header_cells.saturating_sub(1),
            alike: (alike * 1000 / shapes.len().max(1)).max(1),
            is_spaced: shapes.iter().all(|shape| shape.is_spaced),
        }
    }

    /// Semicolons in a note column fail both ways: the header has none, and the rows have varying numbers.
    fn score(self) -> usize {
        self.further_columns * self.alike
    }

    /// Returns true if this delimiter separates cells in whose text the other one may stand.
    fn leaves_to_text(self, other: Self) -> bool {
        other.is_spaced && !self.is_spaced && self.further_columns > 0 && self.alike >= other.alike
    }

    fn ties_with(self, best: Self) -> bool {
        self.score() == best.score() && self.score() > 0 && !best.leaves_to_text(self)
    }
}

/// Returns the fit with the highest score, unless its delimiter may belong to the text of cells that another one
/// separates as well: `Lee, Ann;+60123456789`.
fn best_of(fits: [Fit; CANDIDATES.len()]) -> Fit {
    // A list of one column has no delimiter at all, and is then read with commas: the first of equals.
    let higher = |best: Fit, fit: Fit| if fit.score() > best.score() { fit } else { best };
    let [commas, ..] = fits;
    let best = fits.into_iter().fold(commas, higher);
    fits.into_iter().filter(|fit| fit.leaves_to_text(best)).reduce(higher).unwrap_or(best)
}

/// Returns the note on a delimiter that was found, where it is not a comma or another one fits as well.
fn note(best: Fit, other: Option<&Fit>) -> Option<Note> {
    const CODE: &str = "delimiter-detected";
    let delimiter = delimiter_name(best.delimiter);
    if let Some(other) = other {
        let option = format!("--delimiter {}", quote(&model::delimiter_name(char::from(other.delimiter))));
        let other = delimiter_name(other.delimiter);
        let message = format!("cells are separated by {delimiter}, but {other} fits the first rows as well: {option}");
        return Some(Note::warning(CODE, message).option(option));
    }
    let message = || format!("cells are separated by {delimiter}, as far as the first rows show");
    (best.delimiter != b',').then(|| Note::info(CODE, message()))
}

fn first_cells(shapes: &[RecordShape]) -> usize {
    shapes.first().map_or(0, |shape| shape.cells)
}

/// Returns true if the first record has cells, and half of all records have as many: it is the header, and no title.
fn is_shared_with_header(shapes: &[RecordShape]) -> bool {
    let cells = first_cells(shapes);
    cells > 1 && shapes.iter().filter(|shape| shape.cells == cells).count() * 2 >= shapes.len()
}

/// Returns the number of cells of the header: those of the first record, or, where that is a single cell, those that
/// nearly all records have. A title above the header has no delimiter.
fn header_cells(shapes: &[RecordShape]) -> usize {
    let first = first_cells(shapes);
    let usual = shapes.last().map_or(0, |shape| shape.cells);
    let has_title = match usual {
        0 | 1 => false,
        2 => is_title_of_pairs(shapes),
        _ => is_title(shapes, usual),
    };
    if first == 1 && has_title { usual } else { first }
}

/// Returns true if nearly all records have this many cells, and those that have not may be a title.
fn is_title(shapes: &[RecordShape], usual: usize) -> bool {
    let alike = shapes.iter().filter(|shape| shape.cells == usual).count();
    let titles = shapes.len() - alike;
    alike >= 2 && alike >= titles && titles <= (shapes.len() / 5).max(TITLE_LINES)
}

/// Minimum number of records of two cells, the header among them, below a title.
const MIN_PAIRS: usize = 3;

/// Returns true if all records below the first lines have two cells. A text may have one delimiter, but not each text of a
/// list, and none with a blank behind it.
fn is_title_of_pairs(shapes: &[RecordShape]) -> bool {
    let titles = shapes.iter().take_while(|shape| shape.cells == 1).count();
    let pairs = &shapes[titles..];
    titles <= TITLE_LINES && pairs.len() >= MIN_PAIRS && pairs.iter().all(|shape| shape.cells == 2 && !shape.is_spaced)
}

/// Number of lines that a title may have in any list; in a long one a fifth of the records may belong to it.
const TITLE_LINES: usize = 20;

/// Shape of a record under some delimiter.
struct RecordShape {
    cells: usize,
    /// True if quotes occur where a cell neither begins nor ends, which suggests the wrong delimiter.
    has_anomalies: bool,
    /// True if a blank follows each delimiter.
    is_spaced: bool,
}

/// Returns the shapes of the first records.
fn shapes(text: &[u8], delimiter: u8, whole: bool) -> Vec<RecordShape> {
    let (mut records, mut shapes) = (HeadRecords::start(text, 1, delimiter, whole), Vec::new());
    while shapes.len() < SAMPLE_RECORDS {
        let Some(row) = records.next_record() else { break };
        let (cells, is_spaced) = (row.len(), row.cells().skip(1).all(|cell| cell.starts_with(b" ")));
        shapes.push(RecordShape { cells, has_anomalies: records.has_anomalies(), is_spaced });
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        let (dialect, note) = find(text.as_bytes(), GivenDialect::default(), true);
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
    fn a_delimiter_before_blanks_belongs_to_the_text_where_another_one_fits() {
        assert_eq!(delimiter("Nachname, Vorname;Telefon\nM\u{FC}ller, Anna;0301234567\n"), ';');
        assert_eq!(delimiter("Last, First, Title|Phone\nLee, Ann, Dr|1\nMoe, Bob, Mr|2\n"), '|');
        assert_eq!(delimiter("Name, Phone\nNur, 1\nMei, 2\n"), ',');
    }

    #[test]
    fn a_choice_between_two_that_fit_alike_is_told() {
        let (dialect, note) = find(b"Last,First;Phone\nLee,Ann;1\n", GivenDialect::default(), true);
        let note = note.unwrap();
        assert_eq!((dialect.delimiter, note.is_warning()), (b',', true));
        assert_eq!(note.option.as_deref(), Some("--delimiter ';'"));
        assert!(
            note.message.starts_with("cells are separated by ',', but ';' fits the first rows as well"),
            "{note:?}"
        );
    }

    #[test]
    fn one_column_is_separated_by_commas_that_it_does_not_have() {
        assert_eq!(delimiter("Phone\n+60189988776\n"), ',');
        assert_eq!(delimiter("Phone\n1;2\n1|2\n"), ',');
        assert_eq!(delimiter(""), ',');
    }

    #[test]
    fn a_title_above_the_header_does_not_mislead() {
        assert_eq!(delimiter("Report of May\n\nName;Phone;Town\nNur;1;KL\nMei;2;KL\n"), ';');
        assert_eq!(delimiter("Report\nName|Phone|Town\nNur|1|KL\n"), '|');
        assert_eq!(delimiter("Report of May\n\nName;Phone\nNur;1\nMei;2\n"), ';');
        assert_eq!(delimiter("Note\na;b;c\nd\ne;f\n"), ',', "texts of one column");
        assert_eq!(delimiter("Note\na; b\nc; d\ne; f\n"), ',', "texts of one column");
        let header = Some(HeaderLine::At(3.try_into().unwrap()));
        let titles = "a,b,c\nd,e,f\r\nName;Phone\nNur;1\n";
        assert_eq!(find(titles.as_bytes(), GivenDialect { delimiter: None, header }, true).0.delimiter, b';');
    }

    #[test]
    fn an_unclosed_quote_leaves_what_comes_before() {
        assert_eq!(delimiter("Name;Phone\nNur;1\n\"Mei;2\n"), ';');
    }

    #[test]
    fn a_sep_line_decides_and_is_no_header() {
        for (text, expected) in [("sep=;\nName,x;Phone", b';'), ("SEP=\t\r\na\tb", b'\t'), ("\"sep=|\"\ra|b", b'|')] {
            let (dialect, note) = find(text.as_bytes(), GivenDialect::default(), true);
            assert_eq!(dialect, Dialect { delimiter: expected, has_sep_line: true, header: None });
            assert_eq!(note.unwrap().code, "delimiter-from-sep-line");
        }
        let (dialect, note) = find(b"sep=;\na|b", GivenDialect { delimiter: Some(b'|'), header: None }, true);
        assert_eq!(
            (dialect, note),
            (Dialect { delimiter: b'|', has_sep_line: true, header: None }, None),
            "the user's word comes first"
        );
        assert!(!find(b"sep=x\n", GivenDialect::default(), true).0.has_sep_line);
        assert!(!find(b"sep=;Name\n", GivenDialect::default(), true).0.has_sep_line);
        assert!(!find(b"\"sep=;Name\"\n", GivenDialect::default(), true).0.has_sep_line);
    }

    #[test]
    fn a_sep_line_that_a_spreadsheet_filled_up_names_the_delimiter_of_today_by_its_filling() {
        for (line, delimiter) in
            [(&b"sep=;;;\na;b;c"[..], b';'), (b"sep=;,,\na,b,c", b','), (b"\"sep=,\"\t\t\na\tb\tc", b'\t')]
        {
            assert_eq!(
                find(line, GivenDialect::default(), true).0,
                Dialect { delimiter, has_sep_line: true, header: None }
            );
        }
    }
}
