//! Why an entry of the history cannot be found or undone.

use crate::workspace::UndoRefusal;

/// Why an entry of the history cannot be found or undone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// No import of the history has this ID.
    #[error("there is no import {id} in the history")]
    NoImport {
        /// The ID.
        id: i64,
    },
    /// No entry of the history has this ID.
    #[error("{}", UndoRefusal::Unknown.message(*id))]
    NoEntry {
        /// The ID.
        id: i64,
    },
    /// An entry of the history cannot be undone.
    #[error("{}", refusal.message(*entry))]
    UndoRefused {
        /// The entry.
        entry: i64,
        /// Why.
        refusal: UndoRefusal,
    },
}

impl HistoryError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoImport { .. } => "import-not-found",
            Self::NoEntry { .. } => UndoRefusal::Unknown.code(),
            Self::UndoRefused { refusal, .. } => refusal.code(),
        }
    }
}
