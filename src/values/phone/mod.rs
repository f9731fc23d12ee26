//! Phone numbers to E.164 (spec section 4, Phone).
//!
//! ```text
//!   cell ─▶ prefix            `tel:`, links to a chat: removed
//!        ─▶ excel_artifacts   damage that a spreadsheet did to the number: refused by name
//!        ─▶ multiple_numbers  two numbers in a cell: refused
//!        ─▶ normalize         letters and extensions refused, formatting removed: `+` and ASCII digits are left
//!        ─▶ validate          which country: `+`, `00`, the row's region, or the column's evidence
//!        ─▶ libphonenumber    possible, valid, E.164; most numbers are recognised without asking the library
//! ```
//!
//! With a region, `00` begins a country code even where another prefix is dialled (`011`, `010`), unless the digits are
//! a valid national number. Bare digits are then national numbers; where the region has no such number, or none that is
//! known to be assigned, they are foreign ones only if bare digits are international.
//!
//! The evidence of a whole column is collected by [`PhoneColumn`] from a [`PhoneSign`] of each cell.

mod column;
mod contradiction;
mod digits;
mod even_sample;
mod excel_artifacts;
mod label;
mod libphonenumber;
mod multiple_numbers;
mod normalize;
mod number_countries;
mod old_numbers;
mod prefix;
mod region;
mod regions;
mod row_country;
mod sign;
#[cfg(test)]
mod tests;
mod variants;

pub use column::{BareCounts, PhoneColumn, RegionVerdicts};
pub use contradiction::country_differs;
pub use excel_artifacts::phone_unwrapped;
pub use number_countries::NumberCountries;
pub use region::{Region, RegionError};
pub use regions::RegionFit;
pub use sign::PhoneSign;
pub use variants::{calling_codes, other_mobile_form, under_country_codes};

use super::{ParseOptions, ParseResult, Value};
use crate::model::{BarePhones, Diagnostic, IssueCode, Text};
use libphonenumber::{Refusal, Verdict};

/// Maximum number of digits that the library gets; no number with all its prefixes has more.
const MAX_DIGITS: usize = 32;

/// Parses a trimmed cell.
pub(super) fn read(text: &str, rules: &ParseOptions) -> ParseResult {
    let written = normalize::clean(text).map_err(|finding| vec![finding])?;
    // Spreadsheet rounding is checked before the library: a rounded number is often a valid one.
    if rules.are_phones_rounded && is_rounded(&written.number) {
        return Err(vec![excel_artifacts::rounded()]);
    }
    let (form, unassigned) = match validate(&written.number, rules).map_err(|finding| vec![finding])? {
        (form, Assignment::Yes) => (form, None),
        (form, Assignment::Unknown) => {
            let warning = unassigned(&form);
            (form, Some(warning))
        }
    };
    Ok(Value { text: form, warnings: Vec::from_iter(unassigned) })
}

/// Returns a number in E.164 form without its country code; `None` if it is not a number.
pub fn national_number(number: &str) -> Option<String> {
    libphonenumber::without_country_code(number)
}

/// Returns true for a digit of any script.
pub(super) fn is_digit(c: char) -> bool {
    digits::ascii_digit(c).is_some()
}

/// Returns the digits of a text, of any script, in ASCII.
pub fn digits(text: &str) -> String {
    digits::all(text)
}

/// Zeros at the end of a number of which a spreadsheet kept six digits: `60189988776` became `60189900000`.
const ROUNDED: &str = "00000";

/// Returns true if a number ends like one that a spreadsheet has rounded. Zeros alone are not a number.
fn is_rounded(number: &str) -> bool {
    number.strip_suffix(ROUNDED).is_some_and(|digits| digits.contains(|c: char| matches!(c, '1'..='9')))
}

/// Knowledge of whether a possible number is assigned.
enum Assignment {
    Yes,
    Unknown,
}

fn validate(number: &str, rules: &ParseOptions) -> Result<(Text, Assignment), Diagnostic> {
    if number.len() > MAX_DIGITS {
        return Err(refused(Refusal::TooLong, number));
    }
    match (number.strip_prefix("00"), rules.region) {
        _ if number.starts_with('+') => international(number),
        // Not every region dials 00 abroad (US 011, JP 010), but lists write it everywhere.
        (Some(rest), Some(region)) => national_or_international(number, &with_plus(rest), region),
        (Some(rest), None) => international(&with_plus(rest)),
        (None, Some(region)) if has_country_code(number, rules) => national_or_foreign(number, region),
        (None, Some(region)) => national(number, region),
        (None, None) if has_country_code(number, rules) => international(&with_plus(number)),
        (None, None) => Err(no_country_code(number)),
    }
}

fn has_country_code(number: &str, rules: &ParseOptions) -> bool {
    rules.bare_phones == BarePhones::International && !number.starts_with('0')
}

fn with_plus(digits: &str) -> Text {
    let mut number = Text::const_new("+");
    number.push_str(digits);
    number
}

/// Validates a number that begins with its country code, after a `+`.
fn international(number: &str) -> Result<(Text, Assignment), Diagnostic> {
    to_result(validate_international(number)).map_err(|refusal| refused(refusal, number))
}

fn validate_international(number: &str) -> Verdict {
    match old_numbers::without_mexican_one(number) {
        Some(number) => libphonenumber::international(&number),
        None => libphonenumber::international(number),
    }
}

fn validate_national(number: &str, region: Region) -> Verdict {
    let is_mexican = region.as_str() == "MX";
    let number = is_mexican.then(|| old_numbers::without_mexican_prefix(number)).flatten().unwrap_or(number);
    match libphonenumber::national(number, region) {
        Verdict::Refused(_) if is_mexican && number.starts_with("521") => validate_international(&with_plus(number)),
        verdict => verdict,
    }
}

fn national_or_international(
    number: &str,
    after_zeros: &str,
    region: Region,
) -> Result<(Text, Assignment), Diagnostic> {
    let national = libphonenumber::national(number, region);
    if matches!(national, Verdict::Valid(_)) {
        return to_result(national).map_err(|refusal| refused(refusal, number));
    }
    let international = match validate_international(after_zeros) {
        Verdict::Refused(_) => national,
        international => international,
    };
    to_result(international).map_err(|refusal| refused(refusal, after_zeros))
}

/// Validates digits that may begin with a country code. National first: Region and Country say that the digits are
/// national, and only a number that is not known to be assigned there shows otherwise.
fn national_or_foreign(number: &str, region: Region) -> Result<(Text, Assignment), Diagnostic> {
    let national = national(number, region);
    if matches!(national, Ok((_, Assignment::Yes))) {
        return national;
    }
    match (validate_international(&with_plus(number)), national) {
        (Verdict::Valid(form), _) => Ok((form, Assignment::Yes)),
        (Verdict::Unassigned(form), Err(_)) => Ok((form, Assignment::Unknown)),
        (_, national) => national,
    }
}

fn national(number: &str, region: Region) -> Result<(Text, Assignment), Diagnostic> {
    to_result(validate_national(number, region)).map_err(|refusal| match refusal {
        Refusal::TooLong if !number.starts_with('0') => Diagnostic::new(
            IssueCode::PhoneImpossible,
            format!("too long for a number of {region}: if it begins with a country code, write + before it or give --bare-phones \
                 international"),
        ),
        other => {
            let calling_code = libphonenumber::country(region.as_str()).map_or("", |country| &country.calling_code);
            refused(other, &format!("+{calling_code}{number}"))
        }
    })
}

fn to_result(verdict: Verdict) -> Result<(Text, Assignment), Refusal> {
    match verdict {
        Verdict::Valid(form) => Ok((form, Assignment::Yes)),
        Verdict::Unassigned(form) => Ok((form, Assignment::Unknown)),
        Verdict::Refused(refusal) => Err(refusal),
    }
}

fn unassigned(number: &str) -> Diagnostic {
    let message = match old_numbers::advice(number) {
        Some(advice) => format!("{advice}; it is imported as it is"),
        None => {
            "no such number is assigned as far as is known; it is imported all the same: check it for a slip".to_owned()
        }
    };
    Diagnostic::new(IssueCode::PhoneUnassigned, message)
}

fn no_country_code(number: &str) -> Diagnostic {
    let has_one =
        !number.starts_with('0') && !matches!(validate_international(&with_plus(number)), Verdict::Refused(_));
    let message = if has_one {
        "nothing says its country: if it begins with a country code, write + before it or give --bare-phones \
         international; if not, give the country with --region or a Country column"
    } else {
        "the country code is missing: write it in front with +, or give the country with --region or a Country column"
    };
    Diagnostic::new(IssueCode::PhoneNoCountryCode, message)
}

/// Returns the reason why a number with `+` cannot be dialled, for a person.
fn refused(refusal: Refusal, number: &str) -> Diagnostic {
    if let Some(advice) = old_numbers::advice(number) {
        return Diagnostic::new(IssueCode::PhoneImpossible, advice);
    }
    let (code, message) = match refusal {
        Refusal::TooShort => (IssueCode::PhoneImpossible, "too short for a phone number: digits are missing"),
        Refusal::TooLong => (IssueCode::PhoneImpossible, "too long for a phone number: it has digits too many"),
        Refusal::WrongLength => {
            (IssueCode::PhoneImpossible, "no phone number of its country has this many digits: check it for a slip")
        }
        Refusal::UnknownCountryCode => {
            (IssueCode::PhoneImpossible, "no country has this country code: check the digits after + or 00")
        }
        Refusal::LocalOnly => {
            (IssueCode::PhoneLocalOnly, "the area code is missing: write the number in full, such as +60 3-1234 5678")
        }
        Refusal::Unstable => {
            (IssueCode::PhoneInvalid, "there are zeros too many after the country code: write it as +60189988776")
        }
    };
    Diagnostic::new(code, message)
}

/// Returns true if a trimmed cell may be a phone number, national or international: the right number of digits, and
/// only characters that numbers are written with. The library is not asked, because this is only a sample of the
/// column.
pub(super) fn looks_like_one(text: &str) -> bool {
    /// Number of digits: fewer are more often a year, a postcode or a count; more are an account or a card.
    const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
    let has_digits = text.chars().any(char::is_numeric);
    let number = || normalize::clean(text).ok().map(|written| written.number);
    let digits = |number: Text| number.trim_start_matches('+').trim_start_matches("00").len();
    has_digits && !is_decimal_or_address(text) && number().map(digits).is_some_and(|count| DIGITS.contains(&count))
}

/// Returns true for a decimal number (`1234567.89`) and for an IP address (`192.168.100.200`).
fn is_decimal_or_address(text: &str) -> bool {
    let groups: Vec<&str> = text.split('.').collect();
    groups.iter().all(|group| digits::only(group))
        && (groups.len() == 2 || (groups.len() == 4 && groups.iter().all(|group| group.len() <= 3)))
}
