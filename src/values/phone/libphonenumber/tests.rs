//! Tests that hold the automaton against the library.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use rlibphonenumber::PHONE_NUMBER_UTIL;
use rlibphonenumber::interfaces::AsOriginal;

use super::plans::Plan;
use super::*;

/// E.164 forms of numbers of all regions and types, by calling code.
fn golden_forms() -> BTreeMap<u16, BTreeSet<&'static str>> {
    let golden = include_str!("../../../../fixtures/phones/golden.tsv");
    let mut forms: BTreeMap<u16, BTreeSet<_>> = BTreeMap::new();
    for form in golden.lines().filter_map(|row| row.split('\t').nth(2)) {
        if let Some((code, _)) = plans::calling_code(form) {
            forms.entry(code).or_default().insert(form);
        }
    }
    forms
}

fn national(number: &str) -> &str {
    plans::calling_code(number).map_or("", |(_, national)| national)
}

fn plan_of(code: u16) -> Plan {
    Plan::of(code).unwrap_or_else(|| panic!("no plan of +{code}"))
}

/// Expected classification of a number: that of the library if the number is valid as written and the library would not
/// even try to remove a national prefix.
fn to_be_known(number: &str) -> Option<Classification> {
    match query_library(number, None) {
        _ if begins_with_national_prefix(number) => None,
        Verdict::Valid(form) => (form == number).then_some(Classification::Valid),
        Verdict::Unassigned(form) => (form == number).then_some(Classification::Unassigned),
        Verdict::Refused(_) => None,
    }
}

fn begins_with_national_prefix(number: &str) -> bool {
    let library = PHONE_NUMBER_UTIL.as_original();
    let (code, national) = plans::calling_code(number).unwrap();
    let region = library.get_region_for_country_code(code.into()).unwrap();
    let metadata = library.get_metadata_for_region_or_calling_code(code.into(), region).unwrap();
    metadata.national_prefix_for_parsing().anchor_start().unwrap().is_some_and(|prefix| prefix.is_match(national))
}

#[test]
fn the_plans_of_all_calling_codes_recognise_nearly_all_that_is_valid() {
    assert_eq!(golden_forms().into_keys().collect::<BTreeSet<_>>(), plans::calling_codes());
    let mut left_to_the_library = BTreeSet::new();
    for (code, forms) in golden_forms() {
        let plan = plan_of(code);
        for form in forms {
            assert_eq!(plan.by_dfa(national(form)), to_be_known(form), "{form}");
            assert_eq!(plan.by_nfa(national(form)), to_be_known(form), "{form}");
            if plan.by_dfa(national(form)).is_none() && matches!(query_library(form, None), Verdict::Valid(_)) {
                left_to_the_library.insert(code);
            }
        }
    }
    // The prefix of Argentina's numbers may be empty; some toll-free numbers of the others begin like their prefix.
    assert_eq!(left_to_the_library, BTreeSet::from([7, 54, 370, 375]));
}

#[test]
fn what_begins_with_a_national_prefix_is_left_to_the_library() {
    assert_eq!(plans::classify("+4930901820"), Some(Classification::Valid));
    assert_eq!(plans::classify("+49030901820"), None);
    assert_eq!(international("+49030901820"), Verdict::Valid(Text::from("+4930901820")));
}

#[test]
fn what_is_no_number_is_not_recognised() {
    for text in
        ["", "+", "+0", "+60", "+999", "60123456789", "+6012345", "+60123456789x", "+60 123456789", "+６０123456789"]
    {
        assert_eq!(plans::classify(text), None, "{text}");
    }
    let plan = plan_of(60);
    for text in ["123456789x", " 123456789", "12345678９", "", "12345678901"] {
        assert_eq!((plan.by_nfa(text), plan.by_dfa(text)), (None, None), "{text}");
    }
    assert_eq!(plans::classify("+60123456789"), Some(Classification::Valid));
    assert_eq!(plans::classify("+60189988776"), Some(Classification::Unassigned));
}

/// Digits that the plan of a region recognises are refused by the library in no such region.
#[test]
fn a_number_of_a_region_is_none_that_the_library_refuses() {
    for form in golden_forms().into_values().flatten() {
        for digits in [national(form), &form[1..]] {
            for region in regions().into_iter().filter(|region| is_number_of(digits, *region)) {
                let verdict = super::national(digits, region);
                assert!(!matches!(verdict, Verdict::Refused(_)), "{digits} in {}: {verdict:?}", region.as_str());
            }
        }
    }
}

/// A mutation of a number.
#[derive(Debug, Clone)]
enum Slip {
    Replace(Index, char),
    Insert(Index, char),
    Remove(Index),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let digit = || proptest::char::range('0', '9');
    let slip = prop_oneof![
        4 => (any::<Index>(), digit()).prop_map(|(at, digit)| Slip::Replace(at, digit)),
        1 => (any::<Index>(), digit()).prop_map(|(at, digit)| Slip::Insert(at, digit)),
        1 => any::<Index>().prop_map(Slip::Remove),
    ];
    proptest::collection::vec(slip, 0..4)
}

fn apply(slips: &[Slip], national: &str) -> String {
    let mut digits: Vec<char> = national.chars().collect();
    for slip in slips.iter().filter(|_| !national.is_empty()) {
        match slip {
            Slip::Replace(at, digit) if !digits.is_empty() => {
                let at = at.index(digits.len());
                digits[at] = *digit;
            }
            Slip::Insert(at, digit) => digits.insert(at.index(digits.len() + 1), *digit),
            Slip::Remove(at) if !digits.is_empty() => drop(digits.remove(at.index(digits.len()))),
            Slip::Replace(..) | Slip::Remove(_) => {}
        }
    }
    digits.into_iter().collect()
}

/// A calling code, with numbers that are nearly valid: of many kinds, and many of each.
fn numbers_of_a_calling_code() -> impl Strategy<Value = (u16, Vec<String>)> {
    let codes: Vec<_> = golden_forms().into_iter().collect();
    select(codes).prop_flat_map(|(code, forms)| {
        let bases: Vec<_> = forms.into_iter().collect();
        let number = (select(bases), slips()).prop_map(|(form, slips)| apply(&slips, national(form)));
        (Just(code), proptest::collection::vec(number, 1..200))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_recognised_is_what_the_library_says((code, numbers) in numbers_of_a_calling_code()) {
        let plan = plan_of(code);
        for national in numbers {
            let number = format!("+{code}{national}");
            prop_assert_eq!(plan.by_dfa(&national), to_be_known(&number), "{}", number);
            prop_assert_eq!(plan.by_nfa(&national), to_be_known(&number), "{}", number);
        }
    }
}
