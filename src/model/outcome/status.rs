//! Row statuses and their counts.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::{Action, PlannedRow};
use crate::model::format_thousands;

/// Outcome of a row (spec section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowStatus {
    /// A contact was added.
    Imported,
    /// A contact was found and updated, also when the row brought nothing new.
    Updated,
    /// The purpose excludes such rows.
    Skipped,
    /// Something is wrong with the row; it changed nothing.
    Error,
}

impl RowStatus {
    /// All statuses, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Imported, Self::Updated, Self::Skipped, Self::Error];

    /// Returns the word in the results file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "Imported",
            Self::Updated => "Updated",
            Self::Skipped => "Skipped",
            Self::Error => "Error",
        }
    }
}

/// Number of rows by outcome. Imported + updated + skipped + errors = rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Data rows, blank ones excluded.
    pub rows: u64,
    /// Contacts that are added.
    pub imported: u64,
    /// Rows that matched a contact, unchanged ones included.
    pub updated: u64,
    /// Updated rows that brought nothing new.
    pub unchanged: u64,
    /// Rows that the purpose excludes, and those of suppressed people.
    pub skipped: u64,
    /// Skipped rows of suppressed people.
    // Left out where there are none, as in every import without suppressions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub suppressed: u64,
    /// Rows in error.
    pub errors: u64,
}

impl Counts {
    /// Counts one row.
    pub fn count(&mut self, row: &PlannedRow) {
        self.rows += 1;
        match row.status() {
            RowStatus::Imported => self.imported += 1,
            RowStatus::Updated => {
                self.updated += 1;
                self.unchanged += u64::from(row.is_unchanged());
            }
            RowStatus::Skipped => {
                self.skipped += 1;
                self.suppressed += u64::from(row.action == Action::Suppress);
            }
            RowStatus::Error => self.errors += 1,
        }
    }

    /// Returns the number of skipped rows in words, with that of the suppressed ones: `12`, `12 (3 suppressed)`.
    pub fn skipped_words(&self) -> String {
        self.skipped_as("")
    }

    /// Returns the number of skipped rows as a phrase: `12 skipped`, `12 skipped (3 suppressed)`.
    pub fn skipped_phrase(&self) -> String {
        self.skipped_as(" skipped")
    }

    fn skipped_as(&self, word: &str) -> String {
        let skipped = format_thousands(self.skipped) + word;
        match self.suppressed {
            0 => skipped,
            suppressed => format!("{skipped} ({} suppressed)", format_thousands(suppressed)),
        }
    }

    /// Returns the number of rows with this outcome.
    pub fn of(&self, status: RowStatus) -> u64 {
        match status {
            RowStatus::Imported => self.imported,
            RowStatus::Updated => self.updated,
            RowStatus::Skipped => self.skipped,
            RowStatus::Error => self.errors,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.imported += other.imported;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.skipped += other.skipped;
        self.suppressed += other.suppressed;
        self.errors += other.errors;
    }
}
