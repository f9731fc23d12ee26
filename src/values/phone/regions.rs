//! The countries in which national numbers of a column are valid, the likeliest first (spec section 4, Phone).
//!
//! Validity alone does not tell: the library takes nearly any eleven digits for a number of Germany, India or Indonesia. So
//! mobile numbers count more, and so do numbers that are grouped as their country groups them. Tried with valid mobile
//! numbers of 51 countries, validity alone singled out none of them; so counted, 45 come first and all among the first three.

use rayon::prelude::*;

use super::Region;
use super::even_sample::spread;
use super::libphonenumber::{self, Verdict};
use super::validate_national;

/// Countries by the size of their economies, the largest first (CLDR 48, territory information): where the numbers fit
/// several alike, the list is likelier from the larger one.
const LARGEST: [&str; 62] = [
    "CN", "US", "IN", "JP", "DE", "RU", "ID", "BR", "GB", "FR", "MX", "IT", "TR", "KR", "ES", "CA", "SA", "EG", "AU",
    "PL", "TW", "TH", "IR", "PK", "NG", "PH", "BD", "VN", "MY", "AR", "NL", "CO", "ZA", "AE", "RO", "SG", "CH", "BE",
    "UA", "SE", "AT", "CL", "PE", "CZ", "HK", "NO", "PT", "IL", "GR", "DK", "HU", "IE", "KE", "FI", "NZ", "GH", "SK",
    "HR", "LK", "MA", "EC", "VE",
];

/// Numbers that are set aside for films and examples, as E.164 beginnings: lists of them fit their country, although
/// nobody has such a number (Ofcom, NANPA, ACMA, Arcep).
const FICTION: [&str; 11] = [
    "+447700900",
    "+442079460",
    "+441632960",
    "+441134960",
    "+61491570",
    "+61255501",
    "+61355501",
    "+33639980",
    "+33199000",
    "+33261910",
    "+33465710",
];

/// The digits behind the area code of such numbers of North America, 555-0100 to 555-0199 (NANPA).
const NORTH_AMERICAN_FICTION: &str = "55501";

/// Number of numbers, from all over the sample, in the first look at all countries; those that read less than half of them
/// are not looked at again.
const GLANCE: usize = 10;

/// Difference of scores, in hundredths, within which countries count as equally likely.
const ALIKE: u64 = 10;

/// National number as a cell has it, without anything that says its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NationalNumber {
    /// The digits as a number, without leading zeros.
    digits: u64,
    /// Number of digits, with leading zeros; 0 for one that is too long to be kept.
    length: u8,
    /// Lengths of the first eight groups of digits, four bits each; 0 behind the last.
    groups: u32,
}

/// A country in which numbers of a column are valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionFit {
    /// The country.
    pub region: Region,
    /// Number of the sampled numbers that are valid there.
    pub valid: usize,
    /// Number of sampled numbers.
    pub of: usize,
    /// Validity, mobile numbers and grouping, in hundredths.
    score: u64,
}

impl RegionFit {
    /// Returns true if the numbers are clearly more like those of this country than like those of another, or are the same
    /// numbers in both, because these share a calling code.
    pub fn is_likelier_than(&self, other: &Self) -> bool {
        let calling_code =
            |fit: &Self| libphonenumber::country(fit.region.as_str()).map(|country| &country.calling_code);
        self.score > other.score + ALIKE || calling_code(self) == calling_code(other)
    }
}

impl NationalNumber {
    /// Keeps the digits of a number without formatting, and how the cell groups them.
    pub(super) fn new(digits: &str, cell: &str) -> Self {
        match digits.parse() {
            Ok(number) => Self { digits: number, length: digits.len().try_into().unwrap_or(0), groups: groups(cell) },
            Err(_) => Self::default(),
        }
    }

    fn text(self) -> String {
        format!("{:0width$}", self.digits, width = usize::from(self.length))
    }

    /// Returns true if it is a valid number of the country.
    pub(super) fn is_valid_in(self, region: Region) -> bool {
        self.length > 0 && valid_form(&self.text(), region).is_some()
    }

    /// Returns true if it can be dialled in the country, assigned or not.
    pub(super) fn is_possible_in(self, region: Region) -> bool {
        self.length > 0 && !matches!(validate_national(&self.text(), region), Verdict::Refused(_))
    }
}

/// Returns the countries that read at least nine in ten of the numbers, the likeliest first. `usual` are the countries that
/// other numbers of the list name, the most frequent first: they come before all others. Of countries that are equally
/// likely, those `of_list` come first: those from which the list may be by what else it shows.
pub(super) fn fitting(numbers: &[NationalNumber], usual: &[Region], of_list: &[Region]) -> Vec<RegionFit> {
    let numbers: Vec<NationalNumber> = numbers.iter().copied().filter(|number| number.length > 0).collect();
    let glance = &spread(&numbers, GLANCE);
    let regions = libphonenumber::regions();
    let possible = regions.into_par_iter().filter(|region| may_fit(glance, *region));
    let likely = possible.filter(|region| fit(glance, *region).valid * 2 >= glance.len());
    let mut fits: Vec<RegionFit> = likely.map(|region| fit(&numbers, region)).collect();
    fits.retain(|fit| fit.of > 0 && fit.valid * 10 >= fit.of * 9);
    let best = fits.iter().map(|fit| fit.score).max().unwrap_or_default();
    let rank = |fit: &RegionFit| {
        let place = |regions: &[Region]| regions.iter().position(|it| *it == fit.region).unwrap_or(regions.len());
        let distance = if fit.score + ALIKE >= best { 0 } else { best - fit.score };
        let size = LARGEST.iter().position(|code| *code == fit.region.as_str()).unwrap_or(LARGEST.len());
        (place(usual), distance, place(of_list), size, fit.region.as_str())
    };
    fits.sort_by_key(rank);
    fits
}

/// Returns false if less than half of the numbers can be valid in a country, as far as is seen without the library.
fn may_fit(numbers: &[NationalNumber], region: Region) -> bool {
    let may_be_valid = |number: &&NationalNumber| {
        let text = number.text();
        libphonenumber::may_be_valid(&text, region) || may_be_fiction(&text, region)
    };
    numbers.iter().filter(may_be_valid).count() * 2 >= numbers.len()
}

fn fit(numbers: &[NationalNumber], region: Region) -> RegionFit {
    let (mut valid, mut score) = (0, 0);
    for number in numbers {
        let text = number.text();
        let Some(form) = valid_form(&text, region) else { continue };
        valid += 1;
        let is_mobile = libphonenumber::is_mobile(&form) || is_fiction(&form);
        let usual = libphonenumber::national_format(&form).map(|usual| as_people_write(usual, region));
        score += 100 + if is_mobile { 50 } else { 0 } + usual.map_or(0, |usual| number.likeness(&text, &usual));
    }
    let of = numbers.len();
    RegionFit { region, valid, of, score: score / (of.max(1) as u64) }
}

/// Returns a number as lists have it: nobody in India writes the zero that libphonenumber puts before a mobile number there,
/// and with it every number of ten digits behind a zero would look Indian.
fn as_people_write(usual: String, region: Region) -> String {
    match usual.strip_prefix('0') {
        Some(without) if region.as_str() == "IN" => without.to_owned(),
        _ => usual,
    }
}

impl NationalNumber {
    /// Scores how much a number looks like one of its country: the zero before it, or none, counts a little; groups like
    /// those of the country count more, and without groups all digits do.
    fn likeness(self, text: &str, usual: &str) -> u64 {
        let digits = || usual.chars().filter(char::is_ascii_digit);
        let is_ungrouped = self.groups < 16;
        let is_alike = if is_ungrouped { digits().eq(text.chars()) } else { groups(usual) == self.groups };
        let begins_alike = digits().next().is_some_and(|digit| (digit == '0') == text.starts_with('0'));
        u64::from(is_alike) * 75 + u64::from(begins_alike) * 25
    }
}

/// Returns the E.164 form of a number that is valid in a country, or set aside there for films.
fn valid_form(number: &str, region: Region) -> Option<String> {
    match validate_national(number, region) {
        Verdict::Valid(form) => Some(form.to_string()),
        Verdict::Unassigned(form) if is_fiction(&form) => Some(form.to_string()),
        _ => None,
    }
}

/// Returns true if a national number holds the digits of one that is set aside in its country.
fn may_be_fiction(number: &str, region: Region) -> bool {
    let Some(country) = libphonenumber::country(region.as_str()) else { return false };
    let of_country = |form: &'static str| form.strip_prefix('+')?.strip_prefix(country.calling_code.as_str());
    let mut of_films = FICTION.into_iter().filter_map(of_country);
    of_films.any(|digits| number.contains(digits))
        || country.calling_code == "1" && number.contains(NORTH_AMERICAN_FICTION)
}

fn is_fiction(form: &str) -> bool {
    let is_north_american =
        || form.starts_with("+1") && form.len() == 12 && form.get(5..10) == Some(NORTH_AMERICAN_FICTION);
    FICTION.iter().any(|beginning| form.starts_with(beginning)) || is_north_american()
}

/// Returns the lengths of the first eight groups of digits, four bits each, the first in the lowest.
fn groups(text: &str) -> u32 {
    let groups = text.split(|c: char| !super::is_digit(c)).filter(|group| !group.is_empty());
    let lengths = groups.take(8).map(|group| u32::try_from(group.chars().count().min(15)).unwrap_or(15));
    lengths.enumerate().fold(0, |packed, (at, length)| packed | (length << (4 * at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(cells: &[&str]) -> Vec<NationalNumber> {
        let digits = |cell: &str| cell.chars().filter(char::is_ascii_digit).collect::<String>();
        cells.iter().map(|cell| NationalNumber::new(&digits(cell), cell)).collect()
    }

    fn first(cells: &[&str], usual: &[&str]) -> Vec<&'static str> {
        let usual: Vec<Region> = usual.iter().map(|code| code.parse().unwrap()).collect();
        fitting(&numbers(cells), &usual, &[]).into_iter().take(3).map(|fit| fit.region.as_str()).collect()
    }

    #[test]
    fn the_country_that_writes_numbers_so_comes_first() {
        assert_eq!(first(&["012-345 6789", "019-876 5432", "011-1234 5678", "03-2345 6789"], &[])[0], "MY");
        assert_eq!(first(&["06 12 34 56 78", "07 81 23 45 67", "01 42 68 53 00"], &[])[0], "FR");
        assert_eq!(first(&["(212) 736-5000", "(415) 362-1234", "(312) 744-5000"], &[])[0], "US");
        assert_eq!(
            first(&["0151 23456701", "0151 23456702", "0176 23456703"], &[])[0],
            "DE",
            "in China too, without the 0"
        );
        assert_eq!(first(&["15123456701", "13823456702", "13623456703"], &[])[0], "CN");
        assert_eq!(first(&["98765 43210", "87654 32109", "9123456780"], &[])[0], "IN");
    }

    #[test]
    fn numbers_of_films_fit_their_country() {
        assert_eq!(first(&["07700900001", "07700900123", "07700900456"], &[])[0], "GB", "in India too, without the 0");
        assert_eq!(first(&["07700 900001", "07700 900123", "07700 900456"], &[])[0], "GB");
        assert_eq!(first(&["(212) 555-0123", "(415) 555-0199"], &[])[0], "US");
    }

    #[test]
    fn a_country_that_the_list_names_comes_before_all_others() {
        let cells = ["(212) 736-5000", "(415) 362-1234"];
        assert_eq!(first(&cells, &[])[0], "US");
        assert_eq!(first(&cells, &["CA"])[0], "CA");
    }

    #[test]
    fn of_equally_likely_countries_that_of_the_list_comes_first() {
        let first = |cells: &[&str], of_list: &[&str]| {
            let of_list: Vec<Region> = of_list.iter().map(|code| code.parse().unwrap()).collect();
            fitting(&numbers(cells), &[], &of_list)[0].region.as_str()
        };
        let malaysian = ["0123456780", "0123456791", "0198765432"];
        assert_eq!([first(&malaysian, &[]), first(&malaysian, &["SG", "MY"])], ["KR", "MY"]);
        assert_eq!(first(&["012-345 6789", "011-1234 5678", "03-2345 6789"], &["DE"]), "MY", "its groups say more");
    }

    #[test]
    fn nothing_fits_what_is_no_number_anywhere() {
        assert!(first(&["12", "00000000000000", "99"], &[]).is_empty());
        assert!(fitting(&[], &[], &[]).is_empty());
        assert!(!NationalNumber::new(&"9".repeat(30), "").is_valid_in("MY".parse().unwrap()));
    }
}
