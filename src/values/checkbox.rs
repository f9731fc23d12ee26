//! Checkbox values.

use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode};

const YES: [&str; 7] = ["yes", "y", "true", "t", "on", "1", "x"];
const NO: [&str; 6] = ["no", "n", "false", "f", "off", "0"];

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    let is_among = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_among(&YES) {
        Ok(Value::plain("yes"))
    } else if is_among(&NO) {
        Ok(Value::plain("no"))
    } else {
        let message = format!("neither yes nor no: it takes {} and {}", YES.join(", "), NO.join(", "));
        Err(vec![Diagnostic::new(IssueCode::CheckboxInvalid, message)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_in_many_words() {
        for text in ["yes", "Yes", "Y", "TRUE", "t", "On", "1", "x", "X"] {
            assert_eq!(read(text), Ok(Value::plain("yes")), "{text}");
        }
        for text in ["no", "NO", "n", "False", "F", "off", "0"] {
            assert_eq!(read(text), Ok(Value::plain("no")), "{text}");
        }
    }

    #[test]
    fn anything_else_is_an_error_that_lists_the_words() {
        for text in ["ja", "oui", "2", "00", "yes!", "maybe", "-", "✓", "nope", "1.0"] {
            let findings = read(text).unwrap_err();
            assert_eq!(findings[0].code, IssueCode::CheckboxInvalid, "{text}");
            let words = "yes, y, true, t, on, 1, x and no, n, false, f, off, 0";
            assert!(findings[0].message.contains(words), "{}", findings[0].message);
        }
    }
}
