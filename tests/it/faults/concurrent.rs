//! Many processes at once in one workspace: one imports at a time, and nobody is in the way of those who read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::{Child, TestEnv, numbered};

/// So many import at once, and so often, unless `CONTACTS_ROUNDS` says otherwise.
const IMPORTERS: usize = 8;
const ROUNDS: usize = 100;

#[test]
#[ignore = "long: run with --ignored"]
fn one_imports_at_a_time_the_others_wait_or_come_again_and_readers_never_fail() {
    let env = TestEnv::with_contacts(&numbered(200));
    for importer in 0..IMPORTERS {
        env.write(&format!("list-{importer}.csv"), numbered(20 + importer));
    }
    let rounds = std::env::var("CONTACTS_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number of rounds"));
    let is_over = AtomicBool::new(false);
    let done: usize = thread::scope(|scope| {
        let _end = AtTheEnd(&is_over);
        scope.spawn(|| until(&is_over, |turn| read(&env, turn)));
        scope.spawn(|| until(&is_over, |turn| write(&env, turn)));
        (0..rounds).map(|round| all_at_once(&env, round)).sum()
    });
    assert!(done < IMPORTERS * rounds, "never was one running when another came");
    let finished = env.history().iter().filter(|import| import["outcome"] == "done").count();
    assert_eq!(finished, done + 1, "each that said so is in the history, once");
    assert_eq!(env.contacts().len(), 200);
}

/// Starts the imports of a round; some wait for their turn, some do not. Tells how many were done.
fn all_at_once(env: &TestEnv, round: usize) -> usize {
    let waits = |importer: usize| importer.is_multiple_of(3);
    let start = |importer: usize| {
        let wait = if waits(importer) { " --wait" } else { "" };
        env.start(&format!(
            "import list-{importer}.csv --purpose add-update --id phone --tag round-{round} --no-import-tag{wait}"
        ))
    };
    let running: Vec<_> = (0..IMPORTERS).map(start).collect();
    let ended = running.into_iter().map(Child::finish).enumerate();
    let is_done = ended.map(|(importer, outcome)| {
        let is_busy = outcome.status == 75 && !waits(importer);
        if is_busy {
            outcome.says_all(&["is running", "--wait"]);
        } else {
            outcome.done();
        }
        usize::from(!is_busy)
    });
    is_done.sum()
}

/// Tells those who go on until then, also when the test fails.
struct AtTheEnd<'a>(&'a AtomicBool);

impl Drop for AtTheEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn until(is_over: &AtomicBool, mut turn: impl FnMut(usize)) {
    for number in 0.. {
        if is_over.load(Ordering::SeqCst) {
            return;
        }
        turn(number);
    }
}

/// Reading never fails, whoever writes.
fn read(env: &TestEnv, turn: usize) {
    let line = ["list --limit 3", "history", "status", "show 7", "duplicates", "export - --limit 2"][turn % 5];
    env.run(line).done();
}

/// A change of another kind needs no turn: it waits for the import's transaction to end, and the import for it.
fn write(env: &TestEnv, turn: usize) {
    env.run(&format!("edit 150 'Last Name=Turn {turn}'")).done();
}

#[test]
fn the_first_use_of_a_workspace_by_many_at_once_makes_one() {
    for _ in 0..5 {
        let env = TestEnv::new();
        env.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
        let mut runs: Vec<_> = (0..6).map(|_| env.start("list --json")).collect();
        runs.push(env.start("import leads.csv --purpose add --id phone --wait"));
        for run in runs {
            run.finish().done();
        }
        assert_eq!(env.contacts().len(), 1);
        assert_eq!(super::beside(&env, ".draft"), Vec::<String>::new());
    }
}
