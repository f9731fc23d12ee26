//! Differences between the contacts as they are and as they should be after an undo.

use rusqlite::Row;

use crate::model::{ContactId, FieldChange, FieldId, TagRefs, Update};
use crate::workspace::columns::{text_column, value_of};
use crate::workspace::writing::PendingUpdate;
use crate::workspace::{Snapshot, TagIds, WorkspaceError};

/// Number of contacts reverted together.
const CONTACT_BATCH_SIZE: usize = 1024;

/// All differences, by contact: one row for each field and each tag, and one for each contact with its modification
/// time, which is that of the latest entry that holds and changed one of its fields. The last column is true if the
/// contact was restored by this undo.
// CROSS JOIN starts from the fields that were touched: undo must not scan every contact of the workspace.
const DIFFERENCES: &str = "
SELECT contact_id, field_id, now, value, NULL AS tag_id, NULL AS has, NULL AS at, NULL AS updated_at,
  contact_id IN (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now)
FROM (
  SELECT contact_id, field_id, value, :now AS now
  FROM reverted_fields CROSS JOIN contacts ON contacts.id = reverted_fields.contact_id)
WHERE now IS NOT value AND field_id IN (SELECT id FROM fields)
UNION ALL
SELECT contact_id, NULL, NULL, NULL, tag_id, has, NULL, NULL,
  contact_id IN (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now)
FROM reverted_tags
WHERE has <> EXISTS (SELECT 1 FROM contact_tags
  WHERE contact_tags.contact_id = reverted_tags.contact_id AND contact_tags.tag_id = reverted_tags.tag_id)
UNION ALL
SELECT id, NULL, NULL, NULL, NULL, NULL, coalesce((
    SELECT history.started_at / 1000 FROM history
    WHERE history.undoes IS NULL AND history.undone_by IS NULL AND EXISTS (
      SELECT 1 FROM journal WHERE journal.history_id = history.id AND journal.contact_id = contacts.id)
    ORDER BY history.id DESC LIMIT 1),
  -- Which pruned entry changed it last is not known any more: at the latest the last of them.
  max(created_at, min(updated_at, coalesce(
    (SELECT max(started_at) / 1000 FROM history WHERE pruned_by IS NOT NULL), created_at)))), updated_at,
  id IN (SELECT contact_id FROM existence WHERE should_exist AND NOT exists_now)
FROM contacts WHERE id IN (SELECT contact_id FROM reverted_fields)
ORDER BY contact_id";

/// Differences of one contact.
struct Difference {
    update: Update,
    /// Modification time it should have and the one it has, in seconds since 1970 (UTC); `None` if only tags differ.
    moments: Option<(i64, i64)>,
    was_restored: bool,
}

impl Snapshot<'_> {
    /// Passes the differences on in batches, by ascending contact. Returns the number of contacts whose fields or tags
    /// differ; restored ones are not counted.
    pub(super) fn for_each_difference(
        &self,
        tags: &TagIds,
        take: &mut dyn FnMut(Vec<PendingUpdate>) -> Result<(), WorkspaceError>,
    ) -> Result<u64, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        // The caller writes while this query is still running. That is safe: rows come by ascending contact, and only
        // contacts before the current one are written.
        let mut statement = self.sql(|connection| {
            connection.prepare(&DIFFERENCES.replace(":now", &value_of("reverted_fields.field_id")))
        })?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        let mut changed = 0;
        let mut finish = |done: Difference, batch: &mut Vec<PendingUpdate>| {
            changed += done.count();
            batch.extend(done.pending_update());
        };
        let mut current: Option<Difference> = None;
        let mut batch = Vec::new();
        while let Some(row) = rows.next().map_err(sql_error)? {
            let next = read_contact(row).map_err(sql_error)?;
            if let Some(done) = current.take_if(|current| current.update.contact != next.update.contact) {
                finish(done, &mut batch);
            }
            // The batch holds complete contacts only: more rows of the current one may follow.
            if batch.len() >= CONTACT_BATCH_SIZE {
                take(std::mem::take(&mut batch))?;
            }
            add_difference(current.get_or_insert(next), row, tags).map_err(sql_error)?;
        }
        if let Some(done) = current {
            finish(done, &mut batch);
        }
        take(batch)?;
        Ok(changed)
    }
}

impl Difference {
    /// 1 if the contact counts as changed, 0 if only its modification time differs or it was restored.
    fn count(&self) -> u64 {
        u64::from(!self.update.is_empty() && !self.was_restored)
    }

    /// Returns the update that reverts the contact, if there is anything to revert.
    fn pending_update(self) -> Option<PendingUpdate> {
        let moment = self.moments.filter(|(at, now)| !self.update.fields.is_empty() || at != now).map(|(at, _)| at);
        (!self.update.is_empty() || moment.is_some()).then_some(PendingUpdate { update: self.update, line: 0, moment })
    }
}

/// Starts the differences of a contact from its first row.
fn read_contact(row: &Row<'_>) -> rusqlite::Result<Difference> {
    let (fields, tags_added, tags_removed) = (Vec::new(), TagRefs::new(), TagRefs::new());
    let update = Update { contact: ContactId(row.get(0)?), fields, tags_added, tags_removed, unchanged: false };
    Ok(Difference { update, moments: None, was_restored: row.get(8)? })
}

/// Adds the difference of one row.
fn add_difference(difference: &mut Difference, row: &Row<'_>, tags: &TagIds) -> rusqlite::Result<()> {
    let update = &mut difference.update;
    if let Some(field) = row.get::<_, Option<i64>>(1)? {
        update.fields.push(FieldChange {
            field: FieldId(field),
            before: text_column(row, 2)?,
            after: text_column(row, 3)?,
        });
    } else if let Some(tag) = row.get::<_, Option<i64>>(4)? {
        let list = if row.get(5)? { &mut update.tags_added } else { &mut update.tags_removed };
        list.extend(tags.by_id(tag));
    } else {
        difference.moments = Some((row.get(6)?, row.get(7)?));
    }
    Ok(())
}
