//! Integrity check: SQLite's own, then what must hold between the tables.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::model::{Cancel, Interrupted};
use crate::workspace::schema::migrations::schema_version;
use crate::workspace::schema::{SCHEMA_VERSION, texts};
use crate::workspace::{Workspace, WorkspaceError};

/// Maximum number of SQLite's findings reported.
const MAX_REPORTED_FAULTS: u32 = 10;

/// Interval between two checks for cancellation.
const CANCEL_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// Invariants beyond SQLite's own rules: the name of each violation and the query that counts it.
// The schema has no foreign keys, so SQLite does not check these.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "imports whose counts do not add up",
        "SELECT count(*) FROM imports WHERE imported + updated + skipped + errors <> rows",
    ),
    ("imports that the history lacks", "SELECT count(*) FROM imports WHERE id NOT IN (SELECT id FROM history)"),
    (
        "tags of contacts that are not there",
        "SELECT count(*) FROM contact_tags WHERE contact_id NOT IN (SELECT id FROM contacts)",
    ),
    ("tags without a name", "SELECT count(*) FROM contact_tags WHERE tag_id NOT IN (SELECT id FROM tags)"),
    (
        "values of contacts that are not there",
        "SELECT count(*) FROM contact_values WHERE contact_id NOT IN (SELECT id FROM contacts)",
    ),
    (
        "values of fields that are not there",
        "SELECT count(*) FROM contact_values
         WHERE field_id NOT IN (SELECT id FROM fields) AND field_id NOT IN (SELECT id FROM removed_fields)",
    ),
];

impl Workspace {
    /// Returns everything that is wrong with the workspace, empty if it is intact: every page and index is read, and
    /// what must hold between the tables is checked. Findings name tables and numbers, never values.
    ///
    /// # Errors
    /// When the damage is too large for the check itself. [`Interrupted`] when the check was cancelled.
    pub fn problems(&self, cancel: &Cancel) -> Result<Result<Vec<String>, WorkspaceError>, Interrupted> {
        let found = cancellable(&self.connection, cancel, |connection| {
            let mut faults = sqlite_check(connection)?;
            if faults.is_empty() && schema_version(connection)? == SCHEMA_VERSION {
                faults = invariants(connection)?;
                faults.extend(texts::unreadable(connection)?);
            }
            Ok(faults)
        });
        match found {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Err(Interrupted),
            found => Ok(found.map_err(|error| WorkspaceError::sql(&self.path, error))),
        }
    }
}

/// Runs SQLite's integrity check. A lone `ok` is no finding; several findings may be lines of one row.
fn sqlite_check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MAX_REPORTED_FAULTS})"))?;
    let rows: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let lines = rows.iter().flat_map(|row| row.lines()).map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && *line != "ok" && !line.starts_with("***")).map(str::to_owned).collect())
}

/// Counts the violations of each invariant.
fn invariants(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    for (what, sql) in INVARIANTS {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(format!("{what}: {count}"));
        }
    }
    Ok(faults)
}

/// Runs queries that take long, and interrupts them on cancellation.
fn cancellable<T>(
    connection: &Connection,
    cancel: &Cancel,
    run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let (handle, is_done) = (connection.get_interrupt_handle(), AtomicBool::new(false));
    // The query blocks this thread, so another one watches for cancellation. SQLite allows interrupting a connection
    // from any thread.
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            // In a loop: an interrupt ends only the statement that runs at that moment, and there are several.
            while !is_done.load(Ordering::Acquire) {
                if cancel.requested() {
                    handle.interrupt();
                }
                std::thread::park_timeout(CANCEL_CHECK_INTERVAL);
            }
        });
        let _end = WatchEnd { is_done: &is_done, watcher: watcher.thread() };
        run(connection)
    })
}

/// Ends the watch for cancellation when it is dropped, after a panic too: the scope waits for its threads.
struct WatchEnd<'a> {
    is_done: &'a AtomicBool,
    watcher: &'a Thread,
}

impl Drop for WatchEnd<'_> {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Release);
        self.watcher.unpark();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_within_the_queries_does_not_wait_for_ever() {
        let connection = Connection::open_in_memory().unwrap();
        let run = || cancellable::<()>(&connection, &Cancel::default(), |_| panic!("a defect"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
    }
}
