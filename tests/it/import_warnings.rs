//! Spec section 3: a row that is not imported carries no warning that says it was.

use serde_json::Value;

use crate::support::{Table, TestEnv};

/// An unassigned number is a warning; in the second row an address is in error besides.
const LEADS: &str = "\
First Name,Phone Number,Email
Ann,+60189988776,ann@example.com
Bob,+60189988777,bob@example
";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", LEADS);
    env
}

#[test]
fn a_row_in_error_is_told_by_its_errors_alone() {
    let env = env();
    let outcome = env.import("leads.csv", "--purpose add --id phone").exits(3);
    assert_eq!((outcome.counts(), outcome.warnings()), ([2, 1, 0, 0, 0, 1], 1), "{outcome}");
    let results = Table::read(&env.read("leads.results.csv"));
    assert!(results.column("Errors").iter().all(|cell| !cell.contains("imported")), "{:?}", results.column("Errors"));
    let issues = env.history()[0]["issues"].clone();
    assert_eq!(issues["phone-unassigned"], 1, "{issues}");
}

#[test]
fn a_review_reports_a_row_in_error_by_its_errors_alone() {
    let env = env();
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3).says("Warnings: 1");
    let row = env.run("review leads.csv --row 3 --json").exits(3).json();
    let codes: Vec<&Value> = row["row"]["issues"].as_array().unwrap().iter().map(|issue| &issue["code"]).collect();
    assert_eq!(codes, ["email-invalid"]);
    env.run("review leads.csv --html review.html").exits(3);
    let page = env.read("review.html");
    assert_eq!(page.matches("imported all the same: check it").count(), 2, "in the kinds and in the list, of line 2");
}

#[test]
fn a_skipped_row_carries_no_warning_about_its_values_and_trips_no_guard() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60189988776\n");
    env.write("known.csv", "First Name,Phone Number\nAnn,+60189988776\n");
    let outcome = env.import("known.csv", "--purpose add --id phone --max-warnings 0").done();
    assert_eq!((outcome.counts(), outcome.warnings()), ([1, 0, 0, 0, 1, 0], 0), "{outcome}");
    assert_eq!(Table::read(&env.read("known.results.csv")).column("Errors"), [""]);
    assert_eq!(env.history()[0]["issues"], serde_json::json!({}));
    env.run("upload known.csv --purpose add --id phone").done();
    env.run("map known.csv").done();
    env.run("review known.csv").done().never_says("Warnings");
    assert_eq!(env.import("known.csv", "--purpose add-update --id phone --dry-run").warnings(), 1);
}

#[test]
fn a_warning_about_quotes_stands_beside_the_error_that_it_may_explain() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Email\nAnn,a@example.com\n\"Bob\" x,bob@example\n");
    let outcome = env.import("leads.csv", "--purpose add --id email").exits(3);
    assert_eq!(outcome.warnings(), 1, "{outcome}");
    env.run("upload leads.csv --purpose add --id email").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv --html review.html").exits(3);
    assert!(!env.read("review.html").contains("would be imported all the same"));
}

#[test]
fn bad_values_that_occur_often_are_told_with_their_counts() {
    let env = TestEnv::new();
    let land = |n: usize| ["Narnia", "Absurdistan", "Narnia"][n % 3];
    let phone = |n: usize| if n.is_multiple_of(2) { "n/a".to_owned() } else { format!("call 01{n:04} 8877") };
    let rows = |n: usize| format!("A,{},a{n}@example.com,{}\n", land(n), phone(n));
    let list: String = (0..12).map(rows).collect();
    env.write("leads.csv", format!("First Name,Country,Email,Phone Number\n{list}"));
    let outcome = env.import("leads.csv", "--purpose add --id email").exits(3).json();
    let notes: Vec<Value> =
        outcome["notes"].as_array().unwrap().iter().filter(|note| note["code"] == "values-invalid").cloned().collect();
    assert_eq!(notes[0]["message"], "12 cells of 'Country' cannot be read: Narnia 8 · Absurdistan 4");
    assert_eq!((&notes[0]["level"], &notes[0]["count"], &notes[0]["of"]), (&"warning".into(), &12.into(), &12.into()));
    // Numbers of people are counted and not told: an outcome ends up in logs and mails.
    assert_eq!(notes[1]["message"], "12 cells of 'Phone Number' cannot be read: n/a 6 · 6 others");
    env.run("import leads.csv --purpose add --id email")
        .exits(3)
        .says_all(&["all of Country: Narnia 8 · Absurdistan 4"])
        .never_says("0100");
}
