//! Tests of rows: physical lines, blank rows, and rows that do not fit.

use IssueCode::{InvalidBytes, NulInCell, TextAfterQuote, TooFewCells, TooManyCells};

use super::*;
use crate::model::Column;

#[test]
fn every_kind_of_line_end_counts_as_one_line() {
    let expected = [seen(2, &["Nur", "1"]), seen(3, &["Mei", "2"])];
    for end in ["\n", "\r", "\r\n"] {
        assert_eq!(rows(["Name,Phone", "Nur,1", "Mei,2", ""].join(end)), expected);
        assert_eq!(rows(["Name,Phone", "Nur,1", "Mei,2"].join(end)), expected, "no end of the last line");
    }
}

#[test]
fn lines_stay_physical_in_mixed_files_and_behind_multi_line_cells() {
    let content = "Name,Note\r\n\r\nNur,\"a\r\nb\rc\nd\"\rMei,2\n\n\r\r\nBo,3";
    assert_eq!(rows(content), [seen(3, &["Nur", "a\r\nb\rc\nd"]), seen(7, &["Mei", "2"]), seen(11, &["Bo", "3"])]);
}

#[test]
fn lines_are_right_across_chunks() {
    // One CRLF is cut by the end of the first chunk, whatever its size.
    for filler in 0..4 {
        let mut content = "N\r\n".to_owned() + &"x".repeat(filler) + "y\r\n";
        while content.len() < CHUNK_BYTES + 100 {
            content += "\"a\r\nb\"\r\n";
        }
        let found = rows(&content);
        assert!(
            found.iter().skip(1).zip(1..).all(|((line, cells), i)| (*line, cells[0].as_str()) == (1 + 2 * i, "a\r\nb"))
        );
    }
}

#[test]
fn blank_rows_are_left_out_and_counted() {
    let blanks = ",,\n \t,\u{A0},\u{200B}\n\"\",\"\",\" \n \"\n\n";
    let mut source = open(&given("A,B,C\n".to_owned() + blanks + "1,,\n" + &",,\n".repeat(1000)));
    assert_eq!((source.facts().rows, source.facts().blank_rows), (1, 1004));
    assert_eq!(rows_of(&mut source), [seen(7, &["1", "", ""])]);
    assert!(issues_of(&mut source).is_empty());
}

#[test]
fn an_empty_line_is_a_blank_row_and_a_line_end_is_none() {
    let blank_rows = |content: &str| open(&given(content)).facts().blank_rows;
    for end in ["\n", "\r", "\r\n"] {
        for (lines, expected) in [
            (&["A,B", "1,2"][..], 0),
            (&["A,B", "1,2", ""], 0),
            (&["A,B", "1,2", "", ""], 1),
            (&["A,B", "", "1,2", "", "", "3,4"], 3),
            (&["", "", "A,B", "1,2"], 0),
            (&["sep=,", "A,B", "", "1,2"], 1),
        ] {
            assert_eq!(blank_rows(&lines.join(end)), expected, "{:?}", lines.join(end));
        }
    }
    assert_eq!(blank_rows("A,B\r\n1,2\n\r\r\n\r"), 3, "LF, then CR, CRLF and CR");
}

#[test]
fn empty_lines_are_counted_across_chunks() {
    for filler in 0..4 {
        let content = "A\r\n".to_owned() + &"x".repeat(filler) + "\r\n" + &"\r\n".repeat(CHUNK_BYTES) + "y\r\n";
        let source = open(&given(content));
        let blank = CHUNK_BYTES as u64 + u64::from(filler == 0);
        assert_eq!((source.facts().rows, source.facts().blank_rows), (1 + u64::from(filler > 0), blank));
    }
}

#[test]
fn a_row_of_quotes_delimiters_or_nuls_is_not_blank() {
    let mut source = open(&given("A,B\n\"\"\"\",\n\",\",\n\u{0},\n"));
    assert_eq!(source.facts().rows, 3);
    assert_eq!(rows_of(&mut source)[0], seen(2, &["\"", ""]));
    assert_eq!(rows_of(&mut source)[1], seen(3, &[",", ""]));
}

#[test]
fn a_row_has_no_more_cells_than_the_header() {
    let content = "A,B\n1,2\n1,2,3\n1,2, ,\u{A0}\n1,2,,x\n";
    let too_many = |line, value| issue(line, TooManyCells, None, value);
    assert_eq!(issues(content), [too_many(3, Some("3")), too_many(4, None), too_many(5, Some("x"))]);
    let found = rows(content);
    assert_eq!(found[1], seen(3, &["1", "2", "3"]), "nothing of a row in error is lost");
    assert_eq!(found[2], seen(4, &["1", "2", " ", "\u{A0}"]));
}

#[test]
fn blank_cells_that_nine_in_ten_rows_have_are_dropped() {
    let content = |with: usize, without: usize| "A,B\n".to_owned() + &"1,2, \n".repeat(with) + &"1,2\n".repeat(without);
    assert!(issues(content(9, 1)).is_empty() && issues(content(1, 0)).is_empty());
    assert_eq!(rows(content(9, 1))[0], seen(2, &["1", "2"]));
    assert_eq!(issues(content(89, 11)).len(), 89);
    let shifted = content(9, 0) + "1,2,3\n1,2,,\n";
    assert_eq!(issues(shifted), [issue(11, TooManyCells, None, Some("3")), issue(12, TooManyCells, None, None)]);
}

#[test]
fn a_cell_under_a_column_without_a_name_that_is_blank_elsewhere_is_one_too_many() {
    let shifted = "A,B,\n1,2\n1,2,\n1,\"2\",3\n1,2\n";
    assert_eq!(issues(shifted), [issue(4, TooManyCells, Some("#3"), Some("3"))]);
    assert!(issues("A,B,\n1,2,3\n1,2,4\n1,2\n").is_empty(), "a column that is often filled");
    assert!(issues("A,B,\n1,2,3\n").is_empty(), "no other row speaks against it");
    assert!(issues("A,,B\n1,,2\n1,x,2\n").is_empty(), "it is not the last");
}

#[test]
fn a_short_row_lacks_blank_cells() {
    let content = "A,B,C,D\n1\n1,2\n1,2,3,4\n";
    let mut source = open(&given(content));
    assert!(issues_of(&mut source).is_empty());
    let [note] = source.facts().notes.as_slice() else { panic!("one note") };
    assert_eq!((note.code.as_ref(), note.count, note.of), ("short-rows", Some(2), Some(3)));
    let mut batches = source.batches(BatchLimits::default()).unwrap();
    let mut batch = Batch::default();
    batches.next_batch(&mut batch).unwrap();
    assert_eq!((batch.row(1).len(), batch.row(1).text(1), batch.row(1).text(3)), (2, Some("2"), Some("")));
}

#[test]
fn a_short_row_that_ends_the_file_without_a_line_end_is_cut_off() {
    let content = "A,B,C\n1\n1,\"2\"";
    assert_eq!(issues(content), [issue(3, TooFewCells, None, Some("2"))]);
    assert_eq!(open(&given(content)).facts().notes[0].count, Some(1), "it is no short row like the others");
    for whole in ["A,B\n1\n", "A,B\n1\r", "A,B\n1\r\n", "A,B\n1\n ", "A,B\n1,2", "A,B,\n1,2"] {
        assert!(issues(whole).is_empty(), "{whole:?}");
    }
    let long = "A,B,C\n".to_owned() + &"1,2,3\n".repeat(CHUNK_BYTES / 5) + "1,2";
    assert_eq!(issues(long).len(), 1, "also in a later chunk");
    let wide: Vec<u8> = "\u{feff}A,B\n1,2\n1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(issues(wide), [issue(3, TooFewCells, None, Some("1"))]);
}

#[test]
fn a_message_puts_a_cell_together_that_looks_cut_in_two() {
    let message = |content: &str| {
        let mut source = open(&given(content));
        let mut batches = source.batches(BatchLimits::default()).unwrap();
        let mut batch = Batch::default();
        batches.next_batch(&mut batch).unwrap();
        batch.rows().flat_map(|row| row.issues().to_vec()).map(|issue| issue.message).collect::<String>()
    };
    let shifted = message("Company,City,Notes\nMoe, Sons and Co,Oslo,\nLee Ltd,Lund,\n");
    assert!(shifted.contains("in quotes, perhaps \"Moe, Sons and Co\""), "{shifted}");
    let semicolons = message("Company;City\nMoe; Sons;Oslo\nLee;Lund\n");
    assert!(semicolons.contains("\"Moe; Sons\""), "{semicolons}");
    assert!(!message("Company, City\nMoe, Sons, Oslo\nLee, Lund\n").contains("perhaps"), "all cells begin so");
}

#[test]
fn cells_that_cannot_be_values_are_errors_of_their_row() {
    let large = "x".repeat(MAX_CELL + 1);
    let just = "x".repeat(MAX_CELL);
    let content = format!("A,,C\n1,a\0b,3\n1,2,{large}\n1,{just},3\n");
    let found = issues(content);
    assert_eq!(found[0], issue(2, IssueCode::NulInCell, Some("#2"), Some("a\\x00b")));
    assert_eq!((found[1].0, found[1].1, found[1].2.as_deref()), (3, IssueCode::CellTooLarge, Some("C")));
    assert!(found[1].3.as_ref().unwrap().len() < 300, "the value is cut");
    assert_eq!(found.len(), 2);
}

#[test]
fn all_that_is_wrong_with_a_row_is_reported() {
    let content = ["é,é,é,é\n".as_bytes(), b"\0,\"a\"b,\xFF,c,d\nx,y,z,\xC3\xA9\n"].concat();
    let codes: Vec<_> = issues(content).into_iter().map(|(_, code, ..)| code).collect();
    assert_eq!(codes, [TooManyCells, NulInCell, InvalidBytes, TextAfterQuote]);
}

#[test]
fn a_cell_of_20_mb_is_an_error_of_its_row() {
    let limits = Limits { max_file_size: 30 << 20, ..Limits::default() };
    let content = "A,B\n1,\"".to_owned() + &"x\n".repeat(10 << 20) + "\"\n2,3\n";
    let mut source = open_with(&given(content), &SourceOptions { limits, ..SourceOptions::default() }).unwrap();
    let found = issues_of(&mut source);
    assert_eq!((found.len(), found[0].0, found[0].1), (1, 2, IssueCode::CellTooLarge));
}

#[test]
fn header_names_are_cleaned_and_kept_as_they_are() {
    let source = open(&given("\u{FEFF}\u{A0}First\u{A0}Name ,\u{200B}Phone,,Phone\nNur,1,,2\n"));
    assert_eq!(names(&source), ["First Name", "Phone", "", "Phone"]);
    assert_eq!(source.columns()[0].raw, "\u{A0}First\u{A0}Name ");
    assert_eq!(source.columns()[2].label(), "#3");
}

#[test]
fn a_first_line_that_is_no_valid_header_is_refused() {
    let code = |content: &str| refusal(content).code();
    assert_eq!(code(" ,\u{A0}\nNur,1\n"), "source-bad-header");
    assert_eq!(code("Na\0me\nNur\n"), "source-bad-header");
    assert_eq!(code(&format!("{}\n1\n", ",x".repeat(1000))), "source-too-many-columns");
    assert_eq!(open(&given(format!("{}\n1\n", ",x".repeat(999)))).columns().len(), 1000);
    let bad = open_with(&given(b"Name,Jos\xE9\nNur,1\n"), &in_encoding("utf-8")).unwrap_err();
    assert!(bad.to_string().contains("line 1: the name of column 2"), "{bad}");
}

#[test]
fn a_header_that_looks_like_data_is_told() {
    let source = open(&given("Nur,+60 18-998 8776\nMei,+60 18-998 8777\n"));
    assert_eq!(note_codes(&source), ["header-looks-like-data"]);
    assert_eq!(source.facts().rows, 1);
}

#[test]
fn the_users_delimiter_comes_first() {
    let file = given("A;B,C\n1;2,3\n");
    let mut source = open_with(&file, &SourceOptions { delimiter: Some(b','), ..SourceOptions::default() }).unwrap();
    assert_eq!(rows_of(&mut source), [seen(2, &["1;2", "3"])]);
    assert!(note_codes(&source).is_empty());
}

#[test]
fn a_comma_file_with_a_note_of_semicolons_is_still_comma() {
    let source = open(&given("Name,Note\nNur,a;b;c\nMei,\"d;e\nf;g\"\nBo,;;\n"));
    assert_eq!((source.facts().delimiter, source.facts().rows), (b',', 3));
}

fn with_header(header: &str) -> SourceOptions {
    SourceOptions { header_line: Some(header.parse().unwrap()), ..SourceOptions::default() }
}

#[test]
fn a_header_is_taken_from_the_line_that_is_named() {
    let text = "Report \"May\"\r\n\"never closed\r\n\r\nName;Phone\r\nAnn;1\r\n\r\nBob;2\r\n";
    let mut source = open_with(&given(text), &with_header("4")).unwrap();
    assert_eq!((names(&source), source.facts().delimiter), (vec!["Name", "Phone"], b';'));
    assert_eq!((source.facts().rows, source.facts().blank_rows), (2, 1));
    assert_eq!(note_codes(&source), ["delimiter-detected", "lines-skipped"]);
    assert_eq!(rows_of(&mut source), [seen(5, &["Ann", "1"]), seen(7, &["Bob", "2"])]);
}

#[test]
fn a_named_header_counts_lines_of_every_kind_and_across_chunks() {
    for end in ["\n", "\r", "\r\n"] {
        let title = "x".repeat(CHUNK_BYTES);
        let text = [title.as_str(), "", "Name", "Ann"].join(end);
        let mut source = open_with(&given(&text), &with_header("3")).unwrap();
        assert_eq!(names(&source), ["Name"], "{end:?}");
        assert_eq!(rows_of(&mut source), [seen(4, &["Ann"])], "{end:?}");
    }
}

#[test]
fn a_header_line_that_is_empty_or_not_there_is_refused() {
    for (line, problem) in [("2", "empty"), ("9", "no such line")] {
        let error = open_with(&given("Title\n\nName\nAnn\n"), &with_header(line)).unwrap_err();
        assert_eq!(error.code(), "source-bad-header", "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[test]
fn without_a_header_every_line_is_a_row() {
    let mut source = open_with(&given("sep=;\nAnn;1\nBob;2;x\n\nCid;3\n"), &with_header("none")).unwrap();
    assert_eq!(source.columns().iter().map(Column::label).collect::<Vec<_>>(), ["#1", "#2"]);
    assert_eq!(note_codes(&source), ["delimiter-from-sep-line", "no-header"]);
    assert_eq!(rows_of(&mut source).len(), 3, "the wide row is an error of its own");
    assert_eq!(source.facts().rows, 3);
    assert_eq!(open_with(&given("\n\n"), &with_header("none")).unwrap_err().code(), "source-no-rows");
}
