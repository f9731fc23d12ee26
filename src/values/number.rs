//! Numbers, stored as text so that no digit of a long one is lost to rounding.

use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, Text};

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    match canonical(text) {
        Some(number) => Ok(Value::plain(number)),
        None => Err(vec![Diagnostic::new(IssueCode::NumberInvalid, invalid_reason(text))]),
    }
}

/// Returns true for a number that is not a code: `007` and `+5` mean more than their value.
pub(super) fn looks_like_one(text: &str) -> bool {
    let digits = text.strip_prefix(MINUS_SIGNS).unwrap_or(text);
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    !text.starts_with('+') && !has_leading_zero && canonical(text).is_some()
}

// U+2212 is Unicode's minus sign; `-` is its hyphen.
const MINUS_SIGNS: [char; 2] = ['-', '\u{2212}'];

/// Returns the number without `+`, leading zeros, and trailing zeros of the fraction, so that equal numbers are equal
/// texts.
fn canonical(text: &str) -> Option<Text> {
    let unsigned = text.strip_prefix('+').or_else(|| text.strip_prefix(MINUS_SIGNS)).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let mut number = Text::default();
    // No `-0`: it equals 0 and must be the same text.
    if text.starts_with(MINUS_SIGNS) && whole.len() + fraction.len() > 0 {
        number.push('-');
    }
    number.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        number.push('.');
        number.push_str(fraction);
    }
    Some(number)
}

/// Returns the reason why a text is no number.
fn invalid_reason(text: &str) -> &'static str {
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digits && text.contains(',') {
        "a comma may be a decimal point or part thousands: write the number as 1234.5"
    } else if is_scientific(text) {
        "scientific notation, in which a spreadsheet loses digits: format the column as a number with all its digits"
    } else if text.len() > 1 && text.bytes().all(|byte| byte == b'#') {
        "the spreadsheet's column was too narrow when it was saved: widen it and save again"
    } else if text.bytes().filter(|byte| *byte == b'.').count() > 1 {
        "points that part thousands are not taken: write the number as 1234.5"
    } else {
        "not a number: write it as 1234.5, with digits, one decimal point and a sign at most"
    }
}

/// Returns true for `6.01899E+10`.
fn is_scientific(text: &str) -> bool {
    text.split_once(['e', 'E']).is_some_and(|(digits, exponent)| {
        canonical(digits).is_some() && canonical(exponent).is_some_and(|exponent| !exponent.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> String {
        read(text).unwrap().text.into()
    }

    #[test]
    fn equal_numbers_are_the_same_text() {
        for (text, expected) in [
            ("5", "5"),
            ("+5", "5"),
            ("-5", "-5"),
            ("\u{2212}5", "-5"),
            ("0005", "5"),
            ("1234.50", "1234.5"),
            ("1.0", "1"),
            ("1.", "1"),
            (".5", "0.5"),
            ("-0.0", "0"),
            ("000", "0"),
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
        ] {
            let findings = read(text).unwrap_err();
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].code, IssueCode::NumberInvalid);
            assert!(findings[0].message.contains(said), "{text}: {}", findings[0].message);
        }
    }

    #[test]
    fn codes_do_not_look_like_numbers() {
        for text in ["0", "5", "-1.5", "0.25", "1234567"] {
            assert!(looks_like_one(text), "{text}");
        }
        for text in ["007", "-01", "+5", "", "x", "1,5"] {
            assert!(!looks_like_one(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_of_any_size_are_kept(number in any::<i128>()) {
            prop_assert_eq!(read(&number.to_string()).unwrap().text, number.to_string());
        }

        #[test]
        fn a_parsed_number_parses_to_itself(text in "[+-]?[0-9]{0,12}\\.?[0-9]{0,6}") {
            if let Ok(value) = read(&text) {
                prop_assert_eq!(read(&value.text).unwrap().text, value.text.clone());
                let distance = text.parse::<f64>().unwrap() - value.text.parse::<f64>().unwrap();
                prop_assert!(distance.abs() < 1e-9);
            }
        }

        #[test]
        fn any_cell_is_parsed_without_a_panic(text in "\\PC{0,20}") {
            let _ = read(&text);
        }
    }
}
