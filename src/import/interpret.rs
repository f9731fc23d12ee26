use std::borrow::Cow;

use super::ImportRequest;
use super::reading::spread;
use crate::matching::Candidate;
use crate::model::{
    Finding, Identifier, Incoming, Issue, IssueCode, Key, PackedNumber, Slot, SlotSource, Target, Text,
    has_escaped_byte, unguard_formula,
};
use crate::source::{Batch, MAX_CELL, Row};
use crate::values::{self, BareNumbers, Rules};

/// How much of a cell an issue shows, in characters.
const SHOWN: usize = 200;

/// Reads the cells of rows: mapping and values joined.
pub(super) struct Interpreter<'a> {
    request: &'a ImportRequest,
    rules: Rules,
    constants: Vec<Option<Incoming>>,
    identifier_slot: Option<usize>,
    /// Phone numbers that the survey has read already, by row.
    known: &'a [PackedNumber],
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(request: &'a ImportRequest, bare_numbers: BareNumbers, known: &'a [PackedNumber]) -> Self {
        let slots = &request.mapping.slots;
        Self {
            request,
            rules: request.rules(bare_numbers),
            constants: slots.iter().map(|slot| request.constant(slot)).collect(),
            identifier_slot: request.identifier.and_then(|id| request.mapping.slot_of(id.target())),
            known,
        }
    }

    /// Reads all rows of a batch, on as many cores as there are.
    pub(super) fn candidates(&self, batch: &Batch) -> Vec<Candidate> {
        spread(batch.len(), |index| {
            let place = usize::try_from(batch.first_row()).ok().and_then(|first| first.checked_add(index));
            let known = place.and_then(|place| self.known.get(place)).and_then(|number| number.whole_cell());
            self.candidate(batch.row(index), known.as_ref())
        })
    }

    pub(super) fn candidate(&self, row: Row<'_>, known: Option<&Text>) -> Candidate {
        let slots = &self.request.mapping.slots;
        let mut candidate = Candidate {
            line: row.line(),
            key: None,
            incoming: Vec::with_capacity(slots.len()),
            issues: row.issues().iter().map(|issue| self.with_field(issue)).collect(),
        };
        for (at, slot) in slots.iter().enumerate() {
            let incoming = match (&self.constants[at], known) {
                (Some(constant), _) => constant.clone(),
                (None, Some(number)) if self.identifier_slot == Some(at) => {
                    candidate.key = Some(Key::Phone(number.clone()));
                    Incoming::Value(number.clone())
                }
                _ => self.cell(row, at, slot, &mut candidate),
            };
            candidate.incoming.push(incoming);
        }
        candidate
    }

    /// An issue of the source, which knows columns, with the field to which its column is mapped.
    fn with_field(&self, issue: &Issue) -> Issue {
        let is_its = |slot: &&Slot| slot.column.is_some() && slot.column == issue.column;
        let slot = self.request.mapping.slots.iter().find(is_its);
        Issue { field: slot.map(|slot| slot.field_name.clone()), ..issue.clone() }
    }

    fn cell(&self, row: Row<'_>, at: usize, slot: &Slot, candidate: &mut Candidate) -> Incoming {
        let is_identifier = self.identifier_slot == Some(at);
        let Some(raw) = cell_text(row, slot) else { return Incoming::Blank };
        let mut cell = self.open(raw, slot);
        if let Some(finding) = cell.left_out.take() {
            candidate.issues.push(issue(row.line(), slot, raw, finding));
        }
        let outcome = match self.special(&cell, is_identifier) {
            Some(special) => special,
            None => self.read(&cell, slot, is_identifier, candidate),
        };
        outcome.unwrap_or_else(|findings| {
            candidate.issues.extend(findings.into_iter().map(|finding| issue(row.line(), slot, raw, finding)));
            Incoming::Blank
        })
    }

    /// A cell as its value stands in it, whatever was written around it.
    pub(super) fn open<'c>(&self, raw: &'c str, slot: &Slot) -> Cell<'c> {
        let written = self.unguard(raw);
        let (value, left_out) = values::unpack(written, slot.format, self.rules.tag_separator);
        Cell { raw, written, value, left_out }
    }

    /// The cell without the `'` that a results or errors file guards formulas with. In such a file it is ours before any
    /// `+` or `-`: the user may have corrected what was behind it.
    fn unguard<'c>(&self, cell: &'c str) -> &'c str {
        let is_own_file = !self.request.mapping.own_columns.is_empty();
        match cell.strip_prefix('\'') {
            Some(inner) if is_own_file && inner.starts_with(['+', '-']) => inner,
            _ => unguard_formula(cell),
        }
    }

    /// Blank cells, the clear marker, and bytes that an errors file shows escaped.
    fn special(&self, cell: &Cell<'_>, is_identifier: bool) -> Option<Result<Incoming, Vec<Finding>>> {
        let finding = |code, message: &str| Some(Err(vec![Finding::new(code, message)]));
        if !self.request.mapping.own_columns.is_empty() && has_escaped_byte(cell.written) {
            return finding(
                IssueCode::InvalidBytes,
                "a byte that is no text still stands here as \\x and two digits: write the letter",
            );
        }
        if self.is_clear_marker(cell) {
            if is_identifier {
                return finding(IssueCode::IdentifierCleared, "the identifier can not be cleared");
            }
            return Some(Ok(Incoming::Clear));
        }
        if !values::is_blank(&cell.value) {
            return None;
        }
        if is_identifier {
            return finding(IssueCode::IdentifierBlank, "the identifier is blank");
        }
        Some(Ok(Incoming::Blank))
    }

    /// The marker is the whole cell, as the user sees it in the file.
    fn is_clear_marker(&self, cell: &Cell<'_>) -> bool {
        self.request.clear_marker.as_deref() == Some(cell.written)
    }

    fn read(
        &self,
        cell: &Cell<'_>,
        slot: &Slot,
        is_identifier: bool,
        candidate: &mut Candidate,
    ) -> Result<Incoming, Vec<Finding>> {
        let Some(kind) = &slot.kind else {
            let id = values::contact_id(&cell.value).map_err(|finding| vec![finding])?;
            candidate.key = Some(Key::ContactId(id));
            return Ok(Incoming::Blank);
        };
        let value = values::read(kind, &cell.value, &self.rules)?;
        let warnings = value.warnings.into_iter().map(|finding| issue(candidate.line, slot, cell.raw, finding));
        candidate.issues.extend(warnings);
        if is_identifier {
            candidate.key = self.request.identifier.and_then(|identifier| key(identifier, &value.text));
        }
        Ok(Incoming::Value(value.text))
    }

    /// The identifier of a row alone; for the survey.
    pub(super) fn identify(&self, row: Row<'_>) -> Option<Identified> {
        let slot = &self.request.mapping.slots[self.identifier_slot?];
        let cell = self.open(cell_text(row, slot)?, slot);
        if self.is_clear_marker(&cell) || values::is_blank(&cell.value) {
            return None;
        }
        let Some(kind) = &slot.kind else {
            let key = Key::ContactId(values::contact_id(&cell.value).ok()?);
            return Some(Identified { key, is_plain: false });
        };
        let value = values::read(kind, &cell.value, &self.rules).ok()?;
        let identifier = self.request.identifier?;
        let is_plain = value.warnings.is_empty() && cell.left_out.is_none();
        Some(Identified { key: key(identifier, &value.text)?, is_plain })
    }
}

/// A cell without what was written around its value.
pub(super) struct Cell<'c> {
    /// As it stands in the source, and in messages.
    raw: &'c str,
    /// As the user wrote it: without the guard of a formula.
    written: &'c str,
    /// What is read as a value: the same, but where the column is written in a way of its own.
    pub(super) value: Cow<'c, str>,
    /// That the value is not all of the cell.
    left_out: Option<Finding>,
}

/// The identifier of a row.
pub(super) struct Identified {
    pub(super) key: Key,
    /// Whether there is nothing to say about the cell, so that it need not be read again.
    pub(super) is_plain: bool,
}

impl Identified {
    /// The phone number, if it is one.
    pub(super) fn packed(&self) -> PackedNumber {
        match &self.key {
            Key::Phone(number) if self.is_plain => PackedNumber::new(number),
            Key::Phone(number) => PackedNumber::new(number).to_be_read_again(),
            Key::Email(_) | Key::ContactId(_) => PackedNumber::default(),
        }
    }
}

/// The text of a slot's cell; `None` when the row does not have it or it is not fit to be read, which the source tells.
pub(super) fn cell_text<'a>(row: Row<'a>, slot: &Slot) -> Option<&'a str> {
    let SlotSource::Column(index) = slot.source else { return None };
    row.text(index).filter(|text| text.len() <= MAX_CELL)
}

/// The slot into which phone numbers go, if a column does.
pub(super) fn phone_slot(request: &ImportRequest) -> Option<&Slot> {
    let at = request.mapping.slot_of(Target::Field(crate::model::FieldId::PHONE))?;
    Some(&request.mapping.slots[at]).filter(|slot| matches!(slot.source, SlotSource::Column(_)))
}

fn key(identifier: Identifier, value: &Text) -> Option<Key> {
    match identifier {
        Identifier::Phone => Some(Key::Phone(value.clone())),
        Identifier::Email => Some(Key::Email(values::email_key(value).into())),
        Identifier::ContactId => None,
    }
}

fn issue(line: u64, slot: &Slot, cell: &str, finding: Finding) -> Issue {
    Issue {
        line,
        column: slot.column.clone(),
        field: Some(slot.field_name.clone()),
        code: finding.code,
        value: Some(shown(cell)),
        message: finding.message,
    }
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
