//! Headers that name both parts of a full name, and so their order: `Nachname, Vorname`, `Apellidos y nombre`.

use super::header_parser::{HeaderMeaning, ONLY_WHEN_ALONE, Word, words};
use super::names::is_family_beside;
use super::semantic::FieldMeaning;
use crate::model::NameOrder;

/// Maximum number of words of such a header; all ways to divide them are tried.
const MAX_WORDS: usize = 6;

/// Words for "and", folded.
const CONNECTORS: [&str; 20] = [
    "and", "und", "u", "et", "y", "e", "i", "a", "en", "och", "og", "ja", "es", "si", "va", "ve", "και", "и", "та", "і",
];

/// Parses a word for one part of a name and one for the other, with or without "and" between them.
pub(super) fn read_pair(span: &[&str]) -> Option<HeaderMeaning> {
    if !(2..=MAX_WORDS).contains(&span.len()) {
        return None;
    }
    (1..span.len()).find_map(|at| {
        let (left, right) = span.split_at(at);
        let (left, right) = (find(left)?, find(without_connector(right))?);
        let meaning = match order(left, right)? {
            NameOrder::FirstLast => FieldMeaning::FirstLast,
            NameOrder::LastFirst => FieldMeaning::LastFirst,
        };
        // The word that fewer languages have tells the language: `name` is English too, `Vorname` German alone.
        let tongues = if left.tongues.len() < right.tongues.len() { &left.tongues } else { &right.tongues };
        let order = meaning.order(NameOrder::default());
        Some(HeaderMeaning { meaning, reserve: meaning.penalty(), order, tongues })
    })
}

/// Returns the order of the parts that two words of one language mean; `None` if they are not the two parts of a name.
fn order(left: &Word, right: &Word) -> Option<NameOrder> {
    if !left.tongues.iter().any(|tongue| right.tongues.contains(tongue)) {
        return None;
    }
    let is_family = |name: &Word, given: &Word| is_family_beside(&name.tongues, &given.tongues);
    match (left.meaning, right.meaning) {
        (FieldMeaning::Given | FieldMeaning::Name, FieldMeaning::Family) => Some(NameOrder::FirstLast),
        (FieldMeaning::Family, FieldMeaning::Given | FieldMeaning::Name) => Some(NameOrder::LastFirst),
        (FieldMeaning::Given, FieldMeaning::Name) => is_family(right, left).then_some(NameOrder::FirstLast),
        (FieldMeaning::Name, FieldMeaning::Given) => is_family(left, right).then_some(NameOrder::LastFirst),
        _ => None,
    }
}

fn find(span: &[&str]) -> Option<&'static Word> {
    let key = span.concat();
    words().get(&key).filter(|_| !ONLY_WHEN_ALONE.contains(&key.as_str()))
}

fn without_connector<'s, 'w>(span: &'s [&'w str]) -> &'s [&'w str] {
    match span {
        [first, rest @ ..] if CONNECTORS.contains(first) => rest,
        _ => span,
    }
}
