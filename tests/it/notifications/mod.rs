//! Notifications: every import that ends leaves one, and settings send it elsewhere (spec section 8).

mod mail;
mod program;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{MailServer, TestEnv, numbered};

const ADD: &str = "--purpose add --id phone";
/// Values of cells that must not come into a notification.
const CANARIES: [&str; 3] = ["Kanarienvogel", "60123000077", "0189988776"];

/// A house with an empty workspace, and a list of which one row is in error.
fn house() -> TestEnv {
    let house = TestEnv::new();
    house.run("config list").done();
    house.write("leads.csv", "First Name,Phone Number\nKanarienvogel,+60123000077\nBob,0189988776\n");
    house
}

fn set(house: &TestEnv, name: &str, value: &str) {
    house.run(&format!("config set {name} '{value}'")).done();
}

#[track_caller]
fn notifications(house: &TestEnv, options: &str) -> Vec<Value> {
    let outcome = house.run(&format!("notifications --json {options}")).done();
    outcome.json()["notifications"].as_array().expect("notifications").clone()
}

/// `status code`, the newest first.
fn told(house: &TestEnv) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    notifications(house, "").iter().map(|one| format!("{} {}", text(&one["status"]), text(&one["code"]))).collect()
}

/// A script in the house that can be run.
fn script(house: &TestEnv, name: &str, body: &str) -> PathBuf {
    let path = house.write(name, format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_finished_import_leaves_a_notification() {
    let house = house();
    house.run(&format!("import leads.csv {ADD}")).exits(3);
    house.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("import good.csv {ADD}")).done();
    let all = notifications(&house, "");
    assert_eq!(all.len(), 2);
    let expected = serde_json::json!({
        "id": 2, "created_at": all[0]["created_at"], "status": "imported", "source": "good.csv", "import_id": 2,
        "code": null, "message": "Imported 1, Updated 0, Skipped 0, Error 0", "read_at": null,
        "counts": { "rows": 1, "imported": 1, "updated": 0, "unchanged": 0, "skipped": 0, "errors": 0 },
    });
    assert_eq!(all[0], expected);
    assert_eq!((&all[1]["status"], &all[1]["import_id"]), (&"imported-with-errors".into(), &1.into()));
    house.run("notifications").done().says_all(&["good.csv", "leads.csv", "imported-with-errors"]);
}

#[test]
fn a_column_that_is_gone_is_a_problem_that_is_told_everywhere() {
    let house = house();
    let server = MailServer::offering(&[]);
    mail::send_to(&house, &server, "plain");
    set(&house, "notify-when", "problems");
    let list = |header: &str, rest: &str| format!("First Name,Phone Number,{header}\nAnn,+60123000001,{rest}\n");
    house.write("good.csv", list("Mail", "ann@example.com"));
    house.run(&format!("import good.csv {ADD} --map Mail=Email --save nightly")).done();
    house.run("import good.csv --use nightly").done();
    assert!(server.received().messages.is_empty());
    house.write("good.csv", list("Post", "x"));
    house.run("import good.csv --use nightly").done();
    let gone = "Email is not imported: the column 'Mail' is gone";
    let messages = server.received().messages;
    assert!(
        messages.len() == 1 && messages[0].contains("left out: Email") && messages[0].contains(gone),
        "{messages:?}"
    );
    let newest = &notifications(&house, "")[0];
    assert_eq!((&newest["status"], &newest["code"]), (&"imported".into(), &"column-vanished".into()));
    assert!(newest["message"].as_str().unwrap().ends_with(gone), "{newest}");
    house.run("history 3").done().says(gone);
    let missing = house.run("history 3 --json").done().json()["missing_fields"].clone();
    assert_eq!(missing, serde_json::json!([{ "field": "Email", "column": "Mail", "code": "column-vanished" }]));
    house.write("good.csv", "First Name,Phone Number,Mail,mail\nAnn,+60123000001,x,y\n");
    house.run("import good.csv --use nightly").done();
    assert_eq!(server.received().messages.len(), 2);
    house.run("history 4").done().says("Email is not imported: several columns claim it");
}

#[test]
fn a_dry_run_leaves_no_notification() {
    let house = house();
    house.run(&format!("import leads.csv {ADD} --dry-run")).exits(3);
    house.run(&format!("import nowhere.csv {ADD} --dry-run")).exits(1);
    assert!(told(&house).is_empty());
}

#[test]
fn an_import_that_fails_without_a_terminal_leaves_a_notification() {
    let house = house();
    let spool = format!("{}-notifications.jsonl", house.workspace().display());
    house.run(&format!("import nowhere.csv {ADD}")).exits(1);
    house.run(&format!("import leads.csv {ADD} --max-errors 0")).exits(4);
    house.write("latin.csv", b"First Name,Phone Number\nRen\xe9,+60123000001\nJos\xe9,+60123000002\n");
    house.run(&format!("import latin.csv {ADD}")).exits(4);
    house.run("import leads.csv").exits(2);
    let lock = house.hold_lock();
    house.run(&format!("import leads.csv {ADD}")).exits(75);
    drop(lock);
    assert_eq!(house.mode(&spool), 0o600);
    assert_eq!(house.read(&spool).lines().count(), 5);
    let mut all = told(&house);
    all.sort();
    let expected = [
        "busy import-running",
        "failed source-not-found",
        "failed usage",
        "refused guard-exceeded",
        "refused source-encoding-unsure",
    ];
    assert_eq!(all, expected);
    assert_eq!(house.read(&spool), "", "they were taken in");
    assert_eq!(told(&house).len(), 5, "once");
    assert!(house.history().is_empty());
}

#[test]
fn an_expired_session_leaves_a_notification() {
    let mut house = house();
    for line in [&format!("upload leads.csv {ADD}"), "map leads.csv", "review leads.csv"] {
        let outcome = house.run(line);
        assert!([0, 3].contains(&outcome.status), "{outcome}");
    }
    house.set_clock("2027-11-22T13:30:00Z");
    house.run("import leads.csv").exits(4).says("Session expired");
    assert_eq!(told(&house), ["refused session-expired"]);
}

#[test]
fn without_a_workspace_no_notification_is_left() {
    let house = TestEnv::new();
    house.run(&format!("-w team.db import leads.csv {ADD}")).exits(1);
    assert!(house.names().is_empty());
}

#[test]
fn a_notification_has_no_value_of_a_cell() {
    let house = house();
    // The first row is data, so that messages about columns quote it.
    house.write("headerless.csv", "Kanarienvogel,+60123000077,0189988776\nBob,+60123000002,x\n");
    house.run(&format!("import headerless.csv {ADD}")).exits(2).says("Kanarienvogel");
    house.run(&format!("import leads.csv {ADD} --set Country=Kanarienvogel")).exits(2);
    house.run(&format!("import leads.csv {ADD}")).exits(3);
    house.run(&format!("import leads.csv {ADD} --max-errors 0")).exits(4);
    let all = serde_json::to_string(&notifications(&house, "")).unwrap();
    for canary in CANARIES {
        assert!(!all.contains(canary), "{canary} in {all}");
    }
}

#[test]
fn those_that_were_shown_are_marked_as_read() {
    let house = house();
    house.run(&format!("import nowhere.csv {ADD}")).exits(1);
    assert_eq!(notifications(&house, "--unread").len(), 1);
    assert_eq!(notifications(&house, "--mark-read").len(), 1);
    assert_eq!(notifications(&house, "--unread").len(), 0);
    assert!(notifications(&house, "")[0]["read_at"].is_string());
    house.run(&format!("import elsewhere.csv {ADD}")).exits(1);
    let unread = notifications(&house, "--unread");
    assert_eq!((unread.len(), &unread[0]["source"]), (1, &"elsewhere.csv".into()));
    assert_eq!(house.run("notifications --json").done().json()["unread"], 1);
}

#[test]
fn the_newest_thousand_are_kept() {
    let house = house();
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    database
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
             INSERT INTO notifications (created_at, status, source, message) SELECT i, 'failed', 'old' || i, 'x' FROM n",
        )
        .unwrap();
    drop(database);
    house.run(&format!("import leads.csv {ADD}")).exits(3);
    let all = notifications(&house, "");
    assert_eq!((all.len(), &all[0]["source"], &all[999]["source"]), (1000, &"leads.csv".into(), &"old202".into()));
}

#[test]
fn a_terminal_is_reminded_and_its_own_import_is_read() {
    let house = house();
    house.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    let left = house.terminal(&format!("import good.csv {ADD} --yes")).finish();
    assert!(left.status == 0 && !left.screen.contains("unread"), "{}", left.screen);
    house.terminal(&format!("import nowhere.csv {ADD}")).finish();
    assert!(notifications(&house, "--unread").is_empty());
    house.run(&format!("import nowhere.csv {ADD}")).exits(1);
    house.run(&format!("import elsewhere.csv {ADD}")).exits(1);
    for line in ["import nowhere.csv --purpose add --id phone", "list", "history"] {
        let left = house.terminal(line).finish();
        assert!(left.screen.contains("2 unread notifications; see: contacts notifications"), "{}", left.screen);
    }
    for line in ["list --json", "list -q", "notifications --mark-read", "list"] {
        let left = house.terminal(line).finish();
        assert!(!left.screen.contains("unread notification"), "{line}: {}", left.screen);
    }
    house.run("list").done().never_says("unread");
}

#[test]
fn a_test_tries_every_way_and_says_what_happened() {
    let house = house();
    house.run("notifications --test").exits(1).says("notify-email");
    let server = MailServer::offering(&[]);
    mail::send_to(&house, &server, "plain");
    set(&house, "notify-command", "false");
    house.run("notifications --test").exits(1).says_all(&["Delivered: the e-mail", "false", "exit status: 1"]);
    let json = house.run("notifications --test --json").exits(1).json();
    assert_eq!(json["deliveries"][0], serde_json::json!({ "way": "the e-mail", "delivered": true, "error": null }));
    assert_eq!(json["deliveries"][1]["error"]["code"], "notify-program");
    set(&house, "notify-command", "true");
    house.run("notifications --test").done();
    assert!(told(&house).is_empty(), "a test is no import");
}

#[test]
fn settings_are_checked() {
    let house = house();
    let cases = [
        ("notify-email", "ann"),
        ("notify-email", "ann@example.com, bob"),
        ("notify-from", "a@example.com, b@example.com"),
        ("notify-when", "never"),
        ("notify-content", "cells"),
        ("notify-command", "tell \"x"),
        ("smtp-server", "mail:many"),
        ("smtp-security", "ssl"),
        ("smtp-user", ""),
    ];
    for (name, value) in cases {
        house.run(&format!("config set {name} '{value}'")).exits(2).says(name);
        assert!(!house.run("config list --json").done().stdout.contains("many"));
    }
    set(&house, "smtp-password-file", "password");
    let shown = house.run("config get smtp-password-file").done();
    assert_eq!(shown.stdout.trim(), house.path("password").display().to_string());
}

#[test]
fn what_waits_is_taken_in_when_nobody_writes() {
    let house = house();
    house.run(&format!("import nowhere.csv {ADD}")).exits(1);
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begin = Instant::now();
    assert!(notifications(&house, "").is_empty());
    assert!(begin.elapsed() < Duration::from_secs(8), "it waits for nobody");
    drop(database);
    assert_eq!(told(&house).len(), 1);
}

#[test]
fn a_killed_import_leaves_no_notification() {
    let house = house();
    house.write("big.csv", numbered(60_000));
    let mut running = house.start(&format!("import big.csv {ADD}"));
    house.wait_until_locked();
    running.kill();
    drop(running);
    assert!(told(&house).len() <= house.history().len(), "no success that did not happen");
}

#[test]
fn an_interrupted_import_leaves_a_notification() {
    let house = house();
    house.write("big.csv", numbered(60_000));
    let running = house.start(&format!("import big.csv {ADD}"));
    house.wait_until_locked();
    house.shell(&format!("kill -INT {}", running.id())).done();
    running.finish().exits(130);
    assert_eq!(told(&house), ["interrupted interrupted"]);
    assert!(house.history().is_empty());
}
