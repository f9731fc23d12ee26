//! Checkbox values.

use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, folded};

const YES: [&str; 7] = ["yes", "y", "true", "t", "on", "1", "x"];
const NO: [&str; 6] = ["no", "n", "false", "f", "off", "0"];

/// Words of German, French, Spanish, Portuguese, Italian, Dutch, Malay and Indonesian, folded, and what spreadsheets
/// and forms write. `tak` is missing on purpose: it is no in Malay and yes in Polish.
const OTHER_YES: [&str; 17] = [
    "1.0",
    "1,0",
    "✓",
    "✔",
    "☑",
    "✅",
    "ja",
    "wahr",
    "oui",
    "vrai",
    "si",
    "verdadero",
    "sim",
    "verdadeiro",
    "vero",
    "ya",
    "benar",
];
const OTHER_NO: [&str; 15] =
    ["0.0", "0,0", "✗", "✘", "❌", "☐", "nein", "falsch", "non", "faux", "falso", "nao", "nee", "tidak", "salah"];

/// Characters that ask for a black sign or a coloured picture of the sign before them: `☑︎` and `☑️`.
const PRESENTATION_SELECTORS: [char; 2] = ['\u{FE0E}', '\u{FE0F}'];

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    match is_checked(text) {
        Some(true) => Ok(Value::plain("yes")),
        Some(false) => Ok(Value::plain("no")),
        None => {
            let message = format!(
                "neither yes nor no: it takes {} and {}, and such words of other languages (ja, nein)",
                YES.join(", "),
                NO.join(", ")
            );
            Err(vec![Diagnostic::new(IssueCode::CheckboxInvalid, message)])
        }
    }
}

fn is_checked(text: &str) -> Option<bool> {
    let is_among = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_among(&YES) {
        return Some(true);
    }
    if is_among(&NO) {
        return Some(false);
    }
    let folded = folded(text.trim_end_matches(PRESENTATION_SELECTORS));
    let is_other = |words: &[&str]| words.contains(&&*folded);
    if is_other(&OTHER_YES) { Some(true) } else { is_other(&OTHER_NO).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_in_many_words() {
        for text in [
            "yes",
            "Yes",
            "Y",
            "TRUE",
            "t",
            "On",
            "1",
            "x",
            "X",
            "1.0",
            "1,0",
            "✓",
            "✔",
            "☑",
            "☑\u{FE0E}",
            "☑\u{FE0F}",
            "✅",
        ] {
            assert_eq!(read(text), Ok(Value::plain("yes")), "{text}");
        }
        for text in ["no", "NO", "n", "False", "F", "off", "0", "0.0", "0,0", "✗", "✘", "❌", "☐"] {
            assert_eq!(read(text), Ok(Value::plain("no")), "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_understood_in_other_languages() {
        let yes =
            ["Ja", "WAHR", "oui", "VRAI", "sí", "SÍ", "Si", "verdadero", "sim", "Verdadeiro", "vero", "ya", "Benar"];
        for text in yes {
            assert_eq!(read(text), Ok(Value::plain("yes")), "{text}");
        }
        for text in ["Nein", "FALSCH", "non", "FAUX", "no", "falso", "não", "NÃO", "nao", "nee", "tidak", "Salah"] {
            assert_eq!(read(text), Ok(Value::plain("no")), "{text}");
        }
    }

    #[test]
    fn anything_else_is_an_error_that_lists_the_words() {
        for text in ["2", "00", "yes!", "maybe", "-", "-1", "nope", "10", "tak", "checked", "☒"] {
            let findings = read(text).unwrap_err();
            assert_eq!(findings[0].code, IssueCode::CheckboxInvalid, "{text}");
            let words = "yes, y, true, t, on, 1, x and no, n, false, f, off, 0";
            assert!(findings[0].message.contains(words), "{}", findings[0].message);
        }
    }
}
