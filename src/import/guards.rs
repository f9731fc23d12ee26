//! Checks of the guards of an import, before its first write (spec section 7).

use super::Summary;
use crate::model::{Guards, Threshold};

/// Error returned when an import would exceed a guard.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum GuardExceeded {
    /// More rows of a kind than allowed.
    #[error("{count} of {rows} rows {what}; {option} allows {limit}")]
    TooMany {
        /// Option that sets the limit.
        option: &'static str,
        /// Description of the rows, as in "are in error".
        what: &'static str,
        /// Number of such rows.
        count: u64,
        /// Number of rows in the source.
        rows: u64,
        /// Limit that was given.
        limit: Threshold,
    },
    /// More warnings than allowed; a row can have several.
    #[error("the {rows} rows have {count} warnings; --max-warnings allows {limit}")]
    TooManyWarnings {
        /// Number of warnings.
        count: u64,
        /// Number of rows in the source.
        rows: u64,
        /// Limit that was given.
        limit: Threshold,
    },
    /// Fewer rows than required.
    #[error("the source has {rows} rows; --min-rows asks for at least {limit}")]
    TooFewRows {
        /// Number of rows in the source.
        rows: u64,
        /// Minimum that was given.
        limit: u64,
    },
}

impl Guards {
    /// Checks the counts of a review against the guards.
    ///
    /// # Errors
    /// Returns the first guard that is exceeded.
    pub fn check(&self, tally: &Summary) -> Result<(), GuardExceeded> {
        let counts = &tally.counts;
        if let Some(limit) = self.min_rows.filter(|limit| counts.rows < *limit) {
            return Err(GuardExceeded::TooFewRows { rows: counts.rows, limit });
        }
        let bounds = [
            ("--max-errors", "are in error", counts.errors, self.max_errors),
            ("--max-new", "would add a contact", counts.imported, self.max_new),
            ("--max-updates", "would update a contact", counts.updated, self.max_updates),
            ("--max-near", "would add a person who may be there already", tally.near.count, self.max_near),
        ];
        for (option, what, count, limit) in bounds {
            if let Some(limit) = limit.filter(|limit| limit.is_exceeded(count, counts.rows)) {
                return Err(GuardExceeded::TooMany { option, what, count, rows: counts.rows, limit });
            }
        }
        match self.max_warnings.filter(|limit| limit.is_exceeded(tally.warnings, counts.rows)) {
            Some(limit) => Err(GuardExceeded::TooManyWarnings { count: tally.warnings, rows: counts.rows, limit }),
            None => Ok(()),
        }
    }
}

impl GuardExceeded {
    /// Returns a stable code for scripts.
    pub fn code(&self) -> &'static str {
        "guard-exceeded"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::NearRows;
    use crate::model::Counts;

    #[test]
    fn a_guard_lets_its_own_number_pass_and_no_more() {
        let counts = Counts { rows: 10, imported: 3, updated: 5, errors: 2, ..Counts::default() };
        let near = NearRows { count: 1, first: Vec::new() };
        let tally = Summary { counts, near, warnings: 4, ..Summary::default() };
        let allows = |guards: Guards| guards.check(&tally).is_ok();
        let rows = |n| Some(Threshold::Rows(n));
        assert!(allows(Guards::default()));
        let exact = Guards {
            max_errors: rows(2),
            max_warnings: rows(4),
            max_new: rows(3),
            max_updates: rows(5),
            max_near: rows(1),
            min_rows: Some(10),
        };
        assert!(allows(exact));
        assert!(!allows(Guards { max_warnings: rows(3), ..exact }));
        assert!(!allows(Guards { max_warnings: Some(Threshold::Percent(39.0)), ..exact }));
        assert!(!allows(Guards { max_near: rows(0), ..exact }));
        assert!(!allows(Guards { max_errors: rows(1), ..Guards::default() }));
        assert!(!allows(Guards { max_new: rows(2), ..Guards::default() }));
        assert!(!allows(Guards { max_updates: Some(Threshold::Percent(49.0)), ..Guards::default() }));
        assert!(!allows(Guards { min_rows: Some(11), ..Guards::default() }));
    }
}
