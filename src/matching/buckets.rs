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

/// Contacts that share something, group by group: 16 bytes for each.
#[derive(Debug, Default)]
pub struct SharedBuckets {
    /// The contacts of a group stand together, ascending; the number is the same for all of them.
    entries: Vec<(u64, ContactId)>,
}

impl Buckets {
    /// Notes what a contact has.
    pub fn add(&mut self, what: &str, contact: ContactId) {
        self.entries.push((self.hasher.hash_one(what), contact));
    }

    /// Finds what several contacts share, in the memory that they already take.
    pub fn finish(mut self) -> SharedBuckets {
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
        SharedBuckets { entries: self.entries }
    }
}

impl SharedBuckets {
    /// Contacts, each with the lowest of its group.
    pub(super) fn of(contacts: impl Iterator<Item = (ContactId, ContactId)>) -> Self {
        let mut entries: Vec<_> = contacts.map(|(lowest, contact)| (lowest.0.cast_unsigned(), contact)).collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// The same groups in the order of their lowest contacts.
    #[must_use]
    pub fn by_lowest(mut self) -> Self {
        for group in self.entries.chunk_by_mut(|one, other| one.0 == other.0) {
            let lowest = group[0].1.0.cast_unsigned();
            for entry in group {
                entry.0 = lowest;
            }
        }
        // A contact is in one group only where it has one thing to share, as it has one name.
        self.entries.sort_unstable();
        self
    }

    /// The contacts that share something, each time two or more, by ascending id.
    pub fn groups(&self) -> impl Iterator<Item = Vec<ContactId>> + '_ {
        self.entries
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|bucket| bucket.len() > 1)
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
        let ordered = shared.by_lowest();
        assert!(ordered.groups().map(|group| group[0].0).eq([1, 2]));
        assert_eq!(Buckets::default().finish().groups().count(), 0);
    }
}
