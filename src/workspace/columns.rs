//! Values as columns hold them: those of contact fields, texts, moments, counts, names, JSON and lists of IDs.

use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Type, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{self, Purpose, Text, Timestamp};

/// SQL for the value that the row of `contacts` has in the field whose ID `field` gives; NULL if it has none.
pub(super) fn value_of(field: &str) -> String {
    format!(
        "CASE {field} WHEN 1 THEN contacts.first_name WHEN 2 THEN contacts.last_name WHEN 3 THEN contacts.phone
           WHEN 4 THEN contacts.email WHEN 5 THEN contacts.country WHEN 6 THEN contacts.language
           ELSE (SELECT contact_values.value FROM contact_values
                 WHERE contact_values.contact_id = contacts.id AND contact_values.field_id = {field}) END"
    )
}

/// Reads a text column, without an allocation if the value is short.
pub(super) fn text_column(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Text>> {
    Ok(row.get_ref(index)?.as_str_or_null()?.map(Text::from))
}

/// Reader of a row with many columns, each by its name.
// rusqlite compares a name with those of all columns before it: by that, a history of 3,000 imports took a third longer.
// Here a column that is read in the order of the query is found at once.
pub(super) struct ColumnReader<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> ColumnReader<'r, 's> {
    /// Reads a row from its first column on.
    pub(super) fn new(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    /// Reads a column.
    pub(super) fn get<T: FromSql>(&mut self, name: &str) -> rusqlite::Result<T> {
        let index = self.find(name)?;
        self.row.get(index)
    }

    /// Reads a count.
    pub(super) fn count(&mut self, name: &str) -> rusqlite::Result<u64> {
        self.get(name).map(i64::cast_unsigned)
    }

    /// Parses a JSON column.
    pub(super) fn json<T: DeserializeOwned>(&mut self, name: &str) -> rusqlite::Result<T> {
        let index = self.find(name)?;
        from_json(self.row, index)
    }

    fn find(&mut self, name: &str) -> rusqlite::Result<usize> {
        let statement = self.row.as_ref();
        let is_next = statement.column_name(self.next).is_ok_and(|next| next == name);
        let index = if is_next { self.next } else { statement.column_index(name)? };
        self.next = index + 1;
        Ok(index)
    }
}

/// Converts a stored time, in milliseconds since 1970 (UTC): the times of the history.
// A number beyond the calendar, some 262,000 years, becomes 1970 here and below: this tool writes none, and one damaged time
// must not keep a contact or the whole history from being read.
pub(super) fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Converts a stored time, in seconds since 1970 (UTC): the times of contacts and saved mappings.
pub(super) fn moment_of_seconds(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).unwrap_or_default()
}

/// Writes JSON for a column.
pub(super) fn to_json(value: &impl Serialize) -> rusqlite::Result<String> {
    model::to_json(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// Parses a JSON column.
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(index)?.as_str()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, error.into()))
}

/// Parses a column that holds the name of a variant.
pub(super) fn from_name<T>(column: ValueRef<'_>, parse: impl FnOnce(&str) -> Option<T>) -> FromSqlResult<T> {
    let name = column.as_str()?;
    parse(name).ok_or_else(|| FromSqlError::Other(format!("the name '{name}' is not known").into()))
}

impl FromSql for Purpose {
    fn column_result(column: ValueRef<'_>) -> FromSqlResult<Self> {
        from_name(column, Self::from_name)
    }
}

impl ToSql for Purpose {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

/// A delimiter: one ASCII character.
pub(super) struct Delimiter(pub(super) u8);

impl FromSql for Delimiter {
    fn column_result(column: ValueRef<'_>) -> FromSqlResult<Self> {
        match column.as_str()?.as_bytes() {
            [delimiter] => Ok(Self(*delimiter)),
            other => Err(FromSqlError::Other(format!("a delimiter of {} bytes", other.len()).into())),
        }
    }
}

/// Returns IDs as a JSON list, which one parameter of a query takes.
pub(super) fn json_ids(ids: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Reads the row that a query returns.
    fn read<T>(sql: &str, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        Connection::open_in_memory().unwrap().query_row(sql, [], read)
    }

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let numbers = |row: &Row<'_>| {
            let columns = &mut ColumnReader::new(row);
            ["one", "two", "four", "three", "four", "one"].into_iter().map(|name| columns.count(name)).collect()
        };
        let found: Vec<u64> = read("SELECT 1 AS one, 2 AS two, 3 AS three, 4 AS four", numbers).unwrap();
        assert_eq!(found, [1, 2, 4, 3, 4, 1]);
        let missing = read("SELECT 1 AS one", |row| ColumnReader::new(row).count("two")).unwrap_err();
        assert!(matches!(missing, rusqlite::Error::InvalidColumnName(_)), "{missing}");
    }

    #[test]
    fn what_no_version_wrote_is_an_error_and_not_a_guess() {
        assert_eq!(read("SELECT 'add-all'", |row| row.get(0)), Ok(Purpose::AddAll));
        assert!(read("SELECT 'guess'", |row| row.get::<_, Purpose>(0)).is_err());
        assert_eq!(read("SELECT ';'", |row| Ok(row.get::<_, Delimiter>(0)?.0)), Ok(b';'));
        for damaged in ["''", "';;'", "'é'"] {
            assert!(read(&format!("SELECT {damaged}"), |row| row.get::<_, Delimiter>(0)).is_err(), "{damaged}");
        }
    }
}
