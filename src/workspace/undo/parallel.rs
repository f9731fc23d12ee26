//! Undo on two threads: one removes contacts while the other computes what differs in those that stay.

use std::sync::mpsc::sync_channel;
use std::thread;

use super::existence::REMOVED;
use super::{RevertCounts, Toggle};
use crate::model::join_or_resume_panic;
use crate::workspace::transaction::ReadConnection;
use crate::workspace::{ContactWriter, Snapshot, WorkspaceError, WriteTransaction};

/// Batches of differences that may wait for the writing thread.
const CHANNEL_CAPACITY: usize = 8;

/// A history entry: ID, start time, the entry that undid it, the entry it undoes, and the entry that pruned it.
type Line = (i64, i64, Option<i64>, Option<i64>, Option<i64>);

/// Temporary table that hides the table `history` for the second connection.
// That connection does not see the open transaction, so there the entry is not toggled yet. SQLite looks for a name
// without schema among the temporary tables first.
const TOGGLED_HISTORY: &str = "
CREATE TEMP TABLE history (
  id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, undone_by INTEGER, undoes INTEGER, pruned_by INTEGER)";

impl WriteTransaction<'_> {
    /// Returns a connection to the state before this transaction, for the second thread; `None` if that state is not
    /// enough, because it lacks restored fields and contacts.
    pub(super) fn start_parallel(&self, are_fields_back: bool) -> Result<Option<ReadConnection>, WorkspaceError> {
        if are_fields_back || self.has_restored()? { Ok(None) } else { self.second_reader() }
    }

    /// Removes contacts while the second thread computes the differences of those that stay.
    pub(super) fn revert_parallel(
        &self,
        undo: i64,
        toggle: &Toggle,
        reader: ReadConnection,
        mut writer: ContactWriter<'_>,
    ) -> Result<RevertCounts, WorkspaceError> {
        let (history, mut tags) = (self.toggled_history()?, self.tags()?);
        let known = tags.clone();
        thread::scope(|scope| {
            let (sender, batches) = sync_channel(CHANNEL_CAPACITY);
            let computation = scope.spawn(move || {
                let view = reader.snapshot();
                view.override_history(&history)?;
                view.prepare_scope(toggle)?;
                view.compute_existence(toggle.entry)?;
                view.compute_differences(toggle.entry, &known, &mut |batch| {
                    let _ = sender.send(batch); // Nobody listens after the writing failed, and that is what is told.
                    Ok(())
                })
            });
            let write_all = || -> Result<u64, WorkspaceError> {
                let removed = self.remove_contacts(undo, REMOVED)?;
                // Consumed here: if writing fails, the receiver is dropped and the sender does not block forever.
                for batch in batches {
                    writer.write_reverted(&batch, &mut tags)?;
                }
                Ok(removed)
            };
            // Joined before the error of the writing is returned, so that a panic of the second thread is not hidden by
            // it.
            let removed = write_all();
            let differences = join_or_resume_panic(computation);
            Ok(RevertCounts { removed: removed?, restored: 0, differences: differences? })
        })
    }

    /// Returns the history as this transaction sees it.
    fn toggled_history(&self) -> Result<Vec<Line>, WorkspaceError> {
        const SQL: &str = "SELECT id, started_at, undone_by, undoes, pruned_by FROM history";
        self.sql(|connection| connection.prepare(SQL)?.query_map([], |row| row.try_into())?.collect())
    }
}

impl Snapshot<'_> {
    /// Makes this connection see the given history instead of its own.
    fn override_history(&self, history: &[Line]) -> Result<(), WorkspaceError> {
        const SQL: &str =
            "INSERT INTO temp.history (id, started_at, undone_by, undoes, pruned_by) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.sql(|connection| {
            // Only temporary tables are written over this connection.
            connection.pragma_update(None, "query_only", false)?;
            connection.execute(TOGGLED_HISTORY, [])?;
            let mut insert = connection.prepare(SQL)?;
            history.iter().try_for_each(|line| insert.execute(*line).map(drop))
        })
    }
}
