//! Evidence of a column about how its dates are written.

use std::sync::OnceLock;

use super::{DateFormat, read_day, read_plain, without_time};
use crate::model::{counted, format_thousands};
use crate::values::is_placeholder;

/// Formats in which people and programs write dates, besides those that need no format. Day and month may have one digit
/// in all of them.
static COMMON_FORMATS: [&str; 22] = [
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD/MM/YY",
    "MM/DD/YY",
    "DD.MM.YY",
    "DD-MM-YY",
    "MM-DD-YY",
    "DD MM YYYY",
    "YYYY.MM.DD",
    "DD MMM YYYY",
    "DD-MMM-YYYY",
    "DD/MMM/YYYY",
    "DD. MMM YYYY",
    "DD MMM YY",
    "DD-MMM-YY",
    "MMM DD, YYYY",
    "MMM DD YYYY",
    "DDMMYYYY",
    "MMDDYYYY",
];

/// Formats that count only where no common one reads a date: most dates of the years to 2031 with the day before the month
/// can be read so too, and nobody would have meant it.
static RARE_FORMATS: [&str; 3] = ["YY/MM/DD", "YY-MM-DD", "YY.MM.DD"];

/// Number of the common and rare formats.
const FORMATS: usize = COMMON_FORMATS.len() + RARE_FORMATS.len();

/// The bits of the common formats.
const COMMON: u32 = (1 << COMMON_FORMATS.len()) - 1;

/// Formats of dates that look as if they needed none, with the day before the month.
static SWAPPED_FORMATS: [&str; 3] = ["YYYY-DD-MM", "YYYY/DD/MM", "YYYYDDMM"];

impl DateFormat {
    /// Returns the formats in which people and programs write dates, as `--date-format` takes them.
    pub fn common() -> &'static [&'static str] {
        &COMMON_FORMATS
    }
}

/// Returns the common formats and behind them the rare ones, parsed once.
fn parsed_formats() -> &'static [DateFormat] {
    static PARSED: OnceLock<Vec<DateFormat>> = OnceLock::new();
    PARSED.get_or_init(|| COMMON_FORMATS.iter().chain(&RARE_FORMATS).filter_map(|text| text.parse().ok()).collect())
}

/// Returns [`SWAPPED_FORMATS`], parsed once.
fn swapped_formats() -> &'static [DateFormat] {
    static PARSED: OnceLock<Vec<DateFormat>> = OnceLock::new();
    PARSED.get_or_init(|| SWAPPED_FORMATS.iter().filter_map(|text| text.parse().ok()).collect())
}

/// Returns the formats of these bits.
fn formats_of_bits(formats: &'static [DateFormat], bits: u32) -> impl Iterator<Item = DateFormat> {
    formats.iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0).map(|(_, format)| *format)
}

/// Returns the common ones of some formats; the rare ones where none is common.
fn likely(formats: u32) -> u32 {
    if formats & COMMON == 0 { formats } else { formats & COMMON }
}

/// What one cell shows about the dates of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSign {
    form: DateForm,
    /// True if the cell is a date by the format that was given, or needs none.
    is_read: bool,
    /// True if a time or a zone stands behind the date.
    has_time: bool,
}

/// Form of a cell among dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateForm {
    /// It looks as if it needed no format: true if the calendar has that day, and the swapped formats that read another
    /// one, one bit each.
    Plain(bool, u32),
    /// A date of these common and rare formats, one bit each.
    Formatted(u32),
    /// A word that stands for nothing.
    Nothing,
    /// No date.
    Other,
}

impl DateSign {
    /// Returns what a trimmed cell shows, given the format of its column.
    pub fn of(text: &str, given: Option<DateFormat>) -> Self {
        let is_read = read_day(text, given).is_some_and(|day| day.date().is_some());
        let before = without_time(text);
        Self { form: DateForm::of(before.unwrap_or(text), text), is_read, has_time: before.is_some() }
    }

    /// Returns true if the cell is a date that a common format reads, and none is read without one.
    pub fn needs_format(self) -> bool {
        matches!(self.form, DateForm::Formatted(_))
    }
}

impl DateForm {
    /// Returns the form of a cell, given its date without the time behind it.
    fn of(day: &str, cell: &str) -> Self {
        let plain = read_plain(day);
        let is_day = plain.is_some_and(|plain| plain.date().is_some());
        match if is_day { 0 } else { bits(parsed_formats(), day) } {
            0 if plain.is_some() => Self::Plain(is_day, bits(swapped_formats(), day)),
            0 if is_placeholder(cell) => Self::Nothing,
            0 => Self::Other,
            formats => Self::Formatted(formats),
        }
    }
}

/// Returns the formats that read a day of the calendar, one bit each.
fn bits(formats: &[DateFormat], day: &str) -> u32 {
    let reads = |format: &DateFormat| format.parse(day).is_some_and(|day| day.date().is_some());
    formats.iter().enumerate().filter(|(_, format)| reads(format)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Evidence of a whole column about how its dates are written.
#[derive(Debug, Default)]
pub struct DateEvidence {
    /// Dates that need no format.
    plain: u64,
    /// Cells that look like those, with a month that the calendar does not have, or a day.
    impossible: u64,
    /// Cells that some common or rare format reads.
    formatted: u64,
    /// Cells that stand for nothing.
    nothing: u64,
    /// Cells that no format reads.
    others: u64,
    /// Dates that need a format, and that the given one does not read.
    unread: u64,
    /// Dates that seem to need none, and that the given format does not read either.
    unread_plain: u64,
    /// Dates that are read, with a time behind them.
    times: u64,
    /// Common and rare formats that read every date which needs one so far; `None` before the first one.
    all: Option<u32>,
    /// Swapped formats that read every date which seems to need none so far; `None` before the first one.
    all_swapped: Option<u32>,
    /// Dates that can only be of one likely format, by format.
    only: [u64; FORMATS],
}

impl DateEvidence {
    /// Adds a cell that is not blank.
    pub fn note(&mut self, DateSign { form, is_read, has_time }: DateSign) {
        self.times += u64::from(has_time && is_read);
        match form {
            DateForm::Plain(is_day, swapped) => {
                let count = if is_day { &mut self.plain } else { &mut self.impossible };
                *count += 1;
                self.unread_plain += u64::from(!is_read);
                self.all_swapped = Some(self.all_swapped.unwrap_or(u32::MAX) & swapped);
            }
            DateForm::Formatted(formats) => {
                self.formatted += 1;
                self.unread += u64::from(!is_read);
                self.all = Some(self.all.unwrap_or(u32::MAX) & formats);
                self.note_only(likely(formats));
            }
            DateForm::Nothing => self.nothing += 1,
            DateForm::Other => self.others += 1,
        }
    }

    fn note_only(&mut self, formats: u32) {
        if formats.is_power_of_two()
            && let Some(count) = self.only.get_mut(formats.trailing_zeros() as usize)
        {
            *count += 1;
        }
    }

    /// Returns the number of cells that are not blank.
    pub fn cells(&self) -> u64 {
        self.plain + self.impossible + self.formatted + self.nothing + self.others
    }

    /// Returns the number of dates that need a format.
    pub fn dates(&self) -> u64 {
        self.formatted + if self.swapped().is_some() { self.plain + self.impossible } else { 0 }
    }

    /// Returns the swapped format that alone reads all dates, where some are no days without it: `2024-13-01`.
    fn swapped(&self) -> Option<DateFormat> {
        let all = self.all_swapped.filter(|_| self.impossible > 0 && self.formatted == 0)?;
        let mut formats = formats_of_bits(swapped_formats(), all);
        formats.next().filter(|_| formats.next().is_none())
    }

    /// Returns the number of dates that are read without the time behind them.
    pub fn times(&self) -> u64 {
        let are_errors = self.swapped().is_some() && self.unread_plain > 0;
        if are_errors { 0 } else { self.times }
    }

    /// Returns the only likely format that reads all dates, where most cells are dates.
    pub fn fits(&self) -> Option<DateFormat> {
        if self.others > self.formatted + self.plain + self.impossible {
            return None;
        }
        let mut formats = self.formats();
        self.swapped().or_else(|| formats.next().filter(|_| formats.next().is_none()))
    }

    /// Returns the likely formats that read all dates; empty where none does, or no cell needs a format.
    pub fn candidates(&self) -> Vec<DateFormat> {
        self.swapped().map_or_else(|| self.formats().collect(), |swapped| vec![swapped])
    }

    fn formats(&self) -> impl Iterator<Item = DateFormat> {
        formats_of_bits(parsed_formats(), likely(self.all.unwrap_or_default()))
    }

    /// Returns the format that reads all dates where the given one does not: the given one may have read the others with
    /// day and month swapped.
    pub fn contradiction(&self, given: Option<DateFormat>) -> Option<DateFormat> {
        let unread = if self.swapped().is_some() { self.unread_plain } else { self.unread };
        self.fits().filter(|_| given.is_some() && unread > 0)
    }

    /// Returns the format that reads all dates and has to be given: none is, or the given one does not read them all.
    pub fn advised(&self, given: Option<DateFormat>) -> Option<DateFormat> {
        if given.is_some() { self.contradiction(given) } else { self.fits() }
    }

    /// Returns the number of dates that can be of this format alone.
    fn only_of(&self, format: DateFormat) -> u64 {
        if self.swapped().is_some() {
            return self.impossible;
        }
        parsed_formats().iter().zip(self.only).find(|(known, _)| **known == format).map_or(0, |(_, count)| count)
    }

    /// Says which format reads all dates: `only DD/MM/YYYY reads all 1,204 dates of 'Born'`.
    pub fn fitting_message(&self, label: &str, format: DateFormat) -> String {
        let all = self.dates();
        let dates = format_thousands(all);
        let message = match all {
            1 => format!("only {format} reads the date of '{label}'"),
            2 => format!("only {format} reads both dates of '{label}'"),
            _ => format!("only {format} reads all {dates} dates of '{label}'"),
        };
        match self.only_of(format) {
            only if only == all => message,
            only => format!("{message} ({} of them can be nothing else)", format_thousands(only)),
        }
    }

    /// Says what is known where no common format, or more than one, reads all dates; `None` if no cell needs a format.
    pub fn open_message(&self, label: &str) -> Option<String> {
        self.all?;
        let dates = counted(self.formatted, "date");
        let readers: Vec<String> = self.formats().map(|format| format.to_string()).collect();
        Some(match readers.as_slice() {
            [] => format!("{} of '{label}' are not of one format: {}", dates, self.mixture()),
            readers => format!(
                "{dates} of '{label}' can be {}: say with --date-format which of them they are",
                readers.join(" as well as ")
            ),
        })
    }

    /// Returns `2 can only be DD/MM/YYYY, 1 only MM/DD/YYYY`.
    fn mixture(&self) -> String {
        let mut only: Vec<(u64, DateFormat)> =
            self.only.into_iter().zip(parsed_formats().iter().copied()).filter(|(count, _)| *count > 0).collect();
        only.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let parts = only.iter().enumerate().map(|(at, (count, format))| {
            let verb = if at == 0 { "can only be" } else { "only" };
            format!("{} {verb} {format}", format_thousands(*count))
        });
        let open = self.formatted.saturating_sub(self.only.iter().sum());
        let open = (open > 0).then(|| format!("{} may be of several", format_thousands(open)));
        let parts: Vec<String> = parts.chain(open.filter(|_| !only.is_empty())).collect();
        if parts.is_empty() { "write all in one, best as YYYY-MM-DD".to_owned() } else { parts.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(cells: &[&str], given: &str) -> DateEvidence {
        let mut evidence = DateEvidence::default();
        for cell in cells {
            evidence.note(DateSign::of(cell, given.parse().ok()));
        }
        evidence
    }

    fn fits(cells: &[&str]) -> Option<String> {
        evidence(cells, "").fits().map(|format| format.to_string())
    }

    #[test]
    fn every_common_format_is_one() {
        assert_eq!((parsed_formats().len(), swapped_formats().len()), (FORMATS, SWAPPED_FORMATS.len()));
    }

    #[test]
    fn a_format_fits_where_it_alone_reads_all_dates() {
        for (cells, format) in [
            (&["25/12/1985", "03/04/1990", "2001-02-03"][..], Some("DD/MM/YYYY")),
            (&["12/25/1985", "3/4/1990 15:00"], Some("MM/DD/YYYY")),
            (&["31.12.99"], Some("DD.MM.YY")),
            (&["12 Mar 2024", "1 septembre 2008"], Some("DD MMM YYYY")),
            (&["01-Sep-08"], Some("DD-MMM-YY")),
            (&["September 12, 2008"], Some("MMM DD,YYYY")),
            (&["31121999"], Some("DDMMYYYY")),
            (&["03/04/1990", "05/06/1999"], None),
            (&["25/12/1985", "12/25/1985"], None),
            (&["25/12/1985", "31.12.1999"], None),
            (&["2001-02-03", "20010203"], None),
            (&["24/01/13", "99/02/05", "98/12/31"], Some("YY/MM/DD")),
            (&["25/12/20", "24/12/21"], Some("DD/MM/YY")),
            (&["2024-13-01", "2024-25-12", "2024-05-06"], Some("YYYY-DD-MM")),
            (&["2024/13/01 10:00"], Some("YYYY/DD/MM")),
            (&["20241301", "20240506"], Some("YYYYDDMM")),
            (&["2024-13-01", "2024-05-25"], None),
            (&["2024-13-01", "25/12/1985"], Some("DD/MM/YYYY")),
            (&["2024-02-30", "2024-05-06"], None),
            (&["2024-05-06"], None),
            (&["25/12/1985", "n/a", "-", "N/A"], Some("DD/MM/YYYY")),
            (&["25/12/1985", "x", "y"], None),
            (&["x"], None),
        ] {
            assert_eq!(fits(cells).as_deref(), format, "{cells:?}");
        }
    }

    #[test]
    fn a_given_format_is_contradicted_by_one_that_reads_all() {
        let cells = ["03/04/1990", "25/12/1985"];
        let other =
            |given: &str| evidence(&cells, given).contradiction(given.parse().ok()).map(|format| format.to_string());
        assert_eq!(other("MM/DD/YYYY").as_deref(), Some("DD/MM/YYYY"));
        assert_eq!(other("D/M/YYYY"), None);
        assert_eq!(
            evidence(&["12/25/1985", "25/12/1985"], "DD/MM/YYYY").contradiction("DD/MM/YYYY".parse().ok()),
            None
        );
    }

    #[test]
    fn what_is_known_is_told_in_words() {
        let told = evidence(&["25/12/1985", "31/01/2001", "03/04/1990"], "");
        assert_eq!(
            told.fitting_message("Born", "DD/MM/YYYY".parse().unwrap()),
            "only DD/MM/YYYY reads all 3 dates of 'Born' (2 of them can be nothing else)"
        );
        let told = evidence(&["25/12/1985", "31/01/2001", "12/31/1990"], "").open_message("Born").unwrap();
        assert!(told.ends_with("2 can only be DD/MM/YYYY, 1 only MM/DD/YYYY"), "{told}");
        let told = evidence(&["03/04/1990"], "").open_message("Born").unwrap();
        assert!(told.contains("can be DD/MM/YYYY as well as MM/DD/YYYY"), "{told}");
        assert_eq!(evidence(&["1990-04-03"], "").open_message("Born"), None);
    }
}
