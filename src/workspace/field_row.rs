//! A contact field as a row of its table.

use rusqlite::Row;

use crate::model::{Field, FieldId, FieldKind};

/// Reads ID, name and kind of a field. Options are filled in later.
pub(super) fn read_field(row: &Row<'_>) -> rusqlite::Result<Field> {
    let kind = FieldKind::from_name(row.get_ref(2)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Field { id: FieldId(row.get(0)?), name: row.get(1)?, kind })
}
