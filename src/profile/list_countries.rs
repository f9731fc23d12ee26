//! The countries from which a list may be, by the language of its headers.

use crate::mapping::header_languages;
use crate::model::Column;
use crate::values::Region;

/// Countries in which lists have headers of a language, by the number of its speakers there (CLDR 48, territory
/// information); the languages are those of the vocabulary of headers.
const COUNTRIES: [(&str, &[&str]); 26] = [
    (
        "English",
        &[
            "US", "GB", "IN", "CA", "AU", "PH", "NG", "PK", "MY", "ZA", "SG", "IE", "NZ", "KE", "GH", "HK", "LK", "AE",
            "UG", "TZ",
        ],
    ),
    ("German", &["DE", "AT", "CH", "LU", "LI"]),
    ("French", &["FR", "CA", "BE", "CH", "CI", "CM", "SN", "MA", "DZ", "TN", "LU"]),
    (
        "Spanish",
        &[
            "MX", "ES", "CO", "AR", "PE", "VE", "CL", "EC", "GT", "DO", "BO", "CR", "UY", "PY", "SV", "HN", "NI", "PA",
            "CU",
        ],
    ),
    ("Portuguese", &["BR", "PT", "AO", "MZ"]),
    ("Malay", &["MY", "SG", "BN"]),
    ("Indonesian", &["ID"]),
    ("Italian", &["IT", "CH", "SM"]),
    ("Dutch", &["NL", "BE", "SR"]),
    ("Swedish", &["SE", "FI"]),
    ("Norwegian", &["NO"]),
    ("Danish", &["DK"]),
    ("Polish", &["PL"]),
    ("Czech", &["CZ"]),
    ("Slovak", &["SK"]),
    ("Croatian", &["HR", "BA"]),
    ("Serbian", &["RS", "BA", "ME"]),
    ("Romanian", &["RO", "MD"]),
    ("Hungarian", &["HU"]),
    ("Finnish", &["FI"]),
    ("Turkish", &["TR", "CY"]),
    ("Greek", &["GR", "CY"]),
    ("Russian", &["RU", "KZ", "BY", "KG"]),
    ("Ukrainian", &["UA"]),
    ("Vietnamese", &["VN"]),
    ("Hebrew", &["IL"]),
];

/// Returns the countries of the language in which most headers are written, the likeliest first; empty where several
/// languages, or none, have as many of them.
pub fn countries_of_header(columns: &[Column]) -> Vec<Region> {
    let [language] = header_languages(columns)[..] else { return Vec::new() };
    let countries = COUNTRIES.iter().find(|(name, _)| *name == language).map(|(_, countries)| *countries);
    countries.unwrap_or_default().iter().filter_map(|code| code.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries(header: &str) -> Vec<&'static str> {
        let column = |(name, position): (&str, usize)| Column { position, name: name.into(), raw: name.into() };
        let columns: Vec<Column> = header.split(',').zip(1..).map(column).collect();
        countries_of_header(&columns).into_iter().map(Region::as_str).collect()
    }

    #[test]
    fn the_language_of_most_headers_tells_the_countries() {
        assert_eq!(countries("Vorname,Nachname,Handy,E-Mail,Name"), ["DE", "AT", "CH", "LU", "LI"]);
        assert_eq!(countries("First Name,Last Name,Telefon")[..2], ["US", "GB"]);
        assert_eq!(countries("Nome,Sobrenome,Celular")[0], "BR");
        assert!(countries("x,y,z").is_empty());
    }

    #[test]
    fn every_country_is_one_with_phone_numbers() {
        for (language, countries) in COUNTRIES {
            assert!(countries.iter().all(|code| code.parse::<Region>().is_ok()), "{language}");
        }
    }
}
