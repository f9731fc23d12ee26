//! Tests of quotes: unclosed ones, line breaks in cells, and anomalies.

use super::*;

/// Returns the line on which an unclosed quote is reported to open, and the line on which it seems to close.
fn unclosed(content: &str) -> (u64, Option<u64>) {
    match refusal(content) {
        SourceError::UnclosedQuote { line, closed, .. } => (line, closed),
        other => panic!("{content:?}: {other}"),
    }
}

#[test]
fn an_unclosed_quote_names_the_line_where_it_opens() {
    assert_eq!(unclosed("Name,Phone\nNur,1\n\"Mei,2\nBo,3\n"), (3, None));
    assert_eq!(unclosed("\"Name,Phone\nNur,1\n"), (1, None));
    assert_eq!(unclosed("Name,Phone\nNur,1\r\"Mei\r\nx\n,2,\"Bo"), (3, Some(5)), "every kind of line end counts");
}

#[test]
fn a_later_quote_does_not_hide_an_unclosed_one() {
    assert_eq!(unclosed("Name,Note\nNur,1\n\"Mei,2\nBo,\"x\"\nIda,4\n"), (3, Some(4)), "odd number of quotes");
    assert_eq!(unclosed("Name,Note\nNur,1\n\"Mei,2\n\"Bo\",\"x\nIda\",4\n"), (3, Some(4)), "even number of quotes");
    assert_eq!(unclosed("Name,Note\n\"Mei,\"\"\n\"Bo\",3\n"), (2, Some(3)), "an empty cell looks like an escape");
}

#[test]
fn an_unclosed_quote_in_a_long_file_is_found() {
    let rows = "Bo,3\n".repeat(100_000);
    assert_eq!(unclosed(&format!("Name,Phone\nNur,1\n\"Mei,2\n{rows}")), (3, None));
    assert_eq!(unclosed(&format!("Name,Phone\n{rows}\"Mei,2\n{rows}\"Bo\",3\n")), (100_002, Some(200_003)));
}

#[test]
fn the_message_says_what_to_do() {
    let error = refusal("Name,Note\n\"Mei,2\nBo,\"x\"\n");
    assert_eq!(error.code(), "source-unclosed-quote");
    assert!(error.to_string().contains("line 2: the quote that opens on this line"), "{error}");
}

#[test]
fn line_breaks_and_doubled_quotes_in_cells_are_kept() {
    let content = "Name,Note\nNur,\"one\ntwo, \"\"three\"\"\"\nMei,\"\"\n";
    assert_eq!(rows(content), [seen(2, &["Nur", "one\ntwo, \"three\""]), seen(4, &["Mei", ""])]);
    assert!(issues(content).is_empty());
}

#[test]
fn text_after_a_closing_quote_is_told() {
    let content = "Name,Note\n\"Nur\" Aisyah,\"x\" \n";
    assert_eq!(rows(content), [seen(2, &["Nur Aisyah", "x "])]);
    assert_eq!(
        issues(content),
        [issue(2, IssueCode::TextAfterQuote, Some("Name"), Some("Nur Aisyah"))],
        "blanks are no text"
    );
}

#[test]
fn a_blank_before_an_opening_quote_is_told() {
    let content = "Name,Note\nNur, \"a, b\"\nMei,\t\"c\"\n";
    let odd = |line, value| issue(line, IssueCode::BlankBeforeQuote, Some("Note"), Some(value));
    assert_eq!(
        issues(content),
        [issue(2, IssueCode::TooManyCells, None, Some(" b\"")), odd(2, " \"a"), odd(3, "\t\"c\"")]
    );
}

#[test]
fn backslash_quotes_are_told() {
    let content = "Name,Note\nNur,\"say \\\"hi\\\"\"\nMei,\"C:\\dir\\\"\n\"a \\\"\",b\",c\n";
    let found = issues(content);
    assert_eq!(found[0].1, IssueCode::BackslashQuote);
    assert_eq!((found.len(), found[1].0, found[1].1), (2, 4, IssueCode::BackslashQuote), "{found:?}");
}

#[test]
fn oddities_are_gathered_into_notes() {
    let mut content = "Name,Note\n".to_owned();
    for _ in 0..5 {
        content += "Nur,x\n\"Mei\"y,\"a\"b\n";
    }
    let source = open(&given(content));
    let [note] = source.facts().notes.as_slice() else { panic!("one kind, one note") };
    assert_eq!(note.code, "text-after-quote");
    assert!(note.message.starts_with("lines 3, 5, 7 and 2 more: "), "{}", note.message);
}

#[test]
fn lines_in_quotes_are_refused_with_what_to_do() {
    for content in [
        "\"Name,Phone\"\n\"Nur,1\"\n",
        "\"Name;Phone;Note\"\r\n\"Nur;1;\"\"a;b\"\"\"\r\n\"Mei;2;\"\r\n",
        "\"Name\tPhone\"\n\"Nur\t1\"",
    ] {
        let error = refusal(content);
        assert_eq!(error.code(), "source-lines-in-quotes", "{content:?}: {error}");
    }
    for text in ["\"Lee, Ann\"\n\"Tan, Bo\"\n", "\"Name,Phone\"\n\"Nur\"\n", "Name\n\"a,b\"\n"] {
        assert_eq!(open(&given(text)).columns().len(), 1, "{text:?}");
    }
}

#[test]
fn a_single_line_in_quotes_is_an_error_of_its_row() {
    let content = "Name,Phone,Note\nNur,1,x\n\"Mei,2,\"\"a,b\"\"\"\n\"Lee, Ann, Bo\"\n\"a,b\"\n";
    let mut source = open(&given(content));
    assert_eq!(issues_of(&mut source), [issue(3, IssueCode::TooFewCells, None, Some("Mei,2,\"a,b\""))]);
    assert_eq!(source.facts().notes[0].count, Some(2), "the others are short");
}
