//! Spec section 8: `history prune`, and the setting `keep-history`.

use std::fs;

use serde_json::{Value, json};

use crate::support::{TestEnv, numbered};

const LIST: &str = "First Name,Last Name,Phone Number,Email\nAnn,Lee,+60123000001,ann@example.com\nBob,Tan,+60123000002,bob@example.com\n";

/// Runs a command on a day.
#[track_caller]
fn on(env: &mut TestEnv, day: &str, line: &str) -> Value {
    env.set_clock(&format!("{day}T09:00:00Z"));
    env.run(&format!("{line} --json")).done().json()
}

/// Two years of one list: imported, edited by a person, updated by an import.
fn env() -> TestEnv {
    let mut env = TestEnv::new();
    env.write("list.csv", LIST);
    env.write("new.csv", LIST.replace("Lee", "Li").replace("bob@", "robert@"));
    on(&mut env, "2024-11-30", "import list.csv --purpose add --id phone --no-import-tag");
    on(&mut env, "2025-01-10", "edit 1 'Last Name=Leigh' Country=MY");
    on(&mut env, "2025-06-01", "import new.csv --purpose update --id phone --no-import-tag");
    on(&mut env, "2026-05-01", "edit 2 Country=SG");
    env.set_clock("2026-11-30T09:00:00Z");
    env
}

#[test]
fn old_entries_cannot_be_undone_any_more_and_later_ones_can() {
    let env = env();
    let before = env.contacts();
    let pruned = env.run("history prune --before 2026-01-01 --yes --json").done().json();
    assert_eq!((&pruned["entries"], &pruned["entry"], &pruned["dry_run"]), (&json!(3), &json!(5), &json!(false)));
    assert_eq!(env.contacts(), before);
    for id in 1..=3 {
        let refused = env.run(&format!("undo {id} --yes --json")).exits(4).json();
        assert_eq!(refused["error"]["code"], "entry-pruned", "{id}");
        assert_eq!(env.run(&format!("history {id} --json")).done().json()["pruned_by"], 5);
    }
    env.run("history 1").done().says("Pruned");
    env.run("history").done().says("done, pruned");
    assert_eq!(env.run("results 1 --json").exits(1).json()["error"]["code"], "results-pruned");
    assert_eq!(env.run("undo 5 --yes --json").exits(4).json()["error"]["code"], "pruned-for-good");
    env.run("blame 1").done().says("or later (pruned)");
    assert_eq!(
        env.run("blame 2 --json").done().json()["fields"].as_array().unwrap().last().unwrap()["set_by"]["pruned"],
        Value::Null
    );
    let undo = env.run("undo 4 --yes --json").done().json();
    assert_eq!(undo["changed"], 1);
    assert_eq!(env.contacts()[1]["country"], Value::Null);
    env.run(&format!("undo {} --yes", undo["undo_id"])).done();
    assert_eq!(env.contacts(), before);
    env.run("doctor").done();
    let again = env.run("history prune --before 2026-01-01 --yes").done();
    again.says("No entry from before");
}

/// Entries that were undone before they were pruned still do not hold afterwards.
#[test]
fn an_undo_finds_what_it_would_have_found_with_the_pruned_entries() {
    let mut env = env();
    on(&mut env, "2026-06-01", "edit 1 'Last Name=Lea'");
    on(&mut env, "2026-06-02", "undo 3 --yes");
    let pruned_env = env.clone_env();
    pruned_env.run("history prune --before 2025-12-31 --yes").done();
    for env in [&env, &pruned_env] {
        env.run("undo 5 --yes").done();
        env.run("undo 4 --yes").done();
    }
    assert_eq!(env.values("last_name"), ["Leigh", "Tan"]);
    assert_eq!(env.people(), pruned_env.people());
}

#[test]
fn what_a_person_set_last_stays_protected_and_what_an_import_set_does_not() {
    let env = env();
    env.run("history prune --before 1d --yes").done();
    env.write(
        "next.csv",
        "First Name,Last Name,Phone Number,Country\nAnn,Lu,+60123000001,DE\nBob,Tom,+60123000002,DE\n",
    );
    env.run("import next.csv --purpose update --id phone --keep-edits --no-import-tag").done();
    // An import had set Ann's last name after the person did; both countries are a person's.
    assert_eq!(env.values("last_name"), ["Lu", "Tom"]);
    assert_eq!(env.values("country"), ["MY", "SG"]);
}

#[test]
fn a_contact_that_was_merged_is_still_not_added_anew() {
    let mut env = env();
    on(&mut env, "2026-06-01", "merge 1 2 --keep 1 --yes");
    env.set_clock("2026-11-30T09:00:00Z");
    env.run("history prune --before 1d --yes").done();
    env.run("import list.csv --purpose add-update --id phone,email --no-import-tag").done();
    assert_eq!(env.contacts().len(), 1);
    assert_eq!(env.run("show 2 --json").done().json()["id"], 1);
}

#[test]
fn the_space_is_given_back_and_said() {
    let mut env = TestEnv::new();
    env.write("long.csv", numbered(3_000));
    env.write("other.csv", numbered(3_000).replace("Person", "Human"));
    on(&mut env, "2026-01-01", "import long.csv --purpose add --id phone --no-import-tag");
    on(&mut env, "2026-01-02", "import other.csv --purpose update --id phone --tag fair");
    env.set_clock("2026-11-30T09:00:00Z");
    let size = || fs::metadata(env.workspace()).unwrap().len();
    let before = size();
    let rehearsal = env.run("history prune --before 30d --dry-run --json").done().json();
    assert_eq!((&rehearsal["freed"], &rehearsal["entry"], size()), (&Value::Null, &Value::Null, before));
    let pruned = env.run("history prune --before 30d --yes --json").done().json();
    assert_eq!((&rehearsal["entries"], &rehearsal["changes"]), (&pruned["entries"], &pruned["changes"]));
    assert_eq!(pruned["freed"].as_u64().unwrap(), before - size());
    assert!(size() < before * 3 / 4, "{before} to {}", size());
}

#[test]
fn nothing_is_pruned_without_a_yes_or_by_a_wrong_date() {
    let env = env();
    let before = env.workspace_rows();
    env.run("history prune --before 2026-01-01").exits(4).says("--yes");
    env.run("history prune --before 2026-01-01 --dry-run").done().says("3 entries").says("Dry run");
    env.run("history prune --before 2030-01-01 --dry-run").done().says("entries from before 20").says("Dry run");
    for wrong in ["yesterday", "1.5y", "''"] {
        env.run(&format!("history prune --before {wrong} --yes")).exits(2).says("--before takes");
    }
    env.run("history prune").exits(2);
    assert_eq!(env.workspace_rows(), before);
}

#[test]
fn a_setting_prunes_after_each_import() {
    let mut env = env();
    env.run("config set keep-history 1Y").done();
    assert_eq!(env.run("config get keep-history --json").done().json()["value"], "1y");
    for wrong in ["3d", "0mo", "soon"] {
        env.run(&format!("config set keep-history {wrong}")).exits(2);
    }
    on(&mut env, "2026-11-30", "list");
    let told = env.run("import new.csv --purpose update --id phone --no-import-tag").done();
    told.says("pruned 3 entries of the history, older than 1y");
    env.run("undo 1 --yes").exits(4).says("entry 5 pruned");
    env.run("undo 4 --yes").done();
    env.run("import new.csv --purpose update --id phone --no-import-tag").done().never_says("pruned");
}

#[test]
fn a_selection_of_changes_that_reaches_into_the_pruned_part_is_refused() {
    let env = env();
    env.run("history prune --before 2026-01-01 --yes").done();
    for (line, next) in [
        ("list --changed-since 2025-06-01", "--changed-since 2025-06-02"),
        ("list --changed-since import:1", "--changed-since 2025-06-02"),
        ("export some.csv --changed-since 2y", "--changed-since 2025-06-02"),
        ("list --import 3", "contacts history"),
        ("edit --import 3 Country=MY --yes", "contacts history"),
    ] {
        let refused = env.run(&format!("{line} --json")).exits(4).json();
        assert_eq!(refused["error"]["code"], "history-pruned", "{line}: {refused}");
        assert!(refused["error"]["hint"].as_str().unwrap().ends_with(next), "{line}: {refused}");
    }
    assert!(!env.has("some.csv"));
    let listed = |line: &str| env.run(&format!("{line} --json")).done().json()["total"].clone();
    assert_eq!(listed("list --changed-since 2025-06-02"), 1);
    assert_eq!(listed("list --changed-since import:3"), 1);
    assert_eq!(listed("list --import 1"), 2, "an import that only added contacts is known by these");
}

#[test]
fn the_contacts_of_a_pruned_import_are_found_by_its_tag() {
    let mut env = TestEnv::new();
    env.write("list.csv", LIST);
    on(&mut env, "2025-01-01", "import list.csv --purpose add --id phone --no-import-tag");
    let import = on(&mut env, "2025-01-02", "import list.csv --purpose update --id phone");
    let tag = import["import_tag"].as_str().unwrap();
    env.set_clock("2026-11-30T09:00:00Z");
    env.run("history prune --before 1d --yes").done();
    env.run("list --import 2").exits(4).says(&format!("--tag {tag}"));
    assert_eq!(env.run(&format!("list --tag {tag} --json")).done().json()["total"], 2);
}

#[test]
fn no_date_is_told_for_results_that_were_pruned() {
    let env = env();
    env.run("history prune --before 2026-01-01 --yes").done();
    assert_eq!(env.run("history 1 --json").done().json()["results_until"], serde_json::Value::Null);
    env.run("history 1").done().never_says("Results until");
}
