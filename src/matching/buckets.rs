use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::model::ContactId;

/// Contacts by something that they may share: 16 bytes for each, so that millions fit.
///
/// What is shared is hashed to 64 bits with a key that is new in every run: that two different things of a million
/// contacts meet is less likely than one in 30 million, and somebody looks at what comes of it.
#[derive(Debug, Default)]
pub struct Buckets {
    entries: Vec<(u64, ContactId)>,
    hasher: RandomState,
}

/// What came of [`Buckets`].
#[derive(Debug, Default)]
pub struct Shared {
    entries: Vec<(u64, ContactId)>,
}

impl Buckets {
    /// Notes what a contact has.
    pub fn add(&mut self, what: &str, contact: ContactId) {
        self.entries.push((self.hasher.hash_one(what), contact));
    }

    /// Finds what several contacts share, in the memory that they already take.
    pub fn finish(mut self) -> Shared {
        self.entries.sort_unstable();
        let mut kept = 0;
        for at in 0..self.entries.len() {
            let is_same = |other: Option<usize>| {
                other.and_then(|other| self.entries.get(other)).is_some_and(|entry| entry.0 == self.entries[at].0)
            };
            // What is kept stands before `at`, and its last one is of the bucket before or of this one.
            if is_same(at.checked_add(1)) || (kept > 0 && self.entries[kept - 1].0 == self.entries[at].0) {
                self.entries[kept] = self.entries[at];
                kept += 1;
            }
        }
        self.entries.truncate(kept);
        self.entries.shrink_to_fit();
        Shared { entries: self.entries }
    }
}

impl Shared {
    /// The contacts that share something, each time two or more, by ascending id.
    pub fn groups(&self) -> impl Iterator<Item = Vec<ContactId>> + '_ {
        self.entries
            .chunk_by(|one, other| one.0 == other.0)
            .map(|bucket| bucket.iter().map(|(_, contact)| *contact).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shared_is_left() {
        let mut buckets = Buckets::default();
        for (what, id) in [("a", 4), ("b", 2), ("a", 1), ("c", 3), ("b", 9), ("a", 7), ("d", 5)] {
            buckets.add(what, ContactId(id));
        }
        let shared = buckets.finish();
        let mut groups: Vec<Vec<i64>> = shared.groups().map(|group| group.iter().map(|id| id.0).collect()).collect();
        groups.sort();
        assert_eq!(groups, [vec![1, 4, 7], vec![2, 9]]);
        assert_eq!(Buckets::default().finish().groups().count(), 0);
    }
}
