//! Lists: the cursor, the filter, pages, and what is left of them.

use super::terminal::TestTerminal;
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
        let mut prompt = TestTerminal::of(columns, 24).choose("What is 'Mobile'?", FIELDS, 1, None);
        prompt.wait_for("> Phone Number");
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, "What is 'Mobile'? Phone Number\nanswer: Ok(Some(1))");
    }
}

#[test]
fn esc_answers_only_a_prompt_that_offers_it() {
    let mut prompt = TestTerminal::of(80, 24).choose("What is 'Mobile'?", FIELDS, 1, Some("skip this column"));
    prompt.wait_for("Esc: skip this column");
    prompt.press(ESC);
    assert_eq!(prompt.finish().screen, "What is 'Mobile'? skip this column\nanswer: Ok(None)");

    let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 1, None);
    prompt.wait_for("> Phone Number");
    prompt.press(ESC);
    // In a hurry the first of them belongs to Esc, as a key with Alt does.
    prompt.hurry("\r", 2);
    assert_eq!(prompt.finish().screen, "What? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn the_cursor_wraps_around_the_list() {
    let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 2, None);
    prompt.wait_for("> Email");
    prompt.press(DOWN);
    prompt.wait_for("> First Name");
    prompt.press(UP);
    prompt.wait_for("> Email");
    prompt.press("\r");
    assert!(prompt.finish().screen.ends_with("answer: Ok(Some(2))"));
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
        let mut prompt = TestTerminal::of(columns, 24).choose(&question, &items, 0, Some("leave it"));
        prompt.wait_for("> 山田");
        for start in ["> Jose", "> 👨", "> é", "> x", "> 山田"] {
            // One line each: a further line would stay on the screen, so that this count never came.
            prompt.wait_for_lines(items.len() + 2);
            prompt.press(DOWN);
            prompt.wait_for(start);
        }
        prompt.press("\r");
        let screen = prompt.finish().screen;
        let lines: Vec<&str> = screen.lines().collect();
        assert_eq!(lines.len(), 2, "{screen}");
        assert!(lines[0].starts_with("好") && lines[0].contains(" 山田") && lines[0].ends_with('…'), "{screen}");
    }
}

#[test]
fn the_screen_above_a_prompt_is_kept() {
    let mut prompt = TestTerminal::of(40, 6).above("Column 3, Mobile").choose("What?", FIELDS, 0, None);
    prompt.wait_for("> First Name");
    prompt.press(DOWN);
    prompt.wait_for("> Phone Number");
    prompt.press("\r");
    assert_eq!(prompt.finish().screen, "Column 3, Mobile\nWhat? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn a_dumb_terminal_gets_numbers_and_no_escape() {
    for (typed, answer) in [("\r", "Some(1)"), ("3\r", "Some(2)"), ("-\r", "None"), ("33\u{7f}\r", "Some(2)")] {
        let mut prompt = TestTerminal::of(80, 24).dumb(true).choose("What?", FIELDS, 1, Some("skip it"));
        prompt.wait_for("1 to 3, - for skip it [2]:");
        assert!(prompt.screen().contains("What?\n1. First Name\n2. Phone Number\n3. Email\n"), "{}", prompt.screen());
        prompt.press(typed);
        let left = prompt.finish();
        assert!(left.screen.ends_with(&format!("answer: Ok({answer})")), "{}", left.screen);
        assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
    }
}

#[test]
fn a_dumb_terminal_is_asked_again_until_the_number_is_right() {
    let mut prompt = TestTerminal::of(80, 24).dumb(true).choose("What?", FIELDS, 1, None);
    for wrong in ["0", "4", "-", "two", "-1", "99999999999999999999999"] {
        prompt.wait_for("[2]:");
        prompt.press(&format!("{wrong}\r"));
    }
    prompt.press("1\r");
    let left = prompt.finish();
    assert_eq!(left.screen.matches("no such number").count(), 6, "{}", left.screen);
    assert!(left.screen.ends_with("What? First Name\nanswer: Ok(Some(0))"), "{}", left.screen);
}

#[test]
fn keys_move_the_cursor_around_the_list() {
    for (keys, answer) in
        [(DOWN, 2), (UP, 0), ("\u{e}", 2), ("\u{10}", 0), ("\t", 2), ("\u{1b}[Z", 0), (HOME, 0), (END, 2)]
    {
        let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 1, None);
        prompt.wait_for_line("> Phone Number");
        prompt.press(keys);
        prompt.wait_for_line(&format!("> {}", FIELDS[answer]));
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, format!("What? {}\nanswer: Ok(Some({answer}))", FIELDS[answer]));
    }
}

#[test]
fn keys_turn_the_pages_of_a_long_list() {
    let items = numbered(200);
    // The rows of the items: without those of the question, its keys, and the mark of the page.
    for (columns, rows, page) in [(80, 24, 22), (50, 20, 17), (160, 24, 22)] {
        let mut prompt = TestTerminal::of(columns, rows).choose("Which?", &refs(&items), 0, Some("back"));
        let at = |number: usize| (format!("> item {}", number.min(200)), number.min(200).div_ceil(page));
        let last = (200_usize.div_ceil(page) - 1) * page + 1;
        for (key, number) in [(PAGE_DOWN, 1 + page), (DOWN, 2 + page), (END, 200), (PAGE_UP, 200 - page), (HOME, 1)] {
            prompt.press(key);
            let (line, shown_page) = at(number);
            prompt.wait_for_line(&line);
            let first = (shown_page - 1) * page + 1;
            prompt.wait_for(&format!("… {first} to {} of 200", (first + page - 1).min(200)));
            let screen = prompt.screen();
            assert!(screen.starts_with("Which?") && screen.contains("Esc: back"), "{screen}");
            assert!(screen.lines().count() <= usize::from(rows), "{screen}");
            assert!(first == last || screen.lines().count() == usize::from(rows), "{screen}");
        }
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, "Which? item 1\nanswer: Ok(Some(0))");
    }
}

#[test]
fn more_items_than_rows_are_shown_around_the_cursor() {
    let items = numbered(30);
    for rows in [3, 4, 6] {
        let mut prompt = TestTerminal::of(80, rows).choose("Which?", &refs(&items), 28, None);
        for number in [29, 30, 1, 2, 3] {
            prompt.wait_for_line(&format!("> item {number}"));
            let screen = prompt.screen();
            assert!(screen.starts_with("Which? ") && screen.contains("of 30"), "{screen}");
            assert!(screen.lines().count() <= usize::from(rows), "{screen}");
            prompt.press(DOWN);
        }
        prompt.wait_for_line("> item 4");
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, "Which? item 4\nanswer: Ok(Some(3))");
    }
}

#[test]
fn typing_narrows_the_list_whatever_the_case_and_the_accents() {
    let items = ["Surname", "First Name", "Größe", "Nickname", "City", "Phone Number", "Quiz", "Zip", "Leave it out"];
    for (typed, chosen) in [("na", 1), ("GROSSE", 2), ("q", 6), ("sur\u{7f}\u{7f}\u{7f}p", 5), ("zz\u{15}z", 7)] {
        let mut prompt = TestTerminal::of(80, 24).choose("Field:", &items, 4, Some("back"));
        prompt.wait_for("type to filter · Enter takes · Esc: back");
        prompt.wait_for_line("> City");
        prompt.press(typed);
        prompt.wait_for_line(&format!("> {}", items[chosen]));
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, format!("Field: {}\nanswer: Ok(Some({chosen}))", items[chosen]));
    }
}

#[test]
fn what_is_typed_stands_beside_the_question_above_its_matches() {
    let items = numbered(40);
    let mut prompt = TestTerminal::of(80, 24).about(ABOUT).choose("Field:", &refs(&items), 6, Some("back"));
    prompt.wait_for_line("> item 7");
    prompt.press("12");
    prompt.wait_for_line("> item 12");
    let screen = prompt.screen();
    assert!(screen.starts_with(&ABOUT.join("\n")), "{screen}");
    assert!(screen.lines().nth(3).unwrap().starts_with("Field: 12 "), "{screen}");
    assert_eq!(screen.lines().count(), 5, "{screen}");
    prompt.press("\u{7f}\u{7f}");
    prompt.wait_for_line("> item 7");
    prompt.press("3");
    prompt.wait_for_lines(4 + 13);
    prompt.press(DOWN);
    prompt.wait_for_line("> item 30");
    prompt.press("\r");
    assert_eq!(prompt.finish().screen, "Field: item 30\nanswer: Ok(Some(29))");
}

#[test]
fn where_nothing_matches_enter_takes_nothing() {
    let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    prompt.wait_for_line("> Phone Number");
    prompt.press("xyz");
    prompt.wait_for("No item has this in it.");
    prompt.press("\r");
    prompt.press("\u{7f}\u{7f}\u{7f}");
    prompt.wait_for_line("> Phone Number");
    prompt.press("\r");
    assert_eq!(prompt.finish().screen, "What? Phone Number\nanswer: Ok(Some(1))");
}

#[test]
fn esc_takes_back_what_is_typed_before_it_leads_back() {
    let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    prompt.wait_for("Esc: back");
    prompt.press("em");
    prompt.wait_for("Esc: clear the filter");
    prompt.wait_for_line("> Email");
    prompt.press(ESC);
    prompt.wait_for("Esc: back");
    prompt.wait_for_line("> Phone Number");
    prompt.press(ESC);
    assert_eq!(prompt.finish().screen, "What? back\nanswer: Ok(None)");
}

#[test]
fn esc_twice_in_a_hurry_is_esc() {
    let mut prompt = TestTerminal::of(80, 24).choose("What?", FIELDS, 1, Some("back"));
    prompt.wait_for("Esc: back");
    prompt.press("\u{1b}\u{1b}");
    assert_eq!(prompt.finish().screen, "What? back\nanswer: Ok(None)");
}

#[test]
fn what_a_list_is_about_stays_on_a_small_screen_and_leaves_room_for_items() {
    let items = numbered(60);
    for (columns, rows, kept) in [(80, 24, 3), (50, 20, 3), (50, 8, 2), (50, 6, 0), (80, 4, 0)] {
        let mut prompt =
            TestTerminal::of(columns, rows).about(ABOUT).choose("Which field?", &refs(&items), 0, Some("back"));
        prompt.wait_for_line("> item 1");
        for _ in 0..70 {
            prompt.press(DOWN);
        }
        prompt.wait_for_line("> item 11");
        let screen = prompt.screen();
        assert_eq!(screen.lines().count(), usize::from(rows), "{screen}");
        let about = ABOUT.iter().filter(|line| screen.contains(**line)).count();
        assert_eq!(about, kept, "{columns}x{rows}\n{screen}");
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, "Which field? item 11\nanswer: Ok(Some(10))");
    }
}

#[test]
fn wide_characters_and_marks_leave_nothing_behind() {
    let items = ["山田太郎", "Jose\u{301}", "👨\u{200d}👩\u{200d}👧", "ﷺ", "plain"];
    for columns in [40, 80] {
        let mut prompt = TestTerminal::of(columns, 12).about(&["列 #1: 名前", "é".repeat(100).as_str()]).choose(
            "名前は?",
            &items,
            4,
            None,
        );
        prompt.wait_for_line("> plain");
        prompt.press("山");
        prompt.wait_for_line("> 山田太郎");
        prompt.press("\u{7f}jose\u{301}");
        prompt.wait_for_line("> Jose\u{301}");
        prompt.press("\u{7f}");
        prompt.press("\u{15}");
        prompt.wait_for_line("> plain");
        prompt.press("\r");
        assert_eq!(prompt.finish().screen, "名前は? plain\nanswer: Ok(Some(4))");
    }
}

#[test]
fn a_list_is_drawn_anew_when_the_terminal_gets_another_size() {
    let items = numbered(60);
    for (columns, rows) in [(100, 30), (40, 10)] {
        let mut prompt = TestTerminal::of(80, 24).above("before").about(ABOUT).choose(
            "Which field?",
            &refs(&items),
            0,
            Some("back"),
        );
        prompt.wait_for("to 19 of 60");
        prompt.resize(columns, rows);
        let page = usize::from(rows) - ABOUT.len() - 3 + usize::from(columns == 100);
        prompt.wait_for(&format!("1 to {page} of 60"));
        prompt.press("\r");
        let left = prompt.finish();
        assert!(left.screen.ends_with("Which field? item 1\nanswer: Ok(Some(0))"), "{}", left.screen);
        assert_eq!(left.screen.matches("Given Name").count(), 0, "{}", left.screen);
    }
}

#[test]
fn ctrl_c_leaves_the_question_and_no_list() {
    let items = numbered(12);
    let mut prompt =
        TestTerminal::of(80, 24).above("before").about(ABOUT).choose("Which field?", &refs(&items), 0, Some("back"));
    prompt.wait_for_line("> item 1");
    prompt.press("5");
    prompt.wait_for_line("> item 5");
    prompt.press(CTRL_C);
    let left = prompt.finish();
    assert_eq!(left.screen, "before\nWhich field?\nanswer: Err(Interrupted)");
    assert!(!left.raw.contains("\u{1b}[?25l"), "the cursor is never hidden");
    assert_eq!(left.modes_before, left.modes_after);
}

#[test]
fn a_dumb_terminal_is_told_what_a_list_is_about() {
    let mut prompt = TestTerminal::of(80, 24).dumb(true).about(ABOUT).choose("Field:", FIELDS, 1, Some("back"));
    prompt.wait_for("1 to 3, - for back [2]:");
    assert!(
        prompt.screen().starts_with(&format!("{}\nField:\n1. First Name\n", ABOUT.join("\n"))),
        "{}",
        prompt.screen()
    );
    prompt.press("-\r");
    let left = prompt.finish();
    assert!(left.screen.ends_with("Field: back\nanswer: Ok(None)"), "{}", left.screen);
    assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
}
