//! The columns of a mapping file: one is named by its header, or by its position where it has none.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Error};

use crate::model::{ColumnChoice, NameOrder, name_key};

/// A fault, and its offset in the text, in bytes.
type Fault = (usize, String);

#[derive(Deserialize)]
struct Columns {
    #[serde(default)]
    columns: Vec<Spanned<ColumnText>>,
}

/// A column as it is written. People leave the position away.
#[derive(Deserialize)]
pub(super) struct ColumnText {
    header: Option<String>,
    position: Option<usize>,
    field: Option<String>,
    split: Option<NameOrder>,
}

/// Reads the columns.
pub(super) fn read(table: &Spanned<DeTable<'_>>) -> Result<Vec<Spanned<ColumnText>>, Error> {
    Ok(super::read::<Columns>(table)?.columns)
}

/// Checks the columns and returns the choices that they make. Without a position a column has that of its line, which finds
/// nothing as long as its header is unique.
pub(super) fn check(columns: Vec<Spanned<ColumnText>>) -> Result<Vec<ColumnChoice>, Fault> {
    let mut seen = HashSet::new();
    let mut choices = Vec::with_capacity(columns.len());
    for (column, place) in columns.into_iter().zip(1..) {
        let at = column.span().start;
        let ColumnText { header, position, field, split } = column.into_inner();
        let header = header.unwrap_or_default();
        let is_first = seen.insert(name_key(&header));
        match position {
            None if header.is_empty() => {
                return Err((at, "a column needs its header, or its position where it has none".to_owned()));
            }
            None if !is_first => {
                return Err((at, format!("another column has the header '{header}' too: give both their positions")));
            }
            Some(0) => return Err((at, format!("the column '{header}' has position 0; positions count from 1"))),
            _ => choices.push(ColumnChoice { header, position: position.unwrap_or(place), field, split }),
        }
    }
    Ok(choices)
}
