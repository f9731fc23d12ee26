//! `backup`: a verified copy while others read and write (spec section 9).

use std::fs;

use crate::support::{TestEnv, numbered};

fn house() -> TestEnv {
    TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n")
}

#[test]
fn a_copy_is_a_workspace_of_its_own() {
    let house = house();
    house.run("backup copy.db").done().says("copy.db");
    let names = |line: &str| house.run(line).done().json()["contacts"].clone();
    let before = names("list --json");
    assert_eq!(names("-w copy.db list --json"), before);
    house.run("-w copy.db config set max-rows 7").done();
    assert_eq!(house.run("config get max-rows").done().stdout.trim(), "200000");
    assert_eq!(names("list --json"), before);
}

#[test]
fn a_backup_is_reported_as_json_and_leaves_no_other_file() {
    let house = house();
    let before = house.workspace_bytes();
    let outcome = house.run("backup copy.db --json").done();
    let size = fs::metadata(house.path("copy.db")).unwrap().len();
    assert_eq!(outcome.json(), serde_json::json!({ "file": "copy.db", "size": size }));
    assert_eq!(house.names(), ["copy.db"]);
    assert!(before == house.workspace_bytes(), "the workspace remembers nothing");
}

#[test]
fn a_backup_is_readable_by_its_owner_alone() {
    let mut house = house();
    house.set_umask("000");
    house.run("backup copy.db").done();
    assert_eq!(house.mode("copy.db"), 0o600);
}

#[test]
fn a_backup_replaces_no_existing_file() {
    let house = house();
    house.write("notes.txt", "my notes\n");
    fs::create_dir(house.path("folder")).unwrap();
    std::os::unix::fs::symlink("nowhere", house.path("link")).unwrap();
    for name in ["notes.txt", "folder", "link"] {
        house.run(&format!("backup {name}")).exits(4).says_all(&[name, "exists already"]);
    }
    let own = house.workspace().display().to_string();
    house.run(&format!("backup {own}")).exits(4).says("exists already");
    assert_eq!(house.read("notes.txt"), "my notes\n");
    assert_eq!(house.names(), ["folder", "link", "notes.txt"]);
    assert!(!house.has("nowhere"));
    assert_eq!(house.contacts().len(), 2);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let house = house();
    let outcome = house.run("backup nowhere/copy.db").exits(1).says_all(&["nowhere/copy.db", "hint:"]);
    assert!(!outcome.stderr.contains("draft"), "{outcome}");
    assert!(house.names().is_empty());
}

#[test]
fn a_backup_holds_a_running_import_whole_or_not_at_all() {
    let house = house();
    house.write("big.csv", numbered(30_000));
    let mut running = house.start("import big.csv --purpose add-all");
    let mut copies = 0;
    while !running.has_ended() {
        copies += 1;
        house.run(&format!("backup copy-{copies}.db")).done();
    }
    running.finish().done();
    for copy in 1..=copies {
        let total = house.run(&format!("-w copy-{copy}.db list --json --limit 1")).done().json()["total"].clone();
        assert!([2, 30_002].iter().any(|whole| total == *whole), "copy {copy} of {copies} has {total}");
    }
    assert_eq!(house.run("list --json --limit 1").done().json()["total"], 30_002);
}

/// Writes over all pages of a workspace but the first, which says whose it is.
fn damage(house: &TestEnv, name: &str) {
    let mut whole = house.bytes(name);
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    whole[page..].fill(0xa5);
    fs::write(house.path(name), whole).unwrap();
}

#[test]
fn a_damaged_workspace_names_its_newest_good_copy() {
    let house = house();
    house.run("backup team.db").done();
    house.run("-w team.db backup 'monday #1.db'").done();
    house.run("-w team.db backup tuesday.db").done();
    house.run("-w team.db backup wednesday.db").done();
    house.write("newest.db", "no workspace at all");
    for (age, name) in ["wednesday.db", "tuesday.db", "monday #1.db"].into_iter().enumerate() {
        let time = std::time::SystemTime::now() - std::time::Duration::from_secs(3600 * (age as u64 + 1));
        fs::File::options().write(true).open(house.path(name)).unwrap().set_modified(time).unwrap();
    }
    damage(&house, "team.db");
    let names = house.names();
    house.run("-w team.db list").exits(1).says_all(&["damaged", "wednesday.db"]);
    damage(&house, "wednesday.db");
    fs::remove_file(house.path("tuesday.db")).unwrap();
    house.run("-w team.db list").exits(1).says_all(&["damaged", "monday #1.db"]);
    house.run("-w wednesday.db list").exits(1);
    assert_eq!(house.names().len(), names.len() - 1, "looking for a copy leaves no file");
}

#[test]
fn a_damaged_workspace_without_a_copy_says_so() {
    let house = house();
    house.run("backup team.db").done();
    damage(&house, "team.db");
    house.run("-w team.db list").exits(1).says_all(&["damaged", "restore it from a backup"]);
}

/// As docs/commands.md says it, after a kill has left a log beside the workspace.
#[test]
fn a_copy_is_put_back_by_the_recipe_of_the_docs() {
    let house = TestEnv::new();
    house.run("init team.db").done();
    house.write("a.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run("-w team.db import a.csv --purpose add --id phone").done();
    house.run("-w team.db backup monday.db").done();
    house.run("-w team.db edit 1 'First Name=Zoe'").done();
    house.write("team.db-wal", "the changes of a killed import");
    let docs = include_str!("../../docs/commands.md");
    let recipe = docs.split_once("```sh\nmkdir before\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    house.shell(&format!("set -e; mkdir before\n{recipe}")).done();
    house.run("-w team.db list").done().says("Ann").never_says("Zoe");
    assert_eq!(house.mode("team.db"), 0o600);
}
