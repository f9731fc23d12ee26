//! The views `v1_*`, by which other programs read a workspace (docs/sql.md): made by code from the fields, and kept with every
//! commit. The program itself never reads them.
//!
//! A column of a `v1_` view never changes its meaning. Columns in snake_case are the program's; those of contact fields have
//! the names of the fields.

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use crate::model::{CELL_SEPARATORS, Field, FieldId, FieldKind, OWN_COLUMN_SUFFIX};
use crate::workspace::fields::{STANDARD_COLUMNS, read_field};

/// Maximum number of custom fields with a column in `v1_contacts`: SQLite allows a view 2,000 columns. All are in
/// `v1_values`.
const MAX_CUSTOM_COLUMNS: usize = 1_900;

/// Columns of `v1_contacts` that are no contact fields.
const OWN_COLUMNS: [&str; 3] = ["contact_id", "created_at", "updated_at"];

const TAGS: &str = "CREATE VIEW v1_tags AS
SELECT contact_tags.contact_id AS contact_id, tags.name AS tag
FROM contact_tags JOIN tags ON tags.id = contact_tags.tag_id";

const IMPORTS: &str = "CREATE VIEW v1_imports AS
SELECT imports.id AS import_id, source,
  strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', finished_at / 1000.0, 'unixepoch') AS finished_at,
  purpose, identifier, import_tag, rows, imported, updated, unchanged, skipped, suppressed, errors, blank_rows, warnings,
  undone_by IS NOT NULL AS undone
FROM imports JOIN history ON history.id = imports.id";

/// Every change of the history: contacts, then fields, then tags. Which contacts an import added is told by the contacts
/// alone, or by what removed them.
const CHANGES: &str = "CREATE VIEW v1_changes AS
SELECT change.history_id AS history_id, history.kind AS kind,
  strftime('%Y-%m-%dT%H:%M:%fZ', history.started_at / 1000.0, 'unixepoch') AS changed_at,
  history.undone_by IS NOT NULL AS undone, change.contact_id AS contact_id, change.change AS change,
  change.field AS field, change.before AS before, change.after AS after, change.line AS line
FROM (
  SELECT created_by AS history_id, id AS contact_id, 'added' AS change, NULL AS field, NULL AS before, NULL AS after,
    created_line AS line FROM contacts
  UNION SELECT created_by, contact_id, 'added', NULL, NULL, NULL, created_line FROM journal_contacts
  UNION SELECT history_id, contact_id, 'added', NULL, NULL, NULL, created_line FROM journal_contacts WHERE added = 1
  UNION ALL SELECT history_id, contact_id, 'removed', NULL, NULL, NULL, NULL FROM journal_contacts WHERE added = 0
  UNION ALL SELECT journal.history_id, contact_id, 'changed', coalesce(fields.name, removed_fields.name), before, after, line
    FROM journal LEFT JOIN fields ON fields.id = field_id LEFT JOIN removed_fields ON removed_fields.id = field_id
  UNION ALL SELECT history_id, contact_id, 'changed', 'Tags', iif(added, NULL, tags.name), iif(added, tags.name, NULL), NULL
    FROM journal_tags LEFT JOIN tags ON tags.id = tag_id
) AS change JOIN history ON history.id = change.history_id";

/// Makes the views those of the fields that the workspace has now. Nothing is written where they are so already.
pub(in crate::workspace) fn refresh(connection: &Connection) -> rusqlite::Result<()> {
    let fields = read_fields(connection)?;
    for (name, sql) in definitions(&fields) {
        match find(connection, name)? {
            Some((kind, found)) if kind != "view" || found == sql => {} // A table of this name is another program's.
            Some(_) => connection.execute_batch(&format!("DROP VIEW {name}; {sql}"))?,
            None => connection.execute_batch(&sql)?,
        }
    }
    Ok(())
}

/// Removes the views. SQLite renames no table while a view reads what is missing, so a migration begins without them.
pub(super) fn drop_all(connection: &Connection) -> rusqlite::Result<()> {
    for (name, _) in definitions(&[]) {
        if find(connection, name)?.is_some_and(|(kind, _)| kind == "view") {
            connection.execute_batch(&format!("DROP VIEW {name}"))?;
        }
    }
    Ok(())
}

/// Kind and SQL of the object of this name.
fn find(connection: &Connection, name: &str) -> rusqlite::Result<Option<(String, String)>> {
    use rusqlite::OptionalExtension as _;
    const SQL: &str = "SELECT type, coalesce(sql, '') FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE";
    connection.prepare_cached(SQL)?.query_row([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn read_fields(connection: &Connection) -> rusqlite::Result<Vec<Field>> {
    const SQL: &str = "SELECT id, name, kind FROM fields ORDER BY id";
    connection.prepare_cached(SQL)?.query_map([], |row: &Row<'_>| read_field(row))?.collect()
}

/// Names and definitions of all views.
fn definitions(fields: &[Field]) -> [(&'static str, String); 5] {
    [
        ("v1_contacts", contacts(fields)),
        ("v1_values", values()),
        ("v1_tags", TAGS.to_owned()),
        ("v1_imports", IMPORTS.to_owned()),
        ("v1_changes", CHANGES.to_owned()),
    ]
}

/// One row a contact, one column a field.
fn contacts(fields: &[Field]) -> String {
    let columns = columns(fields).map(|(name, field)| format!("{} AS {}", expression(field), quoted(&name)));
    let seconds = |column: &str| format!("strftime('%Y-%m-%dT%H:%M:%SZ', {column}, 'unixepoch') AS {column}");
    let all: Vec<String> = std::iter::once("id AS contact_id".to_owned())
        .chain(columns)
        .chain(["created_at", "updated_at"].map(seconds))
        .collect();
    format!("CREATE VIEW v1_contacts AS SELECT\n  {}\nFROM contacts", all.join(",\n  "))
}

/// The fields that have a column, with its name.
pub(in crate::workspace) fn columns(fields: &[Field]) -> impl Iterator<Item = (String, &Field)> {
    let (standard, custom): (Vec<_>, Vec<_>) = fields.iter().partition(|field| !field.id.is_custom());
    let all = standard.into_iter().chain(custom.into_iter().take(MAX_CUSTOM_COLUMNS));
    // In the order of the fields, which is that of their age: a later field changes the name of no earlier column.
    let mut taken: HashSet<String> = OWN_COLUMNS.map(str::to_owned).into();
    all.map(move |field| (column_name(&field.name, &mut taken), field))
}

/// The name of a field, told apart from the program's own columns, and from fields that are called like this.
fn column_name(field: &str, taken: &mut HashSet<String>) -> String {
    let mut name = field.to_owned();
    while !taken.insert(name.to_ascii_lowercase()) {
        name += OWN_COLUMN_SUFFIX;
    }
    name
}

/// Type of a column, by which other programs know numbers and days.
pub(in crate::workspace) fn column_type(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Number => "NUMERIC",
        FieldKind::Date => "DATE",
        _ => "TEXT",
    }
}

/// SQL for the value of a field of the contact.
fn expression(field: &Field) -> String {
    if let Some(column) = field.id.standard_index().and_then(|index| STANDARD_COLUMNS.get(index)) {
        return (*column).to_owned();
    }
    if field.id == FieldId::TAGS {
        return joined_tags();
    }
    let value = match field.kind {
        // A text is never greater than a number: `"Shoe size" > 40` would hold for every contact.
        FieldKind::Number => "CAST(value AS NUMERIC)",
        _ => "value",
    };
    format!("(SELECT {value} FROM contact_values WHERE contact_id = contacts.id AND field_id = {})", field.id.0)
}

/// SQL for the tags of a contact in one text, as [`crate::model::join_tags`] makes it.
fn joined_tags() -> String {
    let separators: String = CELL_SEPARATORS.iter().filter(|c| !c.is_control()).collect();
    format!(
        "(SELECT group_concat(CASE WHEN name GLOB '*[\"{separators}]*' OR name GLOB '[[{{]*'
      THEN '\"' || replace(name, '\"', '\"\"') || '\"' ELSE name END, ',')
    FROM (SELECT name FROM contact_tags JOIN tags ON tags.id = tag_id WHERE contact_id = contacts.id ORDER BY tag_id))"
    )
}

/// One row for each value of each field but Tags.
fn values() -> String {
    let standard = STANDARD_COLUMNS.iter().zip(1..).map(|(column, id)| {
        format!("SELECT id AS contact_id, {id} AS field_id, {column} AS value FROM contacts WHERE {column} IS NOT NULL")
    });
    let custom = "SELECT contact_id, field_id, value FROM contact_values".to_owned();
    let all: Vec<String> = standard.chain([custom]).collect();
    format!(
        "CREATE VIEW v1_values AS
SELECT one.contact_id AS contact_id, fields.name AS field, fields.kind AS type, one.value AS value
FROM (
  {}
) AS one JOIN fields ON fields.id = one.field_id",
        all.join("\n  UNION ALL ")
    )
}

/// An SQL identifier: names of fields are any text.
pub(in crate::workspace) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::config::DbConfig;

    use super::*;
    use crate::model::{Timestamp, join_tags};
    use crate::workspace::Workspace;

    fn workspace() -> Workspace {
        let workspace = Workspace::in_memory(Timestamp::from_timestamp(1_700_000_000, 0).unwrap()).unwrap();
        // As every other program has it.
        workspace.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true).unwrap();
        workspace
    }

    fn field(id: i64, name: &str, kind: FieldKind) -> Field {
        Field { id: FieldId(id), name: name.to_owned(), kind }
    }

    fn columns_of(workspace: &Workspace) -> Vec<String> {
        let statement = workspace.connection.prepare("SELECT * FROM v1_contacts").unwrap();
        statement.column_names().map(str::to_owned).collect()
    }

    #[test]
    fn a_field_has_a_column_from_the_commit_that_adds_it_to_the_one_that_removes_it() {
        let workspace = workspace();
        let standard = columns_of(&workspace);
        assert_eq!(standard.first().map(String::as_str), Some("contact_id"));
        let change = workspace.change().unwrap();
        assert!(change.add_field(&field(101, "say \"hi\"", FieldKind::Text)).unwrap());
        assert!(change.add_field(&field(102, "Created_At", FieldKind::Date)).unwrap());
        assert!(change.add_field(&field(103, "Größe", FieldKind::List(Arc::default()))).unwrap());
        change.commit().unwrap();
        assert_eq!(
            columns_of(&workspace)[8..],
            ["say \"hi\"", "Created_At (field)", "Größe", "created_at", "updated_at"]
        );
        let change = workspace.change().unwrap();
        assert!(change.rename_field(FieldId(101), "Greeting").unwrap());
        change.commit().unwrap();
        assert_eq!(columns_of(&workspace)[8], "Greeting");
    }

    #[test]
    fn tags_are_joined_as_an_export_joins_them() {
        let workspace = workspace();
        let names = ["plain", "with, comma", "semi;colon", "quo\"te", "a|b", "名，字", "{x}", "'y'", "[z]", "a]b"];
        let sql = &workspace.connection;
        sql.execute("INSERT INTO contacts (id, created_at, updated_at, created_by) VALUES (1, 0, 0, 1)", []).unwrap();
        for name in names {
            sql.execute("INSERT INTO tags (name, name_key) VALUES (?1, ?1)", [name]).unwrap();
        }
        sql.execute("INSERT INTO contact_tags SELECT 1, id FROM tags", []).unwrap();
        let joined: String = sql.query_row("SELECT Tags FROM v1_contacts", [], |row| row.get(0)).unwrap();
        assert_eq!(joined, join_tags(names));
    }

    #[test]
    fn a_view_that_somebody_changed_is_made_again_and_a_table_of_its_name_is_left_alone() {
        let workspace = workspace();
        workspace
            .connection
            .execute_batch(
                "DROP VIEW v1_tags; CREATE VIEW V1_tags AS SELECT 'x' AS tag; DROP VIEW v1_imports; CREATE TABLE v1_imports (x)",
            )
            .unwrap();
        workspace.change().unwrap().commit().unwrap();
        let sql = |name| find(&workspace.connection, name).unwrap().unwrap();
        assert_eq!(sql("v1_tags"), ("view".to_owned(), TAGS.to_owned()));
        assert_eq!(sql("v1_imports").0, "table");
    }

    #[test]
    fn our_own_connections_cannot_read_a_view() {
        let workspace = Workspace::in_memory(Timestamp::default()).unwrap();
        assert!(workspace.connection.prepare("SELECT * FROM v1_tags").is_err());
    }
}
