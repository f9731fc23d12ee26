//! Explains one row for `review --row`: its cells, their values, the contacts it matches and its action.

use super::matches::{RowMatcher, near_misses};
use super::rows::RowParser;
use super::suppressed::SuppressedPeople;
use super::{Import, ImportError, RowObserver, RunContext};
use crate::matching::Candidate;
use crate::model::{CellInput, Contact, ContactId, Matched, NearMiss, PlannedRow, Slot, SlotSource, TagInterner};
use crate::profile::cell_text;
use crate::source::{Batch, BatchLimits, Row, Source};
use crate::workspace::Snapshot;

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
        let (batch, at) = match find(&mut self.source, line, self.work)? {
            Place::Row(batch, at) => (batch, at),
            Place::Between { before } => return Ok(Explained::NoRow { before }),
        };
        // From the plan of all rows: an earlier one may change the same contact, and one beside it may be torn off it.
        let mut picker = RowPicker { line, picked: None };
        self.show_rows(snapshot, &mut picker)?;
        let Some((planned, tags)) = picker.picked else { return Ok(Explained::NoRow { before: None }) };
        let row = batch.row(at);
        let (candidate, matched) = self.match_row(snapshot, row)?;
        let hits = matched.hits.ids().to_vec();
        let near_misses =
            if hits.is_empty() { near_misses(snapshot, row, &self.request, &candidate, &matched)? } else { Vec::new() };
        let slots = self.request.mapping.slots.iter().zip(&candidate.incoming);
        Ok(Explained::Row(Box::new(Explanation {
            cells: slots.map(|(slot, incoming)| explain_cell(row, slot, incoming)).collect(),
            identifiers: self.explain_identifiers(&candidate, &matched),
            matches: hits,
            contact: matched.contact.map(|contact| *contact),
            planned,
            near_misses,
            tags,
        })))
    }

    /// Parses a row and finds the contacts it matches.
    fn match_row(&self, snapshot: &Snapshot<'_>, row: Row<'_>) -> Result<(Candidate, Matched), ImportError> {
        let suppressed = SuppressedPeople::load(&self.request, snapshot, self.shared_suppressions.as_ref())?;
        let parser = RowParser::new(&self.request, &self.prescan.readings, &[]);
        let candidate = parser.with_names(&self.prescan.name_columns).with_suppressed(&suppressed).candidate(row, None);
        let matcher = RowMatcher::new(&self.request, snapshot, &suppressed)?;
        let of_row = matcher.match_rows(&[&candidate], &snapshot.tags()?)?.pop();
        Ok((candidate, of_row.unwrap_or_default()))
    }

    fn explain_identifiers(&self, candidate: &Candidate, matched: &Matched) -> Vec<ExplainedIdentifier> {
        let identifiers = self.request.identifiers.iter().enumerate().map(|(at, target)| ExplainedIdentifier {
            field: self.request.field_name(*target).to_owned(),
            has_value: candidate.keys.iter().any(|(by, _)| *by == at),
            decides: !matched.hits.ids().is_empty() && matched.by == at,
        });
        identifiers.collect()
    }
}

/// Observer that keeps the planned row of one line, with the names of its tags.
struct RowPicker {
    line: u64,
    picked: Option<(PlannedRow, TagInterner)>,
}

impl RowObserver for RowPicker {
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if row.line() == self.line {
            self.picked = Some((planned.clone(), tags.clone()));
        }
    }

    fn has_enough(&self) -> bool {
        self.picked.is_some()
    }
}

/// Position of a line among the rows.
enum Place {
    /// A row begins on the line: the one at this index of its batch.
    Row(Batch, usize),
    /// No row begins on the line; the last one before it begins on `before`.
    Between { before: Option<u64> },
}

fn find(source: &mut Source, line: u64, work: RunContext<'_>) -> Result<Place, ImportError> {
    let mut batches = source.batches(BatchLimits::default())?;
    let (mut batch, mut before) = (Batch::default(), None);
    while batches.next_batch(&mut batch)? {
        work.cancel.check()?;
        let at = batch.rows().take_while(|row| row.line() < line).count();
        before = at.checked_sub(1).map(|last| batch.row(last).line()).or(before);
        if at < batch.len() {
            let is_there = batch.row(at).line() == line;
            return Ok(if is_there { Place::Row(batch, at) } else { Place::Between { before } });
        }
    }
    Ok(Place::Between { before })
}

fn explain_cell(row: Row<'_>, slot: &Slot, incoming: &CellInput) -> ExplainedCell {
    let cell = match &slot.source {
        SlotSource::Column(at) => row.cell(*at).and_then(|_| cell_text(row, slot)).map(str::to_owned),
        SlotSource::Constant(value) => Some(value.to_string()),
    };
    ExplainedCell { column: slot.column.clone(), field: slot.field_name.clone(), cell, incoming: incoming.clone() }
}
