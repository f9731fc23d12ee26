//! Similarity of contacts for `duplicates`: names, the ends of phone numbers, the local parts of addresses.

use std::collections::BTreeMap;

use super::SharedBuckets;
use crate::model::ContactId;

/// Maximum edit distance of similar names, in characters.
const MAX_EDITS: usize = 2;

/// Characters per allowed edit: `Bo` and `Jo` are different people.
const CHARS_PER_EDIT: usize = 3;

/// Number of digits compared at the end of phone numbers; country and area codes are written in many ways.
const PHONE_SUFFIX_DIGITS: usize = 7;

/// Returns true if two folded names (lower case, no accents) are similar: few edits apart, or the same words in another
/// order.
pub fn names_similar(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    one == other || sorted_words(one) == sorted_words(other) || within_edit_distance(one, other)
}

fn within_edit_distance(one: &str, other: &str) -> bool {
    let (length, other_length) = (one.chars().count(), other.chars().count());
    let allowed = (length.min(other_length) / CHARS_PER_EDIT).min(MAX_EDITS);
    // The lengths rule most pairs out before the distance is computed, which costs the product of both.
    length.abs_diff(other_length) <= allowed && strsim::osa_distance(one, other) <= allowed
}

fn sorted_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words
}

/// Returns the end of a phone number in E.164 form; `None` if the number is shorter.
pub fn phone_suffix(number: &str) -> Option<&str> {
    number.get(number.len().checked_sub(PHONE_SUFFIX_DIGITS)?..)
}

/// Returns the part before the `@` of a folded address, without dots and what follows a `+`: people use the same one at
/// several providers.
pub fn email_local_part(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    // Matching counts dots and `+` tags (spec section 4); here they only lead to a suggestion.
    let name = local.split('+').next()?.replace('.', "");
    (!name.is_empty()).then_some(name)
}

/// Groups of contacts joined by pairs: where a is paired with b and b with c, all three are one group.
#[derive(Debug, Default)]
pub struct UnionFind {
    /// Parent of each contact on the way to the lowest ID of its group.
    lower: BTreeMap<ContactId, ContactId>,
}

impl UnionFind {
    /// Joins the groups of two contacts.
    pub fn union(&mut self, one: ContactId, other: ContactId) {
        let (one, other) = (self.shortened(one), self.shortened(other));
        // The lower ID becomes the root, by which the groups are ordered.
        self.lower.insert(one.max(other), one.min(other));
        self.lower.entry(one.min(other)).or_insert(one.min(other));
    }

    /// Returns the groups by their lowest ID, each with all its contacts, ascending.
    pub fn finish(self) -> SharedBuckets {
        SharedBuckets::of(self.lower.keys().map(|contact| (self.root(*contact), *contact)))
    }

    /// Returns the lowest ID of a contact's group and shortens the path to it.
    fn shortened(&mut self, contact: ContactId) -> ContactId {
        let lowest = self.root(contact);
        let mut next = contact;
        while let Some(lower) = self.lower.get_mut(&next).filter(|lower| **lower != lowest) {
            next = std::mem::replace(lower, lowest);
        }
        lowest
    }

    fn root(&self, mut contact: ContactId) -> ContactId {
        while let Some(lower) = self.lower.get(&contact).filter(|lower| **lower != contact) {
            contact = *lower;
        }
        contact
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_with_few_slips_for_their_length() {
        for (one, other, alike) in [
            ("ann lee", "ann lee", true),
            ("ann lee", "anne lee", true),
            ("ann lee", "lee ann", true),
            ("jurgen muller", "jurgen moeller", true),
            ("ann", "anna", true),
            ("bo", "jo", false),
            ("ann lee", "bob lee", false),
            ("ann", "", false),
            ("", "", false),
        ] {
            assert_eq!(names_similar(one, other), alike, "{one} {other}");
        }
    }

    #[test]
    fn keys_leave_out_what_is_written_in_many_ways() {
        assert_eq!(phone_suffix("+60189988776"), phone_suffix("+6589988776"));
        assert_eq!(phone_suffix("+60123"), None);
        assert_eq!(email_local_part("ann.lee+news@example.com").as_deref(), Some("annlee"));
        assert_eq!(email_local_part("+x@example.com"), None);
    }

    #[test]
    fn overlapping_pairs_are_joined_into_groups() {
        let mut groups = UnionFind::default();
        for (one, other) in [(5, 9), (7, 3), (9, 3), (20, 10), (5, 7)] {
            groups.union(ContactId(one), ContactId(other));
        }
        let groups: Vec<Vec<i64>> =
            groups.finish().groups().map(|group| group.into_iter().map(|id| id.0).collect()).collect();
        assert_eq!(groups, [vec![3, 5, 7, 9], vec![10, 20]]);
    }
}
