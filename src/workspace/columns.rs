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

/// Returns IDs as a JSON list, which one parameter of a query takes.
pub(super) fn json_ids(ids: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}
