//! A contact, its ID and its name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ContactName;
use crate::model::{FieldId, TagRefs, Text};

/// ID that the workspace gave a contact. It is never reused, not even after the contact is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactId(pub i64);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Contact as the workspace holds it. Tags are kept apart from the other fields because they are a set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Contact ID.
    pub id: ContactId,
    /// Values of the standard fields, indexed by [`FieldId::standard_index`].
    pub standard: [Option<Text>; FieldId::STANDARD_TEXT_FIELDS],
    /// Values of custom fields, by ascending field ID; a field without a value is absent.
    pub custom: Vec<(FieldId, Text)>,
    /// Tags, ascending.
    pub tags: TagRefs,
}

impl Contact {
    /// Creates a contact without values.
    pub fn empty(id: ContactId) -> Self {
        Self { id, ..Self::default() }
    }

    /// Returns what it is called.
    pub fn name(&self) -> ContactName {
        let value = |field| self.value(field).cloned();
        ContactName {
            first: value(FieldId::FIRST_NAME),
            last: value(FieldId::LAST_NAME),
            email: value(FieldId::EMAIL),
            phone: value(FieldId::PHONE),
        }
    }

    /// Returns the value of a field other than Tags; `None` if it is empty.
    pub fn value(&self, field: FieldId) -> Option<&Text> {
        if let Some(index) = field.standard_index() {
            return self.standard[index].as_ref();
        }
        let at = self.custom.binary_search_by_key(&field, |(id, _)| *id).ok()?;
        self.custom.get(at).map(|(_, value)| value)
    }
}
