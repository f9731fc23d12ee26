//! Spec section 8: `history` and `results`.

use serde_json::json;

use crate::support::{CommandOutput, Table, TestEnv};

/// An environment in which one import was made: one row imported, one updated, one in error.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nAnna,+60123000001\nBob,+60123000002\nBad,0189988776\n");
    env.run("import leads.csv --purpose add-update --id phone --import-tag batch").exits(3);
    env
}

/// The ID of the import that [`env`] makes; the first one filled the workspace.
const ID: u64 = 2;

/// A results file that was asked for again: where it stands beside the source, else what was printed.
fn results_again(env: &TestEnv, outcome: &CommandOutput, name: &str) -> String {
    if env.has(name) { env.read(name) } else { outcome.stdout.clone() }
}

#[test]
fn every_import_is_listed() {
    let env = env();
    let history = env.history();
    assert_eq!(history.len(), 2);
    let import = history.iter().find(|import| import["id"] == ID).expect("the import");
    assert_eq!(import["purpose"], "add-update");
    assert_eq!(import["identifier"], "phone");
    assert_eq!(import["import_tag"], "batch");
    assert_eq!(import["outcome"], "done");
    assert!(import["source"].as_str().unwrap().contains("leads.csv"));
    assert_eq!(
        import["counts"],
        json!({"rows": 3, "imported": 1, "updated": 1, "unchanged": 0, "skipped": 0, "errors": 1})
    );
}

#[test]
fn an_import_without_identifier_or_tag_has_none() {
    let env = env();
    let first = env.history().into_iter().find(|import| import["id"] == 1).unwrap();
    assert!(first["identifier"].is_null() && first["import_tag"].is_null(), "{first}");
}

#[test]
fn the_table_shows_start_counts_tag_and_how_long_results_are_kept() {
    let env = env();
    for line in ["history", "history 2"] {
        let told = ["leads.csv", "add-update", "phone", "batch", "2026-11-22 13:30", "2026-11-29"];
        env.run(line).done().says_all(&told);
    }
}

#[test]
fn times_are_shown_in_local_time() {
    let mut env = env();
    env.set("TZ", "Asia/Kuala_Lumpur");
    env.run("history").done().says("2026-11-22 21:30");
}

#[test]
fn an_import_that_is_not_there_is_an_error() {
    let env = env();
    for line in ["history 99", "results 99", "show 99"] {
        env.run(line).exits(1).says("99");
    }
    env.run("history abc").exits(2);
}

#[test]
fn what_was_refused_or_run_dry_is_not_in_the_history() {
    let env = env();
    env.run("import leads.csv --purpose add-all --dry-run").exits(3);
    env.run("import leads.csv --purpose add").exits(2);
    env.run("import leads.csv --purpose add-all --min-rows 9").exits(4);
    assert_eq!(env.history().len(), 2);
}

#[test]
fn an_empty_history_is_no_error() {
    let env = TestEnv::new();
    env.run("history").done().says("The history is empty.");
    env.run("history --kind undo").done().says("No entry of the history fits.");
    assert!(env.history().is_empty());
}

#[test]
fn results_are_written_again_whatever_became_of_the_files() {
    let env = env();
    let first = env.bytes("leads.results.csv");
    for name in ["leads.csv", "leads.results.csv", "leads.errors.csv"] {
        std::fs::remove_file(env.path(name)).unwrap();
    }
    let outcome = env.run(&format!("results {ID}")).done();
    assert_eq!(results_again(&env, &outcome, "leads.results.csv").into_bytes(), first);
}

#[test]
fn results_can_be_limited_to_one_status() {
    let names_of = |option: &str, name: &str| {
        let env = env();
        for name in ["leads.results.csv", "leads.errors.csv"] {
            std::fs::remove_file(env.path(name)).unwrap();
        }
        let outcome = env.run(&format!("results {ID} {option}")).done();
        let table = Table::read(&results_again(&env, &outcome, name));
        table.column("First Name").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names_of("--errors", "leads.errors.csv"), ["Bad"]);
    assert_eq!(names_of("--status Updated", "leads.results.csv"), ["Anna"]);
    assert_eq!(names_of("--status Imported", "leads.results.csv"), ["Bob"]);
    assert_eq!(names_of("--status Error", "leads.results.csv"), ["Bad"]);
}

#[test]
fn an_unknown_status_is_wrong_usage() {
    env().run(&format!("results {ID} --status Lost")).exits(2).says("Updated");
}

#[test]
fn results_are_kept_for_seven_days() {
    let mut env = env();
    env.set_clock("2026-11-29T13:29:59Z");
    env.run(&format!("results {ID}")).done();
    env.set_clock("2026-11-29T13:30:01Z");
    env.run(&format!("results {ID}")).exits(1).says("7 days");
    assert_eq!(env.history().len(), 2, "the history itself stays");
}

#[test]
fn expired_results_are_removed_from_the_workspace() {
    let mut env = TestEnv::new();
    env.write("leads.csv", "First Name,Country\nUnforgettable,Atlantis\n");
    env.import("leads.csv", "--purpose add-all").exits(3);
    env.set_clock("2026-11-30T00:00:00Z");
    env.write("leads.csv", "First Name\nBob\n");
    env.import("leads.csv", "--purpose add-all").done();
    env.set_clock("2026-11-22T13:30:00Z");
    env.run("results 1").exits(1);
}

/// [`env`], a day later: import 2 is undone by entry 3, and 4 is another import.
fn env_with_undo() -> TestEnv {
    let mut env = env();
    env.set_clock("2026-11-23T09:00:00Z");
    env.run("undo 2 --yes").done();
    env.add_contacts("First Name\nCleo\n");
    env
}

fn ids(outcome: &CommandOutput) -> [Vec<i64>; 2] {
    let json = outcome.json();
    ["imports", "entries"].map(|list| json[list].as_array().unwrap().iter().filter_map(|e| e["id"].as_i64()).collect())
}

#[test]
fn what_is_undone_is_marked() {
    let env = env_with_undo();
    let imports = env.history();
    let told: Vec<_> = imports.iter().map(|import| (&import["outcome"], &import["undone_by"])).collect();
    assert_eq!(told, [(&json!("done"), &json!(null)), (&json!("undone"), &json!(3)), (&json!("done"), &json!(null))]);
    env.run("history").done().says_all(&["undone by 3", "took back entry 2", "undo"]);
    env.run("history 2").done().says("undone by 3");
    env.run("undo 3 --yes").done();
    env.run("history").done().says_all(&["undone by 5", "brought back entry 2"]);
    assert_eq!(env.history()[1]["outcome"], "done");
}

#[test]
fn entries_that_are_no_imports_stand_apart() {
    let env = env_with_undo();
    let json = env.run("history --json").done().json();
    assert_eq!(
        json["entries"],
        json!([{"id": 3, "kind": "undo", "started_at": "2026-11-23T09:00:00Z", "finished_at": "2026-11-23T09:00:00Z",
                "duration_seconds": 0.0, "summary": null, "undoes": 2, "redo": false, "outcome": "done",
                "undone_by": null}])
    );
}

#[test]
fn the_list_is_filtered_by_day_status_and_kind() {
    let env = env_with_undo();
    let listed = |options: &str| ids(&env.run(&format!("history --json {options}")).done());
    assert_eq!(listed(""), [vec![4, 2, 1], vec![3]]);
    assert_eq!(listed("--since 2026-11-23"), [vec![4], vec![3]]);
    assert_eq!(listed("--since today"), [vec![4], vec![3]]);
    assert_eq!(listed("--since 1d"), [vec![4, 2, 1], vec![3]]);
    assert_eq!(listed("--since 2026-11-24"), [Vec::<i64>::new(), vec![]]);
    assert_eq!(listed("--status undone"), [vec![2], vec![]]);
    assert_eq!(listed("--status done"), [vec![4, 1], vec![3]]);
    assert_eq!(listed("--kind import"), [vec![4, 2, 1], vec![]]);
    assert_eq!(listed("--kind undo --status done --since 7d"), [vec![], vec![3]]);
    env.run("history --since yesterday").exits(2).says("7d");
    env.run("history --kind nothing").exits(2).says("import");
    env.run("history 2 --since today").exits(2);
}

#[test]
fn an_undo_is_shown_whole_with_what_it_changed() {
    let env = env_with_undo();
    let json = env.run("history 3 --json").done().json();
    let changes = json!([
        {"contact": 1, "change": "field", "field": "First Name", "before": "Anna", "after": "Ann"},
        {"contact": 1, "change": "tag", "tag": "batch", "added": false},
        {"contact": 2, "change": "removed"},
        {"contact": 2, "change": "field", "field": "First Name", "before": "Bob", "after": null},
        {"contact": 2, "change": "field", "field": "Phone Number", "before": "+60123000002", "after": null},
        {"contact": 2, "change": "tag", "tag": "batch", "added": false},
    ]);
    assert_eq!((&json["changes"], &json["change_count"]), (&changes, &json!(6)));
    env.run("history 3").done().says_all(&["took back entry 2", "Anna", "Ann", "batch", "removed"]);
}

#[test]
fn no_more_than_a_hundred_changes_are_shown() {
    let env = TestEnv::new();
    env.add_contacts(&format!("First Name\n{}", "Ann\n".repeat(80)));
    env.run("undo 1 --yes").done();
    let json = env.run("history 2 --json").done().json();
    assert_eq!((json["changes"].as_array().unwrap().len(), &json["change_count"]), (100, &json!(160)));
    env.run("history 2").done().says("and 60 more");
}

#[test]
fn an_import_is_shown_with_its_options() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Tags\nAnn,a|b\n");
    env.import("leads.csv", "--purpose add-all --tag fair --region MY --clear-marker NULL --tag-separator '|'").done();
    let told = ["tag fair", "region MY", "clear marker \"NULL\"", "tag separator \"|\""];
    env.run("history 1").done().says_all(&told).never_says("undone");
}

#[test]
fn the_notes_of_an_import_are_kept_with_it() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name;Phone Number;Shoe size\nAnn;+60123000001;38\n");
    let notes = env.import("leads.csv", "--purpose add --id phone").done().json()["notes"].clone();
    assert!(
        notes.as_array().is_some_and(|notes| notes.iter().any(|note| note["code"] == "column-left-out")),
        "{notes}"
    );
    assert_eq!(env.run("history 1 --json").done().json()["notes"], notes);
    env.run("history 1").done().says_all(&["Notes", "cells are separated by ';'", "'Shoe size' is not imported"]);
    env.run("history 1 --html import.html").done();
    assert!(env.read("import.html").contains("is not imported: no contact field fits"));
    env.run("upload leads.csv --purpose add-all").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv --html review.html").done();
    assert!(env.read("review.html").contains("is not imported: no contact field fits"));
}

#[test]
fn what_is_no_id_is_said_in_words() {
    let env = env();
    for line in ["history x", "results x", "undo x", "list --import x"] {
        env.run(line).exits(2).says("it is the number of an entry, as contacts history shows it");
    }
}

#[test]
fn the_warnings_of_an_import_stand_under_their_own_number() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Email\nAnn,+60189988776,\nBob,+60123000001,bob@example\n");
    env.import("leads.csv", "--purpose add --id phone").exits(3);
    let told = env.run("history 1").done().stdout;
    let lines: Vec<String> = told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let at = lines.iter().position(|line| line == "Error 1").expect("errors");
    assert_eq!(lines[at + 1..at + 4], ["1 × email-invalid", "Warnings 1", "1 × phone-unassigned"], "{told}");
}
