//! Contacts that a merge absorbed: the contact that each Contact ID leads to, and the identifiers they had, so that a list
//! which still holds an absorbed contact does not add it again.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use crate::model::{ContactId, FieldId, Key, Target, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{Snapshot, WorkspaceError};

/// The contact an absorbed Contact ID leads to, followed merge by merge; undone merges are ignored.
// UNION rather than UNION ALL: merges that were undone and redone can form a cycle, which UNION ends.
pub(super) const SURVIVOR: &str = "
WITH RECURSIVE trail (id) AS (
  VALUES (?1)
  UNION
  SELECT into_id FROM trail JOIN absorbed_contacts AS absorbed ON absorbed.contact_id = trail.id
  JOIN history ON history.id = absorbed.history_id AND history.undone_by IS NULL
  WHERE trail.id NOT IN (SELECT id FROM contacts))
SELECT contacts.id FROM trail JOIN contacts ON contacts.id = trail.id LIMIT 1";

/// All Contact IDs absorbed by a merge that holds.
const ABSORBED: &str = "
SELECT DISTINCT contact_id FROM absorbed_contacts JOIN history ON history.id = history_id WHERE undone_by IS NULL";

/// Values that absorbed contacts had, each with the contact, of merges that hold.
// Merges are few, so all of them are read. The journal is clustered by entry: one search for each absorbed contact.
const VALUES: &str = "
SELECT journal.field_id, journal.before, absorbed.contact_id
FROM absorbed_contacts AS absorbed
JOIN history ON history.id = absorbed.history_id AND history.undone_by IS NULL
CROSS JOIN journal ON journal.history_id = absorbed.history_id AND journal.contact_id = absorbed.contact_id
WHERE journal.before IS NOT NULL";

impl Snapshot<'_> {
    /// Returns the absorbed Contact IDs, each with the contact it leads to.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn merged_ids(&self) -> Result<HashMap<ContactId, ContactId>, WorkspaceError> {
        let absorbed: Vec<ContactId> = self.sql(|connection| {
            connection.prepare_cached(ABSORBED)?.query_map([], |row| row.get(0).map(ContactId))?.collect()
        })?;
        let mut found = HashMap::new();
        for id in absorbed {
            if let Some(survivor) = self.resolve_merged(id)?.filter(|survivor| *survivor != id) {
                found.insert(id, survivor);
            }
        }
        Ok(found)
    }

    /// Returns the contact a Contact ID refers to: the contact with that ID, or the one it was merged into; `None` if
    /// there is neither.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn resolve_merged(&self, id: ContactId) -> Result<Option<ContactId>, WorkspaceError> {
        self.sql(|connection| {
            connection.prepare_cached(SURVIVOR)?.query_row([id.0], |row| row.get(0).map(ContactId)).optional()
        })
    }

    /// Returns the values that absorbed contacts had in these identifiers, each with the contact that stays.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn merged_identifiers(&self, identifiers: &[Target]) -> Result<HashMap<Key, ContactId>, WorkspaceError> {
        let fields = self.fields()?;
        let absorbed: Vec<(FieldId, Text, ContactId)> = self.sql(|connection| {
            let mut statement = connection.prepare_cached(VALUES)?;
            let rows = statement.query_map([], |row| {
                let value = text_column(row, 1)?.unwrap_or_default();
                Ok((FieldId(row.get(0)?), value, ContactId(row.get(2)?)))
            })?;
            rows.collect()
        })?;
        let mut found = HashMap::new();
        for (field, value, contact) in
            absorbed.into_iter().filter(|(field, ..)| identifiers.contains(&Target::Field(*field)))
        {
            let key = fields.get(field).and_then(|known| Key::of_value(field, &known.kind, &value));
            if let (Some(key), Some(survivor)) = (key, self.resolve_merged(contact)?) {
                found.insert(key, survivor);
            }
        }
        Ok(found)
    }
}
