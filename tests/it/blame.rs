//! `blame`: who set what.

use serde_json::{Value, json};

use crate::support::TestEnv;

/// Ann is added on line 3 by import 1, and gets another name and address from line 2 of import 2.
fn env() -> TestEnv {
    let mut env = TestEnv::new();
    env.write(
        "first.csv",
        "First Name,Phone Number,Email,Tags\nZoe,+60123000009,,\nAnn,+60123000001,a@example.com,vip\n",
    );
    env.import("first.csv", "--purpose add-all").done();
    env.set_clock("2026-11-23T09:00:00Z");
    env.write("second.csv", "First Name,Phone Number,Email,Tags\nAnna,+60123000001,b@example.com,blog\n");
    env.import("second.csv", "--purpose update --id phone").done();
    env
}

fn blame(env: &TestEnv, id: i64) -> Value {
    env.run(&format!("blame {id} --json")).done().json()
}

fn field(blame: &Value, name: &str) -> Value {
    let fields = blame["fields"].as_array().unwrap();
    fields.iter().find(|field| field["field"] == name).cloned().unwrap_or(Value::Null)
}

/// `2:2` for line 2 of entry 2.
fn set_by(what: &Value) -> String {
    format!("{}:{}", what["set_by"]["id"], what["set_by"]["line"])
}

#[test]
fn each_field_names_the_entry_the_line_and_the_value_before() {
    let env = env();
    let told = blame(&env, 2);
    let name = field(&told, "First Name");
    assert_eq!((&name["value"], &name["before"]), (&json!("Anna"), &json!("Ann")));
    let source = env.path("second.csv").display().to_string();
    let origin = json!({"id": 2, "kind": "import", "at": "2026-11-23T09:00:00Z", "source": source, "line": 2});
    assert_eq!(name["set_by"], origin);
    let phone = field(&told, "Phone Number");
    assert_eq!((set_by(&phone).as_str(), &phone["before"]), ("1:3", &Value::Null));
    assert_eq!(field(&told, "Country"), Value::Null, "it never had one");
    env.run("blame 2").done().says_all(&[
        "import 2, line 2 of second.csv",
        "import 1, line 3 of first.csv",
        "09:00  Ann\n",
    ]);
}

#[test]
fn tags_say_who_gave_and_who_took_them() {
    let told = blame(&env(), 2);
    let tags: Vec<_> = told["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| json!([tag["tag"], tag["has"], tag["set_by"]["id"]]))
        .collect();
    assert_eq!(tags, [json!(["blog", true, 2]), json!(["vip", false, 2])]);
}

#[test]
fn after_an_undo_the_entry_that_holds_is_named() {
    let env = env();
    env.run("undo 2 --yes").done();
    let told = blame(&env, 2);
    let name = field(&told, "First Name");
    assert_eq!((set_by(&name).as_str(), &name["value"], &name["before"]), ("1:3", &json!("Ann"), &Value::Null));
    assert_eq!(told["tags"], json!([{"tag": "vip", "has": true, "set_by": told["added_by"]}]));
    env.run("undo 3 --yes").done();
    assert_eq!(set_by(&field(&blame(&env, 2), "First Name")), "2:2");
}

#[test]
fn the_value_before_is_the_one_that_taking_back_puts_back() {
    let env = env();
    env.write("third.csv", "First Name,Phone Number\nAnya,+60123000001\n");
    env.import("third.csv", "--purpose update --id phone").done();
    env.run("undo 2 --yes").done();
    let name = field(&blame(&env, 2), "First Name");
    assert_eq!((set_by(&name).as_str(), &name["before"]), ("3:2", &json!("Ann")));
    env.run("undo 3 --yes").done();
    assert_eq!(field(&blame(&env, 2), "First Name")["value"], "Ann");
}

#[test]
fn a_contact_that_is_gone_names_what_removed_it() {
    let env = env();
    env.run("undo 1 --yes").done();
    let told = blame(&env, 1);
    assert_eq!((&told["removed_by"]["id"], &told["removed_by"]["kind"]), (&json!(3), &json!("undo")));
    assert_eq!((&told["added_by"]["id"], &told["fields"]), (&json!(1), &json!([])));
    env.run("blame 1").done().says_all(&["gone", "undo 3", "import 1, line 2 of first.csv", "contacts undo 3"]);
    assert_eq!(blame(&env, 2)["removed_by"], Value::Null, "import 2 keeps it");
}

#[test]
fn an_emptied_field_says_who_emptied_it() {
    let env = env();
    env.write("third.csv", "Phone Number,Email\n+60123000001,NULL\n");
    env.import("third.csv", "--purpose update --id phone --clear-marker NULL").done();
    let email = field(&blame(&env, 2), "Email");
    assert_eq!(
        (set_by(&email).as_str(), &email["value"], &email["before"]),
        ("3:2", &Value::Null, &json!("b@example.com"))
    );
}

#[test]
fn a_contact_that_never_was_is_an_error() {
    env().run("blame 99").exits(1).says("99");
}
