//! Regions: countries with phone numbers of their own.

use std::fmt;
use std::str::FromStr;

use crate::values::{names, trim};

/// Country whose national phone numbers can be parsed: an ISO 3166 alpha-2 code that libphonenumber knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region(&'static str);

/// Error of a text that names no country with known phone numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a country whose phone numbers are known: give an ISO 3166 code such as MY")]
pub struct RegionError(String);

/// Countries of ISO 3166 without a numbering plan. Listed here so that a region can be checked without loading the
/// library's metadata, which costs milliseconds; a test compares the list with the library.
const NO_NUMBERING_PLAN: [&str; 7] = ["AQ", "BV", "GS", "HM", "PN", "TF", "UM"];
/// Regions with a numbering plan whose codes ISO 3166 only reserves: Ascension Island and Tristan da Cunha.
const NON_ISO_REGIONS: [&str; 2] = ["AC", "TA"];

impl Region {
    /// Returns the country that a Country cell names; `None` if it names none, or one without phones.
    pub fn of_country(cell: &str) -> Option<Self> {
        trim::trim(cell).parse().ok()
    }

    /// Returns all countries with phone numbers, by code.
    pub fn all() -> Vec<Self> {
        let mut all = super::libphonenumber::regions();
        all.sort_by_key(|region| region.as_str());
        all
    }

    /// Returns the English name (CLDR), or the code of a region that has none.
    pub fn name(self) -> &'static str {
        crate::values::names::country_name(self.0).unwrap_or(self.0)
    }

    /// Returns the code, in capitals.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Region {
    type Err = RegionError;

    /// Accepts what a Country cell accepts: a code in any case, or a name.
    fn from_str(text: &str) -> Result<Self, RegionError> {
        let beyond_iso = || NON_ISO_REGIONS.into_iter().find(|code| code.eq_ignore_ascii_case(text.trim()));
        names::country(text.trim())
            .ok()
            // By table and not by the library: `--region` is checked even when no phone number is read.
            .filter(|code| !NO_NUMBERING_PLAN.contains(code))
            .or_else(beyond_iso)
            .map(Self)
            .ok_or_else(|| RegionError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::libphonenumber;
    use super::*;

    #[test]
    fn a_region_is_any_country_with_phones() {
        for (text, code) in
            [("MY", "MY"), (" my ", "MY"), ("MYS", "MY"), ("Malaysia", "MY"), ("uk", "GB"), ("ta", "TA")]
        {
            assert_eq!(text.parse::<Region>().map(Region::as_str), Ok(code));
        }
        for text in ["", "XX", "AQ", "60", "+60", "001", "Atlantis"] {
            assert!(text.parse::<Region>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_message_says_what_it_takes() {
        let message = "Mordor".parse::<Region>().unwrap_err().to_string();
        assert_eq!(
            message,
            "'Mordor' is not a country whose phone numbers are known: give an ISO 3166 code such as MY"
        );
    }

    #[test]
    fn our_regions_are_those_of_the_library() {
        let ours: Vec<_> =
            libphonenumber::all_pairs_of_letters().into_iter().filter(|code| parses_to_itself(code)).collect();
        let theirs: Vec<String> = libphonenumber::regions().into_iter().map(|region| region.to_string()).collect();
        assert_eq!(ours, theirs);
    }

    fn parses_to_itself(code: &str) -> bool {
        code.parse::<Region>().is_ok_and(|region| region.as_str() == code)
    }
}
