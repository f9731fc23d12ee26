//! Forms of numbers: which marks a text has, and what they show.

use std::borrow::Cow;

use super::canonical_parts;
use crate::model::{DecimalMark, Text};

/// Blanks and signs that part thousands and nothing else: no-break, thin and narrow blanks, and apostrophes.
const THOUSANDS: [char; 5] = ['\u{A0}', '\u{2009}', '\u{202F}', '\'', '\u{2019}'];

/// Longest number that is looked at, in bytes.
const MAX_BYTES: usize = 320;

/// What a text shows about the decimal mark of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberForm {
    /// A number with neither comma nor point.
    Plain,
    /// A number that only this decimal mark reads.
    Only(DecimalMark),
    /// A number that both marks read, each in its own way: `1,234`.
    Either,
    /// No number.
    Other,
}

/// Returns what a trimmed text shows.
pub(super) fn form(text: &str) -> NumberForm {
    let has_marks = text.contains([',', '.']);
    match (read_with(text, DecimalMark::Comma), read_with(text, DecimalMark::Point)) {
        (None, None) => NumberForm::Other,
        _ if !has_marks => NumberForm::Plain,
        (Some(_), None) => NumberForm::Only(DecimalMark::Comma),
        (None, Some(_)) => NumberForm::Only(DecimalMark::Point),
        (Some(_), Some(_)) => NumberForm::Either,
    }
}

/// Returns the number with this decimal mark; the other mark may part thousands.
pub(super) fn read_with(text: &str, mark: DecimalMark) -> Option<Text> {
    if text.len() > MAX_BYTES {
        return super::canonical(text);
    }
    let unsigned = text.strip_prefix('+').or_else(|| text.strip_prefix(super::MINUS_SIGNS)).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once(mark.sign()).unwrap_or((unsigned, ""));
    canonical_parts(text.starts_with(super::MINUS_SIGNS), &ungrouped(whole, mark)?, fraction)
}

/// Returns the digits of a whole part, whose thousands may be parted by one kind of sign; `None` if the groups are not of
/// three digits.
fn ungrouped(whole: &str, mark: DecimalMark) -> Option<Cow<'_, str>> {
    let Some(sign) = whole.chars().find(|c| *c == mark.other().sign() || THOUSANDS.contains(c)) else {
        return Some(Cow::Borrowed(whole));
    };
    let mut groups = whole.split(sign);
    let is_first = |group: &str| (1..=3).contains(&group.len()) && !group.starts_with('0');
    let is_grouped = groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3);
    is_grouped.then(|| Cow::Owned(whole.replace(sign, "")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberForm::{Either, Only, Other, Plain};

    #[test]
    fn marks_show_which_of_them_is_the_decimal_one() {
        let (comma, point) = (Only(DecimalMark::Comma), Only(DecimalMark::Point));
        for (text, expected) in [
            ("5", Plain),
            ("-12", Plain),
            ("1\u{A0}234", Plain),
            ("1'234", Plain),
            ("1,234.5", point),
            ("1.234,5", comma),
            ("12,5", comma),
            ("12.5", point),
            ("1.234.567", comma),
            ("1,234,567", point),
            ("0,125", comma),
            ("0.125", point),
            ("1234.567", point),
            ("1234,567", comma),
            ("1\u{202F}234,567", comma),
            ("1\u{2019}234.5", point),
            (".5", point),
            ("-1.", point),
            ("1,234", Either),
            ("1.234", Either),
            ("-12.345", Either),
            ("1,234.567", point),
            ("1,23,456", Other),
            ("1.2.3", Other),
            ("1,2.3,4", Other),
            ("1 234", Other),
            ("", Other),
            ("x", Other),
            (",", Other),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_by_its_mark() {
        for (text, mark, number) in [
            ("1,234.50", DecimalMark::Point, Some("1234.5")),
            ("1,234", DecimalMark::Point, Some("1234")),
            ("1,234", DecimalMark::Comma, Some("1.234")),
            ("-1.234,5", DecimalMark::Comma, Some("-1234.5")),
            ("1'234'567", DecimalMark::Point, Some("1234567")),
            ("12,5", DecimalMark::Point, None),
            ("1.234.567", DecimalMark::Point, None),
        ] {
            assert_eq!(read_with(text, mark).as_deref(), number, "{text} {mark}");
        }
    }
}
