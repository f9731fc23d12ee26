//! A list of values as a file: opt-outs of a mail program, a column of numbers, one address a line. No names are needed.

use std::path::Path;

use super::value::{read_domain, read_value};
use crate::import::{Import, ImportError, ImportRequest, RowValues, RunContext};
use crate::mapping::{Compiled, Suggestion, means_a_field};
use crate::model::{
    CellInput, Column, FieldId, FieldKind, Fields, HeaderLine, Issue, IssueCode, Note, ParseSettings, Purpose, Slot,
    SlotSource, SuppressedValue, SuppressibleField, Target, is_blank, unwrap_cell,
};
use crate::ops::OpsError;
use crate::ops::setup::{
    ColumnAnswers, ColumnChoices, ColumnResolution, ImportSpec, WorkspaceDefaults, looks_like_value, read_options,
    source_options,
};
use crate::ops::suppressions::SuppressionError;
use crate::profile::cell_text;
use crate::source::{Opening, OpeningLine, Row, Source};
use crate::values::ParseOptions;
use crate::workspace::Workspace;

/// Name of a column whose cells are read like typed values, as the shared file has it.
pub(super) const VALUE_COLUMN: &str = "Value";
/// Name of a column of reasons.
const REASON_COLUMN: &str = "Reason";

/// Which values of a list are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListUse {
    /// Those by which people are to be left alone: e-mail addresses, phone numbers, and own identifiers.
    Suppress,
    /// All by which people may be left alone, each in all its forms: an address also by its domain.
    Check,
}

/// A list whose columns are known, ready to be read.
pub struct ValueList<'a> {
    import: Import<'a>,
    usage: ListUse,
    fields: Fields,
    /// Column whose cells are read like typed values, by index from 0.
    mixed: Option<usize>,
    /// Column of reasons, by index from 0.
    reason: Option<usize>,
    rules: ParseOptions,
    notes: Vec<Note>,
}

/// A row of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRow {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Its values.
    pub values: Vec<SuppressedValue>,
    /// Its reason, where a column has one.
    pub reason: Option<String>,
    /// Errors of its form and of the cells that were to be read.
    pub errors: Vec<Issue>,
}

/// Opens a list. Where the first line holds a value that no header has, it is read as a row.
///
/// # Errors
/// The file cannot be read or is no list.
pub fn open_list(
    path: &Path,
    reading: &ParseSettings,
    defaults: &WorkspaceDefaults,
    work: RunContext<'_>,
) -> Result<Source, OpsError> {
    let mut options = source_options(reading, defaults.settings.limits)?;
    let opening = Opening::of(path, &options, work.cancel)?;
    if options.header_line.is_none() && opening.lines().first().is_some_and(|line| is_row(line, &defaults.fields)) {
        options.header_line = Some(HeaderLine::None);
        return Ok(Source::open(path, &options, work.observer, work.cancel)?);
    }
    Ok(opening.read(work.observer)?)
}

/// Returns true for a line with a value that no header has, or with a long number where no cell names a contact field:
/// headers of some lists are dates.
fn is_row(line: &OpeningLine, fields: &Fields) -> bool {
    line.cells.iter().any(|cell| is_value(cell, fields))
        || line.cells.iter().any(|cell| looks_like_value(cell))
            && !line.cells.iter().any(|cell| means_a_field(cell, fields))
}

/// Returns true for a cell that no header has: an e-mail address, a domain with its `@`, or a number with its `+`.
fn is_value(cell: &str, fields: &Fields) -> bool {
    let cell = cell.trim();
    let is_likely = cell.contains('@') || cell.starts_with('+');
    is_likely && read_value(cell, fields, &ParseOptions::default()).is_ok()
}

impl<'a> ValueList<'a> {
    /// Finds the columns by choices, headers and values, and prescans the rows.
    ///
    /// # Errors
    /// [`SuppressionError::NoValueColumn`] if no column has values that can be read, contradictory choices, or the source
    /// cannot be read.
    pub fn prepare(
        workspace: &Workspace,
        mut source: Source,
        (choices, reading): (ColumnChoices, ParseSettings),
        usage: ListUse,
        work: RunContext<'a>,
    ) -> Result<Self, OpsError> {
        let (defaults, snapshot) = (WorkspaceDefaults::of(workspace)?, workspace.snapshot()?);
        let mut spec = ImportSpec::new(Purpose::AddAll);
        spec.recipe.reading = reading;
        spec.choices = choices;
        let columns = ColumnResolution::look(&mut source, &spec, &defaults.fields, work.cancel)?;
        let answers = suggested(&columns);
        let mut compiled = columns.with_answers(&source, &defaults.fields, &answers)?;
        let named = named_columns(&spec.choices, source.columns());
        let identifiers = snapshot.identifier_fields()?;
        let by_header = columns.suggested.suggestions.iter().any(|suggestion| !suggestion.is_by_values());
        let mixed = mixed_column(&compiled, source.columns(), &named, by_header);
        let own = compiled.mapping.slots.iter().find(|slot| is_suppressible(slot)).map(|slot| slot.field_name.clone());
        let is_identifier = |id| identifiers.contains_key(&id);
        compiled.mapping.slots.retain(|slot| mixed.is_none() && is_read_for(usage, slot, is_identifier, &named));
        if mixed.is_none() && !compiled.mapping.slots.iter().any(is_suppressible) {
            let columns = source.columns().iter().map(Column::label).collect();
            return Err(SuppressionError::NoValueColumn { columns, own }.into());
        }
        let reading = read_options(&spec.recipe.reading, source.columns(), &defaults.settings)?;
        let region = reading.region;
        let reason = column_named(source.columns(), REASON_COLUMN);
        let notes = notes(&compiled, mixed, &source);
        let request = ImportRequest { reading, ..ImportRequest::new(Purpose::AddAll, Vec::new(), compiled.mapping) };
        let import = Import::prepare(source, request, notes.clone(), work)?;
        let rules = ParseOptions { region, ..ParseOptions::default() };
        Ok(Self { import, usage, fields: defaults.fields, mixed, reason, rules, notes })
    }

    /// Returns what was found out about the list: which columns are read, how its numbers are.
    pub fn notes(&self) -> Vec<Note> {
        let of_file = self.import.source().facts().notes.iter();
        of_file.chain(&self.notes).cloned().chain(self.import.prescan_notes()).collect()
    }

    /// Returns the source.
    pub fn source(&self) -> &Source {
        self.import.source()
    }

    /// Reads all rows in order, until a visit fails.
    ///
    /// # Errors
    /// The source cannot be read, the user cancelled, or the error of the visit.
    pub fn each_row<E: From<ImportError>>(&mut self, visit: &mut dyn FnMut(ListRow) -> Result<(), E>) -> Result<(), E> {
        let slots = self.import.request().mapping.slots.clone();
        let reader =
            RowReader { slots: &slots, usage: self.usage, fields: &self.fields, mixed: self.mixed, rules: self.rules };
        let reason = self.reason;
        self.import.each_row(&mut |row, values| {
            let mut read = match reader.mixed {
                Some(column) => reader.read_mixed(row, column),
                None => reader.read(row, values),
            };
            read.reason =
                reason.and_then(|at| row.text(at)).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            visit(read)
        })
    }
}

/// Returns true if a list for this use is read for a slot. `named` are the columns that options name, by index from 0.
fn is_read_for(usage: ListUse, slot: &Slot, is_identifier: impl Fn(FieldId) -> bool, named: &[usize]) -> bool {
    match slot.target {
        Target::Field(FieldId::COUNTRY) => true,
        Target::Field(id) if usage == ListUse::Suppress => {
            let is_named = slot.column_index().is_some_and(|at| named.contains(&at));
            is_of_address(slot) || is_identifier(id) || is_named
        }
        Target::Field(_) => is_suppressible(slot),
        Target::ContactId => false,
    }
}

/// Turns rows into their values.
struct RowReader<'l> {
    slots: &'l [Slot],
    usage: ListUse,
    fields: &'l Fields,
    mixed: Option<usize>,
    rules: ParseOptions,
}

impl RowReader<'_> {
    fn read(&self, row: Row<'_>, RowValues { incoming, issues }: RowValues) -> ListRow {
        let mut read = ListRow { line: row.line(), errors: issues, ..ListRow::default() };
        read.errors.retain(|issue| issue.is_error() && issue.code != IssueCode::FurtherErrors);
        for (slot, incoming) in self.slots.iter().zip(&incoming).filter(|(slot, _)| is_suppressible(slot)) {
            if let CellInput::Value(value) = incoming {
                read.values.extend(self.values(slot, value));
            } else if let Some(domain) = domain_of_cell(row, slot) {
                read.errors.retain(|issue| issue.field.as_ref() != Some(&slot.field_name));
                read.values.push(domain);
            }
        }
        let is_read = |issue: &Issue| {
            issue
                .field
                .as_ref()
                .is_none_or(|name| self.slots.iter().any(|slot| slot.field_name == *name && is_suppressible(slot)))
        };
        read.errors.retain(is_read);
        if self.usage == ListUse::Suppress && read.values.is_empty() && read.errors.is_empty() {
            let names: Vec<&str> =
                self.slots.iter().filter(|slot| is_suppressible(slot)).map(|slot| slot.field_name.as_str()).collect();
            let message = format!("the row has no value to suppress: {} blank", are(&names));
            read.errors.push(Issue::of_row(read.line, IssueCode::IdentifierBlank, message));
        }
        read
    }

    fn values(&self, slot: &Slot, value: &str) -> Vec<SuppressedValue> {
        let Target::Field(id) = slot.target else { return Vec::new() };
        let Some(field) = self.fields.get(id) else { return Vec::new() };
        let mut values = SuppressedValue::of_field(field, value);
        if self.usage == ListUse::Suppress {
            // The value itself; the others cover it.
            values.truncate(1);
        }
        values
    }

    /// Reads the cell of a column of mixed values like a typed one.
    fn read_mixed(&self, row: Row<'_>, column: usize) -> ListRow {
        let mut read = ListRow { line: row.line(), ..ListRow::default() };
        let text = row.text(column).map(|cell| unwrap_cell(cell, |_| false).text.trim().to_owned());
        let error = |message: String| Issue {
            value: text.clone().filter(|text| !text.is_empty()),
            ..Issue::of_row(row.line(), IssueCode::SuppressionInvalid, message)
        };
        match text.as_deref().map(|text| read_value(text, self.fields, &self.rules)) {
            Some(Ok(value)) => {
                let domains = if self.usage == ListUse::Check { value.domains() } else { Vec::new() };
                read.values = std::iter::once(value).chain(domains).collect();
            }
            Some(Err(_)) if self.usage == ListUse::Check && text.as_deref().is_none_or(is_blank) => {}
            Some(Err(message)) => read.errors.push(error(message)),
            None => read.errors.push(error("the cell is missing, or no text in its encoding".to_owned())),
        }
        read
    }
}

/// Returns the domain of a cell `@example.com` in a column of addresses.
fn domain_of_cell(row: Row<'_>, slot: &Slot) -> Option<SuppressedValue> {
    let cell = cell_text(row, slot).filter(|_| matches!(slot.kind, Some(FieldKind::Email)))?;
    read_domain(unwrap_cell(cell, |_| false).text.trim().strip_prefix('@')?).ok()
}

/// Accepts what is suggested for Email and Phone Number, by headers and by values: nothing is stored as a contact's value.
fn suggested(columns: &ColumnResolution) -> ColumnAnswers {
    let is_address = |suggestion: &&Suggestion| {
        matches!(suggestion.target, Target::Field(FieldId::EMAIL | FieldId::PHONE)) && suggestion.split.is_none()
    };
    let answers = columns.suggested.suggestions.iter().filter(is_address).map(Suggestion::answer);
    ColumnAnswers { columns: answers.collect(), keep: None }
}

/// Returns the column that is read like typed values: one named Value, or the only one of a list that has no other.
fn mixed_column(compiled: &Compiled, columns: &[Column], named: &[usize], by_header: bool) -> Option<usize> {
    if !named.is_empty() {
        return None;
    }
    let is_only = columns.len() == 1 && !by_header && compiled.by_name.is_empty();
    column_named(columns, VALUE_COLUMN).or_else(|| is_only.then_some(0))
}

fn column_named(columns: &[Column], name: &str) -> Option<usize> {
    columns.iter().position(|column| Fields::key(&column.name) == Fields::key(name))
}

/// Returns the columns that the user named with `--map`, by index from 0.
fn named_columns(choices: &ColumnChoices, columns: &[Column]) -> Vec<usize> {
    let typed: Vec<String> = choices.typed_columns().map(Fields::key).collect();
    let is_named = |column: &Column| {
        typed.contains(&Fields::key(&column.name)) || typed.contains(&format!("#{}", column.position))
    };
    columns.iter().filter(|column| is_named(column)).map(|column| column.position - 1).collect()
}

fn is_of_address(slot: &Slot) -> bool {
    matches!(slot.kind, Some(FieldKind::Phone | FieldKind::Email))
}

fn is_suppressible(slot: &Slot) -> bool {
    matches!((slot.target, &slot.kind), (Target::Field(id), Some(kind)) if SuppressibleField::takes(id, kind))
}

/// Tells which columns are read, and which are not.
fn notes(compiled: &Compiled, mixed: Option<usize>, source: &Source) -> Vec<Note> {
    let columns = source.columns();
    let used = |index: usize| {
        mixed == Some(index)
            || compiled.mapping.slots.iter().any(|slot| matches!(slot.source, SlotSource::Column(at) if at == index))
    };
    let labels = |is_used: bool| -> Vec<String> {
        columns.iter().enumerate().filter(|(at, _)| used(*at) == is_used).map(|(_, column)| column.label()).collect()
    };
    let is_reason = |label: &String| Fields::key(label) == Fields::key(REASON_COLUMN);
    let left_out: Vec<String> = labels(false).into_iter().filter(|label| !is_reason(label)).collect();
    let mut message = format!("reads {}", labels(true).join(", "));
    if !left_out.is_empty() {
        message += &format!("; leaves out {}", left_out.join(", "));
    }
    vec![Note::info("columns-read", message)]
}

fn are(names: &[&str]) -> String {
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}
