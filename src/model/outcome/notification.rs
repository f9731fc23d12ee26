//! Notifications of imports that ended.

use serde::{Deserialize, Serialize};

use super::Counts;
use crate::model::Timestamp;

/// Outcome that a notification reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotificationStatus {
    /// The import is done.
    Imported,
    /// The import is done, and some rows are in error.
    ImportedWithErrors,
    /// The import failed; nothing changed.
    Failed,
    /// The import was refused; nothing changed.
    Refused,
    /// Another import was running.
    Busy,
    /// The import was interrupted; nothing changed.
    Interrupted,
    /// The process of the import ended before it was done; nothing changed.
    Killed,
    /// The import ended, but its e-mail or command could not be delivered.
    Undelivered,
}

impl NotificationStatus {
    /// All statuses.
    pub const ALL: [Self; 8] = [
        Self::Imported,
        Self::ImportedWithErrors,
        Self::Failed,
        Self::Refused,
        Self::Busy,
        Self::Interrupted,
        Self::Killed,
        Self::Undelivered,
    ];

    /// Returns the stable name in the workspace and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::ImportedWithErrors => "imported-with-errors",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Interrupted => "interrupted",
            Self::Killed => "killed",
            Self::Undelivered => "undelivered",
        }
    }

    /// Returns the status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Returns the status of a completed import.
    pub fn of_counts(counts: &Counts) -> Self {
        if counts.errors > 0 { Self::ImportedWithErrors } else { Self::Imported }
    }
}

/// Notification of an import that ended (spec section 8). It holds no cell value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// End of the import, to the millisecond.
    pub created_at: Timestamp,
    /// Outcome.
    pub status: NotificationStatus,
    /// File name of the source.
    pub source: String,
    /// ID of the import, if it has one.
    pub import_id: Option<i64>,
    /// Code of the failure, as in `--json`; for a completed import, the code of the note on a field that was left out.
    pub code: Option<String>,
    /// The event, in a sentence.
    pub message: String,
    /// Counts of a completed import.
    pub counts: Option<Counts>,
    /// Exit code of the process; `None` if it was killed, or if an earlier version left the notification.
    #[serde(default)]
    pub exit_code: Option<u8>,
}

impl Notification {
    /// Returns the exit code of the process, also where an earlier version left it to the status.
    pub fn exit_code(&self) -> Option<u8> {
        self.exit_code.or(match self.status {
            NotificationStatus::Imported => Some(0),
            NotificationStatus::ImportedWithErrors => Some(3),
            NotificationStatus::Refused => Some(4),
            NotificationStatus::Busy => Some(75),
            NotificationStatus::Interrupted => Some(130),
            NotificationStatus::Failed | NotificationStatus::Killed | NotificationStatus::Undelivered => None,
        })
    }

    /// Returns true if it deserves attention: an import that failed, or left out rows or fields.
    pub fn is_problem(&self) -> bool {
        self.status != NotificationStatus::Imported || self.code.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::NotificationStatus;

    #[test]
    fn a_status_is_found_by_its_name() {
        for status in NotificationStatus::ALL {
            assert_eq!(NotificationStatus::from_name(status.as_str()), Some(status));
        }
        assert_eq!(NotificationStatus::from_name("done"), None);
    }
}
