//! Numbering plan of a calling code as one DFA, which recognises the numbers that are valid as they are written.
//!
//! The library matches some ten patterns against a number, one after the other, which takes a microsecond; and
//! preparing the patterns of a country takes milliseconds and half a megabyte. Most numbers of a list are valid and in
//! E.164 form except for blanks and hyphens. These are recognised here: all patterns of a calling code run at once,
//! digit by digit, and the final state, with the number of digits, shows which of them match. All other numbers are
//! left to the library.
//!
//! ```text
//!   +60 18 998 8776 ─▶ calling code 60 ─▶ state 41 after nine digits ─▶ valid with nine digits? or possible?
//! ```

use std::collections::HashMap;
use std::sync::OnceLock;

use regex_automata::dfa::dense::{self, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::rules::{Lengths, Rules, ValidLengths};

/// Exclusive upper bound of calling codes, which have at most three digits.
const CALLING_CODES: usize = 1000;

/// Maximum number of digits of a national number in libphonenumber.
const MAX_LENGTH: usize = 17;

/// DFA of the numbers of a calling code. States are counted from 0, the start state.
pub(super) struct NumberingDfa {
    /// By state, the next state for each digit.
    next: Vec<[u16; 10]>,
    /// By state, the lengths with which a number that ends there is valid.
    right: Vec<ValidLengths>,
}

/// Classification of a number that is its own E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classification {
    /// It may be assigned.
    Valid,
    /// Its length is possible, but no such number is assigned.
    Unassigned,
}

/// Classifies a number that begins with its country code after a `+`; `None` where it may not be its own E.164 form, or
/// cannot be dialled.
pub(super) fn classify(number: &str) -> Option<Classification> {
    // A lock for each calling code: a list has few of them, and each plan is built at its first number only.
    static PLANS: [OnceLock<Option<NumberingDfa>>; CALLING_CODES] = [const { OnceLock::new() }; CALLING_CODES];
    let (code, national) = calling_code(number)?;
    let plan = PLANS.get(usize::from(code))?.get_or_init(|| NumberingDfa::of(code)).as_ref()?;
    plan.recognise(national)
}

/// Splits a number that begins with `+` into calling code and the rest.
pub(in crate::values::phone) fn calling_code(number: &str) -> Option<(u16, &str)> {
    let digits = number.strip_prefix('+')?;
    let split = |length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code = code.parse().ok().filter(|_| !code.starts_with('0'))?;
        PHONE_NUMBER_UTIL.get_region_for_country_code(i32::from(code)).map(|_| (code, national))
    };
    // The shortest match is the only one: no calling code is a prefix of another (ITU-T E.164).
    (1..=3).find_map(split)
}

impl NumberingDfa {
    /// Builds the DFA of a calling code; `None` for a code with more states than any has.
    pub(super) fn of(code: u16) -> Option<Self> {
        let rules = Rules::of(i32::from(code))?;
        let automaton = build_dfa(&rules.patterns)?;
        let mut states = vec![automaton.universal_start_state(Anchored::Yes)?];
        let mut places = HashMap::from([(states[0], 0)]);
        let mut plan = Self { next: Vec::new(), right: Vec::new() };
        // Only the transitions on digits are copied, breadth first: a plan takes 10 KiB, the library's patterns half a
        // megabyte.
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
            plan.right.push(rules.valid_lengths(&accepted_patterns(&automaton, state)));
        }
        Some(plan)
    }

    pub(super) fn recognise(&self, national: &str) -> Option<Classification> {
        let step = |state: usize, byte: u8| {
            let next = self.next.get(state)?.get(usize::from(byte.wrapping_sub(b'0')))?;
            Some(usize::from(*next))
        };
        let end = national.bytes().try_fold(0, step)?;
        let (right, length) = (self.right.get(end)?, length(national)?);
        if right.valid & length != 0 {
            Some(Classification::Valid)
        } else {
            (right.unassigned & length != 0).then_some(Classification::Unassigned)
        }
    }
}

/// Returns the number of digits of a national number as a bit, if no more than any has.
fn length(national: &str) -> Option<Lengths> {
    (national.len() <= MAX_LENGTH).then(|| 1 << national.len())
}

/// Builds a DFA that runs all patterns at once, from the first digit.
fn build_dfa(patterns: &[String]) -> Option<DFA<Vec<u32>>> {
    // All matches and not the leftmost alone: several types of number may fit, and each has its own lengths.
    let only_starts = dense::Config::new().start_kind(StartKind::Anchored).accelerate(false);
    dense::Builder::new()
        .configure(only_starts.match_kind(MatchKind::All))
        // `\d` is an ASCII digit here; with Unicode classes the automaton would be far larger.
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(patterns)
        .ok()
}

/// Returns the patterns that match a number which ends in this state.
fn accepted_patterns(automaton: &DFA<Vec<u32>>, state: StateID) -> Vec<usize> {
    let end = automaton.next_eoi_state(state);
    let count = if automaton.is_match_state(end) { automaton.match_len(end) } else { 0 };
    (0..count).map(|index| automaton.match_pattern(end, index).as_usize()).collect()
}

/// Returns all calling codes.
pub(in crate::values::phone) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}
