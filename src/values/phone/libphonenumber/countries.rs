//! Calling codes of countries and the usual length of their numbers, from the library's metadata.

use std::sync::OnceLock;

use rlibphonenumber::interfaces::AsOriginal;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, Region as LibraryRegion};

use super::super::Region;

/// Facts about a country's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::values::phone) struct Country {
    /// Calling code in digits; other countries may share it.
    pub(in crate::values::phone) calling_code: String,
    /// Number of digits of its mobile numbers, without country code and national prefix.
    pub(in crate::values::phone) mobile_digits: usize,
}

/// Number of two-letter codes.
pub(super) const CODES: usize = 26 * 26;

/// Returns the facts about a country given as alpha-2 in capitals; `None` for one without phones. It is called for each
/// row with a Country, so the countries are stored in an array indexed by their letters.
pub(in crate::values::phone) fn country(code: &str) -> Option<&'static Country> {
    static COUNTRIES: OnceLock<Vec<Option<Country>>> = OnceLock::new();
    COUNTRIES.get_or_init(all).get(place(code)?)?.as_ref()
}

/// Returns the place of an alpha-2 code in capitals among all pairs of letters.
pub(super) fn place(code: &str) -> Option<usize> {
    let [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] = code.as_bytes() else { return None };
    Some(usize::from(first - b'A') * 26 + usize::from(second - b'A'))
}

fn all() -> Vec<Option<Country>> {
    let mut countries = vec![None; CODES];
    for region in PHONE_NUMBER_UTIL.get_supported_regions() {
        if let Some(at) = place(&region.as_region_str()) {
            countries[at] = of_region(region);
        }
    }
    countries
}

fn of_region(region: LibraryRegion) -> Option<Country> {
    let library = PHONE_NUMBER_UTIL.as_original();
    let metadata = library.get_metadata_for_region(region)?;
    let calling_code = library.get_country_code_for_region(region)?.to_string();
    let mobile_digits = metadata.mobile.original.example_number().len();
    Some(Country { calling_code, mobile_digits })
}

/// Returns the country with a calling code, or the first of those that share it; `None` if there is none.
pub(in crate::values::phone) fn main_region(calling_code: u16) -> Option<Region> {
    let region = PHONE_NUMBER_UTIL.get_region_for_country_code(i32::from(calling_code))?;
    region.to_string().parse().ok()
}

/// Returns true if several countries share a calling code.
pub(in crate::values::phone) fn is_shared(calling_code: u16) -> bool {
    let regions = PHONE_NUMBER_UTIL.as_original().get_regions_for_country_calling_code(i32::from(calling_code));
    regions.is_some_and(|regions| regions.len() > 1)
}

/// Returns the country of a number in E.164 form; `None` where several share its calling code and none has assigned it.
pub(in crate::values::phone) fn region_of(number: &str) -> Option<Region> {
    PhoneNumber::parse(number, None).ok()?.get_region_code()?.to_string().parse().ok()
}
