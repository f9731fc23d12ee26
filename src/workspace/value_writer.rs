//! Writes values of custom fields, with their keys where the field is an identifier.

use std::borrow::Cow;
use std::collections::HashMap;

use super::bulk::BulkInsert;
use super::{WorkspaceError, WriteTransaction};
use crate::model::{FieldId, FieldKind};

/// Writes values of custom fields over those that contacts have.
pub(super) struct ValueWriter<'w> {
    insert: BulkInsert<'w>,
    /// Fields whose values have keys.
    identifiers: HashMap<FieldId, FieldKind>,
}

/// A value to write.
pub(super) struct NewValue<'a> {
    contact: i64,
    field: FieldId,
    value: &'a str,
    /// Form in which values are compared; `None` if the field is no identifier.
    key: Option<Cow<'a, str>>,
}

impl<'w> ValueWriter<'w> {
    pub(super) fn new(change: &WriteTransaction<'w>) -> Result<Self, WorkspaceError> {
        const HEAD: &str = "INSERT OR REPLACE INTO contact_values (contact_id, field_id, value, value_key)";
        let insert = change.sql(|connection| BulkInsert::prepare(connection, HEAD, 4))?;
        Ok(Self { insert, identifiers: change.identifier_fields()? })
    }

    /// A value with its key.
    pub(super) fn value<'a>(&self, contact: i64, field: FieldId, value: &'a str) -> NewValue<'a> {
        let key = self.identifiers.get(&field).and_then(|kind| kind.identifier_key(value));
        NewValue { contact, field, value, key }
    }

    pub(super) fn insert(&mut self, values: &[NewValue<'_>]) -> rusqlite::Result<()> {
        self.insert.insert(values, |NewValue { contact, field, value, key }, row| {
            row.bind(contact)?;
            row.bind(field.0)?;
            row.bind(value)?;
            row.bind(key.as_deref())
        })
    }
}

impl NewValue<'_> {
    /// Key of the order of the index of keys. Values without a key are all equal.
    pub(super) fn order(&self) -> Option<(FieldId, &str)> {
        self.key.as_deref().map(|key| (self.field, key))
    }
}
