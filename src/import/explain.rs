use super::interpret::{Interpreter, cell_text};
use super::near_row::near_misses;
use super::plan::{Planner, look_up, lookup};
use super::{Import, ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{Contact, ContactId, Incoming, NearMiss, PlannedRow, Slot, SlotSource, TagBook};
use crate::source::{Batch, BatchLimits, Row};
use crate::workspace::{Snapshot, TagTable};

const BATCH: BatchLimits = BatchLimits { rows: 4096, bytes: 1 << 20 };

/// How one row becomes what it does: from cell to value to match to action.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The mapped columns and constants, in the order of the mapping.
    pub cells: Vec<ExplainedCell>,
    /// The contacts that its identifier matches.
    pub matches: Vec<ContactId>,
    /// The contact that it would update.
    pub contact: Option<Contact>,
    /// What it would do, with all that is wrong with it.
    pub planned: PlannedRow,
    /// Contacts that are nearly matched; only where none is.
    pub near_misses: Vec<NearMiss>,
    /// The names of the tags of which the rest speaks.
    pub tags: TagBook,
}

/// A cell and what is read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedCell {
    /// The column's label; `None` for a constant.
    pub column: Option<String>,
    /// The contact field.
    pub field: String,
    /// The cell as the source has it; `None` where the row has none, or bytes that are no text.
    pub cell: Option<String>,
    /// What it brings; [`Incoming::Blank`] also where something is wrong with it.
    pub incoming: Incoming,
}

/// What was found on a line.
#[derive(Debug, Clone)]
pub enum Explained {
    /// A row that begins there.
    Row(Box<Explanation>),
    /// No row begins there; the last one before it begins on this line.
    NoRow {
        /// `None` where no row is before it.
        before: Option<u64>,
    },
}

impl Import<'_> {
    /// Explains the row that begins on a line, which counts from 1.
    ///
    /// # Errors
    /// When the source or the workspace can not be read, or when somebody asked to stop.
    pub fn explain(&mut self, snapshot: &Snapshot<'_>, line: u64) -> Result<Explained, ImportError> {
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        let Self { source, request, survey, work, .. } = self;
        let mut tags = snapshot.tags()?;
        let mut planner = Planner::new(request, survey, snapshot, &mut tags, import_tag.as_deref())?;
        let interpreter = Interpreter::new(request, survey.phones.reading(), &[]);
        let mut batches = source.batches(BATCH)?;
        let (mut batch, mut before) = (Batch::default(), None);
        while batches.next_batch(&mut batch)? {
            work.cancel.check()?;
            for row in batch.rows() {
                if row.line() == line {
                    let candidate = interpreter.candidate(row, None);
                    let explanation = explain(&mut planner, request, snapshot, row, candidate, tags)?;
                    return Ok(Explained::Row(Box::new(explanation)));
                }
                if row.line() > line {
                    return Ok(Explained::NoRow { before });
                }
                before = Some(row.line());
            }
        }
        Ok(Explained::NoRow { before })
    }
}

fn explain(
    planner: &mut Planner<'_>,
    request: &ImportRequest,
    snapshot: &Snapshot<'_>,
    row: Row<'_>,
    candidate: Candidate,
    mut tags: TagTable,
) -> Result<Explanation, ImportError> {
    let slots = &request.mapping.slots;
    let cells = slots.iter().zip(&candidate.incoming).map(|(slot, incoming)| explain_cell(row, slot, incoming));
    let cells: Vec<ExplainedCell> = cells.collect();
    let mut lookup = lookup(request, snapshot)?;
    let found = look_up(&mut lookup, 0, std::slice::from_ref(&candidate), &tags)?.pop();
    let found = found.unwrap_or_default();
    let matches = found.hits.ids().to_vec();
    let near_misses = if matches.is_empty() { near_misses(snapshot, row, request, &candidate)? } else { Vec::new() };
    let decided = planner.decide(row, candidate, &found, None, &mut tags);
    Ok(Explanation { cells, matches, contact: found.contact, planned: decided, near_misses, tags: tags.book })
}

fn explain_cell(row: Row<'_>, slot: &Slot, incoming: &Incoming) -> ExplainedCell {
    let cell = match &slot.source {
        SlotSource::Column(_) => cell_text(row, slot).map(str::to_owned),
        SlotSource::Constant(value) => Some(value.to_string()),
    };
    ExplainedCell { column: slot.column.clone(), field: slot.field_name.clone(), cell, incoming: incoming.clone() }
}
