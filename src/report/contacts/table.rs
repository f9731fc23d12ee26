//! Contact fields as CSV, which an import reads back unchanged.

use super::{ContactFormat, ExportedContact};
use crate::model::{FieldId, Target, join_tags};
use crate::report::{CsvStyle, RowWriter};

/// CSV with a column for each of these fields, by its name.
#[derive(Debug)]
pub struct ContactTable {
    columns: Vec<(String, Target)>,
    rows: RowWriter,
}

impl ContactTable {
    /// Creates the form of these columns, each with its header.
    pub fn new(columns: impl IntoIterator<Item = (String, Target)>) -> Self {
        let columns: Vec<(String, Target)> = columns.into_iter().collect();
        Self { rows: RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: columns.len() }), columns }
    }
}

impl ContactFormat for ContactTable {
    fn begin(&self, out: &mut Vec<u8>) {
        self.rows.header(self.columns.iter().map(|(header, _)| header.as_str()), &[], out);
    }

    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let id = contact.contact.id.to_string();
        let tags = join_tags(contact.tags.iter().copied());
        let cells = self.columns.iter().map(|(_, column)| match column {
            Target::ContactId => id.as_bytes(),
            Target::Field(FieldId::TAGS) => tags.as_bytes(),
            Target::Field(other) => contact.value(*other).as_bytes(),
        });
        self.rows.row(cells, &[], out);
    }
}
