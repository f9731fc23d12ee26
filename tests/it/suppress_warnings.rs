//! Issue 22: `add`, `edit` and `merge` tell when a contact gets or loses a value by which somebody is left alone.

use serde_json::{Value, json};

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Email,Phone Number
Ann,ann@example.com,+60123000001
Bob,bob@mail.example.net,+60123000002
Cyd,,+60123000003
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

/// The warnings of a JSON document: `Email value-suppressed`.
fn warnings(document: &Value) -> Vec<String> {
    let warnings = document["warnings"].as_array().unwrap().iter();
    warnings.map(|one| format!("{} {}", one["field"], one["code"]).replace('"', "")).collect()
}

#[test]
fn who_is_added_or_edited_with_a_suppressed_value_is_told_with_the_next_step() {
    let env = env();
    env.run("suppress add dee@example.com @example.org +60123000009").done();
    let told = env.run("add 'First Name=Dee' Email=Dee@example.com").done();
    told.says_all(&[
        "warning: Email: dee@example.com is suppressed by entry 2 of the history (2026-11-22)",
        "contacts suppress remove dee@example.com",
    ]);
    let added = env.run("add 'First Name=Eve' Email=eve@a.example.org --json").done().json();
    assert_eq!(warnings(&added), ["Email value-suppressed"]);
    let edited = env.run("edit 3 'Phone Number=+60 12-300 0009' Email=cyd@example.com --json").done().json();
    assert_eq!(warnings(&edited), ["Phone Number value-suppressed"]);
    env.run("edit 1 'First Name=Anna'").done().never_says("suppressed");
    env.run("edit 1 Email=anna@example.com").done().never_says("suppressed");
    let many = env.run("edit --where 'First Name ~ n' Email=all@example.org --yes --json").done().json();
    assert_eq!((warnings(&many), &many["changed"]), (vec!["Email value-suppressed".to_owned()], &json!(1)));
    env.run("export all.csv").done().says("4 suppressed contacts are left out");
}

#[test]
fn values_of_the_shared_file_are_told_as_such_and_a_file_that_cannot_be_read_stops_no_edit() {
    let env = env();
    env.write("shared.csv", "Value\ndee@example.com\n");
    env.run("config set suppressions shared.csv").done();
    env.run("edit 3 Email=dee@example.com").done().says("dee@example.com is suppressed by the shared file");
    std::fs::remove_file(env.path("shared.csv")).unwrap();
    env.run("edit 2 Email=bob@example.com").done().says("suppressed contacts are not marked");
    env.run("edit 2 Country=MY").done().never_says("suppressed");
}

#[test]
fn a_merge_tells_the_suppressed_values_that_the_contact_has_or_gives_up() {
    let env = env();
    env.run("suppress add +60123000002 ann@example.com").done();
    let line = "merge 1 2 --keep 2 --json";
    let kept = env.run(&format!("{line} --dry-run")).done().json();
    assert_eq!(warnings(&kept), ["Phone Number value-suppressed"], "its own number stays suppressed");
    let line = "merge 2 3 --keep 3";
    let given_up = env.run(&format!("{line} --json --dry-run")).done().json();
    assert_eq!(warnings(&given_up), ["Phone Number no-longer-suppressed"]);
    let told = env.run(&format!("{line} --yes")).done();
    told.says_all(&["+60123000002, suppressed by entry 2 of the history (2026-11-22), is given up", "--keep 2"]);
    assert_eq!(env.run("show 3 --json").done().json().get("suppressed"), None);
    let filled = env.run("merge 3 1 --keep 3 --dry-run --json").done().json();
    assert_eq!(warnings(&filled), ["Email no-longer-suppressed"], "the address of contact 2 goes first");
    let unconcerned = env.run("suppress remove +60123000002 ann@example.com");
    unconcerned.done();
    assert_eq!(warnings(&env.run("merge 3 1 --keep 3 --yes --json").done().json()), [""; 0]);
}

/// A number is a number, whether it is typed, stands in a list, or in the shared file.
#[test]
fn values_of_custom_fields_of_numbers_and_addresses_are_suppressed_alike_typed_and_in_lists() {
    let env = env();
    env.run("fields add Office --type phone").done();
    env.run("fields add Billing --type email").done();
    env.write("offices.csv", "Office,Billing\n+60123000001,pay@example.com\n");
    let typed = env.clone_env();
    env.run("suppress add offices.csv --map Office=Office --map Billing=Billing").done();
    typed.run("suppress add Office=+60123000001 Billing=Pay@example.com").done();
    let listed = |env: &TestEnv| -> Vec<Value> {
        let listed = env.run("suppress list --json").done().json()["suppressions"].clone();
        let listed = listed.as_array().unwrap().iter();
        listed.map(|one| json!([one["kind"], one["value"], one["field"]])).collect()
    };
    let expected = [json!(["phone", "+60123000001", null]), json!(["email", "pay@example.com", null])];
    for env in [&env, &typed] {
        assert_eq!(listed(env), expected);
        // Ann has the number as Phone Number.
        env.run("export all.csv").done().says("1 suppressed contact is left out");
        env.run("suppress check Office=+60123000001 +60123000001").exits(3).says("2 suppressed");
        env.run("suppress remove Office=+60123000001 pay@example.com").done();
    }
}
