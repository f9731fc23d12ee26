//! A page to share: one HTML file that needs nothing else, for somebody who has no terminal.
//!
//! ```text
//!   Page { facts, outcomes, kinds, answer, Listing… } ──▶ page.html filled with page.css, page.js ──▶ seal ──▶ file
//! ```
//!
//! What the page says, it says without its script, which only filters. No text of a file can become markup: everything
//! goes through [`html`], and a policy in the page lets nothing run but the style and the script that are named there
//! by their digests. A [`Listing`] is bounded in rows and bytes, and tells how many there are in all, so that a page of
//! an import of any size can be made, opened and printed.

mod chart;
mod html;
mod listing;
mod ownership;
mod policy;
mod template;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::{AtomicFile, ExistingFile, ReportError, lock_folder, remove_orphaned_temps};
use crate::model::Counts;

pub use listing::{Cell, Listing};
pub use ownership::check_page_replaceable;

/// What stands on a page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What it is about: `Review of leads.csv`.
    pub title: String,
    /// What has happened and what has not, in a sentence or two.
    pub lead: String,
    /// What is known of it, by its name.
    pub facts: Vec<(String, Vec<String>)>,
    /// What becomes of the rows.
    pub outcomes: Option<StatusTable>,
    /// Errors and warnings by their kind, the most frequent first.
    pub kinds: Vec<IssueKind>,
    /// How somebody says yes.
    pub answer: Option<CommandForm>,
    /// What changes, row by row.
    pub listings: Vec<Listing>,
}

/// How many rows have which outcome.
#[derive(Debug, Clone)]
pub struct StatusTable {
    /// The counts.
    pub counts: Counts,
    /// What each of the four means, in the order of [`crate::model::RowStatus::ALL`].
    pub meanings: [String; 4],
    /// Rows that were left out because they were blank.
    pub blank_rows: u64,
}

/// Errors or warnings of one kind.
#[derive(Debug, Clone)]
pub struct IssueKind {
    /// The stable name.
    pub code: String,
    /// Whether its rows are kept from being imported.
    pub is_error: bool,
    /// How many there are.
    pub count: u64,
    /// What is wrong in the first of them; empty where that is not known any more.
    pub example: String,
}

/// What somebody who reads the page answers.
#[derive(Debug, Clone)]
pub struct CommandForm {
    /// What the answer is about: `leads.csv`.
    pub about: String,
    /// Stands for all that would happen: the same code, the same outcome.
    pub code: String,
    /// What becomes of a yes, in a sentence or two.
    pub terms: String,
}

impl Page {
    /// Writes the page, whole, readable by its owner alone. It replaces an older page, and nothing else.
    ///
    /// # Errors
    /// As [`check_page_replaceable`]; [`ReportError::Unwritable`].
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        let standing = ExistingFile::at(path);
        check_page_replaceable(path)?;
        let mut file = AtomicFile::create(path)?;
        file.append(ownership::with_digest(template::page(self)).as_bytes())?;
        let file = file.finish_staging()?;
        let _lock = path.parent().and_then(lock_folder);
        remove_orphaned_temps(path, |leftover| check_page_replaceable(leftover).is_ok());
        file.publish_over(&standing)
    }
}
