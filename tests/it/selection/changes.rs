//! `edit`, `delete`, `tags add` and `tags remove` of all selected contacts: asked, one entry, undoable.

use serde_json::json;

use super::{env, selected};

#[test]
fn selected_contacts_are_deleted_as_one_entry_and_the_undo_brings_them_back() {
    let env = env();
    let before = env.contacts();
    let deleted = env.run("delete --where 'Country is set' --not-tag lead --yes --json").done().json();
    assert_eq!(deleted, json!({"selected": 2, "changed": 2, "dry_run": false, "entry": 2, "warnings": []}));
    assert_eq!(selected(&env, ""), [3, 4]);
    env.run("history").done().says("2 contacts");
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
    env.run("delete --text tan --yes").done().says_all(&["Deleted 1 contact", "contacts undo 4"]);
    assert_eq!(selected(&env, ""), [1, 3, 4]);
}

#[test]
fn selected_contacts_are_edited_where_they_differ() {
    let env = env();
    let before = env.contacts();
    env.run("edit --where 'Country is set' Country=Malaysia --add-tag asia --yes")
        .done()
        .says_all(&["Changed 3 contacts", "contacts undo 2"]);
    assert_eq!(env.values("country"), ["MY", "MY", "-", "MY"]);
    env.run("undo 2 --yes").done();
    assert_eq!(env.contacts(), before);
    let edited = env.run("edit --where 'Country is set' Country=MY --yes --json").done().json();
    assert_eq!((&edited["selected"], &edited["changed"]), (&json!(3), &json!(2)));
    let again = env.run("edit --where 'Country is set' Country=MY --yes --json").done().json();
    assert_eq!((&again["selected"], &again["changed"], &again["entry"]), (&json!(3), &json!(0), &json!(null)));
    env.run("edit --where 'Contact ID = 3' 'Phone Number=+60 18-998 8776' --yes").done().says("warning");
    env.run("edit --tag vip").exits(2).says("nothing to change");
    env.run("edit --tag vip Country=Narnia --yes").exits(2).says("Country");
    env.run("edit Country=MY --yes").exits(2);
}

#[test]
fn tags_are_given_to_those_who_are_selected_and_taken_off() {
    let env = env();
    env.run("tags add 'VIP,far away' --where 'Country != MY' --yes").done().says("to 3 contacts");
    assert_eq!(selected(&env, "--tag vip --tag 'far away'"), [2, 3, 4]);
    assert_eq!(env.values("tags")[1], "[far away vip]", "the tag that is there keeps its spelling");
    let off = env.run("tags remove vip --where 'Score is set' --yes --json").done().json();
    assert_eq!((&off["selected"], &off["changed"], &off["entry"]), (&json!(3), &json!(3), &json!(3)));
    assert_eq!(selected(&env, "--tag vip"), [3]);
    env.run("undo 3 --yes").done();
    env.run("undo 2 --yes").done();
    assert_eq!(selected(&env, "--tag vip"), [1, 2]);
    env.run("tags remove nobody --all --yes").exits(1).says("nobody");
    env.run("tags add vip").exits(2).says("--all");
    env.run("tags add --where 'Country = MY' --yes").exits(2);
}

#[test]
fn nothing_that_was_left_out_or_mistyped_means_everybody() {
    let env = env();
    let before = env.workspace_bytes();
    for (line, status) in [
        ("delete --yes", 2),
        ("delete --text '' --yes", 2),
        ("delete --text ' ' --yes", 2),
        ("delete --region MY --yes", 2),
        ("delete 1 --tag vip --yes", 2),
        ("delete --all --tag vip --yes", 2),
        ("delete --not-tag vpi --yes", 1),
        ("delete --where 'Tags != vpi' --yes", 1),
        ("edit --not-tag vpi Country=MY --yes", 1),
        ("edit --yes", 2),
        ("tags remove vip --not-tag vpi --yes", 1),
        ("delete --where 'Contry = MY' --yes", 2),
        ("delete --tag vip", 4),
        ("edit --tag vip Country=MY", 4),
        ("tags add new --all", 4),
        ("tags add new --all --json", 4),
    ] {
        env.run(line).exits(status);
    }
    env.run("delete --tag vip").exits(4).says_all(&["2 contacts selected", "--yes"]);
    env.run("delete --tag vpi --yes").done().says_all(&["no tag 'vpi'", "nothing changed"]);
    assert_eq!(env.workspace_bytes(), before);
    env.run("delete --all --yes").done().says("Deleted 4 contacts");
    assert!(selected(&env, "").is_empty());
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let env = env();
    let before = env.workspace_rows();
    for (line, said) in [
        ("delete --tag vip --dry-run", "Would delete 2 contacts"),
        ("edit --all Country=MY --dry-run", "Would change 3 of 4 contacts"),
        ("tags add vip --all --dry-run", "Would add the tag 'vip' to 2 of 4 contacts"),
        ("delete 1 2 --dry-run", "Would delete contacts 1, 2"),
        ("edit 1 Country=SG --dry-run", "Contact 1 would change"),
    ] {
        env.run(line).done().says_all(&[said, "Dry run: nothing was written."]);
    }
    let json = env.run("delete --tag vip --dry-run --json").done().json();
    assert_eq!(json, json!({"selected": 2, "changed": 2, "dry_run": true, "entry": null, "warnings": []}));
    assert_eq!(env.workspace_rows(), before);
}

#[test]
fn a_terminal_shows_how_many_and_the_first_of_them_and_asks() {
    let env = env();
    let people: String = (0..15).map(|at| format!("Person {at},many\n")).collect();
    env.add_contacts(&format!("First Name,Tags\n{people}"));
    let mut terminal = env.terminal("delete --tag many");
    terminal.wait_for("Delete these 15 contacts?");
    assert!(terminal.screen().contains("… and 5 more"), "{}", terminal.screen());
    terminal.press("n\r");
    assert_eq!(terminal.finish().status, 4);
    assert_eq!(selected(&env, "--tag many").len(), 15);
    let mut terminal = env.terminal("tags add vip --tag many");
    terminal.wait_for("Add the tag 'vip' to these 15 contacts?");
    terminal.press("y\r");
    assert_eq!(terminal.finish().status, 0);
    assert_eq!(selected(&env, "--tag vip").len(), 17);
}

#[test]
fn what_was_shown_is_what_changes() {
    let env = env();
    let mut terminal = env.terminal("delete --tag vip");
    terminal.wait_for("Delete these 2 contacts?");
    env.run("edit 4 --add-tag vip").done();
    terminal.press("y\r");
    let left = terminal.finish();
    assert!(left.status == 4 && left.screen.contains("changed meanwhile"), "{}", left.screen);
    assert_eq!(selected(&env, ""), [1, 2, 3, 4]);
}

#[test]
fn import_tags_stay_where_all_tags_are_replaced_and_go_when_they_are_named() {
    let env = env();
    env.write("more.csv", "First Name,Email,Tags\nEve,eve@example.com,old\n");
    env.run("import more.csv --purpose add --id email --import-tag spring").done();
    env.run("edit --tag spring Tags=new --yes").done();
    assert_eq!(env.values("tags").last().unwrap(), "[new spring]");
    env.run("edit 5 Tags=").done();
    assert_eq!(env.values("tags").last().unwrap(), "[spring]");
    env.run("tags remove spring --tag spring --yes").done();
    assert_eq!(env.values("tags").last().unwrap(), "[]");
}
