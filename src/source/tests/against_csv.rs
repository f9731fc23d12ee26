//! Property tests: the scanner, the splitter and line numbers agree with the csv crate and a naive count on arbitrary
//! bytes cut into arbitrary chunks.

use proptest::prelude::*;

use super::super::cell_text::is_blank;
use super::super::encoding::TextStream;
use super::super::file::{FingerprintBuilder, SourceFile};
use super::super::records::dialect::Dialect;
use super::super::records::{Records, Splitter};
use super::*;

type RawRow = (u64, Vec<Vec<u8>>);

/// Generates texts made of quotes, delimiters, line ends and other significant pieces.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"a"[..],
        b"b",
        b"b",
        b" ",
        b"\"",
        b"\"",
        b"\"\"",
        b",",
        b",",
        b";",
        b"\r",
        b"\n",
        b"\n",
        b"\r\n",
        b"\\",
        b"\0",
        b"\xC3\xA9",
        b"\xC2\xA0",
        b"\xFF",
        b"\xEF\xBB\xBF",
        b"\"x\"",
        b"\n\"y\n\"",
    ]);
    // A first letter, so that the text does not begin with a byte order mark, which each reader treats in its own way.
    prop::collection::vec(piece, 0..40).prop_map(|pieces| [b"h", pieces.concat().as_slice()].concat())
}

/// Returns all records, header and blank rows included; `None` if a quote is not closed.
fn ours(text: &[u8], chunk: usize) -> Option<Vec<RawRow>> {
    let given = given(text);
    let file = SourceFile::open(given.path.as_path().into()).unwrap();
    let fingerprint = FingerprintBuilder::default().fast();
    let stream = TextStream::start(&file, SourceEncoding::UTF_8, fingerprint, &Cancel::default()).unwrap();
    let mut records = Records::start(stream, Dialect::default(), chunk).unwrap();
    let (mut batch, mut splitter) = (Batch::default(), Splitter::new(b','));
    loop {
        match records.next_record() {
            Ok(Some(record)) => batch.push(&record, &mut splitter).unwrap(),
            Ok(None) => break,
            Err(SourceError::UnclosedQuote { .. }) => return None,
            Err(other) => panic!("{other}"),
        }
    }
    Some(batch.rows().map(|row| (row.line(), row.cells().map(<[u8]>::to_vec).collect())).collect())
}

fn theirs(text: &[u8]) -> Vec<RawRow> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let records = reader.byte_records().map(|record| {
        let record = record.unwrap();
        let start = usize::try_from(record.position().unwrap().byte()).unwrap();
        (naive_line(text, start), record.iter().map(<[u8]>::to_vec).collect())
    });
    records.collect()
}

/// Returns the line of the first byte from `start` that is not a line break, counted as an editor does.
fn naive_line(text: &[u8], start: usize) -> u64 {
    let begin = start + text[start..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
    let before = String::from_utf8_lossy(&text[..begin]).replace("\r\n", "\n").replace('\r', "\n");
    1 + before.matches('\n').count() as u64
}

proptest! {
    #[test]
    fn records_cells_and_lines_are_those_of_the_csv_crate(text in texts(), chunk in 1_usize..50) {
        if let Some(ours) = ours(&text, chunk) {
            prop_assert_eq!(ours, theirs(&text));
        }
    }

    #[test]
    fn an_unclosed_quote_is_found_whatever_the_chunks(text in texts(), chunk in 1_usize..50) {
        prop_assert_eq!(ours(&text, chunk).is_none(), ours(&text, CHUNK_BYTES).is_none());
    }

    #[test]
    fn a_source_gives_the_rows_of_the_csv_crate_that_are_not_blank(text in texts()) {
        let content = [&b"head,er\n"[..], &text].concat();
        let options = SourceOptions { delimiter: Some(b','), ..in_encoding("utf-8") };
        let Ok(mut source) = open_with(&given(&content), &options) else { return Ok(()) };
        let expected: Vec<RawRow> = theirs(&content).into_iter().skip(1)
            .filter(|(_, cells)| !cells.iter().all(|cell| is_blank(cell)))
            .collect();
        let are_usual = |width: usize| {
            expected.iter().filter(|(_, cells)| cells.len() >= width).count() * 10 >= expected.len() * 9
        };
        let expected: Vec<Seen> = expected.iter()
            .map(|(line, cells)| (*line, if are_usual(cells.len()) { without_blank_tail(cells) } else { cells }))
            .map(|(line, cells)| (line, cells.iter().map(|cell| lossy(cell)).collect()))
            .collect();
        prop_assert_eq!(source.facts().rows, expected.len() as u64);
        prop_assert_eq!(rows_of(&mut source), expected);
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(mut source) = open_with(&given(&bytes), &SourceOptions::default()) {
            prop_assert_eq!(rows_of(&mut source).len() as u64, source.facts().rows);
        }
    }
}

/// Drops blank cells beyond the two columns.
fn without_blank_tail(cells: &[Vec<u8>]) -> &[Vec<u8>] {
    if cells.iter().skip(2).all(|cell| is_blank(cell)) { &cells[..cells.len().min(2)] } else { cells }
}
