//! Many processes at once in one workspace: one imports at a time, and nobody is in the way of those who read.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::support::{House, numbered};

/// So many importers, each of which imports so often, unless `CONTACTS_ROUNDS` says otherwise.
const IMPORTERS: usize = 8;
const ROUNDS: usize = 100;

/// How the imports ended.
#[derive(Default)]
struct Ends {
    done: AtomicU64,
    busy: AtomicU64,
}

impl Ends {
    /// Lets one importer import in this round: some wait for their turn, some do not.
    fn import(&self, house: &House, importer: usize, round: usize) {
        let waits = importer.is_multiple_of(3);
        let wait = if waits { " --wait" } else { "" };
        let outcome = house.run(&format!(
            "import list-{importer}.csv --purpose add-update --id phone --tag round-{round} --no-import-tag \
             --output-dir out-{importer}{wait}"
        ));
        if outcome.status == 75 && !waits {
            self.busy.fetch_add(1, Ordering::SeqCst);
            outcome.says_all(&["another import is running", "--wait"]);
        } else {
            self.done.fetch_add(1, Ordering::SeqCst);
            outcome.done();
        }
    }
}

#[test]
fn one_imports_at_a_time_the_others_wait_or_come_again_and_readers_never_fail() {
    let house = House::with_contacts(&numbered(200));
    for importer in 0..IMPORTERS {
        house.write(&format!("list-{importer}.csv"), numbered(20 + importer));
        std::fs::create_dir(house.path(format!("out-{importer}"))).unwrap();
    }
    let rounds = std::env::var("CONTACTS_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number of rounds"));
    let (ends, start, is_over) = (Ends::default(), Barrier::new(IMPORTERS), AtomicBool::new(false));
    thread::scope(|scope| {
        let (house, ends, start, is_over) = (&house, &ends, &start, &is_over);
        let importers: Vec<_> = (0..IMPORTERS)
            .map(|importer| {
                scope.spawn(move || {
                    for round in 0..rounds {
                        start.wait(); // All at once.
                        ends.import(house, importer, round);
                    }
                })
            })
            .collect();
        let reader = scope.spawn(|| until(is_over, |turn| read(house, turn)));
        let writer = scope.spawn(|| until(is_over, |turn| write(house, turn)));
        let ended: Vec<_> = importers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        is_over.store(true, Ordering::SeqCst);
        assert!(ended.into_iter().all(|end| end.is_ok()), "an importer failed");
        assert!(reader.join().is_ok() && writer.join().is_ok(), "a reader or a writer failed");
    });

    let (done, busy) = (ends.done.into_inner(), ends.busy.into_inner());
    assert_eq!(done + busy, (IMPORTERS * rounds) as u64);
    assert!(busy > 0, "never was one running when another came");
    let imports = house.history();
    let finished = imports.iter().filter(|import| import["outcome"] == "done").count();
    assert_eq!(finished as u64, done + 1, "each that said so is in the history, once");
    assert_eq!(house.contacts().len(), 200);
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
fn read(house: &House, turn: usize) {
    let line = ["list --limit 3", "history", "status", "show 7", "duplicates", "export - --limit 2"][turn % 5];
    house.run(line).done();
}

/// A change of another kind needs no turn: it waits for the import's transaction to end, and the import for it.
fn write(house: &House, turn: usize) {
    house.run(&format!("edit 150 'Last Name=Turn {turn}'")).done();
}

#[test]
fn the_first_use_of_a_workspace_by_many_at_once_makes_one() {
    for _ in 0..5 {
        let house = House::new();
        house.write("leads.csv", "First Name,Phone Number\nAnn,+60123000001\n");
        let mut runs: Vec<_> = (0..6).map(|_| house.start("list --json")).collect();
        runs.push(house.start("import leads.csv --purpose add --id phone --wait"));
        for run in runs {
            run.finish().done();
        }
        assert_eq!(house.contacts().len(), 1);
        assert_eq!(super::beside(&house, ".draft"), Vec::<String>::new());
    }
}
