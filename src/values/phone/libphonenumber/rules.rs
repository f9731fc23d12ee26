//! Rules of the library for the numbers of a calling code, in a form that one automaton can evaluate. They do what `parse`,
//! `is_possible_number` and `is_valid_number` of libphonenumber do, with the library's own metadata; a test compares.

use regex_automata::util::syntax;
use rlibphonenumber::interfaces::AsOriginal;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberDesc};

/// Set of possible numbers of digits, as bits: bit 9 for nine digits.
pub(super) type Lengths = u32;

const ANY_LENGTH: Lengths = Lengths::MAX;

/// Maximum number of digits of a national number in libphonenumber.
const MAX_LENGTH: usize = 17;

/// Zeros before a national number, one more than the library writes.
const ZEROS_TOO_MANY: &str = "0{11}";

/// Rules of a calling code. Patterns are referred to by index.
pub(super) struct Rules {
    /// Patterns, each once; all of them match whole numbers.
    pub(super) patterns: Vec<String>,
    /// Pattern of the numbers from which the library may remove something, such as a national prefix.
    rewritten: Option<usize>,
    /// Possible lengths.
    possible: Lengths,
    /// Regions that share the code, in the order in which the library asks them.
    regions: Vec<Region>,
}

/// Lengths with which numbers are valid that are their own E.164 form.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ValidLengths {
    /// Lengths of valid numbers.
    pub(super) valid: Lengths,
    /// Lengths of numbers that are possible but not assigned.
    pub(super) unassigned: Lengths,
}

/// Classification of a number that is its own E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classification {
    /// It may be assigned.
    Valid,
    /// Its length is possible, but no such number is assigned.
    Unassigned,
}

impl ValidLengths {
    /// Classifies a number with these lengths.
    pub(super) fn classify(self, national: &str) -> Option<Classification> {
        let length = length(national)?;
        if self.valid & length != 0 {
            Some(Classification::Valid)
        } else {
            (self.unassigned & length != 0).then_some(Classification::Unassigned)
        }
    }
}

/// Returns the number of digits of a national number as a bit, if no more than any has.
fn length(national: &str) -> Option<Lengths> {
    (national.len() <= MAX_LENGTH).then(|| 1 << national.len())
}

/// Rules of a region that has the calling code.
struct Region {
    /// Pattern of the numbers that belong to this region or to none.
    claimed: Option<usize>,
    /// All its numbers.
    general: PatternSpec,
    /// Numbers of each type. A valid number has one.
    types: Vec<PatternSpec>,
}

/// Numbers that match a pattern and have one of the lengths.
struct PatternSpec {
    /// Index of the pattern; `None` if there are no such numbers.
    pattern: Option<usize>,
    lengths: Lengths,
}

/// The library's metadata of a region; an empty pattern matches nothing.
struct Metadata {
    national_prefix: &'static str,
    leading_digits: &'static str,
    general: LengthPattern,
    types: [LengthPattern; 10],
}

/// Pattern and lengths of the numbers that match it.
type LengthPattern = (&'static str, &'static PhoneNumberDesc);

impl Rules {
    /// Returns the rules of a calling code; `None` if there is no such code.
    pub(super) fn of(code: i32) -> Option<Self> {
        let metadata = metadata(code)?;
        // The library takes the possible lengths and the prefixes to remove from the first of the regions.
        let Metadata { national_prefix, general: (_, general), .. } = metadata.first()?;
        // Lengths that are possible only locally lack the area code, and the library decides about them.
        let possible = bits(&general.possible_length) & !bits(&general.possible_length_local_only);
        let mut rules = Self { patterns: Vec::new(), rewritten: None, possible, regions: Vec::new() };
        rules.rewritten = rules.intern_prefixes(&[ZEROS_TOO_MANY, national_prefix]);
        rules.regions = metadata.iter().map(|metadata| rules.region(metadata)).collect();
        Some(rules)
    }

    fn region(&mut self, metadata: &Metadata) -> Region {
        Region {
            claimed: self.intern_prefixes(&[metadata.leading_digits]),
            general: self.numbers(metadata.general),
            types: metadata.types.iter().map(|described| self.numbers(*described)).collect(),
        }
    }

    /// Adds a pattern with its lengths; without lengths in the metadata, those of all numbers of the region hold.
    fn numbers(&mut self, (pattern, numbers): LengthPattern) -> PatternSpec {
        let told = bits(&numbers.possible_length);
        let lengths = if numbers.possible_length.is_empty() { ANY_LENGTH } else { told };
        PatternSpec { pattern: self.intern_pattern(pattern), lengths }
    }

    /// Returns the index of the pattern of all numbers that begin with one of these.
    fn intern_prefixes(&mut self, beginnings: &[&str]) -> Option<usize> {
        let beginnings: Vec<&str> = beginnings.iter().copied().filter(|beginning| !beginning.is_empty()).collect();
        if beginnings.is_empty() { None } else { self.intern_pattern(&format!("(?:{})[0-9]*", beginnings.join("|"))) }
    }

    fn intern_pattern(&mut self, pattern: &str) -> Option<usize> {
        if pattern.is_empty() {
            return None;
        }
        let known = self.patterns.iter().position(|known| known == pattern);
        known.or_else(|| {
            self.patterns.push(pattern.to_owned());
            Some(self.patterns.len() - 1)
        })
    }

    /// Returns the lengths with which numbers that match these patterns are valid as written. The first region that
    /// claims a number, or has a type for it, decides whether it is valid.
    pub(super) fn valid_lengths(&self, matching: &[usize]) -> ValidLengths {
        // The library would change such a number, so it is not its own E.164 form.
        if self.rewritten.is_some_and(|pattern| matching.contains(&pattern)) {
            return ValidLengths::default();
        }
        self.assigned_lengths(matching)
    }

    /// Like [`Rules::valid_lengths`], also of numbers that the library would change when it parses them.
    pub(super) fn assigned_lengths(&self, matching: &[usize]) -> ValidLengths {
        let matches = |pattern: Option<usize>| pattern.is_some_and(|pattern| matching.contains(&pattern));
        let lengths = |numbers: &PatternSpec| if matches(numbers.pattern) { numbers.lengths } else { 0 };
        let (mut valid, mut undecided) = (0, self.possible);
        for Region { claimed, general, types } in &self.regions {
            let typed = lengths(general) & types.iter().map(lengths).fold(0, |all, some| all | some);
            valid |= undecided & typed;
            undecided &= if matches(*claimed) { 0 } else { !typed };
        }
        ValidLengths { valid, unassigned: self.possible & !valid }
    }
}

/// Returns how patterns are read: `\d` is an ASCII digit. With those of all scripts, as the library compiles them, an
/// automaton is far larger.
pub(super) fn syntax() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

/// Returns the metadata of the regions that share a calling code.
fn metadata(code: i32) -> Option<Vec<Metadata>> {
    let library = PHONE_NUMBER_UTIL.as_original();
    let regions = library.get_regions_for_country_calling_code(code)?;
    let of_region = |region| {
        let metadata = library.get_metadata_for_region_or_calling_code(code, region)?;
        let numbers = [
            &metadata.general_desc,
            &metadata.fixed_line,
            &metadata.mobile,
            &metadata.toll_free,
            &metadata.premium_rate,
            &metadata.shared_cost,
            &metadata.personal_number,
            &metadata.voip,
            &metadata.pager,
            &metadata.uan,
            &metadata.voicemail,
        ];
        let described = numbers.map(|numbers| (numbers.national_number_pattern().original_base(), &numbers.original));
        let [general, types @ ..] = described;
        Some(Metadata {
            national_prefix: metadata.national_prefix_for_parsing().original_base(),
            leading_digits: metadata.leading_digits().original_base(),
            general,
            types,
        })
    };
    regions.map(of_region).collect()
}

/// Converts lengths from the metadata, where -1 means that a region has no such numbers.
fn bits(lengths: &[i32]) -> Lengths {
    lengths.iter().filter_map(|length| 1_u32.checked_shl(u32::try_from(*length).ok()?)).fold(0, |all, bit| all | bit)
}
