//! The content of a workspace after a crash, as a reader finds it.

use std::fs;

use rusqlite::Connection;

use super::process_state::with_suffix;
use crate::support::{Rows, TestEnv, rows_of};

/// Everything that a workspace holds, as a reader finds it who comes after a death.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::faults) struct DbContent {
    version: i64,
    /// Its tables and indexes, as SQL.
    schema: Vec<String>,
    rows: Rows,
}

impl DbContent {
    /// Looks into a copy of what is on the disk: the workspace itself is left for the tool to recover. Asserts that
    /// SQLite finds no fault with it.
    #[track_caller]
    pub(in crate::faults) fn of(env: &TestEnv) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("workspace.db");
        for suffix in ["", "-wal"] {
            let part = with_suffix(&env.workspace(), suffix);
            if part.exists() {
                fs::copy(part, with_suffix(&copy, suffix)).unwrap();
            }
        }
        let database = Connection::open(&copy).unwrap();
        let verdict: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
        assert!(!database.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap(), "a row has lost another");
        let version = database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        let schema = schema_of(&database);
        make_comparable(&database, version);
        drop(database);
        Self { version, schema, rows: rows_of(&copy) }
    }

    pub(in crate::faults) fn people(&self) -> usize {
        self.rows["contacts"].len()
    }

    pub(in crate::faults) fn has_schema_of(&self, other: &Self) -> bool {
        self.schema == other.schema
    }

    /// The tables in which two differ.
    pub(in crate::faults) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let tables = self.rows.keys().chain(other.rows.keys());
        tables.filter(|table| self.rows.get(*table) != other.rows.get(*table)).map(String::as_str).collect()
    }
}

fn schema_of(database: &Connection) -> Vec<String> {
    let mut statement = database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// How many people the workspace itself holds.
pub(in crate::faults) fn people(env: &TestEnv) -> usize {
    let database = Connection::open(env.workspace()).unwrap();
    let people: i64 = database.query_row("SELECT count(*) FROM contacts", [], |row| row.get(0)).unwrap();
    usize::try_from(people).unwrap()
}

/// An import is done whether its files have their names or are owed; what a migration draws at random is no content.
fn make_comparable(database: &Connection, version: i64) {
    database.execute("UPDATE imports SET files_pending = 0", []).unwrap();
    if version > 1 {
        database.execute("UPDATE workspace SET identity = '', session_key = x''", []).unwrap();
    }
    if version > 7 {
        // What was taken out is gone whether the file was rewritten without it or is still to be.
        database.execute("UPDATE workspace SET cleanup_pending = 0", []).unwrap();
    }
}
