//! Text that was decoded wrongly (mojibake), and its comparison with the text it came from.

use super::{Diagnostic, IssueCode};
use crate::model::{Text, composed};

/// U+FFFD, in the place of a lost letter.
const LOST: char = '\u{FFFD}';

/// Maximum length of texts that are compared letter by letter, in characters.
// The comparison takes pattern × value steps; two cells of 64 KiB would take billions.
const LONGEST: usize = 1000;

/// A text that was decoded wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Garbled {
    /// The probable original; U+FFFD or `?` in the place of lost letters.
    pub likely: Text,
    /// Evidence that the text is garbled and what to do, for a person.
    pub reason: String,
}

impl Garbled {
    /// Returns the warning about a garbled text.
    pub fn warning(&self) -> Diagnostic {
        Diagnostic::new(IssueCode::TextGarbled, self.reason.clone())
    }
}

/// Returns true if `likely` is the repaired form of a garbled text and fits a contact's value, so that the garbled text
/// must not replace that value. Lost letters in `likely` match any letters beyond ASCII.
pub fn is_garbled_form(likely: &str, value: &str) -> bool {
    let likely: Vec<char> = composed(likely).chars().collect();
    let value: Vec<char> = composed(value).chars().collect();
    if likely.iter().any(|c| is_lost(*c)) {
        value.len() <= LONGEST && likely.len() <= LONGEST && fits(&likely, &value)
    } else {
        likely == value
    }
}

fn is_lost(c: char) -> bool {
    matches!(c, '?' | LOST)
}

/// Matches the value against the pattern, in which a run of lost letters stands for one or more letters beyond ASCII.
fn fits(pattern: &[char], value: &[char]) -> bool {
    // Prefixes of the pattern that may end before the present character; this keeps the match free of backtracking.
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    for c in value {
        let mut next = vec![false; pattern.len() + 1];
        for (at, expected) in pattern.iter().enumerate().filter(|(at, _)| reached[*at]) {
            next[at + 1] |= expected == c;
            if is_lost(*expected) && !c.is_ascii() {
                // A letter may have left several signs behind, and one sign may stand for several letters.
                let run = pattern[at..].iter().take_while(|c| is_lost(**c)).count();
                next[at..=at + run].fill(true);
            }
        }
        reached = next;
    }
    reached[pattern.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_fit_letters_beyond_ascii() {
        for (likely, value, expected) in [
            ("Müller", "Müller", true),
            ("Müller", "Mu\u{308}ller", true),
            ("Müller", "Muller", false),
            ("M?ller", "Müller", true),
            ("M??ller", "Müller", true),
            ("M\u{FFFD}ller", "Müller", true),
            ("Jos?", "José", true),
            ("?ukasz", "Łukasz", true),
            ("????", "Иван", true),
            ("??", "Иван", true),
            ("M?ller", "Miller", false),
            ("M?ller", "Mller", false),
            ("M?ller", "Müllers", false),
            ("Jos?", "Jos", false),
            ("??", "Ann", false),
            ("a?b?c", "aébéc", true),
        ] {
            assert_eq!(is_garbled_form(likely, value), expected, "{likely} {value}");
        }
    }
}
