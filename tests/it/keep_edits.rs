//! Spec section 5: `--keep-edits`. What a person set last outlasts the list; what an import wrote does not.

use serde_json::json;

use crate::support::{CommandOutput, TestEnv};

const BASE: &str = "First Name,Last Name,Email\nAnn,Tan,ann@example.com\nBob,Lee,bob@example.com\n";
const NIGHT: &str = "First Name,Last Name,Email\nAnna,Tann,ann@example.com\nBobby,Leigh,bob@example.com\n";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("base.csv", BASE);
    env.run("import base.csv --purpose add --id email").done();
    env.run("edit 1 'Last Name=Tan-Lim'").done();
    env
}

fn night(env: &TestEnv, options: &str) -> CommandOutput {
    env.write("night.csv", NIGHT);
    env.run(&format!("import night.csv --purpose add-update --id email --json --no-import-tag {options}")).done()
}

#[test]
fn what_a_person_set_last_is_kept_and_told_and_all_else_is_overwritten() {
    let env = env();
    let outcome = night(&env, "--keep-edits");
    assert_eq!(env.values("last_name"), ["Tan-Lim", "Leigh"]);
    assert_eq!(env.values("first_name"), ["Anna", "Bobby"], "an import wrote these");
    let document = outcome.json();
    assert_eq!(document["warnings"], 1, "{outcome}");
    let kept = document["notes"].as_array().unwrap().iter().find(|note| note["code"] == "edits-kept").cloned().unwrap();
    let place = (&kept["column"], &kept["field"], &kept["count"], &kept["of"]);
    assert_eq!(place, (&json!("Last Name"), &json!("Last Name"), &json!(1), &json!(2)));
    assert_eq!(kept["message"], "1 value of Last Name was kept, because a person set it");
    let results = env.read("night.results.csv");
    assert!(results.contains("a person set Tan-Lim, which is kept; the list says Tann"), "{results}");
    let again = night(&env, "--keep-edits");
    assert_eq!(again.json()["counts"]["unchanged"], 2, "{again}");
    assert_eq!(env.values("last_name"), ["Tan-Lim", "Leigh"], "night after night");
}

#[test]
fn garbled_text_replaces_no_value_that_an_import_wrote() {
    let env =
        TestEnv::with_contacts("First Name,Last Name,Email\nAnn,Müller,ann@example.com\nBob,Jäger,bob@example.com\n");
    env.run("edit 2 'Last Name=Bär'").done();
    env.write("night.csv", "Last Name,Email\nMÃ¼ller,ann@example.com\nBÃ¤r,bob@example.com\n");
    let outcome = env.import("night.csv", "--purpose update --id email --keep-edits").exits(3);
    assert_eq!(outcome.errors(), ["2 text-garbled"], "the edit is kept anyway: {outcome}");
    assert_eq!(env.values("last_name"), ["Müller", "Bär"]);
}

#[test]
fn without_it_the_list_wins_and_the_value_is_the_list_s_from_then_on() {
    let env = env();
    night(&env, "");
    assert_eq!(env.values("last_name"), ["Tann", "Leigh"]);
    env.write("night.csv", NIGHT.replace("Tann", "Tannen"));
    env.run("import night.csv --purpose add-update --id email --keep-edits").done();
    assert_eq!(env.values("last_name"), ["Tannen", "Leigh"]);
}

#[test]
fn an_undone_edit_is_no_edit_and_an_undone_import_leaves_the_edit_the_last() {
    let undone = env();
    undone.run("undo 2 --yes").done();
    night(&undone, "--keep-edits");
    assert_eq!(undone.values("last_name"), ["Tann", "Leigh"]);
    let env = env();
    let id = night(&env, "").json()["import_id"].as_u64().unwrap();
    env.run(&format!("undo {id} --yes")).done();
    night(&env, "--keep-edits");
    assert_eq!(env.values("last_name"), ["Tan-Lim", "Leigh"]);
}

#[test]
fn only_the_fields_that_are_named_keep_edits_and_a_cleared_value_stays_empty() {
    let env = env();
    env.run("edit 2 'First Name=Robert' 'Last Name='").done();
    night(&env, "'--keep-edits=Last Name'");
    assert_eq!(env.values("first_name"), ["Anna", "Bobby"]);
    assert_eq!(env.contacts()[1]["last_name"], json!(null), "a person emptied it");
}

#[test]
fn a_contact_that_a_person_added_keeps_its_values_and_empty_fields_are_filled() {
    let env = TestEnv::new();
    env.run("add 'First Name=Ann' Email=ann@example.com").done();
    night(&env, "--keep-edits");
    assert_eq!(env.values("first_name")[0], "Ann");
    assert_eq!(env.values("last_name")[0], "Tann", "nobody had set it");
    env.write("night.csv", NIGHT.replace("Tann", "Tannen"));
    env.run("import night.csv --purpose update --id email --keep-edits").done();
    assert_eq!(env.values("last_name")[0], "Tannen", "an import had set it");
}

#[test]
fn a_merge_is_an_edit_and_the_review_says_what_the_import_does() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("base.csv", "First Name,Last Name,Email\nAnn,,ann@example.com\nAnn,Tan,other@example.com\n");
    env.run("import base.csv --purpose add --id email").done();
    env.run("merge 1 2 --keep oldest --yes").done();
    env.write("night.csv", "First Name,Last Name,Email\nAnn,Tann,ann@example.com\n");
    env.run("upload night.csv --purpose update --id email").done();
    env.run("map night.csv --keep-edits").done().says("--keep-edits");
    env.run("review night.csv").done().says("edit-kept: 1");
    env.run("import night.csv").done();
    assert_eq!(env.values("last_name"), ["Tan"]);
}

#[test]
fn a_saved_mapping_keeps_the_option_and_a_purpose_that_only_adds_refuses_it() {
    let env = env();
    night(&env, "--keep-edits --save crm --dry-run");
    env.run("import night.csv --purpose add-update --id email --keep-edits --save crm").done();
    env.run("mappings show crm").done().says("Keep edits");
    env.run("import night.csv --use crm").done();
    assert_eq!(env.values("last_name"), ["Tan-Lim", "Leigh"]);
    assert!(
        env.run("import night.csv --purpose add --id email --keep-edits")
            .exits(2)
            .stderr
            .contains("--keep-edits goes with")
    );
}

#[test]
fn what_is_told_of_a_long_value_is_bounded() {
    let env = env();
    let long = "x".repeat(60_000);
    env.write("night.csv", NIGHT.replace("Tann", &long));
    env.run("import night.csv --purpose add-update --id email --keep-edits").done();
    let results = env.read("night.results.csv");
    assert!(results.contains(&format!("the list says {}…", &long[..200])), "{} bytes", results.len());
}
