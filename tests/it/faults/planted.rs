//! What somebody else puts where the tool will open or make a file: links, second names, pipes, and files that appear
//! while it writes (spec section 10).

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::kill::ProcessState;
use crate::support::{Child, SignalSender, TestEnv, numbered};

const IMPORT: &str = "import a.csv --purpose add-update --id phone";

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("a.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.write("precious", "precious\n");
    env
}

/// A name beside the workspace: `-lock`, `-wal`.
fn beside(env: &TestEnv, ending: &str) -> PathBuf {
    let mut path = env.workspace().into_os_string();
    path.push(ending);
    path.into()
}

/// Nothing of another's was touched.
#[track_caller]
fn assert_precious(env: &TestEnv) {
    assert_eq!(env.read("precious"), "precious\n");
}

/// Whether a process has a file without a name open in a folder, as the kernel tells it.
fn has_draft_in(folder: &Path, process: u32) -> bool {
    let files = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let mut targets = files.filter_map(|file| fs::read_link(file.path()).ok());
    targets.any(|target| target.starts_with(folder) && target.to_string_lossy().ends_with(" (deleted)"))
}

/// Holds an import where it is once it has looked what stands where its results go, and writes them and the workspace.
#[track_caller]
fn stop_within_change(env: &TestEnv, import: &mut Child, sender: &mut SignalSender) {
    while import.stop(sender) {
        if ProcessState::of(env, import.id()).has_write_lock && has_draft_in(&env.work(), import.id()) {
            return;
        }
        import.cont(sender);
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("the import ended before it could be held");
}

#[test]
fn the_lock_is_opened_through_no_link_and_over_no_document() {
    let env = env();
    let lock = beside(&env, "-lock");
    let _ = fs::remove_file(&lock);
    symlink(env.path("precious"), &lock).unwrap();
    env.run(IMPORT).exits(1).says_all(&["-lock was not opened: it is a link", "hint: "]);
    fs::remove_file(&lock).unwrap();
    fs::hard_link(env.path("precious"), &lock).unwrap();
    env.run(IMPORT).exits(1).says("it is a file that has another name too");
    fs::remove_file(&lock).unwrap();
    fs::copy(env.path("precious"), &lock).unwrap();
    env.run(IMPORT).done();
    assert_eq!(fs::read_to_string(&lock).unwrap(), "precious\n");
    assert_precious(&env);
    fs::remove_file(&lock).unwrap();
    env.run(IMPORT).done();
}

#[test]
fn the_lock_that_a_killed_import_left_is_taken() {
    let env = env();
    for left in [
        "",
        "{\"pid\":4711,\"source\":\"a",
        "{\"pid\":4711,\"source\":\"a.csv\",\"started_at\":\"2026-11-29T00:00:00Z\"}",
    ] {
        fs::write(beside(&env, "-lock"), left).unwrap();
        env.run(IMPORT).done();
    }
}

#[test]
fn notifications_that_wait_are_opened_through_no_link_and_over_no_document() {
    let env = env();
    let spool = beside(&env, "-notifications.jsonl");
    let fails = || env.run("import nowhere.csv --purpose add-update --id phone").exits(1);
    symlink(env.path("precious"), &spool).unwrap();
    fails().says("no notification was left");
    env.run("notifications").says("it is a link");
    fs::remove_file(&spool).unwrap();
    fs::copy(env.path("precious"), &spool).unwrap();
    env.run("notifications").says("it holds no notifications of contacts");
    assert_eq!(fs::read_to_string(&spool).unwrap(), "precious\n");
    assert_precious(&env);
}

#[test]
fn a_pipe_beside_the_workspace_holds_nobody_up() {
    for (ending, command) in [
        ("-lock", IMPORT),
        ("-lock", "status"),
        ("-journal", "list"),
        ("-wal", "list"),
        ("-notifications.jsonl", "import nowhere.csv --purpose add-update --id phone"),
    ] {
        let env = env();
        let pipe = beside(&env, ending);
        let _ = fs::remove_file(&pipe);
        env.shell(&format!("mkfifo '{}'", pipe.display())).done();
        env.run(command).says_all(&[ending, "it is not a regular file"]);
        env.run("notifications");
    }
}

#[test]
fn a_file_that_appears_while_another_is_written_is_not_replaced() {
    let env = TestEnv::with_contacts(&numbered(60_000));
    let mut sender = SignalSender::stand_by();
    let mut export = env.start("export out.csv");
    // It has looked whether the name is free, and has begun.
    while export.stop(&mut sender) && !has_draft_in(&env.work(), export.id()) {
        export.cont(&mut sender);
    }
    assert!(!export.has_ended(), "the export ended before the file appeared");
    env.write("out.csv", "precious\n");
    export.cont(&mut sender);
    export.finish().exits(4).says_all(&["out.csv", "exists already"]);
    assert_eq!(env.read("out.csv"), "precious\n");
    assert_eq!(env.names(), ["out.csv"]);
}

#[test]
fn of_several_exports_to_one_new_file_one_writes_it() {
    let env = TestEnv::with_contacts(&numbered(20_000));
    let exports: Vec<_> = (0..3).map(|_| env.start("export out.csv")).collect();
    let mut statuses: Vec<_> = exports.into_iter().map(|export| export.finish().status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [0, 4, 4]);
}

#[test]
fn results_do_not_replace_a_file_that_appeared_during_the_import() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("big.csv", numbered(60_000));
    let mut sender = SignalSender::stand_by();
    let mut import = env.start("import big.csv --purpose add-update --id phone");
    stop_within_change(&env, &mut import, &mut sender);
    env.write("big.results.csv", "precious\n");
    import.cont(&mut sender);
    import.finish().done().says_all(&["big.results.csv", "contacts results"]);
    assert_eq!(env.read("big.results.csv"), "precious\n");
}

#[test]
fn a_workspace_is_made_beside_no_log_of_an_earlier_one() {
    let env = env();
    for log in ["new.db-wal", "new.db-journal"] {
        env.write(log, "the changes of an earlier workspace");
        for command in ["init new.db", "backup new.db"] {
            env.run(command).exits(1).says_all(&[log, "earlier workspace", &format!("new.db-{}", &log[7..])]);
            assert!(!env.has("new.db"), "{command}");
        }
        let moved = env.run("init new.db").exits(1).stderr;
        let command = moved.split_once("with: ").unwrap().1.trim().to_owned();
        env.shell(&command).done();
        env.run("init new.db").done();
        fs::remove_file(env.path("new.db")).unwrap();
    }
}

#[test]
fn a_workspace_that_is_replaced_during_an_import_is_told() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("big.csv", numbered(60_000));
    let workspace = env.workspace();
    fs::copy(&workspace, env.path("copy.db")).unwrap();
    let mut sender = SignalSender::stand_by();
    let mut import = env.start("import big.csv --purpose add-update --id phone");
    stop_within_change(&env, &mut import, &mut sender);
    fs::rename(env.path("copy.db"), &workspace).unwrap();
    import.cont(&mut sender);
    import.finish().exits(1).says("was replaced, moved or removed while this command ran");
    assert!(!env.has("big.results.csv"));
}
