//! Issue 4: `delete`, all of the contacts that are named or none.

use serde_json::json;

use crate::support::TestEnv;

const PEOPLE: &str = "\
First Name,Last Name,Phone Number,Email,Country,Language,Tags
Ann,Lee,+60123000001,ann@example.com,MY,en,\"blog,vip\"
Bob,,+60123000002,,,,
Cid,,+60123000003,,,,vip
";

fn env() -> TestEnv {
    TestEnv::with_contacts(PEOPLE)
}

#[test]
fn contacts_are_gone_and_the_undo_brings_them_back_whole() {
    let env = env();
    let before = env.contacts();
    let deleted = env.run("delete 3 1 3 --yes --json").done().json();
    assert_eq!(deleted, json!({"deleted": [3, 1], "entry": 2}));
    assert_eq!(env.values("first_name"), ["Bob"]);
    assert_eq!(env.run("list --tag vip --json").done().json()["total"], 0);
    env.run("show 1").exits(1);
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn an_id_is_never_given_again() {
    let env = env();
    env.run("delete 3 --yes").done().says_all(&["Deleted contact 3", "contacts undo 2"]);
    env.add_contacts("First Name\nDee\n");
    assert_eq!(env.people().last().unwrap(), "4 Dee, -, -, -, -, -, []");
}

#[test]
fn one_unknown_id_and_nothing_is_deleted() {
    let env = env();
    let before = env.workspace_bytes();
    env.run("delete 1 98 2 99 --yes").exits(1).says("98, 99");
    assert_eq!(env.run("delete 99 --yes --json").exits(1).json()["error"]["code"], "contact-not-found");
    assert_eq!(env.workspace_bytes(), before);
    env.run("delete").exits(2);
    env.run("delete Ann").exits(2);
}

#[test]
fn a_deletion_without_a_terminal_needs_yes() {
    let env = env();
    env.run("delete 1").exits(4).says("--yes");
    assert_eq!(env.contacts().len(), 3);
}

#[test]
fn a_terminal_shows_the_contacts_and_asks() {
    let env = env();
    let mut terminal = env.terminal("delete 1 2");
    terminal.wait_for("y/n");
    terminal.press("n\r");
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("ann@example.com") && left.screen.contains("Bob"), "{}", left.screen);
    assert_eq!(env.contacts().len(), 3);

    let mut terminal = env.terminal("delete 1 2");
    terminal.wait_for("these 2 contacts");
    terminal.press("y\r");
    assert_eq!(terminal.finish().status, 0);
    assert_eq!(env.values("first_name"), ["Cid"]);
}

#[test]
fn what_changed_while_the_question_stood_is_not_deleted() {
    for meanwhile in ["edit 2 Country=SG", "delete 2 --yes"] {
        let env = env();
        let mut terminal = env.terminal("delete 1 2");
        terminal.wait_for("y/n");
        env.run(meanwhile).done();
        terminal.press("y\r");
        let left = terminal.finish();
        assert_eq!(left.status, 4, "{}", left.screen);
        assert!(left.screen.contains("contact 2 was changed meanwhile"), "{}", left.screen);
        assert_eq!(env.values("first_name")[0], "Ann");
    }
}

#[test]
fn the_contacts_of_an_import_that_is_taken_back_too_stay_away_until_both_are_brought_back() {
    let env = env();
    let before = env.contacts();
    env.run("delete 2 --yes").done();
    env.run("undo 1 --yes").done();
    assert!(env.contacts().is_empty());
    env.run("undo 3 --yes").done();
    assert_eq!(env.values("first_name"), ["Ann", "Cid"]);
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
}

#[test]
fn the_hint_of_a_refusal_is_the_command_with_its_confirmation() {
    let env = TestEnv::with_contacts("First Name,Country\nAnn,GB\nBob,MY\n");
    let refused = env.run("delete --where 'Country = GB' --json").exits(4).json();
    let hint = refused["error"]["hint"].as_str().unwrap().to_owned();
    assert_eq!(hint, "confirm it with: contacts delete --where 'Country = GB' --json --yes");
    env.run(hint.split_once("contacts ").unwrap().1).done();
    assert_eq!(env.values("first_name"), ["Bob"]);
    env.run("delete -- 2").exits(4).says("contacts delete --yes -- 2");
}
