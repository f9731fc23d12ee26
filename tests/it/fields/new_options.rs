//! Options that `--add-options` adds to lists and choices: told, part of the import, and taken away with it (spec sections
//! 4 and 5).

use serde_json::{Value, json};

use super::custom;
use crate::support::TestEnv;

const CSV: &str = "First Name,Phone Number,Level,Kinds\n\
    Ann,+60123000001,gold,a\n\
    Bob,+60123000002,Silver,\"A, new\"\n\
    Cid,+60123000003,SILVER,new;other\n\
    Dan,0,Bronze,wrong\n\
    Eve,+60123000005,N/A,\"A,-\"\n\
    Fay,+60123000006,#N/A,A;#REF!\n";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add Level --type list --option Gold").done();
    env.run("fields add Kinds --type choices --option A").done();
    env.write("leads.csv", CSV);
    env
}

fn options(env: &TestEnv, field: &str) -> Value {
    let list = env.run("fields list --json").done().json();
    let all = list["fields"].as_array().unwrap().iter();
    all.into_iter().find(|known| known["name"] == field).unwrap()["options"].clone()
}

fn told(document: &Value, code: &str) -> Vec<Value> {
    let notes = document["notes"].as_array().unwrap().iter().filter(|note| note["code"] == code);
    notes.map(|note| json!([note["field"], note["column"], note["count"], note["message"], note["option"]])).collect()
}

#[test]
fn new_options_of_written_rows_are_added_and_told() {
    let env = env();
    let line = "--purpose add --id phone --add-options";
    let notes = [
        json!(["Level", "Level", 1, "adds 1 option to 'Level': 'Silver'", null]),
        json!(["Kinds", "Kinds", 2, "adds 2 options to 'Kinds': 'new', 'other'", null]),
    ];
    let dry = env.import("leads.csv", &format!("{line} --dry-run")).exits(3);
    assert_eq!(told(&dry.json(), "options-added"), notes);
    assert_eq!((options(&env, "Level"), options(&env, "Kinds")), (json!(["Gold"]), json!(["A"])), "nothing is written");
    let done = env.import("leads.csv", line).exits(3);
    assert_eq!(told(&done.json(), "options-added"), notes);
    assert_eq!(told(&done.json(), "options-unknown"), Vec::<Value>::new());
    assert_eq!(options(&env, "Level"), json!(["Gold", "Silver"]), "not those of rows in error");
    assert_eq!(options(&env, "Kinds"), json!(["A", "new", "other"]));
    assert_eq!(custom(&env, "Level"), ["Gold", "Silver", "Silver"]);
    assert_eq!(custom(&env, "Kinds"), ["A", "A; new", "new; other"]);
    let message = |line: u64, at: usize| done.issues_at(line)[at]["message"].as_str().unwrap().to_owned();
    assert!(message(6, 0).contains("it takes 'Gold'; to count such cells as blank: --blank=N/A"), "{}", message(6, 0));
    assert!(message(6, 1).contains("'-' is not an option of the field: it takes 'A';"), "{}", message(6, 1));
    assert!(done.issues_at(7).iter().all(|issue| issue["code"] == "spreadsheet-error"));
    let entry = &env.history()[0];
    assert_eq!((&entry["options"]["add_options"], told(entry, "options-added")), (&json!(true), notes.to_vec()));
    env.run("history 1").done().says("adds 1 option to 'Level': 'Silver'");
    env.run("doctor").done();
    let again = env.import("leads.csv", "--purpose add-update --id phone --add-options").exits(3);
    assert_eq!((again.counts(), told(&again.json(), "options-added")), ([6, 0, 3, 3, 0, 3], vec![]));
}

#[test]
fn the_terminal_tells_them_and_offers_the_option_where_several_are_missing() {
    let env = env();
    let line = "import leads.csv --purpose add --id phone --dry-run";
    env.run(&format!("{line} --add-options"))
        .exits(3)
        .says_all(&["New options of 'Level': 1 (Silver)", "New options of 'Kinds': 2 (new; other)"]);
    let offer = "4 cells of 'Level' hold values that are no options of 'Level': --add-options adds them";
    env.run(line).exits(3).says_all(&[offer, "--add-options, or fields option add Level Silver"]);
    let document = env.import("leads.csv", "--purpose add --id phone --dry-run").exits(3).json();
    assert_eq!(told(&document, "options-unknown")[1], json!(["Level", "Level", 4, offer, "--add-options"]));
    env.write("one.csv", "First Name,Level\nAnn,Silver\nBob,N/A\nCid,-\n");
    let one = env.import("one.csv", "--purpose add-all").exits(3).json();
    assert_eq!(told(&one, "options-unknown"), Vec::<Value>::new(), "one alone may be a typing error");
}

#[test]
fn an_import_that_writes_no_row_or_is_refused_adds_none() {
    let env = env();
    env.import("leads.csv", "--purpose add --id phone --add-options --max-errors 0").exits(4);
    env.write("bad.csv", "First Name,Phone Number,Level\nAnn,0,Silver\n");
    let bad = env.import("bad.csv", "--purpose add --id phone --add-options").exits(3);
    assert_eq!((options(&env, "Level"), told(&bad.json(), "options-added")), (json!(["Gold"]), vec![]));
    let many: String = (0..1_001).map(|n| format!("Person,v{n}\n")).collect();
    env.write("many.csv", format!("First Name,Level\n{many}"));
    let refused = env.import("many.csv", "--purpose add-all --add-options").exits(4);
    refused.says_all(&["1,000", "'Level'", "--create-field"]);
    assert_eq!((options(&env, "Level"), env.contacts().len()), (json!(["Gold"]), 0));
    env.write("many.csv", format!("First Name,Level\n{}", many.replace("Person,v1000\n", "")));
    env.import("many.csv", "--purpose add-all --add-options").done();
    assert_eq!(options(&env, "Level").as_array().unwrap().len(), 1_001);
}

#[test]
fn undo_takes_away_what_no_contact_has_and_a_redo_brings_it_back() {
    let env = env();
    env.import("leads.csv", "--purpose add --id phone --add-options").exits(3);
    env.write("more.csv", "First Name,Phone Number,Kinds\nGil,+60123000007,other\n");
    env.import("more.csv", "--purpose add --id phone").done();
    let before = env.contacts();
    let dry = env.run("undo 1 --dry-run --json").done().json();
    let fate = |document: &Value| -> Vec<Value> {
        let all = document["options"].as_array().unwrap().iter();
        all.map(|fate| json!([fate["field"], fate["option"], fate["outcome"], fate["reason"]])).collect()
    };
    let expected = [
        json!(["Level", "Silver", "removed", null]),
        json!(["Kinds", "new", "removed", null]),
        json!(["Kinds", "other", "kept", "contacts"]),
    ];
    assert_eq!((fate(&dry), options(&env, "Level")), (expected.to_vec(), json!(["Gold", "Silver"])));
    let undone = env.run("undo 1 --yes").done();
    undone.says_all(&["'Silver' of 'Level': removed", "'other' of 'Kinds': kept, because 1 contact has it"]);
    assert_eq!((options(&env, "Level"), options(&env, "Kinds")), (json!(["Gold"]), json!(["A", "other"])));
    env.run("undo 3 --yes").done().says("'new' of 'Kinds': brought back");
    assert_eq!(options(&env, "Kinds"), json!(["A", "other", "new"]));
    assert_eq!((options(&env, "Level"), env.contacts()), (json!(["Gold", "Silver"]), before));
    env.run("doctor").done();
}

#[test]
fn sessions_and_saved_mappings_keep_the_choice() {
    let env = env();
    env.run("upload leads.csv --purpose add --id phone --add-options").done();
    env.run("map leads.csv --save crm").done();
    env.run("review leads.csv").exits(3).says("New options of 'Level': 1 (Silver)");
    assert_eq!(options(&env, "Level"), json!(["Gold"]));
    env.run("import leads.csv").exits(3);
    assert_eq!(options(&env, "Level"), json!(["Gold", "Silver"]));
    env.run("mappings show crm").done().says("Add options");
    env.run("mappings export crm -").done().says("add-options = true");
    env.write("leads.csv", "First Name,Phone Number,Level,Kinds\nGil,+60123000008,Tin,A\n");
    env.run("import leads.csv --use crm").done();
    assert_eq!(options(&env, "Level"), json!(["Gold", "Silver", "Tin"]));
}

#[test]
fn a_constant_may_be_a_new_option() {
    let env = env();
    env.run("import leads.csv --purpose add --id phone --only-mapped --set Level=Tin")
        .exits(2)
        .says("option add Level Tin");
    env.import("leads.csv", "--purpose add --id phone --skip Level --skip Kinds --set Level=Tin --add-options")
        .exits(3);
    assert_eq!(options(&env, "Level"), json!(["Gold", "Tin"]));
    env.import("leads.csv", "--purpose add-all --skip Level --skip Kinds --set Level=tin --save tin").exits(3);
    env.run("undo 2 --yes").done();
    env.run("undo 1 --yes").done().says("'Tin' of 'Level': kept, because saved mappings set it: 'tin'");
    assert_eq!(options(&env, "Level"), json!(["Gold", "Tin"]));
}

/// The options of a field that changed between the review and the import are those of the moment.
#[test]
fn what_was_added_meanwhile_is_not_added_again() {
    let env = env();
    env.run("upload leads.csv --purpose add --id phone --add-options").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3);
    env.run("fields option add Level silver").done();
    env.run("import leads.csv --yes").exits(3);
    assert_eq!(options(&env, "Level"), json!(["Gold", "silver"]));
    assert_eq!(custom(&env, "Level"), ["Gold", "silver", "silver"]);
}
