//! Explains one row for `review --row`: its cells, their values, the contacts it matches and its action.

use super::matches::{RowMatcher, near_misses};
use super::plan::{MAX_PIECES, Planner, TornRows, with_piece};
use super::rows::RowParser;
use super::suppressed::SuppressedPeople;
use super::{Import, ImportError, RunContext};
use crate::matching::Candidate;
use crate::model::{CellInput, Contact, ContactId, Matched, NearMiss, PlannedRow, Slot, SlotSource, TagInterner};
use crate::profile::cell_text;
use crate::source::{Batch, BatchLimits, Row, Source};
use crate::workspace::{Snapshot, TagIds};

/// Batch size of the pass over the source: memory holds one batch at a time.
const BATCH: BatchLimits = BatchLimits { rows: 4096, bytes: 1 << 20 };

/// Explanation of one row, from cell to value to match to action.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Mapped columns and constants, in mapping order.
    pub cells: Vec<ExplainedCell>,
    /// Contacts that its identifiers match.
    pub matches: Vec<ContactId>,
    /// What its identifiers match, the strongest first.
    pub identifiers: Vec<ExplainedIdentifier>,
    /// Contact that it would update.
    pub contact: Option<Contact>,
    /// Planned action, with all issues of the row.
    pub planned: PlannedRow,
    /// Near misses; empty if a contact matches.
    pub near_misses: Vec<NearMiss>,
    /// Names of the tags that the other fields refer to.
    pub tags: TagInterner,
}

/// An identifier of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedIdentifier {
    /// Name of the contact field.
    pub field: String,
    /// True if the row has a value for it.
    pub has_value: bool,
    /// True if it is the strongest by which contacts match.
    pub decides: bool,
}

/// A cell and the input parsed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedCell {
    /// Label of the column; `None` for a constant.
    pub column: Option<String>,
    /// Name of the contact field.
    pub field: String,
    /// Text of the cell in the source; `None` if the row has no such cell or it is not valid text.
    pub cell: Option<String>,
    /// Parsed input; [`CellInput::Blank`] also if the cell is in error.
    pub incoming: CellInput,
}

/// Result of looking for a row on a line.
#[derive(Debug, Clone)]
pub enum Explained {
    /// A row begins on the line.
    Row(Box<Explanation>),
    /// No row begins on the line.
    NoRow {
        /// Line on which the last row before it begins; `None` if there is none.
        before: Option<u64>,
    },
}

impl Import<'_> {
    /// Explains the row that begins on a physical line, counted from 1.
    ///
    /// # Errors
    /// Returns an error if the source or the workspace cannot be read or the user cancelled.
    pub fn explain(&mut self, snapshot: &Snapshot<'_>, line: u64) -> Result<Explained, ImportError> {
        let import_tag = self.import_tag(snapshot.next_history_id()?);
        let suppressed = SuppressedPeople::load(&self.request, snapshot, self.shared_suppressions.as_ref())?;
        let Self { source, request, prescan, work, .. } = self;
        let place = match find(source, line, *work)? {
            Place::Row(place) => place,
            Place::Between { before } => return Ok(Explained::NoRow { before }),
        };
        let mut tags = snapshot.tags()?;
        let mut planner = Planner::new(request, prescan, snapshot, &mut tags, import_tag.as_deref())?;
        let parser = RowParser::new(request, &prescan.readings(), &[]).with_names(&prescan.name_columns);
        let parser = parser.with_suppressed(&suppressed);
        let matcher = RowMatcher::new(request, snapshot, &suppressed)?;
        let mut desk = Explainer { parser, planner: &planner, matcher, tags: &tags };
        let Some(matched_batch) = desk.match_among_others(source, place, *work)? else {
            return Ok(Explained::NoRow { before: None });
        };
        let row = matched_batch.batch.row(matched_batch.at);
        let Matched { hits, contact, .. } = &matched_batch.matched;
        let slots = &request.mapping.slots;
        let cells = slots.iter().zip(&matched_batch.candidate.incoming);
        let cells = cells.map(|(slot, incoming)| explain_cell(row, slot, incoming)).collect();
        let keys = &matched_batch.candidate.keys;
        let identifiers = request.identifiers.iter().enumerate().map(|(at, target)| ExplainedIdentifier {
            field: request.field_name(*target).to_owned(),
            has_value: keys.iter().any(|(by, _)| *by == at),
            decides: !hits.ids().is_empty() && matched_batch.matched.by == at,
        });
        let identifiers = identifiers.collect();
        let near_misses = if hits.ids().is_empty() {
            near_misses(snapshot, row, request, &matched_batch.candidate)?
        } else {
            Vec::new()
        };
        let decided = planner.decide(row, matched_batch.candidate, &matched_batch.matched, None, &mut tags);
        Ok(Explained::Row(Box::new(Explanation {
            cells,
            matches: hits.ids().to_vec(),
            identifiers,
            contact: contact.as_deref().cloned(),
            planned: decided,
            near_misses,
            tags: tags.interner,
        })))
    }
}

/// Position of a line among the rows.
enum Place {
    /// A row with this index begins on the line.
    Row(u64),
    /// No row begins on the line; the last one before it begins on `before`.
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

/// A row with its parsed cells and the contacts it matches.
struct MatchedRow {
    batch: Batch,
    at: usize,
    candidate: Candidate,
    matched: Matched,
}

/// Parses and matches single rows.
struct Explainer<'d, 'w> {
    parser: RowParser<'d>,
    planner: &'d Planner<'d>,
    matcher: RowMatcher<'d, 'w>,
    tags: &'d TagIds,
}

impl Explainer<'_, '_> {
    fn match_row(&self, row: Row<'_>) -> Result<(Candidate, Matched), ImportError> {
        let candidate = self.parser.candidate(row, None);
        let matched = self.matcher.match_rows(&[&candidate], self.tags)?.pop();
        Ok((candidate, matched.unwrap_or_default()))
    }

    /// Matches the row with this index, and the rows around it of which it may be a torn piece.
    fn match_among_others(
        &mut self,
        source: &mut Source,
        wanted: u64,
        work: RunContext<'_>,
    ) -> Result<Option<MatchedRow>, ImportError> {
        let widths = source.widths().clone();
        let mut torn = TornRows::new(&widths);
        // A torn row has at most MAX_PIECES pieces, so no earlier row can be one of this row's.
        let first = wanted.saturating_sub(MAX_PIECES as u64 - 1);
        let (mut batches, mut batch, mut matched_batch) = (source.batches(BATCH)?, Batch::default(), None);
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
            // Taken only now: the loop above borrows the batch for the rows around the wanted one.
            if let Some((at, candidate, matched)) = found {
                matched_batch = Some(MatchedRow { batch: std::mem::take(&mut batch), at, candidate, matched });
            }
        }
        torn.end();
        Ok(matched_batch.map(|matched_batch| {
            let piece = torn.issue(wanted - first, matched_batch.batch.row(matched_batch.at));
            MatchedRow { candidate: with_piece(matched_batch.candidate, piece), ..matched_batch }
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
