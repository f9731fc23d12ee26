use serde::{Deserialize, Serialize};

use super::{Counts, Timestamp};

/// How what a notification is about has ended.
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
    /// The import ended, and what was to be sent about it could not be.
    Undelivered,
}

impl NotificationStatus {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Imported,
        Self::ImportedWithErrors,
        Self::Failed,
        Self::Refused,
        Self::Busy,
        Self::Interrupted,
        Self::Undelivered,
    ];

    /// Its stable name, as the workspace and JSON have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::ImportedWithErrors => "imported-with-errors",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Interrupted => "interrupted",
            Self::Undelivered => "undelivered",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// How an import ended that is done.
    pub fn of_counts(counts: &Counts) -> Self {
        if counts.errors > 0 { Self::ImportedWithErrors } else { Self::Imported }
    }
}

/// What is told of an import that ended (spec section 8). It holds no value of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// When it ended; kept to the millisecond.
    pub created_at: Timestamp,
    /// How it ended.
    pub status: NotificationStatus,
    /// The file name of the source.
    pub source: String,
    /// The import, if there is one.
    pub import_id: Option<i64>,
    /// The code of what went wrong, as `--json` has it; of an import that is done, the code of the note on a field that was
    /// left out.
    pub code: Option<String>,
    /// What happened, in a sentence.
    pub message: String,
    /// The counts of an import that is done.
    pub counts: Option<Counts>,
}

impl Notification {
    /// Whether it should be looked into: an import that did not end well, not for all rows, or not for all fields.
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
