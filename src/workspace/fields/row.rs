//! How contact fields are stored: one as a row of its table, the values of the standard ones as columns of the contacts.

use rusqlite::Row;

use crate::model::{Field, FieldId, FieldKind};

/// Columns of the contacts for the standard fields, indexed by [`FieldId::standard_index`].
pub(in crate::workspace) const STANDARD_COLUMNS: [&str; FieldId::STANDARD_TEXT_FIELDS] =
    ["first_name", "last_name", "phone", "email", "country", "language"];

/// Reads ID, name and kind of a field. Options are filled in later.
pub(in crate::workspace) fn read_field(row: &Row<'_>) -> rusqlite::Result<Field> {
    let kind = FieldKind::from_name(row.get_ref(2)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Field { id: FieldId(row.get(0)?), name: row.get(1)?, kind })
}
