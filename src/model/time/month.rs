//! Months of the calendar in the user's time zone.

use std::fmt;

use chrono::Datelike;
use serde::{Serialize, Serializer};

use super::{Timestamp, in_local_zone};

/// Month of a year, in local time; shown as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    /// 1 to 12.
    month: u32,
}

impl Month {
    /// Returns the month of a moment.
    pub fn of(moment: Timestamp) -> Self {
        let local = in_local_zone(moment);
        Self { year: local.year(), month: local.month() }
    }

    /// Returns the month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.month < 12 {
            Self { month: self.month + 1, ..self }
        } else {
            Self { year: self.year.saturating_add(1), month: 1 }
        }
    }

    /// Returns the number of months from this one to a later one; 0 if it is not later.
    pub fn months_until(self, later: Self) -> u64 {
        let months = |month: Self| i64::from(month.year) * 12 + i64::from(month.month);
        (months(later) - months(self)).max(0).cast_unsigned()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn december_is_followed_by_january() {
        let month = |year, month| Month { year, month };
        assert_eq!(month(2026, 12).next(), month(2027, 1));
        assert_eq!(month(2026, 1).next().to_string(), "2026-02");
        assert_eq!(month(2025, 11).months_until(month(2027, 1)), 14);
        assert_eq!(month(2027, 1).months_until(month(2025, 11)), 0);
        assert!(month(2026, 12) < month(2027, 1));
    }
}
