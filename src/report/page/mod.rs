//! A page to share: one self-contained HTML file, for readers without a terminal.
//!
//! ```text
//!   Page { Headline, Changes, PeopleList…, ReasonList… }
//!      ├──▶ the first of each list ──▶ templates/ ──┐
//!      └──▶ all of them as JSON ────────────────────┴──▶ with page.css, page.js ──▶ digest ──▶ file
//! ```
//!
//! Without its script the page shows the first entries of each list; the script shows, filters and searches all of them,
//! from data that the page carries. No text of a file can become markup: what the templates write goes through
//! [`VisibleHtml`], the data cannot end the element that holds it, and a policy in the page lets nothing run but the
//! style and the script that it names by their digests. The data is bounded in bytes, so that the page of an import of
//! any size can be sent and opened; the page says what it leaves out.

mod answer;
mod changes;
mod difference;
mod escaper;
mod filters;
mod headline;
mod labels;
mod ownership;
mod people;
mod plain_words;
mod reasons;
mod rows;
mod sections;
mod shown;
#[cfg(test)]
mod tests;

use std::path::Path;

use askama::Template;

use super::{AtomicFile, ExistingFile, ReportError, lock_folder, remove_orphaned_temps};
use crate::model::Note;

pub use changes::{Changes, ContactChange};
use escaper::VisibleHtml;
pub use headline::Headline;
pub use labels::FieldLabels;
pub use ownership::check_page_replaceable;
pub use people::{Detail, Head, PeopleList};
pub use reasons::{Reason, ReasonList};
use sections::Sections;

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
    pub fn write(self, path: &Path) -> Result<(), ReportError> {
        // Taken before the check: where nothing existed then, a file that appears later is not replaced.
        let standing = ExistingFile::at(path);
        check_page_replaceable(path)?;
        let mut file = AtomicFile::create(path)?;
        Sections::of(self).write_into(&mut file).map_err(|error| ReportError::unwritable(path, error))?;
        file.append(ownership::seal(&file.written_so_far()).as_bytes())?;
        let file = file.finish_staging()?;
        // Locked for the rename alone: the content is on disk already.
        let _lock = path.parent().and_then(lock_folder);
        remove_orphaned_temps(path, |leftover| check_page_replaceable(leftover).is_ok());
        file.publish_over(&standing)
    }
}
