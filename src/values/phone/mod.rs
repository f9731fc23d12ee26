//! Phone numbers to E.164 (spec section 4, Phone).
//!
//! ```text
//!   cell ─▶ damage     what a spreadsheet did: unwrapped and told, or refused by name
//!        ─▶ several    two numbers in a cell
//!        ─▶ filter     formatting off, letters and extensions refused: `+` and ASCII digits are left
//!        ─▶ here       which country: `+`, `00`, the region, or the column's evidence
//!        ─▶ library    rlibphonenumber: possible, valid, E.164; most numbers are recognised without asking it
//! ```
//!
//! With a region, `00` begins a country code also where another prefix is dialled (`011`, `010`), unless the digits are a
//! valid national number. Bare digits are then national numbers only, never guessed to be foreign ones.

mod damage;
mod digits;
mod filter;
mod library;
mod region;
mod several;
#[cfg(test)]
mod tests;

pub use region::{Region, RegionError};

use super::{BareNumbers, Reading, Rules, Value, blank};
use crate::model::{Finding, IssueCode, Text};
use library::{Refusal, Verdict};

/// More digits than any number has with all its prefixes; the library need not see them.
const TOO_LONG: usize = 32;

/// Reads a trimmed cell.
pub(super) fn read(text: &str, rules: &Rules) -> Reading {
    let written = filter::clean(text).map_err(|finding| vec![finding])?;
    let (form, unassigned) = match judge(&written.number, rules).map_err(|finding| vec![finding])? {
        (form, Assigned::Yes) => (form, None),
        (form, Assigned::Unknown) => (form, Some(unassigned())),
    };
    let unwrapped = written.wrapping.map(damage::Wrapping::warning);
    Ok(Value { text: form, warnings: unwrapped.into_iter().chain(unassigned).collect() })
}

/// A number in E.164 form without its country code; `None` when it is no number.
pub fn national_number(number: &str) -> Option<String> {
    library::without_country_code(number)
}

/// The digits of a text, of whatever script, as ASCII ones.
pub fn digits(text: &str) -> String {
    digits::all(text)
}

/// A column's evidence that its bare digits begin with country codes: `None` when the cell has no bare number (it has a
/// `+` or `00`, is blank, or is no number), else whether the number is valid when read with a `+`.
pub fn bare_number_evidence(cell: &str) -> Option<bool> {
    let text = blank::trim(cell);
    if text.starts_with('+') {
        return None;
    }
    let number = filter::clean(text).ok()?.number;
    let is_bare = !number.starts_with('+') && !number.starts_with("00");
    is_bare.then(|| number.len() <= TOO_LONG && matches!(international(&number), Verdict::Valid(_)))
}

/// Whether a possible number is known to be assigned.
enum Assigned {
    Yes,
    Unknown,
}

fn judge(number: &str, rules: &Rules) -> Result<(Text, Assigned), Finding> {
    if number.len() > TOO_LONG {
        return Err(refused(Refusal::TooLong));
    }
    let verdict = match (number.strip_prefix("00"), rules.region) {
        _ if number.starts_with('+') => library::international(number),
        (Some(rest), Some(region)) => national_or_international(number, rest, region),
        (Some(rest), None) => international(rest),
        (None, Some(region)) => return national(number, region),
        (None, None) if has_country_code(number, rules) => international(number),
        (None, None) => return Err(no_country_code()),
    };
    conclude(verdict).map_err(refused)
}

fn has_country_code(number: &str, rules: &Rules) -> bool {
    rules.bare_numbers == BareNumbers::International && !number.starts_with('0')
}

/// Digits that begin with a country code.
fn international(digits: &str) -> Verdict {
    let mut number = Text::const_new("+");
    number.push_str(digits);
    library::international(&number)
}

fn national_or_international(number: &str, after_zeros: &str, region: Region) -> Verdict {
    let national = library::national(number, region);
    if matches!(national, Verdict::Valid(_)) {
        return national;
    }
    match international(after_zeros) {
        Verdict::Refused(_) => national,
        international => international,
    }
}

fn national(number: &str, region: Region) -> Result<(Text, Assigned), Finding> {
    conclude(library::national(number, region)).map_err(|refusal| match refusal {
        Refusal::TooLong => Finding::new(
            IssueCode::PhoneImpossible,
            format!("too long for a number of {region}: if it begins with a country code, write + before it"),
        ),
        other => refused(other),
    })
}

fn conclude(verdict: Verdict) -> Result<(Text, Assigned), Refusal> {
    match verdict {
        Verdict::Valid(form) => Ok((form, Assigned::Yes)),
        Verdict::Unassigned(form) => Ok((form, Assigned::Unknown)),
        Verdict::Refused(refusal) => Err(refusal),
    }
}

fn unassigned() -> Finding {
    Finding::new(
        IssueCode::PhoneUnassigned,
        "no such number is assigned as far as is known; it is imported all the same: check it for a slip",
    )
}

fn no_country_code() -> Finding {
    Finding::new(
        IssueCode::PhoneNoCountryCode,
        "the country code is missing: write the number as +60189988776, or give --region, such as --region MY",
    )
}

fn refused(refusal: Refusal) -> Finding {
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
    Finding::new(code, message)
}

/// Whether a trimmed cell may be a phone number, national or international: as many digits as numbers have, and only
/// what numbers are written with. The library is not asked, because a column is only looked at.
pub(super) fn looks_like_one(text: &str) -> bool {
    /// Fewer digits are more often a year, a postcode or a count; more are an account or a card.
    const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
    let has_digits = text.chars().any(char::is_numeric);
    let number = || filter::clean(text).ok().map(|written| written.number);
    let digits = |number: Text| number.trim_start_matches('+').trim_start_matches("00").len();
    has_digits && !is_decimal_or_address(text) && number().map(digits).is_some_and(|count| DIGITS.contains(&count))
}

/// `1234567.89`, or the `192.168.100.200` of a machine.
fn is_decimal_or_address(text: &str) -> bool {
    let groups: Vec<&str> = text.split('.').collect();
    groups.iter().all(|group| digits::only(group))
        && (groups.len() == 2 || (groups.len() == 4 && groups.iter().all(|group| group.len() <= 3)))
}
