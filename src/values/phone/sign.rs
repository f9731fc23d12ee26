//! Evidence of one phone cell for its column, found without the library if the number begins with `+`.

use super::regions::NationalNumber;
use super::{
    MAX_DIGITS, Region, Verdict, is_rounded, libphonenumber, normalize, old_numbers, validate_international,
    validate_national, with_plus,
};
use crate::values::trim;

/// Evidence of a phone cell, which [`super::PhoneColumn`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneSign {
    pub(super) country: CountrySource,
    /// Digits, if they end like those of a number that a spreadsheet has rounded.
    pub(super) rounded: Option<u64>,
    /// True if a program's prefix stood before the number.
    pub(super) had_prefix: bool,
    /// True for a Mexican number with the 1 that mobiles had until 2019.
    pub(super) has_mexican_one: bool,
}

/// Source of a number's country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountrySource {
    /// A `+` or `00`, with the three digits that follow, which contain the calling code.
    Written(u16),
    /// The country that is given for them: the number, and true if it is the same with a `+` before it.
    Given(GivenCountry, NationalNumber, bool),
    /// The country that is given for them if bare digits of the column are national, else their country code: they are not
    /// known to be assigned there, and valid with a `+` before them.
    Contested(GivenCountry, Bare),
    /// Nothing: no country is given, or the one that is given does not read them.
    Unknown(Bare),
}

/// Digits that no country reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bare {
    /// The digits as a number; 0 if they begin with 0, as no country code does, or are too many.
    pub(super) digits: u64,
    /// True if they are a possible number with a `+` before them.
    pub(super) is_possible: bool,
    /// True if they are a valid one.
    pub(super) is_valid: bool,
    /// The same digits, as a number of an unknown country.
    pub(super) national: NationalNumber,
    /// Country that is given for them and does not read them.
    pub(super) misread_by: Option<GivenCountry>,
}

/// Origin of the country that is given for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenCountry {
    Row,
    Region,
}

/// Number of digits that suffice to distinguish all calling codes.
const LONGEST_CALLING_CODE: usize = 3;

/// First three digits of Mexican numbers with the 1 of mobiles.
const MEXICAN_ONE: u16 = 521;

impl PhoneSign {
    /// Examines a cell; `None` if it is blank or not a number. `region` is that of `--region`; the country of the row
    /// is looked up only where the number does not show it.
    pub fn of(cell: &str, region: Option<Region>, row_country: impl FnOnce() -> Option<Region>) -> Option<Self> {
        let text = trim::trim(cell);
        // Without the library where possible: the prescan examines the phone numbers of all rows.
        Self::at_a_glance(text).or_else(|| Self::of_cleaned(text, region, row_country))
    }

    /// Examines a cell of the usual kind, where only the `+` at its beginning matters; `None` if it needs the full
    /// examination.
    pub fn at_a_glance(text: &str) -> Option<Self> {
        let number = text.strip_prefix('+')?;
        let beginning = beginning(number)?;
        let (_, end) = number.as_bytes().split_last_chunk::<{ super::ROUNDED.len() }>()?;
        if beginning == MEXICAN_ONE || !end.iter().any(|byte| matches!(byte, b'1'..=b'9')) {
            return None;
        }
        let country = CountrySource::Written(beginning);
        Some(Self { country, rounded: None, had_prefix: false, has_mexican_one: false })
    }

    /// Returns true if nothing says of which country the number is.
    pub fn lacks_country(&self) -> bool {
        matches!(self.country, CountrySource::Unknown(Bare { misread_by: None, .. }))
    }

    fn of_cleaned(text: &str, region: Option<Region>, row_country: impl FnOnce() -> Option<Region>) -> Option<Self> {
        let written = normalize::clean(text).ok()?;
        let number = written.number.as_str();
        let digits = number.strip_prefix('+').or_else(|| number.strip_prefix("00"));
        let (country, has_mexican_one) = if let Some(digits) = digits {
            (CountrySource::Written(beginning(digits).unwrap_or_default()), is_mexican_one(digits))
        } else {
            let of_region = || region.map(|region| (region, GivenCountry::Region));
            let given = row_country().map(|country| (country, GivenCountry::Row)).or_else(of_region);
            without_code(number, text, given)
        };
        let rounded = is_rounded(number).then(|| digits.unwrap_or(number).parse().unwrap_or_default());
        Some(Self { country, rounded, had_prefix: written.had_prefix, has_mexican_one })
    }
}

/// Returns the source of the country of digits without `+` and `00`, and true if they have the 1 of Mexican mobiles. A
/// country that is given reads them, unless they are no number of it and may begin with the code of another.
fn without_code(number: &str, cell: &str, given: Option<(Region, GivenCountry)>) -> (CountrySource, bool) {
    let Some((country, origin)) = given else {
        return (CountrySource::Unknown(Bare::of(number, cell)), is_mexican_one(number));
    };
    let of_country = |is_same| CountrySource::Given(origin, NationalNumber::new(number, cell), is_same);
    let source = match NationalReading::of(number, country) {
        NationalReading::Own => of_country(false),
        NationalReading::OwnWithCode => of_country(true),
        NationalReading::Contested => CountrySource::Contested(origin, Bare::of(number, cell)),
        NationalReading::Foreign => CountrySource::Unknown(Bare { misread_by: Some(origin), ..Bare::of(number, cell) }),
    };
    let is_of_country = matches!(source, CountrySource::Given(..));
    let is_mexican = if is_of_country { is_dialled_in_mexico(number, country) } else { is_mexican_one(number) };
    (source, is_mexican)
}

/// What digits without `+` and `00` are in a country.
enum NationalReading {
    /// A number of the country, or nothing.
    Own,
    /// A number of the country with its country code.
    OwnWithCode,
    /// A number of the country that is not known to be assigned, and a valid one with a `+` before it.
    Contested,
    /// No number of the country, and a possible one with a `+` before it.
    Foreign,
}

impl NationalReading {
    fn of(number: &str, country: Region) -> Self {
        // The checks that need the library come last. Without the first one, a list of national numbers asks about the
        // numbers of all countries with whose codes they happen to begin: a fifth more time, and 6 MiB.
        if !may_begin_with_code(number) || libphonenumber::is_number_of(number, country) {
            return Self::Own;
        }
        let international = validate_international(&with_plus(number));
        if matches!(international, Verdict::Refused(_)) {
            return Self::Own;
        }
        match (international, validate_national(number, country)) {
            (_, Verdict::Refused(_)) => Self::Foreign,
            (Verdict::Valid(_), Verdict::Unassigned(_)) => Self::Contested,
            (international, national) if international == national => Self::OwnWithCode,
            _ => Self::Own,
        }
    }
}

fn may_begin_with_code(number: &str) -> bool {
    !number.starts_with('0') && number.len() <= MAX_DIGITS
}

impl Bare {
    fn of(number: &str, cell: &str) -> Self {
        let national = NationalNumber::new(number, cell);
        if !may_begin_with_code(number) {
            return Self { digits: 0, is_possible: false, is_valid: false, national, misread_by: None };
        }
        let verdict = validate_international(&with_plus(number));
        Self {
            digits: number.parse().unwrap_or_default(),
            is_possible: !matches!(verdict, Verdict::Refused(_)),
            is_valid: matches!(verdict, Verdict::Valid(_)),
            national,
            misread_by: None,
        }
    }

    /// Returns the first three digits.
    pub(super) fn beginning(self) -> Option<u16> {
        beginning(&self.digits.to_string())
    }
}

/// Returns the first three digits of a text.
fn beginning(text: &str) -> Option<u16> {
    let (mut number, mut count) = (0, 0);
    for byte in text.as_bytes() {
        if byte.is_ascii_digit() {
            (number, count) = (number * 10 + u16::from(byte - b'0'), count + 1);
            if count == LONGEST_CALLING_CODE {
                return Some(number);
            }
        }
    }
    None
}

fn is_mexican_one(digits: &str) -> bool {
    digits.starts_with("521") && old_numbers::without_mexican_one(&with_plus(digits)).is_some()
}

fn is_dialled_in_mexico(number: &str, country: Region) -> bool {
    country.as_str() == "MX" && (is_mexican_one(number) || old_numbers::without_mexican_prefix(number).is_some())
}
