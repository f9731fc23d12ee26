//! Lists from public bug reports: `fixtures/cases/`, a folder for each, with the commands that were typed and all that is
//! shown in `session.txt`.
//!
//! ```text
//! # Lines above the first command say what is wanted.
//! $ contacts import list.csv --purpose add --id email
//! everything that is shown, stdout and stderr
//! [exit 3]                where the exit code is not 0
//! ```
//!
//! With `UPDATE_CASES=1` the sessions are written as the tool runs them now, to be read before they are kept.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::TestEnv;

/// Set to anything, it rewrites the sessions.
const UPDATE: &str = "UPDATE_CASES";

/// A command and what it shows.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    command: String,
    shown: Vec<String>,
}

/// The steps of a session, and the lines above the first.
fn read(text: &str) -> (String, Vec<Step>) {
    let mut preamble = String::new();
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), shown: Vec::new() });
        } else if let Some(step) = steps.last_mut() {
            step.shown.push(line.to_owned());
        } else {
            preamble += &format!("{line}\n");
        }
    }
    (preamble, steps)
}

fn write(preamble: &str, steps: &[Step]) -> String {
    let lines = steps.iter().flat_map(|step| [format!("$ {}", step.command)].into_iter().chain(step.shown.clone()));
    lines.fold(preamble.to_owned(), |text, line| text + &line + "\n")
}

/// Runs a command; the environment's own directory is `/house` in what it shows.
fn run(env: &TestEnv, command: &str) -> Step {
    let outcome = env.shell(command);
    let root = env.home().parent().expect("a root").display().to_string();
    let text = outcome.stdout.replace(&root, "/house");
    let mut shown: Vec<String> = text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect();
    if outcome.status != 0 {
        shown.push(format!("[exit {}]", outcome.status));
    }
    Step { command: command.to_owned(), shown }
}

/// Runs the session of a case in an environment that holds the other files of its folder.
fn session(folder: &Path, steps: &[Step]) -> Vec<Step> {
    let env = TestEnv::new();
    for file in fs::read_dir(folder).expect("a case").map(|entry| entry.expect("an entry")) {
        if file.file_name() != "session.txt" {
            fs::copy(file.path(), env.work().join(file.file_name())).expect("a file");
        }
    }
    steps.iter().map(|step| run(&env, &step.command)).collect()
}

/// Compares the sessions of all cases of a family.
#[track_caller]
fn check(family: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases").join(family);
    let mut cases: Vec<PathBuf> =
        fs::read_dir(&folder).expect("a family").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    let mut different = String::new();
    for case in &cases {
        let path = case.join("session.txt");
        let (preamble, steps) = read(&fs::read_to_string(&path).expect("a session"));
        let found = session(case, &steps);
        if std::env::var_os(UPDATE).is_some() {
            fs::write(&path, write(&preamble, &found)).expect("a session");
        } else if found != steps {
            different += &format!("── {}\n{}", case.display(), changes(&steps, &found));
        }
    }
    assert!(different.is_empty(), "{different}");
}

/// The steps that differ, as they should be and as they are.
fn changes(expected: &[Step], found: &[Step]) -> String {
    let pairs = expected.iter().zip(found).filter(|(expected, found)| expected != found);
    let describe = |(expected, found): (&Step, &Step)| {
        format!(
            "$ {}\n── expected\n{}\n── but\n{}\n",
            expected.command,
            expected.shown.join("\n"),
            found.shown.join("\n")
        )
    };
    pairs.map(describe).collect()
}

#[test]
fn lists_of_membership_programs_come_in_as_wanted() {
    check("crm");
}

#[test]
fn damaged_values_are_never_taken_in_silence() {
    check("values");
}

#[test]
fn exports_that_other_importers_lost_come_in_as_wanted() {
    check("peers");
}
