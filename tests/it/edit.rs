//! Issue 4: `edit`, one contact at a time, checked as an import is and taken back as one is.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Language,Tags
Ann,Lee,+60123000001,ann@example.com,MY,en,\"blog,vip\"
Bob,,+60123000002,,,,
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

#[test]
fn fields_get_canonical_values_and_the_undo_puts_all_back() {
    let env = env();
    let before = env.contacts();
    let line = "edit 1 'Phone Number=+60 18-998 8776' country=Germany 'Last Name=' Email=Ann@Example.org Tags=new,vip";
    let edited = env.run(&format!("{line} --json")).done().json();
    assert_eq!(env.people()[0], "1 Ann, -, +60189988776, Ann@Example.org, DE, en, [new vip]");
    assert_eq!((&edited["id"], &edited["phone"], &edited["entry"]), (&json!(1), &json!("+60189988776"), &json!(2)));
    assert_eq!(edited["warnings"][0]["code"], "phone-unassigned");
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn a_newer_edit_is_kept_when_an_older_one_is_taken_back() {
    let env = env();
    env.run("edit 1 'First Name=Anna' Country=SG").done();
    env.run("edit 1 'First Name=Anne' --add-tag later").done();
    env.run("undo 2 --yes").done().says_all(&["kept", "First Name", "Anne"]);
    assert_eq!(env.people()[0], "1 Anne, Lee, +60123000001, ann@example.com, MY, en, [blog later vip]");
}

#[test]
fn an_address_that_is_edited_is_found_in_its_new_form() {
    let env = env();
    env.run("edit 2 Email=Bob@MÜNCHEN.de").done();
    assert_eq!(env.run("list bob@xn--mnchen-3ya.de --json").done().json()["total"], 1);
    env.run("edit 2 Email=bob@example.net").done();
    assert_eq!(env.run("list bob@münchen.de --json").done().json()["total"], 0);
}

#[test]
fn single_tags_are_added_and_taken_off() {
    let env = env();
    env.run("edit 1 --add-tag 'a,B' --remove-tag VIP --remove-tag never").done().says("Tags");
    assert_eq!(env.values("tags")[0], "[B a blog]");
    env.run("edit 1 Tags=").done();
    assert_eq!(env.values("tags")[0], "[]");
    env.run("undo 3 --yes").done();
    env.run("undo 2 --yes").done();
    assert_eq!(env.values("tags")[0], "[blog vip]");
}

#[test]
fn what_changes_is_told_before_and_after() {
    let outcome = env().run("edit 1 Country=SG --add-tag new").done();
    outcome.says_all(&["Contact 1 was changed", "Country", "MY", "SG", "blog, vip, new", "contacts undo 2"]);
}

#[test]
fn an_edit_that_changes_nothing_says_so_and_makes_no_entry() {
    let env = env();
    let outcome = env.run("edit 1 'First Name= Ann ' Country=Malaysia Tags=vip,BLOG --remove-tag no").done();
    outcome.says("nothing changed");
    assert_eq!(env.run("edit 1 Country=MY --json").done().json()["entry"], json!(null));
    env.run("undo 2 --yes").exits(1);
}

#[test]
fn all_faults_of_all_values_are_told_and_nothing_changes() {
    let env = env();
    let before = env.workspace_bytes();
    let outcome = env.run("edit 1 'First Name=Eve' 'Phone Number=0189988776' Email=nobody Country=Atlantis").exits(2);
    outcome.says_all(&["Phone Number", "--region", "Email", "no @", "Country"]);
    assert_eq!(env.workspace_bytes(), before);
    let error = env.run("edit 1 Email=nobody --json").exits(2).json();
    assert_eq!(error["error"]["code"], "value-invalid");
}

#[test]
fn a_national_number_needs_its_region() {
    let env = env();
    env.run("edit 2 'Phone Number=018-998 8776' --region MY").done();
    assert_eq!(env.values("phone")[1], "+60189988776");
    env.run("config set region SG").done();
    env.run("edit 2 'Phone Number=6123 4567'").done();
    assert_eq!(env.values("phone")[1], "+6561234567");
}

#[test]
fn a_first_name_may_be_emptied_with_a_warning() {
    let env = env();
    env.run("edit 2 'First Name='").done().says_all(&["warning", "First Name"]);
    assert_eq!(env.people()[1], "2 -, -, +60123000002, -, -, -, []");
}

#[test]
fn wrong_usage_names_what_is_right() {
    let env = env();
    env.run("edit 1").exits(2);
    env.run("edit 1 Nickname=x").exits(2).says_all(&["Nickname", "First Name", "Tags"]);
    env.run("edit 1 Annabel").exits(2).says("FIELD=VALUE");
    env.run("edit 1 'Contact ID=7'").exits(2).says("merge");
    env.run("edit 1 Country=MY country=SG").exits(2).says("twice");
    env.run("edit 1 --add-tag x --remove-tag X").exits(2);
    env.run("edit 1 --add-tag ' '").exits(2);
    env.run("edit 1 Country=MY --region Mordor").exits(2);
    env.run("edit 99 Country=MY").exits(1).says("99");
    env.run(&format!("edit 1 'Last Name={}'", "x".repeat(64 * 1024 + 1))).exits(2).says("64 KiB");
}

#[test]
fn one_contact_beside_options_that_select_is_told_with_the_option_that_was_meant() {
    let env = TestEnv::with_contacts("First Name,Email\nAnn,ann@example.com\n");
    let refused = env.run("edit ann@example.com 'Last Name=Lee' --tag vip").exits(2);
    refused.says_all(&["'ann@example.com' names one contact", "--add-tag"]);
}

#[test]
fn a_tag_to_take_off_that_is_not_there_is_told() {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,vip\nBob,\n");
    for line in ["edit 1 --remove-tag vpi", "edit --where 'Contact ID = 1' --remove-tag vpi --yes"] {
        env.run(line).done().says("there is no tag 'vpi'");
    }
    let warnings = env.run("edit 1 --remove-tag vpi --json").done().json()["warnings"].take();
    assert_eq!(warnings[0]["code"], "tag-not-found", "{warnings}");
    env.run("edit 2 --remove-tag vip").done().says("is so already").never_says("there is no tag");
}
