//! Parser of headers: the field that a header's words mean.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::name_pair::read_pair;
use super::qualifiers::{is_about_something_else, is_word_for_number, penalty};
use super::semantic::{FieldMeaning, HeaderOrder};
use super::vocabulary::LANGUAGES;
use crate::mapping::header::{Header, is_number, key};
use crate::model::FieldId;

/// Meaning of a header, as far as the vocabulary knows its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderMeaning {
    pub(super) meaning: FieldMeaning,
    /// Penalty: other columns of the same field with a lower one are preferred.
    pub(super) reserve: u32,
    /// What it says of the order of the names, if it is a word for a full name.
    pub(super) order: Option<HeaderOrder>,
    /// Languages that have the word.
    pub(super) tongues: &'static [&'static str],
}

/// Meaning of a word, and the languages that have it.
pub(super) struct Word {
    /// Spelling that people use.
    pub(super) text: &'static str,
    pub(super) meaning: FieldMeaning,
    pub(super) order: Option<HeaderOrder>,
    pub(super) tongues: Vec<&'static str>,
}

/// Returns all words, by their keys.
pub(super) fn words() -> &'static HashMap<String, Word> {
    // Built at the first use: an import whose headers are all field names needs no vocabulary.
    static WORDS: OnceLock<HashMap<String, Word>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut all: HashMap<String, Word> = HashMap::new();
        for tongue in LANGUAGES {
            for (meaning, texts) in tongue.words {
                for text in *texts {
                    let order = meaning.order(tongue.order);
                    let new = Word { text, meaning: *meaning, order, tongues: Vec::new() };
                    let word = all.entry(key(text)).or_insert(new);
                    if word.order != order {
                        word.order = word.order.map(|_| HeaderOrder::Unknown);
                    }
                    if !word.tongues.contains(&tongue.name) {
                        word.tongues.push(tongue.name);
                    }
                }
            }
        }
        all
    })
}

/// Penalty for a header with an explanation in brackets.
const PENALTY_BRACKETS: u32 = 5;

/// Maximum number of languages named for a word.
const TONGUES_NAMED: usize = 3;

/// Penalty for a second number or address, which is used only where there is no first.
const PENALTY_NOT_FIRST: u32 = 50;

/// Words for names that count only by themselves: `Last Contact` is a day.
pub(super) const ONLY_WHEN_ALONE: [&str; 3] = ["first", "last", "names"];

/// Maximum number of words of a header; a longer one is a sentence. All spans of words are tried, and their number
/// grows with the square.
const MAX_WORDS: usize = 16;

/// Parses a header; `None` if it is not about a known field. A header that is understood in part is easily
/// misunderstood, so all of its words have to be known.
pub(super) fn parse_header(text: &str) -> Option<HeaderMeaning> {
    if text.len() > Header::LONGEST {
        return None;
    }
    read_words(text).or_else(|| read_without_brackets(text)).or_else(|| read_alternatives(text))
}

/// Parses `Phone (home)`, `Email [required]`: text in brackets explains, unless it is about something else.
fn read_without_brackets(text: &str) -> Option<HeaderMeaning> {
    let (before, rest) = text.split_once(['(', '[', '{', '<'])?;
    let (inside, after) = rest.split_once([')', ']', '}', '>']).unwrap_or((rest, ""));
    let reading = read_words(&format!("{before} {after}"))?;
    if is_about_other_things(inside) && !is_explanation(inside) {
        return None;
    }
    // `Name (last, first)`
    let order_inside = || read_words(inside).and_then(|inside| inside.order);
    let order = reading.order.map(|order| order_inside().unwrap_or(order));
    Some(HeaderMeaning { reserve: reading.reserve + PENALTY_BRACKETS, order, ..reading })
}

/// Returns true for text such as `(as in the passport)` and `(with country code)`: it says how to fill the column in,
/// not what else it holds.
fn is_explanation(inside: &str) -> bool {
    const BEGINNINGS: [&str; 13] =
        ["as", "with", "without", "incl", "including", "eg", "separated", "mit", "ohne", "wie", "avec", "con", "com"];
    Header::new(inside).words.first().is_some_and(|word| BEGINNINGS.contains(&word.as_str()))
}

/// Parses alternatives such as `E-Mail / Courriel`, `Tel/HP`: several words for one field.
fn read_alternatives(text: &str) -> Option<HeaderMeaning> {
    let parts = text.split(['/', '|']).map(read_words).collect::<Option<Vec<_>>>().filter(|parts| parts.len() > 1)?;
    let best = parts.iter().min_by_key(|part| part.reserve)?;
    let is_one = parts.iter().all(|part| part.meaning.field() == best.meaning.field());
    is_one.then(|| HeaderMeaning { reserve: best.reserve + PENALTY_BRACKETS, ..best.clone() })
}

fn is_about_other_things(text: &str) -> bool {
    Header::new(text).words.iter().any(|word| is_about_something_else(word))
}

fn read_words(text: &str) -> Option<HeaderMeaning> {
    let header = Header::new(text);
    if let Some(word) = words().get(&header.key) {
        return Some(reading(word));
    }
    let numbers = header.number.map_or(0, |number| if number > 1 { PENALTY_NOT_FIRST } else { 0 });
    // Google heads the columns of a group with `Phone 1 - Value`.
    let is_of_group = |word: &str| is_number(word) || (header.number.is_some() && word == "value");
    let said: Vec<&str> = header.words.iter().map(String::as_str).filter(|word| !is_of_group(word)).collect();
    if said.len() > MAX_WORDS {
        return None;
    }
    // Longest span first: `home phone number` must not be read as `phone` with two other words around it.
    let spans = (1..=said.len()).rev().flat_map(|length| (0..=said.len() - length).map(move |at| at..at + length));
    spans.into_iter().find_map(|span| {
        let read = read_span(&said[span.clone()])?;
        let around = || said[..span.start].iter().chain(&said[span.end..]);
        let reserves = around().map(|other| penalty_with(other, read.meaning)).sum::<Option<u32>>()?;
        let more_exactly = around().filter_map(|other| kind_of_phone(other)).min_by_key(|kind| kind.penalty());
        let meaning = more_exactly.filter(|kind| kind.penalty() < read.meaning.penalty()).unwrap_or(read.meaning);
        Some(HeaderMeaning { meaning, reserve: meaning.penalty() + numbers + reserves, ..read })
    })
}

/// Parses words that mean a field together.
fn read_span(span: &[&str]) -> Option<HeaderMeaning> {
    let key = span.concat();
    let word = words().get(&key).filter(|_| !ONLY_WHEN_ALONE.contains(&key.as_str()));
    word.map(reading).or_else(|| read_pair(span))
}

/// Returns the penalty for another word next to the meaning; `None` if it does not belong there. A phone may be named
/// in several words: `Tel.-Nr. mobil`, `Mobile Ph.`
fn penalty_with(other: &str, meaning: FieldMeaning) -> Option<u32> {
    let tells_phone = is_word_for_number(other) || kind_of_phone(other).is_some();
    if meaning.field() == FieldId::PHONE && tells_phone { Some(0) } else { penalty(other, meaning) }
}

fn kind_of_phone(word: &str) -> Option<FieldMeaning> {
    words().get(word).map(|word| word.meaning).filter(|meaning| meaning.field() == FieldId::PHONE)
}

fn reading(word: &'static Word) -> HeaderMeaning {
    let Word { meaning, order, tongues, .. } = word;
    HeaderMeaning { meaning: *meaning, reserve: meaning.penalty(), order: *order, tongues }
}

impl HeaderMeaning {
    /// Returns the reason for a person.
    pub(super) fn reason(&self) -> String {
        let phrase = self.meaning.phrase();
        match self.tongues {
            [] | ["English", ..] => phrase.to_owned(),
            [one] => format!("{one} for {phrase}"),
            [first @ .., last] if first.len() < TONGUES_NAMED => {
                format!("{} and {last} for {phrase}", first.join(", "))
            }
            [one, other, more @ ..] => format!("{one}, {other} and {} more languages: {phrase}", more.len()),
        }
    }
}
