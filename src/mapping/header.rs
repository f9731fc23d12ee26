use crate::model::Column;

/// A header in the form in which headers are compared: words in lower case without accents and punctuation.
/// `E-Mail-Adresse`, `email_adresse` and `emailAdresse` are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Its words; digits are words of their own.
    pub(super) words: Vec<String>,
    /// Its words without anything between them, because people write `e-mail`, `email` and `e mail`.
    pub(super) key: String,
    /// The key with `#` for its first number.
    numbered: Option<String>,
    /// Its first number.
    pub(super) number: Option<usize>,
}

impl Header {
    /// A longer header, in bytes, is a text that names nothing. Its words are compared with others in many ways, and a file
    /// may have a thousand headers of 20 KB.
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

    /// Its words but for the numbers: `Tag 1` and `Tag 2` are of one series.
    pub(super) fn without_numbers(&self) -> String {
        self.words.iter().filter(|word| !is_number(word)).map(String::as_str).collect()
    }

    /// Whether it is of this pattern: folded words, `#` for a number, `*` at the end for anything.
    pub(super) fn fits(&self, pattern: &str) -> bool {
        fits(&self.key, pattern) || self.numbered.as_deref().is_some_and(|numbered| fits(numbered, pattern))
    }
}

/// The folded words without anything between them.
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
    let mut words = vec![String::new()];
    let mut before = None;
    for c in text.chars().filter(|c| !is_within_words(*c)) {
        if before.is_some_and(|before| is_boundary(before, c)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            c.to_lowercase().for_each(|lower| push_plain(word, lower));
        }
        before = Some(c);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Apostrophes and combining accents: `Manager's` is one word.
fn is_within_words(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | '\u{300}'..='\u{36F}')
}

/// Where `firstName2` and `E-Mail` fall apart.
fn is_boundary(before: char, after: char) -> bool {
    !after.is_alphanumeric()
        || (before.is_lowercase() && after.is_uppercase())
        || (before.is_numeric() != after.is_numeric())
}

/// A letter without its accent: of the languages whose headers are known, and their neighbours.
fn push_plain(word: &mut String, c: char) {
    match c {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'à'..='å' | 'ā' | 'ă' | 'ą' => word.push('a'),
        'ç' | 'ć' | 'č' => word.push('c'),
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => word.push('e'),
        'ì'..='ï' | 'ī' | 'ı' => word.push('i'),
        'ł' => word.push('l'),
        'ñ' | 'ń' | 'ň' => word.push('n'),
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'º' => word.push('o'),
        'ś' | 'ş' | 'š' => word.push('s'),
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => word.push('u'),
        'ý' | 'ÿ' => word.push('y'),
        'ź' | 'ż' | 'ž' => word.push('z'),
        '\u{300}'..='\u{36F}' => {}
        other => word.push(other),
    }
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
