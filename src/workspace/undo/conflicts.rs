//! Conflicts of an undo: fields, tags and contacts that keep what a later entry gave them.

use rusqlite::Row;

use super::{Conflict, ConflictItem};
use crate::model::{ContactId, FieldId, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{Snapshot, WorkspaceError};

/// Maximum number of conflicts listed; the rest are only counted.
const MAX_LISTED_CONFLICTS: i64 = 1_000;

/// Contacts, fields and tags that a later entry which holds has touched, where that makes a difference.
// A later entry that gave a field the value it would have had anyway is no conflict: so each value is compared with the
// one it would have without the later entries (`earlier_fields`, `earlier_tags`).
const CONFLICTS: &str = "
SELECT existence.contact_id AS contact, NULL AS field, NULL AS now, NULL AS old, NULL AS tag, NULL AS has, (
    SELECT max(relevant.id) FROM relevant
    WHERE relevant.holds AND relevant.id > ?1 AND (
      EXISTS (SELECT 1 FROM journal WHERE history_id = relevant.id AND contact_id = existence.contact_id)
      OR EXISTS (SELECT 1 FROM journal_tags WHERE history_id = relevant.id AND contact_id = existence.contact_id)))
  AS by_entry
FROM existence CROSS JOIN contacts ON contacts.id = existence.contact_id
WHERE exists_now AND should_exist AND contacts.created_by = ?1
  AND (SELECT undone_by IS NOT NULL FROM history WHERE id = ?1)
UNION ALL
SELECT contact_id, field_id, reverted_fields.value, earlier_fields.value, NULL, NULL, reverted_fields.latest
FROM earlier_fields CROSS JOIN reverted_fields USING (contact_id, field_id)
WHERE reverted_fields.value IS NOT earlier_fields.value
UNION ALL
SELECT contact_id, NULL, NULL, NULL, tags.name, reverted_tags.has, reverted_tags.latest
FROM earlier_tags CROSS JOIN reverted_tags USING (contact_id, tag_id) JOIN tags ON tags.id = tag_id
WHERE reverted_tags.has <> earlier_tags.has";

impl Snapshot<'_> {
    /// Returns the number of conflicts and the first of them.
    pub(super) fn conflicts(&self, entry: i64) -> Result<(u64, Vec<Conflict>), WorkspaceError> {
        self.compute_without_later(entry)?;
        self.sql(|connection| {
            let count: i64 =
                connection.query_row(&format!("SELECT count(*) FROM ({CONFLICTS})"), [entry], |row| row.get(0))?;
            let mut statement = connection
                .prepare(&format!("{CONFLICTS} ORDER BY contact, field, tag LIMIT {MAX_LISTED_CONFLICTS}"))?;
            let kept = statement.query_map([entry], read)?.collect::<Result<Vec<_>, _>>()?;
            Ok((count.cast_unsigned(), kept))
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Conflict> {
    let (field, tag) = (row.get::<_, Option<i64>>(1)?, row.get_ref(4)?.as_str_or_null()?.map(Text::from));
    let what = match (field, tag) {
        (Some(field), _) => {
            ConflictItem::Field { field: FieldId(field), now: text_column(row, 2)?, old: text_column(row, 3)? }
        }
        (None, Some(name)) => ConflictItem::Tag { name, has: row.get(5)? },
        (None, None) => ConflictItem::Contact,
    };
    Ok(Conflict { contact: ContactId(row.get(0)?), what, by: row.get::<_, Option<i64>>(6)?.unwrap_or_default() })
}
