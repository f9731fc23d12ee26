//! Labels before or behind a phone number: `fax:`, `Tel.`, `(private)`.

use super::digits;
use super::normalize;
use crate::values::trim;

/// Maximum length of a label, in characters.
const MAX_LABEL_CHARS: usize = 20;

/// Minimum number of digits behind a label; fewer are not a phone number.
const DIGITS_BEHIND: usize = 5;

/// Minimum number of digits before a label; after fewer, letters stand for digits: `1-800-FLOWERS`.
const DIGITS_BEFORE: usize = 8;

/// A word next to the number, on one side of it.
pub(super) enum Label<'t> {
    Before(&'t str),
    Behind(&'t str),
}

/// Returns the label of a text if all its letters stand on one side of one number.
pub(super) fn find(text: &str) -> Option<Label<'_>> {
    before(text).map(Label::Before).or_else(|| behind(text).map(Label::Behind))
}

fn before(text: &str) -> Option<&str> {
    let (label, number) = text.split_at(text.find(starts_number)?);
    let is_label = is_short_word(label) && is_number(number, DIGITS_BEHIND);
    is_label.then(|| label.trim_end_matches(is_opening))
}

fn behind(text: &str) -> Option<&str> {
    let (number, label) = text.split_at(text.find(char::is_alphabetic)?);
    let number = number.trim_end_matches(['(', '[', '（', '-', '–', ':']);
    let is_apart = number.ends_with(trim::is_space) || label.len() + number.len() < text.len();
    let is_label = is_apart && is_short_word(label) && !label.contains(starts_number);
    let label = text.get(number.len()..)?;
    (is_label && is_number(number, DIGITS_BEFORE)).then(|| trim::trim(label))
}

fn starts_number(c: char) -> bool {
    digits::ascii_digit(c).is_some() || matches!(c, '+' | '＋')
}

/// Returns true for characters that may stand between a label and its number.
fn is_opening(c: char) -> bool {
    trim::is_space(c) || matches!(c, '(' | '[' | '（')
}

fn is_short_word(text: &str) -> bool {
    text.chars().count() <= MAX_LABEL_CHARS
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(char::is_control)
}

fn is_number(text: &str, fewest_digits: usize) -> bool {
    digits::count(text) >= fewest_digits && text.chars().all(normalize::is_phone_char)
}

impl Label<'_> {
    /// Returns what to do about it.
    pub(super) fn advice(&self) -> String {
        match self {
            Self::Before(label) => {
                format!("'{label}' stands before the number: take it off, so that only the number is left")
            }
            Self::Behind(label) => {
                format!("'{label}' stands behind the number: take it off, so that only the number is left")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, bool)> {
        find(text).map(|label| match label {
            Label::Before(label) => (label, true),
            Label::Behind(label) => (label, false),
        })
    }

    #[test]
    fn a_word_on_one_side_of_a_number_is_its_label() {
        for (text, label) in [
            ("Tel. +60123456785", ("Tel.", true)),
            ("M: +60123456786", ("M:", true)),
            ("fax:+60123456786", ("fax:", true)),
            ("mobile 012-345 6786", ("mobile", true)),
            ("Handy (0171) 1234567", ("Handy", true)),
            ("электронный: +60123456786", ("электронный:", true)),
            ("+49 26185 1248 (privat)", ("(privat)", false)),
            ("+49 26185 1254 home", ("home", false)),
            ("+49 26185 1254 - home", ("home", false)),
        ] {
            assert_eq!(found(text), Some(label), "{text}");
        }
    }

    #[test]
    fn letters_elsewhere_are_no_label() {
        for text in [
            "FLOWERS",
            "1-800-FLOWERS",
            "+1 800 FLOWERS",
            "+1 800 555 HELP",
            "n/a",
            "+49 30 home 1234567",
            "home 0171 1234567 work",
            "+49261851254home",
            "call me between nine and five: +60123456786",
            "ext 12",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
