//! Origin of each value and tag of a contact. As in undo, the latest entry that has not been undone decides.

use rusqlite::{OptionalExtension, Row};

use super::EntryKind;
use crate::model::{ContactId, FieldId, Text, Timestamp};
use crate::workspace::columns::{moment, text_column};
use crate::workspace::{Snapshot, WorkspaceError};

/// The history entry a value, a tag or a contact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// ID of the entry.
    pub entry: i64,
    /// Kind of the entry.
    pub kind: EntryKind,
    /// Time at which it started.
    pub at: Timestamp,
    /// Source file, if it is an import.
    pub source: Option<String>,
    /// Line of the source, from 1.
    pub line: Option<i64>,
    /// True if what it changed was pruned: it, or a later one that was pruned as well, set what it stands for.
    pub is_pruned: bool,
}

/// A field of a contact and the entry that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldBlame {
    /// The field.
    pub field: FieldId,
    /// Current value; `None` if it was cleared.
    pub value: Option<Text>,
    /// Previous value, which undoing that entry would restore.
    pub before: Option<Text>,
    /// The entry that set it.
    pub origin: Origin,
}

/// A tag the contact has or lost, and the entry that decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagBlame {
    /// Name of the tag.
    pub name: Text,
    /// True if the contact has the tag.
    pub has: bool,
    /// The entry that added or removed it.
    pub origin: Origin,
}

/// Origins of a contact and of everything it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// The entry that added the contact. It may have been undone if a later entry keeps the contact.
    pub added: Origin,
    /// Fields by ID; a field that never had a value is omitted.
    pub fields: Vec<FieldBlame>,
    /// Tags by name; a tag the contact never had is omitted.
    pub tags: Vec<TagBlame>,
    /// For a deleted contact, the entry that removed it; there are no fields and tags then.
    pub removed: Option<Removal>,
}

/// The removal of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The entry that removed it.
    pub origin: Origin,
    /// The contact it was merged into, if it was merged.
    pub merged_into: Option<ContactId>,
}

/// Columns of an [`Origin`], without its line.
const ORIGIN: &str = "history.id, kind, started_at, source, pruned_by IS NOT NULL";

/// All entries that changed a field of the contact, in their order.
// CROSS JOIN fixes the join order: one search in the journal per entry. The journal is clustered by entry and has no
// index by contact, so starting from it would scan all of it.
const FIELDS: &str = "
SELECT field_id, NULL, before, after, NULL, undone_by IS NULL, :origin, line
FROM history CROSS JOIN journal ON journal.history_id = history.id LEFT JOIN imports ON imports.id = history.id
WHERE contact_id = ?1 AND undoes IS NULL ORDER BY history.id";

/// All entries that added or removed a tag of the contact, in their order.
// The journal of tags has no line column; the journal of fields may know the line of the same contact.
const TAGS: &str = "
SELECT NULL, tags.name, NULL, NULL, added, undone_by IS NULL, :origin,
  (SELECT line FROM journal WHERE journal.history_id = history.id AND journal.contact_id = ?1 LIMIT 1)
FROM history CROSS JOIN journal_tags ON journal_tags.history_id = history.id JOIN tags ON tags.id = tag_id
  LEFT JOIN imports ON imports.id = history.id
WHERE contact_id = ?1 AND undoes IS NULL ORDER BY history.id";

/// One field or tag change of a journal.
struct JournalRow {
    field: Option<FieldId>,
    tag: Option<Text>,
    before: Option<Text>,
    after: Option<Text>,
    has: bool,
    holds: bool,
    origin: Origin,
}

impl Snapshot<'_> {
    /// Returns the origins of a contact and of everything it has; `None` if no contact ever had this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn blame(&self, contact: ContactId) -> Result<Option<Blame>, WorkspaceError> {
        if let Some(added) = self.added_by("contacts WHERE contacts.id = ?1", contact)? {
            let fields = self.blame_fields(contact, &added)?;
            let tags = self.blame_tags(contact, &added)?;
            return Ok(Some(Blame { added, fields, tags, removed: None }));
        }
        // A removed contact keeps its origin in `journal_contacts`. Each removal repeats it, so any row will do.
        let Some(added) = self.added_by("journal_contacts AS contacts WHERE contact_id = ?1 LIMIT 1", contact)? else {
            return Ok(None);
        };
        let removed = self.removal(contact)?;
        Ok(Some(Blame { added, fields: Vec::new(), tags: Vec::new(), removed }))
    }

    fn added_by(&self, contacts: &str, contact: ContactId) -> Result<Option<Origin>, WorkspaceError> {
        let sql = format!(
            "SELECT {ORIGIN}, created_line FROM (SELECT created_by, created_line FROM {contacts})
             JOIN history ON history.id = created_by LEFT JOIN imports ON imports.id = history.id"
        );
        self.sql(|connection| connection.query_row(&sql, [contact.0], |row| read_origin(row, 0)).optional())
    }

    fn removal(&self, contact: ContactId) -> Result<Option<Removal>, WorkspaceError> {
        let sql = format!(
            "SELECT {ORIGIN}, NULL, into_id FROM journal_contacts JOIN history ON history.id = journal_contacts.history_id
               LEFT JOIN imports ON imports.id = history.id
               LEFT JOIN absorbed_contacts AS absorbed
                 ON absorbed.contact_id = journal_contacts.contact_id AND absorbed.history_id = history.id
             WHERE journal_contacts.contact_id = ?1 AND added = 0 ORDER BY history.id DESC LIMIT 1"
        );
        let read = |row: &Row<'_>| {
            let merged_into = row.get::<_, Option<i64>>(6)?.map(ContactId);
            Ok(Removal { origin: read_origin(row, 0)?, merged_into })
        };
        self.sql(|connection| connection.query_row(&sql, [contact.0], read).optional())
    }

    /// Traces each field to the latest entry that holds, or else to the entry that added the contact.
    fn blame_fields(&self, contact: ContactId, added: &Origin) -> Result<Vec<FieldBlame>, WorkspaceError> {
        let rows = self.journal_of(FIELDS, contact)?;
        let mut blames = Vec::new();
        for (field, value) in self.values_of(contact)? {
            let of_field = || rows.iter().filter(|row| row.field == Some(field));
            let mut latest_first = of_field().rev().filter(|row| row.holds);
            // Before the first entry that touched the field it had the value that entry found, whatever was undone
            // since.
            let base = || of_field().next().and_then(|first| first.before.clone());
            match latest_first.next() {
                Some(latest) => {
                    let before = latest_first.next().map_or_else(base, |previous| previous.after.clone());
                    blames.push(FieldBlame { field, value, before, origin: latest.origin.clone() });
                }
                // A value that came with an import that added the contact is not in the journal.
                None if value.is_some() => {
                    blames.push(FieldBlame { field, value, before: None, origin: added.clone() });
                }
                None => {}
            }
        }
        Ok(blames)
    }

    /// Returns all fields with their current values, empty ones included.
    fn values_of(&self, contact: ContactId) -> Result<Vec<(FieldId, Option<Text>)>, WorkspaceError> {
        let tags = self.tags()?;
        let record = self.contact(contact, &tags)?;
        let value = |field| record.as_ref().and_then(|record| record.contact.value(field)).cloned();
        let fields: Vec<FieldId> = self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM fields WHERE kind <> 'tags' ORDER BY id")?;
            statement.query_map([], |row| row.get(0).map(FieldId))?.collect()
        })?;
        Ok(fields.into_iter().map(|field| (field, value(field))).collect())
    }

    /// Traces each tag to the latest entry that holds, or else to the entry that added the contact.
    fn blame_tags(&self, contact: ContactId, added: &Origin) -> Result<Vec<TagBlame>, WorkspaceError> {
        let rows = self.journal_of(TAGS, contact)?;
        let table = self.tags()?;
        let record = self.contact(contact, &table)?;
        let has: Vec<Text> =
            record.iter().flat_map(|record| &record.contact.tags).map(|tag| table.interner.name(*tag).into()).collect();
        let mut names: Vec<Text> = has.iter().cloned().chain(rows.iter().filter_map(|row| row.tag.clone())).collect();
        names.sort_unstable();
        names.dedup();
        let blame = |name: Text| {
            let latest = rows.iter().rev().find(|row| row.holds && row.tag.as_ref() == Some(&name));
            let has = latest.map_or_else(|| has.contains(&name), |row| row.has);
            let origin = latest.map(|row| row.origin.clone()).or_else(|| has.then(|| added.clone()))?;
            Some(TagBlame { name, has, origin })
        };
        Ok(names.into_iter().filter_map(blame).collect())
    }

    fn journal_of(&self, sql: &str, contact: ContactId) -> Result<Vec<JournalRow>, WorkspaceError> {
        let sql = sql.replace(":origin", ORIGIN);
        self.sql(|connection| connection.prepare_cached(&sql)?.query_map([contact.0], read_journal_row)?.collect())
    }
}

fn read_journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    Ok(JournalRow {
        field: row.get::<_, Option<i64>>(0)?.map(FieldId),
        tag: text_column(row, 1)?,
        before: text_column(row, 2)?,
        after: text_column(row, 3)?,
        has: row.get::<_, Option<bool>>(4)?.unwrap_or_default(),
        holds: row.get(5)?,
        origin: read_origin(row, 6)?,
    })
}

/// Reads the columns [`ORIGIN`] and the line, starting at column `first`.
fn read_origin(row: &Row<'_>, first: usize) -> rusqlite::Result<Origin> {
    Ok(Origin {
        entry: row.get(first)?,
        kind: row.get(first + 1)?,
        at: moment(row.get(first + 2)?),
        source: row.get(first + 3)?,
        is_pruned: row.get(first + 4)?,
        line: row.get(first + 5)?,
    })
}
