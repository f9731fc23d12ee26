//! What the tool keeps is its owner's alone, whatever the umask; what stands in the cells stays in the contacts.

use std::fs;
use std::path::{Path, PathBuf};

use super::trace::{can_trace, trace};
use crate::support::{TestEnv, numbered};

/// A name and a number that stand nowhere but in the cells.
const CANARIES: [&str; 4] = ["Kanarienvogel", "60123000077", "kanarie@example.com", "Vogelsang"];
const LIST: &str = "First Name,Last Name,Phone Number,Email\nKanarienvogel,Vogelsang,+60123000077,kanarie@example.com\n\
                    Bob,Vogelsang,unknown Kanarienvogel,kanarie@example.com\n";

/// All files below a folder but those that the test made itself.
fn files(folder: &Path, own: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let is_own = own.iter().any(|own| entry.file_name() == *own);
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => found.extend(files(&entry.path(), own)),
            kind if kind.is_file() && !is_own => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

#[test]
fn whatever_the_umask_everything_is_its_owners_alone() {
    for umask in ["000", "022", "077"] {
        let mut env = TestEnv::new();
        env.set_umask(umask);
        env.write("leads.csv", LIST);
        env.write("big.csv", numbered(20_000));
        for line in [
            "init team.db",
            "upload leads.csv --purpose add --id phone",
            "map leads.csv",
            "review leads.csv",
            "import leads.csv --yes",
            "import nowhere.csv --purpose add --id phone",
            "mappings list",
            "export people.csv",
            "backup copy.db",
            "fields add Note",
            "edit 1 Note=x",
            "fields remove Note --yes",
        ] {
            let outcome = env.run(line);
            assert!([0, 1, 3].contains(&outcome.status), "{outcome}");
        }
        // The log and its index are there while somebody is at work, and after a kill.
        let mut running = env.start("import big.csv --purpose add --id phone");
        env.wait_until_locked();
        running.kill();
        running.finish();
        let made = files(env.home().parent().unwrap(), &["leads.csv", "big.csv"]);
        let names: Vec<_> = made.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        for name in [
            "team.db",
            "workspace.db",
            "workspace.db-wal",
            "workspace.db-shm",
            "workspace.db-lock",
            "workspace.db-notifications.jsonl",
            "leads.csv.import.json",
            "leads.results.csv",
            "leads.errors.csv",
            "people.csv",
            "copy.db",
        ] {
            assert!(names.iter().any(|other| other == name), "{name} is not among {names:?}");
        }
        for path in made {
            assert_eq!(env.mode(&path), 0o600, "umask {umask}: {}", path.display());
        }
    }
}

#[test]
fn the_copy_before_a_migration_is_its_owners_alone() {
    for umask in ["000", "022", "077"] {
        let mut env = TestEnv::new();
        env.set_umask(umask);
        super::migration::store_large(&env, 1, 10);
        env.run(super::migration::WRITES).done();
        let copies = super::beside(&env, ".backup");
        assert_eq!(copies.len(), 1);
        assert_eq!(env.mode(env.workspace().with_file_name(&copies[0])), 0o600);
    }
}

#[track_caller]
fn assert_no_canary(what: &str, text: &str) {
    for canary in CANARIES {
        assert!(!text.to_lowercase().contains(&canary.to_lowercase()), "{canary} is in {what}:\n{text}");
    }
}

/// An environment in which everything that is told elsewhere is told to a program, which writes down what it gets.
fn watched_env() -> TestEnv {
    let env = TestEnv::new();
    env.write_program("watch", "#!/bin/sh\n{ echo \"$0 $*\"; env; cat; } >> ../told\n");
    env.run("config set notify-command ./watch").done();
    env.write("leads.csv", LIST);
    env.write("broken.csv", "First Name,Phone Number\nKanarienvogel,\"+60123000077\n");
    env.write("headerless.csv", "Kanarienvogel,+60123000077,kanarie@example.com\nBob,+60123000002,x\n");
    env
}

const ENDS: [&str; 6] = [
    "import leads.csv --purpose add --id phone",
    "import leads.csv --purpose update --id phone --max-errors 0",
    "import broken.csv --purpose add --id phone",
    "import headerless.csv --purpose add --id phone",
    "import leads.csv --purpose add --id phone --set Country=Kanarienvogel",
    "import leads.csv --purpose add --id phone --map 'Email=Kanarienvogel'",
];

#[test]
fn nothing_of_the_cells_is_told_elsewhere() {
    let env = watched_env();
    for line in ENDS {
        env.run(line);
    }
    let told = env.read("../told");
    assert_eq!(told.matches("./watch ").count(), ENDS.len(), "{told}");
    assert_no_canary("what the notify command gets", &told);
    assert_no_canary("the notifications", &env.run("notifications --json").done().stdout);
    assert_no_canary("the status", &env.run("status --json").done().stdout);
    assert_no_canary("the history", &env.run("history --json").done().stdout);
    let lock = env.read(env.lock_path());
    assert_no_canary("the lock file", &lock);
}

#[test]
fn values_are_told_only_where_a_setting_says_so() {
    let env = watched_env();
    env.run("config set notify-content values").done();
    env.run(ENDS[0]);
    assert!(env.read("../told").contains("unknown Kanarienvogel"));
    env.run("config unset notify-content").done();
    std::fs::remove_file(env.path("../told")).unwrap();
    env.run(ENDS[0]);
    assert_no_canary("what the notify command gets", &env.read("../told"));
}

#[test]
fn nothing_of_the_cells_is_in_the_arguments_of_a_process() {
    let env = watched_env();
    if !can_trace(&env) {
        return;
    }
    for line in ENDS {
        let (_, calls) = trace(&env, "-v -e trace=execve", line);
        let started: Vec<_> = calls.iter().filter(|call| call.name == "execve").collect();
        assert_eq!(started.iter().filter(|call| call.arguments.contains("watch\"")).count(), 1, "{line}");
        for call in started.iter().filter(|call| !call.arguments.contains("import\"")) {
            assert_no_canary("the arguments of a process", &call.arguments);
        }
    }
}
