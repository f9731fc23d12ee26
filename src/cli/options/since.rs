//! `--since`: a day from which on entries are shown.

use clap::Args;

use crate::cli::error::CliError;
use crate::model::{Age, Timestamp, begin_of_local_day, in_local_zone};

/// From when on.
#[derive(Debug, Args)]
pub(in crate::cli) struct SinceOption {
    /// From this day on: 2026-11-22, today, or 7d
    ///
    /// 7d is the last seven days.
    #[arg(long, value_name = "DAY", conflicts_with = "id")]
    since: Option<String>,
}

impl SinceOption {
    /// Returns the moment from which on entries are shown: the beginning of a local day, or a number of days before
    /// `now`.
    ///
    /// # Errors
    /// Wrong usage if the text is no day.
    pub(in crate::cli) fn moment(&self, now: Timestamp) -> Result<Option<Timestamp>, CliError> {
        let Some(text) = &self.since else { return Ok(None) };
        let moment = match text.trim() {
            "today" => begin_of_local_day(in_local_zone(now).date_naive()),
            other => moment_of(other, now),
        };
        let wrong = || CliError::usage(format!("--since takes a day such as 2026-11-22, today or 7d, not '{text}'"));
        moment.map(Some).ok_or_else(wrong)
    }
}

/// Returns the beginning of a local day, or the moment that an age such as `7d` or `2y` is before `now`.
pub(in crate::cli) fn moment_of(text: &str, now: Timestamp) -> Option<Timestamp> {
    match text.parse::<Age>() {
        Ok(age) => age.before(now),
        Err(_) => begin_of_local_day(text.trim().parse().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(text: &str) -> Result<Option<Timestamp>, CliError> {
        let now = "2026-11-22T13:30:00Z".parse().unwrap();
        SinceOption { since: Some(text.to_owned()) }.moment(now)
    }

    #[test]
    fn days_are_read_and_nothing_else() {
        let local = |day: &str| begin_of_local_day(day.parse().unwrap());
        assert_eq!(since("7d").unwrap(), Some("2026-11-15T13:30:00Z".parse().unwrap()));
        assert_eq!(since("2026-11-01").unwrap(), local("2026-11-01"));
        assert_eq!(since(" 2026-11-01 ").unwrap(), local("2026-11-01"));
        assert!(since("today").unwrap().is_some());
        for wrong in ["", "yesterday", "7", "d", "-1d", "2026-13-01", "99999999999d", "4294967295d"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
