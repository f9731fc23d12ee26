//! Numbering plan of a calling code as one DFA: a table that takes a step for each digit of a number.
//!
//! ```text
//!   +60 18 998 8776 ─▶ calling code 60 ─▶ state 41 after nine digits ─▶ valid with nine digits? or possible?
//! ```

use std::collections::HashMap;

use regex_automata::dfa::dense::{self, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, MatchKind};

use super::rules::{Classification, Rules, ValidLengths, syntax};

/// DFA of the numbers of a calling code. States are counted from 0, the start state.
pub(super) struct NumberingDfa {
    /// By state, the next state for each digit.
    next: Vec<[u16; 10]>,
    /// By state, the lengths with which a number that ends there is valid.
    right: Vec<ValidLengths>,
}

impl NumberingDfa {
    /// Builds the DFA of a calling code; `None` for one with more states than any has.
    pub(super) fn of(rules: &Rules) -> Option<Self> {
        let automaton = build_dfa(&rules.patterns)?;
        let mut states = vec![automaton.universal_start_state(Anchored::Yes)?];
        let mut places = HashMap::from([(states[0], 0)]);
        let mut plan = Self { next: Vec::new(), right: Vec::new() };
        // Most states accept no pattern, and the others one of a few sets.
        let mut lengths: HashMap<Vec<usize>, ValidLengths> = HashMap::new();
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
            let accepted = accepted_patterns(&automaton, state);
            plan.right.push(*lengths.entry(accepted).or_insert_with_key(|accepted| rules.valid_lengths(accepted)));
        }
        Some(plan)
    }

    /// Classifies a number in ASCII digits without its calling code.
    pub(super) fn recognise(&self, national: &str) -> Option<Classification> {
        let step = |state: usize, byte: u8| {
            let next = self.next.get(state)?.get(usize::from(byte.wrapping_sub(b'0')))?;
            Some(usize::from(*next))
        };
        let end = national.bytes().try_fold(0, step)?;
        self.right.get(end)?.classify(national)
    }
}

/// Builds a DFA that runs all patterns at once, from the first digit.
fn build_dfa(patterns: &[String]) -> Option<DFA<Vec<u32>>> {
    // All matches and not the leftmost alone: several types of number may fit, and each has its own lengths.
    let only_starts = dense::Config::new().start_kind(StartKind::Anchored).accelerate(false);
    dense::Builder::new()
        .configure(only_starts.match_kind(MatchKind::All))
        .syntax(syntax())
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
