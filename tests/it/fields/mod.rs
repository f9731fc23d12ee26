//! Custom fields (spec sections 1, 4 and 9): their commands here, their types, names and imports in files of their own.

mod choices;
mod created;
mod imports;
mod names;
mod new_options;
mod phones;
mod rest;
mod types;
mod undo;

use serde_json::{Value, json};

use crate::support::{CTRL_C, CommandOutput, TestEnv, csv_row};

/// All types, each with a field of its own.
const FIELDS: [(&str, &str, &str); 8] = [
    ("Nickname", "text", ""),
    ("Level", "list", " --option Gold --option Silver --option 'Très bien'"),
    ("Member", "checkbox", ""),
    ("Work address", "email", ""),
    ("Shoe size", "number", ""),
    ("Site", "url", ""),
    ("Birthday", "date", ""),
    ("Call at", "time", ""),
];

fn env() -> TestEnv {
    let env = TestEnv::new();
    for (name, kind, options) in FIELDS {
        env.run(&format!("fields add '{name}' --type {kind}{options}")).done();
    }
    env
}

/// Imports the cells of one column, a row each.
fn import_column(env: &TestEnv, header: &str, cells: &[&str], options: &str) -> CommandOutput {
    let mut csv = csv_row(&["First Name", header]);
    for (n, cell) in cells.iter().enumerate() {
        csv += &csv_row(&[&format!("Person {n}"), cell]);
    }
    env.write("leads.csv", csv);
    env.import("leads.csv", &format!("--purpose add-all {options}"))
}

/// The values that the contacts have in a custom field, by Contact ID; `-` is none.
fn custom(env: &TestEnv, field: &str) -> Vec<String> {
    let contacts = env.contacts();
    contacts.iter().map(|contact| contact["custom"][field].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn a_list_needs_options_and_nothing_else_takes_any() {
    let env = TestEnv::new();
    env.run("fields add Level --type list").exits(2).says("--option Gold");
    env.run("fields add Level --type text --option Gold").exits(2).says("--type list");
    env.run("fields add Level --type list --option Gold --option ' gold'").exits(2).says("twice");
    env.run("fields add Level --type list --option ' '").exits(2).says("blank");
    env.run("fields add Level --type colour").exits(2).says("checkbox");
    let added = env.run("fields add Level --type list --option Gold --option Silver --json").done().json();
    assert_eq!(added, json!({ "name": "Level", "type": "list", "options": ["Gold", "Silver"] }));
}

#[test]
fn the_list_tells_types_options_and_how_many_contacts_have_a_value() {
    let env = env();
    import_column(&env, "Level", &["gold", "", "Silver"], "--set 'Tags=vip'").done();
    let list = env.run("fields list --json").done().json();
    let find = |name: &str| {
        list["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap_or(&Value::Null).clone()
    };
    let options = ["Gold", "Silver", "Très bien"];
    let level = json!({ "name": "Level", "type": "list", "standard": false, "contacts": 2, "options": options });
    assert_eq!(find("Level"), level);
    let first_name = json!({ "name": "First Name", "type": "text", "standard": true, "contacts": 3, "options": [] });
    assert_eq!(find("First Name"), first_name);
    assert_eq!((&find("Tags")["contacts"], &find("Email")["contacts"]), (&json!(3), &json!(0)));
    let text = env.run("fields list").done().says_all(&["Shoe size", "number", "Gold, Silver, Très bien", "standard"]);
    assert_eq!(env.run("fields").done().stdout, text.stdout, "alone it lists");
    assert_eq!(env.run("fields --json").done().json(), list);
}

#[test]
fn options_of_a_list_are_added_and_removed() {
    let env = env();
    import_column(&env, "Level", &["gold"], "").done();
    let added = env.run("fields option add level Platinum Bronze --json").done().json();
    let options = json!(["Gold", "Silver", "Très bien", "Platinum", "Bronze"]);
    assert_eq!(added, json!({ "name": "Level", "type": "list", "options": options }));
    import_column(&env, "Level", &["PLATINUM"], "").done();
    env.run("fields option remove Level SILVER bronze").done().says("Gold, Très bien, Platinum");
    import_column(&env, "Level", &["Silver"], "").exits(3);
    env.run("fields option add Level Copper GOLD").exits(4).says("'GOLD'");
    env.run("fields option remove Level 'très bien' gold").exits(4).says("1 contact has");
    env.run("fields option remove Level Silver").exits(1).says("no option");
    env.run("fields option add 'Shoe size' 42").exits(4).says("number");
    env.run("fields option add Country MY").exits(4).says("standard");
    env.run("fields list").done().says("Gold, Très bien, Platinum");
    assert_eq!(custom(&env, "Level"), ["Gold", "Platinum"]);
}

#[test]
fn a_renamed_field_keeps_its_values_and_its_saved_mappings() {
    let env = env();
    env.write("leads.csv", "First Name,Size\nAnn,42\n");
    env.import("leads.csv", "--purpose add-all --map 'Size=Shoe size' --save sizes").done();
    env.run("fields rename 'shoe SIZE' 'Shoe Size (EU)'").done().says_all(&["Shoe size", "Shoe Size (EU)", "sizes"]);
    assert_eq!(custom(&env, "Shoe Size (EU)"), ["42"]);
    env.run("import leads.csv --use sizes").done();
    assert_eq!(custom(&env, "Shoe Size (EU)"), ["42", "42"]);
    env.run("fields rename 'Shoe Size (EU)' 'SHOE SIZE (EU)'").done();
    env.run("fields rename 'Shoe Size (EU)' nickname").exits(4).says("Nickname");
    env.run("fields rename Email Mail").exits(4).says("standard");
    env.run("fields rename Hat Cap").exits(1).says("contacts fields");
}

#[test]
fn a_removed_field_leaves_its_values_in_a_file_that_brings_them_back() {
    let mut env = env();
    env.set_umask("000");
    import_column(&env, "Shoe size", &["42", "", "38"], "--save sizes").done();
    let before = env.workspace_bytes();
    env.run("fields remove 'Shoe size'").exits(4).says("--yes");
    assert!(before == env.workspace_bytes());
    let removed = env.run("fields remove 'shoe size' --yes").done();
    removed.says_all(&["Shoe size.values.csv", "2 contacts", "sizes"]);
    assert_eq!(env.read("Shoe size.values.csv"), "Contact ID,Shoe size\n1,42\n3,38\n");
    assert_eq!(env.mode("Shoe size.values.csv"), 0o600);
    assert_eq!(custom(&env, "Shoe size"), ["-", "-", "-"]);
    env.run("import leads.csv --use sizes").exits(2).says("Shoe size");

    env.run("fields add 'Shoe size' --type number").done();
    env.import("'Shoe size.values.csv'", "--purpose update --id contact-id").done();
    assert_eq!(custom(&env, "Shoe size"), ["42", "-", "38"]);
    env.run("fields remove 'Shoe size' --yes").exits(4).says_all(&["exists", "in another folder"]);
    let mut terminal = env.terminal("fields remove 'Shoe size'");
    terminal.wait_for("exists");
    assert_eq!(terminal.finish().status, 4, "it is told before the question");
    assert_eq!(custom(&env, "Shoe size"), ["42", "-", "38"], "nothing is overwritten, so nothing is removed");
    let empty = env.run("fields remove Level --yes --json").done().json();
    assert_eq!(empty, json!({ "removed": "Level", "contacts": 0, "values_file": null, "entry": 4 }));
    env.run("fields remove 'First Name' --yes").exits(4).says("standard");
    env.run("fields remove Hat --yes").exits(1).says("Hat");
}

#[test]
fn removing_asks_in_a_terminal() {
    let env = env();
    import_column(&env, "Shoe size", &["42", "38"], "").done();
    let mut terminal = env.terminal("fields remove 'Shoe size'");
    terminal.wait_for("the values that 2 contacts have");
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    assert_eq!(custom(&env, "Shoe size"), ["42", "38"]);
    assert!(!env.has("Shoe size.values.csv"));
}
