//! Comparison forms of text: Unicode's composed form (NFC), and plain letters without case and accents.

use std::borrow::Cow;

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
/// NFKD rather than NFD, so that full-width letters and ligatures become plain ones too.
const DECOMPOSED: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();

/// Returns the composed form (NFC) of a text: `e` with a combining accent becomes `é`. Texts that look the same and
/// differ only in how their letters are encoded have the same composed form.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { COMPOSED.normalize(text) }
}

/// Returns true if two texts have the same composed form.
pub fn is_same_text(one: &str, other: &str) -> bool {
    // ASCII is composed already; of other text only U+037E, U+1FEF and U+212A compose to it, which count as different.
    one == other || (!one.is_ascii() && !other.is_ascii() && composed(one) == composed(other))
}

/// Reduces a text to plain letters: lower case, no accents, one Unicode form. `Nguyễn`, `NGUYÊN` and `nguyen` are
/// equal, and so are `Gøran` and `Goran`; voiced kana, vowel signs and all marks that make a different letter stay.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    // Decomposed first: only then are accents characters of their own that can be dropped.
    let mut plain = String::with_capacity(text.len());
    for c in DECOMPOSED.normalize(text).chars().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
        match plain_letters(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    recomposed(plain)
}

/// Returns a text without accents, in its own case and in one Unicode form.
pub fn without_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    recomposed(DECOMPOSED.normalize(text).chars().filter(|c| !is_accent(*c)).collect())
}

/// Recomposes what was decomposed but is no accent: Hangul syllables, voiced kana.
fn recomposed(text: String) -> Cow<'static, str> {
    match composed(&text) {
        Cow::Borrowed(_) => Cow::Owned(text),
        Cow::Owned(composed) => Cow::Owned(composed),
    }
}

/// Returns true for a mark on the letter before it: an accent, a virama, a tone.
pub fn is_combining(c: char) -> bool {
    const CLASSES: CanonicalCombiningClassMapBorrowed<'static> = CanonicalCombiningClassMapBorrowed::new();
    !c.is_ascii() && CLASSES.get_u8(c) != 0
}

/// Returns true for combining marks that readers omit: accents, the points of Hebrew, the vowel signs of Arabic.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}')
}

/// Returns the usual substitute for a lower-case letter that Unicode does not decompose.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ƀ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' => "c",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ə' | 'ǝ' | 'ɛ' | 'ɇ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' | 'ɣ' => "g",
        'ħ' | 'ɦ' => "h",
        'ı' | 'ɨ' | 'ɩ' => "i",
        'ȷ' | 'ɉ' => "j",
        'ƙ' | 'ĸ' => "k",
        'ł' | 'ƚ' | 'ɫ' => "l",
        'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ø' | 'ɔ' | 'ɵ' => "o",
        'ƥ' => "p",
        'ɍ' => "r",
        'ŧ' | 'ƭ' | 'ʈ' => "t",
        'ʉ' | 'ʊ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ς' => "σ", // Sigma at the end of a word is the same letter.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_forms_do_not_matter() {
        for (one, other) in [
            ("José", "JOSE\u{301}"),
            ("José", "jose"),
            ("Nguyễn", "Nguyen"),
            ("Nguye\u{302}\u{303}n", "NGUYỄN"),
            ("Đặng", "Dang"),
            ("Gøran", "Goran"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("İSTANBUL", "istanbul"),
            ("Işık", "isik"),
            ("Weiß", "WEISS"),
            ("STRAẞE", "strasse"),
            ("Æsa Œuvre", "aesa oeuvre"),
            ("Þóra Guðmundsdóttir", "thora gudmundsdottir"),
            ("Ħamrun", "hamrun"),
            ("Ｊｏｓｅ", "jose"),
            ("ﬁnn", "finn"),
            ("ΟΔΥΣΣΕΎΣ", "Οδυσσευς"),
            ("Артём", "артем"),
            ("ﾔﾏﾀﾞ", "ヤマダ"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("שָׁלוֹם", "שלום"),
            ("مُحَمَّد", "محمد"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn other_letters_stay_others() {
        for (one, other) in [("ヤマダ", "ヤマタ"), ("की", "का"), ("가", "각"), ("Ann", "Anna"), ("กา", "กำ")]
        {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn nothing_is_copied_that_is_plain() {
        assert!(matches!(folded("ann"), Cow::Borrowed("ann")));
        assert!(matches!(without_accents("Ann"), Cow::Borrowed("Ann")));
        assert!(matches!(composed("José"), Cow::Borrowed("José")));
    }

    #[test]
    fn texts_that_are_encoded_otherwise_are_the_same() {
        assert!(is_same_text("José", "Jose\u{301}") && is_same_text("\u{212B}", "Å"));
        assert!(!is_same_text("José", "Jose") && !is_same_text("Ｊ", "J"));
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,12}") {
            let once = folded(&text).into_owned();
            prop_assert_eq!(folded(&once).into_owned(), once);
        }

        #[test]
        fn the_form_in_which_a_text_came_does_not_matter(text in "\\PC{0,12}") {
            prop_assert_eq!(folded(&composed(&text)).into_owned(), folded(&text).into_owned());
            prop_assert!(is_same_text(&composed(&text), &text));
        }
    }
}
