//! Numbers in the form they had before their country changed its numbering plan.

use crate::model::Text;

/// Number of digits of a Mexican number after its country code.
const MEXICAN_DIGITS: usize = 10;

/// Prefixes dialled in Mexico before a number until 2019.
// Not `1`, which mobiles had behind the country code alone: `1 818 555 1234` is a number of Los Angeles.
const MEXICAN_PREFIXES: [&str; 4] = ["01", "02", "044", "045"];

/// Returns the number without the 1 that Mexican mobile numbers had after the country code until 2019: `+52 1 55 1234
/// 5678` is `+52 55 1234 5678`. `None` if it has none.
pub(super) fn without_mexican_one(number: &str) -> Option<Text> {
    let rest = number.strip_prefix("+521").filter(|rest| rest.len() == MEXICAN_DIGITS)?;
    let mut number = Text::const_new("+52");
    number.push_str(rest);
    Some(number)
}

/// Returns a Mexican national number without its former prefix; `None` if it has none.
pub(super) fn without_mexican_prefix(number: &str) -> Option<&str> {
    let is_whole = |rest: &&str| rest.len() == MEXICAN_DIGITS;
    MEXICAN_PREFIXES.into_iter().find_map(|prefix| number.strip_prefix(prefix).filter(is_whole))
}

/// Returns advice on a number with `+` that is not valid, but has the form that was valid before its country changed
/// its numbering plan.
pub(super) fn advice(number: &str) -> Option<&'static str> {
    let of = |code: &str, digits: usize| {
        number.strip_prefix('+')?.strip_prefix(code).filter(|national| national.len() == digits)
    };
    let is_mobile_of_brazil = |national: &str| matches!(national.as_bytes().get(2), Some(b'6'..=b'9'));
    if of("225", 8).is_some() {
        Some("numbers of the Ivory Coast have ten digits since 2021: write the new one, such as +225 07 07 12 34 56")
    } else if of("229", 8).is_some() {
        Some("numbers of Benin have ten digits since November 2024: write 01 between +229 and the old number")
    } else if of("55", 10).is_some_and(is_mobile_of_brazil) {
        Some("mobile numbers of Brazil have a 9 after the area code since 2016: write it")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_of_mexican_mobiles_is_taken_off_whole_numbers() {
        assert_eq!(without_mexican_one("+5215512345678").as_deref(), Some("+525512345678"));
        for number in ["+525512345678", "+521551234567", "+52155123456789", "5215512345678", "+1521551234"] {
            assert_eq!(without_mexican_one(number), None, "{number}");
        }
        for number in ["0445512345678", "0455512345678", "015512345678"] {
            assert_eq!(without_mexican_prefix(number), Some("5512345678"), "{number}");
        }
        for number in ["5512345678", "15512345678", "18185551234"] {
            assert_eq!(without_mexican_prefix(number), None, "{number}");
        }
    }

    #[test]
    fn old_numbers_are_told_by_their_length() {
        assert!(advice("+22507123456").is_some_and(|advice| advice.contains("ten digits since 2021")));
        assert!(advice("+22997123456").is_some_and(|advice| advice.contains("01 between")));
        assert!(advice("+551187654321").is_some_and(|advice| advice.contains("a 9 after the area code")));
        for number in [
            "+551132654321",
            "+5511987654321",
            "+2250707123456",
            "+2250712345",
            "+2290197123456",
            "+60189988776",
            "22507123456",
        ] {
            assert_eq!(advice(number), None, "{number}");
        }
    }
}
