//! All contact fields as CSV, which an import reads back unchanged.

use super::{ContactFormat, ExportedContact};
use crate::model::{Field, FieldId, join_tags};
use crate::report::{CsvStyle, RowWriter};

/// Header of the Contact ID.
const CONTACT_ID: &str = "Contact ID";

/// CSV with the Contact ID, then every field by its name.
// The Contact ID comes first, so that an edited file can be imported with `--id contact-id`.
#[derive(Debug)]
pub struct ContactTable {
    fields: Vec<Field>,
    rows: RowWriter,
}

impl ContactTable {
    /// Creates the form of these fields.
    pub fn new<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Self {
        let fields: Vec<Field> = fields.into_iter().cloned().collect();
        let columns = 1 + fields.len();
        Self { rows: RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns }), fields }
    }
}

impl ContactFormat for ContactTable {
    fn begin(&self, out: &mut Vec<u8>) {
        let names = self.fields.iter().map(|field| field.name.as_str());
        self.rows.header(std::iter::once(CONTACT_ID).chain(names), &[], out);
    }

    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let id = contact.contact.id.to_string();
        let tags = join_tags(contact.tags.iter().copied());
        let cells = self.fields.iter().map(|field| match field.id {
            FieldId::TAGS => tags.as_bytes(),
            other => contact.value(other).as_bytes(),
        });
        self.rows.row(std::iter::once(id.as_bytes()).chain(cells), &[], out);
    }
}
