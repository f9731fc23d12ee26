use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// What became of a row (spec section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowStatus {
    /// A contact was added.
    Imported,
    /// A contact was found and updated, also when the row brought nothing new.
    Updated,
    /// The purpose leaves such rows alone.
    Skipped,
    /// Something is wrong with the row; it changed nothing.
    Error,
}

impl RowStatus {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Imported, Self::Updated, Self::Skipped, Self::Error];

    /// The word in the results file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "Imported",
            Self::Updated => "Updated",
            Self::Skipped => "Skipped",
            Self::Error => "Error",
        }
    }
}

/// How many rows had which outcome. Imported + updated + skipped + errors = rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Data rows; blank ones are not among them.
    pub rows: u64,
    /// Contacts that are added.
    pub imported: u64,
    /// Rows that matched a contact, unchanged ones included.
    pub updated: u64,
    /// Those of the updated that brought nothing new.
    pub unchanged: u64,
    /// Rows that the purpose leaves alone.
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

    /// How many rows had this outcome.
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
