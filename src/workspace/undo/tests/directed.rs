//! Cases of undo that deserve a name.

use std::collections::{BTreeMap, BTreeSet};

use super::harness::{COMPANY, Harness, Wish, person};
use crate::model::FieldId;

const NONE: BTreeMap<i64, Wish> = BTreeMap::new();

fn wish(contact: i64, wish: Wish) -> BTreeMap<i64, Wish> {
    BTreeMap::from([(contact, wish)])
}

fn set(field: FieldId, value: &str) -> Wish {
    Wish::default().field(field, value)
}

/// A workspace in which entry 1 added contact 1, Ann.
fn harness_with_ann() -> Harness {
    let mut harness = Harness::new();
    harness.import(&[person("Ann", &["vip"])], &NONE);
    harness
}

fn name(harness: &Harness) -> Option<String> {
    harness.model.people().get(&1).and_then(|person| person.fields.get(&1).cloned())
}

fn tags(harness: &Harness) -> Vec<String> {
    harness.model.people()[&1].tags.iter().cloned().collect()
}

#[test]
fn an_entry_can_be_undone_and_redone_repeatedly() {
    let mut harness = harness_with_ann();
    harness.edit(&wish(1, set(FieldId::FIRST_NAME, "Anna")), &BTreeSet::new());
    for undo in 2..9 {
        harness.undo(undo); // 3 takes back 2, 4 takes back 3, and so on.
        let expected = if undo % 2 == 0 { "Ann" } else { "Anna" };
        assert_eq!(name(&harness).as_deref(), Some(expected), "after undo {undo}");
    }
    harness.undo(4); // It was taken back itself.
}

#[test]
fn edits_are_taken_back_in_any_order() {
    for order in [[2, 3, 4], [4, 3, 2], [3, 2, 4], [3, 4, 2], [2, 4, 3], [4, 2, 3]] {
        let mut harness = harness_with_ann();
        for name in ["Bea", "Cleo", "Dina"] {
            harness.edit(&wish(1, set(FieldId::FIRST_NAME, name)), &BTreeSet::new());
        }
        for entry in order {
            harness.undo(entry);
        }
        assert_eq!(name(&harness).as_deref(), Some("Ann"), "{order:?}");
    }
}

#[test]
fn what_a_later_entry_keeps_is_listed_with_the_value_that_would_have_come() {
    let mut harness = harness_with_ann();
    for name in ["Bea", "Cleo", "Dina"] {
        harness.edit(&wish(1, set(FieldId::FIRST_NAME, name)), &BTreeSet::new());
    }
    harness.undo(2);
    harness.undo(3); // Would be Ann, not Bea: entry 2 is taken back. The harness compares it.
    assert_eq!(name(&harness).as_deref(), Some("Dina"));
    harness.undo(6); // Brings entry 3 back: it would be Cleo.
    assert_eq!(name(&harness).as_deref(), Some("Dina"));
}

#[test]
fn a_contact_that_was_added_and_edited_stays_with_the_edit_and_goes_with_it() {
    let mut harness = harness_with_ann();
    harness.edit(&wish(1, set(FieldId::EMAIL, "Ann@Example.com")), &BTreeSet::new());
    harness.undo(1);
    assert_eq!(name(&harness).as_deref(), Some("Ann"), "changed since: it stays");
    harness.undo(2);
    assert_eq!(name(&harness), None, "nothing that holds knows it");
    harness.undo(4);
    assert_eq!(name(&harness).as_deref(), Some("Ann"), "the edit holds again");
    harness.undo(3);
    harness.undo(1);
    assert_eq!(name(&harness).as_deref(), Some("Ann"));
}

#[test]
fn a_contact_comes_back_with_everything_it_had() {
    let mut harness = Harness::new();
    let mut ann = person("Ann", &["vip", "blog"]);
    ann.fields.extend([(3, "+60123000001".to_owned()), (4, "Ann@Example.com".to_owned()), (COMPANY, "Acme".into())]);
    harness.import(&[ann], &NONE);
    harness.edit(&wish(1, set(FieldId(COMPANY), "Bolt").tag("vip", false)), &BTreeSet::new());
    harness.edit(&NONE, &BTreeSet::from([1]));
    harness.undo(2); // Of a contact that is not there nothing shows.
    assert_eq!(name(&harness), None);
    harness.undo(3);
    let back = &harness.model.people()[&1];
    assert_eq!((back.fields[&COMPANY].as_str(), back.tags.len()), ("Acme", 2), "what entry 2 changed was taken back");
    harness.undo(4);
    assert_eq!(harness.model.people()[&1].fields[&COMPANY], "Bolt");
}

#[test]
fn a_contact_without_a_value_comes_back_as_well() {
    let mut harness = harness_with_ann();
    harness.edit(&wish(1, set(FieldId::FIRST_NAME, "").tag("vip", false)), &BTreeSet::new());
    harness.edit(&NONE, &BTreeSet::from([1]));
    harness.undo(3);
    assert_eq!(harness.model.people()[&1].fields, BTreeMap::new());
}

#[test]
fn a_tag_that_two_imports_added_goes_with_the_first_alone() {
    let mut harness = harness_with_ann();
    harness.import(&[], &wish(1, Wish::default().tag("fair", true)));
    harness.import(&[], &wish(1, Wish::default().tag("fair", true).tag("blog", true)));
    harness.undo(3);
    assert_eq!(tags(&harness), ["fair", "vip"], "it was there before the second");
    harness.undo(2);
    assert_eq!(tags(&harness), ["vip"]);
}

#[test]
fn a_tag_that_went_and_came_again_stays_by_the_latest_word() {
    let mut harness = harness_with_ann();
    for has in [false, true, false] {
        harness.edit(&wish(1, Wish::default().tag("vip", has)), &BTreeSet::new());
    }
    harness.undo(3);
    harness.undo(5); // Brings 3 back; 4 keeps the tag away, and that is listed.
    assert_eq!(tags(&harness), [""; 0]);
    harness.undo(4);
    assert_eq!(tags(&harness), ["vip"]);
}

#[test]
fn a_merge_is_taken_back_whole() {
    let mut harness = Harness::new();
    harness.import(&[person("Ann", &["vip"]), person("Anna", &["blog"])], &NONE);
    let merged = set(FieldId::FIRST_NAME, "Anna").tag("blog", true);
    harness.edit(&wish(1, merged), &BTreeSet::from([2]));
    harness.undo(2);
    assert_eq!(harness.model.people().len(), 2);
    harness.undo(3);
    assert_eq!(tags(&harness), ["blog", "vip"]);
}

#[test]
fn an_import_that_is_brought_back_does_not_bring_a_contact_back_that_was_deleted_since() {
    let mut harness = harness_with_ann();
    harness.edit(&NONE, &BTreeSet::from([1]));
    harness.undo(1);
    harness.undo(3);
    assert_eq!(name(&harness), None);
    harness.undo(2);
    assert_eq!(name(&harness).as_deref(), Some("Ann"));
}
