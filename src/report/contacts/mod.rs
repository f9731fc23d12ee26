//! Contacts in the forms that other programs read: a table, vCard, the CSV files of address books.

mod changes_file;
mod program;
mod program_columns;
mod table;
mod vcard;
mod vcard_line;

pub use changes_file::check_changes_replaceable;
pub use program::{Program, ProgramTable};
pub use table::ContactTable;
pub use vcard::{VCardVersion, VCards};

use crate::model::{Contact, ContactChange, FieldId, KnownField, KnownFields, Text, Timestamp};

/// A contact with what an export writes of it besides its fields.
#[derive(Debug, Clone)]
pub struct ExportedContact<'a> {
    /// The contact.
    pub contact: &'a Contact,
    /// Names of its tags.
    pub tags: Vec<&'a str>,
    /// Time at which one of its fields last changed.
    pub updated_at: Timestamp,
    /// What became of it, where that is told.
    pub change: Option<ContactChange>,
}

impl ExportedContact<'_> {
    /// Value of a field other than Tags; empty if it has none.
    fn value(&self, field: FieldId) -> &str {
        self.contact.value(field).map_or("", Text::as_str)
    }

    /// Value of the field of this meaning; empty if there is none.
    fn known(&self, known: &KnownFields, meaning: KnownField) -> &str {
        known.field(meaning).map_or("", |field| self.value(field))
    }
}

/// Form in which contacts are written to a file, one after another.
pub trait ContactFormat {
    /// Appends what stands before the first contact.
    fn begin(&self, out: &mut Vec<u8>);

    /// Appends one contact.
    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>);
}
