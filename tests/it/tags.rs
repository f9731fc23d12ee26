//! Issue 4: `tags`, for all contacts at once, each change taken back as an import is.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Tags
Ann,\"blog,vip\"
Bob,lead
Cid,\"leads;vip;lead\"
Dee,
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

#[test]
fn the_list_is_sorted_and_counts_contacts() {
    let env = env();
    let listed = json!({"tags": [
        {"name": "blog", "contacts": 1}, {"name": "lead", "contacts": 2}, {"name": "leads", "contacts": 1},
        {"name": "vip", "contacts": 2},
    ]});
    assert_eq!(env.run("tags --json").done().json(), listed);
    assert_eq!(env.run("tags list --json").done().json(), listed);
    env.run("tags").done().says_all(&["Tag", "Contacts", "blog", "leads"]);
    env.run("edit 1 Tags=").done();
    env.run("tags").done().never_says("blog");
    assert_eq!(TestEnv::new().run("tags --json").done().json(), json!({"tags": []}));
}

#[test]
fn a_rename_reaches_every_contact_and_is_taken_back() {
    let env = env();
    let renamed = env.run("tags rename VIP 'Very important' --json").done().json();
    assert_eq!(renamed, json!({"old": ["vip"], "new": "Very important", "contacts": 2, "entry": 2}));
    assert_eq!(env.values("tags"), ["[Very important blog]", "[lead]", "[Very important lead leads]", "[]"]);
    assert_eq!(env.run("list --tag 'very IMPORTANT' --json").done().json()["total"], 2);
    assert_eq!(env.run("list --tag vip --json").done().json()["total"], 0);
    env.run("undo 2 --yes").done();
    assert_eq!(env.values("tags"), ["[blog vip]", "[lead]", "[lead leads vip]", "[]"]);
}

#[test]
fn what_was_changed_since_a_rename_stays_when_it_is_taken_back() {
    let env = env();
    env.run("tags rename vip star").done();
    env.run("edit 4 --add-tag star").done();
    env.run("edit 1 --remove-tag star").done();
    env.run("undo 2 --yes").done();
    assert_eq!(env.values("tags"), ["[blog vip]", "[lead]", "[lead leads vip]", "[star]"]);
}

#[test]
fn another_spelling_is_no_entry_of_the_history() {
    let env = env();
    let renamed = env.run("tags rename vip VIP --json").done().json();
    assert_eq!((&renamed["contacts"], &renamed["entry"]), (&json!(2), &json!(null)));
    assert_eq!(env.values("tags")[0], "[VIP blog]");
    env.run("undo 2 --yes").exits(1);
}

#[test]
fn a_name_that_is_taken_is_refused_and_one_that_is_free_again_is_not() {
    let env = env();
    env.run("tags rename lead Leads").exits(4).says("contacts tags merge lead --into leads");
    env.run("tags delete leads --yes").done();
    env.run("tags rename lead Leads").done();
    assert_eq!(env.values("tags")[1..3], ["[Leads]", "[Leads vip]"]);
    env.run("undo 3 --yes").done();
    env.run("undo 2 --yes").done();
    let told: Vec<_> = env.values("tags").iter().map(|tags| tags.to_lowercase()).collect();
    assert_eq!(told, ["[blog vip]", "[lead]", "[leads lead vip]", "[]"]);
}

#[test]
fn tags_are_merged_into_one_of_them_or_a_new_one() {
    let env = env();
    let merged = env.run("tags merge lead leads blog --into leads --json").done().json();
    assert_eq!(merged, json!({"old": ["lead", "blog"], "new": "leads", "contacts": 3, "entry": 2}));
    assert_eq!(env.values("tags"), ["[leads vip]", "[leads]", "[leads vip]", "[]"]);
    env.run("undo 2 --yes").done();
    assert_eq!(env.values("tags"), ["[blog vip]", "[lead]", "[lead leads vip]", "[]"]);
    env.run("tags merge lead leads --into prospect").done().says_all(&["'lead', 'leads'", "2 contacts"]);
    assert_eq!(env.values("tags"), ["[blog vip]", "[prospect]", "[prospect vip]", "[]"]);
    env.run("undo 4 --yes").done();
    assert_eq!(env.values("tags"), ["[blog vip]", "[lead]", "[lead leads vip]", "[]"]);
}

#[test]
fn a_deleted_tag_is_off_all_contacts_until_it_is_taken_back() {
    let env = env();
    env.run("tags delete vip BLOG").exits(4).says("--yes");
    let deleted = env.run("tags delete vip BLOG --yes --json").done().json();
    assert_eq!(deleted, json!({"old": ["vip", "blog"], "new": null, "contacts": 2, "entry": 2}));
    assert_eq!(env.values("tags"), ["[]", "[lead]", "[lead leads]", "[]"]);
    env.run("undo 2 --yes").done();
    assert_eq!(env.values("tags"), ["[blog vip]", "[lead]", "[lead leads vip]", "[]"]);
}

#[test]
fn a_terminal_is_asked_before_a_tag_is_deleted() {
    let env = env();
    let mut terminal = env.terminal("tags delete vip lead");
    terminal.wait_for("'vip' (2 contacts), 'lead' (2 contacts)");
    terminal.press("n\r");
    assert_eq!(terminal.finish().status, 4);
    let mut terminal = env.terminal("tags delete vip");
    terminal.wait_for("y/n");
    env.run("tags delete vip --yes").done();
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 1, "{}", left.screen);
    assert!(left.screen.contains("no contact has the tag 'vip'"), "{}", left.screen);
}

#[test]
fn wrong_names_change_nothing() {
    let env = env();
    let before = env.workspace_bytes();
    env.run("tags rename nobody x").exits(1).says("nobody");
    env.run("tags rename vip ' '").exits(2);
    env.run(&format!("tags rename vip {}", "x".repeat(101))).exits(2).says("100");
    env.run("tags merge vip --into VIP").exits(2).says("itself");
    env.run("tags merge vip nobody --into x").exits(1);
    env.run("tags merge vip").exits(2);
    env.run("tags delete vip nobody --yes").exits(1).says("nobody");
    assert_eq!(env.workspace_bytes(), before);
}

#[test]
fn a_typed_tag_has_no_invisible_character() {
    let env = TestEnv::with_contacts("First Name,Phone Number,Tags\nAnn,+60123000001,vip\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    let before = env.people();
    for c in ['\u{200B}', '\u{AD}', '\u{FE0F}', '\u{2060}', '\u{202E}', '\u{A0}'] {
        let lines = [
            format!("edit 1 --add-tag 'v{c}ip'"),
            format!("tags rename vip 'V{c}IP'"),
            format!("tags merge vip --into 'v{c}ip'"),
            format!("import leads.csv --purpose add --id phone --tag 'v{c}ip'"),
            format!("import leads.csv --purpose add --id phone --import-tag 'v{c}ip'"),
            format!("upload leads.csv --purpose add --id phone --tag 'v{c}ip'"),
        ];
        for line in lines {
            env.run(&line).exits(2).says_all(&[&format!("(U+{:04X})", u32::from(c)), "leave it out"]);
        }
    }
    assert_eq!(env.people(), before);
    env.run("edit 1 --add-tag '👩\u{200D}🚀'").done();
}

#[test]
fn a_tag_with_an_invisible_character_can_be_taken_off() {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,v\u{200B}ip\nBob,v\u{AD}ip\n");
    env.run("edit 1 --remove-tag 'v\u{200B}ip'").done();
    env.run("tags rename 'v\u{AD}ip' vip").done();
    assert_eq!(env.values("tags"), ["[]", "[vip]"]);
}

#[test]
fn a_tag_that_nobody_has_any_more_is_not_offered_for_a_mistyped_one() {
    let env = TestEnv::with_contacts("First Name,Tags\nAnn,vipp\nBob,vip\n");
    env.run("edit 1 --remove-tag vipp").done();
    env.run("list --tag vipt").done().says("did you mean 'vip'?").never_says("vipp");
}
