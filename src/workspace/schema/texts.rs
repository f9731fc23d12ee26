//! Check that every text in the workspace is UTF-8. SQLite stores any bytes as text: neither its integrity check nor
//! its queries notice a flipped bit in a name.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::check;

/// Maximum number of unreadable texts reported.
const MAX_REPORTED_TEXTS: usize = 10;

/// Registers the SQL function `is_text(value, …)`: true if each value is NULL or text in UTF-8.
pub(in crate::workspace) fn add_to(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("is_text", -1, flags, |context: &Context<'_>| {
        Ok((0..context.len()).all(|index| match context.get_raw(index) {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).is_ok(),
            value => value == ValueRef::Null,
        }))
    })
}

/// Returns where a text cannot be read, such as `contact 12: a text that is no UTF-8`. Values are not shown.
pub(in crate::workspace) fn unreadable(connection: &Connection) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for table in check::own_tables(connection)? {
        let columns = text_columns(connection, &table)?;
        if columns.is_empty() {
            continue;
        }
        let sql = format!(
            "SELECT {} FROM {table} WHERE NOT is_text({}) LIMIT {MAX_REPORTED_TEXTS}",
            row_of(&table),
            columns.join(", ")
        );
        let rows: Vec<i64> = connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
        found.extend(rows.into_iter().map(|row| match table.as_str() {
            "contacts" | "contact_values" => format!("contact {row}: a text that is no UTF-8"),
            _ => format!("the table {table}: a text that is no UTF-8"),
        }));
    }
    found.truncate(MAX_REPORTED_TEXTS);
    Ok(found)
}

/// Column that identifies a row of a table to the user.
fn row_of(table: &str) -> &'static str {
    match table {
        "contacts" => "id",
        "contact_values" => "contact_id",
        _ => "0",
    }
}

/// Columns of a table that are declared as text.
fn text_columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::schema::migrations;

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
