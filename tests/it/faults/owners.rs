//! Root works in a workspace of somebody else: nothing that it makes locks them out. Only root can try it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::migration::{WRITES, store};
use super::{NOBODY, without_rights};
use crate::support::{TestEnv, is_root};

const IMPORT: &str = "--purpose add-update --id phone";

/// The files and folders of a tree that are not of this user.
fn of_others(folder: &Path, user: u32) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let metadata = entry.symlink_metadata().unwrap();
        if metadata.is_dir() {
            found.extend(of_others(&entry, user));
        }
        if metadata.uid() != user {
            found.push(entry);
        }
    }
    found
}

#[track_caller]
fn assert_all_are_nobodys(env: &TestEnv) {
    assert_eq!(of_others(env.home().parent().unwrap(), NOBODY), Vec::<PathBuf>::new());
}

#[test]
fn what_root_makes_belongs_to_the_owners_of_the_workspace_and_the_source() {
    if !is_root() {
        return;
    }
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    fs::remove_dir_all(env.home().join(".config")).unwrap();
    let list = "First Name,Phone Number\nBob,+60123000002\nEve,unknown\n";
    for name in ["a.csv", "b.csv", "c.csv"] {
        env.write(name, list);
    }
    let contacts = without_rights(&env);

    env.run(&format!("import a.csv {IMPORT}")).exits(3);
    env.run(&format!("upload b.csv {IMPORT}")).done();
    env.run("map b.csv").done();
    env.run(&format!("import nowhere.csv {IMPORT}")).exits(1);
    assert_all_are_nobodys(&env);

    // Files that an import of root's owes.
    env.run(&format!("import c.csv {IMPORT}")).exits(3);
    for name in ["c.results.csv", "c.errors.csv"] {
        fs::remove_file(env.path(name)).unwrap();
    }
    let database = Connection::open(env.workspace()).unwrap();
    database.execute("UPDATE imports SET files_pending = 1 WHERE results_path LIKE '%/c.results.csv'", []).unwrap();
    drop(database);
    env.run("list").done();
    assert!(env.has("c.results.csv") && env.has("c.errors.csv"));
    assert_all_are_nobodys(&env);

    for line in [
        "review b.csv",
        "import b.csv",
        "import a.csv --purpose add-update --id phone",
        "status",
        "list",
        "notifications",
    ] {
        let outcome = env.shell(&format!("{contacts} {line}"));
        assert!([0, 3].contains(&outcome.status), "{outcome}");
    }
    assert_all_are_nobodys(&env);
}

#[test]
fn what_root_makes_in_a_home_belongs_to_whose_it_is() {
    if !is_root() {
        return;
    }
    for line in [&format!("import leads.csv {IMPORT}"), "init"] {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
        let contacts = without_rights(&env);
        env.run(line).done();
        assert_all_are_nobodys(&env);
        env.shell(&format!("{contacts} import leads.csv {IMPORT}")).done();
    }
}

#[test]
fn a_session_of_the_owners_goes_on_by_root_and_back() {
    if !is_root() {
        return;
    }
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    let contacts = without_rights(&env);
    env.shell(&format!("{contacts} upload leads.csv {IMPORT}")).done();
    env.run("map leads.csv").done();
    env.shell(&format!("{contacts} review leads.csv")).done();
    env.run("import leads.csv").done();
    assert_all_are_nobodys(&env);
}

#[test]
fn a_migration_by_root_keeps_a_copy_of_the_owners() {
    if !is_root() {
        return;
    }
    let env = TestEnv::new();
    store(&env, 4);
    let contacts = without_rights(&env);
    env.run(WRITES).done();
    assert_all_are_nobodys(&env);
    let copy = env.workspace().with_file_name("workspace.db.v4.backup");
    env.shell(&format!("{contacts} -w {} list", copy.display())).done();
}
