use std::fs;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::in_local_zone;

/// A moment in UTC. The workspace keeps it as whole seconds since 1970; people see it in local time.
pub type Timestamp = DateTime<Utc>;

/// How long the machine has been running. Unlike its clock, nobody sets this back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Uptime {
    /// Which of the machine's starts is meant: only uptimes since the same one can be compared.
    pub boot: String,
    /// Since then, sleep included.
    pub seconds: u64,
}

/// Where the time comes from. It is passed in, so that sessions and retention can be tested.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// How long the machine has been running; `None` where that is not known.
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

    /// As Linux tells it in `/proc`.
    fn uptime(&self) -> Option<Uptime> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let uptime = fs::read_to_string("/proc/uptime").ok()?;
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

/// A moment as people read it: local time, to the minute (spec section 9).
pub fn format_local(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// A moment for people elsewhere: local time with its distance from UTC.
pub fn format_local_with_zone(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d %H:%M (UTC%:z)").to_string()
}

/// A moment as programs read it: RFC 3339 in UTC, to the second.
pub fn format_utc(moment: Timestamp) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The day of a moment in local time, as `2026-11-22`.
pub fn local_day(moment: Timestamp) -> String {
    in_local_zone(moment).format("%Y-%m-%d").to_string()
}

/// The moment so many days later.
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
