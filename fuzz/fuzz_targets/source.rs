#![cfg_attr(fuzzing, no_main)]
//! Any file: either an error, or rows whose lines ascend and lie in the file, as many as were promised; and cell by cell
//! what the csv crate reads, which is another program's reading of the same rules.

use std::io::Write;

use contacts::model::{Cancel, NoObserver};
use contacts::source::{Batch, BatchLimits, Source, SourceError, SourceInfo, SourceOptions};

type Rows = Vec<Vec<Vec<u8>>>;

fn check(data: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(data).expect("a full file");
    let mut source = match Source::open(file.path(), &SourceOptions::default(), &NoObserver, &Cancel::default()) {
        Ok(source) => source,
        Err(error) => return assert_blames_the_file(&error),
    };
    let rows = rows(&mut source, lines(data));
    assert_eq!(rows.len() as u64, source.facts().rows);
    if let Some(text) = text(data, source.facts()) {
        let width = source.columns().len();
        let (header, expected) = read_by_csv_crate(&text, source.facts(), width);
        let names: Vec<&[u8]> = source.columns().iter().map(|column| column.raw.as_bytes()).collect();
        assert_eq!(names, header);
        assert_eq!(rows, expected);
    }
}

/// A defect of this program is no answer to a file that nobody else touches.
fn assert_blames_the_file(error: &SourceError) {
    assert!(!matches!(error, SourceError::ScanDisagrees { .. } | SourceError::Changed { .. }), "{error}");
}

/// As many lines as an editor shows at most.
fn lines(data: &[u8]) -> u64 {
    1 + data.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64
}

/// Reads all rows.
fn rows(source: &mut Source, last_line: u64) -> Rows {
    let mut batches = source.batches(BatchLimits { rows: 3, bytes: 64 }).expect("the file is as it was");
    let (mut batch, mut rows, mut line) = (Batch::default(), Rows::new(), 1);
    while batches.next_batch(&mut batch).expect("the file is as it was") {
        for row in batch.rows() {
            assert!(row.line() > line && row.line() <= last_line, "line {} after {line} of {last_line}", row.line());
            line = row.line();
            rows.push(row.cells().map(<[u8]>::to_vec).collect());
        }
    }
    rows
}

/// The text of the file in UTF-8, without byte order marks and `sep=` line; `None` where only the tool knows what becomes
/// of bytes that are no text.
fn text(data: &[u8], facts: &SourceInfo) -> Option<Vec<u8>> {
    let encoding = encoding_rs::Encoding::for_label(facts.encoding.to_string().as_bytes())?;
    let mut text = match encoding.decode_without_bom_handling_and_without_replacement(data) {
        Some(text) => text.into_owned().into_bytes(),
        None if facts.encoding.is_utf8() => data.to_vec(),
        None => return None,
    };
    while text.starts_with("\u{FEFF}".as_bytes()) {
        text.drain(..3);
    }
    if has_sep_line(&text) {
        let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(text.len());
        text.drain(..end);
    }
    Some(text)
}

fn has_sep_line(text: &[u8]) -> bool {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let can_separate = |byte: u8| byte == b'\t' || byte == b' ' || (byte.is_ascii_punctuation() && byte != b'"');
    let is_word = |line: &[u8]| line.len() >= 5 && line[..4].eq_ignore_ascii_case(b"sep=") && can_separate(line[4]);
    let filling = match line.strip_prefix(b"\"") {
        Some(rest) if is_word(rest) && rest.get(5) == Some(&b'"') => &rest[6..],
        None if is_word(line) => &line[5..],
        _ => return false,
    };
    filling.first().is_none_or(|first| can_separate(*first) && filling.iter().all(|byte| byte == first))
}

/// The header and the rows that are not blank, without the blank cells beyond the header that nine in ten rows have.
fn read_by_csv_crate(text: &[u8], facts: &SourceInfo, width: usize) -> (Vec<Vec<u8>>, Rows) {
    // A line end in front keeps the crate from looking for a byte order mark of its own.
    let text = [b"\n", text].concat();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(facts.delimiter).has_headers(false).flexible(true).from_reader(&text[..]);
    let records = reader.byte_records().map(|record| record.expect("bytes in memory"));
    let mut records = records.map(|record| record.iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
    let header = records.next().expect("a header");
    let mut rows: Rows = records.filter(|row| !row.iter().all(|cell| is_blank(cell))).collect();
    let most = width_of_nine_in_ten(&rows);
    for row in rows.iter_mut().filter(|row| row.len() <= most) {
        drop_blank_tail(row, width);
    }
    (header, rows)
}

/// The most cells that nine in ten rows have at least.
fn width_of_nine_in_ten(rows: &[Vec<Vec<u8>>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 10).copied().unwrap_or_default()
}

fn drop_blank_tail(row: &mut Vec<Vec<u8>>, width: usize) {
    if row.iter().skip(width).all(|cell| is_blank(cell)) {
        row.truncate(width);
    }
}

fn is_blank(cell: &[u8]) -> bool {
    let shows_nothing = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{1A}' | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    std::str::from_utf8(cell).is_ok_and(|text| text.chars().all(shows_nothing))
}

contacts_fuzz::target!(check);
