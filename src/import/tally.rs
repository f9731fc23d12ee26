use std::collections::BTreeMap;

use crate::model::{Counts, Issue, IssueCode, PlannedRow};

/// How many errors are kept whole, to be shown (spec section 9).
pub const ERRORS_SHOWN: usize = 100;

/// What a plan came to, counted row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The counts; they add up.
    pub counts: Counts,
    /// How many warnings there were.
    pub warnings: u64,
    /// How many issues there were of each code.
    pub by_code: BTreeMap<IssueCode, u64>,
    /// The first errors, in the order of the lines.
    pub errors: Vec<Issue>,
    /// The first warnings.
    pub first_warnings: Vec<Issue>,
}

impl Tally {
    /// Counts rows.
    pub fn add_all(&mut self, rows: &[PlannedRow]) {
        for row in rows {
            self.add(row);
        }
    }

    fn add(&mut self, row: &PlannedRow) {
        self.counts.count(row.status(), row.is_unchanged());
        for issue in &row.issues {
            *self.by_code.entry(issue.code).or_default() += 1;
            let kept = if issue.is_error() {
                &mut self.errors
            } else {
                self.warnings += 1;
                &mut self.first_warnings
            };
            if kept.len() < ERRORS_SHOWN {
                kept.push(issue.clone());
            }
        }
    }
}
