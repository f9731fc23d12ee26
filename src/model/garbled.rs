//! Text that was decoded wrongly, and the text of which it is the garbled form.

use super::{Diagnostic, IssueCode, Text, composed};

/// Stands for a letter that is lost.
const LOST: char = '\u{FFFD}';

/// The longest texts that are compared letter by letter, in characters.
const LONGEST: usize = 1000;

/// A text that was decoded wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Garbled {
    /// The text as it probably was; U+FFFD or `?` stands for letters that are lost.
    pub likely: Text,
    /// What shows that it is garbled, and what to do; for a person.
    pub reason: String,
}

impl Garbled {
    /// The warning that a text is garbled.
    pub fn warning(&self) -> Diagnostic {
        Diagnostic::new(IssueCode::TextGarbled, self.reason.clone())
    }
}

/// Whether a value of a contact has this garbled form, so that the one must not replace the other. `likely` is the text as
/// it probably was; what stands for lost letters fits any letters beyond ASCII.
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

/// Whether the value is the pattern with one or more letters beyond ASCII for each run of lost ones.
fn fits(pattern: &[char], value: &[char]) -> bool {
    // Which beginnings of the pattern may end before each character of the value.
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
