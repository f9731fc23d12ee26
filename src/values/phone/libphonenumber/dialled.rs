//! A glance at a number as dialled in a region, which shows for most regions that it cannot be valid there.
//!
//! To find the countries that fit a list, its numbers are tried in all 245 regions. Left to the library alone this took 0.2 s,
//! which compiles the patterns of each region first, with the digits of all scripts.
//!
//! ```text
//!   0189988776 in MY ─▶ without its country code? ─▶ without its prefix? ─▶ assigned, by the plan? ─▶ the library decides
//! ```

use std::sync::OnceLock;

use regex_automata::nfa::thompson::pikevm::PikeVM;
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};
use rlibphonenumber::interfaces::AsOriginal;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region as LibraryRegion};

use super::countries::{CODES, place};
use super::numbering_nfa::builder;
use super::plans::{self, Plan};
use crate::values::phone::Region;

/// Numbering plan of a region, and what may be dialled before its numbers.
struct Dialling {
    /// Calling code of the region.
    code: String,
    plan: &'static Plan,
    /// Prefix of calls abroad.
    abroad: PikeVM,
    /// National prefix, and what else may stand before a number.
    prefix: PikeVM,
    /// The library may put other digits in the place of a prefix.
    changes_prefix: bool,
}

/// Returns false if a number of ASCII digits cannot be valid as dialled in a region.
pub(in crate::values::phone) fn may_be_valid(number: &str, region: Region) -> bool {
    static REGIONS: [OnceLock<Option<Dialling>>; CODES] = [const { OnceLock::new() }; CODES];
    let Some(of_region) = place(region.as_str()).and_then(|place| REGIONS.get(place)) else { return true };
    of_region.get_or_init(|| Dialling::of(region)).as_ref().is_none_or(|dialling| dialling.may_be_valid(number))
}

impl Dialling {
    /// Reads the library's metadata of a region; `None` if one of its patterns is not understood.
    fn of(region: Region) -> Option<Self> {
        let library = PHONE_NUMBER_UTIL.as_original();
        let region = LibraryRegion::from_code(region.as_str()).ok()?;
        let code = library.get_country_code_for_region(region)?;
        let metadata = library.get_metadata_for_region(region)?;
        Some(Self {
            code: code.to_string(),
            plan: plans::plan_of(u16::try_from(code).ok()?)?,
            abroad: builder().build(metadata.international_prefix().original_base()).ok()?,
            prefix: builder().build(metadata.national_prefix_for_parsing().original_base()).ok()?,
            changes_prefix: !metadata.original.national_prefix_transform_rule().is_empty(),
        })
    }

    fn may_be_valid(&self, number: &str) -> bool {
        // Behind the prefix of calls abroad stands any number of the world.
        let is_abroad = find(&self.abroad, number).get_match().is_some_and(|found| !found.is_empty());
        // Behind a country code the library takes off a prefix twice: 291 0 0 1550000 is valid in Eritrea.
        let without_code = number.strip_prefix(&self.code);
        is_abroad
            || self.may_be_assigned(number, 1)
            || without_code.is_some_and(|number| self.may_be_assigned(number, 2))
    }

    /// Looks at a number without its country code: as it is, and without up to so many prefixes.
    fn may_be_assigned(&self, number: &str, prefixes: u8) -> bool {
        if self.plan.is_assigned(number) {
            return true;
        }
        let found = find(&self.prefix, number);
        let (Some(prefix), Some(more)) = (found.get_match(), prefixes.checked_sub(1)) else { return false };
        let is_changed = self.changes_prefix && found.get_group(1).is_some();
        is_changed || number.get(prefix.end()..).is_some_and(|without| self.may_be_assigned(without, more))
    }
}

/// Finds what a number begins with.
fn find(pattern: &PikeVM, number: &str) -> Captures {
    let mut found = pattern.create_captures();
    pattern.captures(&mut pattern.create_cache(), Input::new(number).anchored(Anchored::Yes), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Verdict, national, regions};
    use super::*;

    fn is_valid(number: &str, region: Region) -> bool {
        matches!(national(number, region), Verdict::Valid(_))
    }

    #[test]
    fn what_is_dialled_is_understood_in_every_region() {
        for region in regions() {
            assert!(Dialling::of(region).is_some(), "{}", region.as_str());
        }
    }

    #[test]
    fn few_regions_are_left_to_the_library() {
        for number in ["0189988776", "4155552671", "02079460018", "0612345678"] {
            let left: Vec<_> = regions().into_iter().filter(|region| may_be_valid(number, *region)).collect();
            let valid = left.iter().filter(|region| is_valid(number, **region)).count();
            assert!(left.len() <= valid + 10, "{number}: {} for {valid}", left.len());
        }
    }

    #[test]
    fn no_example_of_the_library_is_passed_over() {
        let library = PHONE_NUMBER_UTIL.as_original();
        for region in regions() {
            let Ok(of_library) = LibraryRegion::from_code(region.as_str()) else { continue };
            let metadata = library.get_metadata_for_region(of_library).unwrap();
            let kinds =
                [&metadata.fixed_line, &metadata.mobile, &metadata.toll_free, &metadata.premium_rate, &metadata.voip];
            let code = library.get_country_code_for_region(of_library).unwrap().to_string();
            let prefix = metadata.original.national_prefix();
            let code_and_prefixes =
                ["", &code].into_iter().flat_map(|code| (0..3).map(move |prefixes| (code, prefixes)));
            let before: Vec<String> =
                code_and_prefixes.map(|(code, prefixes)| code.to_owned() + &prefix.repeat(prefixes)).collect();
            for number in kinds.iter().map(|kind| kind.original.example_number()).filter(|number| !number.is_empty()) {
                for before in &before {
                    let dialled = format!("{before}{number}");
                    let is_passed_over = !may_be_valid(&dialled, region) && is_valid(&dialled, region);
                    assert!(!is_passed_over, "{dialled} in {}", region.as_str());
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_passed_over_is_valid_nowhere(number in "0?[0-9]{5,12}") {
            for region in regions() {
                prop_assert!(may_be_valid(&number, region) || !is_valid(&number, region), "{} in {}", number, region.as_str());
            }
        }
    }
}
