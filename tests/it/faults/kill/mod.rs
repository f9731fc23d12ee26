//! Killed at any moment, the workspace holds exactly what it held before, or exactly what it holds after.
//!
//! [`crash_test`] kills a command again and again at random moments; [`process_state`] is its state when it was hit, so
//! that it is known, not guessed, whether it was at work; [`post_crash`] is what it left.

mod crash_test;
mod post_crash;
mod process_state;

use crate::support::numbered;
use crash_test::{CommandUnderTest, CrashTest};
pub(super) use post_crash::DbContent;
pub(super) use process_state::ProcessState;

/// Number of kills that the commands share, unless `CONTACTS_KILLS` says otherwise.
const KILLS: usize = 300;
const COMMANDS: usize = 5;

#[track_caller]
#[allow(clippy::print_stdout, reason = "the figures of a campaign, shown with --nocapture")]
fn kill_again_and_again(command: &CommandUnderTest) {
    let kills = std::env::var("CONTACTS_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number of kills"));
    let counts = CrashTest::begin(command).kill(kills.div_ceil(COMMANDS));
    println!("{}: {counts}", command.name);
    assert!(counts.hits * 5 >= counts.kills * 4, "fewer than four in five hit it at work: {counts}");
    assert!(counts.commits * 5 >= counts.kills, "fewer than one in five were aimed at its commit: {counts}");
}

/// A list of so many people of whom some are known already, one twice and one without a number.
fn mixed_list() -> String {
    numbered(1_500) + "Person 7,+60123000007\nBob,unknown\n"
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_killed_import_happened_wholly_or_not_at_all() {
    kill_again_and_again(&CommandUnderTest {
        name: "import",
        setup: |env| {
            env.add_contacts(&numbered(500));
            env.write("big.csv", mixed_list());
        },
        line: "import big.csv --purpose add-update --id phone --tag fair".to_owned(),
        boast: "Imported",
        // From the moment it has the lock until the last of its files has its name.
        is_at_work: |state, _| state.has_job_lock && !state.has_file("big.errors.csv"),
        outputs: &["big.errors.csv", "big.results.csv"],
        leaves: &[],
    });
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_killed_import_that_deletes_missing_contacts_happened_wholly_or_not_at_all() {
    kill_again_and_again(&CommandUnderTest {
        name: "import --missing delete",
        setup: |env| {
            env.write("big.csv", numbered(1_500));
            env.run("import big.csv --purpose add --id phone --source crm").done();
            std::fs::remove_file(env.path("big.results.csv")).unwrap();
            // Two in five are missing; the row in error leaves no doubt about who is meant, so that they are deleted.
            env.write("big.csv", numbered(900) + "Person 7,+60123000007\n");
        },
        line: "import big.csv --purpose add-update --id phone --source crm --missing delete --max-missing 50%"
            .to_owned(),
        boast: "Imported",
        is_at_work: |state, _| state.has_job_lock && !state.has_file("big.errors.csv"),
        outputs: &["big.errors.csv", "big.results.csv"],
        leaves: &[],
    });
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_killed_undo_happened_wholly_or_not_at_all() {
    kill_again_and_again(&CommandUnderTest {
        name: "undo",
        setup: |env| {
            env.add_contacts(&numbered(500));
            env.write("big.csv", mixed_list());
            env.run("import big.csv --purpose add-update --id phone --tag fair").exits(3);
            for name in ["big.csv", "big.results.csv", "big.errors.csv"] {
                std::fs::remove_file(env.path(name)).unwrap();
            }
        },
        line: "undo 2 --yes".to_owned(),
        boast: "was taken back",
        is_at_work: |state, _| state.has_write_lock,
        outputs: &[],
        leaves: &[],
    });
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_killed_merge_happened_wholly_or_not_at_all() {
    const PEOPLE: usize = 50;
    let ids: Vec<String> = (1..=PEOPLE).map(|id| id.to_string()).collect();
    kill_again_and_again(&CommandUnderTest {
        name: "merge",
        setup: |env| {
            let tags = |person: usize| (0..150).map(|tag| format!("t{person}-{tag};")).collect::<String>();
            let people = (1..=PEOPLE).map(|n| format!("Person {n},+60123{n:06},{}\n", tags(n)));
            env.add_contacts(&format!("First Name,Phone Number,Tags\n{}", people.collect::<String>()));
        },
        line: format!("merge {} --keep oldest --yes", ids.join(" ")),
        boast: "Merged",
        is_at_work: |state, _| state.has_write_lock,
        outputs: &[],
        leaves: &[],
    });
}

#[test]
#[ignore = "long: run with --ignored"]
fn a_killed_migration_happened_wholly_or_not_at_all() {
    const COPY: &str = "workspace.db.v1.backup";
    kill_again_and_again(&CommandUnderTest {
        name: "migration",
        setup: |env| super::migration::store_large(env, 1, 20_000),
        line: super::migration::WRITES.to_owned(),
        boast: "unread",
        // It makes the copy that is kept, and then changes the workspace.
        is_at_work: |state, before| {
            state.has_write_lock || state.has_file(".draft") || (before && state.has_file(COPY))
        },
        outputs: &[],
        leaves: &[COPY],
    });
}
