//! Contacts of people who are left alone, as exports and lists tell them from others.

use std::path::Path;

use super::all_suppressed;
use crate::model::{Contact, Field, FieldId, Fields, SuppressedValue, SuppressibleField};
use crate::ops::OpsError;
use crate::workspace::{Snapshot, SuppressionSet};

/// Tells contacts of suppressed people from others.
#[derive(Debug, Default)]
pub struct SuppressedContacts {
    values: SuppressionSet,
    fields: Vec<(Field, SuppressibleField)>,
}

impl SuppressedContacts {
    /// Reads all suppressions, those that are shared with other workspaces included. `key` is the path of the user's key.
    ///
    /// # Errors
    /// As [`all_suppressed`].
    pub fn read(snapshot: &Snapshot<'_>, fields: &Fields, key: Option<&Path>) -> Result<Self, OpsError> {
        let values = all_suppressed(snapshot, key)?;
        let suppressible = |field: &Field| SuppressibleField::of(field.id, &field.name, &field.kind);
        let fields = fields.iter().filter_map(|field| Some((field.clone(), suppressible(field)?)));
        Ok(Self { values, fields: fields.collect() })
    }

    /// Returns true if nobody is left alone.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns true if one of a contact's values is suppressed.
    pub fn contains(&self, contact: &Contact) -> bool {
        let holds = |field: &SuppressibleField, value: &str| self.values.holds_value(field, value);
        !self.is_empty()
            && self.fields.iter().any(|(_, field)| contact.value(field.id).is_some_and(|value| holds(field, value)))
    }

    /// Returns the values by which a contact is left alone.
    pub fn values_of(&self, contact: &Contact) -> Vec<SuppressedValue> {
        if self.is_empty() {
            return Vec::new();
        }
        let with_value = self.fields.iter().filter_map(|(field, _)| Some((field.id, contact.value(field.id)?)));
        with_value.flat_map(|(field, value)| self.values_of_field(field, value)).collect()
    }

    /// Returns the values by which a contact with this value in a field is left alone.
    pub fn values_of_field(&self, field: FieldId, value: &str) -> Vec<SuppressedValue> {
        let Some((field, _)) = self.fields.iter().find(|(known, _)| known.id == field) else { return Vec::new() };
        let values = SuppressedValue::of_field(field, value).into_iter();
        values.filter(|value| self.values.holds(value)).collect()
    }
}
