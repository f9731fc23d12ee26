use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// E.164 forms of numbers of all regions and types, by calling code.
fn golden_forms() -> BTreeMap<u16, BTreeSet<&'static str>> {
    let golden = include_str!("../../../../fixtures/phones/golden.tsv");
    let mut forms: BTreeMap<u16, BTreeSet<_>> = BTreeMap::new();
    for form in golden.lines().filter_map(|row| row.split('\t').nth(2)) {
        if let Some((code, _)) = kinds::calling_code(form) {
            forms.entry(code).or_default().insert(form);
        }
    }
    forms
}

fn national(number: &str) -> &str {
    kinds::calling_code(number).map_or("", |(_, national)| national)
}

fn kinds_of(code: u16) -> Kinds {
    Kinds::of(code).unwrap_or_else(|| panic!("no kinds of +{code}"))
}

#[test]
fn every_calling_code_has_kinds_and_all_but_one_learn_of_what_is_valid() {
    let mut learned_nothing = Vec::new();
    for (code, forms) in golden_forms() {
        let kinds = kinds_of(code);
        let valid: Vec<_> = forms.into_iter().filter(|form| matches!(ask(form, None), Verdict::Valid(_))).collect();
        for form in &valid {
            assert_eq!(recognize(form, national(form), &kinds), Verdict::Valid(Text::from(*form)));
        }
        let is_known = |form: &&str| kinds.find(national(form)).is_some_and(|kind| kind.is_valid());
        if !valid.iter().any(is_known) {
            learned_nothing.push(code);
        }
    }
    // The prefix of Argentina's numbers may be empty, so that any number may have one.
    assert_eq!(learned_nothing, [54]);
    assert_eq!(kinds::calling_codes().difference(&golden_forms().into_keys().collect()).count(), 0);
}

#[test]
fn what_begins_with_a_national_prefix_is_left_to_the_library() {
    let kinds = kinds_of(49);
    for (number, form) in
        [("+49030901820", "+4930901820"), ("+4930901820", "+4930901820"), ("+49030901820", "+4930901820")]
    {
        assert_eq!(recognize(number, national(number), &kinds), Verdict::Valid(Text::from(form)));
    }
}

#[test]
fn a_kind_that_is_known_is_not_asked_about() {
    let kinds = kinds_of(60);
    assert!(kinds.find("123456789").is_some_and(|kind| !kind.is_valid()));
    recognize("+60123456789", "123456789", &kinds);
    for (national, is_known) in [("123456789", true), ("129876543", true), ("12987654", false), ("189988776", false)] {
        assert_eq!(kinds.find(national).is_some_and(|kind| kind.is_valid()), is_known, "{national}");
    }
}

/// Something that is done to a number.
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

/// A calling code, with numbers that are nearly right: of many kinds, and many of each.
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
    fn what_is_known_of_kinds_is_what_the_library_says((code, numbers) in numbers_of_a_calling_code()) {
        let kinds = kinds_of(code);
        for national in numbers {
            let number = format!("+{code}{national}");
            prop_assert_eq!(recognize(&number, &national, &kinds), ask(&number, None), "{}", number);
        }
    }
}
