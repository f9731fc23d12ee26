use chrono::{DateTime, Duration, Local, SecondsFormat, Utc};

/// A moment in UTC. The workspace keeps it as whole seconds since 1970; people see it in local time.
pub type Timestamp = DateTime<Utc>;

/// Where the time comes from. It is passed in, so that sessions and retention can be tested.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Utc::now()
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
    moment.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// A moment as programs read it: RFC 3339 in UTC, to the second.
pub fn format_utc(moment: Timestamp) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The day of a moment in local time, as `2026-11-22`.
pub fn local_day(moment: Timestamp) -> String {
    moment.with_timezone(&Local).format("%Y-%m-%d").to_string()
}

/// The moment so many days later.
pub fn days_after(moment: Timestamp, days: i64) -> Timestamp {
    moment + Duration::days(days)
}
