//! Spec section 7: `--dry-run` promises what the import does, and does nothing.

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{CommandOutput, TestEnv, csv_row};

const WORKSPACE: &str = "\
First Name,Last Name,Phone Number,Email,Tags
Ann,Lee,+60123000001,ann@example.com,vip
Bob,,+60123000002,bob@example.com,
Cleo,Lee,+60123000003,twins@example.com,
Cora,Lee,+60123000003,twins@example.com,
";

/// What a dry run and its import must have in common.
fn promise(outcome: &CommandOutput) -> (i32, Vec<Value>) {
    let json = outcome.json();
    let parts = ["counts", "blank_rows", "warnings", "errors"];
    (outcome.status, parts.iter().map(|part| json[*part].clone()).collect())
}

/// Runs dry, asserts that nothing happened, imports, and asserts that what was promised was done.
fn assert_promise_is_kept(env: &TestEnv, options: &str) {
    let before = (env.workspace_bytes(), env.history(), env.names());
    let dry = env.import("leads.csv", &format!("{options} --dry-run"));
    let after = (env.workspace_bytes(), env.history(), env.names());
    assert!(before == after, "a dry run changes nothing\n{dry}");
    assert_eq!(dry.json()["dry_run"], true, "{dry}");

    let import = env.import("leads.csv", options);
    assert_eq!(promise(&dry), promise(&import), "{dry}\n{import}");
    assert_eq!(import.json()["dry_run"], false, "{import}");
    assert_eq!(env.history().len(), before.1.len() + 1);
}

#[test]
fn a_dry_run_agrees_with_the_import_for_every_purpose_and_identifier() {
    let source = "\
Contact ID,First Name,Last Name,Phone Number,Email,Tags
1,Ann,New,+60123000001,ann@example.com,vip
2,Bob,,+60123000002,bob@example.com,
3,Cleo,New,+60123000003,twins@example.com,blog
99,Zoe,New,+60123000009,zoe@example.com,
,,New,+60123000008,x@example.com,
98,Twin,New,+60123000007,t@example.com,
98,Twin,New,+60123000007,T@example.com,
97,Bad,New,0189988776,nobody,
,,,,,
";
    let options = [
        "--purpose add --id phone",
        "--purpose add --id email",
        "--purpose update --id phone",
        "--purpose update --id email",
        "--purpose update --id contact-id",
        "--purpose add-update --id phone",
        "--purpose add-update --id email",
        "--purpose add-all",
        "--purpose add-update --id phone --do-not-overwrite",
        "--purpose add-update --id phone --import-tag batch --tag spring",
        "--purpose update --id phone --clear-marker New",
    ];
    for options in options {
        let env = TestEnv::with_contacts(WORKSPACE);
        env.write("leads.csv", source);
        assert_promise_is_kept(&env, options);
    }
}

#[test]
fn a_dry_run_makes_no_workspace_that_is_not_there_look_used() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    let outcome = env.import("leads.csv", "--purpose add-all --dry-run").done();
    assert_eq!(outcome.counts(), [1, 1, 0, 0, 0, 0]);
    assert!(env.contacts().is_empty() && env.history().is_empty());
}

#[test]
fn a_dry_run_of_the_default_import_tag_leaves_no_tag_behind() {
    let env = TestEnv::with_contacts(WORKSPACE);
    env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    let before = env.workspace_bytes();
    env.run("import leads.csv --purpose add-update --id phone --tag spring --dry-run --json").done();
    assert!(before == env.workspace_bytes());
}

/// A cell that is often right, sometimes blank or wrong.
fn cell(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values)
}

prop_compose! {
    fn row()(
        first in cell(&["Ann", "Bob", "Zoe", "", " "]),
        last in cell(&["Lee", "New", "", "NULL", "=1+1"]),
        phone in cell(&[
            "+60123000001", "0060 12-300 0002", "+60123000003", "+60123000004", "+60 12 300 0005", "+60123000006",
            "+60189988776", "0189988776", "", "n/a",
        ]),
        email in cell(&["ann@example.com", "BOB@example.com", "twins@example.com", "new@example.com", "", "a@b"]),
        country in cell(&["MY", "Germany", "", "Atlantis"]),
        tags in cell(&["", "vip", "VIP;blog", "a,b"]),
    ) -> String {
        csv_row(&[first, last, phone, email, country, tags])
    }
}

fn options() -> impl Strategy<Value = String> {
    let purpose = prop::sample::select(
        &["add --id phone", "update --id email", "add-update --id phone", "add-update --id email", "add-all"][..],
    );
    let extra = prop::sample::select(&["", "--tag spring", "--clear-marker NULL", "--import-tag batch"][..]);
    (purpose, extra, any::<bool>()).prop_map(|(purpose, extra, keep)| {
        let keep = if keep && purpose.contains("update") { "--do-not-overwrite" } else { "" };
        format!("--purpose {purpose} {extra} {keep}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_small_file_is_imported_as_its_dry_run_said(rows in prop::collection::vec(row(), 1..24), options in options()) {
        let env = TestEnv::with_contacts(WORKSPACE);
        // The last row is never blank: a file of blank rows is refused, which is another test's matter.
        let rows = rows.concat() + "Di,Ng,+60123000007,di@example.com,MY,\n";
        env.write("leads.csv", format!("First Name,Last Name,Phone Number,Email,Country,Tags\n{rows}"));
        assert_promise_is_kept(&env, &options);
    }
}
