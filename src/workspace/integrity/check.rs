use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::super::migrations::{SCHEMA_VERSION, schema_version};
use super::super::{Workspace, WorkspaceError};
use super::texts;
use crate::model::{Cancel, Interrupted};

/// As many of SQLite's findings are told.
const MAX_REPORTED: u32 = 10;

/// How often it is looked whether to stop.
const PAUSE: Duration = Duration::from_millis(50);

/// What must hold beside SQLite's own rules: what is wrong otherwise, with its number, and how the number is found.
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
    /// What is wrong with it: every page and index is looked at, and what must hold between the tables. Empty when it is
    /// whole. The findings name tables and numbers, never values.
    ///
    /// # Errors
    /// When so much is wrong that it cannot be looked through. [`Interrupted`] when somebody asked to stop.
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

/// `ok` alone is no finding. SQLite puts several findings on the lines of one row.
fn sqlite_check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MAX_REPORTED})"))?;
    let rows: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let lines = rows.iter().flat_map(|row| row.lines()).map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && *line != "ok" && !line.starts_with("***")).map(str::to_owned).collect())
}

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

/// Runs something that takes long, until somebody asks to stop.
fn cancellable<T>(
    connection: &Connection,
    cancel: &Cancel,
    run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let (handle, is_done) = (connection.get_interrupt_handle(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            while !is_done.load(Ordering::Acquire) {
                if cancel.requested() {
                    handle.interrupt();
                }
                std::thread::park_timeout(PAUSE);
            }
        });
        let outcome = run(connection);
        is_done.store(true, Ordering::Release);
        watcher.thread().unpark();
        outcome
    })
}
