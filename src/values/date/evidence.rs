//! Evidence of a column about how its dates are written.

use std::sync::OnceLock;

use super::{DateFormat, read_day, without_time};
use crate::model::{counted, format_thousands};

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

impl DateFormat {
    /// Returns the formats in which people and programs write dates, as `--date-format` takes them.
    pub fn common() -> &'static [&'static str] {
        &COMMON_FORMATS
    }
}

/// Returns [`COMMON_FORMATS`], parsed once.
fn parsed_formats() -> &'static [DateFormat] {
    static FORMATS: OnceLock<Vec<DateFormat>> = OnceLock::new();
    FORMATS.get_or_init(|| COMMON_FORMATS.iter().filter_map(|text| text.parse().ok()).collect())
}

/// What one cell shows about the dates of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSign {
    /// Common formats that read the cell, one bit each; 0 if it needs no format, or none reads it.
    formats: u32,
    /// True if the cell is a date by the format that was given, or needs none.
    is_read: bool,
    /// True if the cell needs no format.
    is_plain: bool,
    /// True if a time or a zone stands behind the date.
    has_time: bool,
}

impl DateSign {
    /// Returns what a trimmed cell shows, given the format of its column.
    pub fn of(text: &str, given: Option<DateFormat>) -> Self {
        let is_day = |format| read_day(text, format).is_some_and(|day| day.date().is_some());
        let is_plain = is_day(None);
        let formats = if is_plain { 0 } else { formats_of(without_time(text).unwrap_or(text)) };
        Self { formats, is_read: is_day(given), is_plain, has_time: without_time(text).is_some() }
    }
}

fn formats_of(day: &str) -> u32 {
    let reads = |format: &DateFormat| format.parse(day).is_some_and(|day| day.date().is_some());
    parsed_formats().iter().enumerate().filter(|(_, format)| reads(format)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Evidence of a whole column about how its dates are written.
#[derive(Debug, Default)]
pub struct DateEvidence {
    /// Cells that need no format.
    plain: u64,
    /// Cells that some common format reads.
    dates: u64,
    /// Cells that no common format reads.
    others: u64,
    /// Dates that the given format does not read.
    unread: u64,
    /// Dates that are read, with a time behind them.
    times: u64,
    /// Formats that read every date so far; `None` before the first one.
    all: Option<u32>,
    /// Dates that can only be of one common format, by format.
    only: [u64; COMMON_FORMATS.len()],
}

impl DateEvidence {
    /// Adds a cell that is not blank.
    pub fn note(&mut self, sign: DateSign) {
        self.times += u64::from(sign.has_time && sign.is_read);
        match sign {
            DateSign { is_plain: true, .. } => self.plain += 1,
            DateSign { formats: 0, .. } => self.others += 1,
            DateSign { formats, is_read, .. } => {
                self.dates += 1;
                self.unread += u64::from(!is_read);
                self.all = Some(self.all.unwrap_or(u32::MAX) & formats);
                if formats.is_power_of_two()
                    && let Some(count) = self.only.get_mut(formats.trailing_zeros() as usize)
                {
                    *count += 1;
                }
            }
        }
    }

    /// Returns the number of cells that are not blank.
    pub fn cells(&self) -> u64 {
        self.plain + self.dates + self.others
    }

    /// Returns the number of dates that need a format.
    pub fn dates(&self) -> u64 {
        self.dates
    }

    /// Returns the number of dates that are read without the time behind them.
    pub fn times(&self) -> u64 {
        self.times
    }

    /// Returns the only common format that reads all dates, where most cells are dates.
    pub fn fits(&self) -> Option<DateFormat> {
        let all = self.all.filter(|all| all.is_power_of_two() && self.others <= self.dates + self.plain)?;
        parsed_formats().get(all.trailing_zeros() as usize).copied()
    }

    /// Returns the common formats that read all dates; empty where none does, or no cell needs a format.
    pub fn candidates(&self) -> Vec<DateFormat> {
        let all = self.all.unwrap_or_default();
        parsed_formats().iter().enumerate().filter(|(at, _)| all & (1 << at) != 0).map(|(_, format)| *format).collect()
    }

    /// Returns the format that reads all dates where the given one does not: the given one may have read the others with
    /// day and month swapped.
    pub fn contradiction(&self, given: Option<DateFormat>) -> Option<DateFormat> {
        self.fits().filter(|_| given.is_some() && self.unread > 0)
    }

    /// Returns the format that reads all dates and has to be given: none is, or the given one does not read them all.
    pub fn advised(&self, given: Option<DateFormat>) -> Option<DateFormat> {
        if given.is_some() { self.contradiction(given) } else { self.fits() }
    }

    /// Returns the number of dates that can be of this format alone.
    fn only_of(&self, format: DateFormat) -> u64 {
        parsed_formats().iter().zip(self.only).find(|(known, _)| **known == format).map_or(0, |(_, count)| count)
    }

    /// Says which format reads all dates: `only DD/MM/YYYY reads all 1,204 dates of 'Born'`.
    pub fn fitting_message(&self, label: &str, format: DateFormat) -> String {
        let dates = format_thousands(self.dates);
        let message = match self.dates {
            1 => format!("only {format} reads the date of '{label}'"),
            2 => format!("only {format} reads both dates of '{label}'"),
            _ => format!("only {format} reads all {dates} dates of '{label}'"),
        };
        match self.only_of(format) {
            only if only == self.dates => message,
            only => format!("{message} ({} of them can be nothing else)", format_thousands(only)),
        }
    }

    /// Says what is known where no common format, or more than one, reads all dates; `None` if no cell needs a format.
    pub fn open_message(&self, label: &str) -> Option<String> {
        let all = self.all?;
        let dates = counted(self.dates, "date");
        let readers = parsed_formats().iter().enumerate().filter(|(at, _)| all & (1 << at) != 0);
        let readers: Vec<String> = readers.map(|(_, format)| format.to_string()).collect();
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
        let open = self.dates.saturating_sub(self.only.iter().sum());
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
        assert_eq!(parsed_formats().len(), COMMON_FORMATS.len());
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
