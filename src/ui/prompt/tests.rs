//! Tests of the prompts in a terminal of their own: this test binary runs itself there, and keys are pressed.

mod choices;
mod terminal;

use terminal::TestTerminal;

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const ESC: &str = "\u{1b}";
const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";
const PAGE_DOWN: &str = "\u{1b}[6~";
const PAGE_UP: &str = "\u{1b}[5~";
const HOME: &str = "\u{1b}[H";
const END: &str = "\u{1b}[F";

const FIELDS: &[&str] = &["First Name", "Phone Number", "Email"];

/// Sequences that would clear the screen, hide what follows, retitle the window, or change the direction of text.
const HOSTILE: &[&str] =
    &["\u{1b}[2J", "\u{1b}[8m", "\u{1b}]0;pwned\u{7}", "\u{9b}31m", "\u{8}", "\u{202e}", "\r", "\n"];

#[test]
fn ctrl_c_and_ctrl_d_end_every_prompt_and_leave_the_terminal_as_it_was() {
    for key in [CTRL_C, CTRL_D] {
        for dumb in [false, true] {
            let prompts = [
                TestTerminal::of(80, 24).dumb(dumb).choose("What?", FIELDS, 1, None),
                TestTerminal::of(80, 24).dumb(dumb).text("What?", Some("x")),
                TestTerminal::of(80, 24).dumb(dumb).confirm("What?"),
            ];
            for mut prompt in prompts {
                prompt.wait_for("What?");
                prompt.wait_for(if dumb { "[" } else { "What?" });
                prompt.press(key);
                let left = prompt.finish();
                assert!(left.screen.ends_with("answer: Err(Interrupted)"), "{}", left.screen);
                assert!(!left.cursor_hidden);
                assert_eq!(left.modes_before, left.modes_after);
            }
        }
    }
}

#[test]
fn keys_that_come_in_a_hurry_are_neither_echoed_nor_missed() {
    let prompts = [
        (DOWN, TestTerminal::of(80, 24).choose("What?", FIELDS, 1, None)),
        (UP, TestTerminal::of(80, 24).confirm("What?")),
        (UP, TestTerminal::of(80, 24).text("What?", None)),
    ];
    for (key, mut prompt) in prompts {
        prompt.wait_for("What?");
        prompt.press(key); // from here on the terminal is held
        prompt.hurry(key, 1000);
        prompt.hurry(CTRL_C, 1);
        let left = prompt.finish();
        assert!(left.screen.ends_with("answer: Err(Interrupted)"), "{}", left.screen);
        assert!(!left.raw.contains("^["), "{:?}", left.raw);
        assert!(!left.cursor_hidden);
        assert_eq!(left.modes_before, left.modes_after);
    }
}

#[test]
fn a_tiny_terminal_is_no_reason_to_fail() {
    for (columns, rows) in [(1, 1), (2, 1), (3, 2), (10, 2)] {
        let prompts = [
            TestTerminal::of(columns, rows).choose("What is 山?", FIELDS, 1, Some("skip")),
            TestTerminal::of(columns, rows).text("Name:", Some("山")),
            TestTerminal::of(columns, rows).confirm("Import?"),
        ];
        for mut prompt in prompts {
            prompt.press("j");
            prompt.press("k");
            prompt.press("\u{7f}\u{7f}\r");
            assert!(prompt.finish().raw.contains("answer: Ok("));
        }
    }
}

#[test]
fn hostile_text_never_reaches_the_screen() {
    let evil = HOSTILE.concat();
    let item = format!("Ann{evil}Bob");
    for dumb in [false, true] {
        let question = format!("What{evil}?");
        let prompts = [
            TestTerminal::of(200, 24).dumb(dumb).choose(&question, &[&item, &item], 0, Some(&evil)),
            TestTerminal::of(200, 24).dumb(dumb).text(&question, Some(&item)),
            TestTerminal::of(200, 24).dumb(dumb).confirm(&question),
        ];
        for mut prompt in prompts {
            prompt.wait_for("What\\x1b[2J");
            prompt.press("\r");
            let left = prompt.finish();
            for sequence in HOSTILE.iter().filter(|sequence| !["\r", "\n", "\u{8}"].contains(sequence)) {
                assert!(!left.raw.contains(sequence), "{sequence:?} in {:?}", left.raw);
            }
            assert!(left.screen.contains("What\\x1b[2J") && !left.raw.contains('\u{8}'), "{}", left.screen);
        }
    }
}

#[test]
fn there_are_colours_only_where_they_are_wanted() {
    let raw = |prompt: TestTerminal| {
        let mut prompt = prompt.choose("What?", FIELDS, 1, Some("skip"));
        prompt.wait_for("> Phone Number");
        prompt.press("\r");
        prompt.finish().raw
    };
    assert!(raw(TestTerminal::of(80, 24)).contains("\u{1b}[36m"));
    assert!(!raw(TestTerminal::of(80, 24).no_color()).contains("m> Phone Number"));
    assert!(!raw(TestTerminal::of(80, 24).no_color()).contains("\u{1b}[36m"));
    assert!(!raw(TestTerminal::of(80, 24).no_color()).contains("\u{1b}[2m"));
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
            let mut prompt = TestTerminal::of(columns, 24).text("Name:", Some("vip"));
            prompt.wait_for("Name: [vip]");
            prompt.press(typed);
            prompt.press("\r");
            assert_eq!(prompt.finish().screen, format!("Name: {text}\nanswer: Ok(Some({text:?}))"));
        }
    }
}

#[test]
fn a_text_is_edited_where_one_was_typed_before() {
    for (typed, text) in [("", "fair"), (", vip", "fair, vip"), ("\u{15}", ""), ("\u{15}new", "new")] {
        for dumb in [false, true] {
            let mut prompt = TestTerminal::of(80, 24).dumb(dumb).typed("fair").text("Tags:", None);
            prompt.wait_for("Tags: fair");
            prompt.press(typed);
            prompt.press("\r");
            let left = prompt.finish();
            assert!(left.screen.ends_with(&format!("answer: Ok(Some({text:?}))")), "{}", left.screen);
        }
    }
}

#[test]
fn esc_leads_back_from_what_is_typed_where_that_has_a_meaning() {
    for dumb in [false, true] {
        let mut prompt = TestTerminal::of(80, 24).dumb(dumb).escape("back").text("Name:", Some("vip"));
        prompt.wait_for("Name: [vip] (Esc: back)");
        prompt.press("abc");
        prompt.wait_for("abc");
        prompt.press(ESC);
        let left = prompt.finish();
        assert!(left.screen.ends_with("Name: back\nanswer: Ok(None)"), "{}", left.screen);
        let mut prompt = TestTerminal::of(80, 24).dumb(dumb).escape("back").confirm("Keep it?");
        prompt.wait_for("Keep it? [y/N] (Esc: back)");
        prompt.press(ESC);
        assert!(prompt.finish().screen.ends_with("Keep it? back\nanswer: Ok(None)"));
    }
    let mut prompt = TestTerminal::of(80, 24).text("Name:", None);
    prompt.wait_for("Name:");
    prompt.press(ESC);
    // In a hurry the first of them belongs to Esc, as a key with Alt does.
    prompt.press("xx");
    prompt.press("\r");
    assert!(prompt.finish().screen.contains("x\nanswer: Ok(Some(\"x"));
}

#[test]
fn a_text_longer_than_the_terminal_stays_on_its_line() {
    let text = "山田x".repeat(60);
    for columns in [40, 80] {
        let mut prompt = TestTerminal::of(columns, 24).text("Name:", None);
        prompt.wait_for("Name:");
        prompt.press(&text);
        prompt.wait_for("山田x");
        prompt.press("END");
        prompt.wait_for("END");
        assert_eq!(prompt.screen().lines().count(), 1, "{}", prompt.screen());
        prompt.press("\r");
        let left = prompt.finish();
        assert!(left.screen.lines().next().is_some_and(|line| line.ends_with('…')), "{}", left.screen);
        assert!(left.raw.contains(&format!("answer: Ok(Some(\"{text}END\"))")));
    }
}

#[test]
fn a_long_question_has_lines_of_its_own() {
    let mut prompt = TestTerminal::of(40, 24).text("What shall the saved mapping be called, please?", None);
    prompt.wait_for("please?\n>");
    prompt.press("leads\r");
    let left = prompt.finish();
    assert!(left.screen.ends_with("please?\n> leads\nanswer: Ok(Some(\"leads\"))"), "{}", left.screen);
}

#[test]
fn a_wrong_text_is_told_why_and_asked_again() {
    for dumb in [false, true] {
        let mut prompt = TestTerminal::of(80, 24).dumb(dumb).text("Name:", None);
        prompt.wait_for("Name:");
        prompt.press("wrong\r");
        prompt.wait_for("that is wrong\\x1b[2J\nName:");
        prompt.press("right\r");
        assert!(prompt.finish().screen.ends_with("Name: right\nanswer: Ok(Some(\"right\"))"));
    }
}

#[test]
fn pasted_control_characters_break_nothing() {
    let mut prompt = TestTerminal::of(80, 24).text("Name:", None);
    prompt.wait_for("Name:");
    prompt.press("a\u{1b}[2Jb\u{7}\u{9b}\u{202e}c\u{1b}]0;t\u{7}d");
    prompt.wait_for("d");
    prompt.press("\r");
    let left = prompt.finish();
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
        let mut prompt = TestTerminal::of(80, 24).confirm("Import?");
        prompt.wait_for("Import? [y/N]");
        prompt.press(typed);
        let left = prompt.finish();
        let word = if answer == "true" { "yes" } else { "no" };
        assert!(left.screen.ends_with(&format!("Import? {word}\nanswer: Ok({answer})")), "{typed} {}", left.screen);
        assert_eq!(left.screen.contains("answer yes or no"), typed.len() > 6, "{}", left.screen);
    }
}

#[test]
fn a_long_question_is_confirmed_on_a_line_of_its_own() {
    let question = "好".repeat(60);
    for columns in [40, 80] {
        let mut prompt = TestTerminal::of(columns, 24).confirm(&question);
        prompt.wait_for("[y/N]\n>");
        prompt.press("y\r");
        let left = prompt.finish();
        assert!(left.screen.ends_with("[y/N]\n> yes\nanswer: Ok(true)"), "{}", left.screen);
        assert_eq!(left.screen.matches('好').count(), 60);
    }
}

#[test]
fn a_dumb_terminal_confirms_with_a_word_and_no_escape() {
    for (typed, answer) in [("\r", "false"), ("y\r", "true"), ("YES\r", "true"), ("maybe\rno\r", "false")] {
        let mut prompt = TestTerminal::of(80, 24).dumb(true).confirm("Import?");
        prompt.wait_for("Import? [y/N]");
        prompt.press(typed);
        let left = prompt.finish();
        assert!(left.screen.ends_with(&format!("answer: Ok({answer})")), "{}", left.screen);
        assert_eq!(left.screen.contains("answer yes or no"), typed.contains("maybe"), "{}", left.screen);
        assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
    }
}

#[test]
fn a_long_result_is_shown_a_page_at_a_time() {
    for dumb in [false, true] {
        let mut prompt = TestTerminal::of(40, 6).dumb(dumb).pages("line", 12);
        prompt.wait_for("-- more");
        assert_eq!(prompt.screen().lines().filter(|line| line.starts_with("line ")).count(), 5);
        prompt.press(" ");
        prompt.wait_for("line 10");
        prompt.wait_for("-- more");
        prompt.press("\r");
        let left = prompt.finish();
        assert!(left.screen.contains("line 11\nline 12\nanswer: Ok(GoOn)"), "{}", left.screen);
        assert_eq!(left.screen.contains("-- more"), dumb, "{}", left.screen);
    }
}

#[test]
fn a_long_result_ends_where_the_user_wants() {
    for (key, answer) in [("q", "Ok(Stop)"), (ESC, "Ok(Stop)"), (CTRL_C, "Err(Interrupted)")] {
        let mut prompt = TestTerminal::of(40, 6).pages("line", 1000);
        prompt.wait_for("-- more");
        prompt.press(key);
        let left = prompt.finish();
        assert!(left.screen.ends_with(&format!("answer: {answer}")), "{}", left.screen);
        assert!(!left.raw.contains("line 6") && !left.cursor_hidden);
        assert_eq!(left.modes_before, left.modes_after);
    }
}

#[test]
fn lines_that_wrap_take_their_rows() {
    let mut prompt = TestTerminal::of(40, 6).pages(&"山".repeat(30), 12); // two rows each
    prompt.wait_for("-- more");
    assert!(prompt.screen().contains(" 2") && !prompt.screen().contains(" 3"), "{}", prompt.screen());
    prompt.press("q");
    prompt.finish();
}

#[test]
fn what_fits_is_not_paged() {
    let left = TestTerminal::of(40, 6).pages("line", 5).finish();
    assert!(!left.raw.contains("-- more"), "{}", left.screen);
}
