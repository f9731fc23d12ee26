//! Countries by code, name and flag.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::cldr;
use super::country_names::{AMBIGUOUS, COMMON_NAMES, RESERVED_CODES};
use super::fold::{halfwidth, normalize_name};
use super::halves::agreeing;
use crate::model::{Diagnostic, IssueCode, Text};

/// Countries by name, in the form of [`squeezed`].
type Names = HashMap<Text, &'static str>;

/// Returns the alpha-2 code of a country given by ISO 3166 code (two or three letters, any case), by flag, by name in
/// one of many languages, or by two of these that agree (`United Kingdom (UK)`).
///
/// # Errors
/// A diagnostic when it is none of them. Numeric codes are refused: in a list of contacts `372` may be the dialling
/// code of Estonia as well as the ISO number of Ireland.
pub(in crate::values) fn country(text: &str) -> Result<&'static str, Diagnostic> {
    let text = &*halfwidth(text);
    // A flag first: without it, what is left would be read as a name that may be of another country.
    let known = if has_flag(text) { by_flag(text) } else { by_code_or_name(text) };
    known.or_else(|| agreeing(text, by_code_or_name).filter(|_| !has_flag(text))).ok_or_else(|| {
        let message = if text.bytes().any(|byte| byte.is_ascii_digit()) {
            "not a country: numbers are not taken, because they may be dialling codes; give an ISO 3166 code such as MY \
             or a name such as Malaysia"
        } else {
            "not a country: give an ISO 3166 code such as MY or a name such as Malaysia"
        };
        Diagnostic::new(IssueCode::CountryUnknown, message)
    })
}

fn by_code_or_name(text: &str) -> Option<&'static str> {
    by_code(text).or_else(|| by_name(text))
}

/// Returns the country of an ISO 3166 code, in any case.
pub(super) fn by_code(text: &str) -> Option<&'static str> {
    if !matches!(text.len(), 2 | 3) {
        return None;
    }
    let mut code = Text::from(text);
    code.make_ascii_uppercase();
    let iso = if code.len() == 2 { rust_iso3166::from_alpha2(&code) } else { rust_iso3166::from_alpha3(&code) };
    let reserved = || RESERVED_CODES.iter().find(|(reserved, _)| *reserved == code).map(|(_, alpha2)| *alpha2);
    iso.map(|country| country.alpha2).or_else(reserved)
}

fn has_flag(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_flag_letter)
}

/// Returns true for one of the signs `🇦` to `🇿`, of which two make a flag.
fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Returns the country of a flag, alone or before or behind the country's name.
fn by_flag(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| is_flag_letter(*c));
    let code: String = letters.filter_map(|c| char::from_u32(u32::from(c) - 0x1F1E6 + u32::from('A'))).collect();
    let flag = by_code(&code).filter(|_| code.len() == 2)?;
    let name = text.trim_matches(|c: char| is_flag_letter(c) || c.is_whitespace());
    (name.is_empty() || country(name) == Ok(flag)).then_some(flag)
}

fn by_name(text: &str) -> Option<&'static str> {
    static NAMES: OnceLock<Names> = OnceLock::new();
    let names = NAMES.get_or_init(all_names);
    let find = |key: &str| names.get(&squeezed(key)).copied();
    let key = key(text);
    find(&key).or_else(|| {
        let orders = other_orders(&key);
        let in_full = orders.iter().find_map(|name| find(name));
        let mut all = std::iter::once(&key).chain(&orders);
        in_full.or_else(|| all.find_map(|name| find(without_form_of_government(name)?)))
    })
}

/// Maximum length of a name whose words are put in another order, in bytes. Each order is tried, so a longer text would
/// take time for nothing.
const MAX_REORDERED_BYTES: usize = 100;

/// Returns the other orders in which a key may be meant whose beginning stands at its end: `korea republic of` may be
/// `republic of korea`.
fn other_orders(key: &str) -> Vec<Text> {
    let is_inverted = key.ends_with(" of") && key.len() <= MAX_REORDERED_BYTES;
    let blanks = key.match_indices(' ').filter(|_| is_inverted);
    blanks.map(|(at, _)| Text::from(format!("{} {}", &key[at + 1..], &key[..at]))).collect()
}

/// Returns a key without blanks: `Cote D Ivoire` is `Côte d’Ivoire`, and `SriLanka` is Sri Lanka.
fn squeezed(key: &str) -> Text {
    key.split(' ').collect()
}

/// Words before a country's short name in its full one. `democratic` is missing on purpose: it distinguishes the Congos
/// and the Koreas. So is `state of`: Georgia and Mexico are also states of a country.
const FORMS_OF_GOVERNMENT: [&str; 14] = [
    "republic of",
    "peoples republic of",
    "federal republic of",
    "federative republic of",
    "islamic republic of",
    "socialist republic of",
    "cooperative republic of",
    "kingdom of",
    "hashemite kingdom of",
    "independent state of",
    "sultanate of",
    "commonwealth of",
    "principality of",
    "grand duchy of",
];

fn without_form_of_government(key: &str) -> Option<&str> {
    FORMS_OF_GOVERNMENT.into_iter().find_map(|form| key.strip_prefix(form)?.strip_prefix(' '))
}

/// Returns the comparison key of a name: folded, without articles, `St.` written out.
fn key(name: &str) -> Text {
    let mut key = Text::const_new("");
    for word in normalize_name(name).split(' ').filter(|word| *word != "the") {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(if word == "st" { "saint" } else { word });
    }
    key
}

fn all_names() -> Names {
    let mut names = Names::new();
    for country in rust_iso3166::ALL {
        names.insert(squeezed(&key(country.name)), country.alpha2);
    }
    // Official names take precedence: `Congo` is an official name, and not short for the other Congo.
    for country in rust_iso3166::ALL {
        for name in shorter_names(country.name) {
            names.entry(squeezed(&name)).or_insert(country.alpha2);
        }
    }
    for (name, alpha2) in cldr::countries() {
        names.entry(squeezed(&key(name))).or_insert(alpha2);
    }
    // Last, so that they override: `Korea` in a list is South Korea.
    names.extend(COMMON_NAMES.iter().map(|(name, alpha2)| (squeezed(&key(name)), *alpha2)));
    names
}

/// Returns the shorter forms of an official name: `Bolivia (Plurinational State of)` is also `Bolivia` and
/// `Plurinational State of Bolivia`.
fn shorter_names(official: &str) -> Vec<Text> {
    let Some((name, rest)) = official.split_once(" (") else {
        return Vec::new();
    };
    let Some(form) = rest.strip_suffix(')') else {
        return Vec::new();
    };
    let mut names = vec![key(&format!("{form} {name}"))];
    if !AMBIGUOUS.contains(&name) {
        names.push(key(name));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_read_by_its_codes_and_its_name() {
        assert_eq!(rust_iso3166::ALL.len(), 249);
        for official in rust_iso3166::ALL {
            for text in [official.alpha2, official.alpha3, official.name, &official.name.to_uppercase()] {
                assert_eq!(country(text), Ok(official.alpha2), "{text}");
            }
            assert_eq!(country(&official.alpha2.to_lowercase()), Ok(official.alpha2));
        }
    }

    #[test]
    fn names_that_people_write_are_read() {
        for (text, alpha2) in [
            ("malaysia", "MY"),
            ("United States", "US"),
            ("The United States of America", "US"),
            ("USA", "US"),
            ("U.S.A.", "US"),
            ("U.S.", "US"),
            ("UK", "GB"),
            ("U.K.", "GB"),
            ("United Kingdom", "GB"),
            ("Great Britain", "GB"),
            ("England", "GB"),
            ("Northern Ireland", "GB"),
            ("Republic of Ireland", "IE"),
            ("South Korea", "KR"),
            ("Korea, Republic of", "KR"),
            ("Republic of Korea", "KR"),
            ("Korea", "KR"),
            ("North Korea", "KP"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Korea, Democratic People’s Republic of", "KP"),
            ("Russia", "RU"),
            ("Vietnam", "VN"),
            ("Iran", "IR"),
            ("Iran, Islamic Republic of", "IR"),
            ("Syria", "SY"),
            ("Laos", "LA"),
            ("Bolivia", "BO"),
            ("Venezuela", "VE"),
            ("Tanzania", "TZ"),
            ("Moldova", "MD"),
            ("Taiwan", "TW"),
            ("Taiwan, Province of China", "TW"),
            ("Czech Republic", "CZ"),
            ("Czechia", "CZ"),
            ("Ivory Coast", "CI"),
            ("Cote d'Ivoire", "CI"),
            ("Cape Verde", "CV"),
            ("Macau", "MO"),
            ("Brunei", "BN"),
            ("Turkey", "TR"),
            ("Turkiye", "TR"),
            ("Swaziland", "SZ"),
            ("Macedonia", "MK"),
            ("Republic of North Macedonia", "MK"),
            ("Palestine", "PS"),
            ("Vatican City", "VA"),
            ("Hong Kong SAR", "HK"),
            ("The Netherlands", "NL"),
            ("Holland", "NL"),
            ("Kingdom of the Netherlands", "NL"),
            ("Bahamas, The", "BS"),
            ("Republic of the Gambia", "GM"),
            ("Federal Republic of Germany", "DE"),
            ("Congo", "CG"),
            ("Republic of the Congo", "CG"),
            ("Congo-Brazzaville", "CG"),
            ("DR Congo", "CD"),
            ("Congo, the Democratic Republic of the", "CD"),
            ("Democratic Republic of Congo", "CD"),
            ("China", "CN"),
            ("People's Republic of China", "CN"),
            ("Republic of China", "TW"),
            ("China, Republic of", "TW"),
            ("CHINA REPUBLIC OF", "TW"),
            ("China, People's Republic of", "CN"),
            ("Germany, Federal Republic of", "DE"),
            ("State of Israel", "IL"),
            ("Kuwait, State of", "KW"),
            ("Samoa, Independent State of", "WS"),
            ("Man, Isle of", "IM"),
            ("Yemen, Republic of", "YE"),
            ("Korea, Rep.", "KR"),
            ("Korea, Dem. People's Rep.", "KP"),
            ("Egypt, Arab Rep.", "EG"),
            ("Democratic Republic of Timor-Leste", "TL"),
            ("Burma", "MM"),
            ("East Timor", "TL"),
            ("UAE", "AE"),
            ("Trinidad & Tobago", "TT"),
            ("St. Lucia", "LC"),
            ("St Vincent and the Grenadines", "VC"),
            ("Reunion", "RE"),
            ("Curacao", "CW"),
            ("US Virgin Islands", "VI"),
            ("British Virgin Islands", "VG"),
            ("Bosnia", "BA"),
            ("Kosovo", "XK"),
            ("xk", "XK"),
            ("Falkland Islands", "FK"),
            ("Micronesia", "FM"),
        ] {
            assert_eq!(country(text), Ok(alpha2), "{text}");
        }
    }

    #[test]
    fn names_in_other_languages_and_two_that_agree_are_read() {
        for (text, alpha2) in [
            ("Deutschland", "DE"),
            ("ÖSTERREICH", "AT"),
            ("Osterreich", "AT"),
            ("日本", "JP"),
            ("España", "ES"),
            ("Brasil", "BR"),
            ("Ελλάδα", "GR"),
            ("Россия", "RU"),
            ("भारत", "IN"),
            ("États-Unis", "US"),
            ("EUA", "US"),
            ("EE.UU.", "US"),
            ("Belanda", "NL"),
            ("Malaysia (MY)", "MY"),
            ("United Kingdom (UK)", "GB"),
            ("United Kingdom of Great Britain and Northern Ireland (the)", "GB"),
            ("Eswatini (Swaziland)", "SZ"),
            ("Myanmar (Burma)", "MM"),
            ("US - United States", "US"),
            ("Malaysia / Malaisie", "MY"),
            ("Guinea-Bissau - GW", "GW"),
            ("China (Mainland)", "CN"),
            ("Hong Kong (China)", "HK"),
            ("Congo (DRC)", "CD"),
            ("Congo (Kinshasa)", "CD"),
            ("Cote D Ivoire", "CI"),
            ("Cote D'Ivoire", "CI"),
            ("Cote D'Ivoire (Ivory Coast)", "CI"),
            ("Bosnia-Herzegovina", "BA"),
            ("SriLanka", "LK"),
            ("🇲🇾", "MY"),
            ("🇲🇾 Malaysia", "MY"),
            ("United Kingdom (UK) 🇬🇧", "GB"),
        ] {
            assert_eq!(country(text), Ok(alpha2), "{text}");
        }
    }

    #[test]
    fn what_is_no_country_is_refused() {
        for text in ["Atlantis", "XX", "ZZZ", "EU", "E-U", "EL", "D", "0", "Virgin Islands", "458", "+60", "-", "the"] {
            assert_eq!(country(text).unwrap_err().code, IssueCode::CountryUnknown, "{text}");
        }
        for text in [
            "Republic of",
            "State of Georgia",
            "State of Mexico",
            "Georgia, State of",
            "Japan (citizen)",
            "Georgia (US)",
            "Germany, France",
            "🇲",
            "🇲🇾🇸🇬",
            "🇽🇽",
            "🇲🇾 Singapore",
        ] {
            assert!(country(text).is_err(), "{text}");
        }
        assert!(country("60").unwrap_err().message.contains("dialling codes"));
    }

    #[test]
    fn our_own_names_lead_to_iso_codes_and_none_is_there_twice() {
        let mut keys: Vec<_> = COMMON_NAMES.iter().map(|(name, _)| key(name)).collect();
        keys.sort();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
        let known = |alpha2: &str| alpha2 == "XK" || rust_iso3166::from_alpha2(alpha2).is_some();
        assert!(COMMON_NAMES.iter().all(|(_, alpha2)| known(alpha2)));
    }
}
