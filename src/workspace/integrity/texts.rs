//! Whether every text can be read as this program reads it. SQLite keeps what it is given: a flipped bit makes bytes of a
//! name that are no UTF-8, and neither its integrity check nor its queries mind.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::super::schema;

/// As many are told.
const MAX_REPORTED: usize = 10;

/// Gives a connection the function `is_text(value, …)`: whether each value is a text in UTF-8, or NULL.
pub(in crate::workspace) fn add_to(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("is_text", -1, flags, |context: &Context<'_>| {
        Ok((0..context.len()).all(|index| match context.get_raw(index) {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).is_ok(),
            value => value == ValueRef::Null,
        }))
    })
}

/// Where a text cannot be read: `contact 12: a text that is no UTF-8`. Values are not shown.
pub(in crate::workspace) fn unreadable(connection: &Connection) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for table in schema::own_tables(connection)? {
        let columns = text_columns(connection, &table)?;
        if columns.is_empty() {
            continue;
        }
        let sql = format!(
            "SELECT {} FROM {table} WHERE NOT is_text({}) LIMIT {MAX_REPORTED}",
            row_of(&table),
            columns.join(", ")
        );
        let rows: Vec<i64> = connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
        found.extend(rows.into_iter().map(|row| match table.as_str() {
            "contacts" | "contact_values" => format!("contact {row}: a text that is no UTF-8"),
            _ => format!("the table {table}: a text that is no UTF-8"),
        }));
    }
    found.truncate(MAX_REPORTED);
    Ok(found)
}

/// What tells people which row of a table it is.
fn row_of(table: &str) -> &'static str {
    match table {
        "contacts" => "id",
        "contact_values" => "contact_id",
        _ => "0",
    }
}

fn text_columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::migrations;

    #[test]
    fn a_text_that_is_no_utf8_is_found_wherever_it_is() {
        let connection = Connection::open_in_memory().unwrap();
        add_to(&connection).unwrap();
        migrations::migrate(&connection).unwrap();
        assert!(unreadable(&connection).unwrap().is_empty());
        connection
            .execute_batch(
                "INSERT INTO contacts (id, first_name, created_at, updated_at, created_by)
                   VALUES (7, cast(x'c141' AS TEXT), 0, 0, 1), (8, 'Zoë', 0, 0, 1);
                 INSERT INTO contact_values (contact_id, field_id, value) VALUES (9, 101, cast(x'ff' AS TEXT));
                 INSERT INTO tags (name, name_key) VALUES (cast(x'80' AS TEXT), 'x')",
            )
            .unwrap();
        let mut found = unreadable(&connection).unwrap();
        found.sort();
        assert_eq!(
            found,
            [
                "contact 7: a text that is no UTF-8",
                "contact 9: a text that is no UTF-8",
                "the table tags: a text that is no UTF-8"
            ]
        );
    }
}
