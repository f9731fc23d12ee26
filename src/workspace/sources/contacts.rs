//! The contacts that the list of a source held before, compared with those that it holds now.
//!
//! Sets of contacts are compared in memory, where a contact is a bit; a list that is as it was the night before is read
//! once and writes nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::model::{ContactId, ContactSet, TagInterner};
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// State of a contact that the list of the source holds.
pub(super) const HELD: i64 = -1;
/// State of a contact that is missing and got no tag for it.
pub(super) const MISSING: i64 = 0;

/// Maximum number of contacts in one statement: 8 KB of IDs.
const CONTACT_BATCH_SIZE: usize = 1024;

/// Contacts of this list that exist.
const EXISTING: &str =
    "SELECT contacts.id FROM rarray(?1) AS wanted CROSS JOIN contacts WHERE contacts.id = wanted.value";

/// Contacts of this list that another source holds.
const HELD_BY_OTHERS: &str = "
SELECT wanted.value FROM rarray(?1) AS wanted
WHERE EXISTS (SELECT 1 FROM source_contacts WHERE contact_id = wanted.value AND source_id <> ?2 AND state < 0)";

/// Contacts of this list that had a tag before an entry: one that the entry itself gave them is not taken off again. Nor is
/// one that another source gave them too, from which they are still missing.
const WITH_EARLIER_TAG: &str = "
SELECT wanted.value FROM rarray(?1) AS wanted
WHERE EXISTS (SELECT 1 FROM contact_tags WHERE contact_id = wanted.value AND tag_id = ?2)
  AND NOT EXISTS (
    SELECT 1 FROM journal_tags WHERE history_id = ?3 AND contact_id = wanted.value AND tag_id = ?2 AND added)
  AND NOT EXISTS (
    SELECT 1 FROM source_contacts WHERE contact_id = wanted.value AND source_id <> ?4 AND state = ?2)";

/// Contacts of this list that have a tag because they are missing from another source.
const WITH_TAG_OF_ANOTHER: &str = "
SELECT wanted.value FROM rarray(?1) AS wanted
WHERE EXISTS (SELECT 1 FROM contact_tags WHERE contact_id = wanted.value AND tag_id = ?2)
  AND EXISTS (SELECT 1 FROM source_contacts WHERE contact_id = wanted.value AND source_id <> ?3 AND state = ?2)
  AND NOT EXISTS (SELECT 1 FROM source_contacts WHERE contact_id = wanted.value AND source_id = ?3 AND state = ?2)";

/// Contacts of this list that have a tag.
const WITH_TAG: &str = "
SELECT wanted.value FROM rarray(?1) AS wanted
WHERE EXISTS (SELECT 1 FROM contact_tags WHERE contact_id = wanted.value AND tag_id = ?2)";

/// How the contacts that a list holds differ from those that it held before. All of them exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceChanges {
    /// Number of contacts that the last list held.
    pub held_before: u64,
    /// Contacts that the list holds for the first time.
    pub came: ContactSet,
    /// Contacts that were missing and are in the list again.
    pub back: ContactSet,
    /// Contacts that the last list held, and this one does not.
    pub newly_missing: ContactSet,
    /// Contacts that were missing from the last list as well.
    pub still_missing: ContactSet,
    /// Those of the still missing that got a tag for it, by the ID of the tag.
    pub tagged: BTreeMap<i64, ContactSet>,
}

impl Snapshot<'_> {
    /// Compares the contacts that a list holds with those that its source held before. All in `present` must exist.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn source_changes(&self, source: i64, present: &ContactSet) -> Result<SourceChanges, WorkspaceError> {
        let mut changes = SourceChanges { came: present.clone(), ..SourceChanges::default() };
        let (mut newly_missing, mut still_missing) = (ContactSet::default(), ContactSet::default());
        self.sql(|connection| {
            // By ascending contact, which is the order of the table.
            let sql = "SELECT contact_id, state FROM source_contacts WHERE source_id = ?1 ORDER BY contact_id";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([source])?;
            while let Some(row) = rows.next()? {
                let (contact, state) = (ContactId(row.get(0)?), row.get::<_, i64>(1)?);
                match (changes.came.remove(contact), state == HELD) {
                    (true, true) => changes.held_before += 1,
                    (true, false) => changes.back.insert(contact),
                    (false, true) => newly_missing.insert(contact),
                    (false, false) => {
                        still_missing.insert(contact);
                        if state > MISSING {
                            changes.tagged.entry(state).or_default().insert(contact);
                        }
                    }
                }
            }
            Ok(())
        })?;
        // A row may outlast its contact: who was deleted is not missing.
        changes.newly_missing = self.filter_contacts(EXISTING, &newly_missing, &[])?;
        changes.still_missing = self.filter_contacts(EXISTING, &still_missing, &[])?;
        changes.held_before += changes.newly_missing.len();
        Ok(changes)
    }

    /// Returns those of the contacts that another source than this one holds.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn held_by_others(&self, source: i64, contacts: &ContactSet) -> Result<ContactSet, WorkspaceError> {
        self.filter_contacts(HELD_BY_OTHERS, contacts, &[source])
    }

    /// Returns those of the missing contacts that need no tag for it: they have it, or got it when they were missed before,
    /// and a person took it off.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn tagged_already(
        &self,
        name: &str,
        missing: &ContactSet,
        changes: &SourceChanges,
    ) -> Result<ContactSet, WorkspaceError> {
        let Some(tag) = self.tag_id(name)? else { return Ok(ContactSet::default()) };
        let has_tag = self.filter_contacts(WITH_TAG, missing, &[tag])?;
        Ok(has_tag.iter().chain(changes.tagged.get(&tag).into_iter().flat_map(ContactSet::iter)).collect())
    }

    fn tag_id(&self, name: &str) -> Result<Option<i64>, WorkspaceError> {
        const SQL: &str = "SELECT id FROM tags WHERE key_of_name(name) = ?1";
        self.sql(|connection| {
            connection.prepare_cached(SQL)?.query_row([TagInterner::key(name)], |row| row.get(0)).optional()
        })
    }

    /// Returns the contacts that a statement keeps of a list, which is its first parameter; the others follow.
    fn filter_contacts(
        &self,
        sql: &str,
        contacts: &ContactSet,
        parameters: &[i64],
    ) -> Result<ContactSet, WorkspaceError> {
        let mut found = ContactSet::default();
        for batch in batches(contacts) {
            self.sql(|connection| {
                let mut statement = connection.prepare_cached(sql)?;
                statement.raw_bind_parameter(1, batch)?;
                for (index, parameter) in (2..).zip(parameters) {
                    statement.raw_bind_parameter(index, parameter)?;
                }
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    found.insert(ContactId(row.get(0)?));
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}

impl WriteTransaction<'_> {
    /// Remembers what a list holds and what is missing from it, with journal. Contacts that came back lose the tag that they
    /// got for being missing.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn remember_source(&self, entry: i64, source: i64, changes: &SourceChanges) -> Result<(), WorkspaceError> {
        self.remove_missing_tags(entry, source, &changes.back)?;
        self.set_states(entry, source, &changes.came, HELD)?;
        self.set_states(entry, source, &changes.back, HELD)?;
        self.set_states(entry, source, &changes.newly_missing, MISSING)
    }

    /// Sets the state of contacts, with journal.
    fn set_states(&self, entry: i64, source: i64, contacts: &ContactSet, state: i64) -> Result<(), WorkspaceError> {
        const JOURNAL: &str = "
INSERT INTO journal_sources (history_id, source_id, contact_id, before, after)
SELECT ?2, ?3, wanted.value, (
    SELECT state FROM source_contacts WHERE source_id = ?3 AND contact_id = wanted.value), ?4
FROM rarray(?1) AS wanted WHERE true
ON CONFLICT DO UPDATE SET after = excluded.after";
        const SET: &str = "
INSERT INTO source_contacts (source_id, contact_id, state)
SELECT ?2, wanted.value, ?3 FROM rarray(?1) AS wanted WHERE true
ON CONFLICT DO UPDATE SET state = excluded.state";
        for batch in batches(contacts) {
            self.sql(|connection| {
                connection.prepare_cached(JOURNAL)?.execute((batch.clone(), entry, source, state))?;
                connection.prepare_cached(SET)?.execute((batch, source, state))
            })?;
        }
        Ok(())
    }

    /// Tags missing contacts, with journal, and remembers that they got the tag for being missing, in place of one that they
    /// got for it before. All of them must lack it.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn tag_missing(&self, entry: i64, source: i64, tag: &str, contacts: &ContactSet) -> Result<(), WorkspaceError> {
        if contacts.is_empty() {
            return Ok(());
        }
        let mut tags = self.tags()?;
        let tag = tags.interner.intern(tag);
        let tag = self.sql(|connection| tags.get_or_insert(connection, tag))?;
        self.remove_missing_tags(entry, source, contacts)?;
        self.sql(|connection| change_tag(connection, (entry, tag), contacts, true))?;
        self.set_states(entry, source, contacts, tag)
    }

    /// Remembers which of the missing contacts have the tag because another source misses them too, so that it stays until
    /// none does.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn share_missing_tag(
        &self,
        entry: i64,
        source: i64,
        tag: &str,
        missing: &ContactSet,
    ) -> Result<(), WorkspaceError> {
        let Some(tag) = self.tag_id(tag)? else { return Ok(()) };
        let shared = self.filter_contacts(WITH_TAG_OF_ANOTHER, missing, &[tag, source])?;
        self.remove_missing_tags(entry, source, &shared)?;
        self.set_states(entry, source, &shared, tag)
    }

    /// Takes off the tags that contacts got for being missing, unless another source misses them and gave the same.
    fn remove_missing_tags(&self, entry: i64, source: i64, contacts: &ContactSet) -> Result<(), WorkspaceError> {
        const TAGS: &str = "
SELECT DISTINCT state FROM source_contacts WHERE source_id = ?2 AND contact_id IN rarray(?1) AND state > 0";
        const GIVEN: &str = "
SELECT contact_id FROM source_contacts WHERE source_id = ?2 AND contact_id IN rarray(?1) AND state = ?3";
        for batch in batches(contacts) {
            let tags: Vec<i64> = self.sql(|connection| {
                let mut statement = connection.prepare_cached(TAGS)?;
                statement.query_map((batch.clone(), source), |row| row.get(0))?.collect()
            })?;
            for tag in tags {
                let given: ContactSet = self.sql(|connection| {
                    let mut statement = connection.prepare_cached(GIVEN)?;
                    let rows = statement.query_map((batch.clone(), source, tag), |row| row.get(0).map(ContactId))?;
                    rows.collect()
                })?;
                // A person, or the row itself, may have taken it off already.
                let tagged = self.filter_contacts(WITH_EARLIER_TAG, &given, &[tag, entry, source])?;
                self.sql(|connection| change_tag(connection, (entry, tag), &tagged, false))?;
            }
        }
        Ok(())
    }

    /// Deletes contacts as part of a history entry, whose journal keeps all their values.
    ///
    /// # Errors
    /// When the workspace cannot be written; the transaction must be dropped then.
    pub fn delete_missing(&self, entry: i64, contacts: &ContactSet) -> Result<(), WorkspaceError> {
        if contacts.is_empty() {
            return Ok(());
        }
        self.sql(|connection| {
            connection.execute_batch("CREATE TEMP TABLE vanished (contact_id INTEGER PRIMARY KEY)")?;
            let mut insert = connection.prepare("INSERT INTO temp.vanished SELECT value FROM rarray(?1)")?;
            batches(contacts).try_for_each(|batch| insert.execute([batch]).map(drop))
        })?;
        self.remove_contacts(entry, "SELECT contact_id FROM temp.vanished")?;
        self.sql(|connection| connection.execute_batch("DROP TABLE temp.vanished"))
    }

    /// Gives the contact that stays after a merge the sources of those that it absorbs, as part of a history entry. A source
    /// holds it if it held any of them.
    pub(in crate::workspace) fn merge_sources(
        &self,
        entry: i64,
        into: ContactId,
        absorbed: &[ContactId],
    ) -> Result<(), WorkspaceError> {
        // Of two tags that were given for being missing it keeps its own.
        const STATES: &str = "
SELECT source_id, merged FROM (
  SELECT source_id, max(state) FILTER (WHERE contact_id = ?2) AS own,
    CASE WHEN min(state) <= 0 THEN min(state)
      ELSE coalesce(max(state) FILTER (WHERE contact_id = ?2), min(state)) END AS merged
  FROM source_contacts WHERE contact_id IN rarray(?1) GROUP BY source_id)
WHERE merged IS NOT own";
        let all = absorbed.iter().chain([&into]).map(|contact| Value::Integer(contact.0));
        let all = Rc::new(all.collect::<Vec<_>>());
        let states: Vec<(i64, i64)> = self.sql(|connection| {
            let mut statement = connection.prepare_cached(STATES)?;
            statement.query_map((all, into.0), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })?;
        let survivor = ContactSet::from_iter([into]);
        states.into_iter().try_for_each(|(source, state)| self.set_states(entry, source, &survivor, state))
    }
}

/// Gives contacts a tag or takes it off, with journal.
fn change_tag(
    connection: &Connection,
    (entry, tag): (i64, i64),
    contacts: &ContactSet,
    added: bool,
) -> rusqlite::Result<()> {
    const ADD: &str =
        "INSERT OR IGNORE INTO contact_tags (contact_id, tag_id) SELECT wanted.value, ?2 FROM rarray(?1) AS wanted";
    const REMOVE: &str = "DELETE FROM contact_tags WHERE tag_id = ?2 AND contact_id IN rarray(?1)";
    const JOURNAL: &str = "
INSERT OR REPLACE INTO journal_tags (history_id, contact_id, tag_id, added)
SELECT ?2, wanted.value, ?3, ?4 FROM rarray(?1) AS wanted";
    for batch in batches(contacts) {
        connection.prepare_cached(if added { ADD } else { REMOVE })?.execute((batch.clone(), tag))?;
        connection.prepare_cached(JOURNAL)?.execute((batch, entry, tag, added))?;
    }
    Ok(())
}

/// Contacts as parameters of statements, by ascending ID.
fn batches(contacts: &ContactSet) -> impl Iterator<Item = Rc<Vec<Value>>> {
    let mut ids = contacts.iter();
    std::iter::from_fn(move || {
        let batch: Vec<Value> =
            ids.by_ref().take(CONTACT_BATCH_SIZE).map(|contact| Value::Integer(contact.0)).collect();
        (!batch.is_empty()).then(|| Rc::new(batch))
    })
}
