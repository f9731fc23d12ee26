//! Identifiers of contacts that a merge absorbed, so that a list which still has both does not add one anew.

use std::collections::HashMap;

use super::finder::text_column;
use super::{Snapshot, WorkspaceError};
use crate::model::{ContactId, FieldId, Key, Target, Text};

/// Values that absorbed contacts had, each with the contact, of merges that hold.
// Merges are few, so all of them are read. The journal is clustered by entry: one search for each absorbed contact.
const VALUES: &str = "
SELECT journal.field_id, journal.before, absorbed.contact_id
FROM absorbed_contacts AS absorbed
JOIN history ON history.id = absorbed.history_id AND history.undone_by IS NULL
CROSS JOIN journal ON journal.history_id = absorbed.history_id AND journal.contact_id = absorbed.contact_id
WHERE journal.before IS NOT NULL";

impl Snapshot<'_> {
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
