//! Writes values of custom fields, with their keys where the field is an identifier.

use std::borrow::Cow;
use std::collections::HashMap;

use rusqlite::CachedStatement;

use super::bulk::{BulkInsert, Values};
use crate::model::{FieldChange, FieldId, FieldKind, Text};
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Number of values of identifiers that are written together.
// Their keys go to random pages of the index. One by one, each page would be read, changed and, because the cache cannot
// hold them all, written to the log, once for every value; in the order of the index, once for all.
const VALUE_BATCH_SIZE: usize = 64 * 1024;

/// Custom fields that are identifiers, whose values have keys.
#[derive(Clone)]
pub(super) struct IdentifierKinds(HashMap<FieldId, FieldKind>);

/// Writes values of contacts that have none yet.
pub(super) struct AddedValues<'w> {
    // OR FAIL, as BulkInsert wants it: with OR REPLACE too, SQLite saves every page before a statement changes it.
    insert: BulkInsert<'w>,
    identifiers: IdentifierKinds,
    /// Values of identifiers that wait.
    pending: Vec<(i64, FieldId, Text)>,
}

/// Writes values over those that contacts have.
pub(super) struct ChangedValues<'w> {
    change: CachedStatement<'w>,
    replace: CachedStatement<'w>,
    clear: CachedStatement<'w>,
    identifiers: IdentifierKinds,
}

impl IdentifierKinds {
    pub(super) fn of(change: &WriteTransaction<'_>) -> Result<Self, WorkspaceError> {
        change.identifier_fields().map(Self)
    }

    /// Form in which a value is compared; `None` if the field is no identifier.
    fn key<'v>(&self, field: FieldId, value: &'v str) -> Option<Cow<'v, str>> {
        self.0.get(&field)?.identifier_key(value)
    }
}

impl<'w> AddedValues<'w> {
    pub(super) fn new(change: &WriteTransaction<'w>, identifiers: IdentifierKinds) -> Result<Self, WorkspaceError> {
        const HEAD: &str = "INSERT OR FAIL INTO contact_values (contact_id, field_id, value, value_key)";
        let insert = change.sql(|connection| BulkInsert::prepare(connection, HEAD, 4))?;
        Ok(Self { insert, identifiers, pending: Vec::new() })
    }

    /// Adds values, each of a contact and a field. Those of identifiers wait for [`AddedValues::flush`] if there is an
    /// index of their keys; without one the order of the contacts is better.
    pub(super) fn add(&mut self, values: &[(i64, FieldId, &Text)], has_index: bool) -> rusqlite::Result<()> {
        let Self { insert, identifiers, pending } = self;
        let (waiting, others): (Vec<_>, Vec<_>) =
            values.iter().copied().partition(|(_, field, _)| has_index && identifiers.0.contains_key(field));
        pending.extend(waiting.into_iter().map(|(contact, field, value)| (contact, field, value.clone())));
        insert.insert(&others, |(contact, field, value), row| {
            bind(row, *contact, *field, value, identifiers.key(*field, value).as_deref())
        })?;
        if self.pending.len() >= VALUE_BATCH_SIZE { self.flush() } else { Ok(()) }
    }

    /// Writes the values that wait, in the order of their keys.
    pub(super) fn flush(&mut self) -> rusqlite::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        let mut values: Vec<_> = pending
            .iter()
            .map(|(contact, field, value)| (*field, self.identifiers.key(*field, value), value, *contact))
            .collect();
        values.sort_unstable();
        self.insert
            .insert(&values, |(field, key, value, contact), row| bind(row, *contact, *field, value, key.as_deref()))
    }
}

impl<'w> ChangedValues<'w> {
    pub(super) fn new(change: &WriteTransaction<'w>, identifiers: IdentifierKinds) -> Result<Self, WorkspaceError> {
        let prepare = |sql| change.sql(|connection| connection.prepare_cached(sql));
        Ok(Self {
            change: prepare(
                "UPDATE contact_values SET value = ?3, value_key = ?4 WHERE contact_id = ?1 AND field_id = ?2",
            )?,
            replace: prepare(
                "INSERT OR REPLACE INTO contact_values (contact_id, field_id, value, value_key) VALUES (?1, ?2, ?3, ?4)",
            )?,
            clear: prepare("DELETE FROM contact_values WHERE contact_id = ?1 AND field_id = ?2")?,
            identifiers,
        })
    }

    /// Gives a contact a value, or takes it away.
    pub(super) fn set(&mut self, contact: i64, change: &FieldChange) -> rusqlite::Result<()> {
        let FieldChange { field, before, after } = change;
        let Some(value) = after.as_deref() else {
            return self.clear.execute((contact, field.0)).map(drop);
        };
        let key = self.identifiers.key(*field, value);
        let row = (contact, field.0, value, key.as_deref());
        // UPDATE changes a row in its place; REPLACE deletes it and inserts another.
        if before.is_some() && self.change.execute(row)? > 0 {
            return Ok(());
        }
        self.replace.execute(row).map(drop)
    }
}

fn bind(
    row: &mut Values<'_, '_>,
    contact: i64,
    field: FieldId,
    value: &str,
    key: Option<&str>,
) -> rusqlite::Result<()> {
    row.bind(contact)?;
    row.bind(field.0)?;
    row.bind(value)?;
    row.bind(key)
}
