//! The history: its entries by their IDs, what one changed, and what is pruned of old ones.

pub mod entry_changes;
mod error;
pub mod prune;

pub use error::HistoryError;

use super::OpsError;
use crate::workspace::{Entry, ImportEntry, Snapshot};

/// Returns the entry of this ID, of any kind.
///
/// # Errors
/// [`HistoryError::NoEntry`], or the workspace cannot be read.
pub fn find_entry(snapshot: &Snapshot<'_>, id: i64) -> Result<Entry, OpsError> {
    Ok(snapshot.entry(id)?.ok_or(HistoryError::NoEntry { id })?)
}

/// Returns the import of this ID.
///
/// # Errors
/// [`HistoryError::NoImport`], or the workspace cannot be read.
pub fn find_import(snapshot: &Snapshot<'_>, id: i64) -> Result<ImportEntry, OpsError> {
    Ok(snapshot.import(id)?.ok_or(HistoryError::NoImport { id })?)
}

/// Returns the import that an entry undid or redid, however often it was undone and redone before; `None` for an entry that
/// is about no import.
///
/// # Errors
/// When the workspace cannot be read.
pub fn undone_import(snapshot: &Snapshot<'_>, entry: &Entry) -> Result<Option<ImportEntry>, OpsError> {
    let mut undone = entry.undoes;
    while let Some(id) = undone {
        if let Some(import) = snapshot.import(id)? {
            return Ok(Some(import));
        }
        undone = snapshot.entry(id)?.and_then(|entry| entry.undoes);
    }
    Ok(None)
}
