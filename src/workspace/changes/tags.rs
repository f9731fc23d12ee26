//! Renaming, merging and deleting tags, for all contacts at once. A tag itself is never removed, because the journal
//! refers to it; one that no contact has is not shown.

use rusqlite::OptionalExtension;

use crate::model::{ContactId, TagInterner};
use crate::workspace::columns::json_ids;
use crate::workspace::{CountScope, Snapshot, WorkspaceError, WriteTransaction};

/// A tag that contacts have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUse {
    /// ID of the tag.
    pub id: i64,
    /// Name, as first written.
    pub name: String,
    /// Number of contacts that have it.
    pub contacts: u64,
}

/// Records the contacts that lose one of the tags in ?2.
// A tag may be on a million contacts, so the changes are made by sets. ORDER BY: in the order of its primary key the
// journal is appended to.
const JOURNAL_REMOVED: &str = "
INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
SELECT ?1, contact_id, tag_id, 0 FROM contact_tags
WHERE tag_id IN (SELECT value FROM json_each(?2)) ORDER BY contact_id, tag_id";
/// Records those of them that get the tag ?2 instead and do not have it yet.
const JOURNAL_ADDED: &str = "
INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
SELECT DISTINCT ?1, contact_id, ?2, 1 FROM journal_tags AS lost
WHERE history_id = ?1 AND added = 0 AND NOT EXISTS (
  SELECT 1 FROM contact_tags WHERE contact_tags.contact_id = lost.contact_id AND contact_tags.tag_id = ?2)
ORDER BY contact_id";
const DELETE_TAGS: &str = "DELETE FROM contact_tags WHERE tag_id IN (SELECT value FROM json_each(?1))";
/// Gives contacts the tags that an entry has recorded.
pub(super) const INSERT_JOURNALLED_TAGS: &str = "
INSERT INTO contact_tags (contact_id, tag_id)
SELECT contact_id, tag_id FROM journal_tags WHERE history_id = ?1 AND added = 1";

/// Counts the contacts of which an entry has recorded tags.
pub(super) const CONTACTS_OF_TAG_CHANGES: &str =
    "SELECT count(DISTINCT contact_id) FROM journal_tags WHERE history_id = ?1";

impl Snapshot<'_> {
    /// Returns the tags that contacts have, by name.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn tags_in_use(&self, scope: CountScope) -> Result<Vec<TagUse>, WorkspaceError> {
        let used = format!(
            "SELECT tags.id, tags.name, used.contacts FROM tags
             JOIN (SELECT tag_id, count(*) AS contacts FROM contact_tags WHERE {} GROUP BY tag_id) AS used
               ON used.tag_id = tags.id
             ORDER BY name_key",
            scope.condition("contact_id")
        );
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(&used)?;
            let used = statement.query_map([], |row| {
                let contacts: i64 = row.get(2)?;
                Ok(TagUse { id: row.get(0)?, name: row.get(1)?, contacts: contacts.cast_unsigned() })
            })?;
            used.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Returns the ID of a tag, creating it if needed. Its spelling becomes this one.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn upsert_tag(&self, name: &str) -> Result<i64, WorkspaceError> {
        const SPELL: &str = "UPDATE tags SET name = ?2 WHERE id = ?1";
        const MAKE: &str = "INSERT INTO tags (name, name_key) VALUES (?1, ?2)";
        if let Some((id, _)) = self.tag_named(name)? {
            self.sql(|connection| connection.prepare_cached(SPELL)?.execute((id, name)))?;
            return Ok(id);
        }
        self.sql(|connection| {
            connection.prepare_cached(MAKE)?.execute((name, TagInterner::key(name)))?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Returns ID and name of a tag, even if no contact has it. Of several names that compare as equal, which version
    /// 0.1 allowed, the one spelled exactly so comes first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn tag_named(&self, name: &str) -> Result<Option<(i64, String)>, WorkspaceError> {
        const SQL: &str = "SELECT id, name FROM tags WHERE key_of_name(name) = ?1 ORDER BY name <> ?2, id";
        self.sql(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_row((TagInterner::key(name), name.trim()), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
    }

    /// Gives contacts a tag as part of a history entry. Returns the number of those that did not have it yet.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn tag_contacts(&self, entry: i64, ids: &[ContactId], tag: i64) -> Result<u64, WorkspaceError> {
        const JOURNAL: &str = "INSERT INTO journal_tags (history_id, contact_id, tag_id, added)
            SELECT ?1, value, ?3, 1 FROM json_each(?2) WHERE NOT EXISTS (
              SELECT 1 FROM contact_tags WHERE contact_id = value AND tag_id = ?3) ORDER BY value";
        let ids = json_ids(ids);
        self.sql(|connection| {
            let tagged = connection.execute(JOURNAL, (entry, ids, tag))?;
            connection.execute(INSERT_JOURNALLED_TAGS, [entry])?;
            Ok(tagged as u64)
        })
    }

    /// Removes tags from all contacts as part of a history entry, and gives each of these contacts the tag `new`
    /// instead, if there is one. Returns the number of contacts.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn replace_tags(&self, entry: i64, old: &[i64], new: Option<i64>) -> Result<u64, WorkspaceError> {
        let old = json_ids(old);
        self.sql(|connection| {
            connection.execute(JOURNAL_REMOVED, (entry, &old))?;
            if let Some(new) = new {
                connection.execute(JOURNAL_ADDED, [entry, new])?;
            }
            // After both journals: they are filled from the rows that this deletes.
            connection.execute(DELETE_TAGS, [&old])?;
            connection.execute(INSERT_JOURNALLED_TAGS, [entry])?;
            connection.query_row(CONTACTS_OF_TAG_CHANGES, [entry], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
        })
    }
}
