//! What may stand behind a date: a time of day and a time zone, which a date does not keep.

use crate::values::{time, trim};

/// Longest text that is looked at, in bytes: `12:34:56.123456789 p.m. +05:30` with room to spare.
const MAX_BYTES: usize = 40;

/// Names of time zones that lists have behind a time, in lower case. Any other word behind a date may mean something.
const ZONES: [&str; 58] = [
    "z", "utc", "gmt", "wet", "west", "cet", "cest", "met", "mest", "eet", "eest", "bst", "ist", "msk", "trt", "nst",
    "ndt", "ast", "adt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", "hst", "brt", "art",
    "clt", "cot", "pet", "wat", "cat", "eat", "sast", "gst", "irst", "idt", "pkt", "npt", "ict", "wib", "wita", "wit",
    "myt", "sgt", "hkt", "pht", "jst", "kst", "awst", "aest", "aedt", "nzst",
];

/// Zones behind which an offset may stand: `GMT+8`.
const ZERO_ZONES: [&str; 2] = ["utc", "gmt"];

/// Largest offset of a time zone, in hours (UTC+14, Kiritimati).
const MAX_OFFSET: u32 = 14;

/// Returns the date before a time or a zone; `None` if neither stands behind it.
pub(super) fn without_time(text: &str) -> Option<&str> {
    let mut places = text.char_indices().filter(|(_, c)| trim::is_space(*c) || matches!(c, 'T' | 't'));
    let behind = places.find(|(at, c)| is_time_at(text, *at, *c)).map(|(at, _)| &text[..at]);
    let before_zone = || without_zone(text).map(trim::trim).filter(|date| ends_with_digit(date));
    let date = behind.or_else(before_zone)?;
    // `11/1/2016, 3:00 PM`, as JavaScript writes it.
    Some(trim::trim(date).trim_end_matches(','))
}

/// Returns true if a time stands behind the blank or the `T` at a place.
fn is_time_at(text: &str, at: usize, sign: char) -> bool {
    let rest = &text[at + sign.len_utf8()..];
    is_time(rest) || (matches!(sign, 'T' | 't') && ends_with_digit(&text[..at]) && is_compact_time(rest))
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns true for `1010` and `101010.123Z`, as ISO 8601 has times behind a `T`.
fn is_compact_time(text: &str) -> bool {
    is_compact_clock(without_zone(text).map_or(text, trim::trim))
}

fn is_compact_clock(text: &str) -> bool {
    let (hour_minute, second) = text.split_at_checked(4).unwrap_or(("", text));
    let number = time::number(hour_minute, 4..=4);
    let is_clock = number.is_some_and(|number| number / 100 <= 24 && number % 100 < 60);
    is_clock && (second.is_empty() || is_second(second))
}

/// Returns true for `15:00`, `00:00:00.000Z`, `3pm`, `3.10 p.m.`, `15:00:00 +00`.
fn is_time(text: &str) -> bool {
    if text.len() > MAX_BYTES {
        return false;
    }
    let text = trim::trim(text);
    let text = without_zone(text).map_or(text, trim::trim);
    let (clock, half) = time::split_meridiem(text);
    let mut parts = clock.split(|c| c == ':' || (c == '.' && half.is_some() && !clock.contains(':')));
    let hour = parts.next().and_then(|part| time::number(part, 1..=2));
    let is_hour = hour.is_some_and(|hour| hour <= if half.is_some() { 12 } else { 24 });
    let minute = parts.next();
    let is_minute = minute.map_or(half.is_some(), |part| time::number(part, 2..=2).is_some_and(|minute| minute < 60));
    let is_second = parts.next().is_none_or(is_second);
    is_hour && is_minute && is_second && parts.next().is_none()
}

/// Returns true for `59` and `59.123`.
fn is_second(text: &str) -> bool {
    let (second, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_fraction && time::number(second, 2..=2).is_some_and(|second| second <= 60)
}

/// Returns what stands before `Z`, `UTC`, `CET`, `+00`, `-0530`, `+05:30`, `GMT+8` or `+0100 CET`, as Go writes it.
fn without_zone(text: &str) -> Option<&str> {
    if let Some(before) = without_name(text, &ZONES) {
        return Some(without_offset(trim::trim(before)).unwrap_or(before));
    }
    let before = without_offset(text)?;
    Some(without_name(before, &ZERO_ZONES).unwrap_or(before))
}

/// Returns what stands before the name of a zone.
fn without_name<'t>(text: &'t str, zones: &[&str]) -> Option<&'t str> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let name = |zone: &&str| {
        let (before, name) = text.split_at_checked(text.len().checked_sub(zone.len())?)?;
        // `3pmEST` is one word; a longer word such as `August` is none of a zone.
        let is_apart = !before.ends_with(|c: char| c.is_alphabetic()) || time::split_meridiem(before).1.is_some();
        (name.eq_ignore_ascii_case(zone) && is_apart).then_some(before)
    };
    if before.len() == text.len() { None } else { zones.iter().find_map(name) }
}

/// Returns what stands before the offset of a zone from UTC.
fn without_offset(text: &str) -> Option<&str> {
    let at = text.rfind(['+', '-'])?;
    let (before, offset) = (&text[..at], &text[at + 1..]);
    let is_named = without_name(before, &ZERO_ZONES).is_some();
    // A `-` before a zone stands behind a clock, a name or a blank; elsewhere it parts the date.
    let is_behind_clock = || before.contains(':') || is_compact_clock(before);
    let may_be_offset =
        is_named || text[at..].starts_with('+') || before.ends_with(trim::is_space) || is_behind_clock();
    (may_be_offset && is_offset(offset, if is_named { 1 } else { 2 })).then_some(before)
}

/// Returns true for `08`, `0530` and `05:30`. `least` is the minimum number of digits of hours.
fn is_offset(text: &str, least: usize) -> bool {
    let (hours, minutes) = match (text.split_once(':'), text.split_at_checked(2)) {
        (Some(parts), _) => parts,
        (None, Some((hours, minutes))) if text.len() == 4 => (hours, minutes),
        _ => (text, "00"),
    };
    let is_hour = time::number(hours, least..=2).is_some_and(|hour| hour <= MAX_OFFSET);
    is_hour && time::number(minutes, 2..=2).is_some_and(|minute| minute < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_zones_are_found_behind_a_date() {
        for (text, date) in [
            ("2016-11-01 15:00", "2016-11-01"),
            ("2016-11-01T00:00:00Z", "2016-11-01"),
            ("2016-11-01T00:00:00.000Z", "2016-11-01"),
            ("2016-11-01 00:00:00+00", "2016-11-01"),
            ("2016-11-01 00:00:00.123 -05:30", "2016-11-01"),
            ("2016-11-01 15:00 UTC", "2016-11-01"),
            ("2016-11-01Z", "2016-11-01"),
            ("2016-11-01+08:00", "2016-11-01"),
            ("11/1/16 3pm", "11/1/16"),
            ("11/1/2016, 3:00:00\u{202F}PM", "11/1/2016"),
            ("1 Oct 2016 3.10 p.m.", "1 Oct 2016"),
            ("2016-11-01 UTC", "2016-11-01"),
            ("2016-11-01 +0800", "2016-11-01"),
            ("2016-11-01 -05:00", "2016-11-01"),
            ("2016-11-01 CET", "2016-11-01"),
            ("2016-11-01 10:00:00 +0000 UTC", "2016-11-01"),
            ("2016-11-01 10:00:00.5 +0100 CET", "2016-11-01"),
            ("2016-11-01 GMT+8", "2016-11-01"),
            ("2016-11-01 10:00 PST", "2016-11-01"),
            ("2016-11-01 10:00 UTC-03:30", "2016-11-01"),
            ("11/1/16 3pm EST", "11/1/16"),
            ("20161101T101010Z", "20161101"),
            ("20161101T101010.123-0500", "20161101"),
            ("20161101T1010", "20161101"),
        ] {
            assert_eq!(without_time(text), Some(date), "{text}");
        }
        for text in [
            "2016-11-01",
            "1 Oct 2016",
            "1Oct2016",
            "2016 Mart",
            "01-11-2016",
            "31 12 1999",
            "2016-11-01 25:00",
            "2016-11-01 15:60",
            "2016-11-01 x",
            "2016-11-01 BC",
            "2016-11-01 old",
            "20161101T2560",
            "Z",
            "",
        ] {
            assert_eq!(without_time(text), None, "{text}");
        }
    }
}
