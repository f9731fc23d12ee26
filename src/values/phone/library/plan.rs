//! The numbering plan of a calling code as one automaton, which knows the numbers that are valid as they are written.
//!
//! The library holds some ten patterns against a number, one after the other, which takes a microsecond; and to prepare
//! the patterns of a country takes milliseconds, and half a megabyte. Most numbers of a list are valid, and stand there in
//! E.164 form but for blanks and hyphens. These are recognised here: all patterns of a calling code run at once, digit by
//! digit, and where they end, with so many digits, tells which of them match. What is not recognised is for the library
//! to judge.
//!
//! ```text
//!   +60 18 998 8776 ─▶ calling code 60 ─▶ state 41 after nine digits ─▶ valid with nine digits?
//! ```

use std::collections::HashMap;
use std::sync::OnceLock;

use regex_automata::dfa::dense::{self, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
use rlibphonenumber::interfaces::AsOriginal;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberDesc};

/// The first calling code that would have four digits.
const CALLING_CODES: usize = 1000;

/// How many digits a national number may have, as bits: bit 9 for nine digits.
type Lengths = u32;

const ANY_LENGTH: Lengths = Lengths::MAX;

/// A national number of libphonenumber has no more digits.
const LONGEST: usize = 17;

/// The library writes no more than ten zeros before a national number.
const ZEROS_TOO_MANY: &str = "0{11}";

/// The numbers of a calling code that are valid as they are written. States are counted from 0, where every number begins.
pub(super) struct Plan {
    /// By state, the state after each digit.
    next: Vec<[u16; 10]>,
    /// By state, with how many digits a number that ends there is valid.
    valid: Vec<Lengths>,
}

/// Whether a number, which begins with its country code after a `+`, is surely valid, and its own E.164 form.
pub(super) fn recognises(number: &str) -> bool {
    static PLANS: [OnceLock<Option<Plan>>; CALLING_CODES] = [const { OnceLock::new() }; CALLING_CODES];
    let is_known = |(code, national): (u16, &str)| {
        let plan = PLANS.get(usize::from(code))?.get_or_init(|| Plan::of(code)).as_ref()?;
        Some(plan.recognises(national))
    };
    calling_code(number).and_then(is_known).unwrap_or(false)
}

/// The calling code of a number that begins with `+`, and what follows it.
pub(super) fn calling_code(number: &str) -> Option<(u16, &str)> {
    let digits = number.strip_prefix('+')?;
    let split = |length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code = code.parse().ok().filter(|_| !code.starts_with('0'))?;
        PHONE_NUMBER_UTIL.get_region_for_country_code(i32::from(code)).map(|_| (code, national))
    };
    (1..=3).find_map(split)
}

impl Plan {
    /// The plan of a calling code; `None` for a code with more states than any has.
    pub(super) fn of(code: u16) -> Option<Self> {
        let rules = Rules::of(i32::from(code))?;
        let automaton = automaton(&rules.patterns)?;
        let mut states = vec![automaton.universal_start_state(Anchored::Yes)?];
        let mut places = HashMap::from([(states[0], 0)]);
        let mut plan = Self { next: Vec::new(), valid: Vec::new() };
        while let Some(&state) = states.get(plan.next.len()) {
            let mut next = [0; 10];
            for (digit, after) in (b'0'..=b'9').zip(&mut next) {
                let reached = automaton.next_state(state, digit);
                let new = u16::try_from(states.len()).ok()?;
                *after = *places.entry(reached).or_insert_with(|| {
                    states.push(reached);
                    new
                });
            }
            plan.next.push(next);
            plan.valid.push(rules.valid(&ending(&automaton, state)));
        }
        Some(plan)
    }

    pub(super) fn recognises(&self, national: &str) -> bool {
        let step = |state: usize, byte: u8| {
            let next = self.next.get(state)?.get(usize::from(byte.wrapping_sub(b'0')))?;
            Some(usize::from(*next))
        };
        let end = national.bytes().try_fold(0, step);
        national.len() <= LONGEST
            && end.and_then(|state| self.valid.get(state)).is_some_and(|valid| valid & (1 << national.len()) != 0)
    }
}

/// Runs all patterns at once, from the first digit.
fn automaton(patterns: &[String]) -> Option<DFA<Vec<u32>>> {
    let only_starts = dense::Config::new().start_kind(StartKind::Anchored).accelerate(false);
    dense::Builder::new()
        .configure(only_starts.match_kind(MatchKind::All))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(patterns)
        .ok()
}

/// The patterns that match a number that ends here.
fn ending(automaton: &DFA<Vec<u32>>, state: StateID) -> Vec<usize> {
    let end = automaton.next_eoi_state(state);
    let count = if automaton.is_match_state(end) { automaton.match_len(end) } else { 0 };
    (0..count).map(|index| automaton.match_pattern(end, index).as_usize()).collect()
}

/// What the library says of numbers with a calling code.
struct Rules {
    /// Each once; all of them match whole numbers.
    patterns: Vec<String>,
    /// Those of which the library may take something off: a national prefix, say. A place among the patterns.
    rewritten: Option<usize>,
    /// Other lengths are not possible.
    possible: Lengths,
    /// The regions that share the code, in the order in which the library asks them.
    regions: Vec<Region>,
}

/// What the library says of a region's numbers.
struct Region {
    /// What begins so is this region's, or nobody's. A place among the patterns.
    claimed: Option<usize>,
    /// All its numbers.
    general: Numbers,
    /// Those of a type. A valid number has one.
    types: Vec<Numbers>,
}

/// Numbers that match a pattern, and have so many digits.
struct Numbers {
    /// A place among the patterns; without one, there are none.
    pattern: Option<usize>,
    lengths: Lengths,
}

impl Rules {
    fn of(code: i32) -> Option<Self> {
        let library = PHONE_NUMBER_UTIL.as_original();
        let mut rules = Self { patterns: Vec::new(), rewritten: None, possible: 0, regions: Vec::new() };
        for region in library.get_regions_for_country_calling_code(code)? {
            let metadata = library.get_metadata_for_region_or_calling_code(code, region)?;
            if rules.regions.is_empty() {
                let prefix = metadata.national_prefix_for_parsing().original_base();
                let prefixes = [ZEROS_TOO_MANY, prefix].into_iter().filter(|prefix| !prefix.is_empty());
                rules.rewritten = rules.enter(begins_with(&prefixes.collect::<Vec<_>>().join("|")));
                let general = &metadata.general_desc.original;
                rules.possible = bits(&general.possible_length) & !bits(&general.possible_length_local_only);
            }
            let claim = metadata.leading_digits().original_base();
            let claimed = if claim.is_empty() { None } else { rules.enter(begins_with(claim)) };
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
            let mut numbers = numbers.into_iter().map(|numbers| Numbers {
                pattern: rules.enter(numbers.national_number_pattern().original_base().to_owned()),
                lengths: lengths(&numbers.original),
            });
            let (general, types) = (numbers.next()?, numbers.collect());
            rules.regions.push(Region { claimed, general, types });
        }
        Some(rules)
    }

    /// The place of a pattern.
    fn enter(&mut self, pattern: String) -> Option<usize> {
        if pattern.is_empty() {
            return None;
        }
        let known = self.patterns.iter().position(|known| *known == pattern);
        known.or_else(|| {
            self.patterns.push(pattern);
            Some(self.patterns.len() - 1)
        })
    }

    /// With how many digits numbers are valid as they are written, which match these patterns: the first region that
    /// claims a number, or has a type for it, decides (`is_valid_number` of libphonenumber).
    fn valid(&self, matching: &[usize]) -> Lengths {
        let matches = |pattern: Option<usize>| pattern.is_some_and(|pattern| matching.contains(&pattern));
        let lengths = |numbers: &Numbers| if matches(numbers.pattern) { numbers.lengths } else { 0 };
        if matches(self.rewritten) {
            return 0;
        }
        let (mut valid, mut undecided) = (0, self.possible);
        for Region { claimed, general, types } in &self.regions {
            let typed = lengths(general) & types.iter().map(lengths).fold(0, |all, some| all | some);
            valid |= undecided & typed;
            undecided &= if matches(*claimed) { 0 } else { !typed };
        }
        valid
    }
}

fn begins_with(pattern: &str) -> String {
    format!("(?:{pattern})[0-9]*")
}

/// The lengths of a type's numbers; those that are not told are those of all numbers of the region.
fn lengths(numbers: &PhoneNumberDesc) -> Lengths {
    if numbers.possible_length.is_empty() { ANY_LENGTH } else { bits(&numbers.possible_length) }
}

/// In the library's metadata, -1 is the length of numbers that a region does not have.
fn bits(lengths: &[i32]) -> Lengths {
    lengths.iter().filter_map(|length| 1_u32.checked_shl(u32::try_from(*length).ok()?)).fold(0, |all, bit| all | bit)
}

/// All calling codes.
#[cfg(test)]
pub(super) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}
