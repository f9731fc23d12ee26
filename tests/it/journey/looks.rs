//! The appearance of commands in terminals: colours, widths, progress.

use super::driver::*;
use crate::support::{FinishedTerminal, TestEnv};

/// Whether a sequence that sets a colour was sent.
fn has_colour(raw: &str) -> bool {
    let sequences = raw.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    let is_colour = |number: u32| matches!(number, 30..=49 | 90..=107);
    sequences.flat_map(|numbers| numbers.split(';')).any(|number| number.parse().is_ok_and(is_colour))
}

fn import(env: &TestEnv, line: &str) -> FinishedTerminal {
    let left = go(env.terminal(line), &whole_way());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_imported(env);
    left
}

#[test]
fn colours_are_shown_unless_they_are_not_wanted() {
    assert!(has_colour(&import(&env(), "import leads.csv").raw));
    assert!(!has_colour(&import(&env(), "--color never import leads.csv").raw));
    let mut env = env();
    env.set("NO_COLOR", "1");
    assert!(!has_colour(&import(&env, "import leads.csv").raw));
}

#[test]
fn a_dumb_terminal_is_asked_without_moving_its_cursor() {
    let mut env = env();
    env.set("TERM", "dumb");
    // There an item of a list is taken by its number.
    let left = go(env.terminal("import leads.csv"), &whole_way());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!left.raw.contains('\u{1b}'), "{:?}", left.raw);
    assert_imported(&env);
}

#[test]
fn quiet_asks_all_the_same() {
    let env = env();
    let left = import(&env, "-q import leads.csv");
    assert!(!left.screen.contains("The same in one run"), "a note was told: {}", left.screen);
}

/// Wide, combining, from right to left, and sequences of emoji.
const SCRIPTS: [&str; 4] =
    ["氏名と電話番号のある列", "Pre\u{301}nom usuel", "الاسم الأول", "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}"];
/// Sequences that would retitle the window, hide what follows, ring, or turn the writing around.
const HOSTILE: [&str; 6] = ["\u{1b}]0;pwned\u{7}", "\u{1b}[8m", "\u{9b}31m", "\u{1b}P", "\u{202e}", "\u{2066}"];

#[test]
fn every_script_finds_room_in_every_width() {
    let [first, second, third, fourth] = SCRIPTS;
    for columns in [40, 80, 200] {
        let env = env();
        let cells = SCRIPTS.map(|script| script.repeat(6)).join(",");
        env.write(
            "leads.csv",
            format!("{},First Name,Phone Number\n{cells},{third},+60123000001\n", SCRIPTS.join(",")),
        );
        env.run("upload leads.csv --purpose add --id phone --no-import-tag").done();
        let mut terminal = env.terminal_of("map leads.csv", (24, columns));
        for (at, script) in [first, second, third, fourth].into_iter().enumerate() {
            terminal.wait_until("the overview", |screen| screen.matches("Is this right?").count() == at + 1);
            terminal.press("change\r");
            terminal.wait_until("the columns", |screen| screen.matches("Which column?").count() == at + 1);
            terminal.press(&format!("{}{ENTER}", DOWN.repeat(at)));
            terminal.wait_for(&format!("column #{}: {}", at + 1, script.chars().next().unwrap()));
            terminal.press(LEAVE_OUT);
        }
        terminal.wait_until("the last overview", |screen| screen.matches("Is this right?").count() == 5);
        terminal.press(ENTER);
        let left = terminal.finish();
        assert_tidy(&left);
        assert_eq!(left.status, 0, "{}", left.screen);
        let left = go(env.terminal_of("import leads.csv", (24, columns)), CONFIRM);
        assert_eq!(left.status, 0, "{}", left.screen);
        assert!(env.values("first_name").contains(&third.to_owned()));
    }
}

#[test]
fn hostile_headers_cells_and_tags_never_reach_the_terminal() {
    let env = env();
    let evil = HOSTILE.concat();
    env.write(
        "leads.csv",
        format!("First Name,Phone Number,\"Na{evil}me\",\"{evil}\"\nAnn,+60123000001,\"va{evil}lue\",\"{evil}\"\n"),
    );
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, &UPLOAD[..2]);
    terminal.wait_for("Tags for these");
    terminal.press("sp\u{202e}ri\u{2066}ng\u{9b}31m\r");
    // The hostile header stands in the table, in the list of columns, in a question and in the name of a new field.
    walk(&mut terminal, &[("Is this right?", "change\r"), ("Which column?", ENTER), ("Contact field for", LEAVE_OUT)]);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press(ENTER);
    let left = go(terminal, &[&MAP[1..], CONFIRM, SAVE].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    for sequence in HOSTILE {
        assert!(!left.raw.contains(sequence), "{sequence:?} in {:?}", left.raw);
    }
}
