//! Spec section 7: one import at a time in a workspace; the lock is the operating system's.

use std::time::{Duration, Instant};

use crate::support::{TestEnv, numbered};

const ADD: &str = "--purpose add --id phone";

/// An environment with a workspace and a small list.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env
}

#[test]
fn a_second_import_ends_at_once_and_may_be_tried_later() {
    let env = env();
    let lock = env.hold_lock();
    let before = env.workspace_bytes();
    env.run(&format!("import leads.csv {ADD}")).exits(75).says_all(&["another import", "--wait"]);
    assert!(before == env.workspace_bytes());
    assert_eq!(env.names(), ["leads.csv"]);
    drop(lock);
    env.run(&format!("import leads.csv {ADD}")).done();
}

#[test]
fn a_refused_import_is_reported_as_json() {
    let env = env();
    let _lock = env.hold_lock();
    let outcome = env.import("leads.csv", ADD).exits(75);
    assert!(outcome.json()["error"]["message"].is_string(), "{outcome}");
}

#[test]
fn waiting_for_the_lock_times_out() {
    let env = env();
    let _lock = env.hold_lock();
    let begin = Instant::now();
    env.run(&format!("import leads.csv {ADD} --wait=1")).exits(75);
    let waited = begin.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(20)).contains(&waited), "{waited:?}");
}

#[test]
fn a_waiting_import_goes_on_when_the_other_has_ended() {
    for wait in ["--wait", "--wait=30"] {
        let env = env();
        let lock = env.hold_lock();
        let mut waiting = env.start(&format!("import leads.csv {ADD} {wait}"));
        assert!(!waiting.has_ended());
        drop(lock);
        waiting.finish().done();
        assert_eq!(env.contacts().len(), 2);
    }
}

#[test]
fn looking_needs_no_lock() {
    let env = env();
    let _lock = env.hold_lock();
    for line in ["list", "show 1", "history", "config list", "export all.csv"] {
        env.run(line).done();
    }
}

#[test]
fn a_review_without_errors_waits_for_nobody_who_writes() {
    let env = env();
    env.run(&format!("upload leads.csv {ADD}")).done();
    env.run("map leads.csv").done();
    let writer = rusqlite::Connection::open(env.workspace()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    env.run("review leads.csv").done();
}

#[test]
fn a_lock_file_that_nobody_holds_is_no_lock() {
    let env = env();
    std::fs::write(env.lock_path(), "4711 of a machine that is gone").unwrap();
    env.run(&format!("import leads.csv {ADD}")).done();
}

#[test]
fn two_real_imports_the_second_names_the_running_one() {
    let env = env();
    env.write("big.csv", numbered(60_000));
    let running = env.start("import big.csv --purpose add --id phone");
    env.wait_until_locked();
    env.run(&format!("import leads.csv {ADD}")).exits(75).says("big.csv");
    running.finish().done();
    env.run(&format!("import leads.csv {ADD}")).done();
}
