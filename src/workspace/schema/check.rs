//! Check that the schema of a workspace is the one this program creates. A workspace is data: a trigger someone added,
//! or a view in place of a table, would act on or answer our queries (spec section 10).

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use super::migrations;
use crate::model::to_hex;

/// SHA-256 of the schema of each version, from version 1, as computed by [`digest`].
// Creating a schema in memory takes 4 ms, more than the rest of a short command, so it is created only if the digest
// differs.
const DIGESTS: [&str; 14] = [
    "e7aebdef7280fb789ae4dc67fe409f3e715c868433a744c12863784fa90a8870",
    "d79c62d504cf34b30beadcc1d5e69724c0b1ec31f3e28af0a5371d8b8c4728e2",
    "70912fd574a35d540f4ad89045639ae4470a9f19c3a03f487a1538e329ddbba0",
    "a4470e456d8a9a56a5bde40b6d69f7a6894b809e9510557b6d0099e243a647ef",
    "3655aad665e5b73e7296c93e11d0c277648b942cc0fede9a4046f817ad1b3635",
    "c576524747bb64c40e5d3f8f103776994b0b5b542368833726751a744a955169",
    "fbc090410e4f7c1f9f2c25ba58bf9321accc28f8b8863d27203e526e5fe0d513",
    "f0817841b2e021561dd15902450d5654ab64d79981e5d0f407ed0203b15d7720",
    "1bcabf2254093d5a285631233f5dfc1bf870acfc5ae37c460e2ca9607d3e17db",
    "2186812a6597150e7e00bf0c0cd6b843cd7e07fede81b8a45edec7bdf388d951",
    "5f68aaa933b136f101a898b189569ebd499b755bf5eea20e6612153b36ce7e6a",
    "acb2d2a90e7d2199f4825053ca46e27aa6b829b7cdf739bc56ac881e3f094507",
    "dfe37a936e8b6775f5cfe30ec708631113149473a50cf02ac157da0bbc01256e",
    "e9dabcf8adf546eee29e21f3ef52b7adbb4169b3731a0b75c26adc94f90c3ea0",
];

/// All tables, indexes, triggers and views. Names that begin with `sqlite_` belong to SQLite. Views that begin with `v1_` are
/// of no version: they follow the fields ([`super::views`]), and no query of this tool reads them.
const OBJECTS: &str = "SELECT name, type, tbl_name, sql FROM sqlite_schema
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT (type = 'view' AND name LIKE 'v1\\_%' ESCAPE '\\')";

/// A table, index, trigger or view.
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

/// Returns the first difference from the schema this program creates in this version; `None` if there is none.
pub(in crate::workspace) fn fault(connection: &Connection, version: i64) -> rusqlite::Result<Option<String>> {
    let found = read(connection)?;
    if has_digest_of(version, &found) {
        return Ok(None);
    }
    let expected = expected(version)?;
    let differs = expected.iter().find(|(name, object)| found.get(*name) != Some(object));
    if let Some((name, object)) = differs {
        return Ok(Some(format!("its {} {name} is not as contacts makes it", object.kind)));
    }
    // Tables and views of other programs are accepted: no query of this tool reads them. Only what is attached to one
    // of its own tables acts on it.
    let mut foreign = found.iter().filter(|(name, _)| !expected.contains_key(*name));
    // A trigger keeps the name of its table as it was typed, in any case.
    let is_own = |table: &str| expected.keys().any(|own| own.eq_ignore_ascii_case(table));
    let acting = foreign.find(|(_, object)| is_own(&object.table));
    Ok(acting.map(|(_, object)| {
        let article = if object.kind.starts_with('i') { "an" } else { "a" };
        format!("it has {article} {} of another program on its table {}", object.kind, object.table)
    }))
}

/// Returns the tables of this program that exist. Their names are those of the migrations and need no quoting.
pub(in crate::workspace) fn own_tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let expected = expected(migrations::SCHEMA_VERSION)?;
    let is_own = |name: &str| expected.get(name).is_some_and(|object| object.kind == "table");
    let found = read(connection)?.into_iter().filter(|(name, object)| object.kind == "table" && is_own(name));
    Ok(found.map(|(name, _)| name).collect())
}

fn read(connection: &Connection) -> rusqlite::Result<Schema> {
    connection.prepare(OBJECTS)?.query_map([], Object::read)?.collect()
}

/// Returns true if the schema has the known digest of this version.
fn has_digest_of(version: i64, schema: &Schema) -> bool {
    let index = usize::try_from(version - 1).ok();
    index.and_then(|index| DIGESTS.get(index)).is_some_and(|known| *known == digest(schema))
}

/// SHA-256 of all objects, by name, in hexadecimal.
fn digest(schema: &Schema) -> String {
    let mut sha256 = Sha256::new();
    for (name, Object { kind, table, sql }) in schema {
        for text in [name, kind, table, sql] {
            sha256.update(text.as_bytes());
            // A separator, so that no two schemas run together into the same bytes.
            sha256.update([0]);
        }
    }
    to_hex(&sha256.finalize())
}

/// The schema of a version, created in memory.
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
    fn the_digests_are_those_of_the_schemas() {
        let versions = 1..=migrations::SCHEMA_VERSION;
        let made: Vec<String> = versions.map(|version| digest(&expected(version).unwrap())).collect();
        assert_eq!(made, DIGESTS);
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
            ("CREATE TRIGGER t AFTER INSERT ON Contacts BEGIN SELECT 1; END", "trigger"),
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
