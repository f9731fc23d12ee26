//! Fields that an import creates belong to its entry of the history (spec section 5).

use serde_json::{Value, json};

use super::custom;
use crate::support::TestEnv;

const CREATE: &str = "--purpose add --id phone --create-field Stage=Stage:list";

const GOOD: &str = "First Name,Phone Number,Stage\nAnn,+6591230081,Lead\nBob,+6591230082,Customer\n";
const BAD: &str = "First Name,Phone Number,Stage\nAnn,91230081,Laed\nBob,91230082,Cusotmer\n";

fn env(csv: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", csv);
    env
}

/// The names of the custom fields.
fn fields(env: &TestEnv) -> Vec<String> {
    let list = env.run("fields list --json").done().json();
    let all = list["fields"].as_array().unwrap().iter();
    all.skip(7).map(|field| field["name"].as_str().unwrap().to_owned()).collect()
}

/// The fields that an entry of the history has created.
fn created(entry: &Value) -> Value {
    entry["created_fields"].clone()
}

/// What the notes of an import say of the fields that it creates.
fn told(document: &Value) -> Vec<String> {
    let notes = document["notes"].as_array().unwrap().iter().filter(|note| note["code"] == "fields-created");
    notes.map(|note| note["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_import_that_writes_no_row_creates_none_and_the_next_one_works() {
    let env = env(BAD);
    let failed = env.import("leads.csv", CREATE).exits(3);
    assert_eq!((fields(&env), told(&failed.json())), (vec![], vec![]));
    assert_eq!(created(&env.history()[0]), json!([]));
    env.run(&format!("import leads.csv {CREATE}")).exits(3).says("Created fields: none");
    env.write("leads.csv", GOOD);
    let done = env.import("leads.csv", CREATE).done();
    let stage = json!([{"name": "Stage", "type": "list", "options": ["Lead", "Customer"]}]);
    assert_eq!(done.counts(), [2, 2, 0, 0, 0, 0]);
    assert_eq!(told(&done.json()), ["creates the field 'Stage' (list of Lead, Customer)"]);
    assert_eq!(created(&env.history()[0]), stage);
    env.run("history 3").done().says("'Stage' (list of Lead, Customer)");
    // Everyone is skipped now: nothing is written into the new field.
    env.import("leads.csv", "--purpose add --id phone --create-field Stage=Other:text").done();
    assert_eq!(fields(&env), ["Stage"]);
}

#[test]
fn an_import_that_is_refused_creates_no_field() {
    let env = env(GOOD);
    for guard in ["--max-new 0", "--min-rows 3", "--max-new 1 --yes"] {
        env.import("leads.csv", &format!("{CREATE} {guard}")).exits(4);
        assert_eq!(fields(&env), [""; 0], "{guard}");
    }
}

#[test]
fn undoing_an_import_removes_its_fields_and_redoing_restores_them() {
    let env = env(GOOD);
    env.import("leads.csv", CREATE).done();
    let before = (env.contacts(), fields(&env));
    let dry = env.run("undo 1 --dry-run").done();
    dry.says_all(&["Fields that it had created", "'Stage': removed", "Lead"]);
    assert_eq!(fields(&env), ["Stage"]);
    let undone = env.run("undo 1 --yes --json").done().json();
    let message = "'Stage': removed, because nothing else uses it";
    assert_eq!(undone["fields"], json!([{"name": "Stage", "outcome": "removed", "reason": null, "message": message}]));
    assert_eq!(undone["changes"][3]["field"], "Stage");
    assert_eq!((env.contacts().len(), fields(&env)), (0, vec![]));
    let redone = env.run("undo 2 --yes --json").done().json();
    assert_eq!(redone["fields"][0]["outcome"], "restored");
    assert_eq!((env.contacts(), fields(&env)), before);
    env.run("undo 3 --yes").done().says("'Stage': removed");
    env.run("undo 4 --yes").done().says("'Stage': brought back");
    assert_eq!((env.contacts(), fields(&env)), before);
    env.run("doctor").done();
}

#[test]
fn what_else_uses_a_field_keeps_it_and_is_told() {
    let update = "First Name,Phone Number,Stage\nZoe,+6591230089,Lead\n";
    let uses: [(&[&str], &str, &str); 3] = [
        (&["import more.csv --purpose add --id phone"], "values", "1 contact has a value in it"),
        (&["import more.csv --purpose add --id phone", "delete 3 --yes"], "entry", "entry 3 changed it later"),
        (&["upload more.csv --purpose add --id phone", "map more.csv --save kept"], "saved-mapping", "'kept'"),
    ];
    for (lines, reason, words) in uses {
        let env = env(GOOD);
        env.import("leads.csv", CREATE).done();
        env.write("more.csv", update);
        for line in lines {
            env.run(line).done();
        }
        let undone = env.run("undo 1 --yes --json").done().json();
        let fate = &undone["fields"][0];
        assert_eq!((&fate["outcome"], &fate["reason"]), (&json!("kept"), &json!(reason)), "{lines:?}");
        let message = fate["message"].as_str().unwrap();
        assert!(message.contains(words) && message.contains("contacts fields remove Stage"), "{message}");
        assert_eq!(fields(&env), ["Stage"]);
    }
}

#[test]
fn the_command_that_removes_a_kept_field_names_the_workspace() {
    let env = env(GOOD);
    env.import("leads.csv", CREATE).done();
    env.write("more.csv", "First Name,Phone Number,Stage\nZoe,+6591230089,Lead\n");
    env.run("import more.csv --purpose add --id phone").done();
    let workspace = env.workspace().display().to_string();
    let undone = env.run(&format!("-w {workspace} undo 1 --yes --json")).done().json();
    let message = undone["fields"][0]["message"].as_str().unwrap();
    assert!(message.ends_with(&format!("contacts --workspace {workspace} fields remove Stage")), "{message}");
}

#[test]
fn a_field_whose_uses_are_undone_first_goes_with_its_import() {
    let env = env(GOOD);
    env.import("leads.csv", CREATE).done();
    env.write("more.csv", "First Name,Phone Number,Stage\nZoe,+6591230089,Lead\nAnn,+6591230081,Customer\n");
    env.import("more.csv", "--purpose add-update --id phone").done();
    env.run("undo 2 --yes").done().never_says("Fields that it had created");
    env.run("undo 1 --yes").done().says("'Stage': removed");
    assert_eq!(fields(&env), [""; 0]);
    env.run("undo 4 --yes").done();
    env.run("undo 3 --yes").done();
    assert_eq!(custom(&env, "Stage"), ["Customer", "Customer", "Lead"]);
}

#[test]
fn a_field_that_was_renamed_goes_and_comes_back_under_its_new_name() {
    let env = env(GOOD);
    env.import("leads.csv", CREATE).done();
    env.run("fields rename Stage Phase").done();
    env.run("undo 1 --yes").done().says("'Phase': removed");
    env.run("undo 2 --yes").done();
    assert_eq!(custom(&env, "Phase"), ["Lead", "Customer"]);
}

#[test]
fn a_name_that_is_taken_meanwhile_is_told_before_anything_comes_back() {
    let env = env(GOOD);
    env.import("leads.csv", CREATE).done();
    env.run("undo 1 --yes").done();
    env.run("fields add STAGE").done();
    env.run("undo 2 --yes").exits(4).says_all(&["'Stage'", "fields rename"]);
    env.run("fields remove STAGE --yes").done();
    env.run("undo 2 --yes").done();
    assert_eq!(custom(&env, "Stage"), ["Lead", "Customer"]);
}

#[test]
fn a_saved_mapping_keeps_the_fields_that_it_names() {
    let env = env(BAD);
    env.import("leads.csv", &format!("{CREATE} --save crm")).exits(3);
    assert_eq!(fields(&env), ["Stage"], "--use crm needs it");
    env.run("mappings delete crm --yes").done();
    env.run("undo 1 --yes").done().says("'Stage': removed");
}

#[test]
fn a_field_created_on_the_way_to_an_import_is_the_imports() {
    for (csv, status, left) in [(GOOD, 0, vec!["Stage".to_owned()]), (BAD, 3, vec![])] {
        let env = env(csv);
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv --create-field Stage=Stage:list").done();
        env.run("review leads.csv").exits(status);
        env.run("import leads.csv").exits(status);
        assert_eq!(fields(&env), left);
        env.run("undo 1 --yes").done();
        assert_eq!(fields(&env), [""; 0]);
    }
}

#[test]
fn a_field_of_a_session_that_begins_anew_is_the_imports() {
    for (csv, status, left) in [(GOOD, 0, vec!["Stage".to_owned()]), (BAD, 3, vec![])] {
        let env = env(csv);
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv --create-field Stage=Stage:list").done();
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv").done();
        env.run("review leads.csv").exits(status);
        env.run("import leads.csv").exits(status);
        assert_eq!(fields(&env), left);
        env.run("undo 1 --yes").done();
        assert_eq!(fields(&env), [""; 0]);
    }
}

#[test]
fn a_field_of_a_session_that_becomes_no_import_is_removed_and_told() {
    let prepared = || {
        let env = env(GOOD);
        env.run("upload leads.csv --purpose add --id phone").done();
        env.run("map leads.csv --create-field Stage=Stage:list").done();
        env
    };
    let env = prepared();
    env.run("cancel leads.csv").done().says("Removed the field created for it: 'Stage'");
    assert_eq!(fields(&env), [""; 0]);

    let env = prepared();
    let replaced = env.import("leads.csv", "--purpose add --id phone --skip Stage").done();
    replaced.says("Removed the field created for it: 'Stage'");
    assert_eq!(fields(&env), [""; 0]);

    let env = prepared();
    env.run("add 'First Name=Zoe' Stage=Lead --yes").done();
    assert_eq!(env.run("cancel leads.csv --json").done().json()["removed_fields"], serde_json::json!([]));
    assert_eq!(fields(&env), ["Stage"]);
}

#[test]
fn the_same_in_one_run_creates_the_fields_and_has_them_as_its_own() {
    let env = env(GOOD);
    env.run("upload leads.csv --purpose add --id phone").done();
    let mapped = env.run("map leads.csv --create-field Stage=:list --json").done().json();
    let command = "contacts import leads.csv --purpose add --id phone --create-field Stage=:list";
    assert_eq!(mapped["command"], command);
    let again = env.run("map leads.csv --json").done().json();
    assert_eq!(again["command"], command, "the field is the session's");

    let one_run = &command["contacts ".len()..];
    env.run(one_run).done().says("replaced by this one").never_says("Removed");
    assert_eq!(custom(&env, "Stage"), ["Lead", "Customer"]);
    env.run("undo 1 --yes").done().says("'Stage': removed");
    assert_eq!(fields(&env), [""; 0]);
    env.run(one_run).done();
    assert_eq!(custom(&env, "Stage"), ["Lead", "Customer"]);
}

#[test]
fn a_session_that_cannot_be_written_leaves_no_field_behind() {
    let env = env(GOOD);
    env.import("leads.csv", &format!("{CREATE} --save crm")).done();
    env.run("mappings export crm crm.toml").done();
    env.run("init other.db").done();
    // Long enough that the manifest has no name.
    let long = format!("{}.csv", "x".repeat(245));
    env.write(&long, GOOD);
    env.run(&format!("-w other.db upload {long} --use ./crm.toml")).exits(4).says("too long");
    assert_eq!(env.run("-w other.db fields list --json").done().json()["fields"].as_array().map(Vec::len), Some(7));
}

#[test]
fn a_field_that_others_filled_meanwhile_is_not_taken_for_the_imports() {
    let env = env(BAD);
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("map leads.csv --create-field Stage=Stage:text").done();
    env.write("more.csv", GOOD);
    env.import("more.csv", "--purpose add --id phone").done();
    env.run("review leads.csv").exits(3);
    env.run("import leads.csv").exits(3);
    assert_eq!(custom(&env, "Stage"), ["Lead", "Customer"]);
    env.run("undo 2 --yes").done();
    assert_eq!(fields(&env), ["Stage"]);
}
