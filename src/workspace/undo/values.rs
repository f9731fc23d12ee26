use rusqlite::Row;

use crate::model::{Action, ContactId, FieldChange, FieldId, PlannedRow, TagRef, Timestamp, Update};
use crate::workspace::finder::text;
use crate::workspace::{Change, EmailKey, TagTable, WorkspaceError};

/// The fields that the entry touched, and all that was ever known of contacts that came back; of contacts that are there.
const FIELDS: &str = "
INSERT OR IGNORE INTO settled (contact_id, field_id)
  SELECT contact_id, field_id FROM journal
  WHERE history_id = (SELECT undoes FROM history WHERE id = ?1) AND contact_id IN (SELECT id FROM contacts)
  UNION SELECT journal.contact_id, journal.field_id
  FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back
  CROSS JOIN history CROSS JOIN journal
  WHERE journal.history_id = history.id AND journal.contact_id = back.contact_id";

/// Up to an entry, as if those after it were not there.
const LATEST: &str = "
UPDATE :fields SET latest = (
  SELECT max(relevant.id) FROM relevant CROSS JOIN journal
  WHERE relevant.holds AND relevant.id <= ?1 AND journal.history_id = relevant.id
    AND journal.contact_id = :fields.contact_id AND journal.field_id = :fields.field_id)";

/// What the latest entry that holds gave the field; else what the first one that ever touched it found there.
const VALUES: &str = "
UPDATE :fields SET value = CASE
  WHEN latest IS NOT NULL THEN (
    SELECT after FROM journal
    WHERE history_id = latest AND contact_id = :fields.contact_id AND field_id = :fields.field_id)
  ELSE (
    SELECT journal.before FROM history CROSS JOIN journal
    WHERE history.id >= ?1 AND journal.history_id = history.id
      AND journal.contact_id = :fields.contact_id AND journal.field_id = :fields.field_id
    ORDER BY history.id LIMIT 1)
  END";

const TAGS: &str = "
INSERT OR IGNORE INTO settled_tags (contact_id, tag_id)
  SELECT contact_id, tag_id FROM journal_tags
  WHERE history_id = (SELECT undoes FROM history WHERE id = ?1) AND contact_id IN (SELECT id FROM contacts)
  UNION SELECT journal_tags.contact_id, journal_tags.tag_id
  FROM (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS back
  CROSS JOIN history CROSS JOIN journal_tags
  WHERE journal_tags.history_id = history.id AND journal_tags.contact_id = back.contact_id";

const LATEST_TAGS: &str = "
UPDATE :tags SET latest = (
  SELECT max(relevant.id) FROM relevant CROSS JOIN journal_tags
  WHERE relevant.holds AND relevant.id <= ?1 AND journal_tags.history_id = relevant.id
    AND journal_tags.contact_id = :tags.contact_id AND journal_tags.tag_id = :tags.tag_id)";

const HAS_TAGS: &str = "
UPDATE :tags SET has = CASE
  WHEN latest IS NOT NULL THEN (
    SELECT added FROM journal_tags
    WHERE history_id = latest AND contact_id = :tags.contact_id AND tag_id = :tags.tag_id)
  ELSE (
    SELECT NOT journal_tags.added FROM history CROSS JOIN journal_tags
    WHERE history.id >= ?1 AND journal_tags.history_id = history.id
      AND journal_tags.contact_id = :tags.contact_id AND journal_tags.tag_id = :tags.tag_id
    ORDER BY history.id LIMIT 1)
  END";

/// What the fields and tags that later entries keep would be without those.
const OTHERWISE: &str = "
INSERT INTO otherwise (contact_id, field_id) SELECT contact_id, field_id FROM settled
  WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal
    WHERE history_id = ?1 AND contact_id = settled.contact_id AND field_id = settled.field_id)";
const OTHERWISE_TAGS: &str = "
INSERT INTO otherwise_tags (contact_id, tag_id) SELECT contact_id, tag_id FROM settled_tags
  WHERE latest > ?1 AND EXISTS (SELECT 1 FROM journal_tags
    WHERE history_id = ?1 AND contact_id = settled_tags.contact_id AND tag_id = settled_tags.tag_id)";

/// What differs from how it is now: one row for each field and each tag, by contact.
const DIFFERENCES: &str = "
SELECT contact_id, field_id, now, value, NULL AS tag_id, NULL AS has,
  contact_id IN (SELECT contact_id FROM existence WHERE shall AND NOT is_there) AS came_back FROM (
  SELECT contact_id, field_id, value, CASE field_id
    WHEN 1 THEN first_name WHEN 2 THEN last_name WHEN 3 THEN phone WHEN 4 THEN email WHEN 5 THEN country
    WHEN 6 THEN language
    ELSE (SELECT contact_values.value FROM contact_values
          WHERE contact_values.contact_id = settled.contact_id AND contact_values.field_id = settled.field_id)
    END AS now
  FROM settled JOIN contacts ON contacts.id = settled.contact_id)
WHERE now IS NOT value
UNION ALL
SELECT contact_id, NULL, NULL, NULL, tag_id, has,
  contact_id IN (SELECT contact_id FROM existence WHERE shall AND NOT is_there) FROM settled_tags
WHERE has <> EXISTS (SELECT 1 FROM contact_tags
  WHERE contact_tags.contact_id = settled_tags.contact_id AND contact_tags.tag_id = settled_tags.tag_id)
ORDER BY contact_id, field_id";

/// A contact was last changed by the latest entry that holds and changed a field of it.
const MOMENTS: &str = "
UPDATE contacts SET updated_at = coalesce((
  SELECT history.started_at / 1000 FROM history
  WHERE history.undoes IS NULL AND history.undone_by IS NULL AND EXISTS (
    SELECT 1 FROM journal WHERE journal.history_id = history.id AND journal.contact_id = contacts.id)
  ORDER BY history.id DESC LIMIT 1), created_at)
WHERE id IN (SELECT contact_id FROM settled)";

impl Change<'_> {
    /// Gives all fields and tags of the scope the values that are to be. Returns how many contacts changed; those that
    /// came back with this undo are not counted.
    pub(super) fn settle_values(&self, undo: i64, now: Timestamp, email_key: EmailKey) -> Result<u64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute(FIELDS, [undo])?;
            connection.execute(TAGS, [undo])
        })?;
        self.find_values("settled", i64::MAX)?;
        let changed = self.write_differences(undo, now, email_key)?;
        self.sql(|connection| connection.execute(MOMENTS, []))?;
        Ok(changed)
    }

    /// Finds what the fields and tags that later entries keep would be, were the entry the last one.
    pub(super) fn find_otherwise(&self, entry: i64) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute(OTHERWISE, [entry])?;
            connection.execute(OTHERWISE_TAGS, [entry])
        })?;
        self.find_values("otherwise", entry)
    }

    /// Finds what the fields and tags of a table are to be, as far as the entries up to one say.
    fn find_values(&self, table: &str, up_to: i64) -> Result<(), WorkspaceError> {
        let of_table = |sql: &str| sql.replace(":fields", table).replace(":tags", &format!("{table}_tags"));
        self.sql(|connection| {
            let first: i64 = connection.query_row("SELECT coalesce(min(id), 0) FROM relevant", [], |row| row.get(0))?;
            for (sql, bound) in [(LATEST, up_to), (VALUES, first), (LATEST_TAGS, up_to), (HAS_TAGS, first)] {
                connection.execute(&of_table(sql), [bound])?;
            }
            Ok(())
        })
    }

    fn write_differences(&self, undo: i64, now: Timestamp, email_key: EmailKey) -> Result<u64, WorkspaceError> {
        let mut tags = self.tags()?;
        let mut writer = self.writer(undo, now, email_key)?;
        let mut changed = 0;
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare(DIFFERENCES))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        let mut current: Option<Update> = None;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let contact = ContactId(row.get(0).map_err(sql_error)?);
            if let Some(done) = current.take_if(|update| update.contact != contact) {
                writer.write(vec![planned(done)], &mut tags)?;
            }
            if current.is_none() {
                changed += u64::from(!row.get::<_, bool>(6).map_err(sql_error)?);
            }
            let update = current.get_or_insert_with(|| unchanged(contact));
            add_difference(update, row, &tags).map_err(sql_error)?;
        }
        writer.write(current.map(planned).into_iter().collect(), &mut tags)?;
        writer.flush(&mut tags)?;
        Ok(changed)
    }
}

fn unchanged(contact: ContactId) -> Update {
    Update { contact, fields: Vec::new(), tags_added: Vec::new(), tags_removed: Vec::new(), unchanged: false }
}

/// A change that comes from no line.
fn planned(update: Update) -> PlannedRow {
    PlannedRow { line: 0, action: Action::Update(update), issues: Vec::new() }
}

fn add_difference(update: &mut Update, row: &Row<'_>, tags: &TagTable) -> rusqlite::Result<()> {
    if let Some(field) = row.get::<_, Option<i64>>(1)? {
        update.fields.push(FieldChange { field: FieldId(field), before: text(row, 2)?, after: text(row, 3)? });
    }
    let tag: Option<TagRef> = row.get::<_, Option<i64>>(4)?.and_then(|id| tags.by_id(id));
    match (tag, row.get::<_, Option<bool>>(5)?) {
        (Some(tag), Some(true)) => update.tags_added.push(tag),
        (Some(tag), Some(false)) => update.tags_removed.push(tag),
        _ => {}
    }
    Ok(())
}
