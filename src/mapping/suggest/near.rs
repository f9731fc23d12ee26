//! Typing errors in headers.

use crate::mapping::typing_errors::typing_errors;

/// Shorter words have too many neighbours that mean something.
const MIN_LENGTH: usize = 5;

/// Length from which two typing errors are allowed, in characters.
const TWO_TYPOS_LENGTH: usize = 10;

/// Returns the number of typing errors between two keys, if they may be the same word: letters omitted, added, replaced
/// or swapped. The first letter is seldom wrong, and words that differ in it are seldom the same.
pub(super) fn typo_distance(one: &str, other: &str) -> Option<usize> {
    if one.chars().next() != other.chars().next() {
        return None;
    }
    let shorter = one.chars().count().min(other.chars().count());
    if shorter < MIN_LENGTH {
        return None;
    }
    let allowed = if shorter >= TWO_TYPOS_LENGTH { 2 } else { 1 };
    typing_errors(one, other, allowed).filter(|errors| *errors > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_few_and_words_long_enough() {
        for (one, other, expected) in [
            ("emial", "email", Some(1)),
            ("fristname", "firstname", Some(1)),
            ("phonenubmer", "phonenumber", Some(1)),
            ("phonnumbr", "phonenumber", None),
            ("phonnumber", "phonenumbr", Some(2)),
            ("email", "email", None),
            ("nome", "name", None),
            ("home1", "nome1", None),
            ("contry", "country", Some(1)),
        ] {
            assert_eq!(typo_distance(one, other), expected, "{one} {other}");
        }
    }
}
