//! Reviews an import: plans all rows, counts them and writes the errors file, without changing a contact.

mod change_counter;
mod new_tags;
mod outcome_hash;

use std::hash::{Hash, Hasher};
use std::path::PathBuf;

pub use new_tags::NewTags;

use change_counter::ChangeCounter;
use new_tags::NewTagsBuilder;
use outcome_hash::OutcomeHash;

use super::missing::MissingPlan;
use super::outputs::{ErrorsFile, SUPPRESSED};
use super::plan::Sink;
use super::{GuardExceeded, Guards, Import, ImportError, MissingReport, OutputPlan, Summary};
use crate::model::{
    Action, Addition, ChangeSummary, Few, Interrupted, NoObserver, Phase, PlannedRow, TagInterner, TagRef, Update,
};
use crate::source::{Batch, Row};
use crate::workspace::{Snapshot, TagIds, Workspace};

/// Validated outcome of an import that has not happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Counts, issues and near misses of its rows.
    pub tally: Summary,
    /// Contacts that the source held before and holds no more, if a source is named.
    pub missing: Option<MissingReport>,
    /// Rows of the last list of the source, if it is named and one was imported.
    pub rows_before: Option<u64>,
    /// Revision of the workspace it was planned against.
    pub revision: i64,
    /// Import tag that would be made, if any contact would get it.
    pub import_tag: Option<String>,
    /// Other tags that would be made.
    pub new_tags: NewTags,
    /// Changes of the contacts that would be updated; rows that bring nothing new are not counted.
    pub changes: ChangeSummary,
    /// Hash of what would become of every row, in hex: two reviews with the same hash have the same outcome.
    pub outcome: String,
}

impl Review {
    /// Checks the outcome against the guards, and the number of missing contacts against its own bound.
    ///
    /// # Errors
    /// The first guard that is exceeded.
    pub fn check(&self, guards: &Guards) -> Result<(), GuardExceeded> {
        guards.check(&self.tally, self.rows_before)?;
        self.missing.as_ref().map_or(Ok(()), MissingReport::check)
    }
}

/// Observer of every reviewed row, in source order; called on the deciding thread.
pub trait RowObserver: Send {
    /// Receives a row and its planned action.
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner);

    /// Returns true once it needs no more rows; only [`Import::show_rows`] ends then.
    fn has_enough(&self) -> bool {
        false
    }
}

impl Import<'_> {
    /// Plans the import against the workspace and counts its rows; writes nothing.
    ///
    /// # Errors
    /// Returns an error if the source or the workspace cannot be read or the user cancelled.
    pub fn review(&mut self, snapshot: &Snapshot<'_>) -> Result<Review, ImportError> {
        self.review_with(snapshot, &mut Reviewer::default())
    }

    /// Reviews as [`Import::review`] does, and shows every row to an observer.
    ///
    /// # Errors
    /// Returns the errors of [`Import::review`].
    pub fn review_shown(
        &mut self,
        snapshot: &Snapshot<'_>,
        observer: &mut dyn RowObserver,
    ) -> Result<Review, ImportError> {
        self.review_with(snapshot, &mut Reviewer { observer: Some(observer), ..Reviewer::default() })
    }

    /// Plans the rows a second time and shows each to an observer, until it has enough. Nothing is counted, and no progress
    /// is told: who sees the rows sees how far it is.
    ///
    /// # Errors
    /// Returns the errors of [`Import::review`].
    pub fn show_rows(&mut self, snapshot: &Snapshot<'_>, observer: &mut dyn RowObserver) -> Result<(), ImportError> {
        let mut tags = snapshot.tags()?;
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        let told = std::mem::replace(&mut self.work.observer, &NoObserver);
        let mut sink = RowShower { observer, has_ended: false };
        let planned = self.plan(Phase::Reviewing, snapshot, &mut tags, import_tag.as_deref(), &mut sink).map(drop);
        self.work.observer = told;
        if sink.has_ended { Ok(()) } else { planned }
    }

    /// Reviews as [`Import::review`] does, and writes the errors file. The workspace records the file, so that the
    /// import recognises it as generated. Returns its path, if there are errors.
    ///
    /// # Errors
    /// Returns the errors of [`Import::review`], and an error if the file cannot be written; the previous one then
    /// stays.
    pub fn review_into_file(
        &mut self,
        workspace: &Workspace,
        outputs: &OutputPlan,
        observer: Option<&mut dyn RowObserver>,
    ) -> Result<(Review, Option<PathBuf>), ImportError> {
        let snapshot = workspace.snapshot()?;
        let replaced = outputs.check(&snapshot)?;
        let mut reviewer = Reviewer { errors: Some(ErrorsFile::new(outputs)), observer, ..Reviewer::default() };
        let review = self.review_with(&snapshot, &mut reviewer)?;
        let is_recorded = snapshot.output_file(&outputs.paths.errors)?.is_some();
        // Its read transaction has to end before the change below begins one on the same connection.
        drop(snapshot);
        let Some(errors) = reviewer.errors else { return Ok((review, None)) };
        let sealed = errors.seal()?;
        // Without need, no review waits for an import that is running.
        if is_recorded || sealed.has_rows() {
            // Recorded before it has its name: after a crash in between, no file of ours is unknown to the workspace.
            sealed.record_review_digest(workspace.change()?)?;
        }
        Ok((review, sealed.persist_of_review(&replaced.errors)?))
    }

    fn review_with(&mut self, snapshot: &Snapshot<'_>, reviewer: &mut Reviewer<'_, '_>) -> Result<Review, ImportError> {
        let mut tags = snapshot.tags()?;
        reviewer.tally = self.empty_summary();
        reviewer.new_tags = NewTagsBuilder::new(tags.interner.len());
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        reviewer.import_tag = import_tag.as_deref().map(|name| tags.interner.intern(name));
        let presence = self.plan(Phase::Reviewing, snapshot, &mut tags, import_tag.as_deref(), reviewer)?;
        let missing = self.missing_plan(snapshot, presence)?;
        if let Some(plan) = &missing {
            plan.hash(&mut reviewer.outcome);
        }
        let rows_before = missing.as_ref().and_then(MissingPlan::comparable_rows);
        let missing = missing.map(|plan| plan.report(snapshot)).transpose()?;
        let tally = std::mem::take(&mut reviewer.tally);
        let import_tag = import_tag.filter(|_| tally.counts.imported + tally.counts.updated > 0);
        let outcome = format!("{:016x}", reviewer.outcome.finish());
        let new_tags = std::mem::take(&mut reviewer.new_tags).finish();
        let changes = std::mem::take(&mut reviewer.changes).finish(&tags.interner);
        let revision = snapshot.revision()?;
        Ok(Review { tally, missing, rows_before, revision, import_tag, new_tags, changes, outcome })
    }
}

/// Sink of a review: counts rows, shows them, and writes those in error.
#[derive(Default)]
struct Reviewer<'o, 'l> {
    tally: Summary,
    outcome: OutcomeHash,
    /// Excluded from the outcome hash: it is new in each import.
    import_tag: Option<TagRef>,
    new_tags: NewTagsBuilder,
    changes: ChangeCounter,
    errors: Option<ErrorsFile<'o>>,
    observer: Option<&'l mut dyn RowObserver>,
}

impl Sink for Reviewer<'_, '_> {
    fn write_batch(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), ImportError> {
        self.tally.add_all(&rows);
        for (index, row) in rows.iter().enumerate() {
            self.hash_row(row, &tags.interner);
            self.new_tags.add(row, self.import_tag, &tags.interner);
            self.changes.add(row);
            if let Some(observer) = &mut self.observer {
                observer.row(batch.row(index), row, &tags.interner);
            }
        }
        self.errors.as_mut().map_or(Ok(()), |errors| errors.write(batch, &rows))
    }
}

/// Sink that only shows rows.
struct RowShower<'o> {
    observer: &'o mut dyn RowObserver,
    /// True if the observer has ended the plan.
    has_ended: bool,
}

impl Sink for RowShower<'_> {
    fn write_batch(&mut self, batch: &Batch, rows: Vec<PlannedRow>, tags: &mut TagIds) -> Result<(), ImportError> {
        for (index, row) in rows.iter().enumerate() {
            self.observer.row(batch.row(index), row, &tags.interner);
        }
        self.has_ended = self.observer.has_enough();
        if self.has_ended { Err(Interrupted.into()) } else { Ok(()) }
    }
}

impl Reviewer<'_, '_> {
    /// Adds a row to the outcome hash: everything it would change, or the reasons it would not.
    fn hash_row(&mut self, row: &PlannedRow, interner: &TagInterner) {
        row.line.hash(&mut self.outcome);
        row.status().as_str().hash(&mut self.outcome);
        match &row.action {
            Action::Add(Addition { values, tags, .. }) => {
                values.hash(&mut self.outcome);
                self.hash_tags(tags, interner);
            }
            Action::Update(Update { contact, fields, tags_added, tags_removed, .. }) => {
                (contact, fields).hash(&mut self.outcome);
                self.hash_tags(tags_added, interner);
                self.hash_tags(tags_removed, interner);
            }
            Action::Skip => {}
            Action::Suppress => SUPPRESSED.hash(&mut self.outcome),
            Action::Reject => row.issues.iter().for_each(|issue| issue.code.hash(&mut self.outcome)),
        }
    }

    /// Hashes tags by name, in the order of the names: a tag created meanwhile is the same tag, but its ID, which tags are
    /// sorted by, is another one.
    fn hash_tags(&mut self, tags: &[TagRef], interner: &TagInterner) {
        let others = tags.iter().filter(|tag| Some(**tag) != self.import_tag);
        let mut keys: Few<String> = others.map(|tag| TagInterner::key(interner.name(*tag))).collect();
        keys.sort_unstable();
        keys.hash(&mut self.outcome);
    }
}
