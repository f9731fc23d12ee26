//! Dates (spec section 4, Date): stored as `YYYY-MM-DD`. No format is ever guessed; any other has to be given.

mod behind;
mod choice;
mod evidence;
mod format;
mod months;

pub use choice::DateFormatChoice;
pub use evidence::{DateEvidence, DateSign};
pub use format::{DateFormat, DateFormatError};

use chrono::{Datelike, NaiveDate};

use super::{ParseOptions, ParseResult, Value};
use super::{time, trim};
use crate::model::{Diagnostic, IssueCode, Text};
use behind::without_time;

/// Years of people who may be in a contact list and of dates that lie before them; others are told.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Parses a trimmed cell. Dates that begin with the year are accepted besides the given format, unless that one reads
/// them. A time behind the date is dropped. Where another format than the given one reads all dates of the column, only
/// those are accepted that need no format; and none where that one swaps those too.
pub(super) fn read(text: &str, rules: &ParseOptions) -> ParseResult {
    if let Some(fault) = FormatFault::of(text, rules) {
        return invalid_date(fault.code(text), &fault.message());
    }
    match read_day(text, rules.date_format) {
        Some(day) => match day.date() {
            Some(date) => Ok(with_warning(date)),
            None => invalid_date(IssueCode::DateInvalid, "there is no such day in the calendar"),
        },
        None => unparsed_error(text, rules),
    }
}

/// Returns true for a date of zeros, with which databases and programs say that there is none: `0000-00-00`, `0/0/00`,
/// `00. 00. 0000`, `00000000`.
pub(super) fn is_zero_date(text: &str) -> bool {
    if !text.starts_with('0') {
        return false;
    }
    let day = without_time(text).unwrap_or(text);
    let is_separator = |c: char| matches!(c, '-' | '/' | '.') || trim::is_space(c);
    let is_of_zeros = day.chars().all(|c| c == '0' || is_separator(c));
    let groups = || day.split(is_separator).map(str::len).filter(|digits| *digits > 0).collect::<Vec<usize>>();
    is_of_zeros && matches!(groups()[..], [1..=4, 1..=4, 1..=4] | [8])
}

/// Returns true if a cell is in error because its column needs another format, which the caller can name with its option.
pub fn needs_date_format(cell: &str, rules: &ParseOptions) -> bool {
    FormatFault::of(trim::trim(cell), rules).is_some()
}

/// What is wrong with the format of a column's dates, where another one reads all of them.
enum FormatFault {
    /// The given format does not read all dates, and the other one does.
    Contradicted(DateFormat, DateFormat),
    /// No format is given, and this one is needed.
    Needed(DateFormat),
}

impl FormatFault {
    fn of(text: &str, rules: &ParseOptions) -> Option<Self> {
        let other = rules.dates_fit?;
        let (day, plain) = (read_day(text, rules.date_format), read_day(text, None));
        let is_swapped = plain.is_some() && other.swaps_plain_dates();
        let is_of_other = || day.is_none() && read_day(text, Some(other)).is_some();
        match rules.date_format {
            Some(given) if is_swapped || day.is_none() || day != plain => Some(Self::Contradicted(given, other)),
            None if is_swapped || is_of_other() => Some(Self::Needed(other)),
            _ => None,
        }
    }

    fn code(&self, text: &str) -> IssueCode {
        match self {
            Self::Contradicted(..) => IssueCode::DateFormatContradicted,
            Self::Needed(_) if looks_like_one(text) => IssueCode::DateFormatNeeded,
            Self::Needed(_) => IssueCode::DateInvalid,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Contradicted(given, other) => {
                let reason = if given.has_order_of(*other) { "" } else { ", so day and month may be swapped" };
                format!("{given} (--date-format) does not read all dates of the column, but {other} does{reason}")
            }
            Self::Needed(format) => format!("only {format} reads all dates of the column, and it has to be said"),
        }
    }
}

fn with_warning(date: NaiveDate) -> Value {
    let mut value = Value::plain(Text::from(date.format("%Y-%m-%d").to_string()));
    if !PLAUSIBLE_YEARS.contains(&date.year()) {
        let message = format!("the year is {}: check whether that is meant", date.year());
        value.warnings.push(Diagnostic::new(IssueCode::DateUnusual, message));
    }
    value
}

/// Year, month and day as written, even if the calendar has no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ymd {
    year: i32,
    month: u32,
    day: u32,
}

impl Ymd {
    /// Returns the day; `None` if the calendar has no such one.
    fn date(self) -> Option<NaiveDate> {
        // ISO 8601 has a year 0, contacts do not.
        NaiveDate::from_ymd_opt(self.year, self.month, self.day).filter(|_| self.year > 0)
    }
}

/// Parses a date, with or without a time behind it.
fn read_day(text: &str, format: Option<DateFormat>) -> Option<Ymd> {
    let read = |text: &str| format.and_then(|format| format.parse(text)).or_else(|| read_plain(text));
    read(text).or_else(|| read(without_time(text)?))
}

/// Parses a date that begins with its year and can be read in one way only.
fn read_plain(text: &str) -> Option<Ymd> {
    let parted = || DateFormat::ISO.parse(text).or_else(|| DateFormat::ISO_SLASHED.parse(text));
    parted().or_else(|| DateFormat::COMPACT.parse(text).filter(|day| PLAUSIBLE_YEARS.contains(&day.year)))
}

fn unparsed_error(text: &str, rules: &ParseOptions) -> ParseResult {
    let is_alike = looks_like_one(text);
    match rules.date_format {
        // From the most specific reason to the most general.
        _ if is_without_year(text) => {
            invalid_date(IssueCode::DateInvalid, "the year is missing: a field of the type text takes such a day")
        }
        _ if is_alike && has_time(text) => invalid_date(
            IssueCode::DateInvalid,
            "what stands behind the date is no time of day: take it off, or give it a field of its own",
        ),
        _ if !is_alike && is_excel_serial(text) => invalid_date(
            IssueCode::DateInvalid,
            "a number, as a spreadsheet keeps dates inside: format the column as dates written YYYY-MM-DD",
        ),
        Some(format) => invalid_date(
            IssueCode::DateInvalid,
            &format!("not a date in the format that was given ({format}), nor as YYYY-MM-DD"),
        ),
        None if is_alike && rules.dates_fit.is_some() => invalid_date(
            IssueCode::DateInvalid,
            "not a date as the others of the column are written, nor as YYYY-MM-DD",
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

/// Returns true for a birthday without its year: `1/1`, `24.12.`, `--12-24`, `24 Dec`.
fn is_without_year(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    // ISO 8601 wrote it so until 2004, vCard still does.
    let pair = text.strip_prefix("--").unwrap_or(text);
    let day = |part: &str| time::number(part, 1..=2).filter(|day| (1..=31).contains(day));
    let Some((one, other)) = pair.split_once(['/', '-', '.', ' ']) else {
        return pair.len() < text.len() && time::number(pair, 4..=4).is_some();
    };
    let one_named = |name: &str, part: &str| months::number(name.trim_matches('.')).is_some() && day(part).is_some();
    let (one, other) = (one.trim(), other.trim());
    day(one).zip(day(other)).is_some_and(|(one, other)| one.min(other) <= 12)
        || one_named(one, other)
        || one_named(other, one)
}

fn has_time(text: &str) -> bool {
    text.split_once([' ', 'T']).is_some_and(|(_, rest)| rest.contains(':') && without_time(text).is_none())
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
            ("", "2024-01-31 10:30", "2024-01-31"),
            ("", "2024-01-31T10:00:00.000Z", "2024-01-31"),
            ("", "2024-1-5", "2024-01-05"),
            ("", "2024/01/31", "2024-01-31"),
            ("", "2024/1/5 3pm", "2024-01-05"),
            ("", "20240131", "2024-01-31"),
            ("DD/MM/YYYY", "2024-2-1", "2024-02-01"),
            ("DDMMYYYY", "01022024", "2024-02-01"),
            ("DD MMM YYYY", "01 Nov 2016", "2016-11-01"),
            ("DD MMMM YYYY", "1 novembre 2016", "2016-11-01"),
            ("D-MMM-YY", "01-Sep-08", "2008-09-01"),
            ("DD. MMM YYYY", "3. M\u{E4}rz 1999", "1999-03-03"),
            ("DD MMM YYYY", "3 Sept. 1999 15:00", "1999-09-03"),
            ("MMM D, YYYY", "September 12, 2008", "2008-09-12"),
            ("DDMMMYYYY", "01NOV2016", "2016-11-01"),
            ("DD/MM/YYYY", "01/02/2024", "2024-02-01"),
            ("DD/MM/YYYY", "1/2/2024", "2024-02-01"),
            ("DD/MM/YYYY", "2024-02-01", "2024-02-01"),
            ("MM/DD/YYYY", "01/02/2024", "2024-01-02"),
            ("MM/DD/YYYY", "1/31/2024 12:00:00 AM", "2024-01-31"),
            ("DD.MM.YYYY", "31.12.1999", "1999-12-31"),
            ("D. M. YYYY", "31. 12. 1999", "1999-12-31"),
            ("D. M. YYYY", "31.\u{A0}12\u{202F}.\u{A0}1999", "1999-12-31"),
            ("DD. MMM YYYY", "3.\u{A0}M\u{E4}rz\u{A0}1999", "1999-03-03"),
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
            ("", "1/31/2024 12:00:00 AM", DateFormatNeeded, "--date-format"),
            ("", "2024-01-31 10:99", DateInvalid, "time"),
            ("", "99990131", DateInvalid, "not a date"),
            ("", "1/1", DateInvalid, "year is missing"),
            ("DD/MM/YYYY", "6/9", DateInvalid, "year is missing"),
            ("", "24.12.", DateInvalid, "year is missing"),
            ("", "--01-02", DateInvalid, "year is missing"),
            ("", "--0102", DateInvalid, "year is missing"),
            ("", "2 Jan", DateInvalid, "year is missing"),
            ("", "--none", DateInvalid, "not a date"),
            ("", "06/1998", DateInvalid, "not a date"),
            ("", "June 1998", DateInvalid, "not a date"),
            ("DDMMYYYY", "20240131", DateInvalid, "no such day"),
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

    #[test]
    fn years_that_nobody_lived_in_are_told() {
        for (text, warns) in [("1899-12-31", true), ("1900-01-01", false), ("2100-12-31", false), ("2101-01-01", true)]
        {
            let value = read(text, &rules("")).unwrap();
            assert_eq!(value.warnings.iter().any(|warning| warning.code == IssueCode::DateUnusual), warns, "{text}");
        }
    }

    #[test]
    fn dates_of_zeros_stand_for_none() {
        for text in ["0000-00-00", "00-00-0000", "0/0/00", "00.00.0000", "00000000", "0000-00-00 00:00:00"] {
            assert!(is_zero_date(text), "{text}");
        }
        for text in ["0000.00.00.", "00. 00. 0000", "00.\u{A0}00.\u{A0}0000", "00 00 0000"] {
            assert!(is_zero_date(text), "{text}");
        }
        for text in ["0", "00", "0-0", "0000-00-01", "", "0000-00-00 x", "-0-0", "1/0/0", "0/0/0/0", "00000"] {
            assert!(!is_zero_date(text), "{text}");
        }
    }

    #[test]
    fn a_contradicted_column_has_no_date() {
        let other = "DD/MM/YYYY".parse().ok();
        let findings = read("03/04/1990", &ParseOptions { dates_fit: other, ..rules("MM/DD/YYYY") }).unwrap_err();
        assert_eq!(findings[0].code, IssueCode::DateFormatContradicted);
        assert!(findings[0].message.ends_with("so day and month may be swapped"), "{}", findings[0].message);
        for (given, date) in [("DD/MM/YYYY", "13.01.2024"), ("DD.MM.YY", "13.01.2024")] {
            let other = "DD.MM.YYYY".parse().ok();
            let findings = read(date, &ParseOptions { dates_fit: other, ..rules(given) }).unwrap_err();
            assert!(findings[0].message.ends_with("but DD.MM.YYYY does"), "{}", findings[0].message);
        }
    }

    #[test]
    fn a_column_with_day_and_month_swapped_has_no_date_without_its_format() {
        let dates_fit = "YYYY-DD-MM".parse().ok();
        for date in ["2024-13-01", "2024-05-06", "2024-05-06 10:00"] {
            let findings = read(date, &ParseOptions { dates_fit, ..rules("") }).unwrap_err();
            assert_eq!(findings[0].code, IssueCode::DateFormatNeeded);
            assert!(findings[0].message.starts_with("only YYYY-DD-MM reads all dates"), "{}", findings[0].message);
            let findings = read(date, &ParseOptions { dates_fit, ..rules("DD/MM/YYYY") }).unwrap_err();
            assert_eq!(findings[0].code, IssueCode::DateFormatContradicted);
        }
    }

    #[test]
    fn the_format_that_reads_all_dates_of_the_column_is_named() {
        for (format, date, code) in [
            ("DD/MM/YYYY", "25/12/1985", IssueCode::DateFormatNeeded),
            ("DD MMM YYYY", "31 Jan 2024", IssueCode::DateInvalid),
        ] {
            let column = ParseOptions { dates_fit: format.parse().ok(), ..rules("") };
            let findings = read(date, &column).unwrap_err();
            assert_eq!(findings[0].code, code);
            assert!(needs_date_format(date, &column) && !needs_date_format("tomorrow", &column));
            assert!(findings[0].message.starts_with(&format!("only {format} reads")), "{}", findings[0].message);
            assert!(read("tomorrow", &column).unwrap_err()[0].message.starts_with("not a date"));
            assert_eq!(read("2024-01-31", &column), Ok(Value::plain("2024-01-31")));
        }
    }

    #[test]
    fn a_date_that_needs_no_format_is_taken_from_a_contradicted_column() {
        let other = "DD/MM/YYYY".parse().ok();
        let read = |text, given| read(text, &ParseOptions { dates_fit: other, ..rules(given) });
        for text in ["1990-04-03", "1990/4/3", "1990-04-03 15:00"] {
            assert_eq!(read(text, "MM/DD/YYYY"), Ok(Value::plain("1990-04-03")), "{text}");
        }
        // Under `YYYY-DD-MM` it is the fourth of March, which the contradiction makes doubtful.
        for (text, given) in [("1990-04-03", "YYYY-DD-MM"), ("25/12/1985", "MM/DD/YYYY"), ("x", "MM/DD/YYYY")] {
            assert_eq!(read(text, given).unwrap_err()[0].code, IssueCode::DateFormatContradicted, "{text}");
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
                prop_assert_eq!(read(&written, &rules(format)).map(|value| value.text), Ok(Text::from(iso.as_str())));
            }
            prop_assert_eq!(read(&iso, &rules("")).map(|value| value.text), Ok(Text::from(iso.as_str())));
        }

        #[test]
        fn any_cell_is_parsed_without_a_panic(text in "[0-9TZ日 :./-]{0,20}|\\PC{0,20}", format in "(DD/MM/YYYY|YYYYMMDD|D M YY)?") {
            if let Ok(value) = read(&text, &rules(&format)) {
                prop_assert_eq!(read(&value.text, &ParseOptions::default()).map(|value| value.text), Ok(value.text));
            }
        }
    }
}
