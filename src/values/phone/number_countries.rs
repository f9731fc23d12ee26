//! Countries of stored phone numbers, for counts over many of them.

use std::collections::HashMap;

use super::{Region, libphonenumber};

/// Number of digits after a shared calling code that tell the countries apart: area code and exchange in North America,
/// and more than any other numbering plan needs.
const DECISIVE_DIGITS: usize = 6;

/// Countries of phone numbers in E.164 form. The library is asked once for all numbers that begin alike.
#[derive(Debug, Default)]
pub struct NumberCountries {
    /// Countries by the digits that decide them, as a number: no calling code is the beginning of another.
    known: HashMap<u64, Option<Region>>,
}

impl NumberCountries {
    /// Returns the country of a number; of one that no country of a shared calling code has assigned, the first of
    /// them. `None` for numbers of no country (+800).
    pub fn country(&mut self, number: &str) -> Option<Region> {
        let (calling_code, national) = libphonenumber::calling_code(number)?;
        let is_shared = libphonenumber::is_shared(calling_code);
        let digits = if is_shared { national.get(..DECISIVE_DIGITS).unwrap_or(national) } else { "" };
        let key = format!("{calling_code}{digits}").parse().ok()?;
        *self.known.entry(key).or_insert_with(|| {
            let assigned = is_shared.then(|| libphonenumber::region_of(number)).flatten();
            assigned.or_else(|| libphonenumber::main_region(calling_code))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(number: &str) -> Option<&'static str> {
        NumberCountries::default().country(number).map(Region::as_str)
    }

    #[test]
    fn countries_that_share_a_calling_code_are_told_apart() {
        for (number, code) in [
            ("+60123456789", "MY"),
            ("+12125550123", "US"),
            ("+14165550123", "CA"),
            ("+18765550123", "JM"),
            ("+77012345678", "KZ"),
            ("+79161234567", "RU"),
            ("+441534440123", "JE"),
            ("+447912123456", "GB"),
            ("+447911123456", "GG"),
            ("+390669812345", "VA"),
        ] {
            assert_eq!(country(number), Some(code), "{number}");
        }
    }

    #[test]
    fn an_unassigned_number_counts_for_the_first_country_of_its_code_and_others_for_none() {
        assert_eq!(country("+10000000000"), Some("US"));
        assert_eq!(country("+60189988776"), Some("MY"));
        for number in ["+80012345678", "", "+", "60123456789", "+999123"] {
            assert_eq!(country(number), None, "{number}");
        }
    }

    #[test]
    fn numbers_that_begin_alike_are_of_one_country() {
        let golden = include_str!("../../../fixtures/phones/golden.tsv");
        let mut countries = NumberCountries::default();
        let mut compared = 0;
        for number in golden.lines().filter_map(|row| row.split('\t').nth(2)) {
            if let Some(region) = libphonenumber::region_of(number) {
                assert_eq!(countries.country(number), Some(region), "{number}");
                compared += 1;
            }
        }
        assert!(compared > 1_000, "{compared}");
    }
}
