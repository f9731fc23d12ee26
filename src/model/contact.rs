use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FieldId, TagRefs, Text};

/// The number that the workspace gave a contact. It is never given again, also after the contact is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactId(pub i64);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A contact as the workspace holds it. Tags are kept apart from the other fields, because they are a set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Its Contact ID.
    pub id: ContactId,
    /// Values of the standard fields, at [`FieldId::standard_index`].
    pub standard: [Option<Text>; FieldId::STANDARD_TEXT_FIELDS],
    /// Values of custom fields, in the order of their ids; a field without a value is absent.
    pub custom: Vec<(FieldId, Text)>,
    /// Its tags, ascending.
    pub tags: TagRefs,
}

impl Contact {
    /// A contact without a value.
    pub fn empty(id: ContactId) -> Self {
        Self { id, ..Self::default() }
    }

    /// The value of a field other than Tags; `None` when it is empty.
    pub fn value(&self, field: FieldId) -> Option<&Text> {
        if let Some(index) = field.standard_index() {
            return self.standard[index].as_ref();
        }
        let at = self.custom.binary_search_by_key(&field, |(id, _)| *id).ok()?;
        self.custom.get(at).map(|(_, value)| value)
    }
}
