use super::near_misses_of_row::near_misses;
use super::plan::{Planner, match_rows, new_lookup, with_piece};
use super::row_parser::{RowParser, cell_text};
use super::torn::{MAX_PIECES, TornRows};
use super::{Import, ImportError, RunContext};
use crate::matching::Candidate;
use crate::model::{CellInput, Contact, ContactId, NearMiss, PlannedRow, Slot, SlotSource, TagInterner};
use crate::source::{Batch, BatchLimits, Row, Source};
use crate::workspace::{Lookup, Matched, Snapshot, TagIds};

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
    pub tags: TagInterner,
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
    /// What it brings; [`CellInput::Blank`] also where something is wrong with it.
    pub incoming: CellInput,
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
    /// When the source or the workspace cannot be read, or when somebody asked to stop.
    pub fn explain(&mut self, snapshot: &Snapshot<'_>, line: u64) -> Result<Explained, ImportError> {
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        let Self { source, request, survey, work, .. } = self;
        let place = match find(source, line, *work)? {
            Place::Row(place) => place,
            Place::Between { before } => return Ok(Explained::NoRow { before }),
        };
        let mut tags = snapshot.tags()?;
        let mut planner = Planner::new(request, survey, snapshot, &mut tags, import_tag.as_deref())?;
        let interpreter = RowParser::new(request, survey.phones.reading(), &[]);
        let mut desk =
            Explainer { interpreter, planner: &planner, lookup: new_lookup(request, snapshot)?, tags: &tags };
        let Some(met) = desk.match_among_others(source, place, *work)? else {
            return Ok(Explained::NoRow { before: None });
        };
        let row = met.batch.row(met.at);
        let Matched { hits, contact } = &met.matched;
        let slots = &request.mapping.slots;
        let cells = slots.iter().zip(&met.candidate.incoming);
        let cells = cells.map(|(slot, incoming)| explain_cell(row, slot, incoming)).collect();
        let near_misses =
            if hits.ids().is_empty() { near_misses(snapshot, row, request, &met.candidate)? } else { Vec::new() };
        let decided = planner.decide(row, met.candidate, &met.matched, None, &mut tags);
        Ok(Explained::Row(Box::new(Explanation {
            cells,
            matches: hits.ids().to_vec(),
            contact: contact.clone(),
            planned: decided,
            near_misses,
            tags: tags.book,
        })))
    }
}

/// Where a line lies among the rows.
enum Place {
    /// On the row of this index a row begins.
    Row(u64),
    /// Behind a row, if one is before it.
    Between { before: Option<u64> },
}

fn find(source: &mut Source, line: u64, work: RunContext<'_>) -> Result<Place, ImportError> {
    let mut batches = source.batches(BATCH)?;
    let (mut batch, mut before) = (Batch::default(), None);
    while batches.next_batch(&mut batch)? {
        work.cancel.check()?;
        for (index, row) in (batch.first_row()..).zip(batch.rows()) {
            if row.line() == line {
                return Ok(Place::Row(index));
            }
            if row.line() > line {
                return Ok(Place::Between { before });
            }
            before = Some(row.line());
        }
    }
    Ok(Place::Between { before })
}

/// A row with what it brings and meets.
struct MatchedRow {
    batch: Batch,
    at: usize,
    candidate: Candidate,
    matched: Matched,
}

/// Reads and looks up single rows.
struct Explainer<'d, 'w> {
    interpreter: RowParser<'d>,
    planner: &'d Planner<'d>,
    lookup: Lookup<'w>,
    tags: &'d TagIds,
}

impl Explainer<'_, '_> {
    fn match_row(&mut self, row: Row<'_>) -> Result<(Candidate, Matched), ImportError> {
        let candidate = self.interpreter.candidate(row, None);
        let matched = match_rows(&mut self.lookup, 0, std::slice::from_ref(&candidate), self.tags)?.pop();
        Ok((candidate, matched.unwrap_or_default()))
    }

    /// Meets the row of this index, and as many others around it as it may be torn from.
    fn match_among_others(
        &mut self,
        source: &mut Source,
        wanted: u64,
        work: RunContext<'_>,
    ) -> Result<Option<MatchedRow>, ImportError> {
        let widths = source.widths().clone();
        let mut torn = TornRows::new(&widths);
        let first = wanted.saturating_sub(MAX_PIECES as u64 - 1);
        let (mut batches, mut batch, mut met) = (source.batches(BATCH)?, Batch::default(), None);
        while first + torn.settled() <= wanted && batches.next_batch(&mut batch)? {
            work.cancel.check()?;
            let mut found = None;
            for (at, index) in
                (batch.first_row()..).take(batch.len()).enumerate().skip_while(|(_, index)| *index < first)
            {
                if first + torn.settled() > wanted {
                    break;
                }
                let row = batch.row(at);
                let (candidate, matched) = self.match_row(row)?;
                torn.observe(row.line(), row.len(), || self.planner.is_valid(&candidate, &matched));
                if index == wanted {
                    found = Some((at, candidate, matched));
                }
            }
            if let Some((at, candidate, matched)) = found {
                met = Some(MatchedRow { batch: std::mem::take(&mut batch), at, candidate, matched });
            }
        }
        torn.end();
        Ok(met.map(|met| {
            let piece = torn.issue(wanted - first, met.batch.row(met.at));
            MatchedRow { candidate: with_piece(met.candidate, piece), ..met }
        }))
    }
}

fn explain_cell(row: Row<'_>, slot: &Slot, incoming: &CellInput) -> ExplainedCell {
    let cell = match &slot.source {
        SlotSource::Column(at) => row.cell(*at).and_then(|_| cell_text(row, slot)).map(str::to_owned),
        SlotSource::Constant(value) => Some(value.to_string()),
    };
    ExplainedCell { column: slot.column.clone(), field: slot.field_name.clone(), cell, incoming: incoming.clone() }
}
