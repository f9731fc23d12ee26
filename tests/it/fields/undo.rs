//! Fields that were created or removed, and came back.

use serde_json::{Value, json};

use super::custom;
use crate::support::TestEnv;

/// Two contacts with sizes and levels; entry 1 of the history.
fn house() -> TestEnv {
    let house = TestEnv::new();
    house.run("fields add Level --type list --option Silver --option Gold").done();
    house.write("leads.csv", "First Name,Size,Level\nAnn,42,Gold\nBob,38,\n");
    house.import("leads.csv", "--purpose add-all --create-field Size=:number --save sizes").done();
    house
}

fn fields(house: &TestEnv) -> Value {
    house.run("fields list --json").done().json()
}

#[test]
fn an_import_that_created_a_field_is_taken_back_and_brought_back() {
    let house = house();
    house.run("undo 1 --yes").done();
    assert!(house.contacts().is_empty());
    house.run("undo 2 --yes").done();
    assert_eq!(custom(&house, "Size"), ["42", "38"]);
}

#[test]
fn a_removed_field_comes_back_with_its_values_its_options_and_its_mappings() {
    let house = house();
    let before = (house.contacts(), fields(&house));
    house.run("fields remove Level --yes").done().says("undo 2");
    house.run("fields remove Size --yes").done();
    house.run("history").done().says("removed the field 'Size'");
    house.run("undo 2 --dry-run").done().says_all(&["Level", "Gold", "nothing was written"]);
    house.run("undo 2 --yes").done();
    house.run("undo 3 --yes").done().says_all(&["Put back", "2"]);
    assert_eq!((house.contacts(), fields(&house)), before);
    house.run("import leads.csv --use sizes --no-import-tag").done();
    assert_eq!(custom(&house, "Level"), ["Gold", "-", "Gold", "-"]);
}

#[test]
fn what_came_before_a_removal_is_taken_back_through_it() {
    let house = house();
    house.run("edit 1 Size=43").done();
    house.run("fields remove Size --yes").done();
    house.run("undo 2 --yes").done();
    house.run("undo 3 --yes").done();
    assert_eq!(custom(&house, "Size"), ["42", "38"]);
    house.run("undo 4 --yes").done();
    assert_eq!(custom(&house, "Size"), ["43", "38"]);
}

#[test]
fn contacts_that_were_away_meanwhile_get_their_values_back() {
    let house = house();
    let before = house.contacts();
    house.run("undo 1 --yes").done();
    house.run("fields remove Size --yes").done();
    house.run("undo 2 --yes").done();
    assert_eq!(house.contacts()[0]["custom"], json!({ "Level": "Gold" }), "the field is not there");
    let values = "SELECT count(*) FROM contact_values";
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    assert_eq!(database.query_row(values, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    house.run("undo 3 --yes").done();
    assert_eq!(house.contacts(), before);
}

#[test]
fn a_field_does_not_come_back_under_a_name_that_is_taken() {
    let house = house();
    let before = house.contacts();
    house.run("fields remove Size --yes").done();
    house.run("fields add SIZE").done();
    house.run("undo 2 --yes").exits(4).says_all(&["'Size'", "another field", "fields rename"]);
    house.run("undo 2 --dry-run").exits(4);
    house.run("fields rename SIZE 'Other size'").done();
    house.run("undo 2 --yes").done();
    assert_eq!(house.contacts(), before);
}

#[test]
fn a_field_that_is_back_stays_until_it_is_removed_again() {
    let house = house();
    house.run("fields remove Size --yes").done();
    std::fs::remove_file(house.path("Size.values.csv")).unwrap();
    house.run("undo 2 --yes").done();
    house.run("edit 1 Size=44").done();
    house.run("undo 3 --yes").exits(4).says("fields remove");
    house.run("fields remove Size --yes").done();
    house.run("undo 3 --yes").exits(4).says("fields remove");
    house.run("undo 5 --yes").done();
    assert_eq!(custom(&house, "Size"), ["44", "38"]);
    house.run("undo 2 --yes").exits(4).says("already");
}
