//! Row statuses and their counts.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

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
    /// Rows that the purpose excludes.
    pub skipped: u64,
    /// Rows in error.
    pub errors: u64,
}

impl Counts {
    /// Counts one row.
    pub fn count(&mut self, status: RowStatus, unchanged: bool) {
        self.rows += 1;
        match status {
            RowStatus::Imported => self.imported += 1,
            RowStatus::Updated => {
                self.updated += 1;
                self.unchanged += u64::from(unchanged);
            }
            RowStatus::Skipped => self.skipped += 1,
            RowStatus::Error => self.errors += 1,
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

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.imported += other.imported;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.skipped += other.skipped;
        self.errors += other.errors;
    }
}
