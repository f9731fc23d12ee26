//! Notifications: every import that ends leaves one, and settings send it elsewhere (spec section 8).

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{House, MailServer, numbered};

const ADD: &str = "--purpose add --id phone";
/// Values of cells that must not come into a notification.
const CANARIES: [&str; 3] = ["Kanarienvogel", "60123000077", "0189988776"];

/// A house with an empty workspace, and a list of which one row is in error.
fn house() -> House {
    let house = House::new();
    house.run("config list").done();
    house.write("leads.csv", "First Name,Phone Number\nKanarienvogel,+60123000077\nBob,0189988776\n");
    house
}

fn set(house: &House, name: &str, value: &str) {
    house.run(&format!("config set {name} '{value}'")).done();
}

/// Lets the house send mail to a server without encryption.
fn mail_to(house: &House, server: &MailServer) {
    set(house, "notify-email", "ann@example.com");
    set(house, "smtp-server", &server.address());
    set(house, "smtp-security", "plain");
}

#[track_caller]
fn notifications(house: &House, options: &str) -> Vec<Value> {
    let outcome = house.run(&format!("notifications --json {options}")).done();
    outcome.json()["notifications"].as_array().expect("notifications").clone()
}

/// `status code`, the newest first.
fn told(house: &House) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    notifications(house, "").iter().map(|one| format!("{} {}", text(&one["status"]), text(&one["code"]))).collect()
}

/// A script in the house that can be run.
fn script(house: &House, name: &str, body: &str) -> PathBuf {
    let path = house.write(name, format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn an_import_that_is_done_leaves_one() {
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
fn a_dry_run_leaves_none() {
    let house = house();
    house.run(&format!("import leads.csv {ADD} --dry-run")).exits(3);
    house.run(&format!("import nowhere.csv {ADD} --dry-run")).exits(1);
    assert!(told(&house).is_empty());
}

#[test]
fn an_import_that_fails_without_a_terminal_leaves_one() {
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
fn an_expired_session_leaves_one() {
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
fn where_there_is_no_workspace_none_is_left() {
    let house = House::new();
    house.run(&format!("-w team.db import leads.csv {ADD}")).exits(1);
    assert!(house.names().is_empty());
}

#[test]
fn no_value_of_a_cell_is_in_one() {
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
fn a_mail_has_the_counts_and_the_results() {
    let mut house = house();
    let server = MailServer::offering(&["AUTH PLAIN LOGIN", "8BITMIME"]);
    mail_to(&house, &server);
    set(&house, "notify-email", "ann@example.com, bob@example.com");
    set(&house, "notify-from", "cron@example.com");
    set(&house, "smtp-user", "cron");
    house.set("CONTACTS_SMTP_PASSWORD", "secret");
    house.run(&format!("import leads.csv {ADD}")).exits(3).never_says("secret");
    let received = server.received();
    let commands = received.commands.join("\n");
    for said in [
        "AUTH PLAIN AGNyb24Ac2VjcmV0",
        "MAIL FROM:<cron@example.com>",
        "RCPT TO:<ann@example.com>",
        "RCPT TO:<bob@example.com>",
    ] {
        assert!(commands.contains(said), "{said} in {commands}");
    }
    let message = received.messages[0].replace("\r\n ", " ");
    let subject = "Subject: contacts: leads.csv imported: 1 imported, 0 updated, 0 skipped, 1 in error";
    for said in
        [subject, "Imported    1", "Error       1", "Exit code   3", "filename=\"leads.results.csv\"", "text/csv"]
    {
        assert!(message.contains(said), "{said} in {message}");
    }
    assert!(CANARIES.iter().all(|canary| !message.contains(canary)), "{message}");
    let attached = message.split("filename=\"leads.results.csv\"").nth(1).unwrap();
    let begin = "Rmlyc3QgTmFtZSxQaG9uZSBOdW1iZXIsSW1wb3J0IFN0YXR1cyxFcnJvcnMK"; // the header line, in base64
    assert!(attached.contains(begin), "{attached}");
}

#[test]
fn a_failure_is_mailed_and_what_goes_well_only_if_asked() {
    let house = house();
    let server = MailServer::offering(&[]);
    mail_to(&house, &server);
    set(&house, "notify-when", "problems");
    house.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("import good.csv {ADD}")).done();
    assert!(server.received().messages.is_empty());
    house.run(&format!("import nowhere.csv {ADD}")).exits(1);
    let messages = server.received().messages;
    assert!(
        messages.len() == 1 && messages[0].contains("Subject: contacts: nowhere.csv not imported: failed"),
        "{messages:?}"
    );
}

#[test]
fn the_name_of_a_source_can_not_begin_a_header() {
    let house = house();
    let server = MailServer::offering(&[]);
    mail_to(&house, &server);
    let name = "x\nBcc: eve@example.com\n\nhello.csv";
    house.write(name, "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("import '{name}' {ADD}")).done();
    let received = server.received();
    assert_eq!(received.commands.iter().filter(|command| command.starts_with("RCPT")).count(), 1, "{received:?}");
    let (headers, _) = received.messages[0].split_once("\r\n\r\n").unwrap();
    assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{headers}");
}

/// Asserts that the import is done although nobody could be notified.
#[track_caller]
fn assert_undelivered(house: &House, code: &str) {
    house.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning:", "the e-mail was not delivered"]);
    assert_eq!(house.contacts().len(), 1);
    let mut all = told(house);
    all.sort();
    assert_eq!(all, ["imported-with-errors -".to_owned(), format!("undelivered {code}")]);
}

#[test]
fn a_mail_server_that_is_silent_costs_ten_seconds_and_nothing_else() {
    let house = house();
    let server = MailServer::silent();
    mail_to(&house, &server);
    let begin = Instant::now();
    house.run(&format!("import leads.csv {ADD}")).exits(3).says("was not delivered");
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
    assert_eq!(house.contacts().len(), 1);
    assert_eq!(told(&house).len(), 2);
}

#[test]
fn a_mail_server_that_is_not_there_changes_nothing() {
    let house = house();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    set(&house, "notify-email", "ann@example.com");
    set(&house, "smtp-server", &gone);
    set(&house, "smtp-security", "plain");
    assert_undelivered(&house, "notify-server");
}

#[test]
fn without_starttls_nothing_is_sent() {
    let mut house = house();
    house.set("CONTACTS_SMTP_PASSWORD", "secret");
    let server = MailServer::offering(&["AUTH PLAIN LOGIN"]);
    mail_to(&house, &server);
    set(&house, "smtp-security", "starttls");
    set(&house, "smtp-user", "cron");
    assert_undelivered(&house, "notify-server");
    let received = server.received();
    assert!(!received.commands.iter().any(|command| command.starts_with("AUTH")), "{received:?}");
    assert!(received.messages.is_empty());
}

#[test]
fn plain_is_for_this_machine_only() {
    let house = house();
    set(&house, "notify-email", "ann@example.com");
    set(&house, "smtp-server", "mail.example.com");
    set(&house, "smtp-security", "plain");
    assert_undelivered(&house, "notify-plain-elsewhere");
}

#[test]
fn a_password_file_is_closed_to_others_or_refused() {
    let house = house();
    let server = MailServer::offering(&["AUTH PLAIN"]);
    mail_to(&house, &server);
    set(&house, "smtp-user", "cron");
    house.run("notifications --test").exits(1).says("no password");
    let path = house.write("password", "secret\n");
    set(&house, "smtp-password-file", "password");
    house.run("notifications --test").exits(1).says_all(&["password", "644", "chmod 600"]);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    house.run("notifications --test").done().says("Delivered").never_says("secret");
    assert_eq!(server.received().messages.len(), 1);
    let kept = house.bytes(house.workspace());
    assert!(!kept.windows(6).any(|bytes| bytes == b"secret"), "the password is never in the workspace");
}

#[test]
fn sendmail_gets_the_mail_on_its_stdin() {
    let house = house();
    let sendmail = script(&house, "sendmail", "echo \"$@\" > arguments; cat > mail");
    set(&house, "notify-email", "ann@example.com");
    set(&house, "sendmail", &sendmail.display().to_string());
    house.run(&format!("import leads.csv {ADD}")).exits(3).never_says("warning: the e-mail");
    assert_eq!(house.read("arguments"), "-t -i\n");
    let mail = house.read("mail");
    assert!(mail.contains("To: ann@example.com") && mail.contains("leads.csv imported"), "{mail}");
}

#[test]
fn a_command_gets_the_outcome_as_json() {
    let mut house = house();
    house.set("CONTACTS_SMTP_PASSWORD", "secret");
    let tell = script(
        &house,
        "tell",
        "printf '%s|' \"$@\" > arguments; env > environment; cat > outcome; echo noise; echo noise >&2",
    );
    set(&house, "notify-command", &format!("{} --to \"Ann Lee\" $HOME;x", tell.display()));
    let told_here = house.run(&format!("import leads.csv {ADD} --json")).exits(3).never_says("noise");
    let mut expected = told_here.json();
    expected["status"] = "imported-with-errors".into();
    expected["source"] = "leads.csv".into();
    expected["exit_code"] = 3.into();
    let outcome: Value = serde_json::from_str(&house.read("outcome")).unwrap();
    assert_eq!(outcome, expected);
    assert_eq!(house.read("arguments"), "--to|Ann Lee|$HOME;x|");
    assert!(!house.read("environment").contains("secret"));
    let failed = house.run(&format!("import nowhere.csv {ADD} --json")).exits(1);
    let outcome: Value = serde_json::from_str(&house.read("outcome")).unwrap();
    assert_eq!((&outcome["error"], &outcome["status"]), (&failed.json()["error"], &"failed".into()));
}

#[test]
fn a_command_that_fails_changes_nothing() {
    let house = house();
    let before = house.run("config get notify-when").done();
    assert_eq!(before.stdout.trim(), "always");
    for (command, said) in [("false", "exit status: 1"), ("/nowhere/tell", "can not be run")] {
        set(&house, "notify-command", command);
        house.run(&format!("import leads.csv {ADD}")).exits(3).says_all(&["warning:", said]);
    }
}

#[test]
fn a_test_tries_every_way_and_says_what_happened() {
    let house = house();
    house.run("notifications --test").exits(1).says("notify-email");
    let server = MailServer::offering(&[]);
    mail_to(&house, &server);
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
fn an_import_that_is_killed_leaves_none() {
    let house = house();
    house.write("big.csv", numbered(60_000));
    let mut running = house.start(&format!("import big.csv {ADD}"));
    house.wait_until_locked();
    running.kill();
    drop(running);
    assert!(told(&house).len() <= house.history().len(), "no success that did not happen");
}

#[test]
fn an_import_that_is_interrupted_leaves_one() {
    let house = house();
    house.write("big.csv", numbered(60_000));
    let running = house.start(&format!("import big.csv {ADD}"));
    house.wait_until_locked();
    house.shell(&format!("kill -INT {}", running.id())).done();
    running.finish().exits(130);
    assert_eq!(told(&house), ["interrupted interrupted"]);
    assert!(house.history().is_empty());
}

#[test]
fn the_next_import_may_begin_while_the_last_one_is_told() {
    let house = house();
    let tell = script(&house, "tell", "touch telling; while [ -e telling ]; do sleep 0.01; done");
    set(&house, "notify-command", &tell.display().to_string());
    let running = house.start(&format!("import leads.csv {ADD}"));
    let until = Instant::now() + Duration::from_secs(30);
    while !house.has("telling") {
        assert!(Instant::now() < until, "the command is never run");
        std::thread::sleep(Duration::from_millis(5));
    }
    house.run("config unset notify-command").done();
    house.write("good.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("import good.csv {ADD}")).done();
    std::fs::remove_file(house.path("telling")).unwrap();
    running.finish().exits(3);
}
