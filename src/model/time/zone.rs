//! Local time zone: the one that `TZ` names, else the machine's.

#![expect(clippy::disallowed_types, reason = "the one place that reads the time zone")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{
    DateTime, FixedOffset, Local, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};

use super::Timestamp;
use crate::model::shown_path;

/// Plausible size of a time zone file, in bytes: its header has 44, and the largest zones have some thousands.
const SIZES: std::ops::RangeInclusive<u64> = 44..=1 << 20;

/// Folders in which chrono looks for a file that `TZ` names by a relative path.
const FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];

/// Reason why `TZ` is not used, decided once; `None` where it is used.
static TROUBLE: OnceLock<Option<String>> = OnceLock::new();

/// Checks the value of the variable `TZ` before anything is shown in local time: chrono reads the file that it names to
/// its end, and a device or a pipe has none.
pub fn check_time_zone(tz: Option<&str>) {
    TROUBLE.get_or_init(|| tz.and_then(trouble));
}

/// Returns the problem with the variable `TZ`, if it is ignored and moments are shown in UTC.
pub fn time_zone_trouble() -> Option<&'static str> {
    TROUBLE.get().and_then(Option::as_deref)
}

/// Converts a moment to the user's time zone.
pub fn in_local_zone(moment: Timestamp) -> DateTime<FixedOffset> {
    if time_zone_trouble().is_some() { moment.fixed_offset() } else { moment.with_timezone(&Local).fixed_offset() }
}

/// Returns the first moment of a day in the user's time zone; where the clock skips midnight, the first full hour that
/// exists.
pub fn begin_of_local_day(day: NaiveDate) -> Option<Timestamp> {
    // Where clocks change at midnight, one day of the year has no 00:00; `earliest` takes the first of two equal hours.
    let hours = (0..24).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    hours.filter_map(|time| of_local(&day.and_time(time)).earliest()).map(|moment| moment.to_utc()).next()
}

fn of_local(local: &NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
    if time_zone_trouble().is_some() {
        Utc.fix().from_local_datetime(local)
    } else {
        Local.from_local_datetime(local).map(|moment| moment.fixed_offset())
    }
}

fn trouble(tz: &str) -> Option<String> {
    let path = files(tz).into_iter().find(|path| is_there(path) && !is_zone(path))?;
    Some(format!("the variable TZ names {}, which is no file of a time zone", shown_path(&path)))
}

/// Returns the files that chrono would try.
fn files(tz: &str) -> Vec<PathBuf> {
    let name = tz.strip_prefix(':').unwrap_or(tz);
    match name {
        "" => Vec::new(),
        "localtime" => vec![PathBuf::from("/etc/localtime")],
        name if Path::new(name).is_absolute() => vec![PathBuf::from(name)],
        name => FOLDERS.iter().map(|folder| Path::new(folder).join(name)).collect(),
    }
}

fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok()
}

fn is_zone(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && SIZES.contains(&metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_and_a_rule_are_fine() {
        for tz in
            ["", ":", "UTC", "Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", ":Asia/Kuala_Lumpur", "nowhere", "/nowhere"]
        {
            assert_eq!(trouble(tz), None, "{tz}");
        }
    }

    #[test]
    fn a_time_zone_that_is_no_regular_file_is_not_read() {
        for tz in ["/dev/zero", ":/dev/zero", "../../../dev/zero", "/proc/self/stat", "/etc", "/dev/stdin"] {
            assert!(trouble(tz).is_some(), "{tz}");
        }
    }
}
