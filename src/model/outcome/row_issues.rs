//! The issues of one row, with a bound on how many are kept.

use super::{Issue, IssueCode, Severity};
use crate::model::plural;

/// Maximum number of issues of each severity that are kept of one row. A row of 1,000 wrong cells would otherwise have
/// an `Error` cell of 100 KB, and a source of 20 MB an errors file of 2 GB.
pub const MAX_ISSUES: usize = 50;

/// Number of issues of a row that were counted but not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FurtherIssues {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
}

/// Issues of one row: the first [`MAX_ISSUES`] of each severity, and the number of the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowIssues {
    kept: Vec<Issue>,
    /// Number of errors among them.
    errors: usize,
    further: FurtherIssues,
}

impl RowIssues {
    /// Continues from issues that were kept already and the number of those that were not.
    pub fn resume(kept: Vec<Issue>, further: FurtherIssues) -> Self {
        let errors = kept.iter().filter(|issue| issue.is_error()).count();
        Self { kept, errors, further }
    }

    /// Returns the kept issues and the number of the others.
    pub fn into_parts(self) -> (Vec<Issue>, FurtherIssues) {
        (self.kept, self.further)
    }

    /// Adds an issue; beyond the limit it is only counted, and `make` is not called.
    pub fn add(&mut self, code: IssueCode, make: impl FnOnce() -> Issue) {
        let (kept, further) = match code.severity() {
            Severity::Error => (self.errors, &mut self.further.errors),
            Severity::Warning => (self.kept.len() - self.errors, &mut self.further.warnings),
        };
        if kept < MAX_ISSUES {
            self.keep(make());
        } else {
            *further += 1;
        }
    }

    /// Adds an issue regardless of the limit: one about the row as a whole, of which there are few.
    pub fn keep(&mut self, issue: Issue) {
        self.errors += usize::from(issue.is_error());
        self.kept.push(issue);
    }

    /// Does the same as [`RowIssues::keep`], but puts the issue before all others.
    pub fn keep_first(&mut self, issue: Issue) {
        self.errors += usize::from(issue.is_error());
        self.kept.insert(0, issue);
    }

    /// Counts warnings that were not kept.
    pub fn add_further_warnings(&mut self, warnings: u64) {
        self.further.warnings += warnings;
    }

    /// Keeps only the issues for which `holds` returns true.
    pub fn retain(&mut self, holds: impl FnMut(&Issue) -> bool) {
        self.kept.retain(holds);
        self.errors = self.kept.iter().filter(|issue| issue.is_error()).count();
    }

    /// Drops the warnings about values, as of a row that is not imported: they say how a value is imported.
    pub fn drop_value_warnings(&mut self) {
        self.retain(Issue::holds_without_import);
        self.further.warnings = 0;
    }

    /// Iterates over the kept issues, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Issue> {
        self.kept.iter()
    }

    /// Returns true if an issue keeps the row from being imported.
    pub fn has_error(&self) -> bool {
        self.errors > 0
    }

    /// Returns true if an issue of another kind than this one keeps the row from being imported.
    pub fn has_other_error(&self, code: IssueCode) -> bool {
        let of_kind = self.kept.iter().filter(|issue| issue.code == code && issue.is_error()).count();
        self.errors > of_kind
    }

    /// Returns true if an issue with this code is kept.
    pub fn has(&self, code: IssueCode) -> bool {
        self.kept.iter().any(|issue| issue.code == code)
    }

    /// Returns the issues of the row on this line as they are reported: the kept ones, then how many others there are.
    /// In a row with an error, warnings about values are dropped.
    pub fn into_told(mut self, line: u64) -> Vec<Issue> {
        // Nothing of such a row is imported (spec section 3).
        if self.has_error() {
            self.drop_value_warnings();
        }
        let Self { mut kept, further, .. } = self;
        for (code, count, noun) in [
            (IssueCode::FurtherErrors, further.errors, "error"),
            (IssueCode::FurtherWarnings, further.warnings, "warning"),
        ] {
            if count > 0 {
                let nouns = plural(count, noun);
                let message = format!("the row has {count} more {nouns}; the first {MAX_ISSUES} are listed");
                // Pushed past the limit: it is what reports the limit.
                kept.push(Issue::of_row(line, code, message));
            }
        }
        kept
    }
}

impl<'i> IntoIterator for &'i RowIssues {
    type Item = &'i Issue;
    type IntoIter = std::slice::Iter<'i, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(codes: &[(IssueCode, usize)]) -> RowIssues {
        let mut issues = RowIssues::default();
        for (code, times) in codes {
            (0..*times).for_each(|_| issues.add(*code, || Issue::of_row(4, *code, "x")));
        }
        issues
    }

    #[test]
    fn the_first_of_each_severity_are_kept_and_the_others_are_counted() {
        for (code, more, noun) in [
            (IssueCode::TextGarbled, IssueCode::FurtherWarnings, "warnings"),
            (IssueCode::NulInCell, IssueCode::FurtherErrors, "errors"),
        ] {
            let told = many(&[(code, 61)]).into_told(4);
            assert_eq!(told.len(), MAX_ISSUES + 1);
            assert_eq!(told[MAX_ISSUES].code, more);
            assert_eq!(told[MAX_ISSUES].message, format!("the row has 11 more {noun}; the first 50 are listed"));
        }
        let one = many(&[(IssueCode::NulInCell, 51), (IssueCode::TextGarbled, 99)]).into_told(4);
        assert!(one[MAX_ISSUES].message.starts_with("the row has 1 more error;"), "{one:?}");
        assert_eq!(one.len(), MAX_ISSUES + 1, "warnings about values are not told beside an error");
    }

    #[test]
    fn an_error_behind_many_warnings_is_kept() {
        let issues = many(&[(IssueCode::TextGarbled, 1000), (IssueCode::NulInCell, 1)]);
        assert!(issues.has_error() && issues.has(IssueCode::NulInCell));
    }

    #[test]
    fn what_is_about_the_whole_row_is_kept_in_any_case() {
        let mut issues = many(&[(IssueCode::NulInCell, 60)]);
        issues.keep(Issue::of_row(4, IssueCode::DuplicateInFile, "x"));
        issues.keep_first(Issue::of_row(4, IssueCode::TooFewCells, "x"));
        let told: Vec<_> = issues.into_told(4).into_iter().map(|issue| issue.code).collect();
        assert_eq!((told.len(), told[0], told[51]), (53, IssueCode::TooFewCells, IssueCode::DuplicateInFile));
    }

    #[test]
    fn few_issues_are_told_as_they_are() {
        let mut issues = many(&[(IssueCode::NulInCell, 50), (IssueCode::TextGarbled, 50)]);
        issues.retain(Issue::is_error);
        assert_eq!(issues.into_told(4).len(), 50);
    }
}
