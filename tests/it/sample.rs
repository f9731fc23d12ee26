//! `sample`, and the lists in `samples/` that people begin with.

use std::path::Path;

use crate::support::{Table, TestEnv};

/// An environment with a copy of the repository's `samples/`, without results that a reader of the README left there.
pub(crate) fn env_with_samples() -> TestEnv {
    let env = TestEnv::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let lists = ["contacts.csv", "mistakes.csv", "updates.csv", "crm.csv", "messy.csv"];
    let exports = ["google.csv", "outlook.csv", "mailchimp.csv", "hubspot.csv"];
    for (folder, names) in [("", &lists[..]), ("exports", &exports)] {
        for name in names {
            env.write(name, std::fs::read(samples.join(folder).join(name)).expect("a sample"));
        }
    }
    env
}

#[test]
fn the_sample_imports_without_a_complaint() {
    for options in ["--purpose add --id phone", "--purpose add-update --id email", "--purpose add-all"] {
        let env = TestEnv::new();
        env.run("sample people.csv").done().says("people.csv");
        let outcome = env.import("people.csv", options).done();
        assert_eq!(outcome.warnings(), 0, "{outcome}");
        let [rows, imported, ..] = outcome.counts();
        assert!(rows > 0 && rows == imported, "{outcome}");
    }
}

#[test]
fn the_sample_holds_every_standard_field() {
    let env = TestEnv::new();
    env.run("sample people.csv").done();
    let table = Table::read(&env.read("people.csv"));
    assert_eq!(table.header, ["First Name", "Last Name", "Phone Number", "Email", "Country", "Language", "Tags"]);
}

#[test]
fn the_sample_overwrites_nothing_and_needs_no_workspace() {
    let env = TestEnv::new();
    env.write("people.csv", "mine\n");
    let outcome = env.run("sample people.csv").says("people.csv");
    assert!([1, 4].contains(&outcome.status), "{outcome}");
    assert_eq!(env.read("people.csv"), "mine\n");
    assert!(!env.has(env.workspace()));
}

#[test]
fn contacts_csv_is_flawless() {
    let env = env_with_samples();
    let outcome = env.import("contacts.csv", "--purpose add --id phone").done();
    assert_eq!((outcome.counts(), outcome.warnings()), ([12, 12, 0, 0, 0, 0], 0), "{outcome}");
}

#[test]
fn updates_csv_updates_it() {
    let env = env_with_samples();
    env.import("contacts.csv", "--purpose add --id phone").done();
    let outcome = env.import("updates.csv", "--purpose add-update --id phone").done();
    assert_eq!((outcome.counts(), outcome.warnings()), ([7, 2, 5, 2, 0, 0], 0), "{outcome}");
}

/// Each row of `mistakes.csv` names its mistake; this is what is found.
#[test]
fn mistakes_csv_makes_every_mistake_it_names() {
    let env = env_with_samples();
    let outcome = env.import("mistakes.csv", "--purpose add --id phone").exits(3);
    assert_eq!(sorted(outcome.errors()), sorted(expected_mistakes(&env)), "{outcome}");
    assert_eq!(outcome.counts()[1], 1, "one row is right\n{outcome}");
}

/// The codes that stand in brackets in the notes. The last row ends before its note: that is its mistake.
fn expected_mistakes(env: &TestEnv) -> Vec<String> {
    let table = Table::read(&env.read("mistakes.csv"));
    let code = |note: &str| match note.split_once('[') {
        Some((_, code)) => Some(code.trim_end_matches(']').to_owned()),
        None => note.is_empty().then(|| "too-few-cells".to_owned()),
    };
    let codes = table.column("Notes").into_iter().map(code);
    (2..).zip(codes).filter_map(|(line, code)| Some(format!("{line} {}", code?))).collect()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}
