//! What people changed, by the journal: fields that a person set last, and contacts that a person added, edited or merged.

use crate::model::{ContactId, ContactSet, EditedFields, FieldId};
use crate::workspace::{Snapshot, WorkspaceError};

/// Fields that edits and merges among some entries changed and values of contacts that a person added, each with the last
/// of these entries; without those that a later entry among them changed.
// People change far fewer values than imports do, so the search starts from their entries. The journal is clustered by
// entry: each later entry is one search for each field, not a scan.
pub(super) const EDITED_IN: &str = "
SELECT contact_id, field_id, edited FROM (
  SELECT contact_id, field_id, max(entry) AS edited FROM (
    SELECT contact_id, field_id, history.id AS entry
    FROM history CROSS JOIN journal ON journal.history_id = history.id
    WHERE kind IN ('edit', 'merge') AND undone_by IS NULL AND undoes IS NULL AND history.id IN (:among)
    UNION ALL SELECT contact_id, fields.id, history.id
    FROM history CROSS JOIN journal_contacts ON journal_contacts.history_id = history.id CROSS JOIN fields
    WHERE history.kind = 'add' AND undone_by IS NULL AND undoes IS NULL AND history.id IN (:among)
    -- What is left of entries that were pruned.
    UNION ALL SELECT contact_id, field_id, history_id FROM edited_fields)
  GROUP BY contact_id, field_id) AS last
WHERE NOT EXISTS (
  SELECT 1 FROM history AS later CROSS JOIN journal
    ON journal.history_id = later.id AND journal.contact_id = last.contact_id AND journal.field_id = last.field_id
  WHERE later.id > edited AND later.kind NOT IN ('edit', 'merge', 'add')
    AND later.undone_by IS NULL AND later.undoes IS NULL AND later.id IN (:among))";

/// Contacts that a person added, edited, tagged or merged, by those of some entries that hold.
pub(super) const EDITED_CONTACTS_IN: &str = "
SELECT contact_id FROM history CROSS JOIN journal ON journal.history_id = history.id
WHERE kind IN ('edit', 'merge') AND undone_by IS NULL AND undoes IS NULL AND history.id IN (:among)
UNION ALL SELECT contact_id FROM history CROSS JOIN journal_tags ON journal_tags.history_id = history.id
WHERE kind IN ('edit', 'merge') AND undone_by IS NULL AND undoes IS NULL AND history.id IN (:among)
UNION ALL SELECT contact_id FROM history CROSS JOIN journal_contacts ON journal_contacts.history_id = history.id
WHERE kind = 'add' AND undone_by IS NULL AND undoes IS NULL AND history.id IN (:among)";

/// Contacts whom a person merged with others, and those that are known of pruned entries.
const OTHER_EDITED_CONTACTS: &str = "
UNION ALL SELECT into_id FROM absorbed_contacts JOIN history ON history.id = history_id WHERE undone_by IS NULL
-- What is left of entries that were pruned.
UNION ALL SELECT contact_id FROM edited_contacts";

impl Snapshot<'_> {
    /// Returns the contacts that a person added, edited or merged, whatever imports changed since.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn edited_contacts(&self) -> Result<ContactSet, WorkspaceError> {
        self.sql(|connection| {
            let sql = EDITED_CONTACTS_IN.replace(":among", "SELECT id FROM history") + OTHER_EDITED_CONTACTS;
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map([], |row| row.get(0).map(ContactId))?.collect()
        })
    }

    /// Returns the fields that a person set last.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn edited_fields(&self) -> Result<EditedFields, WorkspaceError> {
        self.sql(|connection| {
            let sql = EDITED_IN.replace(":among", "SELECT id FROM history");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], |row| Ok((ContactId(row.get(0)?), FieldId(row.get(1)?))))?;
            rows.collect()
        })
    }
}
