//! A set of contacts that stays small when it is large.

use std::collections::BTreeMap;

use super::ContactId;

/// Contact IDs of one block.
const BLOCK: i64 = 512;
const WORDS: usize = 8;
/// Contact IDs of one word.
const WORD: i64 = 64;

/// A set of contacts, by ascending ID: one bit for each ID of the blocks that hold any.
// A list of 5,000,000 rows would take 40 MB as numbers; it takes 1 MB as bits, because IDs are given one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactSet {
    blocks: BTreeMap<i64, [u64; WORDS]>,
}

impl ContactSet {
    /// Adds a contact.
    pub fn insert(&mut self, contact: ContactId) {
        let (block, word, bit) = place(contact);
        self.blocks.entry(block).or_default()[word] |= bit;
    }

    /// Removes a contact. Returns true if the set held it.
    pub fn remove(&mut self, contact: ContactId) -> bool {
        let (block, word, bit) = place(contact);
        let Some(words) = self.blocks.get_mut(&block) else { return false };
        let held = words[word] & bit != 0;
        words[word] &= !bit;
        held
    }

    /// Returns true if the set holds the contact.
    pub fn contains(&self, contact: ContactId) -> bool {
        let (block, word, bit) = place(contact);
        self.blocks.get(&block).is_some_and(|words| words[word] & bit != 0)
    }

    /// Number of contacts.
    pub fn len(&self) -> u64 {
        self.blocks.values().flatten().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Returns true if the set holds no contact.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The contacts, by ascending ID.
    pub fn iter(&self) -> impl Iterator<Item = ContactId> + '_ {
        let words =
            self.blocks.iter().flat_map(|(block, words)| (0..).zip(words).map(move |(at, word)| (block, at, word)));
        words.flat_map(|(block, at, word)| {
            let first = block * BLOCK + at * WORD;
            (0..WORD).filter(move |bit| word & (1 << bit) != 0).map(move |bit| ContactId(first + bit))
        })
    }
}

impl Extend<ContactId> for ContactSet {
    fn extend<I: IntoIterator<Item = ContactId>>(&mut self, contacts: I) {
        contacts.into_iter().for_each(|contact| self.insert(contact));
    }
}

impl FromIterator<ContactId> for ContactSet {
    fn from_iter<I: IntoIterator<Item = ContactId>>(contacts: I) -> Self {
        let mut set = Self::default();
        set.extend(contacts);
        set
    }
}

/// Returns the block of a contact, its word in the block and its bit in the word.
fn place(ContactId(id): ContactId) -> (i64, usize, u64) {
    let within = id.rem_euclid(BLOCK);
    // Both are below 512, whatever the ID.
    let word = usize::try_from(within / WORD).unwrap_or_default();
    (id.div_euclid(BLOCK), word, 1 << (within % WORD))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_set_takes_any_number_that_an_id_can_have() {
        let ids = [i64::MIN, -1, 0, 1, 63, 64, 511, 512, i64::MAX].map(ContactId);
        let set: ContactSet = ids.into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), ids);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_set_of_contacts_is_like_any_ordered_set(steps in proptest::collection::vec((0_i64..2000, any::<bool>()), 0..200)) {
            let (mut set, mut expected) = (ContactSet::default(), BTreeSet::new());
            for (id, is_added) in steps {
                if is_added {
                    set.insert(ContactId(id));
                    expected.insert(id);
                } else {
                    prop_assert_eq!(set.remove(ContactId(id)), expected.remove(&id));
                }
            }
            prop_assert_eq!(set.len(), expected.len() as u64);
            prop_assert_eq!(set.is_empty(), expected.is_empty());
            prop_assert_eq!(set.iter().map(|contact| contact.0).collect::<Vec<_>>(), expected.iter().copied().collect::<Vec<_>>());
            prop_assert!((0..2000).all(|id| set.contains(ContactId(id)) == expected.contains(&id)));
        }
    }
}
