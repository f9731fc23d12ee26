//! Spec section 9: exit codes, the JSON document, what goes to stdout and what to stderr.

use serde_json::Value;

use crate::support::TestEnv;

const GOOD: &str = "First Name,Phone Number\nAnn,+60123000001\n";
const MIXED: &str = "First Name,Phone Number\nAnn,+60123000001\nBob,0189988776\n";
const ADD: &str = "--purpose add --id phone";

#[track_caller]
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn each_outcome_has_its_exit_code() {
    let env = TestEnv::new();
    env.write("good.csv", GOOD);
    env.write("mixed.csv", MIXED);
    env.write("empty.csv", "");
    env.write("old.csv", b"First Name\nJos\xe9\n");
    let cases = [
        (format!("import good.csv {ADD}"), 0),
        (format!("import mixed.csv {ADD}"), 3),
        (format!("import mixed.csv {ADD} --dry-run"), 3),
        (format!("import good.csv {ADD} --dry-run"), 0),
        (format!("import empty.csv {ADD}"), 1),
        (format!("import missing.csv {ADD}"), 1),
        ("import good.csv".to_owned(), 2),
        ("import".to_owned(), 2),
        ("import good.csv --purpose add --id phone --no-such-option".to_owned(), 2),
        ("no-such-command".to_owned(), 2),
        (String::new(), 2),
        ("import old.csv --purpose add-all".to_owned(), 4),
        (format!("import good.csv {ADD} --min-rows 5"), 4),
        ("--help".to_owned(), 0),
        ("import --help".to_owned(), 0),
        ("--version".to_owned(), 0),
    ];
    for (line, status) in cases {
        env.run(&line).exits(status);
    }
}

#[test]
fn the_json_of_an_import_has_exactly_the_keys_of_the_specification() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    let json = env.run(&format!("import leads.csv {ADD} --json")).exits(3).json();
    assert_eq!(
        keys(&json),
        [
            "blank_rows",
            "counts",
            "dry_run",
            "errors",
            "errors_file",
            "import_id",
            "import_tag",
            "matched_by",
            "near_misses",
            "notes",
            "results_file",
            "warnings"
        ]
    );
    assert_eq!(keys(&json["counts"]), ["errors", "imported", "rows", "skipped", "unchanged", "updated"]);
    assert_eq!(keys(&json["errors"][0]), ["code", "column", "field", "line", "message", "value"]);
    assert_eq!(json["import_id"], 1);
    assert_eq!(json["dry_run"], false);
    assert!(json["import_tag"].is_string() && json["results_file"].is_string() && json["errors_file"].is_string());
}

#[test]
fn import_ids_count_up() {
    let env = TestEnv::new();
    env.write("leads.csv", GOOD);
    for id in 1..=3 {
        assert_eq!(env.import("leads.csv", "--purpose add-all").done().json()["import_id"], id);
    }
}

#[test]
fn errors_are_json_too() {
    let env = TestEnv::new();
    env.write("empty.csv", "");
    env.write("good.csv", GOOD);
    let cases = [
        ("import empty.csv --purpose add-all --json", 1),
        ("import good.csv --purpose add --json", 2),
        ("import good.csv --purpose nonsense --json", 2),
        ("--json import good.csv --no-such-option", 2),
        ("import good.csv --purpose add-all --min-rows 9 --json", 4),
        ("--workspace missing.db list --json", 1),
    ];
    for (line, status) in cases {
        let outcome = env.run(line).exits(status);
        let json = outcome.json();
        assert_eq!(keys(&json), ["error"], "{outcome}");
        let error = &json["error"];
        assert!(error["code"].as_str().is_some_and(|code| !code.is_empty()), "{outcome}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{outcome}");
        assert!(keys(error).iter().all(|key| ["code", "hint", "message"].contains(key)), "{outcome}");
    }
    assert_eq!(env.run("import good.csv --purpose add --json").json()["error"]["code"], "usage");
}

#[test]
fn an_error_says_error_and_where_there_is_one_the_next_command() {
    let env = TestEnv::new();
    env.write("leads.csv", "Given,Phone Number\nAnn,+60123000001\n");
    let outcome = env.run(&format!("import leads.csv {ADD}")).exits(2);
    assert!(outcome.stdout.is_empty(), "a message is no result\n{outcome}");
    assert!(outcome.stderr.contains("error: ") && outcome.stderr.contains("hint: "), "{outcome}");
    assert!(outcome.stderr.contains("--map"), "{outcome}");
}

#[test]
fn the_result_goes_to_stdout_and_messages_to_stderr() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    let outcome = env.run(&format!("import leads.csv {ADD}")).exits(3);
    assert!(!outcome.stdout.is_empty(), "{outcome}");
    assert!(!outcome.stderr.contains('\u{1b}') && !outcome.stdout.contains('\u{1b}'), "no terminal, no colour");
    assert!(!outcome.stderr.contains('\r'), "no terminal, no progress");
}

#[test]
fn json_is_the_only_thing_on_stdout_also_when_the_workspace_is_new() {
    let env = TestEnv::new();
    env.write("leads.csv", GOOD);
    env.run(&format!("import leads.csv {ADD} --json")).done().json();
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let env = TestEnv::new();
    env.write("leads.csv", GOOD);
    env.run(&format!("import leads.csv {ADD}")).done().never_says("Import?");
    assert_eq!(env.contacts().len(), 1);
}

#[test]
fn quiet_says_nothing_but_errors() {
    let env = TestEnv::new();
    env.write("leads.csv", GOOD);
    let outcome = env.run(&format!("-q import leads.csv {ADD}")).done();
    assert!(outcome.stderr.is_empty(), "{outcome}");
    env.run("-q import missing.csv --purpose add-all").exits(1).says("error:");
}

#[test]
fn colour_comes_when_it_is_asked_for() {
    let env = TestEnv::new();
    let outcome = env.run("--color always import missing.csv --purpose add-all").exits(1);
    assert!(outcome.stderr.contains('\u{1b}'), "{outcome}");
    env.run("--color sometimes list").exits(2);
}

#[test]
fn control_characters_of_cells_are_not_printed() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Country,\u{1b}[31mX\nAnn,\"\u{1b}]0;pwned\u{7}Atlantis\u{9b}31m\",x\n");
    let outcome = env.run("import leads.csv --purpose add-all").exits(3);
    let text = outcome.stdout.clone() + &outcome.stderr;
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{outcome}");
}

#[test]
fn no_personal_data_of_good_rows_is_printed() {
    let env = TestEnv::new();
    env.write("leads.csv", GOOD);
    env.run(&format!("import leads.csv {ADD}")).done().never_says("+60123000001");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let env = TestEnv::with_contacts(&crate::support::numbered(5_000));
    env.shell("contacts list --limit 5000 | head -1").never_says("panic").never_says("broken pipe");
}
