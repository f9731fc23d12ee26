//! Undo and redo of history entries, in any order.
//!
//! Entries that change contacts (imports, edits, merges, deletions) hold or are undone; undo and redo entries only
//! toggle that. A field has the value given to it by the latest entry that holds and touches it or, if there is none,
//! the value from before the first entry that touched it. The same goes for tags. A contact exists while the entry
//! that added it, or a later one that touches it, holds, and none that removed it does.
//!
//! ```text
//!   toggle an entry ──▶ existence: contacts removed or restored ──▶ values of what it touched ──▶ writer, with journal
//!   (scope.rs)          (existence.rs)                              (values.rs)                   (differences.rs,
//!                                                                                                  conflicts.rs)
//! ```
//!
//! If no contact is restored, the values are computed on a second thread while contacts are removed (parallel.rs).
//!
//! So the order of undoing does not matter, and a field changed since keeps its newer value without a special case.
//! Everything is computed by sets, in temporary tables: an import has 200,000 rows.

mod conflicts;
mod differences;
mod existence;
mod field;
mod orphaned;
mod parallel;
mod refusal;
mod scope;
mod sources;
mod values;

#[cfg(test)]
mod tests;

use rusqlite::OptionalExtension;

pub use refusal::UndoRefusal;

use existence::REMOVED;

use super::writing::PendingUpdate;
use super::{ContactWriter, EntryKind, Snapshot, SuppressionRevert, TagIds, WorkspaceError, WriteTransaction};
use crate::model::{ContactId, FieldId, Text, Timestamp};

/// Outcome of an undo or redo.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoReport {
    /// ID of the undo entry.
    pub id: i64,
    /// The entry that was undone or redone.
    pub entry: i64,
    /// True if it was redone: it had been undone before.
    pub is_redo: bool,
    /// Contacts removed.
    pub removed: u64,
    /// Contacts restored.
    pub restored: u64,
    /// Contacts whose fields or tags were reverted.
    pub changed: u64,
    /// Values that are suppressed again, or no longer.
    pub suppressions: SuppressionRevert,
    /// Number of conflicts.
    pub kept_count: u64,
    /// The first of them.
    pub kept: Vec<Conflict>,
    /// Contacts the entry had added, changed or removed and that were forgotten since: nothing of them comes back.
    pub forgotten: Vec<ContactId>,
}

/// A contact, field or tag that a later entry changed, and that therefore stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The contact.
    pub contact: ContactId,
    /// The part of it that stays.
    pub what: ConflictItem,
    /// The later entry.
    pub by: i64,
}

/// The part of a contact that a conflict is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictItem {
    /// The contact as a whole, which the entry had added.
    Contact,
    /// The value of a field.
    Field {
        /// The field.
        field: FieldId,
        /// The value it keeps.
        now: Option<Text>,
        /// The value it would have got.
        old: Option<Text>,
    },
    /// Having a tag, or not having it.
    Tag {
        /// Name of the tag.
        name: Text,
        /// True if the contact has it.
        has: bool,
    },
}

/// An entry to undo or redo.
struct Toggle {
    /// The entry that changed contacts.
    entry: i64,
    /// True if it holds afterwards: a redo.
    holds: bool,
}

/// Contacts removed, restored and reverted.
struct RevertCounts {
    removed: u64,
    restored: u64,
    differences: Differences,
}

/// Counts and conflicts of the contacts that stay.
struct Differences {
    changed: u64,
    kept_count: u64,
    kept: Vec<Conflict>,
}

impl Snapshot<'_> {
    /// Returns the latest entry that can be undone and is itself no undo or redo; `None` if there is none.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn latest_to_undo(&self) -> Result<Option<i64>, WorkspaceError> {
        const SQL: &str = "SELECT max(id) FROM history
            WHERE undone_by IS NULL AND undoes IS NULL AND pruned_by IS NULL AND kind NOT IN (?1, ?2)";
        let for_good = (EntryKind::Forget, EntryKind::Prune);
        self.sql(|connection| connection.query_row(SQL, for_good, |row| row.get(0)))
    }

    /// Determines the values of the contacts that stay, and passes the differences on in batches.
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
    /// Undoes a history entry or, if that entry was an undo, redoes the entry it undid. This creates a history entry
    /// itself. It must come before anything else the transaction does to contacts, because a second connection reads
    /// the state before it. The transaction comes back with the report, to be committed; a refusal drops it.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn undo(self, target: i64, now: Timestamp) -> Result<Result<(Self, UndoReport), UndoRefusal>, WorkspaceError> {
        let undone = self.try_undo(target, now)?;
        Ok(undone.map(|report| (self, report)))
    }

    /// Undoes or redoes an entry; where it is refused, a part of it may have been done.
    fn try_undo(&self, target: i64, now: Timestamp) -> Result<Result<UndoReport, UndoRefusal>, WorkspaceError> {
        let toggle = match self.toggle_for(target)? {
            Ok(toggle) => toggle,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let id = self.begin_undo(target, &toggle, now)?;
        self.prepare_scope(&toggle)?;
        let are_fields_back = match self.restore_fields(&toggle)? {
            Ok(are_back) => are_back,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let suppressions = self.revert_suppressions(toggle.entry)?;
        self.compute_existence(toggle.entry)?;
        let writer = self.writer(id, now)?;
        let counts = match self.start_parallel(are_fields_back)? {
            Some(reader) => self.revert_parallel(id, &toggle, reader, writer)?,
            None => self.revert_serial(id, &toggle, writer)?,
        };
        self.drop_temp_tables()?;
        self.revert_sources(toggle.entry)?;
        let Toggle { entry, holds: is_redo } = toggle;
        // Checked last, on the result: a redone merge may have lost its surviving contact through any entry since.
        if let Some(contact) = is_redo.then(|| self.orphaned_by(id, entry)).transpose()?.flatten() {
            return Ok(Err(UndoRefusal::Lost(contact)));
        }
        let RevertCounts { removed, restored, differences: Differences { changed, kept_count, kept } } = counts;
        let forgotten = self.forgotten_of(entry)?;
        let report =
            UndoReport { id, entry, is_redo, removed, restored, changed, suppressions, kept_count, kept, forgotten };
        Ok(Ok(report))
    }

    /// Does everything over one connection.
    fn revert_serial(
        &self,
        undo: i64,
        toggle: &Toggle,
        mut writer: ContactWriter<'_>,
    ) -> Result<RevertCounts, WorkspaceError> {
        let removed = self.remove_contacts(undo, REMOVED)?;
        let restored = self.restore(undo)?;
        // Of a restored contact everything has to be found again, whichever entry gave it.
        if restored > 0 {
            self.include_all_entries()?;
        }
        let mut tags = self.tags()?;
        let differences = self
            .compute_differences(toggle.entry, &tags.clone(), &mut |batch| writer.write_reverted(&batch, &mut tags))?;
        Ok(RevertCounts { removed, restored, differences })
    }

    /// Returns what undoing an entry means, or why it cannot be undone.
    fn toggle_for(&self, target: i64) -> Result<Result<Toggle, UndoRefusal>, WorkspaceError> {
        const SQL: &str = "SELECT undone_by, undoes FROM history WHERE id = ?1";
        let state = |id| {
            self.sql(|connection| {
                connection
                    .query_row(SQL, [id], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))
                    .optional()
            })
        };
        let found = state(target)?;
        if let Some((None, undoes)) = found
            && let Some(refusal) = self.final_refusal(undoes.unwrap_or(target))?
        {
            return Ok(Err(refusal));
        }
        Ok(match found {
            None => Err(UndoRefusal::Unknown),
            Some((Some(by), _)) => Err(UndoRefusal::UndoneAlready(by)),
            Some((None, None)) => Ok(Toggle { entry: target, holds: false }),
            Some((None, Some(entry))) => match self.last_toggle(entry)? {
                Some(last) if last != target => Err(UndoRefusal::SwitchedSince(last)),
                // Redoing the removal of a field would drop values it got since it was restored.
                _ if self.removes_field(entry)? => Err(UndoRefusal::FieldIsBack),
                _ => {
                    let is_undone = state(entry)?.is_some_and(|(undone_by, _)| undone_by.is_some());
                    Ok(Toggle { entry, holds: is_undone })
                }
            },
        })
    }

    /// Returns why an entry can never be undone or redone again.
    fn final_refusal(&self, entry: i64) -> Result<Option<UndoRefusal>, WorkspaceError> {
        const SQL: &str = "SELECT kind, pruned_by FROM history WHERE id = ?1";
        let found: Option<(EntryKind, Option<i64>)> =
            self.sql(|connection| connection.query_row(SQL, [entry], |row| row.try_into()).optional())?;
        Ok(found.and_then(|(kind, pruned_by)| match kind {
            EntryKind::Forget => Some(UndoRefusal::Forgot),
            EntryKind::Prune => Some(UndoRefusal::IsPruning),
            _ => pruned_by.map(UndoRefusal::Pruned),
        }))
    }

    /// Returns the last entry that undid or redid this one.
    fn last_toggle(&self, entry: i64) -> Result<Option<i64>, WorkspaceError> {
        self.sql(|connection| {
            connection.query_row("SELECT max(id) FROM history WHERE undoes = ?1", [entry], |row| row.get(0))
        })
    }

    /// Creates the undo entry and toggles the entry it is about.
    fn begin_undo(&self, target: i64, toggle: &Toggle, now: Timestamp) -> Result<i64, WorkspaceError> {
        self.sql(|connection| {
            connection.execute(
                "INSERT INTO history (kind, started_at, finished_at, undoes) VALUES (?1, ?2, ?2, ?3)",
                (EntryKind::Undo, now.timestamp_millis(), toggle.entry),
            )?;
            let id = connection.last_insert_rowid();
            let undone_by = (!toggle.holds).then_some(id);
            connection.execute("UPDATE history SET undone_by = ?2 WHERE id = ?1", (toggle.entry, undone_by))?;
            // The undo that is undone no longer holds either, so it cannot be undone twice.
            if target != toggle.entry {
                connection.execute("UPDATE history SET undone_by = ?2 WHERE id = ?1", (target, id))?;
            }
            Ok(id)
        })
    }
}
