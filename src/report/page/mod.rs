//! A page to share: one self-contained HTML file, for readers without a terminal.
//!
//! ```text
//!   Page { facts, outcomes, kinds, answer, Listing… } ──▶ templates/ with page.css, page.js ──┬──▶ digest ──▶ file
//!   StatsPage { figures, growth, tables } ────────────▶ templates/ with page.css, stats.css ──┘
//! ```
//!
//! Everything that the page says, it says without its script, which only filters. No text of a file can become markup:
//! all of it goes through [`VisibleHtml`], and a policy in the page lets nothing run but the style and the script that
//! it names by their digests. A [`Listing`] is bounded in rows and bytes and shows how many there are in all, so that
//! the page of an import of any size can be made, opened and printed.

mod answer;
mod chart;
mod escaper;
mod file;
mod filters;
mod listing;
mod ownership;
mod stats;
#[cfg(test)]
mod tests;

use std::path::Path;

use askama::Template;

use super::ReportError;
use crate::model::Counts;

use escaper::VisibleHtml;
pub use listing::{Cell, Listing};
pub use ownership::check_page_replaceable;
pub use stats::{ChartRow, ChartTable, GrowthChart, GrowthMonth, StatsPage};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Content of a page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "page.html")]
pub struct Page {
    /// Title: `Review of leads.csv`.
    pub title: String,
    /// Summary: what has happened and what has not, in a sentence or two.
    pub lead: String,
    /// Facts, each a name and its values.
    pub facts: Vec<(String, Vec<String>)>,
    /// Counts of rows by outcome.
    pub outcomes: Option<StatusTable>,
    /// Errors and warnings by code, the most frequent first.
    pub kinds: Vec<IssueKind>,
    /// The command that confirms this review, if any.
    pub answer: Option<CommandForm>,
    /// Changes, row by row.
    pub listings: Vec<Listing>,
}

/// Number of rows by outcome.
#[derive(Debug, Clone)]
pub struct StatusTable {
    /// The counts.
    pub counts: Counts,
    /// Meaning of each of the four statuses, in the order of [`crate::model::RowStatus::ALL`].
    pub meanings: [String; 4],
    /// Number of rows that were left out because they were blank.
    pub blank_rows: u64,
}

/// Errors or warnings with one code.
#[derive(Debug, Clone)]
pub struct IssueKind {
    /// Stable code.
    pub code: String,
    /// True if the issue keeps a row from being imported.
    pub is_error: bool,
    /// Number of issues.
    pub count: u64,
    /// Message of the first of them; empty where it is not known any more.
    pub example: String,
}

/// Form by which the reader of the page answers.
#[derive(Debug, Clone)]
pub struct CommandForm {
    /// Subject of the answer: `leads.csv`.
    pub about: String,
    /// Code of the reviewed outcome: the same code, the same outcome.
    pub code: String,
    /// Consequences of a yes, in a sentence or two.
    pub consequences: String,
}

impl Page {
    /// Writes the page atomically, readable by its owner alone. It replaces an older page and nothing else.
    ///
    /// # Errors
    /// As [`check_page_replaceable`]; [`ReportError::Unwritable`].
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        file::write(self, path)
    }

    /// Returns true if the first message of some kind is known.
    fn has_examples(&self) -> bool {
        self.kinds.iter().any(|kind| !kind.example.is_empty())
    }
}
