//! The clock, and the forms in which moments are shown.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::in_local_zone;

/// Moment in UTC; people see local time. The workspace stores it since 1970, in milliseconds in the history and in whole
/// seconds elsewhere.
pub type Timestamp = DateTime<Utc>;

/// Time since the machine was started. Unlike the wall clock, it cannot be set back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Uptime {
    /// ID of the machine's start (Linux `boot_id`): only uptimes of the same start can be compared.
    pub boot: String,
    /// Seconds since that start, sleep included.
    pub seconds: u64,
}

/// Source of the time, passed in so that sessions and retention can be tested.
pub trait Clock: Send + Sync {
    /// Returns the present moment.
    fn now(&self) -> Timestamp;

    /// Returns the time since the machine was started; `None` where that is not known.
    fn uptime(&self) -> Option<Uptime> {
        None
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Utc::now()
    }

    /// Reads boot ID and uptime from Linux's `/proc`.
    #[cfg(target_os = "linux")]
    fn uptime(&self) -> Option<Uptime> {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        // `/proc/uptime` counts the time asleep too (CLOCK_BOOTTIME), so a review expires on a laptop that was closed.
        let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
        let (seconds, _hundredths) = uptime.split_once('.')?;
        Some(Uptime { boot: boot.trim().to_owned(), seconds: seconds.parse().ok()? })
    }
}

/// A clock that stands still, for tests and documentation.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Formats a moment for people: local time, to the minute (spec section 9).
pub fn format_local(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// Formats a moment for people elsewhere: local time with its offset from UTC.
pub fn format_local_with_zone(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d %H:%M (UTC%:z)").to_string()
}

/// Formats a moment for programs: RFC 3339 in UTC, to the second.
pub fn format_utc(moment: Timestamp) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns the day of a moment in local time, as `2026-11-22`.
pub fn local_day(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d").to_string()
}

/// Formats the local day after that of a moment; `None` behind the last day that there is.
pub fn local_day_after(moment: Timestamp) -> Option<String> {
    in_local_zone(moment).date_naive().succ_opt().map(|day| day.format("%Y-%m-%d").to_string())
}

/// Formats a moment for the name of a file: local time to the second, as `2026-11-22-041500`.
pub fn local_file_stamp(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d-%H%M%S").to_string()
}

/// Returns the moment `days` days later.
pub fn days_after(moment: Timestamp, days: i64) -> Timestamp {
    moment + Duration::days(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_uptime_grows_within_one_start_of_the_machine() {
        let (first, second) = (SystemClock.uptime().unwrap(), SystemClock.uptime().unwrap());
        assert_eq!((first.boot.len(), &first.boot), (36, &second.boot));
        assert!(first.seconds > 0 && second.seconds - first.seconds < 60, "{first:?} {second:?}");
    }

    #[test]
    fn a_clock_that_stands_still_knows_no_uptime() {
        assert_eq!(FixedClock(Timestamp::default()).uptime(), None);
    }
}
