//! Who gave a contact what it has. As with taking back, the latest entry that holds has the say.

use rusqlite::{OptionalExtension, Row};

use super::finder::text_column;
use super::journal::moment;
use super::{Snapshot, WorkspaceError};
use crate::model::{ContactId, FieldId, Text, Timestamp};

/// The entry that something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The entry's number.
    pub entry: i64,
    /// What it is: `import`, `edit`, `merge`, ….
    pub kind: String,
    /// When it began.
    pub at: Timestamp,
    /// The source of an import.
    pub source: Option<String>,
    /// The line of that source.
    pub line: Option<i64>,
}

/// A field of a contact, and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldBlame {
    /// The field.
    pub field: FieldId,
    /// Its value; `None` when it was emptied.
    pub value: Option<Text>,
    /// The value before, which taking back that entry would put back.
    pub before: Option<Text>,
    /// The entry that set it.
    pub origin: Origin,
}

/// A tag that a contact has or lost, and who said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagBlame {
    /// The tag's name.
    pub name: Text,
    /// Whether the contact has it.
    pub has: bool,
    /// The entry that gave or took it.
    pub origin: Origin,
}

/// Where a contact and all that it has comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// The entry that added it; it may have been taken back since, where a later one keeps the contact.
    pub added: Origin,
    /// Its fields, by their numbers; those that never had a value are absent.
    pub fields: Vec<FieldBlame>,
    /// Its tags, by name; those that it never had are absent.
    pub tags: Vec<TagBlame>,
    /// For a contact that is gone, the entry that removed it; then there are no fields and no tags.
    pub removed: Option<Removal>,
}

/// How a contact went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The entry that removed it.
    pub origin: Origin,
    /// The contact into which it was merged.
    pub merged_into: Option<ContactId>,
}

/// The columns of an [`Origin`] but its line.
const ORIGIN: &str = "history.id, kind, started_at, source";

const FIELDS: &str = "
SELECT field_id, NULL, before, after, NULL, undone_by IS NULL, :origin, line
FROM history CROSS JOIN journal ON journal.history_id = history.id LEFT JOIN imports ON imports.id = history.id
WHERE contact_id = ?1 AND undoes IS NULL ORDER BY history.id";

/// The journal of tags has no lines; that of the fields may know on which the contact stood.
const TAGS: &str = "
SELECT NULL, tags.name, NULL, NULL, added, undone_by IS NULL, :origin,
  (SELECT line FROM journal WHERE journal.history_id = history.id AND journal.contact_id = ?1 LIMIT 1)
FROM history CROSS JOIN journal_tags ON journal_tags.history_id = history.id JOIN tags ON tags.id = tag_id
  LEFT JOIN imports ON imports.id = history.id
WHERE contact_id = ?1 AND undoes IS NULL ORDER BY history.id";

/// What an entry says of a field or a tag.
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
    /// Where a contact and what it has comes from; `None` when there was never one of that id.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn blame(&self, contact: ContactId) -> Result<Option<Blame>, WorkspaceError> {
        if let Some(added) = self.added_by("contacts WHERE contacts.id = ?1", contact)? {
            let fields = self.blame_fields(contact, &added)?;
            let tags = self.blame_tags(contact, &added)?;
            return Ok(Some(Blame { added, fields, tags, removed: None }));
        }
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
            let merged_into = row.get::<_, Option<i64>>(5)?.map(ContactId);
            Ok(Removal { origin: read_origin(row, 0)?, merged_into })
        };
        self.sql(|connection| connection.query_row(&sql, [contact.0], read).optional())
    }

    fn blame_fields(&self, contact: ContactId, added: &Origin) -> Result<Vec<FieldBlame>, WorkspaceError> {
        let words = self.journal_of(FIELDS, contact)?;
        let mut blames = Vec::new();
        for (field, value) in self.values_of(contact)? {
            let of_field = || words.iter().filter(|word| word.field == Some(field));
            let mut says = of_field().rev().filter(|word| word.holds);
            let base = || of_field().next().and_then(|first| first.before.clone());
            match says.next() {
                Some(word) => {
                    let before = says.next().map_or_else(base, |word| word.after.clone());
                    blames.push(FieldBlame { field, value, before, origin: word.origin.clone() });
                }
                None if value.is_some() => {
                    blames.push(FieldBlame { field, value, before: None, origin: added.clone() });
                }
                None => {}
            }
        }
        Ok(blames)
    }

    /// All fields of a contact that have a value or had one.
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

    fn blame_tags(&self, contact: ContactId, added: &Origin) -> Result<Vec<TagBlame>, WorkspaceError> {
        let words = self.journal_of(TAGS, contact)?;
        let table = self.tags()?;
        let record = self.contact(contact, &table)?;
        let has: Vec<Text> =
            record.iter().flat_map(|record| &record.contact.tags).map(|tag| table.book.name(*tag).into()).collect();
        let mut names: Vec<Text> =
            has.iter().cloned().chain(words.iter().filter_map(|word| word.tag.clone())).collect();
        names.sort_unstable();
        names.dedup();
        let blame = |name: Text| {
            let last = words.iter().rev().find(|word| word.holds && word.tag.as_ref() == Some(&name));
            let has = last.map_or_else(|| has.contains(&name), |word| word.has);
            let origin = last.map(|word| word.origin.clone()).or_else(|| has.then(|| added.clone()))?;
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

/// The columns [`ORIGIN`] and the line, from one of the row's on.
fn read_origin(row: &Row<'_>, first: usize) -> rusqlite::Result<Origin> {
    Ok(Origin {
        entry: row.get(first)?,
        kind: row.get(first + 1)?,
        at: moment(row.get(first + 2)?),
        source: row.get(first + 3)?,
        line: row.get(first + 4)?,
    })
}
