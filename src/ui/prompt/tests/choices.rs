//! Lists: the cursor, the filter, pages, and what is left of them.

use super::desk::Desk;
use super::{CTRL_C, DOWN, END, ESC, FIELDS, HOME, PAGE_DOWN, PAGE_UP, UP};

/// What a list is about.
const ABOUT: &[&str] =
    &["2 of 4, column #3: Given Name", "  Aisha | Amara | Wei", "  suggested: First Name (a first name)"];

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("item {number}")).collect()
}

fn refs(items: &[String]) -> Vec<&str> {
    items.iter().map(String::as_str).collect()
}

#[test]
fn the_default_is_taken_with_enter_and_one_line_is_left() {
    for columns in [40, 80, 200] {
        let mut desk = Desk::of(columns, 24).choose("What is 'Mobile'?", FIELDS, 1, None);
        desk.wait_for("> Phone Number");
        desk.press("\r");
        assert_eq!(desk.finish().screen, "What is 'Mobile'? Phone Number\nanswer: Ok(Some(1))");
    }
}

#[test]
fn esc_answers_only_a_prompt_that_offers_it() {
    let mut desk = Desk::of(80, 24).choose("What is 'Mobile'?", FIELDS, 1, Some("skip this column"));
    desk.wait_for("Esc: skip this column");
    desk.press(ESC);
    assert_eq!(desk.finish().screen, "What is 'Mobile'? skip this column\nanswer: Ok(None)");

    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, None);
    desk.wait_for("> Phone Number");
    desk.press(ESC);
    // In a hurry the first of them belongs to Esc, as a key with Alt does.
    desk.hurry("\r", 2);
    assert_eq!(desk.finish().screen, "What? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn the_cursor_wraps_around_the_list() {
    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 2, None);
    desk.wait_for("> Email");
    desk.press(DOWN);
    desk.wait_for("> First Name");
    desk.press(UP);
    desk.wait_for("> Email");
    desk.press("\r");
    assert!(desk.finish().screen.ends_with("answer: Ok(Some(2))"));
}

#[test]
fn nothing_shown_is_wider_than_the_terminal_whatever_it_is_written_in() {
    let items = [
        "山田太郎".repeat(40),
        "Jose\u{301} Mari\u{301}a ".repeat(30),
        "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}".repeat(30),
        "é".repeat(39),
        "x".repeat(400),
    ];
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    for columns in [40, 80, 200] {
        let question = "好".repeat(150);
        let mut desk = Desk::of(columns, 24).choose(&question, &items, 0, Some("leave it"));
        desk.wait_for("> 山田");
        for start in ["> Jose", "> 👨", "> é", "> x", "> 山田"] {
            // One line each: a further line would stay on the screen, so that this count never came.
            desk.wait_for_lines(items.len() + 2);
            desk.press(DOWN);
            desk.wait_for(start);
        }
        desk.press("\r");
        let screen = desk.finish().screen;
        let lines: Vec<&str> = screen.lines().collect();
        assert_eq!(lines.len(), 2, "{screen}");
        assert!(lines[0].starts_with("好") && lines[0].contains(" 山田") && lines[0].ends_with('…'), "{screen}");
    }
}

#[test]
fn the_screen_above_a_prompt_is_kept() {
    let mut desk = Desk::of(40, 6).above("Column 3, Mobile").choose("What?", FIELDS, 0, None);
    desk.wait_for("> First Name");
    desk.press(DOWN);
    desk.wait_for("> Phone Number");
    desk.press("\r");
    assert_eq!(desk.finish().screen, "Column 3, Mobile\nWhat? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn a_dumb_terminal_gets_numbers_and_no_escape() {
    for (typed, answer) in [("\r", "Some(1)"), ("3\r", "Some(2)"), ("-\r", "None"), ("33\u{7f}\r", "Some(2)")] {
        let mut desk = Desk::of(80, 24).dumb(true).choose("What?", FIELDS, 1, Some("skip it"));
        desk.wait_for("1 to 3, - for skip it [2]:");
        assert!(desk.screen().contains("What?\n1. First Name\n2. Phone Number\n3. Email\n"), "{}", desk.screen());
        desk.press(typed);
        let left = desk.finish();
        assert!(left.screen.ends_with(&format!("answer: Ok({answer})")), "{}", left.screen);
        assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
    }
}

#[test]
fn a_dumb_terminal_is_asked_again_until_the_number_is_right() {
    let mut desk = Desk::of(80, 24).dumb(true).choose("What?", FIELDS, 1, None);
    for wrong in ["0", "4", "-", "two", "-1", "99999999999999999999999"] {
        desk.wait_for("[2]:");
        desk.press(&format!("{wrong}\r"));
    }
    desk.press("1\r");
    let left = desk.finish();
    assert_eq!(left.screen.matches("no such number").count(), 6, "{}", left.screen);
    assert!(left.screen.ends_with("What? First Name\nanswer: Ok(Some(0))"), "{}", left.screen);
}

#[test]
fn keys_move_the_cursor_around_the_list() {
    for (keys, answer) in
        [(DOWN, 2), (UP, 0), ("\u{e}", 2), ("\u{10}", 0), ("\t", 2), ("\u{1b}[Z", 0), (HOME, 0), (END, 2)]
    {
        let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, None);
        desk.wait_for_line("> Phone Number");
        desk.press(keys);
        desk.wait_for_line(&format!("> {}", FIELDS[answer]));
        desk.press("\r");
        assert_eq!(desk.finish().screen, format!("What? {}\nanswer: Ok(Some({answer}))", FIELDS[answer]));
    }
}

#[test]
fn keys_turn_the_pages_of_a_long_list() {
    let items = numbered(200);
    // The rows of the items: without those of the question, its keys, and the mark of the page.
    for (columns, rows, page) in [(80, 24, 22), (50, 20, 17), (160, 24, 22)] {
        let mut desk = Desk::of(columns, rows).choose("Which?", &refs(&items), 0, Some("back"));
        let at = |number: usize| (format!("> item {}", number.min(200)), number.min(200).div_ceil(page));
        let last = (200_usize.div_ceil(page) - 1) * page + 1;
        for (key, number) in [(PAGE_DOWN, 1 + page), (DOWN, 2 + page), (END, 200), (PAGE_UP, 200 - page), (HOME, 1)] {
            desk.press(key);
            let (line, shown_page) = at(number);
            desk.wait_for_line(&line);
            let first = (shown_page - 1) * page + 1;
            desk.wait_for(&format!("… {first} to {} of 200", (first + page - 1).min(200)));
            let screen = desk.screen();
            assert!(screen.starts_with("Which?") && screen.contains("Esc: back"), "{screen}");
            assert!(screen.lines().count() <= usize::from(rows), "{screen}");
            assert!(first == last || screen.lines().count() == usize::from(rows), "{screen}");
        }
        desk.press("\r");
        assert_eq!(desk.finish().screen, "Which? item 1\nanswer: Ok(Some(0))");
    }
}

#[test]
fn more_items_than_rows_are_shown_around_the_cursor() {
    let items = numbered(30);
    for rows in [3, 4, 6] {
        let mut desk = Desk::of(80, rows).choose("Which?", &refs(&items), 28, None);
        for number in [29, 30, 1, 2, 3] {
            desk.wait_for_line(&format!("> item {number}"));
            let screen = desk.screen();
            assert!(screen.starts_with("Which? ") && screen.contains("of 30"), "{screen}");
            assert!(screen.lines().count() <= usize::from(rows), "{screen}");
            desk.press(DOWN);
        }
        desk.wait_for_line("> item 4");
        desk.press("\r");
        assert_eq!(desk.finish().screen, "Which? item 4\nanswer: Ok(Some(3))");
    }
}

#[test]
fn typing_narrows_the_list_whatever_the_case_and_the_accents() {
    let items = ["Surname", "First Name", "Größe", "Nickname", "City", "Phone Number", "Quiz", "Zip", "Leave it out"];
    for (typed, chosen) in [("na", 1), ("GROSSE", 2), ("q", 6), ("sur\u{7f}\u{7f}\u{7f}p", 5), ("zz\u{15}z", 7)] {
        let mut desk = Desk::of(80, 24).choose("Field:", &items, 4, Some("back"));
        desk.wait_for("type to filter · Enter takes · Esc: back");
        desk.wait_for_line("> City");
        desk.press(typed);
        desk.wait_for_line(&format!("> {}", items[chosen]));
        desk.press("\r");
        assert_eq!(desk.finish().screen, format!("Field: {}\nanswer: Ok(Some({chosen}))", items[chosen]));
    }
}

#[test]
fn what_is_typed_stands_beside_the_question_above_its_matches() {
    let items = numbered(40);
    let mut desk = Desk::of(80, 24).about(ABOUT).choose("Field:", &refs(&items), 6, Some("back"));
    desk.wait_for_line("> item 7");
    desk.press("12");
    desk.wait_for_line("> item 12");
    let screen = desk.screen();
    assert!(screen.starts_with(&ABOUT.join("\n")), "{screen}");
    assert!(screen.lines().nth(3).unwrap().starts_with("Field: 12 "), "{screen}");
    assert_eq!(screen.lines().count(), 5, "{screen}");
    desk.press("\u{7f}\u{7f}");
    desk.wait_for_line("> item 7");
    desk.press("3");
    desk.wait_for_lines(4 + 13);
    desk.press(DOWN);
    desk.wait_for_line("> item 30");
    desk.press("\r");
    assert_eq!(desk.finish().screen, "Field: item 30\nanswer: Ok(Some(29))");
}

#[test]
fn where_nothing_matches_enter_takes_nothing() {
    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    desk.wait_for_line("> Phone Number");
    desk.press("xyz");
    desk.wait_for("No item has this in it.");
    desk.press("\r");
    desk.press("\u{7f}\u{7f}\u{7f}");
    desk.wait_for_line("> Phone Number");
    desk.press("\r");
    assert_eq!(desk.finish().screen, "What? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn esc_takes_back_what_is_typed_before_it_leads_back() {
    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    desk.wait_for("Esc: back");
    desk.press("em");
    desk.wait_for("Esc: clear the filter");
    desk.wait_for_line("> Email");
    desk.press(ESC);
    desk.wait_for("Esc: back");
    desk.wait_for_line("> Phone Number");
    desk.press(ESC);
    assert_eq!(desk.finish().screen, "What? back\nanswer: Ok(None)");
}

#[test]
fn esc_twice_in_a_hurry_is_esc() {
    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    desk.wait_for("Esc: back");
    desk.press("\u{1b}\u{1b}");
    assert_eq!(desk.finish().screen, "What? back\nanswer: Ok(None)");
}

#[test]
fn what_a_list_is_about_stays_on_a_small_screen_and_leaves_room_for_items() {
    let items = numbered(60);
    for (columns, rows, kept) in [(80, 24, 3), (50, 20, 3), (50, 8, 2), (50, 6, 0), (80, 4, 0)] {
        let mut desk = Desk::of(columns, rows).about(ABOUT).choose("Which field?", &refs(&items), 0, Some("back"));
        desk.wait_for_line("> item 1");
        for _ in 0..70 {
            desk.press(DOWN);
        }
        desk.wait_for_line("> item 11");
        let screen = desk.screen();
        assert_eq!(screen.lines().count(), usize::from(rows), "{screen}");
        let about = ABOUT.iter().filter(|line| screen.contains(**line)).count();
        assert_eq!(about, kept, "{columns}x{rows}\n{screen}");
        desk.press("\r");
        assert_eq!(desk.finish().screen, "Which field? item 11\nanswer: Ok(Some(10))");
    }
}

#[test]
fn wide_characters_and_marks_leave_nothing_behind() {
    let items = ["山田太郎", "Jose\u{301}", "👨\u{200d}👩\u{200d}👧", "ﷺ", "plain"];
    for columns in [40, 80] {
        let mut desk =
            Desk::of(columns, 12).about(&["列 #1: 名前", "é".repeat(100).as_str()]).choose("名前は?", &items, 4, None);
        desk.wait_for_line("> plain");
        desk.press("山");
        desk.wait_for_line("> 山田太郎");
        desk.press("\u{7f}jose\u{301}");
        desk.wait_for_line("> Jose\u{301}");
        desk.press("\u{7f}");
        desk.press("\u{15}");
        desk.wait_for_line("> plain");
        desk.press("\r");
        assert_eq!(desk.finish().screen, "名前は? plain\nanswer: Ok(Some(4))");
    }
}

#[test]
fn a_list_is_drawn_anew_when_the_terminal_gets_another_size() {
    let items = numbered(60);
    for (columns, rows) in [(100, 30), (40, 10)] {
        let mut desk =
            Desk::of(80, 24).above("before").about(ABOUT).choose("Which field?", &refs(&items), 0, Some("back"));
        desk.wait_for("to 19 of 60");
        desk.resize(columns, rows);
        let page = usize::from(rows) - ABOUT.len() - 3 + usize::from(columns == 100);
        desk.wait_for(&format!("1 to {page} of 60"));
        desk.press("\r");
        let left = desk.finish();
        assert!(left.screen.ends_with("Which field? item 1\nanswer: Ok(Some(0))"), "{}", left.screen);
        assert_eq!(left.screen.matches("Given Name").count(), 0, "{}", left.screen);
    }
}

#[test]
fn ctrl_c_leaves_the_question_and_no_list() {
    let items = numbered(12);
    let mut desk = Desk::of(80, 24).above("before").about(ABOUT).choose("Which field?", &refs(&items), 0, Some("back"));
    desk.wait_for_line("> item 1");
    desk.press("5");
    desk.wait_for_line("> item 5");
    desk.press(CTRL_C);
    let left = desk.finish();
    assert_eq!(left.screen, "before\nWhich field?\nanswer: Err(Interrupted)");
    assert!(!left.raw.contains("\u{1b}[?25l"), "the cursor is never hidden");
    assert_eq!(left.modes_before, left.modes_after);
}

#[test]
fn a_dumb_terminal_is_told_what_a_list_is_about() {
    let mut desk = Desk::of(80, 24).dumb(true).about(ABOUT).choose("Field:", FIELDS, 1, Some("back"));
    desk.wait_for("1 to 3, - for back [2]:");
    assert!(desk.screen().starts_with(&format!("{}\nField:\n1. First Name\n", ABOUT.join("\n"))), "{}", desk.screen());
    desk.press("-\r");
    let left = desk.finish();
    assert!(left.screen.ends_with("Field: back\nanswer: Ok(None)"), "{}", left.screen);
    assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
}
