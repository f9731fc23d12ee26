use std::sync::mpsc::sync_channel;
use std::thread;

use super::existence::REMOVED;
use super::{RevertCounts, Toggle};
use crate::model::join_or_resume_panic;
use crate::workspace::transaction::ReadConnection;
use crate::workspace::{ContactWriter, Snapshot, WorkspaceError, WriteTransaction};

/// So many lots of contacts may wait to be put back.
const CHANNEL_CAPACITY: usize = 8;

/// An entry of the history: its number, when it began, which entry took it back, and which one it takes back.
type Line = (i64, i64, Option<i64>, Option<i64>);

/// Stands before the table of the same name, in which the entry is not switched yet for those who do not see the change.
const TOGGLED_HISTORY: &str = "
CREATE TEMP TABLE history (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, undone_by INTEGER, undoes INTEGER)";

impl WriteTransaction<'_> {
    /// The state before this change for another thread, unless that would not know enough: fields and contacts that come
    /// back are not in it.
    pub(super) fn start_parallel(&self, are_fields_back: bool) -> Result<Option<ReadConnection>, WorkspaceError> {
        if are_fields_back || self.has_restored()? { Ok(None) } else { self.second_reader() }
    }

    /// Removes contacts while it is found out beside what differs in those that stay.
    pub(super) fn revert_parallel(
        &self,
        undo: i64,
        switch: &Toggle,
        twin: ReadConnection,
        mut writer: ContactWriter<'_>,
    ) -> Result<RevertCounts, WorkspaceError> {
        let (history, mut tags) = (self.toggled_history()?, self.tags()?);
        let known = tags.clone();
        thread::scope(|scope| {
            let (sender, differences) = sync_channel(CHANNEL_CAPACITY);
            let reckoning = scope.spawn(move || {
                let view = twin.snapshot();
                view.override_history(&history)?;
                view.prepare_scope(switch)?;
                view.apply_existence(switch.entry)?;
                view.compute_differences(switch.entry, &known, &mut |together| {
                    let _ = sender.send(together); // Nobody listens after the writing failed, and that is what is told.
                    Ok(())
                })
            });
            let write_all = || -> Result<u64, WorkspaceError> {
                let removed = self.remove_contacts(undo, REMOVED)?;
                // Dropped when it fails, so that nobody waits for it.
                for together in differences {
                    writer.write_reverted(&together, &mut tags)?;
                }
                Ok(removed)
            };
            let removed = write_all();
            let reckoned = join_or_resume_panic(reckoning);
            Ok(RevertCounts { removed: removed?, restored: 0, reckoned: reckoned? })
        })
    }

    /// The history as this change sees it.
    fn toggled_history(&self) -> Result<Vec<Line>, WorkspaceError> {
        const SQL: &str = "SELECT id, started_at, undone_by, undoes FROM history";
        self.sql(|connection| connection.prepare(SQL)?.query_map([], |row| row.try_into())?.collect())
    }
}

impl Snapshot<'_> {
    /// Sees this history instead of its own from now on. Only temporary tables are written over this connection.
    fn override_history(&self, history: &[Line]) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT INTO temp.history (id, started_at, undone_by, undoes) VALUES (?1, ?2, ?3, ?4)";
        self.sql(|connection| {
            connection.pragma_update(None, "query_only", false)?;
            connection.execute(TOGGLED_HISTORY, [])?;
            let mut insert = connection.prepare(SQL)?;
            history.iter().try_for_each(|line| insert.execute(*line).map(drop))
        })
    }
}
