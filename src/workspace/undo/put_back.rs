use rusqlite::Row;

use crate::model::{ContactId, FieldChange, FieldId, TagRef, TagRefs, Timestamp, Update};
use crate::workspace::finder::text;
use crate::workspace::{Change, EmailKey, TagTable, WorkspaceError};

/// A contact was last changed by the latest entry that holds and changed a field of it.
const MOMENTS: &str = "
INSERT INTO moments (contact_id, at)
SELECT id, coalesce((
    SELECT history.started_at / 1000 FROM history
    WHERE history.undoes IS NULL AND history.undone_by IS NULL AND EXISTS (
      SELECT 1 FROM journal WHERE journal.history_id = history.id AND journal.contact_id = contacts.id)
    ORDER BY history.id DESC LIMIT 1), created_at)
FROM contacts WHERE id IN (SELECT contact_id FROM settled)";

/// The moments of contacts of which only that differs.
const MOMENTS_ALONE: &str = "
UPDATE contacts SET updated_at = (SELECT at FROM moments WHERE contact_id = contacts.id)
WHERE id IN (SELECT contact_id FROM moments JOIN contacts AS now ON now.id = contact_id WHERE now.updated_at <> at)";

/// What differs from how it is now: one row for each field and each tag, by contact, with the contact's moment and
/// whether it came back.
const DIFFERENCES: &str = "
SELECT contact_id, field_id, now, value, NULL AS tag_id, NULL AS has,
  contact_id IN (SELECT contact_id FROM existence WHERE shall AND NOT is_there),
  (SELECT at FROM moments WHERE moments.contact_id = changes.contact_id)
FROM (
  SELECT contact_id, field_id, value, CASE field_id
    WHEN 1 THEN first_name WHEN 2 THEN last_name WHEN 3 THEN phone WHEN 4 THEN email WHEN 5 THEN country
    WHEN 6 THEN language
    ELSE (SELECT contact_values.value FROM contact_values
          WHERE contact_values.contact_id = settled.contact_id AND contact_values.field_id = settled.field_id)
    END AS now
  FROM settled CROSS JOIN contacts ON contacts.id = settled.contact_id) AS changes
WHERE now IS NOT value AND field_id IN (SELECT id FROM fields)
UNION ALL
SELECT contact_id, NULL, NULL, NULL, tag_id, has,
  contact_id IN (SELECT contact_id FROM existence WHERE shall AND NOT is_there), NULL
FROM settled_tags
WHERE has <> EXISTS (SELECT 1 FROM contact_tags
  WHERE contact_tags.contact_id = settled_tags.contact_id AND contact_tags.tag_id = settled_tags.tag_id)
ORDER BY contact_id";

/// What changes in a contact.
struct Difference {
    update: Update,
    came_back: bool,
    /// When its fields changed last, in seconds since 1970; for tags alone nothing.
    moment: Option<i64>,
}

impl Change<'_> {
    /// Writes all fields and tags that are not what they are to be, with the moments. Returns how many contacts changed;
    /// those that came back with this undo are not counted.
    pub(super) fn put_back(&self, undo: i64, now: Timestamp, email_key: EmailKey) -> Result<u64, WorkspaceError> {
        self.sql(|connection| connection.execute(MOMENTS, []))?;
        let mut tags = self.tags()?;
        let mut writer = self.writer(undo, now, email_key)?;
        let mut changed = 0;
        self.each_difference(&tags.clone(), &mut |difference| {
            changed += u64::from(!difference.came_back);
            writer.put_back(difference.update, difference.moment, &mut tags)
        })?;
        writer.flush(&mut tags)?;
        self.sql(|connection| connection.execute(MOMENTS_ALONE, []))?;
        Ok(changed)
    }

    /// Hands over what differs, contact by contact. What is written meanwhile is behind.
    fn each_difference(
        &self,
        tags: &TagTable,
        take: &mut dyn FnMut(Difference) -> Result<(), WorkspaceError>,
    ) -> Result<(), WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare(DIFFERENCES))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        let mut current: Option<Difference> = None;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let next = read_contact(row).map_err(sql_error)?;
            if let Some(done) = current.take_if(|current| current.update.contact != next.update.contact) {
                take(done)?;
            }
            let current = current.get_or_insert(next);
            add_difference(current, row, tags).map_err(sql_error)?;
        }
        current.map_or(Ok(()), take)
    }
}

fn read_contact(row: &Row<'_>) -> rusqlite::Result<Difference> {
    let contact = ContactId(row.get(0)?);
    let update = Update {
        contact,
        fields: Vec::new(),
        tags_added: TagRefs::new(),
        tags_removed: TagRefs::new(),
        unchanged: false,
    };
    Ok(Difference { update, came_back: row.get(6)?, moment: None })
}

fn add_difference(difference: &mut Difference, row: &Row<'_>, tags: &TagTable) -> rusqlite::Result<()> {
    if let Some(field) = row.get::<_, Option<i64>>(1)? {
        difference.update.fields.push(FieldChange {
            field: FieldId(field),
            before: text(row, 2)?,
            after: text(row, 3)?,
        });
    }
    difference.moment = difference.moment.or(row.get(7)?);
    let tag: Option<TagRef> = row.get::<_, Option<i64>>(4)?.and_then(|id| tags.by_id(id));
    match (tag, row.get::<_, Option<bool>>(5)?) {
        (Some(tag), Some(true)) => difference.update.tags_added.push(tag),
        (Some(tag), Some(false)) => difference.update.tags_removed.push(tag),
        _ => {}
    }
    Ok(())
}
