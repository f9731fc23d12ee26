//! Tests of the prompts in a terminal of their own: this test binary runs itself there, and keys are pressed.

mod desk;

use desk::Desk;

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const ESC: &str = "\u{1b}";
const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";
const RIGHT: &str = "\u{1b}[C";
const LEFT: &str = "\u{1b}[D";

const FIELDS: &[&str] = &["First Name", "Phone Number", "Email"];

/// Sequences that would clear the screen, hide what follows, retitle the window, or change the direction of text.
const HOSTILE: &[&str] =
    &["\u{1b}[2J", "\u{1b}[8m", "\u{1b}]0;pwned\u{7}", "\u{9b}31m", "\u{8}", "\u{202e}", "\r", "\n"];

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
fn keys_move_the_cursor_around_the_list() {
    for (keys, answer) in [(DOWN, 2), (UP, 0), ("j", 2), ("k", 0), ("\t", 2), ("\u{1b}[Z", 0)] {
        let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, None);
        desk.wait_for("> Phone Number");
        desk.press(keys);
        desk.wait_for(&format!("> {}", FIELDS[answer]));
        desk.press("\r");
        assert_eq!(desk.finish().screen, format!("What? {}\nanswer: Ok(Some({answer}))", FIELDS[answer]));
    }
}

#[test]
fn keys_turn_the_pages_of_a_long_list() {
    let items: Vec<String> = (1..=25).map(|n| format!("item {n}")).collect();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let mut desk = Desk::of(80, 12).choose("Which?", &items, 2, None);
    for (keys, page, item) in
        [(RIGHT, 2, "> item 11"), (RIGHT, 3, "> item 21"), (RIGHT, 1, "> item 1"), (LEFT, 3, "> item 21")]
    {
        desk.press(keys);
        desk.wait_for_line(item);
        desk.wait_for(&format!("[Page {page}/3]"));
    }
    desk.press("\r");
    assert_eq!(desk.finish().screen, "Which? item 21\nanswer: Ok(Some(20))");
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
fn esc_answers_only_a_prompt_that_offers_it() {
    let mut desk = Desk::of(80, 24).choose("What is 'Mobile'?", FIELDS, 1, Some("skip this column"));
    desk.wait_for("Esc: skip this column");
    desk.press(ESC);
    assert_eq!(desk.finish().screen, "What is 'Mobile'? skip this column\nanswer: Ok(None)");

    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, None);
    desk.wait_for("> Phone Number");
    desk.press(ESC);
    desk.press(DOWN);
    desk.wait_for("> ");
    desk.press("\r");
    assert!(desk.finish().screen.contains("answer: Ok(Some("));
}

#[test]
fn ctrl_c_and_ctrl_d_end_every_prompt_and_leave_the_terminal_as_it_was() {
    for key in [CTRL_C, CTRL_D] {
        for dumb in [false, true] {
            let key_here = if dumb { key } else { CTRL_C }; // dialoguer knows no Ctrl-D, see the next test
            let desks = [
                (key_here, Desk::of(80, 24).dumb(dumb).choose("What?", FIELDS, 1, None)),
                (key, Desk::of(80, 24).dumb(dumb).text("What?", Some("x"))),
                (key, Desk::of(80, 24).dumb(dumb).confirm("What?")),
            ];
            for (key, mut desk) in desks {
                desk.wait_for("What?");
                desk.wait_for(if dumb { "[" } else { "What?" });
                desk.press(key);
                let left = desk.finish();
                assert!(left.screen.ends_with("answer: Err(Interrupted)"), "{}", left.screen);
                assert!(!left.cursor_hidden);
                assert_eq!(left.modes_before, left.modes_after);
            }
        }
    }
}

#[test]
fn ctrl_d_is_no_answer_to_a_list() {
    let mut desk = Desk::of(80, 24).choose("What?", FIELDS, 1, Some("skip"));
    desk.wait_for_line("> Phone Number");
    desk.press(CTRL_D);
    desk.press(DOWN);
    desk.wait_for_line("> Email");
    desk.press(CTRL_C);
    assert!(desk.finish().screen.ends_with("answer: Err(Interrupted)"));
}

#[test]
fn keys_that_come_in_a_hurry_are_neither_echoed_nor_missed() {
    let desks = [
        (DOWN, Desk::of(80, 24).choose("What?", FIELDS, 1, None)),
        (UP, Desk::of(80, 24).confirm("What?")),
        (UP, Desk::of(80, 24).text("What?", None)),
    ];
    for (key, mut desk) in desks {
        desk.wait_for("What?");
        desk.press(key); // from here on the terminal is held
        desk.hurry(key, 1000);
        desk.hurry(CTRL_C, 1);
        let left = desk.finish();
        assert!(left.screen.ends_with("answer: Err(Interrupted)"), "{}", left.screen);
        assert!(!left.raw.contains("^["), "{:?}", left.raw);
        assert!(!left.cursor_hidden);
        assert_eq!(left.modes_before, left.modes_after);
    }
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
fn more_items_than_rows_are_shown_around_the_cursor() {
    let items: Vec<String> = (1..=100).map(|n| format!("item {n}")).collect();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    for (rows, pages) in [(3, 100), (6, 25), (24, 5)] {
        let mut desk = Desk::of(80, rows).choose("Which?", &items, 49, None);
        desk.wait_for_line("> item 50");
        desk.press(DOWN);
        desk.wait_for_line("> item 51");
        for number in 52..=100 {
            desk.press(DOWN);
            desk.wait_for_line(&format!("> item {number}"));
        }
        desk.wait_for(&format!("[Page {pages}/{pages}]"));
        let screen = desk.screen();
        assert!(screen.starts_with("Which? "), "{screen}");
        assert!(screen.lines().count() < usize::from(rows), "{screen}");
        desk.press(DOWN);
        desk.wait_for_line("> item 1");
        // The question, a page of items, and the line where the cursor waits.
        assert_eq!(desk.screen().lines().count() + 1, usize::from(rows), "{}", desk.screen());
        desk.press("\r");
        assert_eq!(desk.finish().screen, "Which? item 1\nanswer: Ok(Some(0))");
    }
}

#[test]
fn a_tiny_terminal_is_no_reason_to_fail() {
    for (columns, rows) in [(1, 1), (2, 1), (3, 2), (10, 2)] {
        let desks = [
            Desk::of(columns, rows).choose("What is 山?", FIELDS, 1, Some("skip")),
            Desk::of(columns, rows).text("Name:", Some("山")),
            Desk::of(columns, rows).confirm("Import?"),
        ];
        for mut desk in desks {
            desk.press("j");
            desk.press("k");
            desk.press("\u{7f}\u{7f}\r");
            assert!(desk.finish().raw.contains("answer: Ok("));
        }
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
fn hostile_text_never_reaches_the_screen() {
    let evil = HOSTILE.concat();
    let item = format!("Ann{evil}Bob");
    for dumb in [false, true] {
        let question = format!("What{evil}?");
        let desks = [
            Desk::of(200, 24).dumb(dumb).choose(&question, &[&item, &item], 0, Some(&evil)),
            Desk::of(200, 24).dumb(dumb).text(&question, Some(&item)),
            Desk::of(200, 24).dumb(dumb).confirm(&question),
        ];
        for mut desk in desks {
            desk.wait_for("What\\x1b[2J");
            desk.press("\r");
            let left = desk.finish();
            for sequence in HOSTILE.iter().filter(|sequence| !["\r", "\n", "\u{8}"].contains(sequence)) {
                assert!(!left.raw.contains(sequence), "{sequence:?} in {:?}", left.raw);
            }
            assert!(left.screen.contains("What\\x1b[2J") && !left.raw.contains('\u{8}'), "{}", left.screen);
        }
    }
}

#[test]
fn there_are_colours_only_where_they_are_wanted() {
    let raw = |desk: Desk| {
        let mut desk = desk.choose("What?", FIELDS, 1, Some("skip"));
        desk.wait_for("> Phone Number");
        desk.press("\r");
        desk.finish().raw
    };
    assert!(raw(Desk::of(80, 24)).contains("\u{1b}[36m"));
    assert!(!raw(Desk::of(80, 24).no_color()).contains("m> Phone Number"));
    assert!(!raw(Desk::of(80, 24).no_color()).contains("\u{1b}[36m"));
    assert!(!raw(Desk::of(80, 24).no_color()).contains("\u{1b}[2m"));
}

#[test]
fn a_dumb_terminal_gets_numbers_and_no_escape() {
    for (typed, answer) in [("\r", "Some(1)"), ("3\r", "Some(2)"), ("-\r", "None"), ("33\u{7f}\r", "Some(2)")] {
        let mut desk = Desk::of(80, 24).dumb(true).choose("What?", FIELDS, 1, Some("skip it"));
        desk.wait_for("1 to 3, - to skip it [2]:");
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
fn a_text_is_typed_edited_and_left_on_one_line() {
    for (typed, text) in [
        ("leads", "leads"),
        ("", "vip"),
        ("山田太郎\u{7f}\u{7f}", "山田"),
        ("Jose\u{301}\u{7f}", "Jos"),
        ("ab\u{1b}[D\u{1b}[Dx\u{1b}[C\u{7f}", "xb"),
        ("one two\u{17}three", "one three"),
        ("  blanks  ", "blanks"),
    ] {
        for columns in [40, 80, 200] {
            let mut desk = Desk::of(columns, 24).text("Name:", Some("vip"));
            desk.wait_for("Name: [vip]");
            desk.press(typed);
            desk.press("\r");
            assert_eq!(desk.finish().screen, format!("Name: {text}\nanswer: Ok({text:?})"));
        }
    }
}

#[test]
fn a_text_longer_than_the_terminal_stays_on_its_line() {
    let text = "山田x".repeat(60);
    for columns in [40, 80] {
        let mut desk = Desk::of(columns, 24).text("Name:", None);
        desk.wait_for("Name:");
        desk.press(&text);
        desk.wait_for("山田x");
        desk.press("END");
        desk.wait_for("END");
        assert_eq!(desk.screen().lines().count(), 1, "{}", desk.screen());
        desk.press("\r");
        let left = desk.finish();
        assert!(left.screen.lines().next().is_some_and(|line| line.ends_with('…')), "{}", left.screen);
        assert!(left.raw.contains(&format!("answer: Ok(\"{text}END\")")));
    }
}

#[test]
fn a_long_question_has_lines_of_its_own() {
    let mut desk = Desk::of(40, 24).text("What shall the saved mapping be called, please?", None);
    desk.wait_for("please?\n>");
    desk.press("leads\r");
    let left = desk.finish();
    assert!(left.screen.ends_with("please?\n> leads\nanswer: Ok(\"leads\")"), "{}", left.screen);
}

#[test]
fn a_wrong_text_is_told_why_and_asked_again() {
    for dumb in [false, true] {
        let mut desk = Desk::of(80, 24).dumb(dumb).text("Name:", None);
        desk.wait_for("Name:");
        desk.press("wrong\r");
        desk.wait_for("that is wrong\\x1b[2J\nName:");
        desk.press("right\r");
        assert!(desk.finish().screen.ends_with("Name: right\nanswer: Ok(\"right\")"));
    }
}

#[test]
fn pasted_control_characters_break_nothing() {
    let mut desk = Desk::of(80, 24).text("Name:", None);
    desk.wait_for("Name:");
    desk.press("a\u{1b}[2Jb\u{7}\u{9b}\u{202e}c\u{1b}]0;t\u{7}d");
    desk.wait_for("d");
    desk.press("\r");
    let left = desk.finish();
    assert!(left.screen.starts_with("Name: ab"), "{}", left.screen);
    for sequence in ["\u{1b}[2J", "\u{1b}]0", "\u{7}", "\u{202e}", "\u{9b}"] {
        assert!(!left.raw.contains(sequence), "{sequence:?} in {:?}", left.raw);
    }
}

#[test]
fn yes_and_no_and_nothing_else_confirm() {
    for (typed, answer) in [
        ("\r", "false"),
        ("y\r", "true"),
        ("YES\r", "true"),
        ("no\r", "false"),
        ("yn\u{7f}\r", "true"),
        ("maybe\r\r", "false"),
        ("not really\r\r", "false"),
        ("yesno\ry\r", "true"),
    ] {
        let mut desk = Desk::of(80, 24).confirm("Import?");
        desk.wait_for("Import? [y/N]");
        desk.press(typed);
        let left = desk.finish();
        let word = if answer == "true" { "yes" } else { "no" };
        assert!(left.screen.ends_with(&format!("Import? {word}\nanswer: Ok({answer})")), "{typed} {}", left.screen);
        assert_eq!(left.screen.contains("answer yes or no"), typed.len() > 6, "{}", left.screen);
    }
}

#[test]
fn a_long_question_is_confirmed_on_a_line_of_its_own() {
    let question = "好".repeat(60);
    for columns in [40, 80] {
        let mut desk = Desk::of(columns, 24).confirm(&question);
        desk.wait_for("[y/N]\n>");
        desk.press("y\r");
        let left = desk.finish();
        assert!(left.screen.ends_with("[y/N]\n> yes\nanswer: Ok(true)"), "{}", left.screen);
        assert_eq!(left.screen.matches('好').count(), 60);
    }
}

#[test]
fn a_dumb_terminal_confirms_with_a_word_and_no_escape() {
    for (typed, answer) in [("\r", "false"), ("y\r", "true"), ("YES\r", "true"), ("maybe\rno\r", "false")] {
        let mut desk = Desk::of(80, 24).dumb(true).confirm("Import?");
        desk.wait_for("Import? [y/N]");
        desk.press(typed);
        let left = desk.finish();
        assert!(left.screen.ends_with(&format!("answer: Ok({answer})")), "{}", left.screen);
        assert_eq!(left.screen.contains("answer yes or no"), typed.contains("maybe"), "{}", left.screen);
        assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
    }
}

#[test]
fn a_long_result_is_shown_a_page_at_a_time() {
    for dumb in [false, true] {
        let mut desk = Desk::of(40, 6).dumb(dumb).pages("line", 12);
        desk.wait_for("-- more");
        assert_eq!(desk.screen().lines().filter(|line| line.starts_with("line ")).count(), 5);
        desk.press(" ");
        desk.wait_for("line 10");
        desk.wait_for("-- more");
        desk.press("\r");
        let left = desk.finish();
        assert!(left.screen.contains("line 11\nline 12\nanswer: Ok(GoOn)"), "{}", left.screen);
        assert_eq!(left.screen.contains("-- more"), dumb, "{}", left.screen);
    }
}

#[test]
fn a_long_result_ends_where_the_user_wants() {
    for (key, answer) in [("q", "Ok(Stop)"), (ESC, "Ok(Stop)"), (CTRL_C, "Err(Interrupted)")] {
        let mut desk = Desk::of(40, 6).pages("line", 1000);
        desk.wait_for("-- more");
        desk.press(key);
        let left = desk.finish();
        assert!(left.screen.ends_with(&format!("answer: {answer}")), "{}", left.screen);
        assert!(!left.raw.contains("line 6") && !left.cursor_hidden);
        assert_eq!(left.modes_before, left.modes_after);
    }
}

#[test]
fn lines_that_wrap_take_their_rows() {
    let mut desk = Desk::of(40, 6).pages(&"山".repeat(30), 12); // two rows each
    desk.wait_for("-- more");
    assert!(desk.screen().contains(" 2") && !desk.screen().contains(" 3"), "{}", desk.screen());
    desk.press("q");
    desk.finish();
}

#[test]
fn what_fits_is_not_paged() {
    let left = Desk::of(40, 6).pages("line", 5).finish();
    assert!(!left.raw.contains("-- more"), "{}", left.screen);
}
