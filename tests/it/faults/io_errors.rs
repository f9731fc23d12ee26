//! Disks that are full, quotas that are reached, folders that may not be written to, and every single write that may
//! fail: a clear error, and everything as before.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::slice;

use super::kill::DbContent;
use super::resettable_env::ResettableEnv;
use super::trace::{can_trace, trace};
use super::{beside, without_rights};
use crate::support::{CommandOutput, TestEnv, numbered};

const IMPORT: &str = "import leads.csv --purpose add-update --id phone --tag fair";

/// A workspace with some people, and a list that changes one of them, adds one and has an error.
fn resettable() -> ResettableEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\nBob,+60123000002\n");
    env.write("leads.csv", "First Name,Phone Number\nAnna,+60123000001\nCid,+60123000003\nEve,unknown\n");
    env.write("next.csv", "First Name,Phone Number\nNext,+60198765432\n");
    ResettableEnv::new(env)
}

/// An import that deletes whoever its source held before and holds no more.
const IMPORT_DELETING: &str =
    "import leads.csv --purpose add-update --id phone --source crm --missing delete --max-missing 100%";

/// A source that held three people, and a list of it without two of them, one of whom another source holds; with an error
/// that leaves no doubt about who is meant.
fn resettable_with_missing() -> ResettableEnv {
    let env = TestEnv::new();
    let import = |list: &str, source: &str| {
        env.write("leads.csv", format!("First Name,Phone Number\n{list}"));
        env.run(&format!("import leads.csv --purpose add-update --id phone --source {source}")).done();
        fs::remove_file(env.path("leads.results.csv")).unwrap();
    };
    import("Ann,+60123000001\nBob,+60123000002\nDan,+60123000004\n", "crm");
    import("Dan,+60123000004\n", "shop");
    env.write("leads.csv", "First Name,Phone Number\nAnna,+60123000001\nCid,+60123000003\nCid,+60123000003\n");
    env.write("next.csv", "First Name,Phone Number\nNext,+60198765432\n");
    ResettableEnv::new(env)
}

/// An import in the course of which something fails.
struct Trial {
    resettable: ResettableEnv,
    line: &'static str,
    before: DbContent,
    after: DbContent,
}

impl Trial {
    fn new() -> Self {
        Self::of(resettable(), IMPORT)
    }

    fn of(resettable: ResettableEnv, line: &'static str) -> Self {
        let before = DbContent::of(&resettable.env);
        resettable.env.run(line).exits(3);
        let after = DbContent::of(&resettable.env);
        resettable.restore();
        Self { resettable, line, before, after }
    }

    /// Fails the calls with this error, as `when` says, for N = 1, 2, … until nothing is left to fail. Tells how often
    /// something failed.
    #[track_caller]
    fn fail_each(&self, calls: &str, error: &str, when: impl Fn(u32) -> String) -> u32 {
        self.fail_each_at("", calls, error, when)
    }

    /// The same, of the calls that strace is told to look at by these options alone.
    #[track_caller]
    fn fail_each_at(&self, place: &str, calls: &str, error: &str, when: impl Fn(u32) -> String) -> u32 {
        for n in 1.. {
            let options = format!("{place} -e trace={calls} -e inject={calls}:error={error}:when={}", when(n));
            let (outcome, calls) = trace(&self.resettable.env, &options, self.line);
            let mut failed = calls.iter().filter(|call| call.answer.contains("(INJECTED)")).peekable();
            if failed.peek().is_none() {
                return n - 1;
            }
            let can_tell = !failed.any(|call| call.is(&["write"], "2<"));
            self.judge(&outcome, can_tell, &options);
            self.resettable.restore();
        }
        unreachable!("the numbers end before")
    }

    /// Asserts that the exit code is the truth, and that the next run finds everything in order.
    #[track_caller]
    fn judge(&self, outcome: &CommandOutput, can_tell: bool, options: &str) {
        let env = &self.resettable.env;
        let found = DbContent::of(env);
        let is_before = found == self.before;
        let differences = found.differences(&self.after);
        assert!(is_before || found == self.after, "{options}: not before, nor after {differences:?}\n{outcome}");
        match outcome.status {
            1 => assert!(is_before, "{options}: it failed and has changed something\n{outcome}"),
            status => assert!(status == 3 && !is_before, "{options}: not done\n{outcome}"),
        }
        assert!(!is_before || !can_tell || outcome.stdout.contains("error: "), "{options}\n{outcome}");
        outcome.clone().never_says("panic");
        let hidden = |names: Vec<String>| names.into_iter().filter(|name| name.starts_with('.')).collect::<Vec<_>>();
        assert_eq!(hidden(env.names()), Vec::<String>::new(), "{options}: half a file\n{outcome}");
        let next = env.run("import next.csv --purpose add --id phone --no-import-tag").done();
        for name in ["leads.results.csv", "leads.errors.csv"] {
            assert_eq!(env.has(name), !is_before, "{options}: {name}\n{outcome}{next}");
        }
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn each_write_without_disk_space_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("write,pwrite64", "ENOSPC", |n| n.to_string()) > 50);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn each_write_without_disk_space_is_survived_where_missing_contacts_are_deleted() {
    let trial = Trial::of(resettable_with_missing(), IMPORT_DELETING);
    assert!(trial.before.people() == 3 && trial.after.people() == 2, "Bob is deleted, Dan is spared");
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("write,pwrite64", "ENOSPC", |n| n.to_string()) > 50);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_disk_that_stays_full_after_any_write_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("write,pwrite64", "ENOSPC", |n| format!("{n}+")) > 50);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn each_failed_sync_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("fsync,fdatasync", "EIO", |n| n.to_string()) > 6);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn each_failed_read_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        let workspace = format!("-P {}", trial.resettable.env.workspace().display());
        assert!(trial.fail_each_at(&workspace, "pread64", "EIO", |n| n.to_string()) > 20);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_disk_that_never_syncs_again_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("fsync,fdatasync", "EIO", |n| format!("{n}+")) > 6);
    }
}

#[test]
#[ignore = "long: run with --ignored"]
fn each_failed_rename_is_survived() {
    let trial = Trial::new();
    if can_trace(&trial.resettable.env) {
        assert!(trial.fail_each("linkat,renameat,unlink,ftruncate", "EDQUOT", |n| n.to_string()) > 4);
    }
}

/// The size that a file may have, in blocks of 512 bytes, stands for a quota.
#[test]
#[ignore = "long: run with --ignored"]
fn an_import_fails_cleanly_under_every_quota_that_is_too_small() {
    let env = TestEnv::with_contacts(&numbered(300));
    env.write("leads.csv", numbered(3_000) + "Eve,unknown\n");
    let resettable = ResettableEnv::new(env);
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    let mut refused = 0;
    for blocks in (0..).map(|step| 1_u64 << step) {
        let outcome = env.shell(&format!("ulimit -f {blocks}; trap '' XFSZ; contacts {IMPORT}"));
        if outcome.status == 3 {
            break;
        }
        refused += 1;
        outcome.exits(1).says_all(&["error:", "hint:"]).never_says("panic");
        assert!(DbContent::of(env) == before, "{blocks} blocks");
        assert_eq!(env.names(), ["leads.csv"], "{blocks} blocks");
        resettable.restore();
    }
    assert!(refused > 5, "{refused}");
    assert_eq!(env.contacts().len(), 3_000);
}

/// Whether a disk of our own can be mounted. Where it cannot, the test says that it was skipped: every write that finds
/// no room is tried all the same, by [`each_write_without_disk_space_is_survived`].
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
fn can_mount(env: &TestEnv) -> bool {
    let can = env.shell("unshare -rm mount -t tmpfs none /mnt").status == 0;
    if !can {
        eprintln!("SKIPPED: nothing can be mounted here; run it as root");
    }
    can
}

#[test]
#[ignore = "long: run with --ignored"]
fn an_import_fails_cleanly_on_every_disk_that_is_too_small() {
    let env = TestEnv::with_contacts(&numbered(300));
    env.write("leads.csv", numbered(3_000) + "Eve,unknown\n");
    if !can_mount(&env) {
        return;
    }
    let workspace = env.workspace().display().to_string();
    let mut refused = 0;
    for room in (0..).map(|step| 4_u64 << step) {
        let script = format!(
            "mount -t tmpfs -o size=64m none /mnt && cp {workspace} leads.csv /mnt && cd /mnt || exit
             free=$(df -k --output=avail . | tail -1) && fallocate -l $((free - {room}))k ballast || exit
             contacts -w workspace.db {IMPORT}; echo \"exit $?\"
             ls -A; rm ballast; contacts -w workspace.db list --limit 1 --json; contacts -w workspace.db {IMPORT}"
        );
        let script = script.replace('\'', "'\\''");
        let outcome = env.shell(&format!("unshare -rm sh -c '{script}'"));
        if outcome.stdout.contains("exit 3") {
            break;
        }
        refused += 1;
        let outcome = outcome.exits(3).says_all(&["exit 1", "error:", "hint:", "\"total\":300"]).never_says("panic");
        assert!(!outcome.stdout.contains("\nleads.results.csv\n"), "half a file\n{outcome}");
    }
    assert!(refused > 3, "{refused}");
}

#[test]
fn folders_and_files_that_may_not_be_written_to() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\nEve,unknown\n");
    let contacts = without_rights(&env);
    let folder = env.workspace().parent().unwrap().to_owned();
    let before = env.workspace_rows();
    // What may not be written to may be again before it is looked at: SQLite would write beside what it reads.
    let assert_refused = |closed: &[PathBuf], line: &str, names: &str| {
        let modes: Vec<_> = closed.iter().map(|path| fs::metadata(path).unwrap().permissions()).collect();
        for (path, mode) in closed.iter().zip(&modes) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode.mode() & 0o555)).unwrap();
        }
        let outcome = env.shell(&format!("{contacts} {line}"));
        for (path, mode) in closed.iter().zip(modes) {
            fs::set_permissions(path, mode).unwrap();
        }
        assert!([1, 4].contains(&outcome.status), "{outcome}");
        outcome.says_all(&["error:", names]).never_says("panic");
        assert!(env.workspace_rows() == before, "{line}");
        assert_eq!(env.names(), ["leads.csv"]);
    };

    let work = [env.work()];
    assert_refused(&work, IMPORT, "leads.results.csv");
    assert_refused(&work, "export people.csv", "people.csv");
    assert_refused(&work, "upload leads.csv --purpose add --id phone", "leads.csv.import.json");
    assert_refused(slice::from_ref(&folder), IMPORT, "workspace.db");
    let files: Vec<_> = beside(&env, "").into_iter().map(|name| folder.join(name)).collect();
    assert_refused(&files, IMPORT, "workspace.db");
    env.shell(&format!("{contacts} {IMPORT}")).exits(3);
}

/// A result that cannot be told does not unmake what was done: "nothing changed" would be a lie.
#[test]
fn an_output_that_cannot_be_written_is_no_failure_of_what_was_done() {
    let env = resettable().env;
    let cases = [
        (IMPORT, 3),
        ("undo 2 --yes", 0),
        ("edit 1 'First Name=Zoe'", 0),
        ("merge 1 2 --keep oldest --yes", 0),
        ("delete 1 --yes", 0),
    ];
    for (entries, (line, status)) in (2..).zip(cases) {
        let outcome = env.shell(&format!("contacts {line} > /dev/full"));
        assert_eq!(outcome.status, status, "{outcome}");
        outcome.says_all(&["warning:", "it is done"]);
        let newest = env.run("history --json").done().json();
        assert!(newest.to_string().contains(&format!("\"id\":{entries},")), "{line}: {newest}");
    }
    env.shell("contacts history > /dev/full").exits(1).says("could not be written");
}
