//! Numbers in the scientific notation of spreadsheets, in which a number of more than eleven digits loses all but its
//! first six: `9.78014E+12`.

use super::trim;

/// Longest such cell, in bytes: fifteen digits, a mark, a sign and the exponent, with blanks around them.
const MAX_BYTES: usize = 40;

/// Smallest exponent that a spreadsheet chooses by itself: whole numbers of eleven digits are still written out.
const MIN_EXPONENT: usize = 11;

/// Largest exponent of a code; larger numbers are measurements.
const MAX_EXPONENT: usize = 20;

/// Digits behind the mark that a spreadsheet writes by itself.
const MAX_DECIMALS: usize = 5;

/// Returns true for a number whose last digits scientific notation has dropped.
pub fn has_lost_digits(text: &str) -> bool {
    parts(text).is_some_and(|(decimals, exponent)| exponent > decimals)
}

/// Returns true for such a number if it was a code and no measurement, as far as it shows: a spreadsheet abbreviated it by
/// itself.
pub fn has_lost_digits_of_id(text: &str) -> bool {
    parts(text).is_some_and(|(decimals, exponent)| {
        decimals <= MAX_DECIMALS && (MIN_EXPONENT..=MAX_EXPONENT).contains(&exponent)
    })
}

/// Returns the number of digits behind the mark, and the exponent.
fn parts(text: &str) -> Option<(usize, usize)> {
    // Nearly all cells have no `+` or are longer, and every cell of a list is looked at.
    if text.len() > MAX_BYTES || memchr::memchr(b'+', text.as_bytes()).is_none() {
        return None;
    }
    let text = trim::trim(text);
    if !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let (digits, exponent) = text.split_once("E+").or_else(|| text.split_once("e+"))?;
    let decimals = if digits.len() == 1 { "" } else { digits[1..].strip_prefix(['.', ','])? };
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = are_digits(decimals) && exponent.len() >= 2 && are_digits(exponent);
    if is_number { Some((decimals.len(), exponent.parse().ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviated_numbers_are_known() {
        for (text, is_lost, is_lost_id) in [
            ("9.78014E+12", true, true),
            ("9,78014E+12", true, true),
            (" 9.78014E+12\u{A0}", true, true),
            ("1E+15", true, true),
            ("6.02214E+23", true, false),
            ("1.5E+03", true, false),
            ("1.50000E+03", false, false),
            ("1.5E-12", false, false),
            ("12E+10", false, false),
            ("1E5", false, false),
            ("E+10", false, false),
            ("9.78014E+1x", false, false),
            ("1\u{e9}E+12", false, false),
            ("9780140000000", false, false),
            ("", false, false),
        ] {
            assert_eq!((has_lost_digits(text), has_lost_digits_of_id(text)), (is_lost, is_lost_id), "{text}");
        }
    }
}
