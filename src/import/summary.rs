//! Counts of a planned or finished import, with its first issues.

use std::collections::BTreeMap;

use super::{KeptEdits, UsedOptions};
use crate::model::{Action, Counts, Issue, IssueCode, NearMiss, PlannedRow};
use crate::profile::{BadValues, GarbledColumns};

/// Maximum number of errors, and of near misses, kept in full (spec section 9).
pub const MAX_SHOWN_ERRORS: usize = 100;

/// Maximum number of issues of each code kept in full.
pub(super) const MAX_EXAMPLES: usize = 3;

/// Issues of one code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssueSummary {
    /// Number of issues.
    pub count: u64,
    /// First issues, in line order.
    pub first: Vec<Issue>,
}

/// Totals of a plan, counted row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Counts by status; they add up to the rows.
    pub counts: Counts,
    /// Number of rows that each identifier matched with a contact, the strongest first; without those in error.
    pub matched_by: Vec<u64>,
    /// Number of warnings.
    pub warnings: u64,
    /// Issues by code.
    pub kinds: BTreeMap<IssueCode, IssueSummary>,
    /// Bad values by column, with their counts.
    pub bad_values: BadValues,
    /// Texts that were decoded wrongly, by column.
    pub garbled: GarbledColumns,
    /// Values that stay because a person set them, by field.
    pub kept_edits: KeptEdits,
    /// First errors, in line order.
    pub errors: Vec<Issue>,
    /// Rows that add a person who may already be a contact.
    pub near: NearRows,
    /// New options that written rows use.
    pub used_options: UsedOptions,
    /// The first rows that add or change a contact.
    pub first: FirstContacts,
}

/// The first rows that add or change a contact, in line order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstContacts {
    /// Rows that add one.
    pub added: Vec<PlannedRow>,
    /// Rows that change values of one.
    pub changed: Vec<PlannedRow>,
}

/// Number of rows of each kind that are kept.
const MAX_FIRST: usize = 3;

/// Rows that add a person who may already be a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NearRows {
    /// Number of rows.
    pub count: u64,
    /// First rows, in line order.
    pub first: Vec<NearRow>,
}

/// A row that adds a person who may already be a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearRow {
    /// Physical line on which the row begins, from 1.
    pub line: u64,
    /// The contact, and what it has in common with the row.
    pub near: NearMiss,
}

impl Summary {
    /// Adds rows to the totals.
    pub fn add_all(&mut self, rows: &[PlannedRow]) {
        for row in rows {
            self.add(row);
        }
    }

    /// Returns the number of issues of each code, warnings and errors alike.
    pub fn by_code(&self) -> BTreeMap<String, u64> {
        let mut by_code = BTreeMap::new();
        for (code, kind) in &self.kinds {
            *by_code.entry(code.as_str().to_owned()).or_default() += kind.count;
        }
        by_code
    }

    fn add(&mut self, row: &PlannedRow) {
        self.counts.count(row);
        if let Some(by) = row.matched_by {
            if self.matched_by.len() <= by {
                self.matched_by.resize(by + 1, 0);
            }
            self.matched_by[by] += 1;
        }
        if let Action::Add(addition) = &row.action
            && let Some(near) = addition.near
        {
            self.near.add(NearRow { line: row.line, near });
        }
        self.used_options.add(row);
        self.first.add(row);
        row.issues.iter().for_each(|issue| self.add_issue(issue));
    }

    fn add_issue(&mut self, issue: &Issue) {
        let kind = self.kinds.entry(issue.code).or_default();
        kind.count += 1;
        if kind.first.len() < MAX_EXAMPLES {
            kind.first.push(issue.clone());
        }
        self.bad_values.add(issue);
        self.garbled.add(issue);
        self.kept_edits.add(issue);
        if !issue.is_error() {
            self.warnings += 1;
        } else if self.errors.len() < MAX_SHOWN_ERRORS {
            self.errors.push(issue.clone());
        }
    }
}

impl FirstContacts {
    fn add(&mut self, row: &PlannedRow) {
        let kept = match &row.action {
            Action::Add(_) => &mut self.added,
            Action::Update(update) if !update.fields.is_empty() => &mut self.changed,
            _ => return,
        };
        if kept.len() < MAX_FIRST {
            kept.push(row.clone());
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
