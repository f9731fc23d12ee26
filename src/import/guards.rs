//! Checks of the guards of an import, before its first write (spec section 7).

use super::Summary;
use crate::model::{Guards, MissingAction, Threshold, counted, format_thousands};

/// Error returned when an import would exceed a guard.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
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
    #[error(
        "the {} {} {}; --max-warnings allows {limit}",
        counted(*.rows, "row"), if *.rows == 1 { "has" } else { "have" }, counted(*.count, "warning")
    )]
    TooManyWarnings {
        /// Number of warnings.
        count: u64,
        /// Number of rows in the source.
        rows: u64,
        /// Limit that was given.
        limit: Threshold,
    },
    /// More contacts of the source are missing than may be tagged or deleted.
    #[error(
        "{} of the {} contacts that '{name}' held {} missing from this list; --max-missing allows {limit}",
        format_thousands(*.count), format_thousands(*.of), if *.count == 1 { "is" } else { "are" }
    )]
    TooManyMissing {
        /// Name of the source.
        name: String,
        /// Number of missing contacts.
        count: u64,
        /// Number of contacts that the source held.
        of: u64,
        /// The bound.
        limit: Threshold,
        /// What would become of them.
        action: MissingAction,
    },
    /// Fewer rows than the part of those of the source's last list.
    #[error(
        "the source has {} and its last list had {}; --min-rows asks for at least {limit}",
        counted(*.rows, "row"), format_thousands(*.before)
    )]
    TooFewRowsOfLast {
        /// Number of rows in the source.
        rows: u64,
        /// Number of rows in its last list.
        before: u64,
        /// The part that was given.
        limit: Threshold,
    },
    /// Fewer rows than required.
    #[error("the source has {}; --min-rows asks for at least {limit}", counted(*.rows, "row"))]
    TooFewRows {
        /// Number of rows in the source.
        rows: u64,
        /// Minimum that was given.
        limit: u64,
    },
}

impl Guards {
    /// Checks the counts of a review against the guards. `rows_before` are those of the last list of the same source.
    ///
    /// # Errors
    /// Returns the first guard that is exceeded.
    pub fn check(&self, tally: &Summary, rows_before: Option<u64>) -> Result<(), GuardExceeded> {
        self.check_rows(tally.counts.rows, rows_before)?;
        self.check_counts(tally)
    }

    fn check_rows(&self, rows: u64, rows_before: Option<u64>) -> Result<(), GuardExceeded> {
        match (self.min_rows, rows_before) {
            (Some(Threshold::Rows(limit)), _) if rows < limit => Err(GuardExceeded::TooFewRows { rows, limit }),
            (Some(limit @ Threshold::Percent(part)), Some(before)) if is_less(rows, part, before) => {
                Err(GuardExceeded::TooFewRowsOfLast { rows, before, limit })
            }
            _ => Ok(()),
        }
    }

    fn check_counts(&self, tally: &Summary) -> Result<(), GuardExceeded> {
        let counts = &tally.counts;
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

/// Returns true if rows are less than this part of those before.
// Multiplied, not divided, so that nine in ten rows are 90% whatever their number.
#[allow(clippy::cast_precision_loss, reason = "numbers of rows stay far below 2^52")]
fn is_less(rows: u64, percent: f64, before: u64) -> bool {
    (rows as f64) * 100.0 < percent * before as f64
}

impl GuardExceeded {
    /// Returns a stable code for scripts.
    pub fn code(&self) -> &'static str {
        "guard-exceeded"
    }

    /// Returns the option that sets the guard, with a value by which this list keeps it: `--min-rows` and 150.
    pub fn kept_by(&self) -> (&'static str, u64) {
        match self {
            Self::TooMany { option, count, .. } => (option, *count),
            Self::TooManyWarnings { count, .. } => ("--max-warnings", *count),
            Self::TooManyMissing { count, .. } => ("--max-missing", *count),
            Self::TooFewRowsOfLast { rows, .. } | Self::TooFewRows { rows, .. } => ("--min-rows", *rows),
        }
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
        let allows = |guards: Guards| guards.check(&tally, None).is_ok();
        let rows = |n| Some(Threshold::Rows(n));
        assert!(allows(Guards::default()));
        let exact = Guards {
            max_errors: rows(2),
            max_warnings: rows(4),
            max_new: rows(3),
            max_updates: rows(5),
            max_near: rows(1),
            min_rows: rows(10),
        };
        assert!(allows(exact));
        assert!(!allows(Guards { max_warnings: rows(3), ..exact }));
        assert!(!allows(Guards { max_warnings: Some(Threshold::Percent(39.0)), ..exact }));
        assert!(!allows(Guards { max_near: rows(0), ..exact }));
        assert!(!allows(Guards { max_errors: rows(1), ..Guards::default() }));
        assert!(!allows(Guards { max_new: rows(2), ..Guards::default() }));
        assert!(!allows(Guards { max_updates: Some(Threshold::Percent(49.0)), ..Guards::default() }));
        assert!(!allows(Guards { min_rows: rows(11), ..Guards::default() }));
    }

    #[test]
    fn a_part_of_the_last_list_is_a_minimum_where_there_was_one() {
        let counts = Counts { rows: 9, ..Counts::default() };
        let allows = |percent, before| {
            let guards = Guards { min_rows: Some(Threshold::Percent(percent)), ..Guards::default() };
            guards.check(&Summary { counts, ..Summary::default() }, before).is_ok()
        };
        assert!(allows(90.0, Some(10)) && allows(100.0, Some(9)) && allows(100.0, None));
        assert!(!allows(90.0, Some(11)) && !allows(90.1, Some(10)));
    }
}
