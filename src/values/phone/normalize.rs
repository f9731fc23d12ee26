//! Our own look at a phone cell, before the library's: what libphonenumber would read wrongly is named and refused here
//! (letters, decimals, two numbers, formulas), and what is left is plain: `+` and ASCII digits.

use super::digits;
use super::excel_artifacts;
use super::label;
use super::multiple_numbers;
use super::prefix;
use crate::model::{Diagnostic, IssueCode, Text};
use crate::values::trim;

/// What a cell says when its formatting is taken off.
pub(super) struct Normalized {
    /// ASCII digits, after a `+` if the cell has one.
    pub(super) number: Text,
    /// Whether a program's prefix was taken off.
    pub(super) had_prefix: bool,
}

/// Why the characters of a cell are not those of one number.
#[derive(Clone, Copy)]
enum InvalidReason {
    /// A `+` after digits.
    SecondPlus,
    /// A character that numbers are not written with, or not at this place.
    Character(char),
    /// Not a single digit.
    NoDigits,
}

/// Longer than any number with all its prefixes; it may be two, with only a blank between.
const MAX_CELL_CHARS: usize = 15;

/// Takes the formatting off a trimmed cell.
///
/// # Errors
/// What keeps the cell from being one phone number.
pub(super) fn clean(cell: &str) -> Result<Normalized, Diagnostic> {
    let (text, had_prefix) = prefix::take_off(cell);
    if !is_plain(&text) {
        refuse_suspicious(&text)?;
    }
    let text = text.trim_end_matches([',', ';', '.']);
    let number = collect(text).map_err(explain)?;
    if number.len() > MAX_CELL_CHARS && multiple_numbers::by_blanks(text) {
        return Err(multiple_numbers::finding());
    }
    Ok(Normalized { number, had_prefix })
}

/// Whether only such characters occur as need no second look. Most cells are so.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b' ' | b'-' | b'(' | b')'))
}

/// The checks in the order in which their names say most about the cell.
fn refuse_suspicious(text: &str) -> Result<(), Diagnostic> {
    let checks = [excel_artifacts::find, multiple_numbers::find, extension, letters];
    checks.into_iter().find_map(|check| check(text)).map_or(Ok(()), Err)
}

/// The `+` and the digits, in ASCII.
fn collect(text: &str) -> Result<Text, InvalidReason> {
    // So most numbers are, which machines write.
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

/// May stand anywhere in a number. A line break may not: it separates.
fn is_ignorable(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '［' | '］')
        || (!is_line_break(c) && (trim::is_space(c) || trim::is_invisible(c)))
}

/// May stand after the first digit or the `+`: dots, slashes and every dash that people and word processors write.
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

/// Whether a character may stand within one written number.
pub(super) fn is_phone_char(c: char) -> bool {
    digits::ascii_digit(c).is_some() || is_plus(c) || is_ignorable(c) || is_separator(c)
}

/// The words before an extension, in lower case.
const EXTENSION_WORDS: [&str; 9] = ["x", "ext", "extn", "extension", "extensión", "xtn", "доб", "durchwahl", "dw"];
/// The fewest digits before an extension.
const SHORTEST_BEFORE_EXTENSION: usize = 5;

/// `x123`, `ext. 123`, `;ext=123`, `#12`, and the dialling pauses `,123` and `;123`, after a number.
fn extension(text: &str) -> Option<Diagnostic> {
    let mark = |c: char| c.is_alphabetic() || matches!(c, '#' | ',' | ';');
    let (before, rest) = text.split_at(text.find(mark)?);
    let rest = rest.trim_start_matches([',', ';', ' ']);
    let word_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, rest) = rest.split_at(word_end);
    let known = word.is_empty() || EXTENSION_WORDS.contains(&word.to_lowercase().as_str());
    let digit_follows = rest.trim_start_matches(['#', '.', ':', '=', '-', ' ', '\u{A0}']).starts_with(is_digit);
    (known && digit_follows && digits::count(before) >= SHORTEST_BEFORE_EXTENSION).then(|| {
        Diagnostic::new(
            IssueCode::PhoneExtension,
            "the number has an extension, which cannot be stored: write the number without it",
        )
    })
}

fn is_digit(c: char) -> bool {
    digits::ascii_digit(c).is_some()
}

fn letters(text: &str) -> Option<Diagnostic> {
    let mut letters = text.chars().filter(|c| c.is_alphabetic() && !is_separator(*c)).peekable();
    let first = *letters.peek()?;
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
