//! Spec section 8: `undo`.

use serde_json::json;

use crate::support::TestEnv;

/// An environment with three imports: two people; an update of both with an addition; another update of the first.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts(
        "First Name,Phone Number,Email,Tags\nAnn,+60123000001,Ann@Example.com,vip\nBob,+60123000002,bob@example.com,\n",
    );
    env.write(
        "second.csv",
        "First Name,Phone Number,Email,Tags\nAnna,+60123000001,anna@example.com,blog\nBobby,+60123000002,,\n\
         Cleo,+60123000003,CLEO@example.com,blog\n",
    );
    env.import("second.csv", "--purpose add-update --id phone --import-tag second").done();
    env
}

fn third(env: &TestEnv) {
    env.write("third.csv", "First Name,Phone Number\nAnya,+60123000001\nCleopatra,+60123000003\n");
    env.import("third.csv", "--purpose update --id phone").done();
}

/// What the workspace holds, as others see it.
fn content(env: &TestEnv) -> (String, Vec<String>, Vec<serde_json::Value>) {
    env.run("export all.csv").done();
    let export = env.read("all.csv");
    std::fs::remove_file(env.path("all.csv")).unwrap();
    (export, env.people(), env.contacts())
}

#[test]
fn taking_the_latest_import_back_leaves_the_workspace_as_it_was_before() {
    let env = env();
    let before = content(&env);
    third(&env);
    assert_ne!(content(&env), before);
    let mut told = env.run("undo 3 --yes --json").done().json();
    told.as_object_mut().unwrap().remove("changes");
    assert_eq!(
        told,
        json!({"undo_id": 4, "entry": 3, "redo": false, "dry_run": false, "removed": 0, "restored": 0, "changed": 2,
               "fields": [], "options": [], "change_count": 2, "kept_count": 0, "kept": []})
    );
    assert_eq!(content(&env), before);
}

#[test]
fn contacts_that_it_added_go_and_fields_and_tags_get_their_old_values() {
    let env = env();
    env.run("undo 2 --yes").done().says_all(&["taken back", "Restored", "to their old fields and tags"]);
    assert_eq!(
        env.people(),
        ["1 Ann, -, +60123000001, Ann@Example.com, -, -, [vip]", "2 Bob, -, +60123000002, bob@example.com, -, -, []"]
    );
}

#[test]
fn an_address_that_came_back_is_found_whatever_its_case() {
    let env = env();
    env.run("undo 2 --yes").done();
    assert_eq!(env.run("list ANN@example.COM --json").done().json()["total"], 1);
    env.write("again.csv", "First Name,Email\nAnn-Marie,ann@EXAMPLE.com\n");
    assert_eq!(env.import("again.csv", "--purpose update --id email").done().counts(), [1, 0, 1, 0, 0, 0]);
}

#[test]
fn what_was_changed_since_is_kept_and_listed_with_both_values() {
    let env = env();
    third(&env);
    let outcome = env.run("undo 2 --yes --json").done().json();
    let kept = json!([
        {"contact": 1, "by": 3, "kept": "field", "field": "First Name", "value": "Anya", "old_value": "Ann"},
        {"contact": 3, "by": 3, "kept": "contact"},
    ]);
    let mut told = outcome["kept"].as_array().unwrap().clone();
    told.sort_by_key(|kept| kept["contact"].as_i64());
    assert_eq!((json!(told), &outcome["kept_count"]), (kept, &json!(2)));
    assert_eq!(
        env.people(),
        [
            "1 Anya, -, +60123000001, Ann@Example.com, -, -, [vip]",
            "2 Bob, -, +60123000002, bob@example.com, -, -, []",
            "3 Cleopatra, -, +60123000003, CLEO@example.com, -, -, [blog second]"
        ]
    );
}

#[test]
fn a_dry_run_shows_it_and_changes_nothing() {
    let env = env();
    let (before, history) = (content(&env), env.history());
    let shown = ["would be taken back", "Anna", "Ann", "CLEO@example.com", "removed", "Dry run"];
    env.run("undo 2 --dry-run").done().says_all(&shown);
    let told = env.run("undo 2 --dry-run --json").done().json();
    assert_eq!((&told["removed"], &told["changed"], &told["undo_id"]), (&json!(1), &json!(2), &json!(null)));
    assert_eq!(
        told["changes"][0],
        json!({"contact": 1, "change": "field", "field": "First Name", "before": "Anna", "after": "Ann"})
    );
    assert_eq!((content(&env), env.history()), (before, history));
}

#[test]
fn an_undo_is_an_entry_that_can_be_taken_back_itself() {
    let env = env();
    let before = content(&env);
    env.run("undo 2 --yes").done();
    env.run("undo 3 --yes").done().says("brought back");
    assert_eq!(content(&env), before);
    env.run("undo 3 --yes").exits(4).says("by entry 4");
    env.run("undo 4 --yes").done().says("taken back");
    assert_eq!(env.people().len(), 2);
}

#[test]
fn two_imports_can_be_undone_in_any_order() {
    let (one, other) = (env(), env());
    for (env, order) in [(&one, [2, 3]), (&other, [3, 2])] {
        third(env);
        for id in order {
            env.run(&format!("undo {id} --yes")).done();
        }
    }
    assert_eq!(content(&one), content(&other));
    assert_eq!(one.people().len(), 2);
}

#[test]
fn an_undo_that_is_impossible_says_why() {
    let env = env();
    env.run("undo 99 --yes").exits(1).says("99");
    env.run("undo 99").exits(1).says("there is no entry 99");
    env.run("undo 2").exits(4).says("--yes");
    assert_eq!(env.people().len(), 3);
    env.run("undo 2 --yes").done();
    env.run("undo 2 --yes").exits(4).says_all(&["already", "contacts undo 3"]);
}

#[test]
fn without_an_id_the_latest_entry_is_offered() {
    let env = env();
    let refused = env.run("undo").exits(4);
    refused.says_all(&["the latest entry is 2, import of second.csv", "contacts undo 2 --yes"]);
    env.run("undo --dry-run").done().says_all(&["Entry 2 would be taken back", "latest entry is 2"]);
    assert_eq!(env.people().len(), 3);
    let mut terminal = env.terminal("undo");
    terminal.wait_for("import of second.csv");
    terminal.wait_for("Take it back?");
    terminal.press("y\r");
    assert_eq!(terminal.finish().status, 0);
    assert_eq!(env.people().len(), 2);
    // The undo itself is not the latest entry: undoing again goes on with the entry before.
    assert_eq!(env.run("undo --yes --json").done().json()["entry"], 1);
    let none = env.run("undo --yes --json").exits(1);
    assert_eq!(none.json()["error"]["code"], "nothing-to-undo");
}

#[test]
fn what_cannot_be_undone_is_not_offered_as_the_latest() {
    let env = env();
    env.run("edit 1 'Last Name=Lee'").done();
    env.run("forget 2 --yes").done();
    env.run("undo").exits(4).says("the latest entry is 3, edit");
}

#[test]
fn a_tag_that_nobody_has_any_more_is_seen_nowhere() {
    let env = env();
    env.run("undo 2 --yes").done();
    assert_eq!(env.run("list --tag second --json").done().json(), json!({"contacts": [], "total": 0}));
    assert!(!env.run("list --json").done().stdout.contains("second"));
    env.run("export all.csv").done();
    assert!(!env.read("all.csv").contains("second"));
}

#[test]
fn after_the_results_are_gone_an_import_can_still_be_taken_back() {
    let mut env = env();
    let before = env.people();
    env.set_clock("2026-12-24T00:00:00Z");
    third(&env);
    env.run("results 2").exits(1);
    env.run("undo 2 --yes").done();
    env.run("undo 3 --yes").done();
    assert_eq!(env.people().len(), 2);
    env.run("undo 4 --yes").done();
    assert_eq!(env.people(), before);
}

#[test]
fn the_same_file_can_be_imported_again_and_a_contact_id_is_never_given_twice() {
    let env = env();
    env.run("undo 2 --yes").done();
    let again = env.import("second.csv", "--purpose add-update --id phone").done();
    assert_eq!(again.counts(), [3, 1, 2, 0, 0, 0]);
    assert_eq!(env.people().last().unwrap(), "4 Cleo, -, +60123000003, CLEO@example.com, -, -, [blog]");
}
