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
    /// The probable original; U+FFFD, `?` or a control character of Latin-1 in the place of lost letters.
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
/// must not replace that value. Lost letters in `likely` match any letters beyond ASCII, and a control character also none:
/// it may be all that was wrong.
pub fn is_garbled_form(likely: &str, value: &str) -> bool {
    let mut likely: Vec<char> = composed(likely).chars().collect();
    let value: Vec<char> = composed(value).chars().collect();
    if likely.iter().any(|c| is_lost(*c)) {
        // Unless a sign may stand for itself, a run of them is as good as one, and a long text of lost letters costs little.
        if !value.iter().any(|c| is_lost(*c)) {
            likely.dedup_by(|a, b| is_lost(*a) && is_lost(*b));
        }
        value.len() <= LONGEST && likely.len() <= LONGEST && fits(&likely, &value)
    } else {
        likely == value
    }
}

fn is_lost(c: char) -> bool {
    matches!(c, '?' | LOST) || is_control(c)
}

/// Returns true for a control character of Latin-1, in whose place another encoding has a letter or a sign.
fn is_control(c: char) -> bool {
    ('\u{80}'..='\u{9F}').contains(&c)
}

/// Matches the value against the pattern, in which a run of lost letters stands for one or more letters beyond ASCII.
fn fits(pattern: &[char], value: &[char]) -> bool {
    // Prefixes of the pattern that may end before the present character; this keeps the match free of backtracking.
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    pass_controls(pattern, &mut reached);
    for c in value {
        let mut next = vec![false; pattern.len() + 1];
        let mut stands_for_it = false;
        for (at, expected) in pattern.iter().enumerate() {
            // A letter may have left several signs behind, and one sign may stand for several letters: from the first sign
            // of a run that is reached, any further one may be the last of this letter.
            stands_for_it = is_lost(*expected) && !c.is_ascii() && (stands_for_it || reached[at]);
            next[at] |= stands_for_it;
            next[at + 1] |= stands_for_it || reached[at] && expected == c;
        }
        pass_controls(pattern, &mut next);
        reached = next;
    }
    reached[pattern.len()]
}

/// Adds the prefixes that end behind a control character which stands for no letter.
fn pass_controls(pattern: &[char], reached: &mut [bool]) {
    for (at, _) in pattern.iter().enumerate().filter(|(_, c)| is_control(**c)) {
        reached[at + 1] |= reached[at];
    }
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
            ("J\u{81}rgen", "Jürgen", true),
            ("O\u{92}Brien", "O\u{2019}Brien", true),
            ("A\u{9D}nn", "Ann", true),
            ("\u{81}\u{84}Ann\u{9D}", "Ann", true),
            ("J\u{81}rgen", "Jargen", false),
            ("J\u{81}rgen", "Jürge", false),
            ("????", "Где?", true),
            ("Great??", "Great?", false),
            ("??é?", "ИванéИ", true),
            ("??é?", "Иванé", false),
        ] {
            assert_eq!(is_garbled_form(likely, value), expected, "{likely} {value}");
        }
    }

    #[test]
    fn a_run_of_lost_letters_costs_no_more_than_others() {
        // Each took hundreds of times as long when every sign looked through the rest of its run.
        let (lost, value) = ("?".repeat(LONGEST), "山".repeat(LONGEST - 1) + "?");
        assert!((0..30).all(|_| is_garbled_form(&lost, &value)));
    }
}
