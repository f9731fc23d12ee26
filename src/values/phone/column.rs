//! Evidence of a whole column of phone numbers: whether bare digits begin with country codes, whether a spreadsheet has
//! rounded them, how many were written in which way (spec section 4, Phone).

use std::collections::BTreeMap;

use super::even_sample::{EvenSample, spread};
use super::libphonenumber::{self, Verdict};
use super::regions::{self, NationalNumber, RegionFit};
use super::sign::{Bare, CountrySource, GivenCountry, PhoneSign};
use super::{Region, validate_international, validate_national, with_plus};
use crate::model::BarePhones;

/// Minimum number of bare numbers that decide by themselves.
const MIN_BARE: u64 = 10;

/// Maximum number of bare numbers that are kept as a sample: each is later parsed by the library for every usual region,
/// microseconds each.
const SAMPLE_SIZE: usize = 100;

/// Maximum number of numbers of `--region` that are kept as a sample: each is parsed again, 2 µs each.
const REGION_SAMPLE_SIZE: usize = 1_000;

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
    /// Numbers without `+` or `00` that the Country of their row reads.
    of_rows: u64,
    /// Those that `--region` reads.
    of_region: u64,
    /// Of both, those that are the same with a `+` before them.
    with_code: u64,
    /// Numbers without `+` or `00` that no country reads.
    bare: BareNumbers,
    /// Numbers without `+` or `00` of a country that is given, if bare digits are national; else bare ones.
    contested: BareNumbers,
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
    /// Bare numbers.
    bare_sample: EvenSample<Bare, SAMPLE_SIZE>,
    /// Numbers for which `--region` is given, each with true if it is valid or possible only with a `+` before it.
    of_region_sample: EvenSample<(NationalNumber, bool), REGION_SAMPLE_SIZE>,
}

/// Numbers without `+` or `00` that may begin with a country code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct BareNumbers {
    counts: BareCounts,
    /// Those for which the Country of the row is given, and those for which `--region` is.
    given: (u64, u64),
    /// Three-digit beginnings of those that are possible if a `+` is put before them.
    beginnings: Beginnings,
}

/// How many numbers without `+` or `00` there are which no country reads, and what they are with a `+` before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BareCounts {
    /// All of them.
    pub numbers: u64,
    /// Those that are possible with a `+` before them.
    pub possible: u64,
    /// Those that are valid with a `+` before them.
    pub valid: u64,
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
            CountrySource::Given(origin, number, has_code) => {
                self.with_code += u64::from(has_code);
                self.note_given(origin, number);
            }
            CountrySource::Contested(origin, bare) => self.note_contested(origin, bare),
            CountrySource::Unknown(bare) => self.note_bare(bare),
        }
        self.prefixed += u64::from(had_prefix);
        let ones = &mut self.mexican_ones;
        let is_certain = matches!(country, CountrySource::Written(_) | CountrySource::Given(..));
        let ones = if is_certain { &mut ones.0 } else { &mut ones.1 };
        *ones += u64::from(has_mexican_one);
        if let Some(digits) = rounded {
            self.rounded += 1;
            let (first, differs) = self.first_rounded.unwrap_or((digits, false));
            self.first_rounded = Some((first.max(digits), differs || !may_be_one(first, digits)));
        }
    }

    fn note_given(&mut self, origin: GivenCountry, number: NationalNumber) {
        match origin {
            GivenCountry::Row => self.of_rows += 1,
            GivenCountry::Region => {
                self.of_region += 1;
                self.of_region_sample.note((number, false));
            }
        }
    }

    fn note_contested(&mut self, origin: GivenCountry, bare: Bare) {
        self.contested.note(bare, Some(origin));
        if origin == GivenCountry::Region {
            self.of_region_sample.note((bare.national, true));
        }
    }

    fn note_bare(&mut self, bare: Bare) {
        self.bare.note(bare, bare.misread_by);
        if bare.misread_by == Some(GivenCountry::Region) {
            self.of_region_sample.note((bare.national, true));
        }
        self.bare_sample.note(bare);
    }

    /// Returns the number of phone numbers.
    pub fn numbers(&self) -> u64 {
        self.written + self.of_rows + self.of_region + self.bare.counts.numbers + self.contested.counts.numbers
    }

    /// Returns the number of bare numbers for which no country is given.
    pub fn without_country(&self) -> u64 {
        let (of_rows, of_region) = self.bare.given;
        self.bare.counts.numbers - of_rows - of_region
    }

    /// Returns the number of numbers that the Country of their row reads, given the reading of bare numbers.
    pub fn of_rows(&self, bare: BarePhones) -> u64 {
        self.of_rows + if bare == BarePhones::Refuse { self.contested.given.0 } else { 0 }
    }

    /// Returns the number of numbers that `--region` reads, given the reading of bare numbers.
    pub fn of_region(&self, bare: BarePhones) -> u64 {
        self.of_region + if bare == BarePhones::Refuse { self.contested.given.1 } else { 0 }
    }

    /// Returns the counts of bare numbers that no country reads, given their reading.
    pub fn bare(&self, bare: BarePhones) -> BareCounts {
        match bare {
            BarePhones::International => self.bare.counts.plus(self.contested.counts),
            BarePhones::Refuse => self.bare.counts,
        }
    }

    /// Returns the number of numbers that a country which is given reads where bare numbers are not international.
    pub fn contested(&self) -> u64 {
        self.contested.counts.numbers
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
    ///
    /// Contested numbers count among them where they are too many for slips.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        let are_international = self.are_bare_valid() || self.are_bare_familiar();
        let reading = if are_international { BarePhones::International } else { BarePhones::Refuse };
        (self.bare.beginnings.any() || self.contested.beginnings.any()).then_some(reading)
    }

    /// Returns the countries whose national numbers the sample of bare ones may be, the likeliest first: those that read
    /// nine in ten of them. `of_list` are the countries from which the list may be, by what else it shows.
    pub fn regions_of_bare(&self, of_list: &[Region]) -> Vec<RegionFit> {
        let sample = self.bare_sample.items().iter().filter(|bare| bare.misread_by.is_none());
        let sample: Vec<NationalNumber> = sample.map(|bare| bare.national).collect();
        regions::fitting(&sample, &self.usual_regions(), of_list)
    }

    /// Returns the verdicts of `--region` on a sample of the numbers for which it is given, without those that are read as
    /// international.
    pub fn verdicts(&self, region: Region, bare: BarePhones) -> RegionVerdicts {
        let is_wanted = |(_, is_foreign): &&(NationalNumber, bool)| bare == BarePhones::Refuse || !is_foreign;
        let sample = self.of_region_sample.items().iter().filter(is_wanted);
        let numbers: Vec<NationalNumber> = sample.map(|(number, _)| *number).collect();
        let of = numbers.len();
        let misfits: Vec<NationalNumber> = numbers.into_iter().filter(|number| !number.is_valid_in(region)).collect();
        let impossible = misfits.iter().filter(|number| !number.is_possible_in(region)).count();
        RegionVerdicts { of, impossible, misfits }
    }

    /// Returns the countries whose numbers those may be that are not valid in `--region`, as
    /// [`PhoneColumn::regions_of_bare`] does.
    pub fn regions_instead(&self, verdicts: &RegionVerdicts, of_list: &[Region]) -> Vec<RegionFit> {
        regions::fitting(&spread(&verdicts.misfits, SAMPLE_SIZE), &self.usual_regions(), of_list)
    }

    /// Returns the countries of the numbers with `+` or `00`, the most frequent first.
    fn usual_regions(&self) -> Vec<Region> {
        let mut codes: Vec<(u16, u64)> = self.beginnings.calling_codes().into_iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        codes.into_iter().filter_map(|(code, _)| libphonenumber::main_region(code)).collect()
    }

    /// Returns true if there are enough bare numbers to decide by themselves.
    pub fn has_enough_bare(&self) -> bool {
        self.deciding().numbers >= MIN_BARE
    }

    /// Returns true if there are enough bare numbers, and nine in ten are valid with a `+` before them.
    pub fn are_bare_valid(&self) -> bool {
        self.has_enough_bare() && self.is_nine_in_ten(self.deciding().valid)
    }

    /// Returns the counts of the numbers that decide how bare ones are read.
    fn deciding(&self) -> BareCounts {
        if self.are_contested_slips() { self.bare.counts } else { self.bare.counts.plus(self.contested.counts) }
    }

    /// Returns true if contested numbers are so few among those which a country reads, and which differ with a `+`, that
    /// they are rather mistyped: less than one in ten.
    fn are_contested_slips(&self) -> bool {
        self.contested.counts.numbers * 10 < self.of_rows + self.of_region - self.with_code
    }

    fn is_nine_in_ten(&self, bare: u64) -> bool {
        bare * 10 >= self.deciding().numbers * 9
    }

    fn are_bare_familiar(&self) -> bool {
        if self.written == 0 {
            return false;
        }
        let codes = self.beginnings.calling_codes();
        let familiar = |numbers: &BareNumbers| {
            let of_codes = numbers.beginnings.calling_codes();
            of_codes.into_iter().filter(|(code, _)| codes.contains_key(code)).map(|(_, count)| count).sum::<u64>()
        };
        let of_contested = if self.are_contested_slips() { 0 } else { familiar(&self.contested) };
        self.is_nine_in_ten(familiar(&self.bare) + of_contested) && !self.may_bare_be_national(&codes)
    }

    /// Returns true if more than one in ten of the sample may be national mobile numbers of a usual country: one to
    /// which at least one in ten of the other numbers belongs.
    fn may_bare_be_national(&self, codes: &BTreeMap<u16, u64>) -> bool {
        let usual = codes.iter().filter(|(_, count)| **count * 10 >= self.written);
        let usual: Vec<Region> = usual.filter_map(|(code, _)| libphonenumber::main_region(*code)).collect();
        let sample = self.bare_sample.items();
        let national = sample.iter().filter(|bare| usual.iter().any(|region| bare.may_be_of(*region))).count();
        national * 10 > sample.len()
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

impl BareNumbers {
    fn note(&mut self, bare: Bare, given: Option<GivenCountry>) {
        self.counts.numbers += 1;
        self.counts.possible += u64::from(bare.is_possible);
        self.counts.valid += u64::from(bare.is_valid);
        self.given.0 += u64::from(given == Some(GivenCountry::Row));
        self.given.1 += u64::from(given == Some(GivenCountry::Region));
        if let Some(beginning) = bare.beginning().filter(|_| bare.is_possible) {
            self.beginnings.note(beginning);
        }
    }
}

impl BareCounts {
    fn plus(self, other: Self) -> Self {
        Self {
            numbers: self.numbers + other.numbers,
            possible: self.possible + other.possible,
            valid: self.valid + other.valid,
        }
    }
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
