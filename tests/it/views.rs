//! The views `v1_*` of the workspace, by which other programs read it (docs/sql.md): they follow the fields, and nobody's
//! changes to them matter.

use std::path::Path;

use crate::support::TestEnv;

const LIST: &str = "First Name,Phone Number,Country,Tags,Shoe size,Born\n\
                    Ann,+60123000001,MY,vip;blog,42,1990-02-28\nBob,+60123000002,,,7.5,\nCem,+60123000003,DE,,,\n";

fn open(workspace: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(workspace).expect("a workspace")
}

/// The rows of a query, each as text with `|` between its values.
#[track_caller]
fn rows(workspace: &Path, sql: &str) -> Vec<String> {
    let database = open(workspace);
    let mut statement = database.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let text = |at| {
            row.get::<_, rusqlite::types::Value>(at).map(|value| match value {
                rusqlite::types::Value::Null => "-".to_owned(),
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Real(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Blob(_) => "blob".to_owned(),
            })
        };
        Ok((0..columns).map(text).collect::<Result<Vec<_>, _>>()?.join("|"))
    };
    let found = statement.query_map([], row).expect("rows").map(|row| row.expect("a row"));
    found.collect()
}

fn columns(workspace: &Path) -> Vec<String> {
    let database = open(workspace);
    let statement = database.prepare("SELECT * FROM v1_contacts").expect("the view");
    statement.column_names().map(str::to_owned).collect()
}

/// An environment with three people and two fields that their import created.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("list.csv", LIST);
    let fields = "--create-field 'Shoe size=:number' --create-field Born=:date";
    env.import("list.csv", &format!("--purpose add --id phone {fields}")).done();
    env
}

#[test]
fn a_field_is_a_column_with_its_value_and_times_are_rfc_3339() {
    let env = env();
    let workspace = env.workspace();
    assert_eq!(
        columns(&workspace),
        [
            "contact_id",
            "First Name",
            "Last Name",
            "Phone Number",
            "Email",
            "Country",
            "Language",
            "Tags",
            "Shoe size",
            "Born",
            "created_at",
            "updated_at"
        ]
    );
    let now = crate::support::names::NOW;
    assert_eq!(
        rows(&workspace, "SELECT * FROM v1_contacts WHERE contact_id = 1"),
        [format!("1|Ann|-|+60123000001|-|MY|-|vip,blog|42|1990-02-28|{now}|{now}")]
    );
    // A number is a number: as a text, each would be greater than 10.
    assert_eq!(rows(&workspace, "SELECT \"First Name\" FROM v1_contacts WHERE \"Shoe size\" > 10"), ["Ann"]);
}

#[test]
fn values_tags_imports_and_changes_have_their_views() {
    let env = env();
    env.run("edit 2 'Shoe size=8' --add-tag vip").done();
    env.run("delete 3 --yes").done();
    let workspace = env.workspace();
    assert_eq!(
        rows(&workspace, "SELECT * FROM v1_values WHERE contact_id = 2 ORDER BY field"),
        ["2|First Name|text|Bob", "2|Phone Number|phone|+60123000002", "2|Shoe size|number|8"]
    );
    assert_eq!(rows(&workspace, "SELECT * FROM v1_tags ORDER BY 1, 2"), ["1|blog", "1|vip", "2|vip"]);
    let import = "SELECT import_id, purpose, identifier, rows, imported, updated, errors, undone FROM v1_imports";
    assert_eq!(rows(&workspace, import), ["1|add|phone|3|3|0|0|0"]);
    let changes = "SELECT history_id, kind, contact_id, change, field, before, after FROM v1_changes
                   WHERE change <> 'changed' OR kind = 'edit' ORDER BY 1, 3, 4, 5";
    assert_eq!(
        rows(&workspace, changes),
        [
            "1|import|1|added|-|-|-",
            "1|import|2|added|-|-|-",
            "1|import|3|added|-|-|-",
            "2|edit|2|changed|Shoe size|7.5|8",
            "2|edit|2|changed|Tags|-|vip",
            "3|delete|3|removed|-|-|-",
        ]
    );
}

#[test]
fn the_columns_follow_every_change_of_the_fields() {
    let env = env();
    let custom = || columns(&env.workspace())[8..].iter().rev().skip(2).rev().cloned().collect::<Vec<_>>();
    assert_eq!(custom(), ["Shoe size", "Born"]);
    env.run("fields add 'say \"hi\"; DROP TABLE contacts'").done();
    env.run("fields rename Born Birthday").done();
    assert_eq!(custom(), ["Shoe size", "Birthday", "say \"hi\"; DROP TABLE contacts"]);
    env.run("fields remove 'Shoe size' --yes").done();
    assert_eq!(custom(), ["Birthday", "say \"hi\"; DROP TABLE contacts"]);
    env.run("undo 2 --yes").done();
    assert_eq!(custom(), ["Shoe size", "Birthday", "say \"hi\"; DROP TABLE contacts"]);
    assert_eq!(rows(&env.workspace(), "SELECT \"Shoe size\" FROM v1_contacts WHERE contact_id = 2"), ["7.5"]);
    env.run("backup copy.db").done();
    assert_eq!(columns(&env.path("copy.db")), columns(&env.workspace()));
}

#[test]
fn a_field_of_the_name_of_an_own_column_is_told_apart() {
    let env = env();
    env.run("fields add created_at").done();
    assert_eq!(columns(&env.workspace())[10..], ["created_at (field)", "created_at", "updated_at"]);
}

#[test]
fn fields_that_are_called_like_a_column_told_apart_have_columns_too() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let names = ["Created_At", "created_at (field)", "CREATED_AT (FIELD) (field)", "rowid", "order", "a]b", "a\"b"];
    for name in names {
        env.run(&format!("fields add '{name}'")).done();
        env.run(&format!("edit 1 '{name}={name}'")).done();
    }
    // SQLite takes names of columns for equal that differ in the case of ASCII letters alone.
    let own = [
        "Created_At (field)",
        "created_at (field) (field)",
        "CREATED_AT (FIELD) (field) (field)",
        "rowid",
        "order",
        "a]b",
        "a\"b",
    ];
    let of_view = columns(&env.workspace());
    assert!(own.iter().all(|name| of_view.iter().any(|column| column == name)), "{of_view:?}");
    env.run("export all.db").done();
    let database = rusqlite::Connection::open(env.path("all.db")).unwrap();
    for (column, value) in own.iter().zip(names) {
        let sql = format!("SELECT \"{}\" FROM contacts", column.replace('"', "\"\""));
        let found: String = database.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(found, value, "{column}");
    }
}

#[test]
fn a_view_that_a_received_workspace_brings_answers_nothing_and_is_made_anew() {
    let env = env();
    let database = open(&env.workspace());
    database
        .execute_batch(
            "DROP VIEW v1_contacts; CREATE VIEW v1_contacts AS SELECT 666 AS contact_id, load_extension('evil') AS x;
             CREATE TRIGGER t INSTEAD OF INSERT ON v1_contacts BEGIN DELETE FROM contacts; END;
             DROP VIEW v1_tags",
        )
        .expect("a doctored workspace");
    drop(database);
    let before = env.workspace_bytes();
    assert_eq!(env.people().len(), 3);
    env.run("export all.csv").done();
    assert!(before == env.workspace_bytes(), "what only reads writes no view");
    env.run("tags rename vip VIP").done();
    assert_eq!(rows(&env.workspace(), "SELECT count(*) FROM v1_contacts"), ["3"]);
    assert_eq!(rows(&env.workspace(), "SELECT tag FROM v1_tags ORDER BY 1"), ["VIP", "blog"]);
    assert_eq!(rows(&env.workspace(), "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), ["0"]);
}

#[test]
fn a_workspace_without_views_gets_them_with_its_next_change() {
    let env = env();
    let names = ["v1_contacts", "v1_values", "v1_tags", "v1_imports", "v1_changes"];
    for name in names {
        open(&env.workspace()).execute_batch(&format!("DROP VIEW {name}")).expect("a view");
    }
    env.run("add 'First Name=Dan' 'Phone Number=+60123000004' --yes").done();
    for name in names {
        assert!(!rows(&env.workspace(), &format!("SELECT * FROM {name}")).is_empty(), "{name}");
    }
}
