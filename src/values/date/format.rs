//! Date formats (`--date-format`).

use std::fmt;
use std::str::FromStr;

use super::{Ymd, months};
use crate::values::trim;

/// First two-digit year that belongs to the 1900s, as in spreadsheets; lower ones belong to the 2000s.
const TWO_DIGIT_PIVOT: i32 = 30;

/// Date format (`--date-format`): the order of day, month and year, and the separators between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateFormat {
    parts: [Part; 3],
    /// Separators between the parts; blanks around them are allowed.
    joints: [Option<char>; 2],
}

/// Error of a text that is no date format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a way to write dates: it takes D or DD, M or MM (MMM for names of months), and YY or YYYY, each once, such \
     as DD/MM/YYYY, D.M.YY or DD MMM YYYY"
)]
pub struct DateFormatError(String);

/// Part of a date, with the number of its letters in the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    unit: Unit,
    letters: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

impl DateFormat {
    /// `YYYY-MM-DD` (ISO 8601).
    pub const ISO: Self = Self::of_year_month_day(Some('-'));
    /// `YYYY/MM/DD`.
    pub(super) const ISO_SLASHED: Self = Self::of_year_month_day(Some('/'));
    /// `YYYYMMDD` (ISO 8601, basic format).
    pub(super) const COMPACT: Self = Self::of_year_month_day(None);

    const fn of_year_month_day(joint: Option<char>) -> Self {
        let parts = [
            Part { unit: Unit::Year, letters: 4 },
            Part { unit: Unit::Month, letters: 2 },
            Part { unit: Unit::Day, letters: 2 },
        ];
        Self { parts, joints: [joint, joint] }
    }

    /// Returns true if day, month and year come in the same order in both.
    pub(super) fn has_order_of(self, other: Self) -> bool {
        self.parts.map(|part| part.unit) == other.parts.map(|part| part.unit)
    }

    /// Returns true if the format reads dates that need none with day and month swapped.
    pub(super) fn swaps_plain_dates(self) -> bool {
        self.parts.map(|part| (part.unit, part.letters > 2))
            == [(Unit::Year, true), (Unit::Day, false), (Unit::Month, false)]
    }

    /// Parses a date, even if the calendar has no such day; `None` if the text has another format.
    pub(super) fn parse(self, text: &str) -> Option<Ymd> {
        let mut date = Ymd { year: 0, month: 0, day: 0 };
        let mut rest = self.without_end(text);
        for (at, part) in self.parts.into_iter().enumerate() {
            let joint = self.joints.get(at).copied().flatten();
            // The last part has no fixed length where a separator stands before it.
            let is_open = if at == 2 { self.joints[1].is_some() } else { joint.is_some() };
            rest = if part.is_name() {
                Part::take_name(rest, joint, &mut date)?
            } else {
                part.take(rest, is_open, &mut date)?
            };
            if at < 2 {
                rest = strip_separator(rest, joint)?;
            }
        }
        rest.is_empty().then_some(date)
    }

    /// Removes a final point: `31. 12. 1999.` may end with the separator of its parts.
    fn without_end(self, text: &str) -> &str {
        match self.joints {
            [Some('.'), Some('.')] => text.strip_suffix('.').unwrap_or(text),
            _ => text,
        }
    }
}

impl Part {
    /// Returns true for a month that is written as its name.
    fn is_name(self) -> bool {
        self.unit == Unit::Month && self.letters > 2
    }

    /// Parses the name of a month, whole or abbreviated; returns the rest, without the point of an abbreviation.
    fn take_name<'a>(text: &'a str, joint: Option<char>, date: &mut Ymd) -> Option<&'a str> {
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        date.month = months::number(name)?;
        let has_point = joint != Some('.');
        Some(rest.strip_prefix('.').filter(|_| has_point).unwrap_or(rest))
    }

    /// Parses the digits of this part at the beginning of the text; returns the rest.
    fn take<'a>(self, text: &'a str, is_open: bool, date: &mut Ymd) -> Option<&'a str> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let digits = if is_open { digits } else { digits.min(self.letters) };
        // A year always has its exact length: `1/2/24` under `D/M/YYYY` would be the year 24.
        let is_exact = !is_open || self.unit == Unit::Year;
        if !(if is_exact { digits == self.letters } else { (1..=2).contains(&digits) }) {
            return None;
        }
        let (number, rest) = text.split_at(digits);
        match self.unit {
            Unit::Day => date.day = number.parse().ok()?,
            Unit::Month => date.month = number.parse().ok()?,
            Unit::Year => date.year = self.year(number.parse().ok()?),
        }
        Some(rest)
    }

    fn year(self, number: i32) -> i32 {
        match self.letters {
            2 if number < TWO_DIGIT_PIVOT => 2000 + number,
            2 => 1900 + number,
            _ => number,
        }
    }

    fn letter(self) -> &'static str {
        match self.unit {
            Unit::Day => "D",
            Unit::Month => "M",
            Unit::Year => "Y",
        }
    }
}

fn strip_separator(text: &str, joint: Option<char>) -> Option<&str> {
    match joint {
        None => Some(text),
        Some(' ') => text.starts_with(trim::is_space).then(|| trim::trim(text)),
        Some(joint) => {
            Some(text.trim_start_matches(trim::is_space).strip_prefix(joint)?.trim_start_matches(trim::is_space))
        }
    }
}

impl FromStr for DateFormat {
    type Err = DateFormatError;

    /// Accepts letters of any case: `dd/mm/yyyy`.
    fn from_str(text: &str) -> Result<Self, DateFormatError> {
        read(&text.trim().to_ascii_uppercase()).ok_or_else(|| DateFormatError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<DateFormat> {
    let (first, rest) = parse_part(text)?;
    let (one, rest) = parse_separator(rest)?;
    let (second, rest) = parse_part(rest)?;
    let (other, rest) = parse_separator(rest)?;
    let (third, rest) = parse_part(rest)?;
    let format = DateFormat { parts: [first, second, third], joints: [one, other] };
    let ends = rest.is_empty() || (rest == "." && format.joints == [Some('.'); 2]);
    let has = |unit| format.parts.iter().any(|part| part.unit == unit);
    let is_told_apart = |at: usize| format.joints[at].is_some() || format.parts[at].letters > 1;
    let is_whole = has(Unit::Day) && has(Unit::Month) && has(Unit::Year);
    let is_readable = is_told_apart(0) && is_told_apart(1);
    // Without a separator before it, the last part has a fixed length too.
    let ends_exactly = format.joints[1].is_some() || third.letters > 1;
    (ends && is_whole && is_readable && ends_exactly).then_some(format)
}

fn parse_part(text: &str) -> Option<(Part, &str)> {
    let letter = text.chars().next()?;
    let letters = text.chars().take_while(|c| *c == letter).count();
    let unit = match (letter, letters) {
        ('D', 1 | 2) => Unit::Day,
        // `MMM` and `MMMM`: both read abbreviations and whole names.
        ('M', 1..=4) => Unit::Month,
        ('Y', 2 | 4) => Unit::Year,
        _ => return None,
    };
    Some((Part { unit, letters }, &text[letters..]))
}

/// Parses the separator before the next letter: nothing, blanks, or one sign with blanks around it.
fn parse_separator(text: &str) -> Option<(Option<char>, &str)> {
    let at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (joint, rest) = text.split_at(at);
    let mut signs = joint.trim().chars();
    match (signs.next(), signs.next()) {
        (None, _) => Some(((!joint.is_empty()).then_some(' '), rest)),
        (Some(sign), None) if sign.is_ascii_punctuation() => Some((Some(sign), rest)),
        _ => None,
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            f.write_str(&part.letter().repeat(part.letters))?;
            if let Some(Some(joint)) = self.joints.get(at) {
                write!(f, "{joint}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_shown_as_it_is_read_again() {
        for (text, expected) in [
            ("DD/MM/YYYY", "DD/MM/YYYY"),
            ("d.m.yy", "D.M.YY"),
            (" dd. mm. yyyy. ", "DD.MM.YYYY"),
            ("YYYY-MM-DD", "YYYY-MM-DD"),
            ("YYYYMMDD", "YYYYMMDD"),
            ("DD MM YYYY", "DD MM YYYY"),
            ("d-mmm-yy", "D-MMM-YY"),
            ("MMMM D, YYYY", "MMMM D,YYYY"),
        ] {
            let format: DateFormat = text.parse().unwrap();
            assert_eq!(format.to_string(), expected);
            assert_eq!(expected.parse(), Ok(format));
        }
        assert_eq!("yyyy-mm-dd".parse(), Ok(DateFormat::ISO));
    }

    #[test]
    fn what_does_not_say_all_three_is_refused() {
        for text in [
            "",
            "DD",
            "DD/MM",
            "DD/MM/YYY",
            "DD/DD/YYYY",
            "DD/MM/YYYY/",
            "%d/%m/%Y",
            "DMYYYY",
            "YYYYMMD",
            "DDMMMMM/YYYY",
            "DD//MM/YYYY",
            "DDxMMxYYYY",
            "3/4/2024",
            "DD/MM/YYYY HH:MM",
            "day month year",
        ] {
            let problem = text.parse::<DateFormat>().unwrap_err().to_string();
            assert!(problem.contains("DD/MM/YYYY"), "{text}: {problem}");
        }
    }
}
