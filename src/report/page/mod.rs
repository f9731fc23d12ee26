//! A page to share: one self-contained HTML file, for readers without a terminal.
//!
//! ```text
//!   Page { Headline, Changes, PeopleList…, ReasonList… }
//!      ├──▶ the first of each list ──▶ templates/ ──┐
//!      └──▶ all of them as JSON ────────────────────┴──▶ with page.css, page.js ────┬──▶ digest ──▶ file
//!   StatsPage { figures, growth, tables } ──▶ templates/ with page.css, stats.css ──┘
//! ```
//!
//! Without its script the page shows the first entries of each list; the script shows, filters and searches all of them,
//! from data that the page carries. No text of a file can become markup: what the templates write goes through
//! [`VisibleHtml`], the data cannot end the element that holds it, and a policy in the page lets nothing run but the
//! style and the script that it names by their digests. The data is bounded in bytes, so that the page of an import of
//! any size can be sent and opened; the page says what it leaves out.
//!
//! Without the feature `pages` nothing is drawn: [`check_page_replaceable`] refuses before anything is done.

mod answer;
mod changes;
mod difference;
#[cfg(feature = "pages")]
mod escaper;
#[cfg(feature = "pages")]
mod file;
#[cfg(feature = "pages")]
mod filters;
mod headline;
mod labels;
mod ownership;
mod people;
mod plain_words;
mod reasons;
mod rows;
#[cfg(feature = "pages")]
mod sections;
mod shown;
mod stats;
#[cfg(test)]
#[cfg(feature = "pages")]
mod tests;

use std::path::Path;

use super::ReportError;
use crate::model::Note;

pub use changes::{Changes, PersonChange};
#[cfg(feature = "pages")]
use escaper::VisibleHtml;
pub use headline::Headline;
pub use labels::FieldLabels;
pub use ownership::check_page_replaceable;
pub use people::{Detail, Head, PeopleList};
pub use reasons::{Reason, ReasonList};
#[cfg(feature = "pages")]
use sections::Sections;
pub use stats::{ChartRow, ChartTable, GrowthChart, GrowthMonth, StatsPage};

/// Style of all pages.
const STYLE: &str = include_str!("page.css");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Content of a page. Lists without entries are left out.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title: `Review of leads.csv`.
    pub title: String,
    /// Summary: what has happened and what has not, in a sentence or two.
    pub lead: String,
    /// What matters most, in figures.
    pub headline: Headline,
    /// The command that confirms this review, if any.
    pub answer: Option<CommandForm>,
    /// Contacts that change.
    pub changes: Option<Changes>,
    /// Sentence on what every contact gets and no list repeats, such as the import tag.
    pub bookkeeping: Option<String>,
    /// Contacts that are added or removed.
    pub people: Vec<PeopleList>,
    /// Notes on the list.
    pub notes: Vec<Note>,
    /// Rows that add a person who may be there already.
    pub near: Option<PeopleList>,
    /// Rows with errors, and rows with warnings.
    pub reasons: Vec<ReasonList>,
    /// Facts, each a name and its values.
    pub facts: Vec<(String, Vec<String>)>,
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
    #[cfg(feature = "pages")]
    pub fn write(self, path: &Path) -> Result<(), ReportError> {
        file::write(&Sections::of(self), path)
    }

    /// Fails: this program was built without pages.
    ///
    /// # Errors
    /// [`ReportError::WithoutPages`].
    #[cfg(not(feature = "pages"))]
    pub fn write(self, _path: &Path) -> Result<(), ReportError> {
        Err(ReportError::WithoutPages)
    }
}
