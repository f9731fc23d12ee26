//! `doctor`: a diagnosis that shows no personal data (spec section 9).

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::support::{CommandOutput, TestEnv};

/// Words of one person's: none of them may ever be shown.
const CANARIES: [&str; 8] =
    ["zebulon", "quagmire", "123987654", "mulberry", "geheimtag", "schuhgröße", "zq-list", "owlery"];

/// An environment in which everything that can bear a name has one of the canaries.
fn env_of_canaries() -> TestEnv {
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Phone Number,Email,Tags\n\
         Zebulon,Quagmire,+60123987654,zebulon.quagmire@mulberry.example.com,geheimtag\n",
    );
    env.run("fields add 'Schuhgröße Zebulon' --type number").done();
    env.run("edit 1 'Schuhgröße Zebulon=44'").done();
    env.run("config set notify-email zebulon@mulberry.example.com").done();
    env.run("config set notify-command '/opt/owlery/tell zebulon'").done();
    env.write(
        "zq-list.csv",
        "Vorname;Nachname;Mobil;E-Mail;Owlery Zebulon;Schuhgröße Zebulon;Geheimtag\n\
         Zebulon;Quagmire;0123987654;zebulon@mulberry.example.com;Quagmire's owlery;x;geheimtag\n\
         Zebulon;Quagmire;+60 12-398 7654;zebulon;;44;\n\
         Zebulon;Quagmire;0060123987654;Zebulon <zebulon@mulberry.example.com>;;44;\n\
         Zebulon;Quagmire\n",
    );
    env
}

#[track_caller]
fn shows_nobody(outcome: &CommandOutput) {
    let said = format!("{}{}", outcome.stdout, outcome.stderr).to_lowercase();
    for canary in CANARIES {
        assert!(!said.contains(canary), "'{canary}' is shown: {outcome}");
    }
}

/// A workspace is damaged where nothing reads it before it is looked through.
fn database(env: &TestEnv) -> rusqlite::Connection {
    rusqlite::Connection::open(env.workspace()).expect("a workspace")
}

#[test]
fn a_healthy_workspace_has_no_problem_and_stays_as_it_is() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    let before = env.workspace_bytes();
    let outcome = env.run("doctor").done().says_all(&["Integrity", "2 contacts", "file system", "bug report"]);
    assert!(!outcome.stdout.contains("problem"), "{outcome}");
    let json = env.run("doctor --json").done().json();
    assert_eq!(json["healthy"], true);
    assert!(json["findings"].as_array().unwrap().iter().any(|finding| finding["topic"] == "Integrity"));
    assert!(before == env.workspace_bytes(), "looking changes nothing");
}

#[test]
fn whatever_is_done_to_contacts_leaves_a_healthy_workspace() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\nBob,+60123000002,vip\n");
    env.run("fields add Shoes --type number").done();
    env.run("edit 1 Shoes=44").done();
    env.run("edit 2 Shoes=45 --add-tag late").done();
    env.run("merge 1 2 --keep oldest --yes").done();
    env.run("undo 4 --yes").done();
    env.run("delete 2 --yes").done();
    env.run("fields remove Shoes --yes").done();
    env.run("tags delete vip --yes").done();
    let outcome = env.run("doctor").done();
    assert!(outcome.stdout.contains("every page"), "{outcome}");
}

#[test]
fn no_word_of_a_person_is_shown() {
    let env = env_of_canaries();
    env.run("upload zq-list.csv --purpose add-update --id phone").done();
    for line in ["doctor", "doctor --json"] {
        shows_nobody(&env.run(line).exits(1).says("notify-command"));
    }
    for line in ["doctor zq-list.csv", "doctor zq-list.csv --json"] {
        shows_nobody(&env.run(line).exits(3).says_all(&["Vorname", "phone-no-country-code", "email-display-name"]));
    }
    let mut env = env;
    env.set("COLUMNS", "40");
    shows_nobody(&env.run("doctor zq-list.csv"));
}

#[test]
fn shapes_and_codes_tell_what_is_wrong_with_a_file() {
    let env = TestEnv::new();
    env.write("a.csv", "First Name,Phone Number\nAnn,+60 12-345 6789\nBob,6.01899E+10\nCid,\n");
    let outcome = env.run("doctor a.csv").exits(3);
    for part in
        ["Rows        3", "'Phone Number', for Phone Number", "+99 99-999 9999", "phone-digits-lost", "9.99999A+99"]
    {
        assert!(outcome.stdout.contains(part), "{part}: {outcome}");
    }
    let json = env.run("doctor a.csv --json").exits(3).json();
    assert_eq!(json["columns"][0]["shapes"][0], serde_json::json!({ "shape": "Aa", "count": 3 }));
    assert_eq!(json["issues"][0]["first"][0]["line"], 4);
    assert_eq!(env.names(), ["a.csv"], "it writes nothing");
    assert!(!env.workspace().exists(), "no workspace is made for this");
}

#[test]
fn a_list_without_a_header_does_not_show_its_first_person() {
    let env = TestEnv::new();
    env.write("a.csv", "Zebulon,Quagmire,+60123987654\nZebulon,Quagmire,+60123987654\n");
    shows_nobody(&env.run("doctor a.csv").says_all(&["header-looks-like-data", "a header like Aa"]));
}

#[test]
fn the_notes_of_an_import_are_told_without_a_word_of_the_list() {
    let env = TestEnv::new();
    let mut list = "Given Name;Mobile;Zebulon born;Quagmire price;Language;Owlery of\n".to_owned();
    for day in 13..25 {
        list += &format!("Zebulon;07400 1234{day};{day}/03/1990;1.234,{day};English;Zebulon Quagmire\n");
    }
    list += "Zebulon;07400 123499;14/03/1990;1,5;NA;=\"mulberry\"\nZebulon;07400 123498;N/A;;German;Ann\n";
    env.write("a.csv", list);
    let outcome = env.run("doctor a.csv").exits(3);
    shows_nobody(&outcome);
    for part in [
        "14 of 14 are numbers of GB: --region GB",
        "only DD/MM/YYYY reads all 13 dates of '#3'",
        "decimal comma",
        "--blank=N/A",
        "--blank=NA",
        "cells-unwrapped",
        "of the first 14 rows",
        "full names 12 (first-last)",
    ] {
        assert!(outcome.stdout.contains(part), "{part}: {outcome}");
    }
    let json = env.run("doctor a.csv --json").exits(3);
    shows_nobody(&json);
    let json = json.json();
    let notes = json["notes"].as_array().unwrap();
    let note = |code: &str| notes.iter().find(|note| note["code"] == code).unwrap_or_else(|| panic!("{code}"));
    assert_eq!(note("phones-bare-refused")["option"], "--region GB");
    assert_eq!((&note("date-format-fits")["column"], &note("date-format-fits")["field"]), (&"#3".into(), &Value::Null));
    assert_eq!(json["columns"][2]["sample"]["type"], "date");
    assert_eq!(json["columns"][5]["sample"]["distinct"], 3);
}

#[test]
fn a_custom_field_and_a_first_person_in_the_header_stay_unnamed_in_notes() {
    let env = env_of_canaries();
    env.write("a.csv", "Vorname;Schuhgröße Zebulon;E-Mail\nAnn;1,5;ann@example.com,\nBob;2,5;N/A\n");
    let outcome = env.run("doctor a.csv --json").exits(3);
    shows_nobody(&outcome);
    let notes = outcome.json()["notes"].clone();
    let decimal = notes.as_array().unwrap().iter().find(|note| note["code"] == "decimal-mark").unwrap().clone();
    assert_eq!((&decimal["column"], &decimal["field"]), (&"#2".into(), &"a custom field (number)".into()));
}

#[test]
fn a_guessed_encoding_is_told_without_a_sample() {
    let env = TestEnv::new();
    env.write("a.csv", b"Vorname;Nachname\nZebulon;Schuhgr\xf6\xdfe\nZo\xeb;M\xfcller-L\xfcdenscheidt\n");
    let outcome = env.run("doctor a.csv").says_all(&["windows-1252", "a guess"]);
    shows_nobody(&outcome);
    assert!(!outcome.stdout.contains("ller"), "{outcome}");
}

#[test]
fn a_file_that_is_no_list_is_told_without_its_name() {
    let env = TestEnv::new();
    env.write("zq-list.csv", b"PK\x03\x04 zebulon");
    env.write("owlery.csv", "First Name\n\"Zebulon\n");
    shows_nobody(&env.run("doctor zq-list.csv").exits(1).says("not a CSV file"));
    shows_nobody(&env.run("doctor owlery.csv --json").exits(1).says("source-unclosed-quote"));
    env.run("doctor nowhere.csv").exits(1).says("nowhere.csv");
}

#[test]
fn a_list_over_the_limits_is_described_all_the_same() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.run("config set max-rows 2").done();
    env.write("a.csv", "First Name\nAnn\nBob\nCid\n");
    env.run("doctor a.csv").exits(1).says_all(&["Rows        3", "over-limit", "fewer rows than 2"]);
}

#[test]
fn files_that_others_can_read_are_a_problem() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    fs::set_permissions(env.workspace(), fs::Permissions::from_mode(0o644)).unwrap();
    let outcome = env.run("doctor").exits(1).says_all(&["problem", "chmod 600"]);
    let advice = outcome.stdout.lines().find(|line| line.trim().starts_with("chmod")).unwrap().trim().to_owned();
    env.shell(&advice).done();
    env.run("doctor").done();
}

#[test]
fn what_is_wrong_between_tables_is_found() {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,vip\nBob,vip\n");
    database(&env).execute_batch("DELETE FROM contacts WHERE id = 1; UPDATE imports SET imported = 7").unwrap();
    env.run("doctor")
        .exits(1)
        .says_all(&["tags of contacts that are not there: 1", "imports whose counts do not add up: 1"]);
}

#[test]
fn settings_that_cannot_be_read_are_named_without_their_value() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let insert = "INSERT INTO settings (name, value) VALUES ('region', 'Zebulon'), ('owlery', 'quagmire')";
    database(&env).execute_batch(insert).unwrap();
    let outcome = env.run("doctor").exits(1).says_all(&["region cannot be read", "contacts config unset region"]);
    shows_nobody(&outcome);
}

#[test]
fn no_file_is_opened_that_settings_of_another_user_name() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let insert = "INSERT INTO settings (name, value) VALUES ('notify-email', 'a@example.com'), ('smtp-user', 'a'),
        ('smtp-server', 'mail.example.com'), ('smtp-password-file', '/nowhere/password'), ('notify-command', '/nowhere/tell')";
    database(&env).execute_batch(insert).unwrap();
    env.run("doctor").done().says("config trust").never_says("/nowhere");
}

#[test]
fn an_older_workspace_is_looked_at_and_not_migrated() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    fs::remove_file(env.workspace()).unwrap();
    database(&env).execute_batch(include_str!("../../fixtures/workspaces/v1.sql")).unwrap();
    fs::set_permissions(env.workspace(), fs::Permissions::from_mode(0o600)).unwrap();
    env.run("doctor").done().says("schema version 1; the next command that writes");
    let version: i64 = database(&env).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 1);
}

#[test]
fn what_was_left_behind_is_named() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let draft = env.workspace().with_file_name(".workspace.db.4711.draft");
    fs::write(&draft, "half a copy").unwrap();
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o600)).unwrap();
    env.run("doctor").done().says_all(&["Left behind", "rm ", ".workspace.db.4711.draft"]);
}

#[test]
fn prepared_imports_that_cannot_go_on_are_counted() {
    let mut env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("zq-list.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.run("upload zq-list.csv --purpose add --id phone").done();
    env.run("map zq-list.csv").done();
    env.run("review zq-list.csv").done();
    shows_nobody(&env.run("doctor").done().says("1 prepared here"));
    env.set_clock("2026-11-22T15:30:00Z");
    shows_nobody(&env.run("doctor").done().says("1 cannot go on"));
}

#[test]
fn doctor_creates_no_workspace() {
    let env = TestEnv::new();
    env.run("doctor").done().says("none yet");
    assert!(!env.workspace().exists());
    env.run("-w team.db doctor").exits(1).says_all(&["there is no workspace at team.db", "contacts init"]);
}

#[test]
fn a_damaged_workspace_is_told_with_its_way_out() {
    let env = TestEnv::with_contacts(&crate::support::numbered(500));
    let own = env.workspace();
    let copy = own.with_file_name("monday.db");
    env.run(&format!("backup {}", copy.display())).done();
    let mut bytes = env.bytes(&own);
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    bytes[3 * page..].fill(0xa5);
    fs::write(&own, &bytes).unwrap();
    let outcome = env.run("doctor").exits(1).says_all(&["damaged", "monday.db", "move it away"]);
    assert!(bytes == env.bytes(&own), "a damaged workspace is left as it is");
    let advice = outcome.stdout.lines().find(|line| line.trim().starts_with("contacts -w")).unwrap().trim();
    env.shell(&format!("mkdir away; mv {}* away", own.display())).done();
    env.shell(advice).done();
    env.run("doctor").done().says("500 contacts");
}

/// A workspace of 200 contacts, and copies of it that are damaged in one page: all of it, or where it says how its cells lie.
fn damaged_in_any_page() -> (TestEnv, Vec<Vec<u8>>) {
    let env = TestEnv::with_contacts(&crate::support::numbered(200));
    let whole = env.bytes(env.workspace());
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    let damaged = |at: usize, length: usize| {
        let mut bytes = whole.clone();
        let end = (at + length).min(bytes.len());
        bytes[at.min(end)..end].fill(0x5a);
        bytes
    };
    let pages = || 0..whole.len() / page;
    let filled = pages().map(|number| damaged(number * page, page));
    let with_lost_cells = pages().map(|number| damaged(number * page + 8, 16));
    (env, filled.chain(with_lost_cells).collect())
}

/// Tries each case as `damaged.db`, in a folder without anything else.
fn try_each(env: &TestEnv, cases: &[Vec<u8>], mut attempt: impl FnMut(usize, &[u8])) {
    for (number, bytes) in cases.iter().enumerate() {
        fs::write(env.path("damaged.db"), bytes).unwrap();
        fs::set_permissions(env.path("damaged.db"), fs::Permissions::from_mode(0o600)).unwrap();
        attempt(number, bytes);
        for name in env.names() {
            fs::remove_file(env.path(name)).unwrap();
        }
    }
}

/// Wherever a workspace is damaged, there is a diagnosis.
#[test]
fn doctor_reports_on_a_workspace_with_any_damage() {
    let (env, mut cases) = damaged_in_any_page();
    let whole = env.bytes(env.workspace());
    cases.extend([whole[..whole.len() / 2].to_vec(), Vec::new(), vec![0; 4096], b"not a database".to_vec()]);
    let mut problems = 0;
    try_each(&env, &cases, |number, _| {
        let outcome = env.run("-w damaged.db doctor --json");
        assert!([0, 1].contains(&outcome.status), "case {number}: {outcome}");
        problems += usize::from(outcome.json()["healthy"] == false);
    });
    assert!(problems * 2 > cases.len(), "{problems} of {} were found", cases.len());
}

/// An import that meets the damage changes nothing, although contacts are looked up without checking all cells of a page.
#[test]
fn an_import_spreads_no_damage() {
    let (env, cases) = damaged_in_any_page();
    let changed: String = (1..=300).map(|n| format!("Ann{n},Changed,+60123{n:06}\n")).collect();
    let mut refused = 0;
    try_each(&env, &cases, |number, bytes| {
        env.write("list.csv", format!("First Name,Last Name,Phone Number\n{changed}"));
        let outcome = env.run("-w damaged.db import list.csv --purpose add-update --id phone --yes --json");
        if outcome.status == 1 {
            refused += 1;
            assert!(env.bytes("damaged.db") == bytes, "case {number} was changed: {outcome}");
        } else {
            let counts = &outcome.done().json()["counts"];
            assert_eq!((&counts["imported"], &counts["updated"]), (&100.into(), &200.into()), "case {number}");
        }
    });
    assert!(refused * 3 > cases.len(), "{refused} of {} were refused", cases.len());
}

#[test]
fn a_list_and_several_values_in_a_cell_are_recognised() {
    let env = TestEnv::new();
    let rows: String =
        (0..12).map(|n| format!("Ann{n},{},{}\n", ["gold", "silver"][n % 2], ["a;b", "b", "c;a"][n % 3])).collect();
    env.write("list.csv", format!("First Name,Level,Interests\n{rows}"));
    env.run("doctor list.csv").done().says("few values, as of a list").says("several values in a cell, separated by ;");
    let columns = env.run("doctor list.csv --json").json()["columns"].clone();
    assert_eq!((&columns[1]["sample"]["few_values"], &columns[2]["sample"]["separator"]), (&true.into(), &";".into()));
    assert_eq!(columns[0]["sample"]["few_values"], false);
}
