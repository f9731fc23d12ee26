//! Taking back an entry of the history, in any order, and bringing it back.
//!
//! Entries that change contacts (imports, edits, merges, deletions) hold or are taken back; entries that take back or
//! bring back only switch that. A field has the value that the latest entry that holds and touches it gave it, or, where
//! there is none, the value from before the first entry that touched it. Tags likewise; and a contact is there while
//! the entry that added it, or a later one that touches it, holds, and none that removed it does.
//!
//! ```text
//!   switch an entry ──▶ existence: contacts that go or come ──▶ values of what it touched ──▶ ContactWriter with journal
//!   (scope.rs)          (existence.rs)                          (values.rs)                   (put_back.rs, kept.rs)
//! ```
//!
//! Where no contact comes back, the values are found out on a thread of its own while contacts are removed (beside.rs).
//!
//! So the order of taking back does not matter, and what was changed since keeps its newer value without a special case.
//! Everything is computed in temporary tables, by sets: an import has 200,000 rows.

mod conflicts;
mod differences;
mod existence;
mod field;
mod orphaned;
mod parallel;
mod scope;
mod values;

#[cfg(test)]
mod tests;

use rusqlite::OptionalExtension;

use existence::REMOVED;

use super::update_sorter::PendingUpdate;
use super::{ContactWriter, EmailKey, Snapshot, TagIds, WorkspaceError, WriteTransaction};
use crate::model::{ContactId, FieldId, Text, Timestamp};

/// Why an entry cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    /// The history has no such entry.
    Unknown,
    /// It was taken back already, by this entry.
    UndoneAlready(i64),
    /// It removed a custom field, and another field has this name now.
    NameTaken(String),
    /// It brought back a custom field, which may have got values since.
    FieldIsBack,
    /// It took back or brought back an entry that was switched again since, by this entry.
    SwitchedSince(i64),
    /// Brought back, it would leave nothing of this contact: the one into which it was merged is gone.
    Lost(ContactId),
}

/// What taking back did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoReport {
    /// The number of the entry that took back.
    pub id: i64,
    /// The entry that was taken back or brought back.
    pub entry: i64,
    /// Whether it was brought back: it had been taken back before.
    pub is_redo: bool,
    /// Contacts that were removed.
    pub removed: u64,
    /// Contacts that were brought back.
    pub restored: u64,
    /// Contacts of which fields or tags were put back.
    pub changed: u64,
    /// How many things keep what a later entry gave them.
    pub kept_count: u64,
    /// The first of them.
    pub kept: Vec<Conflict>,
}

/// Something that a later entry changed, and that therefore stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The contact.
    pub contact: ContactId,
    /// What of it.
    pub what: ConflictItem,
    /// The later entry.
    pub by: i64,
}

/// What stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictItem {
    /// The contact as a whole, which the entry had added.
    Contact,
    /// The value of a field.
    Field {
        /// Which field.
        field: FieldId,
        /// The value that it keeps.
        now: Option<Text>,
        /// The value that it would have got.
        old: Option<Text>,
    },
    /// That it has a tag, or has it not.
    Tag {
        /// The tag's name.
        name: Text,
        /// Whether the contact has it.
        has: bool,
    },
}

/// An entry that is to be switched.
struct Toggle {
    /// The entry that changed contacts.
    entry: i64,
    /// Whether it holds afterwards.
    holds: bool,
}

/// What was done to contacts.
struct RevertCounts {
    removed: u64,
    restored: u64,
    reckoned: Differences,
}

/// What was found out, besides what differs.
struct Differences {
    changed: u64,
    kept_count: u64,
    kept: Vec<Conflict>,
}

impl Snapshot<'_> {
    /// Finds out what is to be of the contacts that stay, and hands over what differs from how it is now, many contacts at
    /// a time.
    fn compute_differences(
        &self,
        entry: i64,
        tags: &TagIds,
        take: &mut dyn FnMut(Vec<PendingUpdate>) -> Result<(), WorkspaceError>,
    ) -> Result<Differences, WorkspaceError> {
        self.compute_values(entry)?;
        let changed = self.for_each_difference(tags, take)?;
        let (kept_count, kept) = self.conflicts(entry)?;
        Ok(Differences { changed, kept_count, kept })
    }
}

impl WriteTransaction<'_> {
    /// Takes back an entry of the history, or, where it took back another one, brings that one back. The entry that does
    /// it stands in the history itself. It comes before anything else that the change does to contacts, because it is found
    /// out beside it in the state before. Where it is refused, the change must be dropped.
    ///
    /// # Errors
    /// When the workspace cannot be written; then the change must be dropped.
    pub fn undo(
        &self,
        target: i64,
        now: Timestamp,
        email_key: EmailKey,
    ) -> Result<Result<UndoReport, UndoRefusal>, WorkspaceError> {
        let switch = match self.toggle_for(target)? {
            Ok(switch) => switch,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let id = self.begin_undo(target, &switch, now)?;
        self.prepare_scope(&switch)?;
        let are_fields_back = match self.restore_fields(&switch)? {
            Ok(are_back) => are_back,
            Err(refusal) => return Ok(Err(refusal)),
        };
        self.apply_existence(switch.entry)?;
        let writer = self.writer(id, now, email_key)?;
        let done = match self.start_parallel(are_fields_back)? {
            Some(twin) => self.revert_parallel(id, &switch, twin, writer)?,
            None => self.revert_serial(id, &switch, writer)?,
        };
        self.drop_temp_tables()?;
        let Toggle { entry, holds: is_redo } = switch;
        if let Some(contact) = is_redo.then(|| self.orphaned_by(id, entry)).transpose()?.flatten() {
            return Ok(Err(UndoRefusal::Lost(contact)));
        }
        let RevertCounts { removed, restored, reckoned: Differences { changed, kept_count, kept } } = done;
        Ok(Ok(UndoReport { id, entry, is_redo, removed, restored, changed, kept_count, kept }))
    }

    /// Does everything over the one connection.
    fn revert_serial(
        &self,
        undo: i64,
        switch: &Toggle,
        mut writer: ContactWriter<'_>,
    ) -> Result<RevertCounts, WorkspaceError> {
        let removed = self.remove_contacts(undo, REMOVED)?;
        let restored = self.restore(undo)?;
        if restored > 0 {
            self.include_all_entries()?;
        }
        let mut tags = self.tags()?;
        let reckoned = self.compute_differences(switch.entry, &tags.clone(), &mut |together| {
            writer.write_reverted(&together, &mut tags)
        })?;
        Ok(RevertCounts { removed, restored, reckoned })
    }

    fn toggle_for(&self, target: i64) -> Result<Result<Toggle, UndoRefusal>, WorkspaceError> {
        const SQL: &str = "SELECT undone_by, undoes FROM history WHERE id = ?1";
        let state = |id| {
            self.sql(|connection| {
                connection
                    .query_row(SQL, [id], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))
                    .optional()
            })
        };
        Ok(match state(target)? {
            None => Err(UndoRefusal::Unknown),
            Some((Some(by), _)) => Err(UndoRefusal::UndoneAlready(by)),
            Some((None, None)) => Ok(Toggle { entry: target, holds: false }),
            Some((None, Some(entry))) => match self.last_toggle(entry)? {
                Some(last) if last != target => Err(UndoRefusal::SwitchedSince(last)),
                _ if self.removes_field(entry)? => Err(UndoRefusal::FieldIsBack),
                _ => {
                    let is_undone = state(entry)?.is_some_and(|(undone_by, _)| undone_by.is_some());
                    Ok(Toggle { entry, holds: is_undone })
                }
            },
        })
    }

    /// The last entry that took back or brought back this one.
    fn last_toggle(&self, entry: i64) -> Result<Option<i64>, WorkspaceError> {
        self.sql(|connection| {
            connection.query_row("SELECT max(id) FROM history WHERE undoes = ?1", [entry], |row| row.get(0))
        })
    }

    fn begin_undo(&self, target: i64, switch: &Toggle, now: Timestamp) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at, undoes) VALUES ('undo', ?1, ?1, ?2)",
                (now.timestamp_millis(), switch.entry),
            )?;
            let id = connection.last_insert_rowid();
            let undone_by = (!switch.holds).then_some(id);
            connection.execute("UPDATE history SET undone_by = ?2 WHERE id = ?1", (switch.entry, undone_by))?;
            if target != switch.entry {
                connection.execute("UPDATE history SET undone_by = ?2 WHERE id = ?1", (target, id))?;
            }
            Ok(id)
        })
    }
}
