//! Names of countries and languages in many languages, from Unicode's CLDR: `cldr/README.md` says which.

use crate::model::{FieldKind, folded};

/// A name as CLDR writes it, and the code of what it names.
type Named = (&'static str, &'static str);

const COUNTRIES: &str = include_str!("cldr/countries.txt");
const LANGUAGES: &str = include_str!("cldr/languages.txt");
const RARE_LANGUAGES: &str = include_str!("cldr/rare_languages.txt");

/// Returns the names of the countries with their alpha-2 codes. No name has two codes.
pub(super) fn countries() -> impl Iterator<Item = Named> {
    names(COUNTRIES)
}

/// Returns the English name of a country, which stands first among its names.
pub fn country_name(code: &str) -> Option<&'static str> {
    countries().find(|(_, of)| *of == code).map(|(name, _)| name)
}

/// Returns the codes of the countries or languages whose English name holds a text, or whose code it is, regardless of case
/// and accents. Other kinds have none.
pub fn codes_named(kind: &FieldKind, text: &str) -> Vec<&'static str> {
    let table = match kind {
        FieldKind::Country => COUNTRIES,
        FieldKind::Language => LANGUAGES,
        _ => return Vec::new(),
    };
    let wanted = folded(text.trim());
    let is_named = |(code, names): &(&str, &str)| {
        let english = names.split('\t').next().unwrap_or_default();
        code.eq_ignore_ascii_case(&wanted) || folded(english).contains(&*wanted)
    };
    rows(table).filter(is_named).map(|(code, _)| code).collect()
}

/// Returns the names of the languages with their codes of two letters, else three. No name has two codes.
pub(super) fn languages() -> impl Iterator<Item = Named> {
    names(LANGUAGES)
}

/// Returns the English names of rare languages with their codes of three letters. No name has two codes.
pub(super) fn rare_languages() -> impl Iterator<Item = Named> {
    names(RARE_LANGUAGES)
}

/// Returns the English name of a language, which stands first among its names.
pub(super) fn language_name(code: &str) -> Option<&'static str> {
    languages().chain(rare_languages()).find(|(_, of)| *of == code).map(|(name, _)| name)
}

fn names(table: &'static str) -> impl Iterator<Item = Named> {
    rows(table).flat_map(|(code, names)| names.split('\t').map(move |name| (name, code)))
}

/// Returns the rows of a table: a code, and its names parted by tabs, the English one first.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once('\t').unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::values::names::{country, language, normalize_name};

    #[test]
    fn every_name_is_read_as_what_it_names() {
        for (name, code) in countries() {
            for text in [name, &name.to_uppercase(), &name.replace(' ', "\u{A0}")] {
                assert_eq!(country(text), Ok(code), "{text}");
            }
        }
        for (name, code) in languages() {
            assert_eq!(language(name), Ok(code), "{name}");
        }
    }

    #[test]
    fn rare_languages_are_known_by_their_english_names() {
        let others: Vec<_> = rare_languages().filter(|(name, code)| language(name) != Ok(code)).collect();
        let names: Vec<_> = others.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            [
                "Ainu",
                "Asu",
                "Bena",
                "Kom",
                "Bulu",
                "Mari",
                "Gbaya",
                "Koro",
                "Western Panjabi",
                "Laz",
                "Maba",
                "Nama",
                "N’Ko",
                "Rwa",
                "Sangu",
                "Võro",
            ],
            "ISO 639-3 has these for others or several, or they are codes"
        );
    }

    #[test]
    fn no_name_has_two_codes() {
        for table in [COUNTRIES, LANGUAGES, RARE_LANGUAGES] {
            let mut codes = HashMap::new();
            for (name, code) in names(table) {
                let known = *codes.entry(normalize_name(name)).or_insert(code);
                assert_eq!(known, code, "{name}");
            }
        }
    }

    #[test]
    fn every_country_has_names() {
        let of_countries: Vec<_> = countries().map(|(_, code)| code).collect();
        for official in rust_iso3166::ALL {
            assert!(of_countries.contains(&official.alpha2), "{}", official.alpha2);
        }
        assert!(countries().count() > 1_200 && languages().count() > 1_000);
    }
}
