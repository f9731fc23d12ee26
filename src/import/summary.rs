use std::collections::BTreeMap;

use crate::model::{Action, Counts, Issue, IssueCode, NearMiss, PlannedRow};

/// Number of errors, and of near misses, that are kept whole to be shown (spec section 9).
pub const MAX_SHOWN_ERRORS: usize = 100;

/// How many issues of one kind are kept whole.
const MAX_EXAMPLES: usize = 3;

/// Issues of one code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssueSummary {
    /// How many there were.
    pub count: u64,
    /// The first of them, in the order of the lines.
    pub first: Vec<Issue>,
}

/// What a plan came to, counted row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The counts; they add up.
    pub counts: Counts,
    /// How many warnings there were.
    pub warnings: u64,
    /// The issues by their code.
    pub kinds: BTreeMap<IssueCode, IssueSummary>,
    /// The first errors, in the order of the lines.
    pub errors: Vec<Issue>,
    /// Rows that add a person who may be there already.
    pub near: NearRows,
}

/// Rows that add a person who may be there already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NearRows {
    /// Number of rows.
    pub count: u64,
    /// The first of them, in the order of the lines.
    pub first: Vec<NearRow>,
}

/// A row that adds a person who may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearRow {
    /// The physical line on which it begins, from 1.
    pub line: u64,
    /// The contact, and what it has in common with the row.
    pub near: NearMiss,
}

impl Summary {
    /// Counts rows.
    pub fn add_all(&mut self, rows: &[PlannedRow]) {
        for row in rows {
            self.add(row);
        }
    }

    /// How many issues there were of each code, as warnings and as errors.
    pub fn by_code(&self) -> BTreeMap<String, u64> {
        let mut by_code = BTreeMap::new();
        for (code, kind) in &self.kinds {
            *by_code.entry(code.as_str().to_owned()).or_default() += kind.count;
        }
        by_code
    }

    fn add(&mut self, row: &PlannedRow) {
        self.counts.count(row.status(), row.is_unchanged());
        if let Action::Add(addition) = &row.action
            && let Some(near) = addition.near
        {
            self.near.add(NearRow { line: row.line, near });
        }
        row.issues.iter().for_each(|issue| self.add_issue(issue));
    }

    fn add_issue(&mut self, issue: &Issue) {
        let kind = self.kinds.entry(issue.code).or_default();
        kind.count += 1;
        if kind.first.len() < MAX_EXAMPLES {
            kind.first.push(issue.clone());
        }
        if !issue.is_error() {
            self.warnings += 1;
        } else if self.errors.len() < MAX_SHOWN_ERRORS {
            self.errors.push(issue.clone());
        }
    }
}

impl NearRows {
    fn add(&mut self, row: NearRow) {
        self.count += 1;
        if self.first.len() < MAX_SHOWN_ERRORS {
            self.first.push(row);
        }
    }
}
