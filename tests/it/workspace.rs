//! Spec sections 9 and 10: which workspace is used, and which file is refused untouched.

use std::fs;
use std::path::Path;

use crate::support::TestEnv;

const COMMANDS: &[&str] = &[
    "list",
    "show 1",
    "history",
    "results 1",
    "export all.csv",
    "config list",
    "config set max-rows 5",
    "import leads.csv --purpose add-all",
    "import leads.csv --purpose add-all --dry-run",
];

#[test]
fn the_default_workspace_is_created_at_first_use_and_said() {
    let house = TestEnv::new();
    let path = house.workspace().display().to_string();
    let first = house.run("list").done();
    assert!(first.stderr.contains(&path), "{first}");
    assert!(house.has(&path));
    house.run("list").done().never_says(&path);
}

#[test]
fn without_a_data_directory_of_the_environment_it_is_in_the_home() {
    let mut house = TestEnv::new();
    house.set("XDG_DATA_HOME", "");
    house.run("list").done();
    assert!(house.has(house.home().join(".local/share/contacts/workspace.db")));
}

#[test]
fn a_named_workspace_that_is_not_there_names_init() {
    for line in COMMANDS {
        let mut house = TestEnv::new();
        house.write("leads.csv", "First Name\nAnn\n");
        house.run(&format!("--workspace team.db {line}")).exits(1).says_all(&["contacts init", "team.db"]);
        house.set("CONTACTS_WORKSPACE", "team.db");
        house.run(line).exits(1).says_all(&["contacts init", "team.db"]);
        assert_eq!(house.names(), ["leads.csv"]);
        assert!(!house.has(house.workspace()));
    }
}

#[test]
fn the_option_wins_over_the_environment_and_that_over_the_default() {
    let mut house = TestEnv::new();
    house.write("leads.csv", "First Name\nAnn\n");
    for name in ["option.db", "environment.db"] {
        house.run(&format!("init {name}")).done();
    }
    house.run("-w option.db import leads.csv --purpose add-all").done();
    let total = |house: &TestEnv, line: &str| house.run(line).done().json()["total"].clone();
    assert_eq!(total(&house, "list --json"), 0);
    house.set("CONTACTS_WORKSPACE", "environment.db");
    assert_eq!(total(&house, "list --json"), 0);
    assert_eq!(total(&house, "-w option.db list --json"), 1);
    assert_eq!(total(&house, "list -w option.db --json"), 1);
}

#[test]
fn init_makes_a_workspace_once() {
    let house = TestEnv::new();
    house.run("init team.db").done().says("team.db");
    let made = house.bytes("team.db");
    let again = house.run("init team.db").says("team.db");
    assert!([0, 1, 4].contains(&again.status), "{again}");
    assert!(made == house.bytes("team.db"), "the second init leaves it as it was");
    house.run("-w team.db list").done();
}

#[test]
fn init_takes_no_file_that_is_there() {
    let house = TestEnv::new();
    house.write("notes.txt", "my notes\n");
    house.write("empty.db", "");
    for name in ["notes.txt", "empty.db"] {
        let before = house.bytes(name);
        house.run(&format!("init {name}")).exits(1).says(name);
        assert!(before == house.bytes(name));
    }
    house.run("init nowhere/team.db").exits(1).says("nowhere");
}

#[test]
fn a_workspace_is_readable_by_its_owner_alone() {
    let mut house = TestEnv::new();
    house.set_umask("000");
    house.run("init team.db").done();
    house.write("leads.csv", "First Name\nAnn\n");
    house.run("import leads.csv --purpose add-all").done();
    assert_eq!(house.mode("team.db"), 0o600);
    let directory = house.workspace().parent().unwrap().to_owned();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(house.mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn the_file_is_marked_as_ours_and_its_tables_are_strict() {
    let house = TestEnv::with_contacts("First Name\nAnn\n");
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    let number = |pragma: &str| database.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).unwrap();
    assert_ne!(number("application_id"), 0);
    assert!(number("user_version") > 0);
    let journal: String = database.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(journal, "wal");
    let loose: i64 = database
        .query_row("select count(*) from pragma_table_list where schema = 'main' and type = 'table' and not strict and name not like 'sqlite_%'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(loose, 0, "every table is STRICT");
}

/// A file that is no workspace of ours, and a word of what is said of it.
struct Stranger {
    name: &'static str,
    make: fn(&TestEnv, &Path),
    said: &'static str,
}

const STRANGERS: &[Stranger] = &[
    Stranger { name: "empty.db", make: |_, path| fs::write(path, "").unwrap(), said: "empty" },
    Stranger {
        name: "text.db",
        make: |_, path| fs::write(path, "First Name,Phone Number\nAnn,1\n".repeat(500)).unwrap(),
        said: "workspace",
    },
    Stranger { name: "foreign.db", make: |_, path| foreign(path, 0), said: "workspace" },
    Stranger { name: "of-another-program.db", make: |_, path| foreign(path, 0x0f05_5112), said: "workspace" },
    Stranger { name: "newer.db", make: newer, said: "newer" },
    Stranger { name: "truncated.db", make: truncated, said: "damaged" },
    Stranger { name: "overwritten.db", make: overwritten, said: "damaged" },
];

/// A database of somebody else, marked as such or not at all.
fn foreign(path: &Path, application_id: i64) {
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "create table contacts (id integer primary key, name text); insert into contacts values (1, 'Ann')",
        )
        .unwrap();
    database.pragma_update(None, "application_id", application_id).unwrap();
}

/// A workspace of a version of this program that is yet to come.
fn newer(house: &TestEnv, path: &Path) {
    copy_of_ours(house, path);
    let database = rusqlite::Connection::open(path).unwrap();
    database.pragma_update(None, "journal_mode", "delete").unwrap();
    database.pragma_update(None, "user_version", 9_999).unwrap();
}

/// A workspace of which only the first half is left.
fn truncated(house: &TestEnv, path: &Path) {
    copy_of_ours(house, path);
    let whole = fs::read(path).unwrap();
    fs::write(path, &whole[..whole.len() / 2]).unwrap();
}

/// A workspace whose pages but the first were written over.
fn overwritten(house: &TestEnv, path: &Path) {
    copy_of_ours(house, path);
    let mut whole = fs::read(path).unwrap();
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    whole[page..].fill(0xa5);
    fs::write(path, whole).unwrap();
}

fn copy_of_ours(house: &TestEnv, path: &Path) {
    house.add_contacts(&crate::support::numbered(500));
    fs::copy(house.workspace(), path).unwrap();
}

#[test]
fn a_file_that_is_no_workspace_is_refused_and_left_byte_for_byte() {
    for Stranger { name, make, said } in STRANGERS {
        let house = TestEnv::new();
        house.write("leads.csv", "First Name\nAnn\n");
        make(&house, &house.path(name));
        let before = house.bytes(name);
        let names = house.names();
        for line in COMMANDS {
            house.run(&format!("--workspace {name} {line}")).exits(1).says_all(&[said, name]).says("error:");
            assert!(before == house.bytes(name), "{name} is left as it was by '{line}'");
            assert_eq!(house.names(), names, "'{line}' leaves no file beside {name}");
        }
    }
}

#[test]
fn a_default_workspace_that_is_no_workspace_is_refused_unchanged() {
    let house = TestEnv::new();
    fs::create_dir_all(house.workspace().parent().unwrap()).unwrap();
    fs::write(house.workspace(), "not a workspace").unwrap();
    house.run("list").exits(1);
    assert_eq!(house.read(house.workspace()), "not a workspace");
}

#[test]
fn a_directory_is_no_workspace() {
    let house = TestEnv::new();
    fs::create_dir(house.path("team.db")).unwrap();
    house.run("-w team.db list").exits(1).says("team.db");
}

#[test]
fn contact_ids_are_never_given_again() {
    let house = TestEnv::with_contacts("First Name\nAnn\nBob\n");
    let database = rusqlite::Connection::open(house.workspace()).unwrap();
    let auto: i64 = database
        .query_row(
            "select count(*) from sqlite_master where type = 'table' and sql like '%autoincrement%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(auto > 0, "Contact ID is an identifier");
}

#[test]
fn a_system_error_is_printed_once() {
    let house = TestEnv::with_contacts("First Name\nAnn\n");
    house.write("file", "");
    for line in ["-w file/team.db list", "init file/team.db", "export file/people.csv"] {
        let outcome = house.run(line).exits(1);
        assert_eq!(outcome.stderr.matches("os error").count(), 1, "{outcome}");
    }
}
