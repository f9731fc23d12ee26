use super::plan::Sink;
use super::{Import, ImportError, Tally};
use crate::model::{Phase, PlannedRow};
use crate::source::Batch;
use crate::workspace::{Snapshot, TagTable};

/// The validated outcome of an import that has not happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What it would come to.
    pub tally: Tally,
    /// The revision of the workspace that it looked at.
    pub revision: i64,
    /// The import tag that would be made, if a contact would get it.
    pub import_tag: Option<String>,
}

impl Import<'_> {
    /// Plans the import against the workspace and counts; writes nothing.
    ///
    /// # Errors
    /// When the source or the workspace can not be read, or when somebody asked to stop.
    pub fn review(&mut self, snapshot: &Snapshot<'_>) -> Result<Review, ImportError> {
        let mut tags = snapshot.tags()?;
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        let mut tally = Tally::default();
        self.plan(Phase::Reviewing, snapshot, &mut tags, import_tag.as_deref(), &mut Counter(&mut tally))?;
        let import_tag = import_tag.filter(|_| tally.counts.imported + tally.counts.updated > 0);
        Ok(Review { tally, revision: snapshot.revision()?, import_tag })
    }
}

/// The sink of a review: it only counts.
struct Counter<'a>(&'a mut Tally);

impl Sink for Counter<'_> {
    fn take(&mut self, _batch: &Batch, rows: Vec<PlannedRow>, _tags: &mut TagTable) -> Result<(), ImportError> {
        self.0.add_all(&rows);
        Ok(())
    }

    fn finish(&mut self, _tags: &mut TagTable) -> Result<(), ImportError> {
        Ok(())
    }
}
