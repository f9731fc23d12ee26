//! Splits a full name into first and last name (spec section 5, Full names).

mod words;

use std::borrow::Cow;

use super::trim;
use crate::model::{Diagnostic, IssueCode, NameOrder, NamePart};
use words::{
    is_capitals, is_company, is_connector, is_last_name_too, is_particle, is_patronymic, is_suffix, is_title,
    is_unspaced,
};

/// Parts of a full name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullName {
    /// First names; all of a name that is not split.
    pub first: String,
    /// Last name with its particles; empty if there is none.
    pub last: String,
    /// Reason why the name is not split although it has more than one part; `None` if it is split or is one word.
    pub unsplit: Option<&'static str>,
}

/// Splits a full name. A comma means last, first; particles (von, de la, bin, van der) stay with the last name; a single
/// word is a first name. A name that cannot be split is the first name as a whole.
pub fn split_full_name(name: &str, order: NameOrder) -> FullName {
    let name = trim::trim(name);
    if let Some(reason) = indivisible(name) {
        return FullName { first: name.to_owned(), last: String::new(), unsplit: Some(reason) };
    }
    let parts = match name.split_once([',', '\u{FF0C}', '\u{3001}']) {
        Some((before, after)) => at_comma(before, after, order),
        None => by_words(&name.split_whitespace().collect::<Vec<_>>(), order),
    };
    match parts {
        Ok((first, last)) => FullName { first, last, unsplit: None },
        Err(reason) => FullName { first: name.to_owned(), last: String::new(), unsplit: Some(reason) },
    }
}

/// Returns the order that capitals show in a name without a comma: `LEE Ann`, `Ann LEE`.
pub fn shown_order(name: &str) -> Option<NameOrder> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffixes = words.iter().rev().take_while(|word| is_suffix(word)).count();
    words.truncate(words.len() - suffixes);
    let first = leading_capitals(&words);
    let last = words.iter().rev().take_while(|word| is_capitals(word)).count();
    let has_lower = |words: &[&str]| words.iter().any(|word| word.chars().any(char::is_lowercase));
    match (first, last) {
        _ if name.contains(',') || !has_lower(&words) => None,
        (1.., 0) => Some(NameOrder::LastFirst),
        (0, 1..) => Some(NameOrder::FirstLast),
        _ => None,
    }
}

/// Returns one part of the full name in a cell, with the reason on the first part if the name is not split.
pub(super) fn part_of(cell: &str, part: NamePart, order: NameOrder) -> (Cow<'_, str>, Option<Diagnostic>) {
    let FullName { first, last, unsplit } = split_full_name(cell, order);
    match part {
        NamePart::First => (Cow::Owned(first), unsplit.map(not_split)),
        NamePart::Last => (Cow::Owned(last), None),
    }
}

fn not_split(reason: &str) -> Diagnostic {
    let message = format!("{reason}: it goes whole to First Name; where it is a person, give the last name a column");
    Diagnostic::new(IssueCode::NameUnsplit, message)
}

const COMPANY: &str = "this looks like a company, not like a person";
const UNSPACED: &str = "in this script nothing shows where the last name ends";
const SEVERAL: &str = "this looks like several people, or like more than a name";
const ONE_SIDED: &str = "only a title, a particle or a last name stands here";
const PARTICLE_OR_NAME: &str = "the first word may be a last name by itself, or begin a longer one";

/// Returns why a name cannot be split, whatever its order is.
fn indivisible(name: &str) -> Option<&'static str> {
    let words = || name.split([' ', '\u{A0}', ',', '(', ')']).filter(|word| !word.is_empty());
    let is_more =
        |word: &str| matches!(word.to_lowercase().as_str(), "&" | "+" | "and" | "und" | "et" | "y/o") || is_noise(word);
    if is_company(name) {
        Some(COMPANY)
    } else if name.chars().any(is_unspaced) && name.chars().filter(|c| c.is_alphabetic()).count() > 1 {
        Some(UNSPACED)
    } else if words().count() > 1 && (name.contains(['(', '[', '<', '|', ';', '\n']) || words().any(is_more)) {
        Some(SEVERAL)
    } else {
        None
    }
}

/// Returns true for a word that is no part of a name: it holds a digit, an address or a stroke, except `a/l`.
fn is_noise(word: &str) -> bool {
    !is_patronymic(word) && word.contains(|c: char| c.is_numeric() || matches!(c, '@' | '/' | '&'))
}

type Parts = Result<(String, String), &'static str>;

/// Splits at the first comma: `Lee, Ann`, `Moe, Bob, Jr.`, and `Bob Moe, Jr.`, where only a suffix is behind it.
fn at_comma(before: &str, after: &str, order: NameOrder) -> Parts {
    let pieces: Vec<&str> = after.split([',', '\u{FF0C}', '\u{3001}']).map(str::trim).collect();
    let is_all_suffix = |piece: &&&str| !piece.is_empty() && piece.split_whitespace().all(is_suffix);
    let (suffixes, names): (Vec<&str>, Vec<&str>) = (
        pieces.iter().filter(is_all_suffix).copied().collect(),
        pieces.iter().filter(|it| !is_all_suffix(it)).copied().collect(),
    );
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let before: Vec<&str> = before.split_whitespace().collect();
    match names[..] {
        // `Lee,` and `Bob Moe, Jr.`
        [] => by_words(&[before, suffixes].concat(), order),
        [first] => {
            let first: Vec<&str> = first.split_whitespace().collect();
            // Without a last name, as in `, Ann, Jr.`, the suffix stays with the first one.
            Ok(if before.is_empty() {
                (joined(&[first, suffixes].concat()), String::new())
            } else {
                (joined(&first), joined(&[before, suffixes].concat()))
            })
        }
        _ => Err(SEVERAL),
    }
}

fn by_words(words: &[&str], order: NameOrder) -> Parts {
    let suffixes = words.iter().rev().take_while(|word| is_suffix(word)).count();
    let names = words.len().saturating_sub(suffixes);
    let titles = words.iter().take(names).take_while(|word| is_title(word)).count();
    match names - titles {
        // A single word is a first name, also with a suffix; `Dr. Lee` is not.
        _ if names <= 1 => return Ok((joined(words), String::new())),
        0 | 1 => return Err(ONE_SIDED),
        _ => {}
    }
    let start = titles + last_name_start(&words[titles..names]);
    let has_patronymic = words[titles..names].iter().skip(1).any(|word| is_patronymic(word));
    if order == NameOrder::LastFirst && !has_patronymic {
        let end = titles + last_name_end(&words[titles..names])?;
        let first = [&words[..titles], &words[end..names]].concat();
        return Ok((joined(&first), joined(&[&words[titles..end], &words[names..]].concat())));
    }
    if start == titles {
        return Err(ONE_SIDED);
    }
    Ok((joined(&words[..start]), joined(&words[start..])))
}

/// Returns the index at which the last name begins where the first name is first; 0 if no first name is before it.
fn last_name_start(words: &[&str]) -> usize {
    let last = words.len() - 1;
    // `van Gogh`: the first of several names is no particle, except in capitals or as `Van Morrison` writes it.
    if words[0].chars().all(char::is_lowercase) && is_particle(words[0]) {
        return 0;
    }
    if let Some(at) = (1..last).find(|at| is_particle(words[*at])) {
        return at;
    }
    // `José Ortega y Gasset`
    if let Some(at) = (2..last).find(|at| is_connector(words[*at])) {
        return at - 1;
    }
    // `Juan GARCÍA LÓPEZ`: only where the first names are not in capitals too.
    let capitals = words.iter().rev().take_while(|word| is_capitals(word)).count();
    if (1..words.len()).contains(&capitals) { words.len() - capitals } else { last }
}

/// Returns the index behind the last name where it is first: `van der Berg Jan`, `LEE KIM Ann`.
fn last_name_end(words: &[&str]) -> Result<usize, &'static str> {
    let capitals = leading_capitals(words);
    if (1..words.len()).contains(&capitals) {
        return Ok(capitals);
    }
    let end = words.iter().take_while(|word| is_particle(word)).count() + 1;
    match (is_last_name_too(words[0]), end < words.len()) {
        (false, true) => Ok(end),
        (false, false) => Err(ONE_SIDED),
        // `Du Xiaoming`: with a particle no first name would be left.
        (true, false) => Ok(1),
        (true, true) => Err(PARTICLE_OR_NAME),
    }
}

fn leading_capitals(words: &[&str]) -> usize {
    words.iter().take_while(|word| is_capitals(word)).count()
}

fn joined(words: &[&str]) -> String {
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(name: &str, order: NameOrder) -> (String, String) {
        let FullName { first, last, unsplit } = split_full_name(name, order);
        assert_eq!(unsplit, None, "{name}");
        (first, last)
    }

    #[test]
    fn the_last_word_is_the_last_name_with_its_particles() {
        for (name, first, last) in [
            ("Ann Lee", "Ann", "Lee"),
            (" Ann\u{A0}Mary  Lee ", "Ann Mary", "Lee"),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
            ("Cor van der Berg", "Cor", "van der Berg"),
            ("Juan Carlos de la Cruz", "Juan Carlos", "de la Cruz"),
            ("Johanna von Moe", "Johanna", "von Moe"),
            ("Maria da Silva Santos", "Maria", "da Silva Santos"),
            ("Ahmad bin Abdul Rahman", "Ahmad", "bin Abdul Rahman"),
            ("Siti Nur binti Hassan", "Siti Nur", "binti Hassan"),
            ("Suresh a/l Raman", "Suresh", "a/l Raman"),
            ("José Ortega y Gasset", "José", "Ortega y Gasset"),
            ("Van Morrison", "Van", "Morrison"),
            ("Juan GARCÍA LÓPEZ", "Juan", "GARCÍA LÓPEZ"),
            ("ANN MARY LEE", "ANN MARY", "LEE"),
            ("Dr. Ann Lee", "Dr. Ann", "Lee"),
            ("Bob Moe Jr.", "Bob", "Moe Jr."),
            ("John Q. Smith III", "John Q.", "Smith III"),
            ("Ann", "Ann", ""),
            ("Bob Jr.", "Bob Jr.", ""),
            ("Mary-Jane O'Neil", "Mary-Jane", "O'Neil"),
            ("Иван Петров", "Иван", "Петров"),
        ] {
            assert_eq!(split(name, NameOrder::FirstLast), (first.to_owned(), last.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_comma_means_last_first_in_either_order() {
        for order in [NameOrder::FirstLast, NameOrder::LastFirst] {
            for (name, first, last) in [
                ("Lee, Ann", "Ann", "Lee"),
                ("Lee,Ann Mary", "Ann Mary", "Lee"),
                ("van der Berg, Cor", "Cor", "van der Berg"),
                ("Moe, Bob Jr.", "Bob Jr.", "Moe"),
                ("Moe, Bob, Jr.", "Bob", "Moe Jr."),
                ("Moe, Jr., Bob", "Bob", "Moe Jr."),
                ("Lee,", "Lee", ""),
                (", Ann", "Ann", ""),
                (", Ann, Jr.", "Ann Jr.", ""),
            ] {
                assert_eq!(split(name, order), (first.to_owned(), last.to_owned()), "{name}");
            }
        }
        assert_eq!(split("Bob Moe, Jr.", NameOrder::FirstLast), ("Bob".to_owned(), "Moe Jr.".to_owned()));
        assert_eq!(split("Ann Lee, PhD", NameOrder::FirstLast), ("Ann".to_owned(), "Lee PhD".to_owned()));
    }

    #[test]
    fn the_last_name_may_be_first() {
        for (name, first, last) in [
            ("Tan Wei Ming", "Wei Ming", "Tan"),
            ("van der Berg Cor", "Cor", "van der Berg"),
            ("LEE KIM Ann", "Ann", "LEE KIM"),
            ("LEE ANN", "ANN", "LEE"),
            ("Van der Berg Cor", "Cor", "Van der Berg"),
            ("Van Damme Jean", "Jean", "Van Damme"),
            ("De Souza Maria", "Maria", "De Souza"),
            ("le Gall Yann", "Yann", "le Gall"),
            ("LE GALL Yann", "Yann", "LE GALL"),
            ("Du Xiaoming", "Xiaoming", "Du"),
            ("Le Van An", "Van An", "Le"),
            ("Ahmad bin Abdullah", "Ahmad", "bin Abdullah"),
            ("Ann", "Ann", ""),
        ] {
            assert_eq!(split(name, NameOrder::LastFirst), (first.to_owned(), last.to_owned()), "{name}");
        }
        for (name, expected) in [
            ("LEE Ann", Some(NameOrder::LastFirst)),
            ("VAN DER BERG Cor", Some(NameOrder::LastFirst)),
            ("Ann LEE", Some(NameOrder::FirstLast)),
            ("LEE ANN", None),
            ("LEE, Ann", None),
            ("J. Lee", None),
            ("Ann Lee MD", None),
        ] {
            assert_eq!(shown_order(name), expected, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_split_is_the_first_name_and_told() {
        for name in [
            "Moe GmbH",
            "Moe & Co. KG",
            "Acme, Inc.",
            "Kedai Ali Sdn Bhd",
            "Muster AG",
            "山田太郎",
            "山田 太郎",
            "สมชาย ใจดี",
            "Ann & Bob Lee",
            "Ann Lee (office)",
            "Mr and Mrs Lee",
            "Dr. Lee",
            "van Gogh",
            "Lee, Ann, Bob",
        ] {
            let split = split_full_name(name, NameOrder::FirstLast);
            assert_eq!((split.first.as_str(), split.last.as_str()), (name, ""));
            assert!(split.unsplit.is_some(), "{name}");
        }
        for name in ["Do Thi Lan", "Lo Kok Wai", "Du Wei Ming", "Le Gall Yann", "LE THI LAN"] {
            assert_eq!(split_full_name(name, NameOrder::LastFirst).unsplit, Some(PARTICLE_OR_NAME), "{name}");
        }
        // Names of people that hold what companies hold in capitals.
        assert_eq!(split("LI SA", NameOrder::FirstLast).1, "SA");
        assert_eq!(split("Grace Co", NameOrder::FirstLast).1, "Co");
    }

    #[test]
    fn the_first_part_alone_tells_that_a_name_is_not_split() {
        let part = |part| part_of("Moe GmbH", part, NameOrder::FirstLast);
        let (first, finding) = part(NamePart::First);
        assert_eq!((&*first, finding.map(|finding| finding.code)), ("Moe GmbH", Some(IssueCode::NameUnsplit)));
        assert_eq!(part(NamePart::Last), (Cow::Borrowed(""), None));
    }
}
