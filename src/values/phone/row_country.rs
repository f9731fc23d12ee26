//! The country of a row's phone number, from a column beside it: a country, or a calling code such as `60`.

use super::regions::NationalNumber;
use super::{Region, libphonenumber, normalize};
use crate::values::trim;

/// Maximum number of digits of a calling code.
const MAX_CODE_DIGITS: usize = 3;

impl Region {
    /// Returns the country that a cell names, or the first of those with its calling code: `60`, `+60`, `0060`; `None` if it
    /// says neither.
    pub fn of_country_or_code(cell: &str) -> Option<Self> {
        Self::of_calling_code(cell).or_else(|| Self::of_country(cell))
    }

    /// Returns the first country with a calling code, written as `60`, `+60` or `0060`; `None` for any other cell.
    pub fn of_calling_code(cell: &str) -> Option<Self> {
        let cell = trim::trim(cell);
        let code = cell.strip_prefix('+').or_else(|| cell.strip_prefix("00")).map_or(cell, trim::trim);
        let is_code = (1..=MAX_CODE_DIGITS).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
        if is_code && !code.starts_with('0') { libphonenumber::main_region(code.parse().ok()?) } else { None }
    }

    /// Returns true if a cell is a national number of the country, or one that is set aside there for films.
    pub fn has_number(self, cell: &str) -> bool {
        normalize::clean(trim::trim(cell))
            .is_ok_and(|written| NationalNumber::new(&written.number, cell).is_valid_in(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calling_code_is_that_of_its_first_country() {
        for (cell, code) in [("60", "MY"), (" +65 ", "SG"), ("0044", "GB"), ("1", "US"), ("+ 49", "DE"), ("7", "RU")] {
            assert_eq!(Region::of_calling_code(cell).map(Region::as_str), Some(code), "{cell}");
        }
        for cell in ["", "0", "060", "6012", "999", "x", "MY", "+", "6.0", "800"] {
            assert_eq!(Region::of_calling_code(cell), None, "{cell}");
        }
        assert_eq!(Region::of_country_or_code("Malaysia").map(Region::as_str), Some("MY"));
        let malaysia = Region::of_country("MY").unwrap();
        assert!(malaysia.has_number("12-345 6781") && malaysia.has_number("0123456781"));
        assert!(!malaysia.has_number("5") && !malaysia.has_number("nobody"));
    }
}
