//! Headers in comparable form.

use crate::model::{Column, folded, without_accents};

/// Header in comparable form: words in lower case without accents and punctuation. `E-Mail-Adresse`, `email_adresse`
/// and `emailAdresse` are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Words; digits are words of their own.
    pub(super) words: Vec<String>,
    /// Words joined, because people write `e-mail`, `email` and `e mail`.
    pub(super) key: String,
    /// Key with `#` in place of the first number.
    numbered: Option<String>,
    /// First number.
    pub(super) number: Option<usize>,
}

impl Header {
    /// Maximum length of a header that is compared, in bytes; a longer one is a text that names nothing. Its words are
    /// compared with others in many ways, and a file may have a thousand headers of 20 KB.
    pub(super) const LONGEST: usize = 500;

    pub(super) fn new(text: &str) -> Self {
        let words = if text.len() > Self::LONGEST { Vec::new() } else { words(text) };
        let number = words.iter().find_map(|word| word.parse().ok());
        let at = words.iter().position(|word| is_number(word));
        let numbered = at.map(|at| [&words[..at].concat(), "#", &words[at + 1..].concat()].concat());
        Self { key: words.concat(), numbered, number, words }
    }

    pub(super) fn all(columns: &[Column]) -> Vec<Self> {
        columns.iter().map(|column| Self::new(&column.name)).collect()
    }

    /// Returns the words without numbers: `Tag 1` and `Tag 2` belong to one series.
    pub(super) fn without_numbers(&self) -> String {
        self.words.iter().filter(|word| !is_number(word)).map(String::as_str).collect()
    }

    /// Returns true if the header matches a pattern: folded words, `#` for a number, `*` at the end for any text.
    pub(super) fn fits(&self, pattern: &str) -> bool {
        fits(&self.key, pattern) || self.numbered.as_deref().is_some_and(|numbered| fits(numbered, pattern))
    }
}

/// Returns the folded words, joined.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

pub(super) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn fits(key: &str, pattern: &str) -> bool {
    let begins = pattern.strip_suffix('*');
    let mut rest = key.chars();
    let all = begins.unwrap_or(pattern).chars().filter(|c| *c != ' ').all(|c| rest.next() == Some(c));
    all && (begins.is_some() || rest.next().is_none())
}

fn words(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| !is_within_words(*c)).collect();
    // Word boundaries need the case (`firstName`), so accents are removed first and case only at the end.
    let mut words = vec![String::new()];
    let mut before = None;
    for c in without_accents(&text).chars() {
        if before.is_some_and(|before| is_boundary(before, c)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.push(c);
        }
        before = Some(c);
    }
    words.iter().filter(|word| !word.is_empty()).map(|word| folded(word).into_owned()).collect()
}

/// Returns true for apostrophes: `Manager's` is one word.
fn is_within_words(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// Returns true where `firstName2` and `E-Mail` split into words.
fn is_boundary(before: char, after: char) -> bool {
    !after.is_alphanumeric()
        || (before.is_lowercase() && after.is_uppercase())
        || (before.is_numeric() != after.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_fall_into_plain_words() {
        for (text, expected) in [
            ("First Name", "first name"),
            ("firstName", "first name"),
            ("FIRST_NAME*", "first name"),
            ("E-Mail-Adresse", "e mail adresse"),
            ("E-mail 1 - Value", "e mail 1 value"),
            ("Phone2", "phone 2"),
            ("Manager's Name", "managers name"),
            ("Pre\u{301}nom", "prenom"),
            ("Straße geschäftlich", "strasse geschaftlich"),
            ("Nº de telefone", "no de telefone"),
            ("Số điện thoại", "so dien thoai"),
            ("Ｅ－Ｍａｉｌ", "e mail"),
            ("  ", ""),
            ("姓名", "姓名"),
        ] {
            assert_eq!(Header::new(text).words.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn patterns_know_numbers_and_open_ends() {
        let fits = |text: &str, pattern: &str| Header::new(text).fits(pattern);
        assert!(fits("E-mail 1 - Value", "e mail # value") && fits("Email 12 Value", "e mail # value"));
        assert!(fits("E-mail 2 Address", "e mail 2 address") && !fits("E-mail 3 Address", "e mail 2 address"));
        assert!(fits("Address 1 - City", "address # *") && !fits("Addressee", "address # *"));
        assert!(!fits("Phone 1 - Value 2", "phone # value"));
    }
}
