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
    let env = TestEnv::new();
    let path = env.workspace().display().to_string();
    let first = env.run("list").done();
    assert!(first.stderr.contains(&path), "{first}");
    assert!(env.has(&path));
    env.run("list").done().never_says(&path);
}

#[test]
fn without_a_data_directory_of_the_environment_it_is_in_the_home() {
    let mut env = TestEnv::new();
    env.set("XDG_DATA_HOME", "");
    env.run("list").done();
    assert!(env.has(env.home().join(".local/share/contacts/workspace.db")));
}

#[test]
fn a_named_workspace_that_is_not_there_names_init() {
    for line in COMMANDS {
        let mut env = TestEnv::new();
        env.write("leads.csv", "First Name\nAnn\n");
        env.run(&format!("--workspace team.db {line}")).exits(1).says_all(&["contacts init", "team.db"]);
        env.set("CONTACTS_WORKSPACE", "team.db");
        env.run(line).exits(1).says_all(&["contacts init", "team.db"]);
        assert_eq!(env.names(), ["leads.csv"]);
        assert!(!env.has(env.workspace()));
    }
    let env = TestEnv::new();
    let told = env.run("-w 'my team.db' list").exits(1);
    env.shell(told.stderr.split("create it with: ").nth(1).unwrap()).done();
    env.run("-w 'my team.db' list").done();
}

#[test]
fn the_option_wins_over_the_environment_and_that_over_the_default() {
    let mut env = TestEnv::new();
    env.write("leads.csv", "First Name\nAnn\n");
    for name in ["option.db", "environment.db"] {
        env.run(&format!("init {name}")).done();
    }
    env.run("-w option.db import leads.csv --purpose add-all").done();
    let total = |env: &TestEnv, line: &str| env.run(line).done().json()["total"].clone();
    assert_eq!(total(&env, "list --json"), 0);
    env.set("CONTACTS_WORKSPACE", "environment.db");
    assert_eq!(total(&env, "list --json"), 0);
    assert_eq!(total(&env, "-w option.db list --json"), 1);
    assert_eq!(total(&env, "list -w option.db --json"), 1);
}

#[test]
fn init_makes_a_workspace_once() {
    let env = TestEnv::new();
    env.run("init team.db").done().says("team.db");
    let made = env.bytes("team.db");
    let again = env.run("init team.db").says("team.db");
    assert!([0, 1, 4].contains(&again.status), "{again}");
    assert!(made == env.bytes("team.db"), "the second init leaves it as it was");
    env.run("-w team.db list").done();
}

#[test]
fn init_takes_no_file_that_is_there() {
    let env = TestEnv::new();
    env.write("notes.txt", "my notes\n");
    env.write("empty.db", "");
    for name in ["notes.txt", "empty.db"] {
        let before = env.bytes(name);
        env.run(&format!("init {name}")).exits(1).says(name);
        assert!(before == env.bytes(name));
    }
    env.run("init nowhere/team.db").exits(1).says("nowhere");
}

#[test]
fn a_workspace_is_readable_by_its_owner_alone() {
    let mut env = TestEnv::new();
    env.set_umask("000");
    env.run("init team.db").done();
    env.write("leads.csv", "First Name\nAnn\n");
    env.run("import leads.csv --purpose add-all").done();
    assert_eq!(env.mode("team.db"), 0o600);
    let directory = env.workspace().parent().unwrap().to_owned();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(env.mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn the_file_is_marked_as_ours_and_its_tables_are_strict() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
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
fn newer(env: &TestEnv, path: &Path) {
    copy_of_ours(env, path);
    let database = rusqlite::Connection::open(path).unwrap();
    database.pragma_update(None, "journal_mode", "delete").unwrap();
    database.pragma_update(None, "user_version", 9_999).unwrap();
}

/// A workspace of which only the first half is left.
fn truncated(env: &TestEnv, path: &Path) {
    copy_of_ours(env, path);
    let whole = fs::read(path).unwrap();
    fs::write(path, &whole[..whole.len() / 2]).unwrap();
}

/// A workspace whose pages but the first were written over.
fn overwritten(env: &TestEnv, path: &Path) {
    copy_of_ours(env, path);
    let mut whole = fs::read(path).unwrap();
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    whole[page..].fill(0xa5);
    fs::write(path, whole).unwrap();
}

fn copy_of_ours(env: &TestEnv, path: &Path) {
    env.add_contacts(&crate::support::numbered(500));
    fs::copy(env.workspace(), path).unwrap();
}

#[test]
fn a_file_that_is_no_workspace_is_refused_and_left_byte_for_byte() {
    for Stranger { name, make, said } in STRANGERS {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name\nAnn\n");
        make(&env, &env.path(name));
        let before = env.bytes(name);
        let names = env.names();
        for line in COMMANDS {
            env.run(&format!("--workspace {name} {line}")).exits(1).says_all(&[said, name]).says("error:");
            assert!(before == env.bytes(name), "{name} is left as it was by '{line}'");
            assert_eq!(env.names(), names, "'{line}' leaves no file beside {name}");
        }
    }
}

#[test]
fn a_default_workspace_that_is_no_workspace_is_refused_unchanged() {
    let env = TestEnv::new();
    fs::create_dir_all(env.workspace().parent().unwrap()).unwrap();
    fs::write(env.workspace(), "not a workspace").unwrap();
    env.run("list").exits(1);
    assert_eq!(env.read(env.workspace()), "not a workspace");
}

#[test]
fn a_directory_is_no_workspace() {
    let env = TestEnv::new();
    fs::create_dir(env.path("team.db")).unwrap();
    env.run("-w team.db list").exits(1).says("team.db");
}

#[test]
fn contact_ids_are_never_given_again() {
    let env = TestEnv::with_contacts("First Name\nAnn\nBob\n");
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
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
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("file", "");
    for line in ["-w file/team.db list", "init file/team.db", "export file/people.csv"] {
        let outcome = env.run(line).exits(1);
        assert_eq!(outcome.stderr.matches("os error").count(), 1, "{outcome}");
    }
}

#[test]
fn a_default_workspace_that_is_gone_is_not_told_as_none_yet() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let copy = env.workspace().with_file_name("workspace-monday.db");
    env.run(&format!("backup {}", copy.display())).done();
    std::fs::remove_file(env.workspace()).unwrap();
    for line in ["", "doctor", "list"] {
        let told = env.run(line);
        assert_ne!(told.status, 0, "{told}");
        told.says("workspace-monday.db").never_says("none yet");
    }
}

#[test]
fn a_missing_workspace_is_told_with_init_and_with_the_workspaces_beside_it() {
    let env = TestEnv::new();
    env.run("-w nope.db list").exits(1).says("create it with: contacts init nope.db").never_says("are beside it");
    env.run("init other.db").done();
    let outcome = env.run("-w nope.db list").exits(1);
    outcome
        .says("hint: create it with: contacts init nope.db; these good workspaces are beside it: /")
        .says("/other.db;");
    // One that has its name shows that it was there, which a new one would hide.
    env.run("init nope-monday.db").done();
    env.run("-w nope.db list").exits(1).says("put it back with").never_says("contacts init");
}

#[test]
fn a_workspace_that_cannot_be_made_or_is_damaged_is_told_with_a_command_for_that_file() {
    let env = TestEnv::new();
    let hint = |line: &str| env.run(&format!("{line} --json")).exits(1).json()["error"]["hint"].take();
    assert_eq!(hint("init sub/x.db"), "make its folder first: mkdir -p sub");
    env.run("init x.db").done();
    let mut bytes = env.bytes("x.db");
    bytes[4096..].fill(0xFF);
    env.write("x.db", bytes);
    let hint = hint("init x.db");
    assert!(hint.as_str().unwrap().contains(&format!("contacts -w {} doctor", env.path("x.db").display())), "{hint}");
}

#[test]
fn the_default_workspace_is_not_made_before_the_command_has_what_it_needs() {
    for (list, line, code) in [
        ("First Name,Phone Number\nAnn,+60123000001\n", "import leads.csv", 2),
        ("First Name,Phone Number\nAnn,+60123000001\n", "map leads.csv", 4),
        ("First Name,Phone Number\nAnn,+60123000001\n", "review leads.csv", 4),
        ("First Name,Phone Number\nAnn,+60123000001\n", "cancel leads.csv", 4),
        ("Name,Mobile\nAnn,+60123000001\n", "import leads.csv --purpose add --id phone", 2),
        ("First Name,Phone Number\nAnn,+60123000001\n", "import leads.csv --purpose add --id phone --map Fax=Email", 2),
        ("First Name,Phone Number\nAnn,\"+60123000001\n", "import leads.csv --purpose add --id phone", 1),
        ("First Name,Phone Number\nAnn,\"+60123000001\n", "upload leads.csv --purpose add --id phone", 1),
        ("First Name,Phone Number\n", "import leads.csv --purpose add --id phone", 1),
        ("First Name\nAnn\n", "import leads.csv --purpose add-all --delimiter '\"'", 2),
    ] {
        let env = TestEnv::new();
        env.write("leads.csv", list);
        env.run(line).exits(code).never_says("Made a new workspace");
        assert!(!env.has(env.workspace()), "{line}");
    }
    let env = TestEnv::new();
    env.write("leads.csv", b"First Name,Phone Number\nJ\xFCrgen,+491701234567\n");
    env.run("import leads.csv --purpose add --id phone").exits(4).never_says("Made a new workspace");
    env.run("import leads.csv --purpose add --id phone --encoding windows-1252").done().says("Made a new workspace");
}
