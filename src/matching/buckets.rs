//! Groups contacts by a value that several of them share, for `duplicates`.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::model::ContactId;

/// Contacts by a value that they may share: 16 bytes each, so that millions fit in memory.
///
/// Values are hashed to 64 bits with a key that is new in every run. The chance that any two different values of a
/// million contacts collide is below one in 30 million, and a person checks every group.
#[derive(Debug, Default)]
pub struct Buckets {
    entries: Vec<(u64, ContactId)>,
    hasher: RandomState,
}

/// Groups of contacts that share a value: 16 bytes per contact.
#[derive(Debug, Default)]
pub struct SharedBuckets {
    /// Contacts of a group are adjacent and ascending; the number is the same for all of them.
    entries: Vec<(u64, ContactId)>,
}

impl Buckets {
    /// Records the value of a contact.
    pub fn add(&mut self, what: &str, contact: ContactId) {
        self.entries.push((self.hasher.hash_one(what), contact));
    }

    /// Returns the contacts that share a value, reusing the memory of the entries.
    pub fn finish(mut self) -> SharedBuckets {
        self.entries.sort_unstable();
        let mut kept = 0;
        for at in 0..self.entries.len() {
            let is_same = |other: Option<usize>| {
                other.and_then(|other| self.entries.get(other)).is_some_and(|entry| entry.0 == self.entries[at].0)
            };
            // Kept entries lie before `at`; the last one belongs to this group or the one before.
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
    /// Builds groups from contacts, each with the lowest ID of its group.
    pub(super) fn of(contacts: impl Iterator<Item = (ContactId, ContactId)>) -> Self {
        let mut entries: Vec<_> = contacts.map(|(lowest, contact)| (lowest.0.cast_unsigned(), contact)).collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// Returns the same groups ordered by their lowest contact.
    #[must_use]
    pub fn by_lowest(mut self) -> Self {
        for group in self.entries.chunk_by_mut(|one, other| one.0 == other.0) {
            let lowest = group[0].1.0.cast_unsigned();
            for entry in group {
                entry.0 = lowest;
            }
        }
        // Assumes one value per contact, such as its name: with several, a contact could be in two groups.
        self.entries.sort_unstable();
        self
    }

    /// Returns the groups of two or more contacts, each by ascending ID.
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
