//! Languages by code, name and locale.

use std::collections::HashMap;
use std::sync::OnceLock;

use isolang::Language;

use super::cldr;
use super::country::country;
use super::fold::{halfwidth, normalize_name};
use super::halves::{agreeing, in_parentheses};
use super::language_names::{BIBLIOGRAPHIC_CODES, COMMON_NAMES, FORMER_CODES, NAMES_LIKE_CODES, OWN_NAMES};
use super::locale::language_subtag;
use crate::model::{Diagnostic, IssueCode, Text};

/// Minimum length of a name, in characters. Shorter names exist, but `(en)` is the code of English and not En, a
/// language of Vietnam, and `E` is a typing error and not E, a language of China.
const MIN_NAME_CHARS: usize = 3;

/// Maximum length of a code of ISO 639, in letters.
const MAX_CODE_LEN: usize = 3;

/// Meaning of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    /// One language, by its stored code.
    One(&'static str),
    /// Several languages of which none has a two-letter code.
    Several,
}

/// Returns the code of a language given by ISO 639 code (two letters; three, including bibliographic ones such as
/// `ger`), by name in one of many languages, by a locale (`en-US`, `pt_BR`, `zh-Hans`), of which the language counts,
/// or by two of these that agree (`German (Deutsch)`).
///
/// # Errors
/// A diagnostic when it is none of these, or a name of several languages.
pub(in crate::values) fn language(text: &str) -> Result<&'static str, Diagnostic> {
    let text = &*halfwidth(text);
    if let Some(code) = by_code(text) {
        return Ok(code);
    }
    match by_name(text).or_else(|| by_qualified_name(text)) {
        Some(Named::One(code)) => Ok(code),
        Some(Named::Several) => Err(unknown(
            "several languages have this name: give the three-letter ISO 639 code of the one that is meant",
        )),
        None => by_locale(text)
            .or_else(|| agreeing(text, by_any_form))
            .ok_or_else(|| unknown("not a language: give an ISO 639 code such as ms or a name such as Malay")),
    }
}

fn unknown(message: &str) -> Diagnostic {
    Diagnostic::new(IssueCode::LanguageUnknown, message)
}

/// Returns the stored code: the one of two letters where it exists.
fn stored(language: Language) -> &'static str {
    match language.to_639_1() {
        Some(code) => code,
        None => language.to_639_3(),
    }
}

fn by_code(text: &str) -> Option<&'static str> {
    if !matches!(text.len(), 2 | 3) {
        return None;
    }
    let mut code = Text::from(text);
    code.make_ascii_lowercase();
    let other = |codes: &[(&str, &'static str)]| codes.iter().find(|(other, _)| *other == code).map(|(_, code)| *code);
    let iso = if code.len() == 2 { Language::from_639_1(&code) } else { Language::from_639_3(&code) };
    other(&FORMER_CODES).or_else(|| iso.map(stored)).or_else(|| other(&BIBLIOGRAPHIC_CODES))
}

/// Returns what a code may mean in a column of names, besides its language: `Ga` is a language of Ghana, and `ga` the code of
/// Irish. Codes are written in small letters or in capitals, names with one capital.
pub fn other_meaning(text: &str) -> Option<String> {
    let code = by_code(text)?;
    let meant = cldr::language_name(code).unwrap_or(code);
    let name = || {
        let is_name = text.starts_with(char::is_uppercase) && text.chars().skip(1).all(char::is_lowercase);
        let known = NAMES_LIKE_CODES.iter().copied().chain(cldr::rare_languages()).chain(cldr::languages());
        known.filter(|_| is_name).find(|(name, of)| *name == text && *of != code)
    };
    if text == UNITED_KINGDOM {
        return Some(format!("the country, or the code of {meant}: write {meant}, or the language that is meant"));
    }
    name().map(|(name, of)| format!("the language {name}, or the code of {meant}: write {of} or {meant}"))
}

/// The usual short form of a country that is the code of a language which is not spoken there.
const UNITED_KINGDOM: &str = "UK";

fn by_locale(text: &str) -> Option<&'static str> {
    language_subtag(text).and_then(by_code)
}

/// Parses one half of a cell: a code, a name or a locale.
fn by_any_form(text: &str) -> Option<&'static str> {
    let named = || match by_name(text)? {
        Named::One(code) => Some(code),
        Named::Several => None,
    };
    by_code(text).or_else(named).or_else(|| by_locale(text))
}

fn by_name(text: &str) -> Option<Named> {
    // Two tables, because to make the one of rare languages, with 7,916 names, takes three milliseconds.
    static USUAL: OnceLock<HashMap<Text, Named>> = OnceLock::new();
    static RARE: OnceLock<HashMap<Text, Named>> = OnceLock::new();
    let key = normalize_name(text);
    // A code first: some languages have names of two or three letters, which are codes of others.
    if let Some(code) = by_code(&key) {
        return Some(Named::One(code));
    }
    // The usual names override rare languages whose names mean another one elsewhere: `malayo` is Spanish for Malay.
    let named = || USUAL.get_or_init(usual_names).get(&key).or_else(|| RARE.get_or_init(rare_names).get(&key)).copied();
    (key.len() >= MIN_NAME_CHARS).then(named).flatten()
}

/// Parses `English (Australia)` and `English - Australia`, without the country, and `Spanish; Castilian`, as in ISO
/// 639-2: names of one language.
fn by_qualified_name(text: &str) -> Option<Named> {
    let is_country = |place: &str| country(place.trim()).is_ok();
    if let Some((name, _)) = in_parentheses(text).filter(|(_, place)| is_country(place)) {
        return by_name(name);
    }
    // Only behind a name: `en-US` is a locale, and its subtags are checked.
    let with_place = text.split_once(['-', '–']).filter(|(name, _)| name.trim().len() > MAX_CODE_LEN);
    if let Some((name, _)) = with_place.filter(|(_, place)| is_country(place)) {
        return by_name(name);
    }
    let (first, others) = text.split_once(';')?;
    let first = by_name(first)?;
    others.split(';').all(|other| by_name(other) == Some(first)).then_some(first)
}

/// The names of CLDR, and those of our own, which override them.
fn usual_names() -> HashMap<Text, Named> {
    let named = |(name, code): (&str, &'static str)| (normalize_name(name), Named::One(code));
    cldr::languages().chain(OWN_NAMES.iter().chain(COMMON_NAMES).copied()).map(named).collect()
}

/// The names of ISO 639-3, and those English ones of CLDR that are none of them.
fn rare_names() -> HashMap<Text, Named> {
    let mut names = iso_names();
    for (name, code) in cldr::rare_languages() {
        names.entry(normalize_name(name)).or_insert(Named::One(code));
    }
    names
}

fn iso_names() -> HashMap<Text, Named> {
    let mut names = HashMap::new();
    for language in Language::match_names(|_| true) {
        let key = normalize_name(language.to_name());
        let known = names.get(&key).copied();
        names.insert(key, one_of(known, stored(language)));
    }
    names
}

/// Resolves a name of several languages to the one with a two-letter code: Malay is `ms`, not `zlm`.
fn one_of(known: Option<Named>, code: &'static str) -> Named {
    match known {
        Some(Named::One(known)) if known.len() == 2 => Named::One(known),
        Some(_) if code.len() > 2 => Named::Several,
        _ => Named::One(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_locales_are_read() {
        for (text, code) in [
            ("en", "en"),
            ("EN", "en"),
            ("(en)", "en"),
            ("eng", "en"),
            ("English", "en"),
            ("english", "en"),
            ("ms", "ms"),
            ("msa", "ms"),
            ("may", "ms"),
            ("Malay", "ms"),
            ("Bahasa Melayu", "ms"),
            ("Bahasa Malaysia", "ms"),
            ("Indonesian", "id"),
            ("Bahasa Indonesia", "id"),
            ("in", "id"),
            ("iw", "he"),
            ("ger", "de"),
            ("deu", "de"),
            ("GER", "de"),
            ("fre", "fr"),
            ("chi", "zh"),
            ("Chinese", "zh"),
            ("Chinese (Simplified)", "zh"),
            ("Simplified Chinese", "zh"),
            ("Mandarin", "zh"),
            ("Mandarin Chinese", "zh"),
            ("Cantonese", "yue"),
            ("yue", "yue"),
            ("cmn", "cmn"),
            ("Greek", "el"),
            ("Modern Greek", "el"),
            ("gre", "el"),
            ("Norwegian", "no"),
            ("Norwegian Bokmål", "nb"),
            ("Bokmal", "nb"),
            ("nynorsk", "nn"),
            ("Farsi", "fa"),
            ("Persian", "fa"),
            ("Tagalog", "tl"),
            ("Filipino", "fil"),
            ("fil", "fil"),
            ("Punjabi", "pa"),
            ("Odia", "or"),
            ("Pashto", "ps"),
            ("Flemish", "nl"),
            ("Swahili", "sw"),
            ("Nepali", "ne"),
            ("Tonga", "to"),
            ("Volapuk", "vo"),
            ("Serbo-Croatian", "sh"),
            ("en-US", "en"),
            ("en_GB.UTF-8", "en"),
            ("de_DE@euro", "de"),
            ("pt_BR", "pt"),
            ("zh-Hans", "zh"),
            ("zh-Hant-TW", "zh"),
            ("fil-PH", "fil"),
            ("es-419", "es"),
            ("Brazilian Portuguese", "pt"),
            ("English (US)", "en"),
            ("English (Australia)", "en"),
            ("Chinese (Hong Kong)", "zh"),
            ("Portuguese (Brazil)", "pt"),
            ("Spanish; Castilian", "es"),
            ("Panjabi; Punjabi", "pa"),
            ("Greek, Modern (1453-)", "el"),
            ("Central Khmer", "km"),
            ("Ligurian", "lij"),
            ("Konkani", "kok"),
            ("Deutsch", "de"),
            ("deutsch", "de"),
            ("français", "fr"),
            ("Francais", "fr"),
            ("Español", "es"),
            ("日本語", "ja"),
            ("Português", "pt"),
            ("Português (Brasil)", "pt"),
            ("portugais brésilien", "pt"),
            ("malayo", "ms"),
            ("Chinesisch (vereinfacht)", "zh"),
            ("简体中文", "zh"),
            ("русский", "ru"),
            ("ไทย", "th"),
            ("German (Deutsch)", "de"),
            ("Deutsch / German", "de"),
            ("en - English", "en"),
            ("English [en-US]", "en"),
            ("Portuguese (pt-BR)", "pt"),
            ("English - United States", "en"),
            ("English-UK", "en"),
        ] {
            assert_eq!(language(text), Ok(code), "{text}");
        }
    }

    #[test]
    fn rare_languages_and_names_in_the_language_itself_are_read() {
        for (text, code) in [
            ("Northern Sotho", "nso"),
            ("Acehnese", "ace"),
            ("Mizo", "lus"),
            ("West Flemish", "vls"),
            ("Latina", "la"),
            ("Xitsonga", "ts"),
            ("Tshivenḓa", "ve"),
            ("Qafar", "aa"),
            ("ދިވެހިބަސް", "dv"),
            ("ᐃᓄᒃᑎᑐᑦ", "iu"),
            ("ｅｎ", "en"),
            ("ｐｔ－ＢＲ", "pt"),
        ] {
            assert_eq!(language(text), Ok(code), "{text}");
        }
    }

    #[test]
    fn a_code_that_is_written_as_a_name_may_be_one() {
        let said = |text| other_meaning(text).unwrap();
        assert_eq!(said("Ga"), "the language Ga, or the code of Irish: write gaa or Irish");
        assert!(said("Kom").starts_with("the language Kom") && said("Yi").starts_with("the language Yi"));
        assert!(said("UK").contains("the country, or the code of Ukrainian: write Ukrainian"));
        for text in ["ga", "GA", "En", "EN", "de", "Luo", "Twi", "Malay", "uk", "Xx"] {
            assert_eq!(other_meaning(text), None, "{text}");
        }
    }

    #[test]
    fn every_two_letter_code_is_stored_as_itself() {
        let languages: Vec<_> = Language::match_names(|_| true).collect();
        assert_eq!(languages.len(), 7916);
        for known in languages {
            assert_eq!(language(known.to_639_3()), Ok(stored(known)), "{known}");
            if let Some(code) = known.to_639_1() {
                assert_eq!(language(code), Ok(code));
                assert_eq!(language(known.to_name()), Ok(code), "{}", known.to_name());
            }
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in
            ["xx", "qqq1", "Klingonese", "-", "-US", "en US", "e", "1", "Klingonisch", "EN,DE", "English, German"]
        {
            assert_eq!(language(text).unwrap_err().code, IssueCode::LanguageUnknown, "{text}");
        }
        assert!(language("Bali").unwrap_err().message.contains("several"));
    }

    #[test]
    fn a_name_that_begins_like_a_code_is_no_locale() {
        for text in ["bas-allemand", "Alt-Newari", "en-Unknown", "de-XX"] {
            assert!(language(text).is_err(), "{text}");
        }
    }

    #[test]
    fn our_own_names_lead_to_codes_as_they_are_stored() {
        for (name, code) in COMMON_NAMES.iter().chain(&BIBLIOGRAPHIC_CODES).chain(&FORMER_CODES).chain(OWN_NAMES) {
            assert_eq!(language(code), Ok(*code), "{name}");
        }
    }
}
