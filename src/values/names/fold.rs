//! Comparison form of names of countries and languages.

use std::borrow::Cow;

use crate::model::{Text, folded};

/// Returns a name in plain words: [`folded`], `&` as `and`, without dots and apostrophes, other punctuation as one
/// blank. `Côte d’Ivoire` becomes `cote divoire`, `U.S.A.` becomes `usa`.
pub(in crate::values) fn normalize_name(name: &str) -> Text {
    let mut words = Text::const_new("");
    for c in folded(name).chars() {
        match c {
            '&' => push_word(&mut words, "and"),
            // Dropped and not replaced by a blank: `U.S.A.` is `USA`, and `d’Ivoire` one word.
            '.' | '\'' | '’' | '‘' | 'ʻ' | '`' => {}
            c if c.is_alphanumeric() => words.push(c),
            _ => end_word(&mut words),
        }
    }
    if words.ends_with(' ') {
        words.pop();
    }
    words
}

/// Returns a text with full-width letters and signs, as East Asian keyboards type them, as ASCII: `ＭＹ` is `MY`.
pub(super) fn halfwidth(text: &str) -> Cow<'_, str> {
    if !text.contains(is_fullwidth) {
        return Cow::Borrowed(text);
    }
    let ascii = |c: char| char::from_u32(u32::from(c) - FULLWIDTH_DISTANCE).unwrap_or(c);
    Cow::Owned(text.chars().map(|c| if is_fullwidth(c) { ascii(c) } else { c }).collect())
}

/// Distance of a full-width form from its character of ASCII.
const FULLWIDTH_DISTANCE: u32 = 0xFEE0;

fn is_fullwidth(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}')
}

fn push_word(words: &mut Text, word: &str) {
    end_word(words);
    words.push_str(word);
    words.push(' ');
}

fn end_word(words: &mut Text) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fullwidth_letters_are_those_of_ascii() {
        assert_eq!(halfwidth("ＭＹ　ｅｎ－US"), "MY　en-US");
        assert!(matches!(halfwidth("日本"), Cow::Borrowed("日本")));
    }

    #[test]
    fn names_fold_to_plain_words() {
        for (name, folded) in [
            ("Malaysia", "malaysia"),
            ("  Côte   d’Ivoire ", "cote divoire"),
            ("Cote\u{301} d'Ivoire", "cote divoire"),
            ("U.S.A.", "usa"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("Trinidad&Tobago", "trinidad and tobago"),
            ("Korea (Republic of)", "korea republic of"),
            ("GUINEA-BISSAU", "guinea bissau"),
            ("TÜRKİYE", "turkiye"),
            ("Åland", "aland"),
            ("Việt Nam", "viet nam"),
            ("Nguyễn Đặng", "nguyen dang"),
            ("日本", "日本"),
            ("(…)", ""),
        ] {
            assert_eq!(normalize_name(name), folded, "{name}");
        }
    }
}
