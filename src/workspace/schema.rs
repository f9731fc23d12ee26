//! Whether the schema of a workspace is the one that this program makes. A workspace is data: a trigger that somebody put
//! into it, or a view in place of a table, would act or answer in our queries (spec section 10).

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::migrations;

/// Tables, indexes, triggers and views by name. SQLite's own begin with `sqlite_`.
const OBJECTS: &str =
    "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// A table, an index, a trigger or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Object {
    kind: String,
    table: String,
    sql: String,
}

impl Object {
    fn read(row: &Row<'_>) -> rusqlite::Result<(String, Self)> {
        let text = |index| row.get::<_, Option<String>>(index).map(Option::unwrap_or_default);
        Ok((text(0)?, Self { kind: text(1)?, table: text(2)?, sql: text(3)? }))
    }
}

type Schema = BTreeMap<String, Object>;

/// What is not as this program makes it in a schema of this version; `None` where all is well. Tables and views that are
/// not ours stand apart and are let be: no query of ours reads them.
pub(super) fn fault(connection: &Connection, version: i64) -> rusqlite::Result<Option<String>> {
    let (found, expected) = (read(connection)?, expected(version)?);
    let differs = expected.iter().find(|(name, object)| found.get(*name) != Some(object));
    if let Some((name, object)) = differs {
        return Ok(Some(format!("its {} {name} is not as contacts makes it", object.kind)));
    }
    let mut foreign = found.iter().filter(|(name, _)| !expected.contains_key(*name));
    let acting = foreign.find(|(_, object)| expected.contains_key(&object.table));
    Ok(acting.map(|(_, object)| format!("it has an {} of another program on its table {}", object.kind, object.table)))
}

/// The tables of this program that are there. Their names are those of the migrations and need no quotes.
pub(super) fn own_tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let expected = expected(migrations::SCHEMA_VERSION)?;
    let is_own = |name: &str| expected.get(name).is_some_and(|object| object.kind == "table");
    let found = read(connection)?.into_iter().filter(|(name, object)| object.kind == "table" && is_own(name));
    Ok(found.map(|(name, _)| name).collect())
}

fn read(connection: &Connection) -> rusqlite::Result<Schema> {
    connection.prepare(OBJECTS)?.query_map([], Object::read)?.collect()
}

/// The schema of a version, made in memory.
fn expected(version: i64) -> rusqlite::Result<Schema> {
    let connection = Connection::open_in_memory()?;
    migrations::migrate_to(&connection, version)?;
    read(&connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        migrations::migrate(&connection).unwrap();
        connection
    }

    #[test]
    fn each_version_is_as_it_is_made_whatever_stands_apart_from_it() {
        for version in 1..=migrations::SCHEMA_VERSION {
            let connection = Connection::open_in_memory().unwrap();
            migrations::migrate_to(&connection, version).unwrap();
            connection.execute_batch("CREATE TABLE mine (x); CREATE VIEW names AS SELECT 1; ANALYZE").unwrap();
            assert_eq!(fault(&connection, version).unwrap(), None, "{version}");
        }
    }

    #[test]
    fn what_would_act_or_answer_in_our_queries_is_found() {
        for (sql, said) in [
            ("CREATE TRIGGER t AFTER INSERT ON contacts BEGIN DELETE FROM history; END", "trigger"),
            ("CREATE TRIGGER t AFTER UPDATE ON workspace BEGIN SELECT 1; END", "table workspace"),
            ("CREATE UNIQUE INDEX i ON contacts (first_name)", "index"),
            ("DROP TABLE settings; CREATE VIEW settings AS SELECT 'notify-command' AS name, 'x' AS value", "settings"),
            ("DROP INDEX contacts_by_phone", "contacts_by_phone"),
            ("ALTER TABLE tags ADD COLUMN more TEXT", "tags"),
            ("DROP TABLE mappings", "mappings"),
        ] {
            let connection = workspace();
            connection.execute_batch(sql).unwrap();
            let fault = fault(&connection, migrations::SCHEMA_VERSION).unwrap().unwrap_or_default();
            assert!(fault.contains(said), "{sql}: {fault}");
        }
    }
}
