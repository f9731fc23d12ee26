//! The migrations of the schema, from the first version to the current one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::views;
use crate::model::APPLICATION_ID;

/// One step of the schema. Steps are only added; a released one is never edited.
pub(super) struct Migration {
    /// The `user_version` the step leads to.
    version: i64,
    /// Purpose of the step.
    #[allow(dead_code, reason = "read by people and by the tests")]
    reason: &'static str,
    sql: &'static str,
}

/// All migrations, in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        reason: "contacts, tags, room for custom fields, history with results, and the journal that undo will read",
        sql: include_str!("migrations/0001_first_schema.sql"),
    },
    Migration {
        version: 2,
        reason: "prepared imports: manifests that are known to be for this workspace and unchanged, and saved mappings",
        sql: include_str!("migrations/0002_prepared_imports.sql"),
    },
    Migration {
        version: 3,
        reason: "notifications: every import that ends leaves one",
        sql: include_str!("migrations/0003_notifications.sql"),
    },
    Migration {
        version: 4,
        reason: "taking back: which entries hold, which contacts were removed, and which were absorbed by a merge",
        sql: include_str!("migrations/0004_undo.sql"),
    },
    Migration {
        version: 5,
        reason: "custom fields: the options of lists, and fields that were removed but can be brought back",
        sql: include_str!("migrations/0005_custom_fields.sql"),
    },
    Migration {
        version: 6,
        reason: "trust: which settings and which owed files are of the user of this machine",
        sql: include_str!("migrations/0006_trust.sql"),
    },
    Migration {
        version: 7,
        reason: "own identifiers: custom fields by which contacts are recognised, with an index of their values",
        sql: include_str!("migrations/0007_identifiers.sql"),
    },
    Migration {
        version: 8,
        reason: "suppressions: values of people who want to be left alone, and how many rows of an import were theirs",
        sql: include_str!("migrations/0008_suppressions.sql"),
    },
    Migration {
        version: 9,
        reason: "sources: which contacts the list of each system held, and which are missing from it",
        sql: include_str!("migrations/0009_sources.sql"),
    },
    Migration {
        version: 10,
        reason: "exports of changes: what the last one of each name has told",
        sql: include_str!("migrations/0010_exports.sql"),
    },
    Migration {
        version: 11,
        reason: "attempts: exit codes of imports that were refused, failed or killed",
        sql: include_str!("migrations/0011_attempts.sql"),
    },
    Migration {
        version: 12,
        reason: "forgetting: which contacts were forgotten, and whether the file has still to be rewritten without them",
        sql: include_str!("migrations/0012_forgetting.sql"),
    },
    Migration {
        version: 13,
        reason: "pruning: which entries were pruned, and which fields a person had set last in them",
        sql: include_str!("migrations/0013_pruning.sql"),
    },
    Migration {
        version: 14,
        reason: "exports of changes: whom the last one of each name left out, so that a suppression since then is told",
        sql: include_str!("migrations/0014_left_out.sql"),
    },
];

/// Schema version this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// Brings the schema to [`SCHEMA_VERSION`] in one transaction; a current file is left as it is.
pub(in crate::workspace) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    run(connection, MIGRATIONS)
}

/// Brings an empty database to an earlier version, as the program of that time did.
pub(super) fn migrate_to(connection: &Connection, version: i64) -> rusqlite::Result<()> {
    let steps = MIGRATIONS.iter().take_while(|migration| migration.version <= version).count();
    run(connection, &MIGRATIONS[..steps])
}

fn run(connection: &Connection, migrations: &[Migration]) -> rusqlite::Result<()> {
    // Immediate: a deferred transaction that turns into a write fails at once if another process wrote in between,
    // whatever the busy timeout.
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let version = schema_version(&transaction)?; // Only now: another process may have migrated while this one waited.
    let steps = migrations.iter().filter(|migration| migration.version > version);
    if steps.clone().next().is_some() {
        views::drop_all(&transaction)?;
    }
    for migration in steps {
        transaction.execute_batch(migration.sql)?;
        transaction.pragma_update(None, "user_version", migration.version)?;
    }
    if schema_version(&transaction)? == SCHEMA_VERSION {
        views::refresh(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()
}

/// Returns the schema version of the file; 0 if it is new.
pub(in crate::workspace) fn schema_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_ascend_by_one_and_each_step_says_why() {
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(index).unwrap() + 1);
            assert!(migration.reason.len() > 20, "{}", migration.reason);
        }
    }

    #[test]
    fn a_step_runs_once_and_only_after_those_before_it() {
        let steps = [
            Migration { version: 1, reason: "", sql: "CREATE TABLE a (x)" },
            Migration { version: 2, reason: "", sql: "ALTER TABLE a ADD COLUMN y" },
        ];
        let connection = Connection::open_in_memory().unwrap();
        run(&connection, &steps[..1]).unwrap();
        run(&connection, &steps).unwrap();
        run(&connection, &steps).unwrap();
        assert_eq!(schema_version(&connection).unwrap(), 2);
        connection.execute("INSERT INTO a (x, y) VALUES (1, 2)", []).unwrap();
    }

    #[test]
    fn a_step_that_fails_leaves_the_schema_as_it_was() {
        let steps = [
            Migration { version: 1, reason: "", sql: "CREATE TABLE a (x)" },
            Migration { version: 2, reason: "", sql: "CREATE TABLE b (x); NONSENSE" },
        ];
        let connection = Connection::open_in_memory().unwrap();
        assert!(run(&connection, &steps).is_err());
        assert_eq!(schema_version(&connection).unwrap(), 0);
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
