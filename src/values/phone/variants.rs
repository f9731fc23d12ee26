//! Other forms in which a phone number may have been stored: with another country code, or with and without the digit
//! that some countries write before mobile numbers. They only serve to find near misses.

use super::libphonenumber;
use crate::model::Text;

/// Minimum number of digits without the country code; fewer are shared by too many numbers.
const MIN_DIGITS: usize = 6;

/// Maximum number of digits in E.164 form.
const MAX_DIGITS: usize = 15;

/// Number of digits after the country code of a Mexican or Argentine number, and of a Brazilian one without its 9.
const NATIONAL_DIGITS: usize = 10;

/// Returns a number in E.164 form with the digit before mobile numbers that it lacks, or without the one it has: the 9
/// after the area code in Brazil, the 9 after the country code in Argentina, the 1 after the country code in Mexico.
/// `None` for other countries.
pub fn other_mobile_form(number: &str) -> Option<Text> {
    let (code, national) = number.split_at_checked(3)?;
    match code {
        "+55" => brazilian(national),
        "+54" => with_or_without(code, "9", national),
        "+52" => with_or_without(code, "1", national),
        _ => None,
    }
}

/// Adds or removes the 9 of Brazil. Mobile numbers without it begin with 6 to 9 after the two digits of the area.
fn brazilian(national: &str) -> Option<Text> {
    let (area, rest) = national.split_at_checked(2)?;
    let without = if national.len() > NATIONAL_DIGITS { rest.strip_prefix('9')? } else { rest };
    if without.len() != NATIONAL_DIGITS - 2 || !without.starts_with(['6', '7', '8', '9']) {
        return None;
    }
    let nine = if without.len() == rest.len() { "9" } else { "" };
    Some(Text::from_iter(["+55", area, nine, without]))
}

fn with_or_without(code: &str, digit: &str, national: &str) -> Option<Text> {
    match national.strip_prefix(digit).filter(|rest| rest.len() == NATIONAL_DIGITS) {
        Some(rest) => Some(Text::from_iter([code, rest])),
        None => (national.len() == NATIONAL_DIGITS).then(|| Text::from_iter([code, digit, national])),
    }
}

/// Returns the forms of an E.164 number under other country codes, which are given with their `+`: its national number
/// under each of them, and all of its digits under each of them; and its national number alone, if that begins with one
/// of the codes.
pub fn under_country_codes(number: &str, codes: &[Text]) -> Vec<Text> {
    let split = own_code(number, codes).and_then(|own| number.split_at_checked(own));
    let Some((own, national)) = split.filter(|(_, national)| national.len() >= MIN_DIGITS) else {
        return Vec::new();
    };
    let digits = number.trim_start_matches('+');
    let others = codes.iter().filter(|code| *code != own);
    let under = others.flat_map(|code| [national, digits].map(|digits| Text::from_iter([code.as_str(), digits])));
    let begins = |code: &Text| national.starts_with(code.trim_start_matches('+'));
    let bare = codes.iter().any(begins).then(|| Text::from_iter(["+", national]));
    under.filter(|number| number.len() <= 1 + MAX_DIGITS).chain(bare).collect()
}

/// Returns the length of a number's country code with its `+`. No code is a prefix of another, so the known codes are
/// tried first: asking the library takes longer.
fn own_code(number: &str, codes: &[Text]) -> Option<usize> {
    let known = codes.iter().find(|code| number.starts_with(code.as_str())).map(Text::len);
    known.or_else(|| libphonenumber::calling_code(number).map(|(_, national)| number.len() - national.len()))
}

/// Returns all calling codes of the world with their `+`, in ascending numeric order.
pub fn calling_codes() -> Vec<Text> {
    libphonenumber::calling_codes().into_iter().map(|code| Text::from(format!("+{code}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mobile_digit_is_taken_off_and_put_on() {
        for (one, other) in [
            ("+5511987654321", "+551187654321"),
            ("+5491123456789", "+541123456789"),
            ("+5215512345678", "+525512345678"),
        ] {
            assert_eq!(other_mobile_form(one).as_deref(), Some(other));
            assert_eq!(other_mobile_form(other).as_deref(), Some(one));
        }
        for number in
            ["+551132654321", "+5511", "+5411", "+54", "+60123456789", "+5511587654321", "+", "+55119876543210"]
        {
            assert_eq!(other_mobile_form(number), None, "{number}");
        }
    }

    #[test]
    fn a_number_is_named_under_every_other_code() {
        let codes = ["+1", "+60", "+86"].map(Text::from);
        let under = |number| under_country_codes(number, &codes);
        assert_eq!(under("+15012345678"), ["+605012345678", "+6015012345678", "+865012345678", "+8615012345678"]);
        assert_eq!(under("+8615012345678").last().map(Text::as_str), Some("+15012345678"));
        assert_eq!(under("+6012345"), [""; 0], "too few digits");
        assert_eq!(under("+999123456789"), [""; 0], "no calling code");
    }
}
