//! The power may go at any moment: what was said to be done is on the disk. Shown by the order of writes and syncs,
//! because a killed process does not tell a synced file from one that is not.

use super::trace::{Call, can_trace, trace};
use crate::support::TestEnv;

const CALLS: &str = "-e trace=write,pwrite64,fsync,fdatasync,link,linkat,rename,renameat,renameat2";
const WRITES: &[&str] = &["write", "pwrite64"];
const SYNCS: &[&str] = &["fsync", "fdatasync"];

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\nCid,+60123000003\n");
    env.write("leads.csv", "First Name,Phone Number\nDina,+60123000004\nEve,unknown\n");
    env
}

/// The place of the first call on stdout that says this.
#[track_caller]
fn told(calls: &[Call], text: &str) -> usize {
    let told = calls.iter().position(|call| call.is(&["write"], "1<") && call.arguments.contains(text));
    told.unwrap_or_else(|| panic!("'{text}' is not told in {calls:#?}"))
}

/// Asserts that of these calls the last write to a file is followed by a sync of it.
#[track_caller]
fn assert_synced(calls: &[Call], file: &str) -> usize {
    let written = calls.iter().rposition(|call| call.is(WRITES, file));
    let written = written.unwrap_or_else(|| panic!("nothing is written to {file} in {calls:#?}"));
    let synced = calls[written..].iter().position(|call| call.is(SYNCS, file) && call.answer == "0");
    written + synced.unwrap_or_else(|| panic!("{file} is not synced in {calls:#?}"))
}

/// Asserts that a file was on the disk before it got its name, and its name before the end of these calls.
#[track_caller]
fn assert_named_durably(calls: &[Call], folder: &str, name: &str) {
    let ending = [format!("\"{name}\""), format!("/{name}\"")];
    let names_it = |call: &Call| {
        let flags = [", AT_SYMLINK_FOLLOW", ", RENAME_NOREPLACE", ", 0"];
        let last = flags.iter().fold(call.arguments.as_str(), |rest, flag| rest.trim_end_matches(flag));
        ["link", "linkat", "rename", "renameat", "renameat2"].contains(&call.name.as_str())
            && ending.iter().any(|ending| last.ends_with(ending))
    };
    let named = calls.iter().position(names_it).unwrap_or_else(|| panic!("{name} gets no name in {calls:#?}"));
    assert_synced(&calls[..named], &written_as(&calls[..=named]));
    let is_folder = |call: &Call| call.is(SYNCS, &format!("{folder}>")) && call.answer == "0";
    assert!(calls[named..].iter().any(is_folder), "the folder of {name} is not synced in {calls:#?}");
}

/// How the file that the last of these calls names was written to: as an open file without a name, `9<`, or under the
/// name of its draft.
fn written_as(calls: &[Call]) -> String {
    let (naming, before) = calls.split_last().unwrap();
    let old = naming.arguments.split('"').nth(1).unwrap();
    if let Some(descriptor) = old.strip_prefix("/proc/self/fd/") {
        return format!("{descriptor}<");
    }
    let linked =
        before.iter().rev().find(|call| call.name == "linkat" && call.arguments.contains(&format!("\"{old}\"")));
    match linked.and_then(|call| call.arguments.split("/proc/self/fd/").nth(1)?.split('"').next()) {
        Some(descriptor) => format!("{descriptor}<"),
        None => format!("{}>", old.rsplit('/').next().unwrap()),
    }
}

#[test]
fn what_is_told_is_on_the_disk() {
    let cases = [
        ("import leads.csv --purpose add --id phone", "Imported"),
        ("edit 1 'First Name=Anna'", "Anna"),
        ("merge 2 3 --keep oldest --yes", "Merged"),
        ("delete 1 --yes", "Deleted"),
        ("undo 2 --yes", "was taken back"),
    ];
    let env = env();
    if !can_trace(&env) {
        return;
    }
    for (line, text) in cases {
        let (outcome, calls) = trace(&env, CALLS, line);
        assert!([0, 3].contains(&outcome.status), "{outcome}");
        let told = told(&calls, text);
        assert_synced(&calls[..told], "workspace.db-wal>");
    }
}

#[test]
fn the_files_of_an_import_are_on_the_disk_and_named_after_its_commit() {
    let env = env();
    if !can_trace(&env) {
        return;
    }
    let (_, calls) = trace(&env, CALLS, "import leads.csv --purpose add --id phone");
    let told = told(&calls, "Imported");
    let folder = env.work().display().to_string();
    for name in ["leads.results.csv", "leads.errors.csv"] {
        assert_named_durably(&calls[..told], &folder, name);
        let names_it = |call: &Call| !call.is(WRITES, "") && call.arguments.contains(&format!("{name}\""));
        let named = calls.iter().position(names_it).unwrap();
        assert_synced(&calls[..named], "workspace.db-wal>");
    }
}

#[test]
fn other_files_are_on_the_disk_before_they_have_their_names() {
    let env = env();
    if !can_trace(&env) {
        return;
    }
    let cases = [
        ("export people.csv", "people.csv"),
        ("upload leads.csv --purpose add --id phone", "leads.csv.import.json"),
        ("backup copy.db", "copy.db"),
        ("init team.db", "team.db"),
        ("sample sample.csv", "sample.csv"),
    ];
    for (line, name) in cases {
        let (outcome, calls) = trace(&env, CALLS, line);
        assert_eq!(outcome.status, 0, "{outcome}");
        assert_named_durably(&calls, &env.work().display().to_string(), name);
    }
}

#[test]
fn the_copy_before_a_migration_is_on_the_disk_first() {
    let env = TestEnv::new();
    super::migration::store_large(&env, 1, 10);
    if !can_trace(&env) {
        return;
    }
    let (outcome, calls) = trace(&env, CALLS, super::migration::WRITES);
    assert_eq!(outcome.status, 0, "{outcome}");
    let migrated = calls.iter().position(|call| call.is(WRITES, "workspace.db-wal>")).unwrap();
    let folder = env.workspace().parent().unwrap().display().to_string();
    assert_named_durably(&calls[..migrated], &folder, "workspace.db.v1.backup");
    // Killed between a link and the removal of the old name, it would leave a second name of the copy.
    assert!(!calls.iter().any(|call| call.name.starts_with("link")), "{calls:#?}");
}

#[test]
fn a_failure_that_waits_to_be_told_is_on_the_disk() {
    let env = env();
    if !can_trace(&env) {
        return;
    }
    let (outcome, calls) = trace(&env, CALLS, "import nowhere.csv --purpose add --id phone");
    assert_eq!(outcome.status, 1, "{outcome}");
    assert_synced(&calls, "workspace.db-notifications.jsonl>");
}
