//! Fields that were created or removed, and came back.

use serde_json::{Value, json};

use super::custom;
use crate::support::TestEnv;

/// Two contacts with sizes and levels; entry 1 of the history.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add Level --type list --option Silver --option Gold").done();
    env.write("leads.csv", "First Name,Size,Level\nAnn,42,Gold\nBob,38,\n");
    env.import("leads.csv", "--purpose add-all --create-field Size=:number --save sizes").done();
    env
}

fn fields(env: &TestEnv) -> Value {
    env.run("fields list --json").done().json()
}

#[test]
fn an_import_that_created_a_field_is_taken_back_and_brought_back() {
    let env = env();
    env.run("undo 1 --yes").done();
    assert!(env.contacts().is_empty());
    env.run("undo 2 --yes").done();
    assert_eq!(custom(&env, "Size"), ["42", "38"]);
}

#[test]
fn a_removed_field_comes_back_with_its_values_its_options_and_its_mappings() {
    let env = env();
    let before = (env.contacts(), fields(&env));
    env.run("fields remove Level --yes").done().says("undo 2");
    env.run("fields remove Size --yes").done();
    env.run("history").done().says("removed the field 'Size'");
    env.run("undo 2 --dry-run").done().says_all(&["Level", "Gold", "nothing was written"]);
    env.run("undo 2 --yes").done();
    env.run("undo 3 --yes").done().says("Restored      2");
    assert_eq!((env.contacts(), fields(&env)), before);
    env.run("import leads.csv --use sizes --no-import-tag").done();
    assert_eq!(custom(&env, "Level"), ["Gold", "-", "Gold", "-"]);
}

#[test]
fn what_came_before_a_removal_is_taken_back_through_it() {
    let env = env();
    env.run("edit 1 Size=43").done();
    env.run("fields remove Size --yes").done();
    env.run("undo 2 --yes").done();
    env.run("undo 3 --yes").done();
    assert_eq!(custom(&env, "Size"), ["42", "38"]);
    env.run("undo 4 --yes").done();
    assert_eq!(custom(&env, "Size"), ["43", "38"]);
}

#[test]
fn contacts_that_were_away_meanwhile_get_their_values_back() {
    let env = env();
    let before = env.contacts();
    env.run("undo 1 --yes").done();
    env.run("fields remove Size --yes").done();
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts()[0]["custom"], json!({ "Level": "Gold" }), "the field is not there");
    let values = "SELECT count(*) FROM contact_values";
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    assert_eq!(database.query_row(values, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    env.run("undo 3 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn a_field_does_not_come_back_under_a_name_that_is_taken() {
    let env = env();
    let before = env.contacts();
    env.run("fields remove Size --yes").done();
    env.run("fields add SIZE").done();
    env.run("undo 2 --yes").exits(4).says_all(&["'Size'", "another field", "fields rename"]);
    env.run("undo 2 --dry-run").exits(4);
    env.run("fields rename SIZE 'Other size'").done();
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn a_field_that_is_back_stays_until_it_is_removed_again() {
    let env = env();
    env.run("fields remove Size --yes").done();
    std::fs::remove_file(env.path("Size.values.csv")).unwrap();
    env.run("undo 2 --yes").done();
    env.run("edit 1 Size=44").done();
    env.run("undo 3 --yes").exits(4).says("fields remove");
    env.run("fields remove Size --yes").done();
    env.run("undo 3 --yes").exits(4).says("fields remove");
    env.run("undo 5 --yes").done();
    assert_eq!(custom(&env, "Size"), ["44", "38"]);
    env.run("undo 2 --yes").exits(4).says("already");
}
