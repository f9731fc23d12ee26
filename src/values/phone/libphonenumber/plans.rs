//! Numbering plans of all calling codes, which recognise the numbers that are valid as they are written.
//!
//! The library matches some ten patterns against a number, one after the other, which takes a microsecond; and preparing
//! the patterns of a country takes milliseconds and half a megabyte. Most numbers of a list are valid and in E.164 form
//! except for blanks and hyphens. These are recognised here: all patterns of a calling code run at once, digit by digit,
//! and where they end, with the number of digits, shows which of them match. All other numbers are left to the library.
//!
//! ```text
//!   +60 18 998 8776 ─▶ calling code 60 ─┬▶ one of its first numbers: the NFA ─▶ valid with nine digits? or possible?
//!                                       └▶ one of many: the DFA, made then ─▶
//! ```

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::countries::country;
use super::numbering_dfa::NumberingDfa;
use super::numbering_nfa::NumberingNfa;
use super::rules::{Classification, Rules};
use crate::values::phone::Region;

/// Exclusive upper bound of calling codes, which have at most three digits.
const CALLING_CODES: usize = 1000;

/// Numbers of a calling code for which making its DFA does not pay: a hundred numbers take the NFA as long as that.
const FEW: u32 = 64;

/// Numbering plan of a calling code.
pub(super) struct Plan {
    rules: Rules,
    nfa: NumberingNfa,
    /// Numbers that the NFA has read.
    read: AtomicU32,
    dfa: OnceLock<Option<NumberingDfa>>,
}

/// Classifies a number that begins with its country code after a `+`; `None` where it may not be its own E.164 form, or
/// cannot be dialled.
pub(super) fn classify(number: &str) -> Option<Classification> {
    let (code, national) = calling_code(number)?;
    plan_of(code)?.recognise(national)
}

/// Returns true if digits are a number of a region that may be assigned, without its calling code and any prefix.
pub(in crate::values::phone) fn is_number_of(digits: &str, region: Region) -> bool {
    let code = country(region.as_str()).and_then(|country| country.calling_code.parse().ok());
    let recognised = code.and_then(plan_of).and_then(|plan| plan.recognise(digits));
    recognised == Some(Classification::Valid)
}

/// Returns the plan of a calling code; `None` if there is no such code.
pub(super) fn plan_of(code: u16) -> Option<&'static Plan> {
    // A lock for each calling code: a list has few of them, and each plan is made at its first number only.
    static PLANS: [OnceLock<Option<Plan>>; CALLING_CODES] = [const { OnceLock::new() }; CALLING_CODES];
    PLANS.get(usize::from(code))?.get_or_init(|| Plan::of(code)).as_ref()
}

impl Plan {
    /// Makes the plan of a calling code, without its DFA; `None` if there is no such code.
    pub(super) fn of(code: u16) -> Option<Self> {
        let rules = Rules::of(i32::from(code))?;
        let nfa = NumberingNfa::of(&rules)?;
        Some(Self { rules, nfa, read: AtomicU32::new(0), dfa: OnceLock::new() })
    }

    /// Classifies a number without its calling code.
    fn recognise(&self, national: &str) -> Option<Classification> {
        if self.dfa.get().is_none() && self.read.fetch_add(1, Ordering::Relaxed) < FEW {
            return self.by_nfa(national);
        }
        self.by_dfa(national)
    }

    /// Does the same with the NFA.
    pub(super) fn by_nfa(&self, national: &str) -> Option<Classification> {
        self.nfa.recognise(&self.rules, national)
    }

    /// Does the same with the DFA.
    pub(super) fn by_dfa(&self, national: &str) -> Option<Classification> {
        self.dfa.get_or_init(|| NumberingDfa::of(&self.rules)).as_ref()?.recognise(national)
    }

    /// Returns true if a number without its calling code may be assigned.
    pub(super) fn is_assigned(&self, national: &str) -> bool {
        self.nfa.is_assigned(&self.rules, national)
    }
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

/// Returns all calling codes.
pub(in crate::values::phone) fn calling_codes() -> std::collections::BTreeSet<u16> {
    PHONE_NUMBER_UTIL.get_supported_calling_codes().filter_map(|code| code.try_into().ok()).collect()
}
