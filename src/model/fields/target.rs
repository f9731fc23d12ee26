//! Targets: where the values of a column go.

use super::FieldId;

/// Destination of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Into a contact field.
    Field(FieldId),
    /// The Contact ID: it identifies the contact and is never written.
    ContactId,
}

impl Target {
    /// Returns true if several columns may go there: only Tags takes the union of their values (spec section 5).
    pub fn takes_several_columns(self) -> bool {
        self == Self::Field(FieldId::TAGS)
    }
}
