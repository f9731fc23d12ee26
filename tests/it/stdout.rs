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

fn env() -> TestEnv {
    TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n")
}

#[test]
fn a_result_that_cannot_be_told_is_a_failure() {
    let env = env();
    for line in TELLERS {
        for place in [">&-", "> /dev/full"] {
            let outcome = env.shell(&format!("contacts {line} {place}")).exits(1);
            outcome.says_all(&["error: the output could not be written"]);
        }
        env.shell(&format!("contacts {line} > /dev/null")).done();
        env.shell(&format!("contacts {line} 2>&- <&- > /dev/null")).done();
    }
    assert!(env.names().is_empty());
}

#[test]
fn an_import_whose_result_cannot_be_printed_stays_done() {
    let env = env();
    env.write("a.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.shell("contacts import a.csv --purpose add --id phone >&-").done().says_all(&["warning:", "it is done"]);
    assert_eq!(env.contacts().len(), 2);
}

#[test]
fn help_goes_to_a_reader_who_has_seen_enough() {
    env().shell("contacts import --help | head -1").done().never_says("error");
}

#[test]
fn a_backup_goes_to_stdout_whole_and_leaves_nothing() {
    let mut env = env();
    fs::create_dir(env.path("tmp")).unwrap();
    env.set("TMPDIR", &env.path("tmp").display().to_string());
    env.shell("umask 077; contacts backup - > copy.db").done();
    env.run("-w copy.db list").done().says("Ann");
    env.run("-w copy.db doctor").done();
    env.run("backup - --json").exits(2).says("--json and the file -");
    assert_eq!(fs::read_dir(env.path("tmp")).unwrap().count(), 0);
    assert!(!env.has("-"));
    env.set("TMPDIR", "/nowhere");
    env.run("backup -").exits(1).says_all(&["/nowhere", "TMPDIR"]);
}

#[test]
fn a_terminal_gets_no_backup() {
    let left = env().terminal("backup -").finish();
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(left.screen.contains("hint:") && left.screen.contains("gzip"), "{}", left.screen);
}
