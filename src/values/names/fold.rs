//! Comparison form of names of countries and languages.

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
