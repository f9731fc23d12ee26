//! What became of contacts since a history entry: added, changed or removed as a whole, whatever happened in between.
//!
//! The value that the first entry behind the mark replaced is the one that a field had at the mark. What was changed and
//! changed back is no change, and a contact that came and went is none either.

use std::iter::Peekable;

use rusqlite::types::Type;
use rusqlite::{Row, Rows, Statement};

use crate::model::{Contact, ContactChange, ContactId, FieldId, Fields, Text};
use crate::workspace::columns::{moment_of_seconds, text_column};
use crate::workspace::{ContactRecord, Snapshot, TagIds, WorkspaceError};

/// Everything that entries behind a mark did to contacts, by contact, the oldest first.
// Sorted by SQLite, which spills what is too much for its cache to a file.
const JOURNAL_CHANGES: &str = "
SELECT contact_id, history_id, 'existence' AS kind, added, NULL AS item, NULL AS before,
    created_at, created_by, created_line
  FROM journal_contacts WHERE history_id > ?1
UNION ALL SELECT contact_id, history_id, 'field', NULL, field_id, before, NULL, NULL, NULL
  FROM journal WHERE history_id > ?1
UNION ALL SELECT contact_id, history_id, 'tag', added, tag_id, NULL, NULL, NULL, NULL
  FROM journal_tags WHERE history_id > ?1
UNION ALL SELECT id, created_by, 'creation', NULL, NULL, NULL, created_at, created_by, created_line
  FROM contacts WHERE created_by > ?1
UNION ALL SELECT contact_id, max(forgotten_by), 'forgetting', NULL, min(history_id), NULL, NULL, NULL, NULL
  FROM forgotten_contacts WHERE forgotten_by > ?1 GROUP BY contact_id
ORDER BY contact_id, history_id";

/// A row of [`JOURNAL_CHANGES`].
#[derive(Debug)]
struct JournalChange {
    contact: ContactId,
    what: ChangedPart,
}

/// The part of a contact that an entry changed, with what is known of it from before.
#[derive(Debug)]
enum ChangedPart {
    /// The contact was added or removed, with a row in the journal.
    Existence { is_added: bool, creation: Creation },
    /// The value of a field.
    Field { field: FieldId, before: Option<Text> },
    /// A tag.
    Tag { id: i64, is_added: bool },
    /// The contact was added by an import, without a row in the journal.
    Creation(Creation),
    /// The contact was forgotten: nothing is left but the first of the entries that had changed it.
    Forgetting { first_entry: i64 },
}

/// What the workspace knows of a contact besides its values.
#[derive(Debug, Clone, Copy)]
struct Creation {
    at: i64,
    by: i64,
    line: Option<i64>,
}

/// State of a contact at the mark, as far as entries changed it since, and whether it exists now.
#[derive(Debug)]
struct ContactState {
    contact: ContactId,
    /// True if it existed after the first entry that created or removed it; `None` if none did.
    first: Option<bool>,
    /// The same after the last such entry.
    last: Option<bool>,
    /// True if an entry behind the mark created it.
    is_younger: bool,
    creation: Option<Creation>,
    fields: Vec<(FieldId, Option<Text>)>,
    /// Tags by their IDs, and whether the contact had them.
    tags: Vec<(i64, bool)>,
}

/// A contact that exists and that entries behind a mark changed, if only for a while.
#[derive(Debug)]
pub struct ChangedContact {
    /// What became of it as a whole; `None` if it is as it was.
    pub change: Option<ContactChange>,
    state: ContactState,
}

impl ChangedContact {
    /// Returns the contact as it was at the mark; `None` if it is new.
    pub fn before(self, now: &ContactRecord, tags: &TagIds) -> Option<ContactRecord> {
        self.state.existed().then(|| self.state.revert(now, tags))
    }
}

/// Prepared query of the changes.
pub struct ChangesQuery<'w> {
    statement: Statement<'w>,
    path: &'w std::path::Path,
}

/// Contacts that were changed since a mark, by ascending ID. It is asked in the order of the IDs.
pub struct ChangesSince<'q> {
    changes: Peekable<JournalChanges<'q>>,
    /// The next contact.
    ahead: Option<ContactState>,
    mark: i64,
    path: &'q std::path::Path,
}

/// The rows of [`JOURNAL_CHANGES`], read one by one.
struct JournalChanges<'q>(Rows<'q>);

impl<'w> Snapshot<'w> {
    /// Returns the ID of the newest history entry; 0 if there is none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn newest_entry(&self) -> Result<i64, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT coalesce(max(id), 0) FROM history", [], |row| row.get(0)))
    }

    /// Prepares the query of changes.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn changes_query(&self) -> Result<ChangesQuery<'w>, WorkspaceError> {
        Ok(ChangesQuery { statement: self.sql(|connection| connection.prepare(JOURNAL_CHANGES))?, path: self.path })
    }
}

impl ChangesQuery<'_> {
    /// Returns the contacts that entries behind `mark` changed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn since(&mut self, mark: i64) -> Result<ChangesSince<'_>, WorkspaceError> {
        let path = self.path;
        let rows = self.statement.query([mark]).map_err(|error| WorkspaceError::sql(path, error))?;
        let mut since = ChangesSince { changes: JournalChanges(rows).peekable(), ahead: None, mark, path };
        since.advance()?;
        Ok(since)
    }
}

impl ChangesSince<'_> {
    /// Returns the next contact with an ID below `id` that existed at the mark and does not now, as it was then; any, if `id`
    /// is `None`. Contacts that were passed over do not come again.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn removed_before(
        &mut self,
        id: Option<ContactId>,
        tags: &TagIds,
    ) -> Result<Option<ContactRecord>, WorkspaceError> {
        while let Some(state) = self.ahead.take_if(|state| id.is_none_or(|id| state.contact < id)) {
            self.advance()?;
            if state.existed() && !state.exists() {
                return Ok(Some(state.into_record(tags)));
            }
        }
        Ok(None)
    }

    /// Returns what became of a contact that is there; `None` if no entry changed it. [`ChangesSince::removed_before`] comes
    /// first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn of(
        &mut self,
        record: &ContactRecord,
        fields: &Fields,
        tags: &TagIds,
    ) -> Result<Option<ChangedContact>, WorkspaceError> {
        let is_it = |state: &mut ContactState| state.contact == record.contact.id;
        let Some(state) = self.ahead.take_if(is_it) else { return Ok(None) };
        self.advance()?;
        let change = if state.existed() {
            state.differs(&record.contact, fields, tags).then_some(ContactChange::Changed)
        } else {
            Some(ContactChange::Added)
        };
        Ok(Some(ChangedContact { change, state }))
    }

    /// Gathers the changes of the next contact.
    fn advance(&mut self) -> Result<(), WorkspaceError> {
        let mut next: Option<ContactState> = None;
        loop {
            let of_next = |change: &rusqlite::Result<JournalChange>| match (change, &next) {
                (Ok(change), Some(next)) => change.contact == next.contact,
                _ => true,
            };
            let Some(change) = self.changes.next_if(of_next) else { break };
            let change = change.map_err(|error| WorkspaceError::sql(self.path, error))?;
            next.get_or_insert_with(|| ContactState::new(change.contact)).add(change.what, self.mark);
        }
        self.ahead = next;
        Ok(())
    }
}

impl Iterator for JournalChanges<'_> {
    type Item = rusqlite::Result<JournalChange>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().transpose().map(|row| row.and_then(JournalChange::read))
    }
}

impl JournalChange {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let what = match row.get_ref(2)?.as_str()? {
            "existence" => ChangedPart::Existence { is_added: row.get(3)?, creation: Creation::read(row)? },
            "field" => ChangedPart::Field { field: FieldId(row.get(4)?), before: text_column(row, 5)? },
            "tag" => ChangedPart::Tag { id: row.get(4)?, is_added: row.get(3)? },
            "creation" => ChangedPart::Creation(Creation::read(row)?),
            "forgetting" => ChangedPart::Forgetting { first_entry: row.get(4)? },
            other => {
                let detail = format!("the part '{other}' is not known");
                return Err(rusqlite::Error::FromSqlConversionFailure(2, Type::Text, detail.into()));
            }
        };
        Ok(Self { contact: ContactId(row.get(0)?), what })
    }
}

impl Creation {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { at: row.get(6)?, by: row.get(7)?, line: row.get(8)? })
    }
}

impl ContactState {
    fn new(contact: ContactId) -> Self {
        Self {
            contact,
            first: None,
            last: None,
            is_younger: false,
            creation: None,
            fields: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// Adds the next change; of a field and a tag only the first one tells what was there at the mark.
    fn add(&mut self, what: ChangedPart, mark: i64) {
        match what {
            ChangedPart::Existence { is_added, creation } => {
                self.first = self.first.or(Some(is_added));
                self.last = Some(is_added);
                self.record_creation(creation, mark);
            }
            ChangedPart::Creation(creation) => self.record_creation(creation, mark),
            ChangedPart::Forgetting { first_entry } => {
                self.is_younger |= first_entry > mark;
                self.last = Some(false);
            }
            ChangedPart::Field { field, before } => {
                if self.fields.iter().all(|(known, _)| *known != field) {
                    self.fields.push((field, before));
                }
            }
            ChangedPart::Tag { id, is_added } => {
                if self.tags.iter().all(|(known, _)| *known != id) {
                    self.tags.push((id, !is_added));
                }
            }
        }
    }

    fn record_creation(&mut self, creation: Creation, mark: i64) {
        self.is_younger |= creation.by > mark;
        self.creation = Some(creation);
    }

    fn existed(&self) -> bool {
        !self.is_younger && self.first != Some(true)
    }

    fn exists(&self) -> bool {
        self.last != Some(false)
    }

    /// Returns true if a value or a tag is another one than at the mark. The values of a field that was removed since are no
    /// change of its contacts: no reader of the export has a column for them.
    fn differs(&self, now: &Contact, fields: &Fields, tags: &TagIds) -> bool {
        let is_another = |field, before: Option<&Text>| now.value(field) != before && fields.get(field).is_some();
        self.fields.iter().any(|(field, before)| is_another(*field, before.as_ref()))
            || self.tags.iter().any(|(id, had)| tags.by_id(*id).is_some_and(|tag| now.tags.contains(&tag)) != *had)
    }

    /// A contact that is there, as it was at the mark.
    fn revert(self, now: &ContactRecord, tags: &TagIds) -> ContactRecord {
        let mut record = now.clone();
        self.restore_values(&mut record.contact, tags);
        record
    }

    /// The contact as it was at the mark. Its removal is in the journal with all values, so nothing is missing; of one that
    /// was forgotten there is nothing but its ID.
    fn into_record(self, tags: &TagIds) -> ContactRecord {
        let mut contact = Contact::empty(self.contact);
        let creation = self.creation.unwrap_or(Creation { at: 0, by: 0, line: None });
        self.restore_values(&mut contact, tags);
        let added_at = moment_of_seconds(creation.at);
        ContactRecord {
            contact,
            created_at: added_at,
            updated_at: added_at,
            created_by: creation.by,
            created_line: creation.line,
        }
    }

    /// Gives a contact the values and tags that it had at the mark, as far as they were changed since.
    fn restore_values(self, contact: &mut Contact, tags: &TagIds) {
        for (field, value) in self.fields {
            match (field.standard_index(), value) {
                (Some(index), value) => contact.standard[index] = value,
                (None, value) => {
                    contact.custom.retain(|(known, _)| *known != field);
                    contact.custom.extend(value.map(|value| (field, value)));
                }
            }
        }
        contact.custom.sort_unstable_by_key(|(field, _)| *field);
        for (tag, had) in self.tags.iter().filter_map(|(id, had)| Some((tags.by_id(*id)?, *had))) {
            contact.tags.retain(|known| *known != tag);
            if had {
                contact.tags.push(tag);
            }
        }
        contact.tags.sort_unstable();
    }
}
