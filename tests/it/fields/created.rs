//! Fields that an import creates belong to its entry of the history (spec section 5).

use serde_json::{Value, json};

use super::custom;
use crate::support::TestEnv;

const CREATE: &str = "--purpose add --id phone --create-field Stage=Stage:list";

const GOOD: &str = "First Name,Phone Number,Stage\nAnn,+6591230081,Lead\nBob,+6591230082,Customer\n";
const BAD: &str = "First Name,Phone Number,Stage\nAnn,91230081,Laed\nBob,91230082,Cusotmer\n";

fn house(csv: &str) -> TestEnv {
    let house = TestEnv::new();
    house.write("leads.csv", csv);
    house
}

/// The names of the custom fields.
fn fields(house: &TestEnv) -> Vec<String> {
    let list = house.run("fields list --json").done().json();
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
    let house = house(BAD);
    let failed = house.import("leads.csv", CREATE).exits(3);
    assert_eq!((fields(&house), told(&failed.json())), (vec![], vec![]));
    assert_eq!(created(&house.history()[0]), json!([]));
    house.run(&format!("import leads.csv {CREATE}")).exits(3).says("Created fields: none");
    house.write("leads.csv", GOOD);
    let done = house.import("leads.csv", CREATE).done();
    let stage = json!([{"name": "Stage", "type": "list", "options": ["Lead", "Customer"]}]);
    assert_eq!(done.counts(), [2, 2, 0, 0, 0, 0]);
    assert_eq!(told(&done.json()), ["creates the field 'Stage' (list of Lead, Customer)"]);
    assert_eq!(created(&house.history()[0]), stage);
    house.run("history 3").done().says("'Stage' (list of Lead, Customer)");
    // Everyone is skipped now: nothing is written into the new field.
    house.import("leads.csv", "--purpose add --id phone --create-field Stage=Other:text").done();
    assert_eq!(fields(&house), ["Stage"]);
}

#[test]
fn an_import_that_is_refused_creates_no_field() {
    let house = house(GOOD);
    for guard in ["--max-new 0", "--min-rows 3", "--max-new 1 --yes"] {
        house.import("leads.csv", &format!("{CREATE} {guard}")).exits(4);
        assert_eq!(fields(&house), [""; 0], "{guard}");
    }
}

#[test]
fn undoing_an_import_removes_its_fields_and_redoing_restores_them() {
    let house = house(GOOD);
    house.import("leads.csv", CREATE).done();
    let before = (house.contacts(), fields(&house));
    let dry = house.run("undo 1 --dry-run").done();
    dry.says_all(&["Fields that it had created", "'Stage': removed", "Lead"]);
    assert_eq!(fields(&house), ["Stage"]);
    let undone = house.run("undo 1 --yes --json").done().json();
    let message = "'Stage': removed, because nothing else uses it";
    assert_eq!(undone["fields"], json!([{"name": "Stage", "outcome": "removed", "reason": null, "message": message}]));
    assert_eq!(undone["changes"][3]["field"], "Stage");
    assert_eq!((house.contacts().len(), fields(&house)), (0, vec![]));
    let redone = house.run("undo 2 --yes --json").done().json();
    assert_eq!(redone["fields"][0]["outcome"], "restored");
    assert_eq!((house.contacts(), fields(&house)), before);
    house.run("undo 3 --yes").done().says("'Stage': removed");
    house.run("undo 4 --yes").done().says("'Stage': brought back");
    assert_eq!((house.contacts(), fields(&house)), before);
    house.run("doctor").done();
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
        let house = house(GOOD);
        house.import("leads.csv", CREATE).done();
        house.write("more.csv", update);
        for line in lines {
            house.run(line).done();
        }
        let undone = house.run("undo 1 --yes --json").done().json();
        let fate = &undone["fields"][0];
        assert_eq!((&fate["outcome"], &fate["reason"]), (&json!("kept"), &json!(reason)), "{lines:?}");
        let message = fate["message"].as_str().unwrap();
        assert!(message.contains(words) && message.contains("contacts fields remove Stage"), "{message}");
        assert_eq!(fields(&house), ["Stage"]);
    }
}

#[test]
fn a_field_whose_uses_are_undone_first_goes_with_its_import() {
    let house = house(GOOD);
    house.import("leads.csv", CREATE).done();
    house.write("more.csv", "First Name,Phone Number,Stage\nZoe,+6591230089,Lead\nAnn,+6591230081,Customer\n");
    house.import("more.csv", "--purpose add-update --id phone").done();
    house.run("undo 2 --yes").done().never_says("Fields that it had created");
    house.run("undo 1 --yes").done().says("'Stage': removed");
    assert_eq!(fields(&house), [""; 0]);
    house.run("undo 4 --yes").done();
    house.run("undo 3 --yes").done();
    assert_eq!(custom(&house, "Stage"), ["Customer", "Customer", "Lead"]);
}

#[test]
fn a_field_that_was_renamed_goes_and_comes_back_under_its_new_name() {
    let house = house(GOOD);
    house.import("leads.csv", CREATE).done();
    house.run("fields rename Stage Phase").done();
    house.run("undo 1 --yes").done().says("'Phase': removed");
    house.run("undo 2 --yes").done();
    assert_eq!(custom(&house, "Phase"), ["Lead", "Customer"]);
}

#[test]
fn a_name_that_is_taken_meanwhile_is_told_before_anything_comes_back() {
    let house = house(GOOD);
    house.import("leads.csv", CREATE).done();
    house.run("undo 1 --yes").done();
    house.run("fields add STAGE").done();
    house.run("undo 2 --yes").exits(4).says_all(&["'Stage'", "fields rename"]);
    house.run("fields remove STAGE --yes").done();
    house.run("undo 2 --yes").done();
    assert_eq!(custom(&house, "Stage"), ["Lead", "Customer"]);
}

#[test]
fn a_saved_mapping_keeps_the_fields_that_it_names() {
    let house = house(BAD);
    house.import("leads.csv", &format!("{CREATE} --save crm")).exits(3);
    assert_eq!(fields(&house), ["Stage"], "--use crm needs it");
    house.run("mappings delete crm --yes").done();
    house.run("undo 1 --yes").done().says("'Stage': removed");
}

#[test]
fn a_field_created_on_the_way_to_an_import_is_the_imports() {
    for (csv, status, left) in [(GOOD, 0, vec!["Stage".to_owned()]), (BAD, 3, vec![])] {
        let house = house(csv);
        house.run("upload leads.csv --purpose add --id phone").done();
        house.run("map leads.csv --create-field Stage=Stage:list").done();
        house.run("review leads.csv").exits(status);
        house.run("import leads.csv").exits(status);
        assert_eq!(fields(&house), left);
        house.run("undo 1 --yes").done();
        assert_eq!(fields(&house), [""; 0]);
    }
}

#[test]
fn a_field_that_others_filled_meanwhile_is_not_taken_for_the_imports() {
    let house = house(BAD);
    house.run("upload leads.csv --purpose add --id phone").done();
    house.run("map leads.csv --create-field Stage=Stage:text").done();
    house.write("more.csv", GOOD);
    house.import("more.csv", "--purpose add --id phone").done();
    house.run("review leads.csv").exits(3);
    house.run("import leads.csv").exits(3);
    assert_eq!(custom(&house, "Stage"), ["Lead", "Customer"]);
    house.run("undo 2 --yes").done();
    assert_eq!(fields(&house), ["Stage"]);
}
