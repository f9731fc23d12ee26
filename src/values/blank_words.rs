//! Words that stand for a blank cell (`--blank`, spec section 4).

use super::trim::trim;
use crate::model::composed;

/// Texts that count as blank where a cell is exactly one of them, upper and lower case aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlankWords {
    /// As typed.
    words: Vec<String>,
    /// In comparable form.
    keys: Vec<String>,
    /// Length of the longest word, in bytes.
    longest: usize,
}

impl BlankWords {
    /// Returns true if there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns them as they were typed.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns true if a cell, without the blanks around it, is one of them.
    pub fn holds(&self, cell: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let text = trim(cell);
        if text.is_ascii() {
            return self.keys.iter().any(|word| word.eq_ignore_ascii_case(text));
        }
        // No letter takes more than three times as many bytes in its other case or form.
        text.len() <= self.longest * 3 && self.keys.contains(&key(text))
    }
}

impl<'w> FromIterator<&'w str> for BlankWords {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
        let longest = keys.iter().map(String::len).max().unwrap_or_default();
        Self { words, keys, longest }
    }
}

fn key(text: &str) -> String {
    composed(trim(text)).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_word_as_a_whole_and_in_any_case() {
        let words: BlankWords = ["N/A", " sem informa\u{E7}\u{E3}o", "-"].into_iter().collect();
        for cell in ["N/A", " n/a\u{A0}", "SEM INFORMA\u{C7}\u{C3}O", "sem informac\u{327}a\u{303}o", "-"] {
            assert!(words.holds(cell), "{cell}");
        }
        for cell in ["N/A.", "NA", "", "--", "sem informacao"] {
            assert!(!words.holds(cell), "{cell}");
        }
        assert!(!BlankWords::default().holds(""));
    }
}
