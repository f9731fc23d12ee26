//! Changes of many contacts, counted by field and by tag.

use crate::model::{FieldId, Text};

/// What changes in how many contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSummary {
    /// Number of contacts that change.
    pub contacts: u64,
    /// Changed fields with their numbers of contacts, the most frequent first.
    pub fields: Vec<(FieldId, u64)>,
    /// Added and removed tags, the most frequent first.
    pub tags: Vec<TagChangeCount>,
}

/// Number of contacts that get or lose a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChangeCount {
    /// Name of the tag.
    pub name: Text,
    /// True if the contacts get it, false if they lose it.
    pub is_added: bool,
    /// Number of contacts.
    pub contacts: u64,
}

impl ChangeSummary {
    /// Sorts counts, the most frequent first; tags of the same count by name.
    pub fn new(contacts: u64, mut fields: Vec<(FieldId, u64)>, mut tags: Vec<TagChangeCount>) -> Self {
        fields.sort_by_key(|(_, contacts)| std::cmp::Reverse(*contacts));
        tags.sort_by(|one, other| (other.contacts, &one.name).cmp(&(one.contacts, &other.name)));
        Self { contacts, fields, tags }
    }

    /// Returns true if all of several contacts get or lose a tag. Of a single contact nothing is common.
    pub fn is_shared(&self, tag: &TagChangeCount) -> bool {
        self.contacts > 1 && tag.contacts == self.contacts
    }

    /// Returns true if a change of a tag is one that all contacts share.
    pub fn shares(&self, name: &str, is_added: bool) -> bool {
        self.tags.iter().take_while(|tag| self.is_shared(tag)).any(|tag| tag.is_added == is_added && tag.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str, contacts: u64) -> TagChangeCount {
        TagChangeCount { name: name.into(), is_added: true, contacts }
    }

    #[test]
    fn a_tag_that_all_contacts_get_is_shared_and_the_most_frequent_come_first() {
        let fields = vec![(FieldId::EMAIL, 1), (FieldId::PHONE, 3)];
        let summary = ChangeSummary::new(3, fields, vec![tag("vip", 1), tag("fair", 3)]);
        assert_eq!(summary.fields, [(FieldId::PHONE, 3), (FieldId::EMAIL, 1)]);
        assert_eq!(summary.tags, [tag("fair", 3), tag("vip", 1)]);
        assert!(summary.shares("fair", true) && !summary.shares("fair", false) && !summary.shares("vip", true));
    }

    #[test]
    fn the_tags_of_one_contact_are_its_own() {
        assert!(!ChangeSummary::new(1, Vec::new(), vec![tag("fair", 1)]).shares("fair", true));
    }
}
