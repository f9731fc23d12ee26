//! What a person sees: the review and its question, Ctrl-C, progress, and cells that try to write on the screen.

use std::time::{Duration, Instant};

use crate::support::{CTRL_C, Terminal, TestEnv, numbered};

/// The last question.
const QUESTION: &str = "Import?";

const LEADS: &str = "First Name,Phone Number\nAnn,+60123000001\nBob,0189988776\n";
const ADD: &str = "import leads.csv --purpose add --id phone --no-import-tag";

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", LEADS);
    env
}

/// A terminal in which [`ADD`] has come to its last question; before it the number without a country code is left as an
/// error.
fn at_the_question(env: &TestEnv) -> Terminal {
    let mut terminal = env.terminal(ADD);
    terminal.wait_for("They are");
    terminal.press("unknown\r");
    terminal.wait_for(QUESTION);
    terminal
}

/// Asserts that only the contact of [`env`] is there, and no file beside the source.
#[track_caller]
fn assert_nothing_happened(env: &TestEnv) {
    assert_eq!(env.values("first_name"), ["Somebody"]);
    assert_eq!(env.names(), ["leads.csv"]);
    assert_eq!(env.history().len(), 1);
}

#[test]
fn the_review_is_shown_and_yes_imports() {
    let env = env();
    let mut terminal = at_the_question(&env);
    assert_nothing_happened(&env);
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 3, "{}", left.screen);
    for word in ["Imported", "Updated", "Skipped", "Error"] {
        assert!(left.screen.contains(word), "{}", left.screen);
    }
    assert!(!left.cursor_hidden);
    assert_eq!(env.values("first_name"), ["Somebody", "Ann"]);
}

#[test]
fn no_changes_nothing() {
    let env = env();
    let mut terminal = at_the_question(&env);
    terminal.press("n\r");
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(!left.cursor_hidden);
    assert_nothing_happened(&env);
}

#[test]
fn ctrl_c_at_the_question_imports_nothing_keeps_the_answers_and_gives_the_cursor_back() {
    let env = env();
    let mut terminal = at_the_question(&env);
    terminal.press(CTRL_C);
    let left = terminal.finish();
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(!left.cursor_hidden, "the cursor is visible again");
    assert_eq!((env.history().len(), env.values("first_name")), (1, vec!["Somebody".to_owned()]));
    assert_eq!(env.names(), ["leads.csv", "leads.csv.import.json"]);
    let mut terminal = env.terminal("import leads.csv");
    terminal.wait_for(QUESTION);
    terminal.press("y\r");
    assert_eq!(terminal.finish().status, 3, "what was answered is not asked again");
}

#[test]
fn ctrl_c_at_work_rolls_back() {
    let env = env();
    env.write("leads.csv", numbered(60_000));
    let mut terminal = env.terminal(&format!("{ADD} --yes"));
    env.wait_until_locked();
    terminal.press(CTRL_C);
    let left = terminal.finish();
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(!left.cursor_hidden);
    assert_nothing_happened(&env);
}

#[test]
fn yes_asks_nothing() {
    let env = env();
    let left = env.terminal(&format!("{ADD} --yes")).finish();
    assert_eq!(left.status, 3, "{}", left.screen);
    assert!(!left.screen.contains(QUESTION));
}

#[test]
fn a_dry_run_asks_what_is_doubtful_but_not_whether_to_import() {
    let env = env();
    let mut terminal = env.terminal(&format!("{ADD} --dry-run"));
    terminal.wait_for("They are");
    terminal.press("another\r");
    terminal.wait_for("Country:");
    terminal.press("malaysia\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!left.screen.contains(QUESTION), "{}", left.screen);
    assert_nothing_happened(&env);
    let left = env.terminal(&format!("{ADD} --dry-run --region MY")).finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_nothing_happened(&env);
}

#[test]
fn progress_is_not_drawn_for_short_work() {
    let begin = Instant::now();
    let left = env().terminal(&format!("{ADD} --yes")).finish();
    if begin.elapsed() >= Duration::from_millis(250) {
        return; // On a machine this busy, short work was long enough for a bar.
    }
    for trace in ["\u{1b}[2K", "\u{1b}[?25l", "█"] {
        assert!(!left.raw.contains(trace), "{trace:?} in {:?}", left.raw);
    }
}

#[test]
fn progress_is_drawn_for_long_work_and_gone_at_its_end() {
    let env = env();
    env.write("leads.csv", numbered(60_000));
    let left = env.terminal(&format!("{ADD} --yes")).finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.raw.contains("\u{1b}[2K"), "a line was redrawn");
    assert!(!left.screen.contains('█') && !left.cursor_hidden, "{}", left.screen);
}

#[test]
fn json_in_a_terminal_is_not_disturbed() {
    let env = env();
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    let left = env.terminal(&format!("{ADD} --yes --json -q")).finish();
    let document = left.screen.replace(['\n', '\r'], "");
    assert!(document.starts_with('{') && document.trim_end().ends_with('}'), "{}", left.screen);
}

#[test]
fn a_warning_in_a_terminal_comes_before_the_json_and_not_within_it() {
    let left = env().terminal(&format!("{ADD} --yes --json -q")).finish();
    let document = left.screen.find("\n{").map_or("", |begin| &left.screen[begin..]);
    assert!(left.screen.starts_with("warning: 1 phone number without + or 00"), "{}", left.screen);
    let document: serde_json::Value = serde_json::from_str(&document.replace(['\n', '\r'], "")).unwrap();
    assert_eq!(document["counts"]["errors"], 1, "{}", left.screen);
}

/// Sequences that would retitle the window, clear the screen, hide what follows, or turn the writing around.
const HOSTILE: &[&str] =
    &["\u{1b}]0;pwned\u{7}", "\u{1b}[2J", "\u{1b}[8m", "\u{9b}31m", "\u{1b}P", "\u{8}\u{8}", "\u{202e}", "\u{2066}"];

#[test]
fn hostile_cells_never_reach_the_screen() {
    let env = TestEnv::new();
    let cell = HOSTILE.concat();
    let row = format!("\"An{cell}n\",\"+6012{cell}\",\"At{cell}lantis\",x\n");
    env.write(
        "leads.csv",
        format!("First Name,Phone Number,Country,\"He{cell}ader\"\n{row}Bob{cell},+60123000002,MY,x\n"),
    );
    let lines = [
        "import leads.csv --purpose add --id phone --yes --tag 'sp\u{1b}[2Jring'",
        "import leads.csv --purpose add --id phone --yes",
        "import leads.csv --purpose add --id phone --map 'nowhere=First Name'",
        "list",
        "show 1",
        "history",
        "history 1",
    ];
    for line in lines {
        let left = env.terminal(line).finish();
        for sequence in HOSTILE {
            assert!(!left.raw.contains(sequence), "{line}: {sequence:?} in {:?}", left.raw);
        }
    }
}

#[test]
fn a_narrow_terminal_shows_what_matters_whole_and_says_what_it_leaves_out() {
    let env = TestEnv::new();
    env.run("fields add Nickname").done();
    env.write(
        "spring fair.csv",
        "First Name,Last Name,Phone Number,Email,Country,Language,Tags,Nickname\n\
         Aisha,Rahman,+60123456789,aisha@example.com,MY,ms,\"newsletter,vip,spring fair\",Aish\n",
    );
    env.run("import 'spring fair.csv' --purpose add --id phone").done();
    env.run("edit 1 Country=SG").done();
    let shown = |line: &str| env.terminal_of(line, (24, 80)).finish().screen;
    let list = shown("list");
    for whole in ["Aisha", "Rahman", "+60123456789", "aisha@example.com"] {
        assert!(list.contains(whole), "{whole}\n{list}");
    }
    assert!(list.contains("No room here for: Tags, Nickname; see: contacts show ID"), "{list}");
    let history = shown("history");
    for whole in ["2026-11-22 13:30", "import", "edit", "spring fair.csv", "Imported", "Updated", "Error", "Outcome"] {
        assert!(history.contains(whole), "{whole}\n{history}");
    }
    let words = history.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Results until; see: contacts history ID"), "{history}");
}

#[test]
fn what_is_read_whole_is_never_cut_however_narrow_the_terminal() {
    let env = TestEnv::new();
    let (wish, tag) =
        ("wants to be called in the afternoon, never on Fridays", "a tag with quite a long name, as people give them");
    let link = "https://example.com/a/very/long/address/that/breaks/nowhere?and=it&goes=on";
    env.run("fields add 'Notes about the customer and her wishes'").done();
    env.write("a list with a long name, of the spring fair.csv", "First Name,Phone Number\nAisha,+60123456789\n");
    let import = "import 'a list with a long name, of the spring fair.csv' --purpose add --id phone --save 'the spring fair, by telephone number'";
    env.run(&format!("{import} --tag '\"{tag}\"'")).done();
    env.run(&format!("edit 1 'Notes about the customer and her wishes={wish} {link}'")).done();
    env.run("edit 1 'Notes about the customer and her wishes=none'").done();
    for columns in [40, 80, 120] {
        for (line, texts) in [
            (
                "blame 1",
                &[
                    wish,
                    link,
                    "Notes about the customer and her wishes",
                    tag,
                    "import 1, line 2 of a list with a long name, of the spring fair.csv",
                ][..],
            ),
            ("history 1", &["the spring fair.results.csv"][..]),
            ("history 3", &[wish, link][..]),
            ("undo 3 --dry-run", &[wish, link][..]),
            ("show 1", &["Notes about the customer and her wishes", tag][..]),
            (
                "notifications",
                &["a list with a long name, of the spring fair.csv", "Imported 1, Updated 0, Skipped 0, Error 0"][..],
            ),
            ("tags", &[tag][..]),
            ("fields", &["Notes about the customer and her wishes", "custom"][..]),
            ("mappings", &["the spring fair, by telephone number"][..]),
        ] {
            let screen = env.terminal_of(line, (120, columns)).finish().screen;
            assert!(!screen.contains('…'), "{line}, {columns} columns:\n{screen}");
            let is_shown = |text: &&str| beside(&screen, text) || squeezed(&screen).contains(&squeezed(text));
            let missing: Vec<_> = texts.iter().filter(|text| !is_shown(text)).collect();
            assert!(missing.is_empty(), "{line}, {columns} columns: {missing:?}\n{screen}");
        }
    }
}

#[test]
fn a_telephone_shows_names_numbers_and_addresses_whole_and_breaks_no_link() {
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email\n\
         Alexandrina,Papadopoulou-Fernandez,+60123456789,alexandrina.papadopoulou@mail.example.com\nBob,Tan,+60123000002,\n",
    );
    let left = env.terminal_of("list", (40, 50)).finish();
    for line in
        ["First Name    Alexandrina\n", "Last Name     Papadopoulou-Fernandez\n", "Phone Number  +60123456789\n"]
    {
        assert!(left.screen.contains(line), "{}", left.screen);
    }
    assert!(beside(&left.screen, "alexandrina.papadopoulou@mail.example.com"), "{}", left.screen);
    let left = env.terminal_of("show 1", (40, 50)).finish();
    assert!(left.raw.contains("E-mail    mailto:alexandrina.papadopoulou@mail.example.com\r\n"), "{}", left.screen);
    let left = env.terminal_of("list", (40, 80)).finish();
    assert!(
        left.screen.contains("ID  First Name") && beside(&left.screen, "Papadopoulou-Fernandez"),
        "{}",
        left.screen
    );
}

#[test]
fn paths_are_short_in_a_terminal_and_whole_in_json() {
    let env = TestEnv::new();
    env.write("leads.csv", LEADS);
    let path = env.path("leads.csv").display().to_string();
    let left = env.terminal(&format!("import {path} --purpose add --id phone --yes")).finish();
    assert!(left.screen.contains("Made a new workspace: ~/.local/share/contacts/workspace.db\n"), "{}", left.screen);
    assert!(left.screen.contains("Import 1 of leads.csv: 1 added"), "{}", left.screen);
    let left = env.terminal("history 1").finish();
    assert!(left.screen.contains("leads.results.csv\n") && !left.screen.contains(&path), "{}", left.screen);
    assert_eq!(env.run("history 1 --json").done().json()["source"], path.as_str());
}

/// A text without its blanks and line breaks.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a text stands in one of the columns of a screen, broken into lines as it may be.
fn beside(screen: &str, text: &str) -> bool {
    let pieces: Vec<String> = screen.lines().flat_map(|line| line.split("  ")).map(squeezed).collect();
    let text = squeezed(text);
    let is_whole_from = |begin: usize| {
        let rest = pieces[begin..].iter().filter(|piece| !piece.is_empty());
        rest.fold(text.as_str(), |rest, piece| rest.strip_prefix(piece.as_str()).unwrap_or(rest)).is_empty()
    };
    (0..pieces.len()).any(is_whole_from)
}
