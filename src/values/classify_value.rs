//! Quick classification of values for suggestions: it need not be exact, and must not be slow.

use super::{date, email, names, number, phone, time, trim, web_address};
use crate::model::ValueClass;

/// Returns true if a value looks like one of this class. It does not mean that the value would be imported: a national
/// phone number looks like one although its country code is missing.
pub fn classify(likeness: ValueClass, text: &str) -> bool {
    let text = trim::trim(text);
    match likeness {
        // The cheap test first: nearly all values have no `@`.
        ValueClass::Email => text.contains('@') && email::read(text).is_ok(),
        ValueClass::Phone => phone::looks_like_one(text) && !date::looks_like_one(text),
        ValueClass::Country => !is_yes_no(text) && names::country(text).is_ok(),
        ValueClass::Language => !is_yes_no(text) && is_language(text),
        ValueClass::Date => date::looks_like_one(text),
        ValueClass::Number => number::looks_like_one(text) && !phone::looks_like_one(text),
        ValueClass::Url => web_address::read(text).is_ok(),
        ValueClass::Time => time::read(text).is_ok(),
    }
}

/// Returns true for a language. Nearly every word of three letters is the code of some language, `Yes` and `Ann` among
/// them, so only those count that have a two-letter code too.
fn is_language(text: &str) -> bool {
    names::language(text).is_ok_and(|code| text.len() != 3 || code.len() == 2)
}

/// Returns true for `No`: it answers a question more often than it means Norway or Norwegian.
fn is_yes_no(text: &str) -> bool {
    text.eq_ignore_ascii_case("no")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<ValueClass> {
        ValueClass::ALL.into_iter().filter(|likeness| classify(*likeness, text)).collect()
    }

    #[test]
    fn values_look_like_what_they_are() {
        use ValueClass::{Country, Date, Email, Language, Number, Phone, Time, Url};
        for (text, expected) in [
            ("ann@example.com", vec![Email]),
            (" ann@example.com\u{A0}", vec![Email]),
            ("Ann <ann@example.com>", vec![]),
            ("+60 18-998 8776", vec![Phone]),
            ("0060189988776", vec![Phone]),
            ("018-998 8776", vec![Phone]),
            ("(555) 010-9999", vec![Phone]),
            ("555.010.9999", vec![Phone]),
            ("60189988776", vec![Phone]),
            ("12345", vec![Number]),
            ("1234567.89", vec![Number]),
            ("192.168.100.200", vec![]),
            ("12345678901234567890", vec![Number]),
            ("-0.5", vec![Number]),
            ("007", vec![]),
            ("https://example.com/x", vec![Url]),
            ("example.com", vec![]),
            ("2024-01-31", vec![Date]),
            ("31/12/1999", vec![Date]),
            ("31.12.1999 23:59:59", vec![Date]),
            ("2024-01-31T10:00:00Z", vec![Date]),
            ("00:30", vec![Time]),
            ("3 PM", vec![Time]),
            ("24:30", vec![]),
            ("Malaysia", vec![Country]),
            ("MY", vec![Country, Language]),
            ("english", vec![Language]),
            ("No", vec![]),
            ("Yes", vec![]),
            ("hello", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(classes(text), expected, "{text:?}");
        }
    }
}
