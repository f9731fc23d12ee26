//! What may stand behind a date: a time of day and a time zone, which a date does not keep.

use crate::values::{time, trim};

/// Longest text that is looked at, in bytes: `12:34:56.123456789 p.m. +05:30` with room to spare.
const MAX_BYTES: usize = 40;

/// Returns the date before a time or a zone; `None` if neither stands behind it.
pub(super) fn without_time(text: &str) -> Option<&str> {
    let mut places = text.char_indices().filter(|(_, c)| trim::is_space(*c) || matches!(c, 'T' | 't'));
    let behind = places.find(|(at, c)| is_time(&text[at + c.len_utf8()..])).map(|(at, _)| &text[..at]);
    let date = behind.or_else(|| without_zone(text).filter(|date| date.ends_with(|c: char| c.is_ascii_digit())))?;
    // `11/1/2016, 3:00 PM`, as JavaScript writes it.
    Some(trim::trim(date).trim_end_matches(','))
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

/// Returns what stands before `Z`, `UTC`, `+00`, `-0530` or `+05:30`.
fn without_zone(text: &str) -> Option<&str> {
    let named = ["z", "utc", "gmt"].into_iter().find_map(|zone| {
        let at = text.len().checked_sub(zone.len()).filter(|at| text.is_char_boundary(*at))?;
        text[at..].eq_ignore_ascii_case(zone).then(|| &text[..at])
    });
    named.or_else(|| {
        // A `-` before a zone stands behind a clock; elsewhere it parts the date.
        let at = text.rfind('+').or_else(|| text.rfind('-').filter(|at| text[..*at].contains(':')))?;
        let (hours, minutes) = text[at + 1..].split_once(':').unwrap_or((&text[at + 1..], "00"));
        let is_zone = time::number(hours, 2..=2).or_else(|| time::number(hours, 4..=4)).is_some();
        (is_zone && time::number(minutes, 2..=2).is_some()).then(|| &text[..at])
    })
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
        ] {
            assert_eq!(without_time(text), Some(date), "{text}");
        }
        for text in
            ["2016-11-01", "1 Oct 2016", "31 12 1999", "2016-11-01 25:00", "2016-11-01 15:60", "2016-11-01 x", "Z", ""]
        {
            assert_eq!(without_time(text), None, "{text}");
        }
    }
}
