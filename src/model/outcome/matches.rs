//! The contacts that a row matches.

use crate::model::{Contact, ContactId};

/// Contacts that a value of an identifier matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Matches {
    /// No contact.
    #[default]
    None,
    /// Exactly one contact.
    One(ContactId),
    /// Several contacts, by ascending ID; an import cannot choose among them.
    Several(Vec<ContactId>),
}

impl Matches {
    /// The contacts, by ascending ID.
    pub fn ids(&self) -> &[ContactId] {
        match self {
            Self::None => &[],
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }

    /// Adds a contact, whose ID must be higher than the others.
    pub fn push(&mut self, id: ContactId) {
        match self {
            Self::None => *self = Self::One(id),
            Self::One(first) => *self = Self::Several(vec![*first, id]),
            Self::Several(ids) => ids.push(id),
        }
    }
}

impl FromIterator<ContactId> for Matches {
    fn from_iter<I: IntoIterator<Item = ContactId>>(ids: I) -> Self {
        let mut hits = Self::None;
        ids.into_iter().for_each(|id| hits.push(id));
        hits
    }
}

/// Contacts that the identifier of a row matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// The matching contacts.
    pub hits: Matches,
    /// The contact itself, if exactly one matches and it was to be loaded.
    // Boxed: it has 200 bytes, and a row that adds a contact has none.
    pub contact: Option<Box<Contact>>,
    /// Index of the strongest identifier by which contacts match, from 0; of no use where none does.
    pub by: usize,
    /// True if identifiers of the row match contacts that differ from it in a stronger one; only where no contact matches.
    pub has_dropped: bool,
    /// True if the only matching contact is suppressed.
    pub is_suppressed: bool,
    /// Identifier of the row that a merge took from another contact, by index, with the contact that stays; only where no
    /// contact matches.
    pub merged_into: Option<(usize, ContactId)>,
    /// Further contacts that identifiers of the row match, where it matches several.
    // Boxed: rare, and every row of a batch has room for one.
    pub further: Option<Box<[ContactId]>>,
    /// Two identifiers that match different contacts, by index, each with its contact.
    // Boxed: rare, and every row of a batch has room for one.
    pub disagreement: Option<Box<[(usize, ContactId); 2]>>,
}
