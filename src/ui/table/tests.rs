//! Tests of the widths at which tables cut, wrap and turn.

use super::*;
use proptest::prelude::*;

fn history(width: usize) -> Table {
    let mut table = Table::new(width).number("ID").text("Source").text("Purpose").number("Imported").number("Errors");
    table.row(["9", "leads of the spring fair in Kuala Lumpur.csv", "add-update", "199,999", "0"]);
    table.row(["12", "山田.csv", "add", "7", "1,204"]);
    table
}

fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[test]
fn columns_are_aligned_under_a_rule() {
    let expected = "\
ID  Source                                        Purpose     Imported  Errors
──  ────────────────────────────────────────────  ──────────  ────────  ──────
 9  leads of the spring fair in Kuala Lumpur.csv  add-update   199,999       0
12  山田.csv                                      add                7   1,204
";
    for width in [78, 200, UNLIMITED] {
        assert_eq!(history(width).to_string(), expected);
    }
}

#[test]
fn sentences_are_broken_and_not_cut() {
    let mut table = Table::new(24).text("Setting").wrap_text("Meaning");
    table.row(["region", "the country whose numbers are read"]);
    table.row(["max", "a limit"]);
    let expected = "Setting  Meaning\n───────  ───────────────\nregion   the country\n         whose numbers\n         are read\nmax      a limit\n";
    assert_eq!(table.to_string(), expected);
}

#[test]
fn rows_that_do_not_fit_beside_each_other_stand_below() {
    let expected = "\
ID        9
Source    leads of the
          spring fair in
          Kuala Lumpur.csv
Purpose   add-update
Imported  199,999
Errors    0

ID        12
Source    山田.csv
Purpose   add
Imported  7
Errors    1,204
";
    assert_eq!(history(28).to_string(), expected);
}

#[test]
fn a_narrow_table_cuts_texts_and_keeps_numbers() {
    let expected = "\
ID  Source    Purpose   Imported  Errors
──  ────────  ────────  ────────  ──────
 9  leads o…  add-upd…   199,999       0
12  山田.csv  add              7   1,204
";
    assert_eq!(history(40).to_string(), expected);
}

#[test]
fn spare_columns_are_left_out_before_others_cannot_be_read() {
    let table = |width: usize| {
        let mut table = Table::new(width).number("ID").text("Name").text("Tags").optional(0).text("Phone");
        table = table.text("Country").optional(1).text("Level").optional(1);
        table.row(["1", "Ann", "a tag that is as long as it wants to be", "+60123000001", "MY", "Gold"]);
        table.row(["2", "Bob", "vip"]); // a row without its last cells
        table
    };
    for (width, left_out) in [
        (UNLIMITED, vec![]),
        (60, vec![]),
        (59, vec!["Level"]),
        (50, vec!["Country", "Level"]),
        (40, vec!["Tags", "Country", "Level"]),
    ] {
        assert_eq!(table(width).left_out(), left_out, "{width}");
        let text = table(width).to_string();
        assert!(left_out.iter().all(|header| !text.contains(header)), "{text}");
        assert!(text.contains("+60123000001") && widest(&text) <= width, "{text}");
    }
    let expected = "ID  Name  Phone\n──  ────  ────────────\n 1  Ann   +60123000001\n 2  Bob\n";
    assert_eq!(table(24).to_string(), expected);
}

#[test]
fn others_are_left_out_before_an_essential_text_is_wrapped_and_it_is_never_cut() {
    let table = |width: usize| {
        let table = Table::new(width).essential_text("Name").text("Phone").never_truncate().essential_text("Email");
        let mut table = table.text("Tags").optional(0);
        table.row(["Ann Lee", "+60123000001", "ann.lee.of.penang@example.com", "vip"]);
        table
    };
    assert_eq!((table(58).left_out(), table(57).left_out()), (vec![], vec!["Tags"]));
    assert!(table(52).to_string().contains("  ann.lee.of.penang@example.com\n"));
    assert!(table(51).to_string().contains("  ann.lee.of.penang@example.co\n"), "{}", table(51));
    let narrow = "Name   Ann Lee\nPhone  +60123000001\nEmail  ann.lee.of.penang@example.com\n";
    assert_eq!(table(38).to_string(), narrow);
}

#[test]
fn cells_cannot_command_the_terminal_nor_break_their_line() {
    let mut table = Table::new(80).text("Name");
    table.row(["\u{1b}[31mAna\nMaria\u{202e}"]);
    let shown = "\\x1b[31mAna⏎Maria\\u{202e}";
    assert_eq!(table.to_string(), format!("Name\n{}\n{shown}\n", "─".repeat(shown.width())));
}

#[test]
fn rows_of_another_length_lose_nothing() {
    let mut table = Table::new(80).text("A");
    table.row(["1", "2"]);
    table.row(Vec::<String>::new());
    assert_eq!(table.to_string(), "A\n─  ─\n1  2\n\n");
    assert!(!table.is_empty() && Table::new(80).is_empty());
}

#[test]
fn without_headers_there_is_no_rule() {
    let mut table = Table::new(80).text("").text("");
    table.row(["Email", "ana@example.com"]);
    assert_eq!(table.to_string(), "Email  ana@example.com\n");
}

proptest! {
    #[test]
    fn no_table_is_wider_than_asked(
        rows in proptest::collection::vec(proptest::collection::vec(".{0,30}", 0..12), 0..4),
        width in prop_oneof![Just(40usize), Just(80), Just(200), 1..20usize],
    ) {
        let mut table = Table::new(width).number("ID").text("Source of the contacts");
        for row in &rows {
            table.row(row);
        }
        let shown = table.to_string();
        prop_assert!(widest(&shown) <= width, "{}\n{}", widest(&shown), shown);
        if rows.iter().all(|row| row.len() < VERTICAL_MIN_COLUMNS) {
            prop_assert_eq!(shown.lines().count(), rows.len() + 2);
        }
    }
}
