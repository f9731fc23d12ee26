//! Advice on the history: entries that are not there, or cannot be undone.

use super::{Hint, SEE_HISTORY};
use crate::ops::history::HistoryError;
use crate::workspace::UndoRefusal;

impl Hint for HistoryError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoImport { .. } | Self::NoEntry { .. } => Some(SEE_HISTORY.to_owned()),
            Self::UndoRefused { refusal, .. } => refusal.hint(),
        }
    }
}

impl Hint for UndoRefusal {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown | Self::SwitchedSince(_) | Self::Pruned(_) => SEE_HISTORY.to_owned(),
            Self::UndoneAlready(by) => format!("bring it back with: contacts undo {by}"),
            Self::NameTaken(_) => "rename that one first: contacts fields rename OLD NEW".to_owned(),
            Self::FieldIsBack => "remove it again with: contacts fields remove NAME".to_owned(),
            Self::Lost(_) => "take back first what merged or deleted that one; see: contacts history".to_owned(),
            Self::Forgot | Self::IsPruning => return None,
        })
    }
}
