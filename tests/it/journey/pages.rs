//! Long output in a terminal, a page at a time.

use super::driver::*;
use crate::support::{CTRL_C, Terminal, TestEnv};

const MORE: &str = "more";

/// A reviewed update of thirty contacts, and a terminal of ten rows.
fn env() -> TestEnv {
    let people = |last: &str| {
        let row = |number: u32| format!("Person,{last} {number},+601230000{number:02}\n");
        format!("First Name,Last Name,Phone Number\n{}", (1..=30).map(row).collect::<String>())
    };
    let env = TestEnv::with_contacts(&people("Old"));
    env.write("leads.csv", people("New"));
    env.run("upload leads.csv --purpose update --id phone --no-import-tag").done();
    env.run("map leads.csv").done();
    env
}

fn changes(env: &TestEnv) -> Terminal {
    let mut terminal = env.terminal_of("review leads.csv --changes", (10, 80));
    terminal.wait_for(MORE);
    terminal
}

#[test]
fn changes_come_a_page_at_a_time() {
    let env = env();
    let mut terminal = changes(&env);
    assert!(!terminal.screen().contains("New 30"));
    terminal.press(&" ".repeat(20));
    let left = terminal.finish();
    assert_tidy(&left);
    assert_eq!(left.status, 0, "{}", left.screen);
    for number in [1, 15, 30] {
        assert!(left.screen.contains(&format!("Old {number} → New {number}\n")), "{number}: {}", left.screen);
    }
    assert!(left.screen.contains("Next"), "{}", left.screen);
}

#[test]
fn q_ends_the_pages_and_not_the_review() {
    let env = env();
    let mut terminal = changes(&env);
    terminal.press("q");
    let left = terminal.finish();
    assert_tidy(&left);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!left.screen.contains("New 30") && left.screen.contains("Next"), "{}", left.screen);
    env.run("import leads.csv").done();
}

#[test]
fn ctrl_c_ends_the_review() {
    let env = env();
    let before = everything(&env);
    let mut terminal = changes(&env);
    terminal.press(CTRL_C);
    let left = terminal.finish();
    assert_tidy(&left);
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(everything(&env) == before, "something has changed");
    env.run("import leads.csv").exits(4).says("review");
}

/// An import at its last question, whose answer was to see the changes, with the first page on the screen.
fn changes_of_import(env: &TestEnv) -> Terminal {
    let mut terminal = env.terminal_of("import leads.csv", (10, 80));
    walk(&mut terminal, &[("Import?", "see\r")]);
    terminal.wait_until("the first page", |screen| {
        screen.split("Import? See all changes").nth(1).is_some_and(|pages| pages.contains(MORE))
    });
    terminal
}

#[test]
fn q_ends_the_pages_before_an_import_and_leads_back_to_its_question() {
    let env = env();
    let mut terminal = changes_of_import(&env);
    assert!(env.values("last_name").contains(&"Old 30".to_owned()));
    terminal.press("q");
    terminal.wait_until("the question again", |screen| screen.matches("Import?").count() == 2);
    terminal.press("y\r");
    let left = terminal.finish();
    assert_tidy(&left);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("Old 1 → New 1\n") && !left.screen.contains("New 30"), "{}", left.screen);
    assert!(env.values("last_name").contains(&"New 30".to_owned()));
}

#[test]
fn ctrl_c_among_the_pages_before_an_import_ends_it() {
    let env = env();
    let workspace = env.workspace_bytes();
    let mut terminal = changes_of_import(&env);
    terminal.press(CTRL_C);
    let left = terminal.finish();
    assert_tidy(&left);
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(env.workspace_bytes() == workspace, "the workspace has changed");
}

#[test]
fn long_lists_come_a_page_at_a_time_and_all_at_once_into_a_pipe() {
    let env = env();
    for line in ["list", "results 1", "history 1", "config list", "show 1"] {
        let mut terminal = env.terminal_of(line, (10, 80));
        terminal.wait_for(MORE);
        terminal.press("q");
        let left = terminal.finish();
        assert_tidy(&left);
        assert_eq!(left.status, 0, "{line}: {}", left.screen);
        env.run(line).done().never_says(MORE);
    }
}

#[test]
fn the_search_for_duplicates_goes_on_counting_when_its_pages_are_left() {
    let env = TestEnv::with_contacts(&format!("First Name,Phone Number\n{}", "Ann,+60123000001\n".repeat(12)));
    env.run("duplicates --by name").done();
    let mut terminal = env.terminal_of("duplicates --by name", (10, 80));
    terminal.wait_for(MORE);
    terminal.press("q");
    let left = terminal.finish();
    assert!(left.status == 0 && left.screen.contains("\n1 group\n"), "{}", left.screen);
}
