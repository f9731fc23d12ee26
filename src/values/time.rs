//! Times of day.

use super::trim;
use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, Text};

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    match canonical(text) {
        Some(time) => Ok(Value::plain(time)),
        None => Err(vec![Diagnostic::new(
            IssueCode::TimeInvalid,
            "not a time of day: write it as 15:05 or 15:05:30, or as 3:05 PM",
        )]),
    }
}

/// Returns `HH:MM`, or `HH:MM:SS` where seconds are given.
pub(super) fn canonical(text: &str) -> Option<Text> {
    let (clock, half) = split_meridiem(text);
    // `3.10 p.m.`: a point parts hours and minutes only beside a half of the day; a bare `3.10` is a number.
    let sign = if half.is_some() && !clock.contains(':') { '.' } else { ':' };
    let mut parts = clock.split(sign);
    let hour = number(parts.next()?, 1..=2)?;
    let minute = parts.next();
    let second = parts.next();
    if parts.next().is_some() || (minute.is_none() && half.is_none()) {
        return None; // A bare `3` may be anything; `3 PM` is a time.
    }
    let hour = half.map_or(Some(hour), |half| half.hour(hour)).filter(|hour| *hour < 24)?;
    let minute = parse_minute_or_second(minute.unwrap_or("00"))?;
    let second = match second {
        Some(text) => Some(parse_minute_or_second(text)?),
        None => None,
    };
    let mut time = Text::from(format!("{hour:02}:{minute:02}"));
    if let Some(second) = second {
        time.push_str(&format!(":{second:02}"));
    }
    Some(time)
}

/// Half of the day.
#[derive(Clone, Copy)]
pub(super) enum Meridiem {
    Am,
    Pm,
}

impl Meridiem {
    /// Converts an hour on a twelve-hour clock to the hour of the day, from 0.
    fn hour(self, hour: u32) -> Option<u32> {
        (1..=12).contains(&hour).then(|| match self {
            Self::Am => hour % 12,
            Self::Pm => hour % 12 + 12,
        })
    }
}

/// Splits off `AM`, `p.m.` and the like.
pub(super) fn split_meridiem(text: &str) -> (&str, Option<Meridiem>) {
    const SUFFIXES: [(&str, Meridiem); 4] =
        [("am", Meridiem::Am), ("a.m.", Meridiem::Am), ("pm", Meridiem::Pm), ("p.m.", Meridiem::Pm)];
    for (suffix, half) in SUFFIXES {
        let Some(at) = text.len().checked_sub(suffix.len()).filter(|at| text.is_char_boundary(*at)) else { continue };
        if text[at..].eq_ignore_ascii_case(suffix) {
            return (trim::trim(&text[..at]), Some(half));
        }
    }
    (text, None)
}

fn parse_minute_or_second(text: &str) -> Option<u32> {
    number(text, 2..=2).filter(|number| *number < 60)
}

/// Parses a number with this many digits.
pub(super) fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let is_one = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_one { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_kept_by_the_clock_of_24_hours() {
        for (text, expected) in [
            ("15:05", "15:05"),
            ("9:05", "09:05"),
            ("00:00", "00:00"),
            ("23:59:59", "23:59:59"),
            ("3:05 PM", "15:05"),
            ("3:05pm", "15:05"),
            ("3:05\u{202F}PM", "15:05"),
            ("3:05:06 a.m.", "03:05:06"),
            ("12:00 AM", "00:00"),
            ("12:00 PM", "12:00"),
            ("3 pm", "15:00"),
            ("3.10 p.m.", "15:10"),
            ("11.05am", "11:05"),
            ("3.10.30 PM", "15:10:30"),
        ] {
            assert_eq!(read(text), Ok(Value::plain(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_an_error() {
        for text in [
            "24:00",
            "12:60",
            "12:00:60",
            "3",
            "3:5",
            "15:05 PM",
            "0:30 AM",
            "13 pm",
            "15.05",
            "3.10",
            "3:10.30 pm",
            "3.1 pm",
            "15.05 pm",
            "15h30",
            "noon",
            "1505",
            "15:05:",
            "15:05:00.5",
            ":30",
            "-3:00",
            "3:05 ZM",
            "+3:05",
            "١٥:٠٥",
            "pm",
            "日pm",
            "15:05:00:00",
        ] {
            assert_eq!(read(text).unwrap_err()[0].code, IssueCode::TimeInvalid, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_time_of_the_day_is_read(hour in 0..24_u32, minute in 0..60_u32, second in 0..60_u32) {
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            prop_assert_eq!(canonical(&time), Some(Text::from(time.as_str())));
        }

        #[test]
        fn a_parsed_time_parses_to_itself(text in "[0-9]{1,2}(:[0-9]{1,2}){0,2} ?([aApP]\\.?[mM]\\.?)?") {
            if let Some(time) = canonical(&text) {
                prop_assert_eq!(canonical(&time), Some(time));
            }
        }

        #[test]
        fn any_cell_is_parsed_without_a_panic(text in "\\PC{0,12}(am|PM)?") {
            let _ = read(&text);
        }
    }
}
