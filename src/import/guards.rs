use super::Summary;
use crate::model::Threshold;

/// Bounds that an import must keep; they are checked before the first write (spec section 7).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Guards {
    /// At most so many rows in error.
    pub max_errors: Option<Threshold>,
    /// At most so many new contacts.
    pub max_new: Option<Threshold>,
    /// At most so many updated contacts.
    pub max_updates: Option<Threshold>,
    /// At most so many rows that add a person who may be there already.
    pub max_near: Option<Threshold>,
    /// At least so many rows.
    pub min_rows: Option<u64>,
}

/// A guard that an import would break.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum GuardExceeded {
    /// More than allowed.
    #[error("{count} of {rows} rows {what}; {option} allows {limit}")]
    TooMany {
        /// The option that says so.
        option: &'static str,
        /// What the rows are or do.
        what: &'static str,
        /// How many.
        count: u64,
        /// Of how many.
        rows: u64,
        /// How many are allowed.
        limit: Threshold,
    },
    /// Fewer than expected.
    #[error("the source has {rows} rows; --min-rows asks for at least {limit}")]
    TooFewRows {
        /// How many rows there are.
        rows: u64,
        /// How many there should be.
        limit: u64,
    },
}

impl Guards {
    /// Whether there is any.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Holds the outcome of a review against the guards.
    ///
    /// # Errors
    /// The first guard that it breaks.
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
        Ok(())
    }
}

impl GuardExceeded {
    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        "guard-exceeded"
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        "to see what the source would do, run it with --dry-run and without this guard".into()
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
        let tally = Summary { counts, near, ..Summary::default() };
        let allows = |guards: Guards| guards.check(&tally).is_ok();
        let rows = |n| Some(Threshold::Rows(n));
        assert!(allows(Guards::default()));
        let exact = Guards {
            max_errors: rows(2),
            max_new: rows(3),
            max_updates: rows(5),
            max_near: rows(1),
            min_rows: Some(10),
        };
        assert!(allows(exact));
        assert!(!allows(Guards { max_near: rows(0), ..exact }));
        assert!(!allows(Guards { max_errors: rows(1), ..Guards::default() }));
        assert!(!allows(Guards { max_new: rows(2), ..Guards::default() }));
        assert!(!allows(Guards { max_updates: Some(Threshold::Percent(49.0)), ..Guards::default() }));
        assert!(!allows(Guards { min_rows: Some(11), ..Guards::default() }));
    }
}
