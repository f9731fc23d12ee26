//! Spec section 7: the running import, seen from another shell.

use std::io::Write;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{CTRL_C, TestEnv, numbered};

const ADD: &str = "--purpose add --id phone";

/// An environment with a workspace, a small list and one that takes its time.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\nCid,0189988776\n");
    env.write("big.csv", numbered(60_000));
    env
}

/// What an import says of itself in the middle of its work.
const WRITING: &str = r#"{"pid":4711,"source":"lists/leads.csv","started_at":"2026-11-22T13:30:00Z","progress":{"phase":"writing","done":150000,"total":200000,"elapsed_ms":3000,"updated_at":"2026-11-22T13:30:09Z"}}"#;

/// Holds the lock as an import does that says this of itself.
fn held(env: &TestEnv, job: &str) -> std::fs::File {
    let mut lock = env.hold_lock();
    lock.set_len(0).unwrap();
    lock.write_all(job.as_bytes()).unwrap();
    lock
}

fn status(env: &TestEnv) -> Value {
    env.run("status --json").done().json()
}

#[test]
fn a_running_import_is_told_with_its_rate_and_the_time_left() {
    let env = env();
    let _lock = held(&env, WRITING);
    let outcome = env.run("status").done();
    outcome.says_all(&[
        "lists/leads.csv",
        "4711",
        "2026-11-22 13:30",
        "Writing: 150,000 of 200,000 rows (75%)",
        "50,000 rows/s",
        "1.0 s left",
    ]);
}

#[test]
fn a_running_import_is_told_as_json() {
    let env = env();
    let _lock = held(&env, WRITING);
    let document = status(&env);
    assert_eq!(
        document["running"],
        json!({
            "source": "lists/leads.csv", "pid": 4711, "started_at": "2026-11-22T13:30:00Z", "phase": "writing",
            "done": 150_000, "total": 200_000, "unit": "rows", "percent": 75, "per_second": 50_000, "seconds_left": 1,
            "updated_at": "2026-11-22T13:30:09Z",
        })
    );
    assert_eq!(document["sessions"], json!([]));
    assert_eq!(document["last_import"]["counts"]["imported"], 1);
}

#[test]
fn an_import_that_says_nothing_of_itself_is_running_all_the_same() {
    let env = env();
    for job in ["", "{\"pid\":", r#"{"pid":1,"source":"a.csv","started_at":"2026-11-22T13:30:00Z"}"#] {
        let _lock = held(&env, job);
        assert!(status(&env)["running"].is_object(), "{job}");
        let outcome = env.run("status").done();
        assert!(!outcome.stdout.contains("No import"), "{outcome}");
    }
}

#[test]
fn where_nothing_runs_the_last_import_is_told() {
    let env = env();
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    for line in ["status", "status --follow"] {
        env.run(line).done().says_all(&["No import is running", "import 2 of leads.csv", "1 imported", "1 in error"]);
    }
    let document = status(&env);
    assert_eq!(document["running"], Value::Null);
    assert_eq!(document["last_import"], env.history()[0]);
}

#[test]
fn a_lock_file_that_was_left_behind_is_no_import() {
    let env = env();
    env.write("leads.csv", "x");
    std::fs::write(env.lock_path(), WRITING).unwrap();
    assert_eq!(status(&env)["running"], Value::Null);
}

#[test]
fn looking_makes_no_workspace_and_no_lock() {
    let env = TestEnv::new();
    env.run("status").done().says_all(&["No import is running", "Nothing was imported yet"]);
    let nothing = json!({
        "running": null, "last_import": null, "last_good_import": null, "last_attempt": null,
        "checked_at": "2026-11-22T13:30:00Z", "sessions": [],
    });
    assert_eq!(status(&env), nothing);
    assert!(!env.workspace().exists() && !env.lock_path().exists());
    assert!(env.names().is_empty());
    env.run("status --workspace nowhere.db").exits(1).says("contacts init");
}

#[test]
fn an_import_without_a_terminal_is_seen_at_work() {
    let env = env();
    let mut running = env.start(&format!("import big.csv {ADD}"));
    let mut phases = Vec::new();
    while !running.has_ended() {
        let seen = status(&env)["running"].clone();
        if seen.is_object() && !seen["phase"].is_null() {
            assert_eq!((&seen["source"], &seen["pid"]), (&json!("big.csv"), &json!(running.id())));
            assert!(seen["done"].as_u64() <= seen["total"].as_u64(), "{seen}");
            phases.push(seen["phase"].as_str().unwrap().to_owned());
        }
    }
    running.finish().done();
    assert!(phases.contains(&"writing".to_owned()), "{phases:?}");
    assert_eq!(status(&env)["running"], Value::Null);
}

#[test]
fn an_import_is_followed_to_its_end() {
    let env = env();
    let running = env.start(&format!("import big.csv {ADD}"));
    env.wait_until_locked();
    let followed = env.run("status --follow").done();
    followed.says_all(&["Importing big.csv", "Done: import 2 of big.csv", "60,000 imported"]);
    running.finish().done();
}

#[test]
fn an_import_is_followed_as_json_with_one_document_at_its_end() {
    let env = env();
    let running = env.start(&format!("import big.csv {ADD}"));
    env.wait_until_locked();
    let document = env.run("status --follow --json").done().json();
    assert_eq!(document["running"], Value::Null);
    assert_eq!(document["last_import"]["counts"]["imported"], 60_000);
    running.finish().done();
}

#[test]
fn an_import_that_is_followed_and_fails_is_told_so() {
    let env = env();
    let mut running = env.start(&format!("import big.csv {ADD}"));
    env.wait_until_locked();
    let follower = env.start("status --follow");
    running.kill();
    let _ = running.finish();
    let outcome = follower.finish().done();
    assert!(!outcome.stdout.contains("Done"), "{outcome}");
}

#[test]
fn a_terminal_shows_the_bar_and_then_the_outcome() {
    let env = env();
    let lock = held(&env, WRITING);
    let mut terminal = env.terminal("status --follow");
    terminal.wait_for("Writing");
    terminal.wait_for("150,000 of 200,000 rows");
    held_file_says(&lock, &WRITING.replace("150000", "199000"));
    terminal.wait_for("199,000 of 200,000 rows");
    drop(lock);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("lists/leads.csv ended and changed nothing"), "{}", left.screen);
    assert!(!left.screen.contains('█') && !left.cursor_hidden, "{}", left.screen);
}

#[test]
fn ctrl_c_ends_the_following_and_not_the_import() {
    let env = env();
    let lock = held(&env, WRITING);
    let mut terminal = env.terminal("status --follow");
    terminal.wait_for("150,000");
    terminal.press(CTRL_C);
    let left = terminal.finish();
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(!left.cursor_hidden);
    assert!(status(&env)["running"].is_object());
    drop(lock);
}

#[test]
fn many_who_look_turn_no_import_away() {
    let env = env();
    let looking = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do contacts status; done";
    let mut lookers: Vec<_> = (0..3).map(|_| shell(&env, looking)).collect();
    for number in 0..8 {
        env.write("one.csv", format!("First Name,Phone Number\nDee,+6012300{number:04}\n"));
        env.run(&format!("import one.csv {ADD}")).done();
    }
    for looker in &mut lookers {
        assert!(looker.wait().unwrap().success());
    }
}

/// A line of shell that goes on beside the test.
fn shell(env: &TestEnv, line: &str) -> std::process::Child {
    let data = env.home().join(".local/share");
    Command::new("sh")
        .args(["-c", &format!("exec >/dev/null\n{}", line.replace("contacts ", &format!("{} ", binary())))])
        .env("XDG_DATA_HOME", data)
        .spawn()
        .unwrap()
}

fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_contacts")
}

/// Changes what the holder of the lock says, to a text of the same length.
fn held_file_says(mut lock: &std::fs::File, job: &str) {
    use std::io::Seek;
    lock.rewind().unwrap();
    lock.write_all(job.as_bytes()).unwrap();
}

#[test]
fn hostile_names_never_reach_the_screen() {
    let env = env();
    let _lock = held(&env, &WRITING.replace("lists/leads.csv", "\\u001b[2J\\u202e.csv"));
    let left = env.terminal("status").finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("\\x1b[2J\\u{202e}.csv") && !left.raw.contains("\u{1b}[2J"), "{}", left.screen);
}
