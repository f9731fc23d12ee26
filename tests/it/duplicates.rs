//! Issue 4: `duplicates`, exact and near, each with the command that merges them.

use serde_json::{Value, json};

use crate::support::{TestEnv, csv_row};

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email
Ann,Lee,+60123000001,ann@example.com
Bob,Tan,+60123000002,bob@example.com
Anna,Lee,+60123000001,
Cid,Ng,,BOB@Example.com
Dee,Ong,+60123000005,dee@example.com
Dee,Ong,+60123000005,dee@example.com
José,Müller,+4915123456789,jose.mueller@example.org
Jose,Mueller,+60123456789,jose@example.net
jose,muller,,josemueller+x@example.com
";

/// The groups of the JSON: what they share and who they are.
#[track_caller]
fn groups(env: &TestEnv, options: &str) -> Vec<(Value, Value)> {
    let json = env.run(&format!("duplicates {options} --json")).done().json();
    json["groups"].as_array().unwrap().iter().map(|group| (group["by"].clone(), group["ids"].clone())).collect()
}

#[test]
fn contacts_that_share_a_number_or_an_address() {
    let env = TestEnv::with_contacts(PEOPLE);
    let phone = (json!(["phone"]), json!([1, 3]));
    let both = (json!(["phone", "email"]), json!([5, 6]));
    let email = (json!(["email"]), json!([2, 4]));
    assert_eq!(groups(&env, ""), [phone.clone(), both.clone(), email.clone()]);
    assert_eq!(groups(&env, "--by phone"), [phone, both.clone()]);
    assert_eq!(groups(&env, "--by email"), [email, both]);
    assert_eq!(groups(&env, "--limit 1").len(), 1);
    assert_eq!(env.run("duplicates --limit 1 --json").done().json()["total"], 3);
    assert_eq!(env.run("duplicates --json").done().json()["groups"][0]["contacts"][1]["first_name"], "Anna");
}

#[test]
fn an_address_shared_beyond_a_number_is_a_group_of_its_own() {
    let env = TestEnv::with_contacts(
        "First Name,Phone Number,Email\nAnn,+60123000001,a@example.com\nAnna,+60123000001,a@example.com\nAnne,,a@example.com\n",
    );
    assert_eq!(groups(&env, ""), [(json!(["phone"]), json!([1, 2])), (json!(["email"]), json!([1, 2, 3]))]);
}

#[test]
fn contacts_of_the_same_name_whatever_its_case_and_accents() {
    let env = TestEnv::with_contacts(PEOPLE);
    assert_eq!(groups(&env, "--by name"), [(json!(["name"]), json!([5, 6])), (json!(["name"]), json!([7, 9]))]);
}

#[test]
fn near_duplicates_have_nearly_the_name_and_a_number_or_address_alike() {
    let env = TestEnv::with_contacts(PEOPLE);
    let near: Vec<_> = groups(&env, "--near").into_iter().filter(|(by, _)| *by == json!(["near"])).collect();
    assert_eq!(near, [(json!(["near"]), json!([7, 8, 9]))]);
    let env = TestEnv::with_contacts(
        "First Name,Phone Number\nAnn,+60123000001\nBob,+6583000001\nTan Ann,+60123000002\nAnn Tan,+61423000002\n",
    );
    assert_eq!(groups(&env, "--near"), [(json!(["near"]), json!([3, 4]))]);
}

#[test]
fn what_very_many_share_is_not_compared_and_that_is_told() {
    let rows: String = (0..101).map(|n| csv_row(&["Ann", &format!("info@example{n}.com")])).collect();
    let env = TestEnv::with_contacts(&format!("First Name,Email\n{rows}"));
    env.run("duplicates --near").done().says_all(&["No duplicates", "1 sets of more than 100"]);
}

#[test]
fn each_group_is_told_with_the_command_that_merges_it() {
    let env = TestEnv::with_contacts(PEOPLE);
    let told = env.run("duplicates").done();
    let told = told.says_all(&[
        "2 contacts with the phone number +60123000001",
        "2 contacts with the phone number +60123000005 and the e-mail address dee@example.com",
        "contacts merge 2 4",
        "3 groups",
    ]);
    for line in told.stdout.lines().filter_map(|line| line.strip_prefix("contacts ")) {
        env.run(&format!("{line} --keep oldest --yes")).done();
    }
    env.run("duplicates").done().says("No duplicates");
    env.run("duplicates --limit 1").done();
}

#[test]
fn very_large_groups_are_merged_in_steps() {
    let rows: String = (0..60).map(|n| csv_row(&[&format!("Ann {n}"), "+60123000001"])).collect();
    let env = TestEnv::with_contacts(&format!("First Name,Phone Number\n{rows}"));
    let told = env.run("duplicates").done().says_all(&["60 contacts", "of which 50 are shown"]);
    let line = told.stdout.lines().find_map(|line| line.strip_prefix("contacts ")).unwrap().to_owned();
    env.run(&format!("{line} --keep oldest --yes")).done();
    assert_eq!(groups(&env, "")[0].1.as_array().unwrap().len(), 11);
}

#[test]
fn wrong_options_of_duplicates_are_usage_errors() {
    let env = TestEnv::new();
    env.run("duplicates --by nose").exits(2).says("phone");
    assert_eq!(env.run("duplicates --near --json").done().json(), json!({"groups": [], "total": 0}));
}

#[test]
fn the_printed_commands_act_on_the_workspace_that_was_named() {
    let env = TestEnv::new();
    env.run("init 'my team.db'").done();
    env.write("twins.csv", "First Name,Email\nAnn,ann@example.com\nAnna,ann@example.com\n");
    env.run("-w 'my team.db' import twins.csv --purpose add-all").done();
    let merge = "contacts --workspace 'my team.db' merge 1 2";
    env.run("-w 'my team.db' duplicates").done().says(merge);
    let told = env.run("-w 'my team.db' duplicates --json").done().json();
    assert_eq!(told["groups"][0]["merge"], merge);
    env.run("-w 'my team.db' delete 1 --yes").done();
    env.run("-w 'my team.db' blame 1").done().says("contacts --workspace 'my team.db' undo 2");
}

#[test]
fn the_order_in_which_keys_are_named_repeats_no_group() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Email\nAnn,+60123000001,a@example.com\n");
    env.write("twin.csv", "First Name,Phone Number,Email\nAnna,+60123000001,a@example.com\n");
    env.import("twin.csv", "--purpose add-all").done();
    for options in ["", "--by phone,email"] {
        assert_eq!(env.run(&format!("duplicates {options} --json")).done().json()["total"], 1, "{options}");
    }
}

#[test]
fn a_name_by_which_no_duplicates_are_found_is_told_with_those_that_it_takes() {
    let env = TestEnv::with_contacts(PEOPLE);
    env.run("fields add 'CRM ID' --type text").done();
    env.run("fields add Born --type date").done();
    for by in ["phone,nope", "contact-id", "Born", "'Last Name'"] {
        let error = env.run(&format!("duplicates --by {by} --json")).exits(2).json();
        let message = error["error"]["message"].as_str().unwrap();
        assert!(message.ends_with("duplicates are found by phone, email, name, CRM ID"), "{message}");
        assert!(!error.to_string().contains("--create-field"), "{error}");
    }
}
