//! `backup`: a verified copy while others read and write (spec section 9).

use std::fs;

use crate::readme::file_of;
use crate::support::{TestEnv, numbered, tool_available};

fn env() -> TestEnv {
    TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n")
}

#[test]
fn a_copy_is_a_workspace_of_its_own() {
    let env = env();
    env.run("backup copy.db").done().says("copy.db");
    let names = |line: &str| env.run(line).done().json()["contacts"].clone();
    let before = names("list --json");
    assert_eq!(names("-w copy.db list --json"), before);
    env.run("-w copy.db config set max-rows 7").done();
    assert_eq!(env.run("config get max-rows").done().stdout.trim(), "200000");
    assert_eq!(names("list --json"), before);
}

#[test]
fn a_backup_is_reported_as_json_and_leaves_no_other_file() {
    let env = env();
    let before = env.workspace_bytes();
    let outcome = env.run("backup copy.db --json").done();
    let size = fs::metadata(env.path("copy.db")).unwrap().len();
    assert_eq!(outcome.json(), serde_json::json!({ "file": "copy.db", "size": size }));
    assert_eq!(env.names(), ["copy.db"]);
    assert!(before == env.workspace_bytes(), "the workspace remembers nothing");
}

#[test]
fn a_backup_is_readable_by_its_owner_alone() {
    let mut env = env();
    env.set_umask("000");
    env.run("backup copy.db").done();
    assert_eq!(env.mode("copy.db"), 0o600);
}

#[test]
fn a_backup_replaces_no_existing_file() {
    let env = env();
    env.write("notes.txt", "my notes\n");
    fs::create_dir(env.path("folder")).unwrap();
    std::os::unix::fs::symlink("nowhere", env.path("link")).unwrap();
    for name in ["notes.txt", "folder", "link"] {
        env.run(&format!("backup {name}")).exits(4).says_all(&[name, "exists already"]);
    }
    let own = env.workspace().display().to_string();
    env.run(&format!("backup {own}")).exits(4).says("exists already");
    assert_eq!(env.read("notes.txt"), "my notes\n");
    assert_eq!(env.names(), ["folder", "link", "notes.txt"]);
    assert!(!env.has("nowhere"));
    assert_eq!(env.contacts().len(), 2);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let env = env();
    let outcome = env.run("backup nowhere/copy.db").exits(1).says_all(&["nowhere/copy.db", "hint:"]);
    assert!(!outcome.stderr.contains("draft"), "{outcome}");
    assert!(env.names().is_empty());
}

#[test]
fn a_backup_holds_a_running_import_whole_or_not_at_all() {
    let env = env();
    env.write("big.csv", numbered(30_000));
    let mut running = env.start("import big.csv --purpose add-all");
    let mut copies = 0;
    while !running.has_ended() {
        copies += 1;
        env.run(&format!("backup copy-{copies}.db")).done();
    }
    running.finish().done();
    for copy in 1..=copies {
        let total = env.run(&format!("-w copy-{copy}.db list --json --limit 1")).done().json()["total"].clone();
        assert!([2, 30_002].iter().any(|whole| total == *whole), "copy {copy} of {copies} has {total}");
    }
    assert_eq!(env.run("list --json --limit 1").done().json()["total"], 30_002);
}

/// Writes over all pages of a workspace but the first, which says whose it is.
fn damage(env: &TestEnv, name: &str) {
    let mut whole = env.bytes(name);
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    whole[page..].fill(0xa5);
    fs::write(env.path(name), whole).unwrap();
}

#[test]
fn a_damaged_workspace_names_its_newest_good_copy() {
    let env = env();
    env.run("backup team.db").done();
    env.run("-w team.db backup 'monday #1.db'").done();
    env.run("-w team.db backup tuesday.db").done();
    env.run("-w team.db backup wednesday.db").done();
    env.write("newest.db", "no workspace at all");
    for (age, name) in ["wednesday.db", "tuesday.db", "monday #1.db"].into_iter().enumerate() {
        let time = std::time::SystemTime::now() - std::time::Duration::from_secs(3600 * (age as u64 + 1));
        fs::File::options().write(true).open(env.path(name)).unwrap().set_modified(time).unwrap();
    }
    damage(&env, "team.db");
    let names = env.names();
    env.run("-w team.db list").exits(1).says_all(&["damaged", "wednesday.db"]);
    damage(&env, "wednesday.db");
    fs::remove_file(env.path("tuesday.db")).unwrap();
    env.run("-w team.db list").exits(1).says_all(&["damaged", "monday #1.db"]);
    env.run("-w wednesday.db list").exits(1);
    assert_eq!(env.names().len(), names.len() - 1, "looking for a copy leaves no file");
}

#[test]
fn a_damaged_workspace_without_a_copy_says_so() {
    let env = env();
    env.run("backup team.db").done();
    damage(&env, "team.db");
    env.run("-w team.db list").exits(1).says_all(&["damaged", "restore it from a backup"]);
}

/// As docs/moving.md says it, after a kill has left a log beside the workspace.
#[test]
fn a_copy_is_put_back_by_the_recipe_of_the_docs() {
    let env = TestEnv::new();
    env.run("init team.db").done();
    env.write("a.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run("-w team.db import a.csv --purpose add --id phone").done();
    env.run("-w team.db backup monday.db").done();
    env.run("-w team.db edit 1 'First Name=Zoe'").done();
    env.write("team.db-wal", "the changes of a killed import");
    let docs = include_str!("../../docs/moving.md");
    let recipe = docs.split_once("```sh\nmkdir before\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    env.shell(&format!("set -e; mkdir before\n{recipe}")).done();
    env.run("-w team.db list").done().says("Ann").never_says("Zoe");
    assert_eq!(env.mode("team.db"), 0o600);
}

/// As docs/moving.md says it: encrypted through a pipe, decrypted next to the workspace, checked and compared.
#[test]
fn an_encrypted_copy_is_restored_by_the_drill_of_the_docs() {
    let env = env();
    let works = env.shell("gpg --version && bash --version").status == 0;
    if !tool_available("gpg", works, "CONTACTS_TEST_GPG", "gpg") {
        return;
    }
    env.shell("mkdir -m 700 ~/.gnupg && echo pinentry-mode loopback > ~/.gnupg/gpg.conf").done();
    env.run("backup team.db").done();
    env.write("passphrase.txt", "correct horse");
    env.write("copy.sh", file_of("docs/moving.md", "encrypted-copy"));
    env.shell("bash copy.sh").done();
    assert_eq!(env.mode("team.db.gpg"), 0o600);
    assert!(!env.bytes("team.db.gpg").windows(6).any(|bytes| bytes == b"SQLite"), "it is encrypted");
    env.shell(&file_of("docs/moving.md", "restore-drill")).done().says("the copy holds the same contacts");
    assert_eq!(env.mode("drill.db"), 0o600);
    env.run("-w team.db edit 1 'First Name=Zoe'").done();
    env.shell("rm drill.db drill.csv now.csv").done();
    env.shell(&file_of("docs/moving.md", "restore-drill")).never_says("the copy holds the same contacts");
    // It would outlive the test.
    env.shell("gpgconf --kill gpg-agent");
}

#[test]
fn a_copy_that_fails_sends_no_byte_and_its_exit_code_is_seen_through_the_pipe() {
    let env = env();
    let line = "bash -c 'set -o pipefail; contacts -w none.db backup - | cat > copy.db; echo ended with $?'";
    env.shell(line).done().says("ended with 1");
    assert_eq!(env.read("copy.db"), "");
}

#[test]
fn a_copy_that_nobody_takes_as_a_whole_is_a_failure_with_a_way_on() {
    let env = env();
    // Larger than what a pipe holds, so that the reader is gone before the last byte.
    let line = "bash -c 'set -o pipefail; contacts backup - | head -c 10 >copy.db; echo ended with ${PIPESTATUS[0]}'";
    env.shell(line).done().says_all(&[
        "ended with 1",
        "ended before it had the whole copy",
        "what was written is no copy",
    ]);
    if std::path::Path::new("/dev/full").exists() {
        env.shell("contacts backup - >/dev/full").exits(1).says_all(&["No space left", "make room"]);
    }
    env.shell("contacts backup - >&-").exits(1).says("the output could not be written");
    // A list is read as far as somebody wants it.
    env.shell("bash -c 'set -o pipefail; contacts list --json | head -c 10'").done();
}

#[test]
fn a_workspace_that_moves_to_another_machine_has_everything_and_sends_nothing_until_it_is_trusted() {
    let old = env();
    old.run("config set notify-command 'touch told'").done();
    old.run("config set region MY").done();
    old.shell("umask 077; contacts backup - > moved.db").done();
    let new = TestEnv::new();
    std::fs::create_dir_all(new.workspace().parent().unwrap()).unwrap();
    std::fs::copy(old.path("moved.db"), new.workspace()).unwrap();
    assert_eq!(new.people(), old.people());
    assert_eq!(new.history().len(), old.history().len());
    new.run("doctor").done();
    new.write("more.csv", "First Name,Phone Number\nDan,0123000009\n");
    new.run("import more.csv --purpose add --id phone").done().says("notify-command");
    assert!(!new.has("told"), "a command of another machine was run");
    assert!(new.people().iter().any(|person| person.contains("+60123000009")), "the region came along");
    new.run("config trust --yes").done();
    new.write("more2.csv", "First Name,Phone Number\nEve,0123000010\n");
    new.run("import more2.csv --purpose add --id phone").done();
    assert!(new.has("told"));
}

#[test]
fn an_older_copy_is_replaced_where_that_is_asked_for() {
    let env = env();
    env.run("backup --replace nightly.db").done().says("nightly.db");
    env.write("more.csv", "First Name,Phone Number\nCid,+60123000003\n");
    env.run("import more.csv --purpose add --id phone").done();
    fs::set_permissions(env.path("nightly.db"), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    env.run("backup nightly.db").exits(4).says("contacts backup --replace nightly.db");
    env.run("backup .").exits(4).says("contacts backup --keep 7 .");
    let outcome = env.run("backup --replace nightly.db --json").done();
    let size = fs::metadata(env.path("nightly.db")).unwrap().len();
    assert_eq!(outcome.json(), serde_json::json!({ "file": "nightly.db", "size": size }));
    assert_eq!(env.run("-w nightly.db list --json").done().json()["total"], 3);
    assert_eq!(env.mode("nightly.db"), 0o600);
    assert_eq!(env.names(), ["more.csv", "more.results.csv", "nightly.db"]);
}

#[test]
fn only_an_older_copy_of_the_same_workspace_is_replaced() {
    let env = env();
    env.write("notes.txt", "my notes\n");
    env.write("empty.db", "");
    fs::create_dir(env.path("folder")).unwrap();
    env.run("init other.db").done();
    env.run("backup older.db").done();
    std::os::unix::fs::symlink("older.db", env.path("link.db")).unwrap();
    env.run("backup damaged.db").done();
    let cut = env.bytes("damaged.db");
    fs::write(env.path("damaged.db"), &cut[..cut.len() / 2]).unwrap();
    env.run("backup used.db").done();
    env.write("used.db-wal", "changes that are nowhere else");
    // Somebody works in this copy, or this workspace was restored from an older one.
    env.run("backup later.db").done();
    env.run("-w later.db edit 1 'First Name=Zoe'").done();
    let names = env.names();
    let workspace = env.workspace().display().to_string();
    let all = [
        ("notes.txt", "not a SQLite file"),
        ("empty.db", "empty"),
        ("folder", "not a regular file"),
        ("other.db", "no copy of this workspace"),
        ("link.db", "a link"),
        ("damaged.db", "damaged"),
        ("used.db", "in use"),
        ("later.db", "later than those of this workspace"),
        (&workspace, "the workspace itself"),
    ];
    for (name, why) in all {
        let is_folder = name == "folder";
        let before = (!is_folder).then(|| fs::read(env.path(name)).unwrap());
        env.run(&format!("backup --replace {name} --json")).exits(4).says("backup-not-replaced");
        env.run(&format!("backup --replace {name}")).exits(4).says_all(&[
            name,
            "is not replaced",
            why,
            "hint: ",
            "mv ",
        ]);
        assert!(is_folder || before == Some(fs::read(env.path(name)).unwrap()), "{name}");
    }
    assert_eq!(env.names(), names);
    assert_eq!(env.contacts().len(), 2);
}

#[test]
fn a_folder_keeps_the_newest_copies_and_whatever_else_is_there() {
    let mut env = env();
    fs::create_dir(env.path("copies")).unwrap();
    env.run("init other.db").done();
    env.run("-w other.db backup copies/workspace-2020-01-01-000000.db").done();
    env.run("backup copies/workspace-monday.db").done();
    env.write("copies/workspace-2020-01-02-000000.db", "no workspace at all");
    env.run("backup copies/workspace-2020-01-03-000000.db").done();
    env.write("copies/workspace-2020-01-03-000000.db-wal", "somebody works in it");
    let others = env.shell("ls copies").done().stdout;
    for day in 1..=4 {
        env.set_clock(&format!("2026-12-0{day}T04:15:00Z"));
        let json = env.run("backup --keep 2 copies --json").done().json();
        let removed: Vec<String> =
            if day > 2 { vec![format!("copies/workspace-2026-12-0{}-041500.db", day - 2)] } else { Vec::new() };
        assert_eq!(json["file"], format!("copies/workspace-2026-12-0{day}-041500.db"));
        assert_eq!(json["removed"], serde_json::json!(removed));
    }
    // Two in one second, and a clock that was wrong: the new copy is kept in any case.
    env.run("backup --keep 2 copies").done().says_all(&["041500-2.db", "Removed the oldest: "]);
    env.set_clock("2001-01-01T00:00:00Z");
    env.run("backup --keep 1 copies").done();
    let kept = env.shell("ls copies").done().stdout;
    assert_eq!(kept, format!("workspace-2001-01-01-000000.db\n{others}"));
    assert_eq!(env.mode("copies/workspace-2001-01-01-000000.db"), 0o600);
    env.run("-w copies/workspace-2001-01-01-000000.db doctor").done();
}

#[test]
fn a_folder_of_copies_has_to_be_there_and_to_be_one() {
    let env = env();
    env.write("file", "");
    env.run("backup --keep 7 'my copies'")
        .exits(1)
        .says_all(&["my copies is not a folder", "mkdir -m 700 'my copies'"]);
    env.run("backup --keep 7 file").exits(1).says_all(&["file is not a folder", "--replace"]);
    for wrong in ["--keep 0 .", "--keep 7 -", "--replace -", "--keep 7 --replace ."] {
        env.run(&format!("backup {wrong}")).exits(2);
    }
    assert_eq!(env.names(), ["file"]);
}

#[test]
fn a_copy_that_fails_removes_none() {
    let env = env();
    fs::create_dir(env.path("copies")).unwrap();
    env.run("backup team.db").done();
    env.run("-w team.db backup --keep 1 copies").done();
    damage(&env, "team.db");
    env.run("-w team.db backup --keep 1 copies").exits(1).says_all(&["damaged", "copies/team-2026"]);
    assert_eq!(env.shell("ls copies | wc -l").done().stdout.trim(), "1");
}

#[test]
fn a_workspace_that_is_missing_names_the_good_copies_beside_it() {
    let env = env();
    env.run("backup monday.db").done();
    fs::create_dir(env.path("copies")).unwrap();
    env.run("-w monday.db backup --keep 7 copies").done();
    env.write("no.db", "no workspace at all");
    let hint = "put it back with: cp ";
    let told = env.run("-w team.db list").exits(1).says_all(&["there is no workspace at team.db", "monday.db", hint]);
    // A workspace of another name need not be a copy: a new one may be meant (spec section 9).
    assert!(told.stderr.contains("create it with: contacts init team.db;") && !told.stderr.contains("no.db"), "{told}");
    let command = told.stderr.split("put it back with: ").nth(1).unwrap().trim();
    env.shell(command).done();
    env.run("-w team.db list").done().says("Ann");
    // Of a workspace that is called like the copies, those in the folders are named too.
    env.shell("mv copies/monday-*.db copies/kept; mkdir away; mv monday.db team.db away; mv copies/kept copies/team-2026-12-01-041500.db").done();
    env.run("-w team.db list").exits(1).says("copies/team-2026-12-01-041500.db").never_says("contacts init");
    env.run("-w elsewhere/team.db list").exits(1).says("contacts init");
}

/// The log of the old file would go into the copy that takes its place.
#[test]
fn the_copy_that_is_put_back_gets_no_log_of_the_file_that_was_there() {
    let env = env();
    env.run("backup monday.db").done();
    env.run("backup 'my team.db'").done();
    // A writer that was killed: its log stays, and the file goes without it.
    let killed = rusqlite::Connection::open(env.path("my team.db")).unwrap();
    killed.execute_batch("UPDATE contacts SET first_name = 'Zoe'").unwrap();
    fs::copy(env.path("my team.db-wal"), env.path("log")).unwrap();
    drop(killed);
    env.shell("rm 'my team.db' && mv log 'my team.db-wal'").done();
    let told = env.run("-w 'my team.db' list").exits(1);
    let command = told.stderr.split("put it back with: ").nth(1).unwrap().trim();
    env.shell(command).done();
    env.run("-w 'my team.db' list").done().says("Ann").never_says("Zoe");
    assert!(env.has("my team.db-wal.old"));
    // A damaged one is moved away with its log.
    damage(&env, "my team.db");
    env.write("my team.db-wal", "a log");
    let told = env.run("-w 'my team.db' list").exits(1);
    let command = told.stderr.split("in its place with: ").nth(1).unwrap().trim();
    env.shell(command).done();
    env.run("-w 'my team.db' list").done().says("Ann");
    assert!(env.has("my team.db.old"));
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_not_utf8_holds_workspaces_and_copies_like_any_other() {
    let env = env();
    let at = |line: &str| env.shell(&format!("cd \"$(printf 'caf\\351')\" && {line}"));
    env.shell("mkdir \"$(printf 'caf\\351')\"").done();
    at("contacts backup team.db && contacts -w team.db backup --replace team-copy.db && mkdir copies").done();
    at("contacts -w team.db backup --replace team-copy.db").done();
    for hour in 1..=3 {
        at(&format!("CONTACTS_NOW=2026-11-22T0{hour}:00:00Z contacts -w team.db backup --keep 2 copies")).done();
    }
    assert_eq!(at("ls copies | wc -l").done().stdout.trim(), "2");
    at("contacts -w team.db forget 1 --yes --json").done().says("\"rewritten\":true");
    at("chmod 500 . && contacts -w team-copy.db list").done().says("Ann");
    at("chmod 700 . && rm -r copies && mv team.db away && contacts -w team.db list").exits(1).says("put it back with");
}

/// A new and empty workspace would hide that the old one is gone.
#[test]
fn a_default_workspace_that_is_gone_is_not_made_anew_beside_its_copies() {
    let env = env();
    let workspace = env.workspace().display().to_string();
    let folder = std::path::Path::new(&workspace).parent().unwrap().display().to_string();
    env.run(&format!("backup {folder}/workspace-monday.db")).done();
    env.shell(&format!("mkdir before && mv {workspace} before")).done();
    env.write("one.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    for line in ["list", "config set region MY", "import one.csv --purpose add --id phone --dry-run", "backup x.db"] {
        env.run(line).exits(1).says("workspace-monday.db");
    }
    assert!(!std::path::Path::new(&workspace).exists());
    env.run("init").done();
    env.run("list").done();
}
