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
use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::rules::{Lengths, Rules};

/// The first calling code that would have four digits.
const CALLING_CODES: usize = 1000;

/// A national number of libphonenumber has no more digits.
const LONGEST: usize = 17;

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
            plan.valid.push(rules.valid_lengths(&ending(&automaton, state)));
        }
        Some(plan)
    }

    pub(super) fn recognises(&self, national: &str) -> bool {
        let step = |state: usize, byte: u8| {
            let next = self.next.get(state)?.get(usize::from(byte.wrapping_sub(b'0')))?;
            Some(usize::from(*next))
        };
        let valid = national.bytes().try_fold(0, step).and_then(|end| self.valid.get(end));
        national.len() <= LONGEST && valid.is_some_and(|lengths| lengths & (1 << national.len()) != 0)
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

/// All calling codes.
#[cfg(test)]
pub(super) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}
