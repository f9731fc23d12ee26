#![cfg_attr(fuzzing, no_main)]
//! Any file, imported into a small workspace with any purpose: what the review says is what happens, the counts add up,
//! the files hold every row as it was, the same import again changes nothing, and taken back nothing is left of it. The
//! first byte chooses the purpose and options, the others are the file.

mod harness;

use contacts::model::{Purpose, RowStatus};
use contacts::source::Source;
use harness::Harness;

fn check(data: &[u8]) {
    let Some((&choice, file)) = data.split_first() else { return };
    let Some(harness) = Harness::new(choice, file) else { return };
    let before = harness.contacts();
    let Some(mut import) = harness.prepare("leads.csv") else { return };
    let review = import.review(&harness.workspace.snapshot().expect("a snapshot")).expect("a review");
    let first = harness.apply(&mut import);
    assert_eq!(review.tally, first.tally);
    assert_adds_up(&first.tally.counts, import.source());
    harness.assert_results_are_the_rows("leads.csv", &first);
    let after = harness.contacts();
    check_again(&harness, &first.tally.counts, &after);
    harness.undo(first.import_id);
    assert_eq!(harness.contacts(), before, "taken back");
}

fn assert_adds_up(counts: &contacts::model::Counts, source: &Source) {
    let sum: u64 = RowStatus::ALL.iter().map(|status| counts.of(*status)).sum();
    assert_eq!((counts.rows, sum), (source.facts().rows, source.facts().rows));
    assert!(counts.unchanged <= counts.updated);
}

/// The same file again: nothing is left to change, unless every row is added whatever is there.
fn check_again(harness: &Harness, first: &contacts::model::Counts, after: &[String]) {
    if harness.purpose() == Purpose::AddAll {
        return;
    }
    let mut again = harness.prepare("leads.csv").expect("it was prepared before");
    let second = harness.apply(&mut again);
    let counts = &second.tally.counts;
    assert_eq!((counts.imported, counts.updated), (0, counts.unchanged), "{counts:?} after {first:?}");
    assert_eq!(counts.errors, first.errors, "{counts:?} after {first:?}");
    assert_eq!(harness.contacts(), after, "imported twice");
    harness.undo(second.import_id);
    assert_eq!(harness.contacts(), after, "what changed nothing is taken back");
}

contacts_fuzz::target!(check);
