//! A result that reaches nobody is no success: stdout that is closed, and stdout on a full device (spec section 9).

use std::fs;

use crate::support::TestEnv;

const TELLERS: [&str; 22] = [
    "list",
    "list --json",
    "list --jsonl",
    "show 1",
    "export -",
    "backup -",
    "sample",
    "sample -",
    "history",
    "history 1",
    "status",
    "blame 1",
    "results 1",
    "notifications",
    "tags list",
    "fields list",
    "config list",
    "man",
    "completions bash",
    "--help",
    "--version",
    "import --help",
];

fn house() -> TestEnv {
    TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n")
}

#[test]
fn a_result_that_cannot_be_told_is_a_failure() {
    let house = house();
    for line in TELLERS {
        for place in [">&-", "> /dev/full"] {
            let outcome = house.shell(&format!("contacts {line} {place}")).exits(1);
            outcome.says_all(&["error: the output could not be written"]);
        }
        house.shell(&format!("contacts {line} > /dev/null")).done();
        house.shell(&format!("contacts {line} 2>&- <&- > /dev/null")).done();
    }
    assert!(house.names().is_empty());
}

#[test]
fn an_import_whose_result_cannot_be_printed_stays_done() {
    let house = house();
    house.write("a.csv", "First Name,Phone Number\nBob,+60123000002\n");
    house.shell("contacts import a.csv --purpose add --id phone >&-").done().says_all(&["warning:", "it is done"]);
    assert_eq!(house.contacts().len(), 2);
}

#[test]
fn help_goes_to_a_reader_who_has_seen_enough() {
    house().shell("contacts import --help | head -1").done().never_says("error");
}

#[test]
fn a_backup_goes_to_stdout_whole_and_leaves_nothing() {
    let mut house = house();
    fs::create_dir(house.path("tmp")).unwrap();
    house.set("TMPDIR", &house.path("tmp").display().to_string());
    house.shell("umask 077; contacts backup - > copy.db").done();
    house.run("-w copy.db list").done().says("Ann");
    house.run("-w copy.db doctor").done();
    house.run("backup - --json").exits(2).says("--json and the file -");
    assert_eq!(fs::read_dir(house.path("tmp")).unwrap().count(), 0);
    assert!(!house.has("-"));
    house.set("TMPDIR", "/nowhere");
    house.run("backup -").exits(1).says_all(&["/nowhere", "TMPDIR"]);
}

#[test]
fn a_terminal_gets_no_backup() {
    let left = house().terminal("backup -").finish();
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(left.screen.contains("hint:") && left.screen.contains("gzip"), "{}", left.screen);
}
