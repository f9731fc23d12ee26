//! Contact fields as CSV, which an import reads back unchanged.

use super::{ContactFormat, ExportedContact};
use crate::model::{ContactChange, FieldId, Target, join_tags};
use crate::report::{CsvStyle, RowWriter};

/// Header of what became of a contact.
pub(super) const CHANGE: &str = "Change";

/// CSV with a column for each of these fields, by its name.
#[derive(Debug)]
pub struct ContactTable {
    columns: Vec<(String, Target)>,
    tells_changes: bool,
    rows: RowWriter,
}

impl ContactTable {
    /// Creates the form of these columns, each with its header.
    pub fn new(columns: impl IntoIterator<Item = (String, Target)>) -> Self {
        let columns: Vec<(String, Target)> = columns.into_iter().collect();
        let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: columns.len() });
        Self { columns, tells_changes: false, rows }
    }

    /// Tells in the first column what became of each contact: `added`, `changed` or `removed`.
    #[must_use]
    pub fn telling_changes(self) -> Self {
        Self { tells_changes: true, rows: self.rows.with_columns(self.columns.len() + 1), ..self }
    }
}

impl ContactFormat for ContactTable {
    fn begin(&self, out: &mut Vec<u8>) {
        let change = self.tells_changes.then_some(CHANGE);
        self.rows.header(change.into_iter().chain(self.columns.iter().map(|(header, _)| header.as_str())), &[], out);
    }

    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let id = contact.contact.id.to_string();
        let tags = join_tags(contact.tags.iter().copied());
        let cells = self.columns.iter().map(|(_, column)| match column {
            Target::ContactId => id.as_bytes(),
            Target::Field(FieldId::TAGS) => tags.as_bytes(),
            Target::Field(other) => contact.value(*other).as_bytes(),
        });
        let change = self.tells_changes.then(|| contact.change.map_or("", ContactChange::as_str).as_bytes());
        self.rows.row(change.into_iter().chain(cells), &[], out);
    }
}
