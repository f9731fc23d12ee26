//! What only reads writes nothing: it works on an older version, in a folder that takes no files, and on a full disk.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::migration::{WRITES, newest, store};
use super::without_rights;
use crate::support::{TestEnv, is_root};

const READERS: [&str; 12] = [
    "list",
    "show 1",
    "export -",
    "history",
    "history 1",
    "status",
    "notifications",
    "tags list",
    "fields list",
    "mappings list",
    "config list",
    "doctor",
];

/// Names and bytes of all files of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn an_older_workspace_is_read_and_left_as_it_is() {
    for version in 1..newest() {
        let env = TestEnv::new();
        store(&env, version);
        env.write("a.csv", "First Name,Phone Number\nBob,+60123000009\n");
        let folder = env.workspace().parent().unwrap().to_owned();
        let before = files(&folder);
        let dry_run = "import a.csv --purpose add-update --id phone --dry-run";
        for command in READERS.into_iter().chain([dry_run, "duplicates", "backup copy.db"]) {
            let outcome = env.run(command);
            assert!([0, 1].contains(&outcome.status) && (outcome.status == 0 || command.ends_with('1')), "{outcome}");
            outcome.never_says("no such");
            assert!(files(&folder) == before, "{command} of version {version}");
        }
        env.run("list").done().says(&format!("has schema version {version} and is left so"));
        env.run("import a.csv --purpose add-update --id phone")
            .done()
            .says_all(&["brought to schema version", &format!("workspace.db.v{version}.backup")]);
        env.run("list").done().never_says("schema version");
    }
}

#[test]
fn a_newer_one_names_the_copy_that_was_kept_before() {
    let env = TestEnv::new();
    store(&env, 4);
    env.run(WRITES).done();
    assert!(files(env.workspace().parent().unwrap()).contains_key("workspace.db.v4.backup"));
    rusqlite::Connection::open(env.workspace()).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
    env.run("list").exits(1).says_all(&["schema version 9999", "workspace.db.v4.backup"]);
}

/// As `VACUUM INTO` makes a copy: without a write-ahead log.
#[test]
fn a_copy_of_another_journal_mode_is_read_and_left_as_it_is() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("a.csv", "First Name,Phone Number\nBob,+60123000009\n");
    let copy = env.path("copy/w.db");
    fs::create_dir(env.path("copy")).unwrap();
    let source = rusqlite::Connection::open(env.workspace()).unwrap();
    source.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    drop(source);
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o600)).unwrap();
    let before = files(&env.path("copy"));
    let dry_run = "import a.csv --purpose add-update --id phone --dry-run";
    for command in READERS.into_iter().chain([dry_run, "duplicates", "backup copy.db"]) {
        env.run(&format!("-w copy/w.db {command}")).done();
        assert!(files(&env.path("copy")) == before, "{command}");
    }
    env.run("-w copy/w.db import a.csv --purpose add-update --id phone").done();
    env.run("-w copy/w.db list").done().says("Bob");
}

#[test]
fn a_folder_that_takes_no_files_is_read() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    let folder = env.workspace().parent().unwrap().to_owned();
    fs::set_permissions(env.workspace(), fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    for command in READERS.into_iter().filter(|command| *command != "doctor") {
        env.run(command).done();
    }
    env.run("export out.csv").done();
    env.run("backup copy.db").done();
    env.run("-w copy.db list").done().says("Ann");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_full_disk_is_read_and_backed_up_elsewhere() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.shell("mkdir small").done();
    if !is_root() || env.shell("mount -t tmpfs -o size=1m tmpfs small").status != 0 {
        return; // Only root may mount, and not in every container.
    }
    fs::copy(env.workspace(), env.path("small/w.db")).unwrap();
    env.shell("dd if=/dev/zero of=small/fill bs=4k");
    let full = env.run("backup small/copy.db").exits(1);
    let outcomes: Vec<_> = READERS
        .into_iter()
        .chain(["export out.csv", "backup copy.db"])
        .map(|command| env.run(&format!("-w small/w.db {command}")))
        .collect();
    env.shell("umount small").done();
    full.says("no room is left for small/copy.db");
    for outcome in outcomes {
        assert!(outcome.status == 0 || outcome.line.contains("doctor"), "{outcome}");
    }
    env.run("-w copy.db list").done().says("Ann");
}

/// SQLite makes `-wal` and `-shm` with the mode that the workspace has when it is read.
#[test]
fn a_workspace_that_was_read_only_can_be_written_to_again() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    let contacts = without_rights(&env);
    let allow = |mode| fs::set_permissions(env.workspace(), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o400);
    env.shell(&format!("{contacts} list")).done().says("Ann");
    env.shell(&format!("{contacts} edit 1 'First Name=Zoe'")).exits(1).says_all(&["cannot be written to", "hint:"]);
    allow(0o600);
    env.shell(&format!("{contacts} edit 1 'First Name=Zoe'")).done();
    env.shell(&format!("{contacts} list")).done().says("Zoe");
}
