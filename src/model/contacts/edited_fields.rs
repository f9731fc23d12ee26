//! Fields that a person set last, which an import may keep.

use std::collections::HashSet;

use super::ContactId;
use crate::model::FieldId;

/// Fields that a person set last, by contact.
#[derive(Debug, Clone, Default)]
pub struct EditedFields(HashSet<(ContactId, FieldId)>);

impl EditedFields {
    /// Returns true if a person set the field of a contact last.
    pub fn holds(&self, contact: ContactId, field: FieldId) -> bool {
        self.0.contains(&(contact, field))
    }
}

impl FromIterator<(ContactId, FieldId)> for EditedFields {
    fn from_iter<I: IntoIterator<Item = (ContactId, FieldId)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}
