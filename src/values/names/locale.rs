//! Locales: a language with script, region and variants (BCP 47, and the names of POSIX).

use unicode_script::Script;

use super::country;

/// Variants that systems and browsers write.
const VARIANTS: [&str; 10] =
    ["1901", "1996", "ekavsk", "ijekavsk", "monoton", "oxendict", "polyton", "posix", "tarask", "valencia"];

/// Scripts of ISO 15924 for more than one script of Unicode, or for one in a certain style.
const STYLED_SCRIPTS: [&str; 6] = ["hans", "hant", "jpan", "kore", "latf", "latg"];

/// Returns the language of a locale: `pt` of `pt-BR`, `zh` of `zh-Hant-TW`, `en` of `en_GB.UTF-8`. Each subtag must be
/// a script, a region or a known variant: `bas-allemand` is Low German in French, and no locale of Basaa.
pub(super) fn language_subtag(text: &str) -> Option<&str> {
    let tag = text.split(['.', '@']).next().unwrap_or_default();
    let (language, rest) = tag.split_once(['-', '_'])?;
    let mut subtags = rest.split(['-', '_']);
    // A single letter begins an extension, in which anything may stand.
    let is_locale = subtags.by_ref().take_while(|subtag| subtag.len() != 1).all(is_known);
    (is_locale && subtags.all(is_plain)).then_some(language)
}

fn is_known(subtag: &str) -> bool {
    is_region(subtag) || is_script(subtag) || VARIANTS.iter().any(|variant| subtag.eq_ignore_ascii_case(variant))
}

/// Returns true for a country, for the European Union and for a region of UN M.49, such as `419`, Latin America.
fn is_region(subtag: &str) -> bool {
    match subtag.len() {
        2 => country::by_code(subtag).is_some() || subtag.eq_ignore_ascii_case("eu"),
        3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

fn is_script(subtag: &str) -> bool {
    let mut name = subtag.to_ascii_lowercase();
    if STYLED_SCRIPTS.contains(&name.as_str()) {
        return true;
    }
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name.len() == 4 && Script::from_short_name(&name).is_some()
}

fn is_plain(subtag: &str) -> bool {
    (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_locale_is_found() {
        for (text, language) in [
            ("pt-BR", "pt"),
            ("de_AT", "de"),
            ("EN-UK", "EN"),
            ("en-EU", "en"),
            ("es-419", "es"),
            ("zh-Hant-TW", "zh"),
            ("SR_LATN", "SR"),
            ("uz-Cyrl-UZ", "uz"),
            ("ca-ES-valencia", "ca"),
            ("de-CH-1996", "de"),
            ("en_GB.UTF-8", "en"),
            ("de_DE@euro", "de"),
            ("th-TH-u-nu-thai", "th"),
        ] {
            assert_eq!(language_subtag(text), Some(language), "{text}");
        }
    }

    #[test]
    fn names_with_a_hyphen_are_no_locales() {
        for text in ["en", "bas-allemand", "Alt-Newari", "de-XX", "en-", "en--US", "en-Abcd", "en-Äbc", "en-US-u-é"] {
            assert_eq!(language_subtag(text), None, "{text}");
        }
    }
}
