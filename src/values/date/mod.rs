//! Dates (spec section 4, Date): stored as `YYYY-MM-DD`. No format is ever guessed; any other has to be given.

mod format;

pub use format::{DateFormat, DateFormatError};

use chrono::NaiveDate;

use super::time;
use super::{ParseOptions, ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, Text};

/// Parses a trimmed cell. `YYYY-MM-DD` is accepted besides the given format, unless that one would read it differently.
pub(super) fn read(text: &str, rules: &ParseOptions) -> ParseResult {
    match parse_parts(text, rules.date_format).or_else(|| parse_parts(before_midnight(text)?, rules.date_format)) {
        Some(Ymd { year, month, day }) => match NaiveDate::from_ymd_opt(year, month, day) {
            // ISO 8601 has a year 0, contacts do not.
            Some(date) if year > 0 => Ok(Value::plain(Text::from(date.format("%Y-%m-%d").to_string()))),
            _ => invalid_date(IssueCode::DateInvalid, "there is no such day in the calendar"),
        },
        None => unparsed_error(text, rules.date_format),
    }
}

/// Year, month and day as written, even if the calendar has no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ymd {
    year: i32,
    month: u32,
    day: u32,
}

fn parse_parts(text: &str, format: Option<DateFormat>) -> Option<Ymd> {
    match format {
        Some(format) if format.is_ambiguous_with_iso() => format.parse(text),
        Some(format) => format.parse(text).or_else(|| DateFormat::ISO.parse(text)),
        None => DateFormat::ISO.parse(text),
    }
}

/// Returns the day before a time of midnight: databases and spreadsheets write `2024-01-31 00:00:00` for a day.
fn before_midnight(text: &str) -> Option<&str> {
    let is_midnight = |time: &str| time::canonical(time).is_some_and(|time| ["00:00", "00:00:00"].contains(&&*time));
    let mut places = text.match_indices([' ', 'T']);
    places.find(|(at, blank)| is_midnight(&text[at + blank.len()..])).map(|(at, _)| &text[..at])
}

fn unparsed_error(text: &str, format: Option<DateFormat>) -> ParseResult {
    let is_alike = looks_like_one(text);
    match format {
        // From the most specific reason to the most general.
        _ if is_alike && has_time(text) => invalid_date(
            IssueCode::DateInvalid,
            "a time stands behind the date: take it off, or give it a field of its own",
        ),
        _ if !is_alike && is_excel_serial(text) => invalid_date(
            IssueCode::DateInvalid,
            "a number, as a spreadsheet keeps dates inside: format the column as dates written YYYY-MM-DD",
        ),
        Some(format) => invalid_date(
            IssueCode::DateInvalid,
            &format!("not a date as --date-format says ({format}), nor as YYYY-MM-DD"),
        ),
        None if is_alike => invalid_date(
            IssueCode::DateFormatNeeded,
            "which of its numbers is the day has to be said: --date-format DD/MM/YYYY, MM/DD/YYYY, DD.MM.YYYY or as it is written",
        ),
        None => invalid_date(
            IssueCode::DateInvalid,
            "not a date: write it as YYYY-MM-DD, or say with --date-format how dates are written",
        ),
    }
}

fn invalid_date(code: IssueCode, message: &str) -> ParseResult {
    Err(vec![Diagnostic::new(code, message)])
}

/// Returns true for three groups of digits that can be day, month and year in some order, perhaps with a time behind
/// them.
pub(super) fn looks_like_one(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    let groups: Vec<&str> = day.split(['-', '/', '.']).collect();
    let digits = |group: &&str| matches!(group.len(), 1 | 2 | 4) && group.bytes().all(|byte| byte.is_ascii_digit());
    let years = groups.iter().filter(|group| group.len() == 4).count();
    groups.len() == 3 && groups.iter().all(digits) && groups[1].len() <= 2 && years <= 1
}

fn has_time(text: &str) -> bool {
    text.split_once([' ', 'T']).is_some_and(|(_, rest)| rest.contains(':') && before_midnight(text).is_none())
}

/// Returns true for a spreadsheet's internal form of a date: `45322` is 31 January 2024.
fn is_excel_serial(text: &str) -> bool {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    // Five digits are the days from 1927 (10000) to 2173 (99999).
    time::number(whole, 5..=5).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules(format: &str) -> ParseOptions {
        let date_format = (!format.is_empty()).then(|| format.parse().unwrap());
        ParseOptions { date_format, ..ParseOptions::default() }
    }

    #[test]
    fn dates_are_kept_by_year_month_and_day() {
        for (format, text, expected) in [
            ("", "2024-01-31", "2024-01-31"),
            ("", "2024-02-29", "2024-02-29"),
            ("", "1900-01-01", "1900-01-01"),
            ("", "2024-01-31 00:00:00", "2024-01-31"),
            ("", "2024-01-31T00:00:00", "2024-01-31"),
            ("DD/MM/YYYY", "01/02/2024", "2024-02-01"),
            ("DD/MM/YYYY", "1/2/2024", "2024-02-01"),
            ("DD/MM/YYYY", "2024-02-01", "2024-02-01"),
            ("MM/DD/YYYY", "01/02/2024", "2024-01-02"),
            ("MM/DD/YYYY", "1/31/2024 12:00:00 AM", "2024-01-31"),
            ("DD.MM.YYYY", "31.12.1999", "1999-12-31"),
            ("D. M. YYYY", "31. 12. 1999", "1999-12-31"),
            ("D.M.YYYY", "31. 12. 1999", "1999-12-31"),
            ("YYYY. MM. DD.", "1999. 12. 31.", "1999-12-31"),
            ("YYYY/MM/DD", "1999/12/31", "1999-12-31"),
            ("YYYYMMDD", "19991231", "1999-12-31"),
            ("DD MM YYYY", "31 12 1999", "1999-12-31"),
            ("D/M/YY", "1/2/29", "2029-02-01"),
            ("D/M/YY", "1/2/30", "1930-02-01"),
            ("YYYY-DD-MM", "2024-02-01", "2024-01-02"),
        ] {
            assert_eq!(read(text, &rules(format)), Ok(Value::plain(expected)), "{format} {text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_why() {
        use IssueCode::{DateFormatNeeded, DateInvalid};
        for (format, text, code, said) in [
            ("", "2024-02-30", DateInvalid, "no such day"),
            ("", "2023-02-29", DateInvalid, "no such day"),
            ("", "0000-01-01", DateInvalid, "no such day"),
            ("", "2024-13-01", DateInvalid, "no such day"),
            ("", "31/01/2024", DateFormatNeeded, "--date-format"),
            ("", "01.02.2024", DateFormatNeeded, "--date-format"),
            ("", "1/2/24", DateFormatNeeded, "--date-format"),
            ("", "2024-1-5", DateFormatNeeded, "--date-format"),
            ("", "1/31/2024 12:00:00 AM", DateFormatNeeded, "--date-format"),
            ("", "2024/01/31", DateFormatNeeded, "--date-format"),
            ("", "2024-01-31 10:30", DateInvalid, "time"),
            ("", "2024-01-31T10:00:00Z", DateInvalid, "time"),
            ("", "45322", DateInvalid, "spreadsheet"),
            ("", "45322.5", DateInvalid, "spreadsheet"),
            ("", "31 Jan 2024", DateInvalid, "--date-format"),
            ("", "tomorrow", DateInvalid, "--date-format"),
            ("", "2024", DateInvalid, "YYYY-MM-DD"),
            ("DD/MM/YYYY", "01/31/2024", DateInvalid, "no such day"),
            ("DD/MM/YYYY", "1/2/24", DateInvalid, "DD/MM/YYYY"),
            ("DD/MM/YYYY", "01.02.2024", DateInvalid, "DD/MM/YYYY"),
            ("YYYY-DD-MM", "2024-01-31", DateInvalid, "no such day"),
            ("YYYYMMDD", "1999123", DateInvalid, "YYYYMMDD"),
        ] {
            let findings = read(text, &rules(format)).unwrap_err();
            assert_eq!(findings[0].code, code, "{format} {text}");
            assert!(findings[0].message.contains(said), "{format} {text}: {}", findings[0].message);
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_in_every_order(days in 0..3_000_000_i32) {
            let Some(date) = NaiveDate::from_num_days_from_ce_opt(days + 1) else { return Ok(()) };
            let iso = date.format("%Y-%m-%d").to_string();
            for (format, pattern) in [
                ("YYYY-MM-DD", "%Y-%m-%d"), ("DD/MM/YYYY", "%d/%m/%Y"), ("MM/DD/YYYY", "%m/%d/%Y"),
                ("YYYYMMDD", "%Y%m%d"), ("D.M.YYYY", "%-d.%-m.%Y"),
            ] {
                let written = date.format(pattern).to_string();
                prop_assert_eq!(read(&written, &rules(format)), Ok(Value::plain(iso.as_str())));
            }
            prop_assert_eq!(read(&iso, &rules("")), Ok(Value::plain(iso.as_str())));
        }

        #[test]
        fn any_cell_is_parsed_without_a_panic(text in "[0-9TZ日 :./-]{0,20}|\\PC{0,20}", format in "(DD/MM/YYYY|YYYYMMDD|D M YY)?") {
            if let Ok(value) = read(&text, &rules(&format)) {
                prop_assert_eq!(read(&value.text, &ParseOptions::default()), Ok(Value::plain(value.text.clone())));
            }
        }
    }
}
