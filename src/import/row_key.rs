//! The identifier of a row, as the prescan reads it.

use crate::model::{Key, PackedPhone};

/// Identifier of a row.
pub(super) struct RowKey {
    pub(super) key: Key,
    /// True if the cell has nothing to report and need not be parsed again.
    pub(super) is_plain: bool,
    /// True if it is an identifier only if bare phone numbers turn out to be international.
    pub(super) is_provisional: bool,
}

impl RowKey {
    /// Returns the packed phone number; empty if the key is another identifier.
    pub(super) fn packed(&self) -> PackedPhone {
        let Key::Phone(number) = &self.key else { return PackedPhone::default() };
        let number = PackedPhone::new(number);
        let number = if self.is_plain { number } else { number.needs_reparse() };
        if self.is_provisional { number.provisional() } else { number }
    }
}
