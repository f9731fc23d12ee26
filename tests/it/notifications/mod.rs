//! Notifications: every import that ends leaves one, and settings send it elsewhere (spec section 8).

mod mail;
mod program;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{MailServer, TestEnv, numbered};

const ADD: &str = "--purpose add --id phone";
/// Values of cells that must not come into a notification.
const CANARIES: [&str; 3] = ["Kanarienvogel", "60123000077", "0189988776"];

/// An environment with an empty workspace, and a list of which one row is in error.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("config list").done();
    env.write("leads.csv", "First Name,Phone Number\nKanarienvogel,+60123000077\nBob,0189988776\n");
    env
}

fn set(env: &TestEnv, name: &str, value: &str) {
    env.run(&format!("config set {name} '{value}'")).done();
}

#[track_caller]
fn notifications(env: &TestEnv, options: &str) -> Vec<Value> {
    let outcome = env.run(&format!("notifications --json {options}")).done();
    outcome.json()["notifications"].as_array().expect("notifications").clone()
}

/// `status code`, the newest first.
fn told(env: &TestEnv) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    notifications(env, "").iter().map(|one| format!("{} {}", text(&one["status"]), text(&one["code"]))).collect()
}

/// A script in the environment that can be run.
fn script(env: &TestEnv, name: &str, body: &str) -> PathBuf {
    env.write_program(name, format!("#!/bin/sh\n{body}\n"))
}

#[test]
fn a_finished_import_leaves_a_notification() {
    let env = env();
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    env.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("import good.csv {ADD}")).done();
    let all = notifications(&env, "");
    assert_eq!(all.len(), 2);
    let expected = serde_json::json!({
        "id": 2, "created_at": all[0]["created_at"], "status": "imported", "source": "good.csv", "import_id": 2,
        "code": null, "message": "Imported 1, Updated 0, Skipped 0, Error 0", "read_at": null, "exit_code": 0,
        "counts": { "rows": 1, "imported": 1, "updated": 0, "unchanged": 0, "skipped": 0, "errors": 0 },
    });
    assert_eq!(all[0], expected);
    assert_eq!((&all[1]["status"], &all[1]["import_id"]), (&"imported-with-errors".into(), &1.into()));
    env.run("notifications").done().says_all(&["good.csv", "leads.csv", "imported-with-errors"]);
}

#[test]
fn a_column_that_is_gone_is_a_problem_that_is_told_everywhere() {
    let env = env();
    let server = MailServer::offering(&[]);
    mail::send_to(&env, &server, "plain");
    set(&env, "notify-when", "problems");
    let list = |header: &str, rest: &str| format!("First Name,Phone Number,{header}\nAnn,+60123000001,{rest}\n");
    env.write("good.csv", list("Mail", "ann@example.com"));
    env.run(&format!("import good.csv {ADD} --map Mail=Email --save nightly")).done();
    env.run("import good.csv --use nightly").done();
    assert!(server.received().messages.is_empty());
    env.write("good.csv", list("Post", "x"));
    env.run("import good.csv --use nightly").done();
    let gone = "Email is not imported: the column 'Mail' is gone";
    let messages = server.received().messages;
    assert!(
        messages.len() == 1 && messages[0].contains("left out: Email") && messages[0].contains(gone),
        "{messages:?}"
    );
    let newest = &notifications(&env, "")[0];
    assert_eq!((&newest["status"], &newest["code"]), (&"imported".into(), &"column-vanished".into()));
    assert!(newest["message"].as_str().unwrap().ends_with(gone), "{newest}");
    env.run("history 3").done().says(gone);
    let missing = env.run("history 3 --json").done().json()["missing_fields"].clone();
    assert_eq!(missing, serde_json::json!([{ "field": "Email", "column": "Mail", "code": "column-vanished" }]));
    env.write("good.csv", "First Name,Phone Number,Mail,mail\nAnn,+60123000001,x,y\n");
    env.run("import good.csv --use nightly").done();
    assert_eq!(server.received().messages.len(), 2);
    env.run("history 4").done().says("Email is not imported: several columns claim it");
}

#[test]
fn a_dry_run_leaves_no_notification() {
    let env = env();
    env.run(&format!("import leads.csv {ADD} --dry-run")).exits(3);
    env.run(&format!("import nowhere.csv {ADD} --dry-run")).exits(1);
    assert!(told(&env).is_empty());
}

#[test]
fn an_import_that_fails_without_a_terminal_leaves_a_notification() {
    let env = env();
    let spool = format!("{}-notifications.jsonl", env.workspace().display());
    env.run(&format!("import nowhere.csv {ADD}")).exits(1);
    env.run(&format!("import leads.csv {ADD} --max-errors 0")).exits(4);
    env.write("latin.csv", b"First Name,Phone Number\nRen\xe9,+60123000001\nJos\xe9,+60123000002\n");
    env.run(&format!("import latin.csv {ADD}")).exits(4);
    env.run("import leads.csv").exits(2);
    let lock = env.hold_lock();
    env.run(&format!("import leads.csv {ADD}")).exits(75);
    drop(lock);
    assert_eq!(env.mode(&spool), 0o600);
    assert!(!env.read(&spool).is_empty());
    let mut all = told(&env);
    all.sort();
    let expected = [
        "busy import-running",
        "failed source-not-found",
        "failed usage",
        "refused guard-exceeded",
        "refused source-encoding-unsure",
    ];
    assert_eq!(all, expected);
    assert_eq!(env.read(&spool), "", "they were taken in");
    assert_eq!(told(&env).len(), 5, "once");
    assert!(env.history().is_empty());
}

#[test]
fn an_expired_session_leaves_a_notification() {
    let mut env = env();
    for line in [&format!("upload leads.csv {ADD}"), "map leads.csv", "review leads.csv"] {
        let outcome = env.run(line);
        assert!([0, 3].contains(&outcome.status), "{outcome}");
    }
    env.set_clock("2027-11-22T13:30:00Z");
    env.run("import leads.csv").exits(4).says("Session expired");
    assert_eq!(told(&env), ["refused session-expired"]);
}

#[test]
fn without_a_workspace_no_notification_is_left() {
    let env = TestEnv::new();
    env.run(&format!("-w team.db import leads.csv {ADD}")).exits(1);
    assert!(env.names().is_empty());
}

#[test]
fn a_notification_has_no_value_of_a_cell() {
    let env = env();
    // The first row is data, so that messages about columns quote it.
    env.write("headerless.csv", "Kanarienvogel,+60123000077,0189988776\nBob,+60123000002,x\n");
    env.run(&format!("import headerless.csv {ADD}")).exits(2).says("Kanarienvogel");
    env.run(&format!("import leads.csv {ADD} --set Country=Kanarienvogel")).exits(2);
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    env.run(&format!("import leads.csv {ADD} --max-errors 0")).exits(4);
    let all = serde_json::to_string(&notifications(&env, "")).unwrap();
    for canary in CANARIES {
        assert!(!all.contains(canary), "{canary} in {all}");
    }
}

#[test]
fn those_that_were_shown_are_marked_as_read() {
    let env = env();
    env.run(&format!("import nowhere.csv {ADD}")).exits(1);
    assert_eq!(notifications(&env, "--unread").len(), 1);
    assert_eq!(notifications(&env, "--mark-read").len(), 1);
    assert_eq!(notifications(&env, "--unread").len(), 0);
    assert!(notifications(&env, "")[0]["read_at"].is_string());
    env.run(&format!("import elsewhere.csv {ADD}")).exits(1);
    let unread = notifications(&env, "--unread");
    assert_eq!((unread.len(), &unread[0]["source"]), (1, &"elsewhere.csv".into()));
    assert_eq!(env.run("notifications --json").done().json()["unread"], 1);
}

#[test]
fn the_newest_thousand_are_kept() {
    let env = env();
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    database
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
             INSERT INTO notifications (created_at, status, source, message) SELECT i, 'failed', 'old' || i, 'x' FROM n",
        )
        .unwrap();
    drop(database);
    env.run(&format!("import leads.csv {ADD}")).exits(3);
    let all = notifications(&env, "");
    assert_eq!((all.len(), &all[0]["source"], &all[999]["source"]), (1000, &"leads.csv".into(), &"old202".into()));
}

#[test]
fn a_terminal_is_reminded_once_a_day_and_its_own_import_is_read() {
    const REMINDER: &str = "2 unread notifications; see: contacts notifications";
    let mut env = env();
    env.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    let left = env.terminal(&format!("import good.csv {ADD} --yes")).finish();
    assert!(left.status == 0 && !left.screen.contains("unread"), "{}", left.screen);
    env.terminal(&format!("import nowhere.csv {ADD}")).finish();
    assert!(notifications(&env, "--unread").is_empty());
    env.run(&format!("import nowhere.csv {ADD}")).exits(1);
    env.run(&format!("import elsewhere.csv {ADD}")).exits(1);
    env.run("list").done(); // Takes the notifications in.
    let workspace = env.workspace_bytes();
    for (moment, reminds) in [("22T15:00", true), ("22T20:00", false), ("23T14:59", false), ("23T15:00", true)] {
        env.set_clock(&format!("2026-11-{moment}:00Z"));
        let left = env.terminal("list").finish();
        assert_eq!(left.screen.contains(REMINDER), reminds, "{moment}: {}", left.screen);
    }
    assert!(env.workspace_bytes() == workspace, "a reminder is no change of the workspace");
    env.set_clock("2026-11-30T05:30:00Z");
    for line in ["list --json", "list -q", "notifications --mark-read", "list"] {
        let left = env.terminal(line).finish();
        assert!(!left.screen.contains("unread notification"), "{line}: {}", left.screen);
    }
    env.run("list").done().never_says("unread");
}

#[test]
fn a_test_tries_every_way_and_says_what_happened() {
    let env = env();
    env.run("notifications --test").exits(1).says("notify-email");
    let server = MailServer::offering(&[]);
    mail::send_to(&env, &server, "plain");
    set(&env, "notify-command", "false");
    env.run("notifications --test").exits(1).says_all(&["Delivered: the e-mail", "false", "exit status: 1"]);
    let json = env.run("notifications --test --json").exits(1).json();
    assert_eq!(json["deliveries"][0], serde_json::json!({ "way": "the e-mail", "delivered": true, "error": null }));
    assert_eq!(json["deliveries"][1]["error"]["code"], "notify-program");
    set(&env, "notify-command", "true");
    env.run("notifications --test").done();
    assert!(told(&env).is_empty(), "a test is no import");
}

#[test]
fn settings_are_checked() {
    let env = env();
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
        env.run(&format!("config set {name} '{value}'")).exits(2).says(name);
        assert!(!env.run("config list --json").done().stdout.contains("many"));
    }
    set(&env, "smtp-password-file", "password");
    let shown = env.run("config get smtp-password-file").done();
    assert_eq!(shown.stdout.trim(), env.path("password").display().to_string());
}

#[test]
fn what_waits_is_taken_in_when_nobody_writes() {
    let env = env();
    env.run(&format!("import nowhere.csv {ADD}")).exits(1);
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begin = Instant::now();
    assert!(notifications(&env, "").is_empty());
    assert!(begin.elapsed() < Duration::from_secs(8), "it waits for nobody");
    drop(database);
    assert_eq!(told(&env).len(), 1);
}

#[test]
fn a_killed_import_leaves_no_notification_of_a_success() {
    let env = env();
    env.write("big.csv", numbered(60_000));
    let mut running = env.start(&format!("import big.csv {ADD}"));
    env.wait_until_locked();
    running.kill();
    drop(running);
    let successes = told(&env).iter().filter(|one| one.contains("imported")).count();
    assert!(successes <= env.history().len(), "no success that did not happen");
}

#[test]
fn an_interrupted_import_leaves_a_notification() {
    let env = env();
    env.write("big.csv", numbered(60_000));
    let running = env.start(&format!("import big.csv {ADD}"));
    env.wait_until_locked();
    env.shell(&format!("kill -INT {}", running.id())).done();
    running.finish().exits(130);
    assert_eq!(told(&env), ["interrupted interrupted"]);
    assert!(env.history().is_empty());
}

/// What the newest notification says.
fn last_message(env: &TestEnv) -> String {
    notifications(env, "")[0]["message"].as_str().unwrap().to_owned()
}

#[test]
fn an_identifier_whose_column_was_renamed_is_told_in_the_errors_own_words_with_its_hint() {
    let env = env();
    env.write("renamed.csv", "First Name,Mobile\nKanarienvogel,+60123000077\n");
    env.run(&format!("import renamed.csv {ADD}")).exits(2);
    let message = last_message(&env);
    assert!(message.contains("no column is mapped to Phone Number"), "{message}");
    assert!(message.contains("--map 'Mobile=Phone Number'"), "{message}");
    env.run("status").done().says("no column is mapped to Phone Number");
    env.run(&format!("import renamed.csv {ADD} --map 'Cell=Phone Number'")).exits(2);
    assert!(last_message(&env).contains("the source has no column 'Cell'; it has 'First Name', 'Mobile'"));
}

#[test]
fn a_mistyped_key_of_a_job_file_is_told_with_its_line_and_a_value_is_not() {
    let env = env();
    let job = "format = 2\npurpose = \"add\"\nidentifier = \"phone\"\n\n[guards]\nmin-row = 200\n";
    env.write("crm.toml", job);
    env.run("import leads.csv --use ./crm.toml").exits(1);
    let message = last_message(&env);
    assert!(message.contains("line 6: unknown key `min-row` in [guards]; did you mean `min-rows`?"), "{message}");
    env.write("crm.toml", job.replace("min-row ", "min-rows ").replace("\"add\"", "\"Kanarienvogel\""));
    env.run("import leads.csv --use ./crm.toml").exits(1);
    let message = last_message(&env);
    assert!(!message.contains("Kanarienvogel") && message.contains("job file"), "{message}");
}
