//! Values as columns hold them: those of contact fields, texts, moments, counts, names, JSON and lists of IDs.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Type, ValueRef};
use rusqlite::{Row, RowIndex};
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

/// Reads a count.
pub(super) fn count_column(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
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
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<T> {
    let index = column.idx(row.as_ref())?;
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
