//! Custom fields as identifiers: the index of their values, and the search in a field that has none yet.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use rusqlite::Connection;

use crate::model::{ContactId, Field, FieldId, FieldKind, Key, Target, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Number of values whose keys are computed together when a field becomes an identifier.
const VALUE_BATCH_SIZE: i64 = 1024;

impl Snapshot<'_> {
    /// Returns the custom fields that are identifiers, with their kinds.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn identifier_fields(&self) -> Result<HashMap<FieldId, FieldKind>, WorkspaceError> {
        const SQL: &str = "SELECT id FROM fields WHERE is_identifier";
        let ids: Vec<FieldId> = self.sql(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            statement.query_map([], |row| row.get(0).map(FieldId))?.collect()
        })?;
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let fields = self.fields()?;
        Ok(ids.into_iter().filter_map(|id| Some((id, fields.get(id)?.kind.clone()))).collect())
    }

    /// Returns those custom fields among the targets that are no identifiers yet, also those that have still to be created.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn new_identifiers(&self, targets: &[Target]) -> Result<Vec<FieldId>, WorkspaceError> {
        let known = self.identifier_fields()?;
        let is_new = |id: &FieldId| id.is_custom() && !known.contains_key(id);
        let ids = targets.iter().filter_map(|target| if let Target::Field(id) = target { Some(*id) } else { None });
        Ok(ids.filter(is_new).collect())
    }

    fn new_identifier_fields(&self, targets: &[Target]) -> Result<Vec<Field>, WorkspaceError> {
        let fields = self.fields()?;
        Ok(self.new_identifiers(targets)?.into_iter().filter_map(|id| fields.get(id).cloned()).collect())
    }

    /// Returns the values of those custom fields among the targets that are no identifiers yet.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub(in crate::workspace) fn unindexed(&self, targets: &[Target]) -> Result<UnindexedFields, WorkspaceError> {
        let mut unindexed = UnindexedFields::default();
        for Field { id, kind, .. } in self.new_identifier_fields(targets)? {
            self.each_value(id, &mut |contact, value: Text| {
                unindexed.add(id, &kind, contact, &value);
                Ok::<_, WorkspaceError>(())
            })?;
        }
        unindexed.finish();
        Ok(unindexed)
    }
}

impl WriteTransaction<'_> {
    /// Makes custom fields identifiers: from now on their values have an index. Those that are already stay as they are.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn make_identifiers(&self, targets: &[Target]) -> Result<(), WorkspaceError> {
        for Field { id, kind, .. } in self.new_identifier_fields(targets)? {
            self.sql(|connection| make_identifier(connection, id, &kind))?;
        }
        Ok(())
    }
}

/// Marks a field as identifier, and gives its values their keys.
fn make_identifier(connection: &Connection, field: FieldId, kind: &FieldKind) -> rusqlite::Result<()> {
    const NEXT: &str = "SELECT contact_id, value FROM contact_values WHERE field_id = ?1 AND contact_id > ?2
        ORDER BY contact_id LIMIT ?3";
    const SET: &str = "UPDATE contact_values SET value_key = ?3 WHERE contact_id = ?1 AND field_id = ?2";
    connection.execute("UPDATE fields SET is_identifier = 1 WHERE id = ?1", [field.0])?;
    let (mut next, mut set) = (connection.prepare(NEXT)?, connection.prepare(SET)?);
    let mut last = 0;
    loop {
        let rows = next.query_map((field.0, last, VALUE_BATCH_SIZE), |row| Ok((row.get(0)?, text_column(row, 1)?)))?;
        let values: Vec<(i64, Option<Text>)> = rows.collect::<rusqlite::Result<_>>()?;
        let Some((contact, _)) = values.last() else { return Ok(()) };
        last = *contact;
        for (contact, value) in &values {
            let key = value.as_deref().and_then(|value| kind.identifier_key(value));
            set.execute((contact, field.0, key))?;
        }
    }
}

/// Values of fields that have no index yet, because no import has recognised contacts by them: 16 bytes each.
// Their hashes alone, so that a million of them fit in memory; a hit is compared with the value itself.
#[derive(Debug, Default)]
pub(in crate::workspace) struct UnindexedFields {
    entries: Vec<(u64, ContactId)>,
    kinds: HashMap<FieldId, FieldKind>,
    hasher: RandomState,
}

impl UnindexedFields {
    fn add(&mut self, field: FieldId, kind: &FieldKind, contact: ContactId, value: &str) {
        if let Some(key) = kind.identifier_key(value) {
            self.kinds.entry(field).or_insert_with(|| kind.clone());
            let hash = self.hash(field, &key);
            self.entries.push((hash, contact));
        }
    }

    fn finish(&mut self) {
        self.entries.sort_unstable();
    }

    fn hash(&self, field: FieldId, key: &str) -> u64 {
        self.hasher.hash_one((field, key))
    }

    /// Takes the keys of these fields out of a list, and passes each contact that has one to `take`.
    pub(in crate::workspace) fn each_hit(
        &self,
        connection: &Connection,
        keys: &mut Vec<(&Key, usize)>,
        take: &mut impl FnMut(usize, ContactId),
    ) -> rusqlite::Result<()> {
        if self.kinds.is_empty() {
            return Ok(());
        }
        let mut statement =
            connection.prepare_cached("SELECT value FROM contact_values WHERE contact_id = ?1 AND field_id = ?2")?;
        let is_its =
            |(key, _): &mut (&Key, usize)| matches!(key, Key::Custom(field, _) if self.kinds.contains_key(field));
        for (key, place) in keys.extract_if(.., is_its) {
            let Key::Custom(field, text) = key else { continue };
            let Some(kind) = self.kinds.get(field) else { continue };
            for contact in self.candidates(self.hash(*field, text)) {
                let mut rows = statement.query((contact.0, field.0))?;
                let value = rows.next()?.map(|row| text_column(row, 0)).transpose()?.flatten();
                if value.is_some_and(|value| kind.identifier_key(&value).is_some_and(|own| own == text.as_str())) {
                    take(place, contact);
                }
            }
        }
        Ok(())
    }

    fn candidates(&self, hash: u64) -> impl Iterator<Item = ContactId> {
        let start = self.entries.partition_point(|(other, _)| *other < hash);
        self.entries[start..].iter().take_while(move |(other, _)| *other == hash).map(|(_, contact)| *contact)
    }
}
