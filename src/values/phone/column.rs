//! Evidence of a whole column of phone numbers: whether bare digits begin with country codes, whether a spreadsheet has
//! rounded them, how many were written in which way (spec section 4, Phone).

use std::collections::BTreeMap;

use super::libphonenumber::{self, Verdict};
use super::region_sample::RegionSample;
use super::regions::{self, NationalNumber, RegionFit};
use super::sign::{Bare, CountrySource, GivenCountry, PhoneSign};
use super::{Region, validate_international, validate_national, with_plus};
use crate::model::BarePhones;

/// Minimum number of bare numbers that decide by themselves.
const MIN_BARE: u64 = 10;

/// Maximum number of bare numbers that are kept as a sample.
const SAMPLE_SIZE: usize = 100;

/// Minimum number of phone numbers of a column that can count as rounded.
const MIN_ROUNDED: u64 = 5;

/// Number of combinations of three digits after a `+`.
// Three digits contain every calling code, so one array of counts replaces a map of numbers.
const BEGINNINGS: usize = 1000;

/// Number of phone numbers that begin with each three digits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Beginnings(Vec<u64>);

/// Counts over the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhoneColumn {
    /// Numbers with `+` or `00`.
    pub written: u64,
    /// Numbers without `+` or `00`, in rows with a Country.
    pub of_rows: u64,
    /// Numbers without `+` or `00`, read by `--region`.
    pub of_region: u64,
    /// Bare numbers: without `+` or `00`, and no country reads them.
    pub bare: u64,
    /// Bare numbers for which a country is given.
    misread: u64,
    /// Bare numbers that are valid if a `+` is put before them.
    pub bare_valid: u64,
    /// Numbers after a program's prefix.
    pub prefixed: u64,
    /// Mexican numbers with the 1 that mobiles had until 2019: certain ones, and bare ones.
    mexican_ones: (u64, u64),
    /// Numbers that end in 00000.
    pub rounded: u64,
    /// First number that ends in 00000, in its longest notation, and true if another such number differs from it.
    first_rounded: Option<(u64, bool)>,
    /// Three-digit beginnings after `+` or `00`.
    beginnings: Beginnings,
    /// Three-digit beginnings of bare numbers that are possible if a `+` is put before them.
    bare_beginnings: Beginnings,
    /// First bare numbers.
    first_bare: Vec<Bare>,
    /// Numbers for which `--region` is given.
    of_region_sample: RegionSample,
}

/// Verdicts of the given region on a sample of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionVerdicts {
    /// Size of the sample.
    pub of: usize,
    /// Number of those that cannot be dialled there.
    pub impossible: usize,
    /// Those that are not valid there.
    pub(super) misfits: Vec<NationalNumber>,
}

impl RegionVerdicts {
    /// Returns how many of the sample are not valid there.
    pub fn misfits(&self) -> usize {
        self.misfits.len()
    }
}

impl PhoneColumn {
    /// Counts a cell.
    pub fn note(&mut self, sign: PhoneSign) {
        let PhoneSign { country, rounded, had_prefix, has_mexican_one } = sign;
        match country {
            CountrySource::Written(beginning) => {
                self.written += 1;
                self.beginnings.note(beginning);
            }
            CountrySource::Row => self.of_rows += 1,
            CountrySource::Region(number) => self.note_of_region(number),
            CountrySource::Unknown(bare) => self.note_bare(bare),
        }
        self.prefixed += u64::from(had_prefix);
        let ones = &mut self.mexican_ones;
        let ones = if matches!(country, CountrySource::Unknown(_)) { &mut ones.1 } else { &mut ones.0 };
        *ones += u64::from(has_mexican_one);
        if let Some(digits) = rounded {
            self.rounded += 1;
            let (first, differs) = self.first_rounded.unwrap_or((digits, false));
            self.first_rounded = Some((first.max(digits), differs || !may_be_one(first, digits)));
        }
    }

    fn note_of_region(&mut self, number: NationalNumber) {
        self.of_region += 1;
        self.of_region_sample.note(number, false);
    }

    fn note_bare(&mut self, bare: Bare) {
        self.bare += 1;
        self.bare_valid += u64::from(bare.is_valid);
        self.misread += u64::from(bare.misread_by.is_some());
        if bare.misread_by == Some(GivenCountry::Region) {
            self.of_region_sample.note(bare.national, true);
        }
        if let Some(beginning) = bare.beginning().filter(|_| bare.is_possible) {
            self.bare_beginnings.note(beginning);
        }
        // A bounded sample: each of these is later parsed by the library for every usual region, microseconds each.
        if self.first_bare.len() < SAMPLE_SIZE {
            self.first_bare.push(bare);
        }
    }

    /// Returns the number of phone numbers.
    pub fn numbers(&self) -> u64 {
        self.written + self.of_rows + self.of_region + self.bare
    }

    /// Returns the number of bare numbers for which no country is given.
    pub fn without_country(&self) -> u64 {
        self.bare - self.misread
    }

    /// Returns the number of Mexican numbers that are read without the 1 of mobiles, given the reading of bare numbers.
    pub fn mexican_ones(&self, bare: BarePhones) -> u64 {
        let (certain, of_bare) = self.mexican_ones;
        certain + if bare == BarePhones::International { of_bare } else { 0 }
    }

    /// Returns true if a spreadsheet has rounded the column: most of five or more numbers end in 00000, and these are
    /// not all one number, which may be that of a switchboard. In a column of rows that an earlier import left in
    /// error, the valid numbers are missing, so fewer suffice.
    pub fn is_rounded(&self, is_left_in_error: bool) -> bool {
        let is_most = self.rounded * 2 > self.numbers() && (is_left_in_error || self.numbers() >= MIN_ROUNDED);
        is_most && self.first_rounded.is_some_and(|(_, differs)| differs)
    }

    /// Returns the reading of bare numbers that the column supports; `None` if it has none that may begin with a
    /// country code. They begin with country codes
    ///
    /// - if there are at least ten, and nine in ten are valid with a `+` before them;
    /// - if nine in ten have a country code that also stands before a number of the column with `+` or `00`, unless
    ///   more than one in ten may also be a national mobile number of a usual country of these numbers: `15012345678`
    ///   next to numbers of +86 and +1 may be Chinese.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        let are_international = self.are_bare_valid() || self.are_bare_familiar();
        let reading = if are_international { BarePhones::International } else { BarePhones::Refuse };
        self.bare_beginnings.any().then_some(reading)
    }

    /// Returns the countries whose national numbers the sample of bare ones may be, the likeliest first: those that read
    /// nine in ten of them. `of_list` are the countries from which the list may be, by what else it shows.
    pub fn regions_of_bare(&self, of_list: &[Region]) -> Vec<RegionFit> {
        let sample = self.first_bare.iter().filter(|bare| bare.misread_by.is_none());
        let sample: Vec<NationalNumber> = sample.map(|bare| bare.national).collect();
        regions::fitting(&sample, &self.usual_regions(), of_list)
    }

    /// Returns the verdicts of `--region` on a sample of the numbers for which it is given, without those that are read as
    /// international.
    pub fn verdicts(&self, region: Region, bare: BarePhones) -> RegionVerdicts {
        let numbers: Vec<NationalNumber> = self.of_region_sample.numbers(bare == BarePhones::Refuse).collect();
        let of = numbers.len();
        let misfits: Vec<NationalNumber> = numbers.into_iter().filter(|number| !number.is_valid_in(region)).collect();
        let impossible = misfits.iter().filter(|number| !number.is_possible_in(region)).count();
        RegionVerdicts { of, impossible, misfits }
    }

    /// Returns the countries whose numbers those may be that are not valid in `--region`, as
    /// [`PhoneColumn::regions_of_bare`] does.
    pub fn regions_instead(&self, verdicts: &RegionVerdicts, of_list: &[Region]) -> Vec<RegionFit> {
        let sample = &verdicts.misfits[..verdicts.misfits.len().min(SAMPLE_SIZE)];
        regions::fitting(sample, &self.usual_regions(), of_list)
    }

    /// Returns the countries of the numbers with `+` or `00`, the most frequent first.
    fn usual_regions(&self) -> Vec<Region> {
        let mut codes: Vec<(u16, u64)> = self.beginnings.calling_codes().into_iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        codes.into_iter().filter_map(|(code, _)| libphonenumber::main_region(code)).collect()
    }

    /// Returns true if there are enough bare numbers to decide by themselves.
    pub fn has_enough_bare(&self) -> bool {
        self.bare >= MIN_BARE
    }

    /// Returns true if there are enough bare numbers, and nine in ten are valid with a `+` before them.
    pub fn are_bare_valid(&self) -> bool {
        self.has_enough_bare() && self.is_nine_in_ten(self.bare_valid)
    }

    fn is_nine_in_ten(&self, bare: u64) -> bool {
        bare * 10 >= self.bare * 9
    }

    fn are_bare_familiar(&self) -> bool {
        if self.written == 0 {
            return false;
        }
        let codes = self.beginnings.calling_codes();
        let familiar = self.bare_beginnings.calling_codes().into_iter().filter(|(code, _)| codes.contains_key(code));
        self.is_nine_in_ten(familiar.map(|(_, count)| count).sum()) && !self.may_bare_be_national(&codes)
    }

    /// Returns true if more than one in ten of the sample may be national mobile numbers of a usual country: one to
    /// which at least one in ten of the other numbers belongs.
    fn may_bare_be_national(&self, codes: &BTreeMap<u16, u64>) -> bool {
        let usual = codes.iter().filter(|(_, count)| **count * 10 >= self.written);
        let usual: Vec<Region> = usual.filter_map(|(code, _)| libphonenumber::main_region(*code)).collect();
        let national = self.first_bare.iter().filter(|bare| usual.iter().any(|region| bare.may_be_of(*region))).count();
        national * 10 > self.first_bare.len()
    }
}

/// Returns true if two numbers may be one, written with and without its country code: the digits of one end with those
/// of the other.
fn may_be_one(one: u64, other: u64) -> bool {
    let (short, long) = (one.min(other), one.max(other));
    let digits = short.checked_ilog10().map(|exponent| exponent + 1);
    let place = digits.and_then(|digits| 10_u64.checked_pow(digits));
    short == long || place.is_some_and(|place| long % place == short)
}

impl Beginnings {
    fn any(&self) -> bool {
        !self.0.is_empty()
    }

    fn note(&mut self, beginning: u16) {
        self.0.resize(BEGINNINGS, 0);
        if let Some(count) = self.0.get_mut(usize::from(beginning)) {
            *count += 1;
        }
    }

    /// Returns the number of phone numbers of each calling code.
    fn calling_codes(&self) -> BTreeMap<u16, u64> {
        let mut codes = BTreeMap::new();
        for (beginning, count) in self.0.iter().enumerate().filter(|(_, count)| **count > 0) {
            if let Some((code, _)) = libphonenumber::calling_code(&format!("+{beginning:03}")) {
                *codes.entry(code).or_default() += count;
            }
        }
        codes
    }
}

impl Bare {
    /// Returns true if the digits are a mobile number of a region, and a different number with a `+`. Only mobile
    /// numbers count, because the library accepts too many others: eleven digits of Malaysia are a fixed line in
    /// Germany.
    fn may_be_of(self, region: Region) -> bool {
        let digits = self.digits.to_string();
        match validate_national(&digits, region) {
            Verdict::Valid(form) if libphonenumber::is_mobile(&form) => {
                validate_international(&with_plus(&digits)) != Verdict::Valid(form)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
