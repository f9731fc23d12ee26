//! A moment as it is typed: a day, or an age.

use super::{Age, Timestamp, begin_of_local_day, in_local_zone};

/// Returns the moment that a text means: the beginning of a local day (`2026-11-22`, `today`), or an age before `now`
/// (`7d`, `2y`).
pub fn moment_of(text: &str, now: Timestamp) -> Option<Timestamp> {
    match text.trim() {
        "today" => begin_of_local_day(in_local_zone(now).date_naive()),
        other => match other.parse::<Age>() {
            Ok(age) => age.before(now),
            Err(_) => begin_of_local_day(other.parse().ok()?),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_nothing_else() {
        let since = |text: &str| moment_of(text, "2026-11-22T13:30:00Z".parse().unwrap());
        let local = |day: &str| begin_of_local_day(day.parse().unwrap());
        assert_eq!(since("7d"), Some("2026-11-15T13:30:00Z".parse().unwrap()));
        assert_eq!(since("2026-11-01"), local("2026-11-01"));
        assert_eq!(since(" 2026-11-01 "), local("2026-11-01"));
        assert!(since("today").is_some());
        for wrong in ["", "yesterday", "7", "d", "-1d", "2026-13-01", "99999999999d", "4294967295d"] {
            assert!(since(wrong).is_none(), "{wrong}");
        }
    }
}
