//! Parses the cells of a row into the inputs of its mapped fields.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cell::Cell;
use super::identifiers::key;
use super::phone_columns::is_other_phone_column;
use crate::import::ImportRequest;
use crate::import::options::option_slots;
use crate::import::parallel::par_map;
use crate::import::suppressed::SuppressedPeople;
use crate::matching::Candidate;
use crate::model::{
    BarePhones, CellInput, Diagnostic, FieldId, FieldKind, Issue, IssueCode, Key, PackedPhone, RowIssues, RowKeys,
    Slot, SlotSource, Target, Text, unwrap_cell,
};
use crate::profile::{
    NameColumns, PhoneReading, Readings, cell_text, is_typed, may_be_named, offering_blank, placeholder_in_name,
};
use crate::source::{Batch, Row};
use crate::values::{self, ParseOptions, Region};

/// Maximum length of a cell's excerpt in an issue, in characters.
const MAX_EXCERPT_CHARS: usize = 200;

/// Maximum length of a cell that may name a country or a calling code, in bytes.
const MAX_COUNTRY_BYTES: usize = 100;

const PHONE: Target = Target::Field(FieldId::PHONE);

/// Parses rows by the mapping and the rules for values.
pub(in crate::import) struct RowParser<'a> {
    pub(super) request: &'a ImportRequest,
    /// By slot.
    pub(super) rules: Vec<ParseOptions>,
    /// Options that give columns of dates their format, by slot.
    pub(super) date_options: Vec<Option<String>>,
    /// Slots whose column can be read in several ways.
    pub(super) typed_slots: Vec<usize>,
    /// Slots of columns whose values have codes and names.
    pub(super) named_slots: Vec<usize>,
    /// Slots whose fields may get options that they lack.
    pub(super) option_slots: Vec<usize>,
    constants: Vec<Option<CellInput>>,
    /// Slots of the identifiers, the strongest first.
    pub(super) identifier_slots: Vec<usize>,
    /// Slot of Phone Number, if it is an identifier.
    phone_identifier: Option<usize>,
    pub(super) phone_slot: Option<usize>,
    /// Slots of columns of phone numbers that do not go to Phone Number.
    pub(super) other_phone_slots: Vec<usize>,
    country_slot: Option<usize>,
    /// True if a cell that looks like a value may be none: there is a clear marker or a word for blanks, or this tool generated the file.
    has_markers: bool,
    /// True if the treatment of bare phone numbers is not decided yet.
    pub(super) is_bare_open: bool,
    /// Slot index by column label, as the source's issues name columns; the first of equal labels.
    places: HashMap<String, usize>,
    /// Phone numbers parsed by the prescan, by row.
    prescanned_phones: &'a [PackedPhone],
    /// Evidence about the Country and Language columns; `None` in the prescan, which gathers it.
    name_columns: Option<&'a NameColumns>,
    /// Values of people who are left alone; `None` if there are none.
    suppressed: Option<&'a SuppressedPeople>,
}

impl<'a> RowParser<'a> {
    pub(in crate::import) fn new(request: &'a ImportRequest, readings: &Readings, known: &'a [PackedPhone]) -> Self {
        let mapping = &request.mapping;
        let slots_where =
            |holds: fn(&Slot) -> bool| (0..mapping.slots.len()).filter(|at| holds(&mapping.slots[*at])).collect();
        Self {
            request,
            rules: request.parse_rules(readings),
            date_options: (0..mapping.slots.len()).map(|at| readings.column(at).date_option).collect(),
            typed_slots: slots_where(is_typed),
            named_slots: slots_where(may_be_named),
            option_slots: option_slots(request).collect(),
            constants: mapping.slots.iter().map(|slot| request.constant(slot)).collect(),
            identifier_slots: request.identifier_slots(),
            phone_identifier: mapping.slot_of(PHONE).filter(|_| request.identifiers.contains(&PHONE)),
            phone_slot: mapping.slot_of(PHONE),
            other_phone_slots: slots_where(is_other_phone_column),
            country_slot: mapping.slot_of(Target::Field(FieldId::COUNTRY)),
            has_markers: request.reading.has_markers() || !mapping.own_columns.is_empty(),
            is_bare_open: false,
            places: places(&mapping.slots),
            prescanned_phones: known,
            name_columns: None,
            suppressed: None,
        }
    }

    /// Returns the parser with the values of people who are left alone.
    pub(in crate::import) fn with_suppressed(self, suppressed: &'a SuppressedPeople) -> Self {
        Self { suppressed: Some(suppressed).filter(|suppressed| !suppressed.is_empty()), ..self }
    }

    /// Returns the parser with the evidence about the Country and Language columns.
    pub(in crate::import) fn with_names(self, name_columns: &'a NameColumns) -> Self {
        Self { name_columns: Some(name_columns), ..self }
    }

    /// Returns a parser for the prescan, before the phone column's evidence is known.
    pub(in crate::import) fn for_prescan(request: &'a ImportRequest) -> Self {
        let bare = request.reading.bare_phones.unwrap_or(BarePhones::Refuse);
        let readings = Readings::new(PhoneReading { bare, is_rounded: false });
        Self { is_bare_open: request.reading.bare_phones.is_none(), ..Self::new(request, &readings, &[]) }
    }

    /// Parses all rows of a batch on all cores.
    pub(in crate::import) fn candidates(&self, batch: &Batch) -> Vec<Candidate> {
        par_map(batch.len(), |index| {
            let place = usize::try_from(batch.first_row()).ok().and_then(|first| first.checked_add(index));
            // A number that the prescan read without remarks is not parsed a second time.
            let known = place.and_then(|place| self.prescanned_phones.get(place)).and_then(|number| number.if_plain());
            self.candidate(batch.row(index), known.as_ref())
        })
    }

    pub(in crate::import) fn candidate(&self, row: Row<'_>, known: Option<&Text>) -> Candidate {
        let slots = &self.request.mapping.slots;
        let mut candidate = Candidate {
            line: row.line(),
            keys: RowKeys::new(),
            incoming: Vec::with_capacity(slots.len()),
            issues: self.issues_of_form(row),
            garbled: Vec::new(),
            is_suppressed: false,
            // An ASCII row without `&` and `?` cannot hold garbled text; all others are searched for it.
            needs_no_reparse: row.is_ascii() && !row.holds(b'&', b'?'),
        };
        for (at, slot) in slots.iter().enumerate() {
            let incoming = match (&self.constants[at], known) {
                (Some(constant), _) => constant.clone(),
                (None, Some(number)) if self.phone_identifier == Some(at) => {
                    self.add_key(at, Key::Phone(number.clone()), &mut candidate);
                    CellInput::Value(number.clone())
                }
                _ => self.cell(row, at, slot, &mut candidate),
            };
            candidate.incoming.push(incoming);
        }
        // Slots come in the order of the columns, identifiers in that of their strength.
        candidate.keys.sort_by_key(|(by, _)| *by);
        if let Some(issue) = self.all_blank_issue(&candidate) {
            candidate.issues.keep(issue);
        }
        for at in self.phone_slot.iter().chain(&self.other_phone_slots) {
            if let Some(issue) = self.country_issue(row, *at, &candidate.incoming) {
                candidate.issues.keep(issue);
            }
        }
        candidate.is_suppressed = self.suppressed.is_some_and(|suppressed| suppressed.hold_row(&candidate.incoming));
        candidate
    }

    /// Returns the issue that the country of a slot's number is not the row's Country.
    fn country_issue(&self, row: Row<'_>, phone: usize, incoming: &[CellInput]) -> Option<Issue> {
        let country = self.country_slot?;
        let (CellInput::Value(number), CellInput::Value(code)) = (incoming.get(phone)?, incoming.get(country)?) else {
            return None;
        };
        let slot = &self.request.mapping.slots[phone];
        let finding = values::country_differs(number, code)?;
        Some(issue(row.line(), slot, cell_text(row, slot).unwrap_or(number), finding))
    }

    /// Returns the issues of a row's form: those the source found, and that of its `Error` cell.
    fn issues_of_form(&self, row: Row<'_>) -> RowIssues {
        let kept = row.issues().iter().filter_map(|issue| self.with_field(issue)).collect();
        let mut issues = RowIssues::resume(kept, row.further_issues());
        if self.is_own_file()
            && let Some(issue) = self.uncorrected_misfit(row)
            && !issues.has(issue.code)
        {
            issues.keep(issue);
        }
        issues
    }

    /// Adds to an issue of the source, which knows columns, the field of its column. A nameless column that the user
    /// maps is a regular one: a filled cell in it is not one too many.
    fn with_field(&self, issue: &Issue) -> Option<Issue> {
        let place = issue.column.as_ref().and_then(|label| self.places.get(label));
        let slot = place.map(|at| &self.request.mapping.slots[*at]);
        if slot.is_some() && issue.code == IssueCode::TooManyCells {
            return None;
        }
        Some(Issue { field: slot.map(|slot| slot.field_name.clone()), ..issue.clone() })
    }

    pub(super) fn is_own_file(&self) -> bool {
        !self.request.mapping.own_columns.is_empty()
    }

    fn cell(&self, row: Row<'_>, at: usize, slot: &Slot, candidate: &mut Candidate) -> CellInput {
        let is_identifier = self.is_identifier(at);
        let Some(raw) = cell_text(row, slot) else { return CellInput::Blank };
        let mut cell = self.unwrap_cell(raw, slot, row);
        if let Some(finding) = cell.left_out.take() {
            candidate.add_issue(slot, raw, finding);
        }
        let outcome = match self.parse_marker_or_blank(&cell, (slot, row), is_identifier) {
            Some(special) => special,
            None => self.read(&cell, at, row, candidate),
        };
        outcome.unwrap_or_else(|findings| {
            for finding in findings {
                candidate.add_issue(slot, raw, finding);
            }
            CellInput::Blank
        })
    }

    /// Handles blank cells, the clear marker, spreadsheet errors, and bytes that an errors file shows escaped.
    pub(super) fn parse_marker_or_blank(
        &self,
        cell: &Cell<'_>,
        (slot, row): (&Slot, Row<'_>),
        is_identifier: bool,
    ) -> Option<Result<CellInput, Vec<Diagnostic>>> {
        let may_be_none = self.has_markers || matches!(slot.kind, Some(FieldKind::Date));
        if !may_be_none && values::is_plainly_a_value(&cell.value) {
            return None;
        }
        self.parse_marker(cell, (slot, row), is_identifier)
    }

    /// Returns the meaning of a cell that holds no value; `None` if it holds one.
    fn parse_marker(
        &self,
        cell: &Cell<'_>,
        (slot, row): (&Slot, Row<'_>),
        is_identifier: bool,
    ) -> Option<Result<CellInput, Vec<Diagnostic>>> {
        let finding = |code, message: &str| Some(Err(vec![Diagnostic::new(code, message)]));
        // Before everything else: the escape would be imported as text and the lost byte forgotten.
        if self.has_lost_byte(cell, slot, row) {
            return finding(
                IssueCode::InvalidBytes,
                "a byte that is no text still stands here as \\x and two digits: write the letter, or empty the Error cell \
                 if this is the text",
            );
        }
        if self.is_clear_marker(cell) {
            if is_identifier {
                return finding(IssueCode::IdentifierCleared, "the identifier cannot be cleared");
            }
            return Some(Ok(CellInput::Clear));
        }
        // Before the errors, of which `#N/A` is one: a user who knows better has the last word.
        let stands_for_none = || slot.kind.as_ref().is_some_and(|kind| values::stands_for_none(kind, &cell.value));
        let is_blank = self.is_blank_word(cell) || values::is_blank(&cell.value) || stands_for_none();
        if !is_blank && let Some(error) = values::spreadsheet_error(slot.kind.as_ref(), &cell.value) {
            return Some(Err(vec![error]));
        }
        if !is_blank {
            return None;
        }
        // Of several identifiers one may be blank; whether all are shows once all cells are read.
        if is_identifier && self.identifier_slots.len() == 1 {
            return finding(IssueCode::IdentifierBlank, "the identifier is blank");
        }
        Some(Ok(CellInput::Blank))
    }

    /// Returns true if the cell as a whole is a word for a blank one, as seen in the file or in a spreadsheet.
    pub(super) fn is_blank_word(&self, cell: &Cell<'_>) -> bool {
        let words = &self.request.reading.blank;
        !words.is_empty() && (words.holds(&cell.value) || words.holds(cell.written))
    }

    /// Returns true if the cell as a whole is the clear marker, as seen in the file or in a spreadsheet.
    fn is_clear_marker(&self, cell: &Cell<'_>) -> bool {
        let reading = &self.request.reading;
        reading.clears(cell.written) || (cell.debris.wrapping.is_some() && reading.clears(&cell.value))
    }

    fn read(
        &self,
        cell: &Cell<'_>,
        at: usize,
        row: Row<'_>,
        candidate: &mut Candidate,
    ) -> Result<CellInput, Vec<Diagnostic>> {
        let slot = &self.request.mapping.slots[at];
        let Some(kind) = &slot.kind else {
            let id = values::contact_id(&cell.value).map_err(|finding| offering_blank(vec![finding], &cell.value))?;
            self.add_key(at, Key::ContactId(id), candidate);
            return Ok(CellInput::Blank);
        };
        if let Some(misreading) = self.misreading(at, kind, &cell.value) {
            return Err(vec![misreading]);
        }
        let value = values::read(kind, &cell.value, &self.rules_for(at, kind, &cell.value, row))
            .map_err(|findings| self.advised(findings, at, kind, &cell.value))?;
        let unwrapped = cell.debris.wrapping.filter(|_| matches!(kind, FieldKind::Phone)).map(values::phone_unwrapped);
        let warnings = unwrapped.into_iter().chain(value.warnings);
        warnings.for_each(|finding| candidate.add_issue(slot, cell.raw, finding));
        // Garbled text is only a warning here: whether it would replace the value it garbles is known after matching.
        if !candidate.needs_no_reparse
            && let Some(garbled) = values::garbled(kind, &value.text, is_name(slot))
        {
            candidate.add_issue(slot, cell.raw, garbled.warning());
            candidate.garbled.push((candidate.incoming.len(), garbled));
        }
        if self.is_identifier(at)
            && let Some(key) = key(slot, kind, &value.text)
        {
            self.add_key(at, key, candidate);
        }
        Ok(CellInput::Value(value.text))
    }

    /// Returns the finding for a word that is no name, country or language, although it reads as one.
    fn misreading(&self, slot: usize, kind: &FieldKind, value: &str) -> Option<Diagnostic> {
        match kind {
            FieldKind::Text => placeholder_in_name(&self.request.mapping.slots[slot], value),
            FieldKind::Country | FieldKind::Language => self.name_columns?.misreading(slot, kind, value),
            _ => None,
        }
    }

    /// Returns the rules for a value: a phone number without its country code belongs to the row's own country.
    pub(super) fn rules_for(&self, at: usize, kind: &FieldKind, value: &str, row: Row<'_>) -> Cow<'_, ParseOptions> {
        let rules = &self.rules[at];
        if !matches!(kind, FieldKind::Phone) || value.starts_with('+') {
            return Cow::Borrowed(rules);
        }
        Cow::Owned(ParseOptions { region: self.country(row).or(rules.region), ..*rules })
    }

    /// Returns the row's own country, if it has phone numbers: that of the column which was named for it, else of the field.
    pub(super) fn country(&self, row: Row<'_>) -> Option<Region> {
        let named = self.request.reading.region_from.as_ref().and_then(|column| column.index);
        named.and_then(|index| self.named_country(row, index)).or_else(|| self.mapped_country(row))
    }

    fn named_country(&self, row: Row<'_>, index: usize) -> Option<Region> {
        let cell =
            row.text(index).filter(|cell| cell.len() <= MAX_COUNTRY_BYTES && self.request.reading.is_value(cell))?;
        Region::of_country_or_code(&unwrap_cell(cell, |_| false).text)
    }

    fn mapped_country(&self, row: Row<'_>) -> Option<Region> {
        let at = self.country_slot?;
        match &self.constants[at] {
            Some(CellInput::Value(code)) => Region::of_country(code),
            Some(_) => None,
            None => {
                let cell = self.filled_cell(row, at)?;
                let is_country = self.misreading(at, &FieldKind::Country, &cell.value).is_none();
                if is_country { Region::of_country(&cell.value) } else { None }
            }
        }
    }

    /// Returns true if a number without its country code is read by a country that may turn out to be none, once it is known
    /// whether the column holds names: NA.
    pub(super) fn is_of_doubtful_country(&self, number: &str, row: Row<'_>) -> bool {
        let country = || self.filled_cell(row, self.country_slot?);
        !number.starts_with('+') && country().is_some_and(|cell| values::is_placeholder(cell.value.trim()))
    }
}

/// Returns the slot of the phone number, if a column is mapped to it.
pub(in crate::import) fn phone_column(request: &ImportRequest) -> Option<&Slot> {
    let at = request.mapping.slot_of(Target::Field(FieldId::PHONE))?;
    Some(&request.mapping.slots[at]).filter(|slot| matches!(slot.source, SlotSource::Column(_)))
}

/// Returns true if the slot holds people's names.
fn is_name(slot: &Slot) -> bool {
    matches!(slot.target, Target::Field(FieldId::FIRST_NAME | FieldId::LAST_NAME))
}

fn places(slots: &[Slot]) -> HashMap<String, usize> {
    // Reversed, so that the first of equal labels is inserted last and stays.
    let labels = slots.iter().enumerate().rev().filter_map(|(at, slot)| Some((slot.shown_column()?, at)));
    labels.collect()
}

impl Candidate {
    /// Adds an issue about a slot's cell.
    fn add_issue(&mut self, slot: &Slot, cell: &str, finding: Diagnostic) {
        let line = self.line;
        self.issues.add(finding.code, || issue(line, slot, cell, finding));
    }
}

pub(super) fn issue(line: u64, slot: &Slot, cell: &str, finding: Diagnostic) -> Issue {
    Issue {
        line,
        column: slot.shown_column(),
        field: Some(slot.field_name.clone()),
        code: finding.code,
        value: Some(excerpt(cell)),
        message: finding.message,
    }
}

fn excerpt(cell: &str) -> String {
    match cell.char_indices().nth(MAX_EXCERPT_CHARS) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
