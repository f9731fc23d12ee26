//! The identifiers of a row, as the prescan reads them.

use crate::matching::MAX_IDENTIFIERS;
use crate::model::{Few, Key, PackedPhone};

/// Identifiers of a row that have a value, the strongest first.
pub(in crate::import) type ScannedKeys = Few<RowKey>;

/// Identifier of a row.
pub(in crate::import) struct RowKey {
    /// Index among the identifiers of the import, from 0.
    pub(in crate::import) by: usize,
    pub(in crate::import) key: Key,
    /// True if the cell has nothing to report, whatever the columns show, and need not be parsed again.
    pub(super) is_plain: bool,
    /// True if it is an identifier only if bare phone numbers turn out to be international.
    pub(in crate::import) is_provisional: bool,
}

impl RowKey {
    /// Returns the packed phone number; empty if the key is another identifier.
    pub(in crate::import) fn packed(&self) -> PackedPhone {
        let Key::Phone(number) = &self.key else { return PackedPhone::default() };
        let number = PackedPhone::new(number);
        let number = if self.is_plain { number } else { number.needs_reparse() };
        if self.is_provisional { number.provisional() } else { number }
    }

    /// Returns the bit that tells weaker identifiers that the row has this one.
    pub(in crate::import) fn bit(&self) -> u64 {
        let place = if self.is_provisional { self.by + MAX_IDENTIFIERS } else { self.by };
        1 << place
    }
}
