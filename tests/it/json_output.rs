//! Spec section 9: what a program reads. Control characters are escaped, long lists stream, and stdout holds one document
//! or whole lines, whatever happens.

use std::process::{Command, Stdio};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::{CommandOutput, TestEnv, numbered, send};

/// What a cell may hold and a terminal would obey or hide: C0, DEL, C1 and a character that turns the text around.
const NASTY: &str = "\u{9b}31mX\u{7f}\u{80}\u{85}\u{9f}\u{1b}[0m\u{202e}\u{2028}.";

/// Asserts that no character of stdout commands a terminal or ends a line but the line ends of the documents.
#[track_caller]
fn assert_safe(outcome: CommandOutput) -> CommandOutput {
    let is_unsafe = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
    assert!(!outcome.stdout.contains(is_unsafe), "{:?}\n{outcome}", outcome.stdout);
    outcome
}

fn env_with_nasty_contact() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add Note").done();
    env.add_contacts(&format!("First Name,Phone Number,Note\nAnn,+60123000001,\"{NASTY}\"\n"));
    env
}

#[test]
fn control_characters_of_cells_are_escaped_and_parse_to_the_same_value() {
    let env = env_with_nasty_contact();
    for line in ["list --json", "list --jsonl", "list Ann --json", "show 1 --json"] {
        let outcome = assert_safe(env.run(line).done());
        assert!(outcome.stdout.contains(r"\u009b31mX\u007f\u0080\u0085\u009f\u001b[0m"), "{outcome}");
        let document = outcome.json();
        let contact = document["contacts"].get(0).unwrap_or(&document);
        assert_eq!(contact["custom"]["Note"], NASTY, "{outcome}");
    }
}

#[test]
fn control_characters_are_escaped_in_every_document_that_quotes_a_cell_or_a_name() {
    let env = env_with_nasty_contact();
    env.write(
        "leads.csv",
        format!("First Name,Phone Number,Note\nAnn,+60123000001,\"new {NASTY}\"\nBob,\"12{NASTY}\",x\n"),
    );
    let runs: &[(&str, i32)] = &[
        ("upload leads.csv --purpose update --id phone", 0),
        ("map leads.csv", 0),
        ("review leads.csv --changes", 3),
        ("review leads.csv --row 2", 0),
        ("status", 0),
        ("import leads.csv", 3),
        ("results 2", 0),
        ("results 2 --errors", 0),
        ("history 2", 0),
        ("blame 1", 0),
        ("undo 2 --dry-run", 0),
        ("duplicates", 0),
        ("stats", 0),
        ("doctor leads.csv", 3),
        (&format!("list '{NASTY}'"), 0),
        (&format!("show '{NASTY}'"), 2),
        (&format!("import 'no{NASTY}.csv' --purpose add-all"), 1),
    ];
    for (line, status) in runs {
        let outcome = assert_safe(env.run(&format!("{line} --json"))).exits(*status);
        outcome.json();
    }
    assert_safe(env.run("history --jsonl").done()).json_lines();
}

#[test]
fn what_a_program_and_a_file_get_is_escaped_too() {
    let env = TestEnv::new();
    env.write("told.sh", "cat > told.json\n");
    env.run("config set notify-command 'sh told.sh'").done();
    env.run("config set notify-content values").done();
    env.write("leads.csv", format!("First Name,Phone Number\nAnn,\"12{NASTY}\"\n"));
    env.run("import leads.csv --purpose add --id phone").exits(3);
    let told = env.read("told.json");
    assert!(told.contains(r"\u009b31mX"), "{told}");
    let value = serde_json::from_str::<Value>(&told).unwrap()["errors"][0]["value"].clone();
    assert!(value.as_str().unwrap().starts_with("12\u{9b}31mX"), "{told}");
    env.write("list.csv", format!("First Name,\"Note {NASTY}\"\nAnn,x\n"));
    env.run("upload list.csv --purpose add-all").done();
    let manifest = env.read("list.csv.import.json");
    assert!(!manifest.contains(|c: char| c.is_control() && c != '\n'), "{manifest}");
    for step in ["map", "review", "import"] {
        env.run(&format!("{step} list.csv --json")).done().json();
    }
}

#[test]
fn json_on_a_terminal_is_json() {
    let env = env_with_nasty_contact();
    let raw = env.terminal("list --json").finish().raw;
    let document: Value = serde_json::from_str(raw.trim()).unwrap_or_else(|error| panic!("{error}: {raw:?}"));
    assert_eq!(document["contacts"][0]["custom"]["Note"], NASTY);
}

#[test]
fn lines_are_the_records_of_the_document() {
    let env = TestEnv::with_contacts(&numbered(3));
    env.run("edit 1 Country=MY --add-tag vip").done();
    env.write("leads.csv", "First Name,Phone Number\nNew,+60123000001\n");
    env.run("edit 2 'First Name=Old'").done();
    let document = env.run("list --json").done().json();
    assert_eq!(json!(env.run("list --jsonl").done().json_lines()), document["contacts"]);
    assert_eq!(env.run("list --jsonl --limit 2").done().json_lines().len(), 2);
    assert_eq!(env.run("list --jsonl --tag vip").done().json_lines()[0]["id"], 1);

    let history = env.run("history --json").done().json();
    let lines = env.run("history --jsonl").done().json_lines();
    let ids: Vec<_> = lines.iter().map(|line| (line["id"].as_i64().unwrap(), line["kind"].as_str().unwrap())).collect();
    assert_eq!(ids, [(3, "edit"), (2, "edit"), (1, "import")], "the latest first, of whatever kind");
    assert_eq!((&history["entries"], &history["imports"]), (&json!(lines[..2]), &json!(lines[2..])));
    assert_eq!(env.run("history --jsonl --kind import").done().json_lines(), lines[2..]);

    env.run("upload leads.csv --purpose update --id phone").done();
    env.run("map leads.csv").done();
    let review = env.run("review leads.csv --changes --json").done().json();
    let lines = env.run("review leads.csv --changes --jsonl").done();
    assert_eq!(json!(lines.json_lines()), review["changes"]);
    lines.says_all(&["Updated", "Next, within one hour: contacts import leads.csv"]);
    let quiet = env.run("-q review leads.csv --changes --jsonl").done();
    assert_eq!((quiet.json_lines().len(), quiet.stderr.as_str()), (1, ""));
}

#[test]
fn nothing_to_list_is_no_line() {
    let env = TestEnv::new();
    for line in ["list --jsonl", "list nobody --jsonl", "history --jsonl"] {
        assert_eq!(env.run(line).done().stdout, "");
    }
    assert_eq!(env.run("history --json").done().json(), json!({ "imports": [], "entries": [], "last_attempt": null }));
    assert_eq!(env.run("duplicates --json").done().json(), json!({ "groups": [], "total": 0 }));
}

#[test]
fn one_form_is_given_at_a_time() {
    let env = TestEnv::with_contacts(&numbered(1));
    for line in [
        "list --json --jsonl",
        "--json list --jsonl",
        "history --jsonl --json",
        "review x.csv --changes --jsonl --json",
    ] {
        let outcome = env.run(line).exits(2);
        let error = outcome.json()["error"].clone();
        assert_eq!(error["code"], "usage");
        assert!(error["message"].as_str().unwrap().contains("--jsonl"), "{outcome}");
    }
    env.run("history 1 --jsonl").exits(2).says("--jsonl");
    env.write("leads.csv", "First Name\nAnn\n");
    env.run("review leads.csv --jsonl").exits(2).says("--changes");
    env.run("review leads.csv --jsonl --row 2").exits(2);
    env.run("show 1 --jsonl").exits(2);
}

#[test]
fn an_error_is_told_in_words_where_lines_are_wanted() {
    let env = TestEnv::with_contacts(&numbered(1));
    let outcome = env.run("-w none.db list --jsonl").exits(1).says("none.db");
    assert!(outcome.stdout.is_empty() && outcome.stderr.starts_with("error: "), "{outcome}");
}

/// A long list, of which one contact cannot be read.
fn env_with_damage() -> TestEnv {
    let env = TestEnv::with_contacts(&numbered(4_000));
    let database = Connection::open(env.workspace()).unwrap();
    database.execute("UPDATE contacts SET last_name = CAST(x'ff' AS TEXT) WHERE id = 3000", []).unwrap();
    env
}

#[test]
fn a_failure_in_between_cuts_the_document_off_and_is_told_on_stderr() {
    let env = env_with_damage();
    for line in ["list --json", "list --jsonl"] {
        let outcome = env.run(line).exits(1);
        assert!(outcome.stdout.contains("\"id\":1,") && !outcome.stdout.contains("error"), "{}", outcome.stderr);
        assert!(serde_json::from_str::<Value>(&outcome.stdout).is_err(), "half a document is none");
        assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    }
    let before = env.run("list --json --tag nothing").done();
    assert_eq!(before.json()["total"], 0);
}

#[test]
fn a_failure_before_the_first_byte_is_a_document() {
    let env = env_with_damage();
    let database = Connection::open(env.workspace()).unwrap();
    database.execute("UPDATE contacts SET last_name = CAST(x'ff' AS TEXT) WHERE id = 1", []).unwrap();
    let outcome = env.run("list --json").exits(1);
    assert!(outcome.json()["error"]["message"].is_string() && outcome.stderr.is_empty(), "{outcome}");
}

#[test]
fn a_full_disk_is_told_on_stderr() {
    let env = TestEnv::with_contacts(&numbered(2_000));
    for line in ["list --json", "list --jsonl", "history --json", "results 1"] {
        let outcome = env.shell(&format!("contacts {line} > /dev/full")).exits(1);
        outcome.says("could not be written");
    }
}

#[test]
fn an_interrupt_ends_a_long_list() {
    let env = TestEnv::with_contacts(&numbered(4_000));
    let mut list = Command::new(env.path("../bin/contacts"))
        .args(["list", "--json"])
        .env("HOME", env.home())
        .env("XDG_DATA_HOME", env.home().join(".local/share"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Its pipe is full long before its end, so it stands still until it is read.
    std::io::Read::read_exact(list.stdout.as_mut().unwrap(), &mut [0; 10]).unwrap();
    send("INT", list.id());
    std::thread::sleep(std::time::Duration::from_millis(50));
    let output = list.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_err());
    assert!(String::from_utf8_lossy(&output.stderr).contains("interrupted"), "{output:?}");
}

/// 30,000 contacts took 130 MB when the list was held.
#[test]
fn memory_does_not_grow_with_the_contacts() {
    const CONTACTS: usize = 30_000;
    let env = TestEnv::with_contacts(&numbered(CONTACTS));
    let lines = |line: &str| {
        let outcome = env.shell(&format!("ulimit -v 65536 && contacts {line} > out && wc -l < out")).done();
        outcome.stdout.trim().parse::<usize>().unwrap()
    };
    assert_eq!(lines("list --jsonl"), CONTACTS);
    assert_eq!(lines("list --json"), 1);
    assert_eq!(serde_json::from_str::<Value>(&env.read("out")).unwrap()["total"], CONTACTS);
    assert_eq!(lines("results 1"), CONTACTS + 1);
    assert_eq!(lines("results 1 --json"), 1);
    let csv = serde_json::from_str::<Value>(&env.read("out")).unwrap()["csv"].clone();
    assert_eq!(csv.as_str().unwrap(), env.run("results 1").done().stdout);
}
