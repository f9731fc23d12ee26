//! Spec section 7: one import at a time in a workspace; the lock is the operating system's.

use std::time::{Duration, Instant};

use crate::support::{TestEnv, numbered};

const ADD: &str = "--purpose add --id phone";

/// A house with a workspace and a small list.
fn house() -> TestEnv {
    let house = TestEnv::with_contacts("First Name\nAnn\n");
    house.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    house
}

#[test]
fn a_second_import_ends_at_once_and_may_be_tried_later() {
    let house = house();
    let lock = house.hold_lock();
    let before = house.workspace_bytes();
    house.run(&format!("import leads.csv {ADD}")).exits(75).says_all(&["another import", "--wait"]);
    assert!(before == house.workspace_bytes());
    assert_eq!(house.names(), ["leads.csv"]);
    drop(lock);
    house.run(&format!("import leads.csv {ADD}")).done();
}

#[test]
fn a_refused_import_is_reported_as_json() {
    let house = house();
    let _lock = house.hold_lock();
    let outcome = house.import("leads.csv", ADD).exits(75);
    assert!(outcome.json()["error"]["message"].is_string(), "{outcome}");
}

#[test]
fn waiting_for_the_lock_times_out() {
    let house = house();
    let _lock = house.hold_lock();
    let begin = Instant::now();
    house.run(&format!("import leads.csv {ADD} --wait=1")).exits(75);
    let waited = begin.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(20)).contains(&waited), "{waited:?}");
}

#[test]
fn a_waiting_import_goes_on_when_the_other_has_ended() {
    for wait in ["--wait", "--wait=30"] {
        let house = house();
        let lock = house.hold_lock();
        let mut waiting = house.start(&format!("import leads.csv {ADD} {wait}"));
        assert!(!waiting.has_ended());
        drop(lock);
        waiting.finish().done();
        assert_eq!(house.contacts().len(), 2);
    }
}

#[test]
fn looking_needs_no_lock() {
    let house = house();
    let _lock = house.hold_lock();
    for line in ["list", "show 1", "history", "config list", "export all.csv"] {
        house.run(line).done();
    }
}

#[test]
fn a_lock_file_that_nobody_holds_is_no_lock() {
    let house = house();
    std::fs::write(house.lock_path(), "4711 of a machine that is gone").unwrap();
    house.run(&format!("import leads.csv {ADD}")).done();
}

#[test]
fn two_real_imports_the_second_names_the_running_one() {
    let house = house();
    house.write("big.csv", numbered(60_000));
    let running = house.start("import big.csv --purpose add --id phone");
    house.wait_until_locked();
    house.run(&format!("import leads.csv {ADD}")).exits(75).says("big.csv");
    running.finish().done();
    house.run(&format!("import leads.csv {ADD}")).done();
}
