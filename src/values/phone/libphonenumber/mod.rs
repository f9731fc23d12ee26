//! The only module that uses `rlibphonenumber`. Its metadata costs milliseconds at the first call, so the library is
//! called only when there is a number to parse; after that it is read-only and shared by all threads.

mod countries;
mod dialled;
mod numbering_dfa;
mod numbering_nfa;
mod plans;
mod rules;
#[cfg(test)]
mod tests;

use rlibphonenumber::{
    NumberLengthType, ParseError, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region as LibraryRegion,
    ValidationError,
};

use super::Region;
use crate::model::Text;
use rules::Classification;

pub(super) use countries::{country, is_shared, main_region, region_of};
pub(super) use dialled::may_be_valid;
pub(super) use plans::{calling_code, calling_codes, is_number_of};

/// Verdict of libphonenumber on a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// E.164 form of a number that may be assigned.
    Valid(Text),
    /// E.164 form of a number with a possible length that is not assigned, as far as is known.
    Unassigned(Text),
    /// It cannot be dialled.
    Refused(Refusal),
}

/// Reason why a number cannot be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Fewer digits than any number of its country.
    TooShort,
    /// More digits than any number of its country.
    TooLong,
    /// A length between the two that no number of its country has.
    WrongLength,
    /// No country has this code.
    UnknownCountryCode,
    /// Possible only within its area: the area code is missing.
    LocalOnly,
    /// Parsed again, its E.164 form would be another number.
    Unstable,
}

/// Judges a number of ASCII digits that begins with its country code, after a `+`.
pub(super) fn international(number: &str) -> Verdict {
    // The automaton takes 20 ns where the library takes 1 µs (benches/README.md).
    match plans::classify(number) {
        Some(Classification::Valid) => Verdict::Valid(Text::from(number)),
        Some(Classification::Unassigned) => Verdict::Unassigned(Text::from(number)),
        None => query_library(number, None),
    }
}

/// Judges a number of ASCII digits as dialled in a region. Digits that begin with the region's own calling code may be
/// both: `4915112345678` is a mobile number of Germany with its country code, and also, as far as the library knows, a
/// number of the area 4915. They are read with their country code if they make no number otherwise, or one that is
/// longer than those of mobiles.
pub(super) fn national(number: &str, region: Region) -> Verdict {
    let national = dialled_in(number, region);
    let Some(country) = country(region.as_str()).filter(|country| number.starts_with(&country.calling_code)) else {
        return national;
    };
    match (national, international(&format!("+{number}"))) {
        (Verdict::Valid(form), Verdict::Valid(other)) => {
            let is_unusual = form != other && number.len() > country.mobile_digits;
            Verdict::Valid(if is_unusual { other } else { form })
        }
        (Verdict::Unassigned(_) | Verdict::Refused(_), valid @ Verdict::Valid(_)) => valid,
        (Verdict::Refused(_), possible @ Verdict::Unassigned(_)) => possible,
        (national, _) => national,
    }
}

/// Judges a number as the library parses it in the region.
fn dialled_in(number: &str, region: Region) -> Verdict {
    query_library(number, LibraryRegion::from_code(region.as_str()).ok())
}

fn query_library(number: &str, region: Option<LibraryRegion>) -> Verdict {
    match PhoneNumber::parse(number, region) {
        Ok(parsed) => judge_parsed(&parsed),
        Err(error) => Verdict::Refused(refusal_of_parse(&error)),
    }
}

fn judge_parsed(parsed: &PhoneNumber) -> Verdict {
    match parsed.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) if parsed.is_valid() => Verdict::Valid(e164(parsed)),
        Ok(NumberLengthType::IsPossible) => judge_unassigned(e164(parsed)),
        Ok(NumberLengthType::IsPossibleLocalOnly) => Verdict::Refused(Refusal::LocalOnly),
        Err(error) => Verdict::Refused(refusal_of_length(error)),
    }
}

/// Judges an unassigned number. It may have a national prefix too many (`+49 0030 …`), and its E.164 form would lose
/// another one when it is parsed again. A form that does not parse to itself cannot identify a contact.
fn judge_unassigned(form: Text) -> Verdict {
    match PhoneNumber::parse(form.as_str(), None) {
        Ok(again) if e164(&again) == form => Verdict::Unassigned(form),
        _ => Verdict::Refused(Refusal::Unstable),
    }
}

fn e164(parsed: &PhoneNumber) -> Text {
    Text::from(parsed.format_as(PhoneNumberFormat::E164))
}

fn refusal_of_parse(error: &ParseError) -> Refusal {
    match error {
        ParseError::InvalidCountryCode => Refusal::UnknownCountryCode,
        // Fewer than three digits are not a number for the library.
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn | ParseError::NotANumber(_) => Refusal::TooShort,
        ParseError::TooLongNsn => Refusal::TooLong,
    }
}

fn refusal_of_length(error: ValidationError) -> Refusal {
    match error {
        ValidationError::InvalidCountryCode => Refusal::UnknownCountryCode,
        ValidationError::TooShort => Refusal::TooShort,
        ValidationError::TooLong => Refusal::TooLong,
        ValidationError::InvalidLength => Refusal::WrongLength,
    }
}

/// Returns true if a number in E.164 form may be a mobile number.
pub(super) fn is_mobile(number: &str) -> bool {
    let kind = PhoneNumber::parse(number, None).map(|number| number.get_type());
    matches!(kind, Ok(PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile))
}

/// Returns a number in E.164 form without its country code; `None` if it is not a number.
pub(super) fn without_country_code(number: &str) -> Option<String> {
    Some(PhoneNumber::parse(number, None).ok()?.get_national_significant_number())
}

/// Returns a number in E.164 form as its country writes it, without the country code; `None` if it is not a number.
pub(super) fn national_format(number: &str) -> Option<String> {
    Some(PhoneNumber::parse(number, None).ok()?.format_as(PhoneNumberFormat::National).into_owned())
}

/// Returns every region with a numbering plan, in the order of their codes.
pub(super) fn regions() -> Vec<Region> {
    let codes = rlibphonenumber::PHONE_NUMBER_UTIL.get_supported_regions().map(|region| region.to_string());
    let mut regions: Vec<Region> = codes.filter_map(|code| code.parse().ok()).collect();
    regions.sort_by_key(|region| region.as_str());
    regions
}

/// Returns `AA` to `ZZ`.
#[cfg(test)]
pub(super) fn all_pairs_of_letters() -> Vec<String> {
    let letters = || 'A'..='Z';
    letters().flat_map(|first| letters().map(move |second| format!("{first}{second}"))).collect()
}
