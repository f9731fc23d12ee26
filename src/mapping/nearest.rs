//! The name that was meant by one that does not exist.

use super::field_meant_by;
use super::header::key;
use super::typing_errors::typing_errors;
use crate::model::Fields;

/// Minimum length of a name that may be a part of another, in characters.
const MIN_PART: usize = 3;

/// Number of characters for each allowed typing error.
const CHARS_PER_TYPO: usize = 3;

/// Returns the known name that is nearest to one that was typed: the same but for case and punctuation, one that holds it
/// or a part of it, or one with few typing errors.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = key(name);
    let distance = |known: &&str| distance(&typed, &key(known));
    known.into_iter().filter_map(|known| Some((distance(&known)?, known))).min().map(|(_, known)| known)
}

/// Returns the contact field that was most likely meant by a name: the nearest, else the one for which it is a word.
pub fn nearest_field<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let by_word = || {
        let fields = Fields::standard();
        let meant = &fields.get(field_meant_by(name)?)?.name;
        known.iter().find(|known| *known == meant).map(String::as_str)
    };
    nearest(name, known.iter().map(String::as_str)).or_else(by_word)
}

/// Returns how far two keys are apart; `None` if they are different words.
fn distance(typed: &str, known: &str) -> Option<usize> {
    let (length, other_length) = (typed.chars().count(), known.chars().count());
    let (shorter, longer) = (length.min(other_length), length.max(other_length));
    if shorter >= MIN_PART && (known.contains(typed) || typed.contains(known)) {
        return Some(longer - shorter);
    }
    typing_errors(typed, known, shorter / CHARS_PER_TYPO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_holds_the_typed_one_or_differs_by_few_letters() {
        let known = ["First Name", "Last Name", "Phone Number", "Email", "Score"].map(str::to_owned);
        for (typed, expected) in [
            ("Phone", Some("Phone Number")),
            ("E-mail", Some("Email")),
            ("Scor", Some("Score")),
            ("Emial", Some("Email")),
            ("Handy", Some("Phone Number")),
            ("Nopes", None),
            ("", None),
        ] {
            assert_eq!(nearest_field(typed, &known), expected, "{typed}");
        }
    }
}
