use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use super::errors_file::ErrorsFile;
use super::outcome_hash::OutcomeHash;
use super::plan::Sink;
use super::{Import, ImportError, OutputPlan, Summary};
use crate::model::{Action, Addition, Phase, PlannedRow, TagInterner, TagRef, Update};
use crate::source::{Batch, Row};
use crate::workspace::{Snapshot, TagIds, Workspace};

/// The validated outcome of an import that has not happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What it would come to.
    pub tally: Summary,
    /// The revision of the workspace that it looked at.
    pub revision: i64,
    /// The import tag that would be made, if a contact would get it.
    pub import_tag: Option<String>,
    /// What would become of every row, as a number in hex: two reviews that agree in it say the same.
    pub outcome: String,
}

/// Is shown every row that is reviewed, in the order of the source; on a thread of its own.
pub trait RowObserver: Send {
    /// A row, and what it would do.
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner);
}

impl Import<'_> {
    /// Plans the import against the workspace and counts; writes nothing.
    ///
    /// # Errors
    /// When the source or the workspace cannot be read, or when somebody asked to stop.
    pub fn review(&mut self, snapshot: &Snapshot<'_>) -> Result<Review, ImportError> {
        self.review_with(snapshot, &mut Reviewer::default())
    }

    /// As [`Import::review`], and shows every row.
    ///
    /// # Errors
    /// As [`Import::review`].
    pub fn review_shown(
        &mut self,
        snapshot: &Snapshot<'_>,
        onlooker: &mut dyn RowObserver,
    ) -> Result<Review, ImportError> {
        self.review_with(snapshot, &mut Reviewer { onlooker: Some(onlooker), ..Reviewer::default() })
    }

    /// As [`Import::review`], and writes the errors file. The workspace remembers the file, so that the import knows it
    /// as one of ours. Returns where the file is, if there are errors.
    ///
    /// # Errors
    /// As [`Import::review`], and when the file cannot be written; then the one that was there is as it was.
    pub fn review_into_file(
        &mut self,
        workspace: &Workspace,
        outputs: &OutputPlan,
        onlooker: Option<&mut dyn RowObserver>,
    ) -> Result<(Review, Option<PathBuf>), ImportError> {
        let snapshot = workspace.snapshot()?;
        let replaced = outputs.check(&snapshot)?;
        let mut reviewer = Reviewer { errors: Some(ErrorsFile::new(outputs)), onlooker, ..Reviewer::default() };
        let review = self.review_with(&snapshot, &mut reviewer)?;
        drop(snapshot);
        let Some(errors) = reviewer.errors else { return Ok((review, None)) };
        let sealed = errors.seal()?;
        sealed.record_review_digest(workspace.change()?)?;
        Ok((review, sealed.persist_of_review(&replaced.errors)?))
    }

    fn review_with(&mut self, snapshot: &Snapshot<'_>, reviewer: &mut Reviewer<'_, '_>) -> Result<Review, ImportError> {
        let mut tags = snapshot.tags()?;
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        reviewer.import_tag = import_tag.as_deref().map(|name| tags.book.intern(name));
        self.plan(Phase::Reviewing, snapshot, &mut tags, import_tag.as_deref(), reviewer)?;
        let tally = std::mem::take(&mut reviewer.tally);
        let import_tag = import_tag.filter(|_| tally.counts.imported + tally.counts.updated > 0);
        let outcome = format!("{:016x}", reviewer.outcome.finish());
        Ok(Review { tally, revision: snapshot.revision()?, import_tag, outcome })
    }
}

/// The sink of a review: it counts, shows, and writes what is in error.
#[derive(Default)]
struct Reviewer<'o, 'l> {
    tally: Summary,
    outcome: OutcomeHash,
    /// Is made for each import anew, so it is no part of the outcome.
    import_tag: Option<TagRef>,
    errors: Option<ErrorsFile<'o>>,
    onlooker: Option<&'l mut dyn RowObserver>,
}

impl Sink for Reviewer<'_, '_> {
    fn write_batch(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), ImportError> {
        self.tally.add_all(&rows);
        for (index, row) in rows.iter().enumerate() {
            self.hash_row(row, &tags.book);
            if let Some(onlooker) = &mut self.onlooker {
                onlooker.row(batch.row(index), row, &tags.book);
            }
        }
        self.errors.as_mut().map_or(Ok(()), |errors| errors.write(batch, &rows))
    }
}

impl Reviewer<'_, '_> {
    /// Lets a row count for the outcome: everything that it would change, and why it would not.
    fn hash_row(&mut self, row: &PlannedRow, book: &TagInterner) {
        row.line.hash(&mut self.outcome);
        row.status().as_str().hash(&mut self.outcome);
        match &row.action {
            Action::Add(Addition { values, tags, .. }) => {
                values.hash(&mut self.outcome);
                self.hash_tags(tags, book);
            }
            Action::Update(Update { contact, fields, tags_added, tags_removed, .. }) => {
                (contact, fields).hash(&mut self.outcome);
                self.hash_tags(tags_added, book);
                self.hash_tags(tags_removed, book);
            }
            Action::Skip => {}
            Action::Reject => row.issues.iter().for_each(|issue| issue.code.hash(&mut self.outcome)),
        }
    }

    /// By their names: a tag that exists meanwhile has another number, and is the same tag.
    fn hash_tags(&mut self, tags: &[TagRef], book: &TagInterner) {
        for tag in tags.iter().filter(|tag| Some(**tag) != self.import_tag) {
            TagInterner::key(book.name(*tag)).hash(&mut self.outcome);
        }
        0xff_u8.hash(&mut self.outcome);
    }
}
