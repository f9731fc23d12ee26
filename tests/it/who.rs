//! Spec section 9: WHO, a contact named by Contact ID, phone number, e-mail address or `FIELD=VALUE`; and `contacts add`.

use serde_json::{Value, json};

use crate::support::TestEnv;

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    env.run("fields add 'CRM ID' --type text").done();
    env.write(
        "base.csv",
        "CRM ID,First Name,Last Name,Email,Phone Number\n\
         C-1,Ann,Tan,ann@example.com,+60123456781\n\
         C-2,Bob,Lee,family@example.com,+60123456782\n\
         ,Cid,Lee,family@example.com,\n",
    );
    env.run("import base.csv --purpose add-all --no-import-tag").done();
    env
}

#[test]
fn a_contact_is_named_by_id_number_address_or_any_field() {
    let env = env();
    for who in ["1", "+60123456781", "'0060 12-345 6781'", "ANN@example.com", "'CRM ID=c-1'", "'first name=ann'"] {
        assert_eq!(env.run(&format!("show {who} --json")).done().json()["id"], 1, "{who}");
    }
    env.run("config set region MY").done();
    assert_eq!(
        env.run("show '012-345 6781' --json").done().json()["id"],
        1,
        "a national number with the setting region"
    );
    for text in ["'(012) 345-6781'", "'012-345 6781'", "tel:+60123456781"] {
        assert_eq!(env.run(&format!("show {text} --json")).done().json()["id"], 1, "{text}");
        assert_eq!(env.run(&format!("list {text} --json")).done().json()["contacts"][0]["id"], 1, "{text}");
    }
}

#[test]
fn an_own_number_is_found_before_and_after_it_is_an_identifier() {
    let env = env();
    assert_eq!(env.run("show 'CRM ID= C-2 ' --json").done().json()["id"], 2);
    env.run("import base.csv --purpose update --id 'CRM ID'").exits(3);
    assert_eq!(env.run("show 'crm id=c-2' --json").done().json()["id"], 2);
}

#[test]
fn several_are_listed_and_none_is_guessed() {
    let env = env();
    for command in ["show", "blame", "edit 'Country=MY'", "delete --yes"] {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        let refused = env.run(&format!("{verb} family@example.com {rest}")).exits(4);
        assert!(refused.stderr.contains("'family@example.com' is said of contacts 2, 3"), "{refused}");
        assert!(refused.stderr.contains("Bob") && refused.stderr.contains("Cid"), "{refused}");
    }
    let error = env.run("show family@example.com --json").exits(4).json();
    assert_eq!(error["error"]["code"], "contact-ambiguous");
    assert_eq!(env.contacts().len(), 3);
}

#[test]
fn what_names_nobody_says_how_to_search() {
    let env = env();
    env.run("show zoe@example.com").exits(1).says("nobody is 'zoe@example.com'");
    env.run("show Ann").exits(2).says("contacts list Ann");
    env.run("show 99").exits(1).says("there is no contact 99");
}

#[test]
fn edit_delete_merge_and_blame_take_it_too() {
    let env = env();
    env.run("edit ann@example.com 'Last Name=Tan-Lim'").done();
    env.run("blame '+60123456781'").done().says("Tan-Lim");
    env.run("merge 'CRM ID=C-2' 'First Name=Cid' --keep oldest --yes").done();
    env.run("delete 'CRM ID=C-1' --yes").done();
    assert_eq!(env.values("first_name"), ["Bob"]);
}

#[test]
fn a_contact_is_added_by_hand_with_the_checks_of_a_row_and_can_be_taken_back() {
    let env = env();
    let line = "add 'First Name=Dora' 'Phone Number=+60 12-345 6789' 'CRM ID=C-9' Tags=vip --tag fair --json";
    let added = env.run(line).done().json();
    assert_eq!((&added["phone"], &added["tags"]), (&json!("+60123456789"), &json!(["vip", "fair"])));
    assert_eq!(added["custom"]["CRM ID"], "C-9");
    env.run("import base.csv --purpose update --id 'CRM ID'").exits(3);
    env.run("history").done().says("add");
    let entry = added["entry"].as_u64().unwrap();
    env.run(&format!("undo {entry} --yes")).done();
    assert_eq!(env.contacts().len(), 3);
    env.run(&format!("undo {} --yes", entry + 2)).done();
    assert_eq!(env.run("show 'CRM ID=C-9' --json").done().json()["tags"], json!(["vip", "fair"]));
    env.run("add 'Last Name=Tan'").exits(2).says("a new contact needs a First Name");
    env.run("add 'First Name=Eve' Email=eve").exits(2).says("Email");
}

#[test]
fn who_may_be_there_already_is_told_and_the_very_same_value_needs_a_yes() {
    let env = env();
    let refused = env.run("add 'First Name=Annie' Email=Ann@example.com").exits(4);
    assert!(refused.stderr.contains("contact 1 (the same Email)"), "{refused}");
    assert_eq!(env.contacts().len(), 3);
    let added = env.run("add 'First Name=Annie' Email=Ann@example.com --yes --json").done().json();
    assert_eq!(added["like"], json!([{"contact": 1, "likeness": "same", "field": "Email"}]));
    env.run("add 'First Name=Rui' 'Phone Number=+5511987654321'").done();
    let near = env.run("add 'First Name=Rui' 'Phone Number=+551187654321' --json").done().json();
    assert_eq!(near["like"][0]["likeness"], "mobile-digit-differs", "{near}");
    let custom = |value: &Value| value["custom"]["CRM ID"].clone();
    assert_eq!(custom(&env.contacts()[0]), "C-1");
}

#[test]
fn what_is_added_by_hand_is_kept_as_an_edit_is() {
    let env = env();
    env.run("add 'First Name=Dora' 'Last Name=Own' Email=dora@example.com").done();
    env.write("night.csv", "First Name,Last Name,Email\nDora,Listed,dora@example.com\n");
    env.run("import night.csv --purpose update --id email --keep-edits").done();
    assert_eq!(env.values("last_name").last().map(String::as_str), Some("Own"));
}

#[test]
fn a_name_of_no_field_is_told_with_the_near_one_and_a_number_without_a_country_code_is_told_so() {
    let env = env();
    let hint = |who: &str, status: i32| {
        let error = env.run(&format!("show '{who}' --json")).exits(status).json()["error"].take();
        (error["message"].as_str().unwrap().to_owned(), error["hint"].as_str().unwrap_or_default().to_owned())
    };
    assert!(hint("CRM_ID=C-1", 2).0.contains("there is no contact field 'CRM_ID'; did you mean 'CRM ID'?"));
    assert!(hint("Nope=1", 2).0.contains("there is no contact field 'Nope'"));
    let (message, list) = hint("Tags=vip", 2);
    assert!(message.contains("Tags"), "{message}");
    assert_eq!(list, "who has it: contacts list --tag vip");
    let (message, list) = hint("012-345 6781", 1);
    assert!(message.contains("no country code"), "{message}");
    env.shell(list.split("digits: ").nth(1).unwrap()).done().says("+60123456781");
    assert_eq!(env.run("show ID=1 --json").done().json()["id"], 1);
    env.run("config set region MY").done();
    assert!(hint("012-345 6789", 1).0.contains("nobody is"));
}
