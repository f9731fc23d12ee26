#![cfg_attr(fuzzing, no_main)]
//! Any file, imported into a small workspace with any purpose: what the review says is what happens, the counts add up,
//! the files hold every row as it was, the same import again changes nothing, and taken back nothing is left of it. The
//! first byte chooses the purpose and options, the others are the file.

mod desk;

use contacts::model::{Purpose, RowStatus};
use contacts::source::Source;
use desk::Desk;

fn check(data: &[u8]) {
    let Some((&choice, file)) = data.split_first() else { return };
    let Some(desk) = Desk::new(choice, file) else { return };
    let before = desk.contacts();
    let Some(mut import) = desk.prepare("leads.csv") else { return };
    let review = import.review(&desk.workspace.snapshot().expect("a snapshot")).expect("a review");
    let first = desk.apply(&mut import);
    assert_eq!(review.tally, first.tally);
    assert_adds_up(&first.tally.counts, import.source());
    desk.assert_results_are_the_rows("leads.csv", &first);
    let after = desk.contacts();
    check_again(&desk, &first.tally.counts, &after);
    desk.undo(first.import_id);
    assert_eq!(desk.contacts(), before, "taken back");
}

fn assert_adds_up(counts: &contacts::model::Counts, source: &Source) {
    let sum: u64 = RowStatus::ALL.iter().map(|status| counts.of(*status)).sum();
    assert_eq!((counts.rows, sum), (source.facts().rows, source.facts().rows));
    assert!(counts.unchanged <= counts.updated);
}

/// The same file again: nothing is left to change, unless every row is added whatever is there.
fn check_again(desk: &Desk, first: &contacts::model::Counts, after: &[String]) {
    if desk.purpose() == Purpose::AddAll {
        return;
    }
    let mut again = desk.prepare("leads.csv").expect("it was prepared before");
    let second = desk.apply(&mut again);
    let counts = &second.tally.counts;
    assert_eq!((counts.imported, counts.updated), (0, counts.unchanged), "{counts:?} after {first:?}");
    assert_eq!(counts.errors, first.errors, "{counts:?} after {first:?}");
    assert_eq!(desk.contacts(), after, "imported twice");
    desk.undo(second.import_id);
    assert_eq!(desk.contacts(), after, "what changed nothing is taken back");
}

contacts_fuzz::target!(check);
