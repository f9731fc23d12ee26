//! Numbering plan of a calling code as one NFA: it is made in a tenth of the time that its DFA takes (0.2 ms instead of 1.5 to
//! 5), and reads a number in 30 µs instead of 20 ns.

use regex_automata::nfa::thompson::pikevm::{Builder, PikeVM};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::{Anchored, Input, MatchKind, PatternSet};

use super::rules::{Classification, Rules, syntax};

/// NFA of the numbers of a calling code.
pub(super) struct NumberingNfa(PikeVM);

impl NumberingNfa {
    /// Builds the NFA of a calling code; `None` if one of its patterns is not understood.
    pub(super) fn of(rules: &Rules) -> Option<Self> {
        // Hence the `^`: an overlapping search of PikeVM, even an anchored one, also finds what begins at a later digit.
        let whole: Vec<String> = rules.patterns.iter().map(|pattern| format!("^(?:{pattern})$")).collect();
        // All matches and not the leftmost alone: several types of number may fit, and each has its own lengths.
        let all = PikeVM::config().match_kind(MatchKind::All);
        // Where a pattern matches is not asked; room for it would take most of the time of a search.
        let nowhere = thompson::Config::new().utf8(false).which_captures(WhichCaptures::None);
        builder().configure(all).thompson(nowhere).build_many(&whole).ok().map(Self)
    }

    /// Classifies a number in ASCII digits without its calling code.
    pub(super) fn recognise(&self, rules: &Rules, national: &str) -> Option<Classification> {
        // What matches no pattern is a number that is not assigned, but only if it is one.
        let is_number = national.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { rules.valid_lengths(&self.matching(national)).classify(national) } else { None }
    }

    /// Returns true if a number without its calling code may be assigned, also if the library would change it when it
    /// parses it.
    pub(super) fn is_assigned(&self, rules: &Rules, national: &str) -> bool {
        rules.assigned_lengths(&self.matching(national)).classify(national) == Some(Classification::Valid)
    }

    /// Returns the patterns that match a number.
    fn matching(&self, national: &str) -> Vec<usize> {
        let mut found = PatternSet::new(self.0.pattern_len());
        let input = Input::new(national).anchored(Anchored::Yes);
        self.0.which_overlapping_matches(&mut self.0.create_cache(), &input, &mut found);
        found.iter().map(|pattern| pattern.as_usize()).collect()
    }
}

/// Returns a builder for the library's patterns.
pub(super) fn builder() -> Builder {
    let mut builder = PikeVM::builder();
    builder.syntax(syntax());
    builder
}
