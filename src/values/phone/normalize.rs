//! Filter of phone cells before the library: what libphonenumber would misread is named and refused here (letters,
//! decimals, two numbers, formulas), and the rest is reduced to `+` and ASCII digits.

use super::digits;
use super::excel_artifacts;
use super::is_digit;
use super::label;
use super::multiple_numbers;
use super::prefix;
use crate::model::{Diagnostic, IssueCode, Text};
use crate::values::trim;

/// A cell without its formatting.
pub(super) struct Normalized {
    /// ASCII digits, after a `+` if the cell has one.
    pub(super) number: Text,
    /// True if a program's prefix was removed.
    pub(super) had_prefix: bool,
}

/// Reason why the characters of a cell are not those of one number.
#[derive(Clone, Copy)]
enum InvalidReason {
    /// A `+` after digits.
    SecondPlus,
    /// A character that does not occur in numbers, or not at this place.
    Character(char),
    /// No digit at all.
    NoDigits,
}

/// Maximum length of one number, in digits and its `+`; a longer one may be two numbers with only a blank between them.
const MAX_NUMBER_CHARS: usize = 15;

/// Removes the formatting of a trimmed cell.
///
/// # Errors
/// The reason why the cell is not one phone number.
pub(super) fn clean(cell: &str) -> Result<Normalized, Diagnostic> {
    let (text, had_prefix) = prefix::take_off(cell);
    if !is_plain(&text) {
        refuse_suspicious(&text)?;
    }
    // After the checks, which need the marks to recognise dialling pauses and second numbers.
    let text = text.trim_end_matches([',', ';', '.']);
    let number = collect(text).map_err(explain)?;
    if number.len() > MAX_NUMBER_CHARS && multiple_numbers::by_blanks(text) {
        return Err(multiple_numbers::finding());
    }
    Ok(Normalized { number, had_prefix })
}

/// Returns true if all characters are harmless, so that the checks can be skipped. Most cells are such.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b' ' | b'-' | b'(' | b')'))
}

/// Runs the checks, the most informative first.
fn refuse_suspicious(text: &str) -> Result<(), Diagnostic> {
    let checks = [excel_artifacts::find, multiple_numbers::find, extension, letters];
    checks.into_iter().find_map(|check| check(text)).map_or(Ok(()), Err)
}

/// Returns the `+` and the digits, in ASCII.
fn collect(text: &str) -> Result<Text, InvalidReason> {
    // Most numbers are written by machines and have no formatting.
    if digits::only(text.strip_prefix('+').unwrap_or(text)) {
        return Ok(Text::from(text));
    }
    let mut number = Text::const_new("");
    for c in text.chars() {
        if let Some(digit) = digits::ascii_digit(c) {
            number.push(digit);
        } else if is_plus(c) {
            match number.as_str() {
                "" => number.push('+'),
                "+" => return Err(InvalidReason::Character(c)),
                _ => return Err(InvalidReason::SecondPlus),
            }
        } else if !(is_ignorable(c) || (is_separator(c) && !number.is_empty())) {
            return Err(InvalidReason::Character(c));
        }
    }
    if matches!(number.as_str(), "" | "+") { Err(InvalidReason::NoDigits) } else { Ok(number) }
}

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '＋' | '﹢')
}

/// Returns true for characters allowed anywhere in a number. A line break is not: it separates numbers.
fn is_ignorable(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '［' | '］')
        || (!is_line_break(c) && (trim::is_space(c) || trim::is_invisible(c)))
}

/// Returns true for characters allowed after the first digit or the `+`: dots, slashes and every dash in use.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '-' | '.' | '/' | '．' | '·' | '・' | '／' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{207B}'
                | '\u{58A}'
                | '\u{5BE}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{30FC}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{FF70}'
    )
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns true for a character that may occur within one written number.
pub(super) fn is_phone_char(c: char) -> bool {
    is_digit(c) || is_plus(c) || is_ignorable(c) || is_separator(c)
}

/// Words before an extension, in lower case.
const EXTENSION_WORDS: [&str; 9] = ["x", "ext", "extn", "extension", "extensión", "xtn", "доб", "durchwahl", "dw"];
/// Minimum number of digits before an extension.
const SHORTEST_BEFORE_EXTENSION: usize = 5;

/// Detects `x123`, `ext. 123`, `;ext=123`, `#12`, and the dialling pauses `,123` and `;123`, after a number.
fn extension(text: &str) -> Option<Diagnostic> {
    let mark = |c: char| c.is_alphabetic() || matches!(c, '#' | ',' | ';');
    let (before, rest) = text.split_at(text.find(mark)?);
    let rest = rest.trim_start_matches([',', ';', ' ']);
    let word_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, rest) = rest.split_at(word_end);
    let known = word.is_empty() || EXTENSION_WORDS.contains(&word.to_lowercase().as_str());
    let digit_follows = rest.trim_start_matches(['#', '.', ':', '=', '-', ' ', '\u{A0}']).starts_with(is_digit);
    // libphonenumber would split it off silently, and the stored E.164 form has no place for it.
    (known && digit_follows && digits::count(before) >= SHORTEST_BEFORE_EXTENSION).then(|| {
        Diagnostic::new(
            IssueCode::PhoneExtension,
            "the number has an extension, which cannot be stored: write the number without it",
        )
    })
}

fn letters(text: &str) -> Option<Diagnostic> {
    let mut letters = text.chars().filter(|c| c.is_alphabetic() && !is_separator(*c)).peekable();
    let first = *letters.peek()?;
    // Latin and Cyrillic letters that are mistaken for 0 and 1; libphonenumber would drop them silently.
    let message = if letters.all(|c| "OoIlОо".contains(c)) {
        format!("the letter {first} stands where a digit should be: correct it")
    } else if let Some(label) = label::find(text) {
        label.advice()
    } else {
        "letters do not belong in a phone number: write it in digits, such as +60189988776".to_owned()
    };
    Some(Diagnostic::new(IssueCode::PhoneLetters, message))
}

fn explain(stray: InvalidReason) -> Diagnostic {
    let message = match stray {
        InvalidReason::SecondPlus => return multiple_numbers::finding(),
        InvalidReason::NoDigits => {
            "not a phone number: it has no digits; leave the cell empty if there is none".to_owned()
        }
        InvalidReason::Character(c) if is_line_break(c) => {
            "a line break stands in the phone number: write the number on one line".to_owned()
        }
        InvalidReason::Character(c) if c.is_control() => {
            format!("an invisible control character (U+{:04X}) stands in the phone number: delete it", u32::from(c))
        }
        InvalidReason::Character(c) => format!(
            "the character {c} cannot stand where it does in a phone number: write it as +60189988776 or +60 18-998 8776"
        ),
    };
    Diagnostic::new(IssueCode::PhoneInvalid, message)
}
