//! How an import ends in a terminal: what it did, the files, and what comes next.

use super::driver::*;
use crate::support::TestEnv;

/// Updates Bob, adds Ann, and has a row in error.
const LIST: &str = "First Name,Last Name,Phone Number,Email\n\
    Bob,Tan,+60123000002,\nAnn,Lee,+60123000001,\nCleo,Wong,+60123000003,cleo(at)example.com\n";

const IMPORT: &str = "import crm.csv --purpose add-update --id phone";

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nBob,Old,+60123000002\n");
    env.write("crm.csv", LIST);
    env
}

#[test]
fn below_its_review_an_import_ends_with_one_line_its_files_and_what_comes_next() {
    let env = env();
    let left = go(env.terminal(IMPORT), CONFIRM);
    assert_eq!(left.status, 3, "{}", left.screen);
    let end = "\nImport 2 of crm.csv: 1 added, 1 updated, 1 row in error\n\n\
               Results  crm.results.csv\n\
               Fix      crm.errors.csv, then import it\n\
               See      contacts list --tag import-2026-11-22-2\n\
               Undo     contacts undo 2";
    assert!(left.screen.contains(end), "{}", left.screen);
    assert_eq!(left.screen.matches("in error, ").count(), 1, "the report stands once: {}", left.screen);
    env.run("list --tag import-2026-11-22-2").done().says_all(&["Ann", "Bob"]);
    env.run("undo 2 --yes").done().says("Restored      1");
}

#[test]
fn next_commands_name_the_workspace_as_the_import_did_and_are_left_out_where_nothing_was_written() {
    let env = env();
    env.run("init 'my team.db'").done();
    let left = env.terminal(&format!("-w 'my team.db' {IMPORT} --yes --no-import-tag")).finish();
    for command in ["history 1", "undo 1"] {
        let command = format!("contacts --workspace 'my team.db' {command}");
        assert!(left.screen.contains(&command), "{}", left.screen);
    }
    env.write("crm.csv", "First Name,Phone Number\nBob,0123\n");
    let left = env.terminal(&format!("-w 'my team.db' {IMPORT} --yes")).finish();
    assert!(left.screen.ends_with("Fix      crm.errors.csv, then import it"), "{}", left.screen);
}

#[test]
fn into_a_file_the_report_is_whole_with_whole_paths_and_without_next_steps() {
    let env = env();
    let told = env.run(IMPORT).exits(3);
    let results = env.path("crm.results.csv").display().to_string();
    told.says_all(&[&format!("Results  {results}\nErrors "), "Imported     1  added"]).never_says("contacts undo");
}

#[test]
fn the_answer_no_is_no_error() {
    let env = env();
    let left = go(env.terminal(IMPORT), &[("Import?", "n\r")]);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("\nNot imported; nothing changed.\n"), "{}", left.screen);
    let left = go(env.terminal("delete 1"), &[("Delete this contact?", "n\r")]);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.ends_with("\nNothing changed.") && !left.screen.contains("error:"), "{}", left.screen);
}

#[test]
fn an_undo_shows_whom_it_changes_and_how_before_its_question() {
    let env = env();
    env.write(
        "crm.csv",
        (1..=12).fold("First Name,Last Name,Phone Number\n".to_owned(), |list, number| {
            list + &format!("Person,New {number},+601230001{number:02}\n")
        }),
    );
    env.import("crm.csv", "--purpose add --id phone").done();
    env.write("crm.csv", env.read("crm.csv").replace("New", "Newer"));
    env.run("import crm.csv --purpose update --id phone --tag 'autumn fair'").done();
    let left = go(env.terminal("undo 3"), &[("Take it back?", "n\r")]);
    let shown = "\n12 contacts: Last Name 12\neveryone: - autumn fair, - import-2026-11-22-3\n\n\
                 Person Newer 1  (contact 2)\n  Last Name  Newer 1 → New 1\n";
    assert!(left.screen.contains(shown) && left.screen.contains("\nand 7 more contacts\n"), "{}", left.screen);
    env.run("history 3").done().says("everyone: + autumn fair, + import-2026-11-22-3\n\nPerson New 1  (contact 2)\n");
}

#[test]
fn a_session_that_is_over_does_not_stand_in_the_way_of_a_changed_list() {
    let env = env();
    let by_hand = [UPLOAD, &[("Where a contact has", ENTER)], CONFIRM, SAVE].concat();
    assert_eq!(go(env.terminal("import crm.csv"), &by_hand).status, 3);
    let left = go(env.terminal("import crm.csv"), &[]);
    assert_eq!(left.status, 4, "the same list again: {}", left.screen);
    assert!(left.screen.contains("contacts upload crm.csv --purpose add-update --id phone"), "{}", left.screen);
    env.write("crm.csv", LIST.replace("Lee", "Leigh"));
    env.run("import crm.csv").exits(4).says("is over: it was imported");
    let left = go(env.terminal("import crm.csv"), &by_hand);
    assert_eq!(left.status, 3, "{}", left.screen);
    assert!(left.screen.contains("the list has changed since"), "{}", left.screen);
    assert!(env.people()[1].contains("Leigh"), "{:?}", env.people());
}

#[test]
fn a_list_whose_session_was_cancelled_begins_a_new_one() {
    let env = env();
    env.run("upload crm.csv --purpose add-update --id phone").done();
    env.run("cancel crm.csv").done();
    env.run("import crm.csv").exits(4).says("it was cancelled");
    let left = go(env.terminal("import crm.csv"), &[UPLOAD, &[("Where a contact has", ENTER)], CONFIRM, SAVE].concat());
    assert_eq!(left.status, 3, "{}", left.screen);
    assert!(left.screen.contains("a new one begins"), "{}", left.screen);
}
