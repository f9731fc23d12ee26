use IssueCode::{InvalidBytes, NulInCell, TextAfterQuote, TooManyCells};

use super::*;

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
        while content.len() < CHUNK + 100 {
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
        let content = "A\r\n".to_owned() + &"x".repeat(filler) + "\r\n" + &"\r\n".repeat(CHUNK) + "y\r\n";
        let source = open(&given(content));
        let blank = CHUNK as u64 + u64::from(filler == 0);
        assert_eq!((source.facts().rows, source.facts().blank_rows), (1 + u64::from(filler > 0), blank));
    }
}

#[test]
fn what_only_looks_blank_is_a_row() {
    let mut source = open(&given("A,B\n\"\"\"\",\n\",\",\n\u{0},\n"));
    assert_eq!(source.facts().rows, 3);
    assert_eq!(rows_of(&mut source)[0], seen(2, &["\"", ""]));
    assert_eq!(rows_of(&mut source)[1], seen(3, &[",", ""]));
}

#[test]
fn a_row_has_as_many_cells_as_the_header() {
    let content = "A,B\n1\n1,2,3\n1,2, ,\u{A0}\n1,2,,x\n";
    assert_eq!(
        issues(content),
        [
            issue(2, IssueCode::TooFewCells, None, None),
            issue(3, IssueCode::TooManyCells, None, Some("3")),
            issue(5, IssueCode::TooManyCells, None, Some("x")),
        ]
    );
    let found = rows(content);
    assert_eq!(found[1], seen(3, &["1", "2", "3"]), "nothing of a row in error is lost");
    assert_eq!(found[2], seen(4, &["1", "2"]), "extra blank cells are dropped");
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
fn a_header_must_be_one() {
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
