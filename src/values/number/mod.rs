//! Numbers, stored as text so that no digit of a long one is lost to rounding.

mod evidence;
mod form;

pub use evidence::{DecimalReading, NumberEvidence, NumberSign};

use super::{ParseOptions, ParseResult, Value};
use crate::model::{DecimalMark, Diagnostic, IssueCode, Text};
use form::{NumberForm, form, read_with};

/// Parses a trimmed cell.
pub(super) fn read(text: &str, rules: &ParseOptions) -> ParseResult {
    let invalid = |reason: &str| Err(vec![Diagnostic::new(IssueCode::NumberInvalid, reason)]);
    if has_leading_zero(text) {
        return invalid(
            "leading zeros mean more than a number keeps: a field of the type text takes such a code as it is",
        );
    }
    let is_marked = || matches!(form(text), NumberForm::Only(_) | NumberForm::Either);
    let number = match rules.decimal {
        DecimalReading::Alone => canonical(text),
        DecimalReading::Mark(mark) => read_with(text, mark),
        DecimalReading::Mixed if is_marked() => return invalid(MIXED),
        DecimalReading::Open if is_marked() => return invalid(OPEN),
        DecimalReading::Mixed | DecimalReading::Open => read_with(text, DecimalMark::Point),
    };
    match number {
        Some(number) => Ok(Value::plain(number)),
        None => invalid(&invalid_reason(text, rules.decimal)),
    }
}

const MIXED: &str = "some numbers of the column have a decimal comma and others a decimal point: --decimal comma or \
                     --decimal point says which is right";
const OPEN: &str = "a comma or point before three digits may be a decimal mark or part thousands, and no number of the \
                    column shows which: --decimal comma or --decimal point says it";

/// Returns true for `007`, but not for `0`, `0.5` and `0,5`.
pub fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix('+').or_else(|| text.strip_prefix(MINUS_SIGNS)).unwrap_or(text);
    let mut bytes = digits.bytes();
    bytes.next() == Some(b'0')
        && bytes.next().is_some_and(|byte| byte.is_ascii_digit())
        && form(text) != NumberForm::Other
}

/// Returns true for a number, with any decimal mark, that is not a code: `007` and `+5` mean more than their value.
pub(super) fn looks_like_one(text: &str) -> bool {
    let digits = text.strip_prefix(MINUS_SIGNS).unwrap_or(text);
    let has_leading_zero =
        digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") && !digits.starts_with("0,");
    // Points alone may part the numbers of an address of the Internet: 192.168.100.200.
    let has_mark = || text.contains(',') && matches!(form(text), NumberForm::Only(_) | NumberForm::Either);
    !text.starts_with('+') && !has_leading_zero && (canonical(text).is_some() || has_mark())
}

// U+2212 is Unicode's minus sign; `-` is its hyphen.
const MINUS_SIGNS: [char; 2] = ['-', '\u{2212}'];

/// Returns the number without `+`, leading zeros, and trailing zeros of the fraction, so that equal numbers are equal
/// texts.
fn canonical(text: &str) -> Option<Text> {
    let unsigned = text.strip_prefix('+').or_else(|| text.strip_prefix(MINUS_SIGNS)).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    canonical_parts(text.starts_with(MINUS_SIGNS), whole, fraction)
}

fn canonical_parts(is_negative: bool, whole: &str, fraction: &str) -> Option<Text> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let mut number = Text::default();
    // No `-0`: it equals 0 and must be the same text.
    if is_negative && whole.len() + fraction.len() > 0 {
        number.push('-');
    }
    number.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        number.push('.');
        number.push_str(fraction);
    }
    Some(number)
}

/// Returns the reason why a text is no number, and how its column takes it.
fn invalid_reason(text: &str, decimal: DecimalReading) -> String {
    if let Some(reason) = spreadsheet_reason(text) {
        return reason.to_owned();
    }
    match decimal {
        DecimalReading::Alone => reason_alone(text).to_owned(),
        DecimalReading::Mark(mark) => reason_with_mark(text, mark),
        DecimalReading::Mixed | DecimalReading::Open => NO_NUMBER.to_owned(),
    }
}

const NO_NUMBER: &str = "not a number: write it with digits, one decimal mark and a sign at most";

/// Returns the reason if a spreadsheet saved something else than the number.
fn spreadsheet_reason(text: &str) -> Option<&'static str> {
    if is_scientific(text) {
        Some(
            "scientific notation, in which a spreadsheet loses digits: format the column as a number with all its digits",
        )
    } else if text.len() > 1 && text.bytes().all(|byte| byte == b'#') {
        Some("the spreadsheet's column was too narrow when it was saved: widen it and save again")
    } else {
        None
    }
}

/// Returns the reason where no column shows what the marks of the text mean.
fn reason_alone(text: &str) -> &'static str {
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digits && text.contains(',') {
        "a comma may be a decimal point or part thousands: write the number as 1234.5"
    } else if text.bytes().filter(|byte| *byte == b'.').count() > 1 {
        "points that part thousands are not taken: write the number as 1234.5"
    } else {
        "not a number: write it as 1234.5, with digits, one decimal point and a sign at most"
    }
}

/// Returns the reason in a column with this decimal mark, in the form that the column takes.
fn reason_with_mark(text: &str, mark: DecimalMark) -> String {
    let (name, grouped, plain) = match mark {
        DecimalMark::Comma => ("comma", "1.234,5", "1234,5"),
        DecimalMark::Point => ("point", "1,234.5", "1234.5"),
    };
    if form(text) == NumberForm::Other {
        format!("not a number: write it as {plain}, with digits, one decimal {name} and a sign at most")
    } else {
        format!("the decimal mark of the column is the {name}: write the number as {grouped}")
    }
}

/// Returns true for `6.01899E+10` and `6,01899E+10`.
fn is_scientific(text: &str) -> bool {
    text.split_once(['e', 'E']).is_some_and(|(digits, exponent)| {
        form(digits) != NumberForm::Other && canonical(exponent).is_some_and(|exponent| !exponent.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> String {
        read(text, &ParseOptions::default()).unwrap().text.into()
    }

    #[test]
    fn equal_numbers_are_the_same_text() {
        for (text, expected) in [
            ("5", "5"),
            ("+5", "5"),
            ("-5", "-5"),
            ("\u{2212}5", "-5"),
            ("1234.50", "1234.5"),
            ("1.0", "1"),
            ("1.", "1"),
            (".5", "0.5"),
            ("-0.0", "0"),
            ("0", "0"),
            ("-0.01", "-0.01"),
            ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_why() {
        for (text, said) in [
            ("1,234.5", "comma"),
            ("1.234,5", "comma"),
            ("12,5", "comma"),
            ("1.234.567", "thousands"),
            ("6.01899E+10", "scientific"),
            ("1e5", "scientific"),
            ("####", "narrow"),
            ("NaN", "not a number"),
            ("inf", "not a number"),
            ("-Infinity", "not a number"),
            ("0x1F", "not a number"),
            ("5 kg", "not a number"),
            ("1 234", "not a number"),
            ("€5", "not a number"),
            ("5%", "not a number"),
            ("--5", "not a number"),
            ("5-", "not a number"),
            ("(5)", "not a number"),
            ("٥", "not a number"),
            ("½", "not a number"),
            (".", "not a number"),
            ("-", "not a number"),
            ("-.", "not a number"),
            ("five", "not a number"),
            ("007", "type text"),
            ("-0.0.7", "thousands"),
            ("00", "type text"),
        ] {
            let findings = read(text, &ParseOptions::default()).unwrap_err();
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].code, IssueCode::NumberInvalid);
            assert!(findings[0].message.contains(said), "{text}: {}", findings[0].message);
        }
    }

    #[test]
    fn the_reading_of_the_column_decides() {
        let rules = |decimal| ParseOptions { decimal, ..ParseOptions::default() };
        for (decimal, text, number) in [
            (DecimalReading::Mark(DecimalMark::Comma), "1.234,5", Some("1234.5")),
            (DecimalReading::Mark(DecimalMark::Comma), "1,234.5", None),
            (DecimalReading::Mark(DecimalMark::Point), "1,234", Some("1234")),
            (DecimalReading::Mixed, "12.5", None),
            (DecimalReading::Mixed, "12", Some("12")),
            (DecimalReading::Open, "1.234", None),
            (DecimalReading::Open, "1\u{A0}234", Some("1234")),
        ] {
            let read = read(text, &rules(decimal));
            assert_eq!(read.as_ref().ok().map(|value| value.text.as_str()), number, "{decimal:?} {text}: {read:?}");
        }
        let refused = read("1,234", &rules(DecimalReading::Open)).unwrap_err();
        assert!(refused[0].message.contains("--decimal comma"));
    }

    #[test]
    fn what_is_no_number_is_told_in_the_form_that_the_column_takes() {
        let (comma, point) = (DecimalReading::Mark(DecimalMark::Comma), DecimalReading::Mark(DecimalMark::Point));
        for (decimal, text, said) in [
            (comma, "5,5 kg", "write it as 1234,5, with digits, one decimal comma"),
            (comma, "1.2.3", "write it as 1234,5"),
            (comma, "1,234.5", "write the number as 1.234,5"),
            (point, "1,234 kg", "write it as 1234.5, with digits, one decimal point"),
            (point, "12,5", "write the number as 1,234.5"),
            (comma, "6,01899E+10", "scientific"),
            (DecimalReading::Mixed, "5,5 kg", "one decimal mark"),
        ] {
            let message = &read(text, &ParseOptions { decimal, ..ParseOptions::default() }).unwrap_err()[0].message;
            assert!(message.contains(said), "{decimal:?} {text}: {message}");
        }
    }

    #[test]
    fn codes_do_not_look_like_numbers() {
        for text in ["0", "5", "-1.5", "0.25", "1234567", "1,5", "0,25", "1.234,50", "1,234.50"] {
            assert!(looks_like_one(text), "{text}");
        }
        for text in ["007", "-01", "+5", "", "x", "1,5,2", "007,5"] {
            assert!(!looks_like_one(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_of_any_size_are_kept(number in any::<i128>()) {
            prop_assert_eq!(read(&number.to_string(), &ParseOptions::default()).unwrap().text, number.to_string());
        }

        #[test]
        fn a_parsed_number_parses_to_itself(text in "[+-]?[0-9]{0,12}\\.?[0-9]{0,6}") {
            if let Ok(value) = read(&text, &ParseOptions::default()) {
                prop_assert_eq!(read(&value.text, &ParseOptions::default()).unwrap().text, value.text.clone());
                let distance = text.parse::<f64>().unwrap() - value.text.parse::<f64>().unwrap();
                prop_assert!(distance.abs() < 1e-9);
            }
        }

        #[test]
        fn any_cell_is_parsed_without_a_panic(text in "\\PC{0,20}") {
            let _ = read(&text, &ParseOptions::default());
        }
    }
}
