//! Issue 3: a review says what the import does, and an import step by step does what one in one run does. Held over
//! random workspaces, files and options.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{CommandOutput, Table, TestEnv, csv_row};

const HEADER: &str = "First Name,Last Name,Phone Number,Email,Country,Tags\n";

/// What a case is made of.
#[derive(Debug, Clone)]
struct Case {
    /// The contacts of the workspace, as a CSV file.
    known: String,
    /// The lines of the source after its header, each a row or a blank one.
    lines: Vec<String>,
    upload: String,
    map: String,
}

impl Case {
    fn source(&self) -> String {
        HEADER.to_owned() + &self.lines.concat()
    }

    /// The line on which each row begins that is not blank.
    fn row_lines(&self) -> Vec<usize> {
        let mut at = 2;
        let mut begins = Vec::new();
        for line in &self.lines {
            if line.chars().any(|c| !c.is_whitespace() && c != ',') {
                begins.push(at);
            }
            at += line.matches('\n').count();
        }
        begins
    }
}

/// A cell that is often right, sometimes blank or wrong.
fn cell(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values)
}

prop_compose! {
    fn contact()(
        first in cell(&["Ann", "Bob", "Cid"]),
        last in cell(&["", "Lee", "New"]),
        phone in cell(&["", "+60123000001", "+60123000002", "+60123000003"]),
        email in cell(&["", "ann@example.com", "Bob@example.com", "münchen@example.com"]),
        country in cell(&["", "MY", "DE"]),
        tags in cell(&["", "vip", "old,VIP"]),
    ) -> String {
        csv_row(&[first, last, phone, email, country, tags])
    }
}

prop_compose! {
    fn row()(
        first in cell(&["Ann", "Ann", "Bob", "Zoe", ""]),
        last in cell(&["", "Lee", "New", "NIL", "two\nlines", "=1+1"]),
        phone in cell(&[
            "+60123000001", "0060 12-300 0002", "+60123000003", "+60 12 300 0004", "+60123000005", "+60123000006",
            "0123000007", "+60189988776", "", "n/a",
        ]),
        email in cell(&[
            "ann@example.com", "BOB@example.com", "new1@example.com", "new2@example.com", "new3@example.com", "NIL", "",
            "a@b",
        ]),
        country in cell(&["", "MY", "Germany", "NIL", "Atlantis"]),
        tags in cell(&["", "vip", "VIP;blog", "a,b", "NIL"]),
    ) -> String {
        csv_row(&[first, last, phone, email, country, tags])
    }
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => row(),
        1 => cell(&["\n", ",,,,,\n", "Ann,Lee\n", "Ann,Lee,+60123000009,,,,more\n"]).prop_map(str::to_owned),
    ]
}

fn upload() -> impl Strategy<Value = String> {
    let purpose = cell(&[
        "add --id phone",
        "add --id email",
        "update --id phone",
        "update --id email",
        "add-update --id phone",
        "add-update --id email",
        "add-update --id phone,email",
        "update --id email,phone",
        "add-all",
    ]);
    let tags = cell(&["", "--tag spring", "--import-tag vip", "--no-import-tag --tag VIP"]);
    let reading = cell(&["", "--clear-marker NIL", "--region MY", "--tag-separator ; --clear-marker NIL"]);
    (purpose, tags, reading).prop_map(|(purpose, tags, reading)| format!("--purpose {purpose} {tags} {reading}"))
}

fn case() -> impl Strategy<Value = Case> {
    let known = prop::collection::vec(contact(), 1..6);
    let lines = prop::collection::vec(line(), 1..7);
    let keep = cell(&["", "--do-not-overwrite", "--do-not-overwrite=Email,Tags"]);
    let columns = cell(&["", "--skip Country", "--skip Country --set Country=SG", "--skip Tags --set 'Tags=set,vip'"]);
    (known, lines, upload(), keep, columns).prop_map(|(known, lines, upload, keep, columns)| {
        let keep = if upload.contains("update") { keep } else { "" };
        Case { known: HEADER.to_owned() + &known.concat(), lines, upload, map: format!("{columns} {keep}") }
    })
}

/// What a review, a dry run and an import of the same thing have in common.
fn promise(outcome: &CommandOutput) -> (i32, Vec<Value>) {
    let json = outcome.json();
    let parts = ["counts", "blank_rows", "warnings", "import_tag", "errors"];
    (outcome.status, parts.iter().map(|part| json[*part].clone()).collect())
}

/// For each row its Import Status, as `review --row` explains it.
fn explained(env: &TestEnv, case: &Case) -> Vec<String> {
    let explain = |line: usize| env.run(&format!("review leads.csv --row {line} --json")).json()["row"].clone();
    case.row_lines().into_iter().map(|line| explain(line)["status"].as_str().unwrap().to_owned()).collect()
}

/// The lines of the rows that change a contact, as `review --changes` shows them; and what the review says besides.
fn changes(env: &TestEnv) -> (Vec<u64>, (i32, Vec<Value>)) {
    let review = env.run("review leads.csv --changes --json");
    let changes = review.json()["changes"].as_array().unwrap().clone();
    (changes.iter().map(|change| change["line"].as_u64().unwrap()).collect(), promise(&review))
}

/// Everything that a workspace holds but its identity, without these texts: they differ by nature.
fn held(env: &TestEnv, without: &[String]) -> BTreeMap<String, Vec<String>> {
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    let names =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'workspace'";
    let mut statement = database.prepare(names).unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    tables.into_iter().map(|table| (table.clone(), rows(&database, &table, without))).collect()
}

fn rows(database: &rusqlite::Connection, table: &str, without: &[String]) -> Vec<String> {
    let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let told = |row: &rusqlite::Row<'_>| {
        let cell =
            |(at, name): (usize, &String)| Ok(format!("{name}: {:?}", row.get::<_, rusqlite::types::Value>(at)?));
        // The seal of the files names their folder, and each environment has its own.
        let columns = columns.iter().enumerate().filter(|(_, name)| *name != "files_seal");
        let cells: Result<Vec<_>, rusqlite::Error> = columns.map(cell).collect();
        Ok(cells?.join(", "))
    };
    let anywhere = |text: String| without.iter().fold(text, |text, differs| text.replace(differs, ""));
    let rows = statement.query_map([], told).unwrap().map(|row| anywhere(row.unwrap()));
    let mut rows: Vec<String> = rows.collect();
    rows.sort();
    rows
}

/// The two files beside the source.
fn files(env: &TestEnv) -> (String, Option<String>) {
    (env.read("leads.results.csv"), env.has("leads.errors.csv").then(|| env.read("leads.errors.csv")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "long: run with --ignored"]
    fn review_dry_run_and_import_agree_step_by_step_and_in_one_run(case in case()) {
        prop_assume!(!case.row_lines().is_empty());
        let Case { upload, map, .. } = &case;
        let stepwise = TestEnv::with_contacts(&case.known);
        stepwise.write("leads.csv", case.source());
        let at_once = stepwise.clone_env();

        let once = at_once.run(&format!("import leads.csv {upload} {map} --json"));
        stepwise.run(&format!("upload leads.csv {upload}")).done();
        stepwise.run(&format!("map leads.csv {map}")).done();
        let review = stepwise.run("review leads.csv --json");
        let explained = explained(&stepwise, &case);
        let (changed, with_changes) = changes(&stepwise);
        let errors_of_review = stepwise.has("leads.errors.csv").then(|| stepwise.read("leads.errors.csv"));
        let dry = stepwise.run("import leads.csv --dry-run --json");
        let import = stepwise.run("import leads.csv --json");

        let promised = promise(&review);
        prop_assert_eq!(&promised, &with_changes, "{}", &review);
        prop_assert_eq!(&promised, &promise(&dry), "{}\n{}", &review, &dry);
        prop_assert_eq!(&promised, &promise(&import), "{}\n{}", &review, &import);
        prop_assert_eq!(&promised, &promise(&once), "{}\n{}", &review, &once);
        prop_assert_eq!(&explained, &stepwise.statuses("leads.csv"));
        let counts = import.counts();
        prop_assert_eq!(changed.len() as u64, counts[2] - counts[3]);
        let updated: Vec<u64> = case.row_lines().iter().zip(&explained)
            .filter(|(_, status)| *status == "Updated").map(|(line, _)| *line as u64).collect();
        prop_assert!(changed.iter().all(|line| updated.contains(line)), "{:?} {:?}", &changed, &updated);

        prop_assert_eq!(files(&stepwise), files(&at_once));
        prop_assert_eq!(&errors_of_review, &files(&stepwise).1);
        let in_error = errors_of_review.map_or(0, |text| Table::read(&text).rows.len() as u64);
        prop_assert_eq!(in_error, counts[5]);
        let manifest: Value = serde_json::from_str(&stepwise.read("leads.csv.import.json")).unwrap();
        let session = format!(r#",\"session\":\"{}\""#, manifest["id"].as_str().unwrap());
        let folders = [&stepwise, &at_once].map(|env| env.work().display().to_string());
        let without = [&folders[..], &[session]].concat();
        for ((table, stepwise), at_once) in held(&stepwise, &without).iter().zip(held(&at_once, &without).values()) {
            prop_assert_eq!(stepwise, at_once, "{}", table);
        }
    }
}
