//! Two numbers in one cell, as opposed to the many ways to write one.

use super::digits;
use super::normalize;
use crate::model::{Diagnostic, IssueCode};
use crate::values::trim;

/// Returns the error of two numbers in a cell.
pub(super) fn finding() -> Diagnostic {
    Diagnostic::new(
        IssueCode::PhoneSeveral,
        "two or more phone numbers stand in the cell: keep one, and give the others columns of their own",
    )
}

/// Finds two numbers with a separator between them.
pub(super) fn find(text: &str) -> Option<Diagnostic> {
    (by_separators(text) || by_words(text) || by_slashes(text)).then(finding)
}

/// Detects `0301234567; 0307654321`: separators that never occur within one number.
fn by_separators(text: &str) -> bool {
    let marks = |c: char| matches!(c, ',' | ';' | '|' | '\n' | '\r' | ':' | '，' | '；' | '、');
    has_two(text.split(marks), 5)
}

/// Detects `0301234567 or 0307654321`, `0301234567 (work) 0307654321 (home)`. A single letter may be a typing error or
/// an extension.
fn by_words(text: &str) -> bool {
    has_two(text.split(|c| !normalize::is_phone_char(c)), 7)
}

/// Detects `0301234567/0307654321`, and also `0301234567/68`, which names a second number by its ending. In
/// `030/1234567` the slash ends the area code, and in `0171/123/4567` it groups digits: the part before it is too short
/// for a number.
fn by_slashes(text: &str) -> bool {
    let parts: Vec<usize> = text.split(['/', '／']).map(digits::count).collect();
    let [before @ .., ending] = parts.as_slice() else { return false };
    let [first, middle @ ..] = before else { return false };
    let whole = shortest_whole(text);
    let has_whole_part = *first >= whole || middle.iter().any(|digits| *digits >= SHORTEST_NATIONAL);
    let last = middle.last().unwrap_or(first);
    has_whole_part || (is_other_ending(*ending, *last) && before.iter().sum::<usize>() >= whole)
}

/// Returns true if the digits behind a slash may replace the last ones before it: `123456/57`. Groups of about the same
/// length belong to one number: `0475/12/34/56`, `02/123/45/67`, `0171/1234/567`.
fn is_other_ending(ending: usize, before: usize) -> bool {
    ending <= LONGEST_ENDING && before >= ending + MIN_DIGITS_KEPT
}

/// Minimum number of digits of a number with its area code, and maximum number of an ending that names another number.
const SHORTEST_NATIONAL: usize = 7;
const LONGEST_ENDING: usize = 3;

/// Minimum number of digits that an ending leaves of the group of which it replaces the last ones.
const MIN_DIGITS_KEPT: usize = 2;

/// Returns the minimum number of digits of a complete number, which is higher with a country code than without.
// SHORTEST_NATIONAL behind a calling code of up to three digits, and behind `00`.
fn shortest_whole(text: &str) -> usize {
    let start = text.trim_start_matches(['(', '[', ' ']);
    if start.starts_with("00") {
        12
    } else if start.starts_with(['+', '＋']) {
        10
    } else {
        SHORTEST_NATIONAL
    }
}

/// Detects `0189988776 0189988777`: two groups, each as long as a number. Called only for very long numbers.
pub(super) fn by_blanks(text: &str) -> bool {
    has_two(text.split(trim::is_space), 9)
}

fn has_two<'a>(mut parts: impl Iterator<Item = &'a str>, shortest: usize) -> bool {
    let mut is_number = |part: &str| digits::count(part) >= shortest;
    parts.by_ref().any(&mut is_number) && parts.any(is_number)
}
