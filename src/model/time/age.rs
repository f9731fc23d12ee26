//! Ages such as `7d` or `2y`, for what is old.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months};

use super::Timestamp;

/// Span of time in days or months: `7d`, `4w`, `18mo`, `2y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Days of 24 hours.
    Days(u32),
    /// Months of the calendar; twelve are a year.
    Months(u32),
}

impl Age {
    /// Returns the moment this long before `now`; `None` where the calendar has none.
    pub fn before(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Days(days) => now.checked_sub_days(Days::new(days.into())),
            Self::Months(months) => now.checked_sub_months(Months::new(months)),
        }
    }
}

impl FromStr for Age {
    type Err = String;

    /// Reads a number with a unit: d, w, mo or y.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().to_ascii_lowercase();
        let invalid = || format!("'{text}' is not an age such as 90d, 12w, 18mo or 2y");
        let at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(invalid)?;
        let (number, unit) = text.split_at(at);
        let number: u32 = number.parse().map_err(|_| invalid())?;
        let of = |size: u32| number.checked_mul(size).ok_or_else(invalid);
        match unit.trim() {
            "d" => Ok(Self::Days(number)),
            "w" => of(7).map(Self::Days),
            "mo" => Ok(Self::Months(number)),
            "y" => of(12).map(Self::Months),
            _ => Err(invalid()),
        }
    }
}

impl fmt::Display for Age {
    /// Writes the age in the largest unit that loses nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}d"),
            Self::Months(months) if months % 12 == 0 => write!(f, "{}y", months / 12),
            Self::Months(months) => write!(f, "{months}mo"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_with_their_unit_and_nothing_else() {
        let now = "2026-11-30T13:30:00Z".parse().unwrap();
        for (text, shown, moment) in [
            ("7d", "7d", "2026-11-23T13:30:00Z"),
            (" 2W ", "14d", "2026-11-16T13:30:00Z"),
            ("18mo", "18mo", "2025-05-30T13:30:00Z"),
            ("2y", "2y", "2024-11-30T13:30:00Z"),
            ("9 mo", "9mo", "2026-02-28T13:30:00Z"),
        ] {
            let age: Age = text.parse().unwrap();
            assert_eq!((age.to_string().as_str(), age.before(now)), (shown, Some(moment.parse().unwrap())), "{text}");
        }
        for wrong in ["", "7", "d", "-1d", "2 years", "1m", "99999999999d", "4294967295y", "1.5y"] {
            assert!(wrong.parse::<Age>().is_err(), "{wrong}");
        }
        assert_eq!(Age::Months(u32::MAX).before(now), None);
    }
}
