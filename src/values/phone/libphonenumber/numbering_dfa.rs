//! The numbering plan of a calling code as one automaton, which knows the numbers that are right as they are written.
//!
//! The library holds some ten patterns against a number, one after the other, which takes a microsecond; and to prepare
//! the patterns of a country takes milliseconds, and half a megabyte. Most numbers of a list are valid, and stand there in
//! E.164 form but for blanks and hyphens. These are recognised here: all patterns of a calling code run at once, digit by
//! digit, and where they end, with so many digits, tells which of them match. What is not recognised is for the library
//! to judge.
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

/// The first calling code that would have four digits.
const CALLING_CODES: usize = 1000;

/// A national number of libphonenumber has no more digits.
const MAX_LENGTH: usize = 17;

/// The numbers of a calling code. States are counted from 0, where every number begins.
pub(super) struct NumberingDfa {
    /// By state, the state after each digit.
    next: Vec<[u16; 10]>,
    /// By state, with how many digits a number that ends there is right.
    right: Vec<ValidLengths>,
}

/// What is known of a number that is its own E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classification {
    /// Somebody may have it.
    Valid,
    /// Its length is possible, but no such number is assigned.
    Unassigned,
}

/// What is known of a number, which begins with its country code after a `+`; nothing where it may not be its own E.164
/// form, or cannot be dialled.
pub(super) fn classify(number: &str) -> Option<Classification> {
    static PLANS: [OnceLock<Option<NumberingDfa>>; CALLING_CODES] = [const { OnceLock::new() }; CALLING_CODES];
    let (code, national) = calling_code(number)?;
    let plan = PLANS.get(usize::from(code))?.get_or_init(|| NumberingDfa::of(code)).as_ref()?;
    plan.recognise(national)
}

/// The calling code of a number that begins with `+`, and what follows it.
pub(in crate::values::phone) fn calling_code(number: &str) -> Option<(u16, &str)> {
    let digits = number.strip_prefix('+')?;
    let split = |length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code = code.parse().ok().filter(|_| !code.starts_with('0'))?;
        PHONE_NUMBER_UTIL.get_region_for_country_code(i32::from(code)).map(|_| (code, national))
    };
    (1..=3).find_map(split)
}

impl NumberingDfa {
    /// The plan of a calling code; `None` for a code with more states than any has.
    pub(super) fn of(code: u16) -> Option<Self> {
        let rules = Rules::of(i32::from(code))?;
        let automaton = build_dfa(&rules.patterns)?;
        let mut states = vec![automaton.universal_start_state(Anchored::Yes)?];
        let mut places = HashMap::from([(states[0], 0)]);
        let mut plan = Self { next: Vec::new(), right: Vec::new() };
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

/// How many digits a national number has, if that is no more than any has.
fn length(national: &str) -> Option<Lengths> {
    (national.len() <= MAX_LENGTH).then(|| 1 << national.len())
}

/// Runs all patterns at once, from the first digit.
fn build_dfa(patterns: &[String]) -> Option<DFA<Vec<u32>>> {
    let only_starts = dense::Config::new().start_kind(StartKind::Anchored).accelerate(false);
    dense::Builder::new()
        .configure(only_starts.match_kind(MatchKind::All))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(patterns)
        .ok()
}

/// The patterns that match a number that ends here.
fn accepted_patterns(automaton: &DFA<Vec<u32>>, state: StateID) -> Vec<usize> {
    let end = automaton.next_eoi_state(state);
    let count = if automaton.is_match_state(end) { automaton.match_len(end) } else { 0 };
    (0..count).map(|index| automaton.match_pattern(end, index).as_usize()).collect()
}

/// All calling codes.
pub(in crate::values::phone) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}
