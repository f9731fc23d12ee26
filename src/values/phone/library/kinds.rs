//! Kinds of international numbers: those that the library's patterns can not tell apart.
//!
//! To judge a number by some twenty patterns, one after the other, takes the library a microsecond. What it says depends
//! only on the calling code, on which of the code's patterns match, and on how many digits there are. So one automaton for
//! each calling code runs all of its patterns at once; where it ends, with so many digits, is a kind. The library is asked
//! about the first number of a kind, and what it finds valid is known of the others.
//!
//! ```text
//!   +60 18 998 8776 ─▶ calling code 60 ─▶ state 41 after 9 digits ─▶ known to be valid? ── no ──▶ library ─▶ learn
//!                                                                        └─ yes ─▶ its own E.164 form
//! ```

use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use regex_automata::dfa::dense::{self, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind, PatternID};
use rlibphonenumber::PHONE_NUMBER_UTIL;
use rlibphonenumber::interfaces::AsOriginal;

/// So many numbers of a calling code are worth its automaton: it takes half a millisecond, that of `+1` six.
const WORTHWHILE: u32 = 1000;

/// The first calling code that would have four digits.
const CALLING_CODES: usize = 1000;

/// A national number of libphonenumber has no more digits.
const LONGEST: usize = 17;

/// The library writes no more zeros before a national number.
const ZEROS_TOO_MANY: &str = "0{11}";

/// The pattern of the numbers that may not be left as they are written. It comes first.
const REWRITTEN: PatternID = PatternID::ZERO;

static PLANS: [Plan; CALLING_CODES] =
    [const { Plan { asked: AtomicU32::new(0), kinds: OnceLock::new() } }; CALLING_CODES];

/// What is known of the numbers of a calling code.
struct Plan {
    /// How many numbers were asked about before there were kinds.
    asked: AtomicU32,
    /// Made when it is worth it; `None` when it can not be made.
    kinds: OnceLock<Option<Box<Kinds>>>,
}

/// The kinds of a calling code's numbers. States are counted from 0, where every number begins.
pub(super) struct Kinds {
    /// By state, the state after each digit.
    next: Vec<[u16; 10]>,
    /// By state, whether the library may rewrite a number that ends there: take a national prefix off, say.
    rewritten: Vec<bool>,
    /// By state, with how many digits a number that ends there is known to be valid; a bit for each count.
    valid: Vec<AtomicU32>,
}

/// The kind of a number.
pub(super) struct Kind<'a> {
    valid: &'a AtomicU32,
    digits: u32,
    rewritten: bool,
}

impl Kind<'_> {
    /// Whether a number of this kind was found valid, and its E.164 form to be as it was written.
    pub(super) fn is_valid(&self) -> bool {
        self.valid.load(Ordering::Relaxed) & self.digits != 0
    }

    /// Remembers that a number of this kind is valid, and its E.164 form is as it was written.
    pub(super) fn learn(&self) {
        if !self.rewritten {
            self.valid.fetch_or(self.digits, Ordering::Relaxed);
        }
    }
}

/// The kinds among which a number is, which begins with `+`; `None` when its calling code has none, or none yet.
pub(super) fn among(number: &str) -> Option<(&'static Kinds, &str)> {
    let (code, national) = calling_code(number)?;
    let plan = PLANS.get(usize::from(code))?;
    Some((plan.kinds(code)?, national))
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

/// All calling codes.
#[cfg(test)]
pub(super) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}

impl Plan {
    fn kinds(&'static self, code: u16) -> Option<&'static Kinds> {
        if let Some(kinds) = self.kinds.get() {
            return kinds.as_deref();
        }
        // Whoever comes to the count makes them; the others go on asking the library.
        if self.asked.fetch_add(1, Ordering::Relaxed) == WORTHWHILE {
            self.kinds.get_or_init(|| Kinds::of(code).map(Box::new));
        }
        None
    }
}

impl Kinds {
    /// All kinds of a calling code's numbers, none of them known yet; `None` for a code with patterns that can not be told
    /// apart in so few states.
    pub(super) fn of(code: u16) -> Option<Self> {
        let automaton = automaton(&patterns(code)?)?;
        let start = automaton.universal_start_state(Anchored::Yes)?;
        let mut numbers = HashMap::from([(start, 0)]);
        let mut states = vec![start];
        let mut kinds = Self { next: Vec::new(), rewritten: Vec::new(), valid: Vec::new() };
        while let Some(&state) = states.get(kinds.next.len()) {
            let mut next = [0; 10];
            for (digit, after) in (b'0'..=b'9').zip(&mut next) {
                let reached = automaton.next_state(state, digit);
                let new = u16::try_from(states.len()).ok()?;
                *after = *numbers.entry(reached).or_insert_with(|| {
                    states.push(reached);
                    new
                });
            }
            kinds.next.push(next);
            kinds.rewritten.push(ends_as(&automaton, state, REWRITTEN));
            kinds.valid.push(AtomicU32::new(0));
        }
        Some(kinds)
    }

    /// The kind of a national number; `None` when it is no number.
    pub(super) fn find(&self, national: &str) -> Option<Kind<'_>> {
        if national.len() > LONGEST {
            return None;
        }
        let mut state = 0;
        for byte in national.bytes() {
            let digit = usize::from(byte.wrapping_sub(b'0'));
            state = usize::from(*self.next.get(state)?.get(digit)?);
        }
        Some(Kind {
            valid: self.valid.get(state)?,
            digits: 1 << national.len(),
            rewritten: *self.rewritten.get(state)?,
        })
    }
}

/// All patterns that the library may hold against a number of a calling code: those of the numbers that it may rewrite, as
/// one, and those of every region that shares the code.
fn patterns(code: u16) -> Option<Vec<String>> {
    let (library, code) = (PHONE_NUMBER_UTIL.as_original(), i32::from(code));
    let begins_with = |pattern: &str| format!("(?:{pattern})[0-9]*");
    let mut patterns = Vec::new();
    for region in library.get_regions_for_country_calling_code(code)? {
        let plan = library.get_metadata_for_region_or_calling_code(code, region)?;
        if patterns.is_empty() {
            let prefix = [ZEROS_TOO_MANY, plan.national_prefix_for_parsing().original_base()];
            patterns.push(begins_with(&prefix.into_iter().filter(is_some).collect::<Vec<_>>().join("|")));
        }
        patterns.extend(Some(plan.leading_digits().original_base()).filter(is_some).map(begins_with));
        let types = [
            &plan.general_desc,
            &plan.fixed_line,
            &plan.mobile,
            &plan.toll_free,
            &plan.premium_rate,
            &plan.shared_cost,
            &plan.personal_number,
            &plan.voip,
            &plan.pager,
            &plan.uan,
            &plan.voicemail,
        ];
        let of_types = types.into_iter().map(|numbers| numbers.national_number_pattern().original_base());
        patterns.extend(of_types.filter(is_some).map(str::to_owned));
    }
    Some(patterns)
}

fn is_some(pattern: &&str) -> bool {
    !pattern.is_empty()
}

/// Runs all patterns at once, from the first digit; where it is after the last one tells which of them match.
fn automaton(patterns: &[String]) -> Option<DFA<Vec<u32>>> {
    let only_starts = dense::Config::new().start_kind(StartKind::Anchored).accelerate(false);
    dense::Builder::new()
        .configure(only_starts.match_kind(MatchKind::All))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(patterns)
        .ok()
}

fn ends_as(automaton: &DFA<Vec<u32>>, state: StateID, pattern: PatternID) -> bool {
    let end = automaton.next_eoi_state(state);
    automaton.is_match_state(end)
        && (0..automaton.match_len(end)).any(|index| automaton.match_pattern(end, index) == pattern)
}
