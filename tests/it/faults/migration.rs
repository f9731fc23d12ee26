//! Workspaces that earlier versions left, in `fixtures/workspaces/`: one of each schema version, written by the program
//! of its time.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::support::{TestEnv, rows_of};

/// A command that may write, so that it brings an older workspace to this version; here there is nothing to write.
pub(super) const WRITES: &str = "notifications --mark-read --json";

/// What the stored workspaces hold, as the versions that wrote them listed it.
const PEOPLE: &[(i64, &[&str])] = &[
    (
        1,
        &[
            "1 Nur, Rahman, +60189988776, nur.aziz@example.com, MY, ms, [new vip]",
            "2 Zoë, Müller, +4915112345678, zoe@example.com, DE, de, [fair import-2026-11-22-1 vip]",
            "3 Wei, Tan, Jr., +60123000002, -, MY, -, [fair import-2026-11-22-1]",
            "4 Ann, Lee, +447911123456, ann.lee@example.com, GB, en, [=sum fair import-2026-11-22-1]",
        ],
    ),
    (2, UPDATED),
    (3, UPDATED),
    (4, MERGED),
    (5, MERGED),
    (6, MERGED),
    (7, MERGED),
    (8, MERGED),
    (9, MERGED),
    (10, MERGED),
    (11, MERGED),
    (12, MERGED),
    (13, MERGED),
    (14, MERGED),
];
const UPDATED: &[&str] = &[
    "1 Nur, Aziz, +60189988776, nur.aziz@example.com, MY, ms, [kl vip]",
    "2 Zoë, Müller, +4915112345678, zoe@example.com, DE, de, [vip]",
    "3 Wei, Tan, Jr., +60123000002, -, MY, -, [fair import-2026-11-22-1]",
    "4 Ann, Lee, +447911123456, ann.lee@example.com, GB, en, [=sum]",
];
const MERGED: &[&str] = &[
    "1 Nur, Aziz, +60189988776, nur.aziz@example.com, MY, ms, [fair import-2026-11-22-1 kl vip]",
    "2 Zoe, Müller, +4915112345678, zoe@example.com, DE, de, [vip]",
    "3 Wei, Tan, Jr., +60123000002, ann.lee@example.com, MY, en, [=sum fair import-2026-11-22-1]",
];

/// Puts the stored workspace of a version into an environment.
pub(super) fn store(env: &TestEnv, version: i64) {
    store_at(&env.workspace(), version);
}

/// The same with so many people more, so that its migration takes a while.
pub(super) fn store_large(env: &TestEnv, version: i64, people: u32) {
    store(env, version);
    let database = Connection::open(env.workspace()).unwrap();
    let more = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})
         INSERT INTO contacts (first_name, phone, created_at, updated_at, created_by)
         SELECT 'Person ' || i, '+4477' || (10000000 + i), 0, 0, 1 FROM n"
    );
    database.execute_batch(&more).unwrap();
}

fn store_at(path: &Path, version: i64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let database = Connection::open(path).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    database.execute_batch(&fs::read_to_string(fixture(version)).unwrap()).unwrap();
    database.pragma_update(None, "journal_mode", "wal").unwrap();
}

fn fixture(version: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/workspaces/v{version}.sql"))
}

fn version_of(path: &Path) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// The schema version of this program.
pub(super) fn newest() -> i64 {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    version_of(&env.workspace())
}

fn kept_copy(env: &TestEnv, name: &str) -> PathBuf {
    env.workspace().with_file_name(format!("workspace.db.{name}.backup"))
}

#[test]
fn there_is_a_stored_workspace_of_each_version() {
    let newest = newest();
    for version in 1..=newest {
        let is_known = PEOPLE.iter().any(|(known, _)| *known == version);
        assert!(is_known && fixture(version).exists(), "store one of version {version}: see tests/README.md");
    }
}

#[test]
fn each_version_is_migrated_and_a_verified_copy_kept() {
    let newest = newest();
    for (version, people) in PEOPLE {
        let env = TestEnv::new();
        store(&env, *version);
        let before = rows_of(&env.workspace());
        env.run(WRITES).done();
        assert_eq!(env.people(), *people, "of version {version}");
        assert_eq!(version_of(&env.workspace()), newest);
        let database = Connection::open(env.workspace()).unwrap();
        let verdict: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
        let copy = kept_copy(&env, &format!("v{version}"));
        assert_eq!(copy.exists(), *version < newest);
        if copy.exists() {
            assert_eq!((version_of(&copy), env.mode(&copy)), (*version, 0o600));
            assert!(rows_of(&copy) == before, "the copy of version {version} holds what was there");
        }
    }
}

#[test]
fn what_an_earlier_version_imported_can_be_read_taken_back_and_brought_back() {
    for (version, people) in PEOPLE {
        let env = TestEnv::new();
        store(&env, *version);
        let results = env.run("results 1").done();
        assert!(results.stdout.starts_with("First Name,Last Name,"), "{results}");
        assert_eq!(results.stdout.matches(",Imported,").count(), 4, "{results}");
        assert_eq!(results.stdout.matches(",Error,").count(), 1, "{results}");
        let undo = env.run("undo 1 --yes --json").done().json();
        assert_ne!(undo["removed"].as_u64().unwrap() + undo["kept_count"].as_u64().unwrap(), 0, "{undo}");
        env.run(&format!("undo {} --yes", undo["undo_id"])).done();
        assert_eq!(env.people(), *people, "of version {version}");
        assert_eq!(env.run("config get region").done().stdout.trim(), "DE");
        if *version > 1 {
            env.run("mappings list").done().says("weekly");
        }
        if *version > 2 {
            env.run("notifications").done().says("nowhere.csv");
        }
        if *version > 4 {
            env.run("show 1").done().says_all(&["Shirt", "M"]);
        }
    }
}

#[test]
fn an_old_workspace_that_was_put_back_gets_a_copy_of_its_own() {
    let env = TestEnv::new();
    store(&env, 1);
    env.run(WRITES).done();
    fs::remove_file(env.workspace()).unwrap();
    store(&env, 1);
    Connection::open(env.workspace())
        .unwrap()
        .execute_batch("UPDATE contacts SET last_name = 'Newer' WHERE id = 1; UPDATE workspace SET revision = 99")
        .unwrap();
    let before = rows_of(&env.workspace());
    env.run("list").done().says("Newer");
    env.run(WRITES).done();
    assert!(rows_of(&kept_copy(&env, "v1")) != before);
    assert!(rows_of(&kept_copy(&env, "v1-2")) == before);
}

#[test]
fn what_has_the_name_of_the_copy_stays_and_the_copy_gets_another() {
    let env = TestEnv::new();
    store(&env, 1);
    fs::write(kept_copy(&env, "v1"), "notes").unwrap();
    env.run(WRITES).done();
    assert_eq!(fs::read(kept_copy(&env, "v1")).unwrap(), b"notes");
    assert_eq!(version_of(&kept_copy(&env, "v1-2")), 1);
}

#[test]
fn where_no_copy_can_be_kept_nothing_is_migrated() {
    let env = TestEnv::new();
    store_large(&env, 1, 20_000);
    let before = env.workspace_bytes();
    let outcome = env.shell("ulimit -f 256; trap '' XFSZ; contacts notifications --mark-read");
    assert_eq!(outcome.status, 1, "{outcome}");
    outcome.says_all(&["error:", "hint:"]).never_says("panic");
    assert!(env.workspace_bytes() == before);
    assert_eq!(super::beside(&env, "backup"), Vec::<String>::new());
    assert_eq!(super::beside(&env, "draft"), Vec::<String>::new());
    env.run(WRITES).done();
}

#[test]
fn many_processes_at_once_migrate_a_workspace_once() {
    let env = TestEnv::new();
    store_large(&env, 1, 5_000);
    let runs: Vec<_> = (0..8).map(|_| env.start(WRITES)).collect();
    for run in runs {
        run.finish().done();
    }
    assert_eq!(env.run("list --limit 1 --json").done().json()["total"], 5_004);
    assert_eq!(super::beside(&env, "backup"), ["workspace.db.v1.backup"]);
}

#[test]
fn a_draft_that_a_killed_migration_left_is_not_in_the_way_and_goes() {
    let env = TestEnv::new();
    store(&env, 1);
    let draft = |process: &str| env.workspace().with_file_name(format!(".workspace.db.v1.backup.{process}.draft"));
    fs::write(draft("7"), "half a copy").unwrap();
    // The next run gets the same process id, as in a container it may well.
    let named = draft("$$").display().to_string();
    env.shell(&format!("echo 'half a copy' > \"{named}\"; exec contacts {WRITES}")).done();
    assert_eq!(super::beside(&env, "draft"), Vec::<String>::new());
}

/// A newer one of which only the log says so: the version was raised, and nobody folded the log in yet.
#[test]
fn a_newer_one_whose_log_says_so_is_refused_and_left_byte_for_byte() {
    let env = TestEnv::new();
    store(&env, newest());
    let elsewhere = tempfile::tempdir().unwrap();
    let newer = Connection::open(env.workspace()).unwrap();
    newer.pragma_update(None, "user_version", 9_999).unwrap();
    let copy = elsewhere.path().join("workspace.db");
    fs::copy(env.workspace(), &copy).unwrap();
    fs::copy(env.workspace().with_extension("db-wal"), elsewhere.path().join("workspace.db-wal")).unwrap();
    drop(newer);

    let bytes = || ["workspace.db", "workspace.db-wal"].map(|name| fs::read(elsewhere.path().join(name)).unwrap());
    let before = bytes();
    assert!(!before[1].is_empty());
    env.write("leads.csv", "First Name\nAnn\n");
    for line in ["list", "import leads.csv --purpose add-all", "config set max-rows 5", "backup copy.db"] {
        env.run(&format!("-w {} {line}", copy.display())).exits(1).says_all(&["9999", "newer"]);
        assert!(bytes() == before, "'{line}' leaves it as it was");
    }
    assert_eq!(env.names(), ["leads.csv"]);
}
