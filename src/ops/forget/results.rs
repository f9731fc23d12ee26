//! Stored results: rows of forgotten people are emptied. They keep their place and their status, so that counts add up.

use super::traces::Traces;
use crate::import::ImportError;
use crate::model::{ContactId, Field, FieldId, Fields, MappedColumn, RowStatus, Target};
use crate::ops::OpsError;
use crate::report::{CsvStyle, ResultRow, RowWriter, read_result_rows};
use crate::workspace::{ImportEntry, WriteTransaction};

/// Text of the `Errors` cell of an emptied row.
const FORGOTTEN: &str = "this person was forgotten";

/// Empties the rows of the people in all stored results, and single cells of other rows that name them. Returns the
/// number of rows that were changed.
pub(super) fn blank(change: &WriteTransaction<'_>, traces: &Traces) -> Result<u64, OpsError> {
    let fields = change.fields()?;
    let mut changed = 0;
    for import in change.imports_with_results()? {
        let mut rows = RowsOfImport::new(&import, &fields, traces);
        change.rewrite_results(import.id, &mut |chunk| rows.rewrite(chunk))?;
        changed += rows.changed;
    }
    Ok(changed)
}

/// Meaning of a column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column<'a> {
    ContactId,
    FirstName,
    LastName,
    PhoneOrEmail,
    Custom(&'a Field),
    Other,
}

/// The rows of one import, read in their order.
struct RowsOfImport<'a> {
    traces: &'a Traces,
    style: CsvStyle,
    columns: Vec<Column<'a>>,
    /// Contact that the next row with the status Imported added, if that is known.
    next_added: Option<i64>,
    changed: u64,
}

/// What becomes of a row.
enum Fate {
    Stays,
    Emptied,
    /// These cells are emptied.
    Cells(Vec<usize>),
}

impl<'a> RowsOfImport<'a> {
    fn new(import: &ImportEntry, fields: &'a Fields, traces: &'a Traces) -> Self {
        let (begun, outcome) = (&import.begun, &import.outcome);
        let style = CsvStyle { delimiter: begun.delimiter, bom: begun.has_bom, columns: begun.columns.len() };
        // An import adds contacts in the order of its rows, in one transaction, and so with ascending IDs.
        let are_in_order = |(first, last): &(i64, i64)| (last - first + 1).cast_unsigned() == outcome.counts.imported;
        let next_added = outcome.added.filter(are_in_order).map(|(first, _)| first);
        Self { traces, style, columns: columns(import, fields), next_added, changed: 0 }
    }

    /// Returns a chunk of rows without what is of the people; `None` if nothing of it is.
    fn rewrite(&mut self, chunk: &[u8]) -> Result<Option<Vec<u8>>, OpsError> {
        let before = self.changed;
        let mut rewritten = Vec::with_capacity(chunk.len());
        for row in read_result_rows(self.style, chunk) {
            let row = row.map_err(ImportError::from)?;
            let added = self.next_added.filter(|_| row.status == RowStatus::Imported);
            self.next_added = self.next_added.map(|next| next + i64::from(added.is_some()));
            let cells: Vec<&[u8]> = row.cells().collect();
            let fate = self.fate(&row, &cells, added.map(ContactId));
            self.write(&row, &cells, &fate, &mut rewritten);
        }
        Ok((self.changed > before).then_some(rewritten))
    }

    fn fate(&self, row: &ResultRow, cells: &[&[u8]], added: Option<ContactId>) -> Fate {
        let texts: Vec<_> = cells.iter().map(|cell| String::from_utf8_lossy(cell)).collect();
        let is_theirs = match added {
            Some(contact) => self.traces.is_of(contact),
            None => self.is_theirs(row.status, &texts),
        };
        if is_theirs {
            return Fate::Emptied;
        }
        let names_them = |text: &str| self.traces.own.is_in(text) || self.traces.is_full_name(text);
        let named: Vec<usize> = (0..texts.len()).filter(|at| names_them(&texts[*at])).collect();
        if named.is_empty() && !self.traces.own.is_in(&row.errors) { Fate::Stays } else { Fate::Cells(named) }
    }

    /// Returns true if a row that added nobody is known by one of their identifiers or, where it changed nobody, by a
    /// full name that nobody else has.
    fn is_theirs(&self, status: RowStatus, texts: &[impl AsRef<str>]) -> bool {
        let traces = self.traces;
        let of = |column| self.cells_of(column, texts);
        let has_first_name = of(Column::FirstName).any(|name| traces.has_first_name(name));
        let is_identified = self.columns.iter().zip(texts).any(|(column, text)| {
            let text = text.as_ref();
            match column {
                Column::ContactId => text.trim().parse().is_ok_and(|id| traces.is_of(ContactId(id))),
                Column::PhoneOrEmail => traces.own.is_in(text) || has_first_name && traces.shared.is_in(text),
                Column::Custom(field) => {
                    traces.own.has_custom(field, text) || has_first_name && traces.shared.has_custom(field, text)
                }
                _ => false,
            }
        });
        let changed_nobody = matches!(status, RowStatus::Error | RowStatus::Skipped);
        let full_name = || {
            let (first, last) = (of(Column::FirstName).next(), of(Column::LastName).next());
            first.zip(last).is_some_and(|(first, last)| traces.is_full_name(&format!("{first} {last}")))
                || texts.iter().any(|text| traces.is_full_name(text.as_ref()))
        };
        is_identified || changed_nobody && full_name()
    }

    fn cells_of<'t>(&self, wanted: Column<'_>, texts: &'t [impl AsRef<str>]) -> impl Iterator<Item = &'t str> {
        self.columns.iter().zip(texts).filter(move |(column, _)| **column == wanted).map(|(_, text)| text.as_ref())
    }

    fn write(&mut self, row: &ResultRow, cells: &[&[u8]], fate: &Fate, out: &mut Vec<u8>) {
        let writer = RowWriter::new(self.style);
        let status = row.status.as_str();
        match fate {
            Fate::Stays => return writer.row(cells.iter().copied(), &[status, &row.errors], out),
            Fate::Emptied => writer.row(std::iter::empty(), &[status, FORGOTTEN], out),
            Fate::Cells(named) => {
                let kept =
                    cells.iter().enumerate().map(|(at, cell)| if named.contains(&at) { &b""[..] } else { *cell });
                let errors = if self.traces.own.is_in(&row.errors) { FORGOTTEN } else { &row.errors };
                writer.row(kept, &[status, errors], out);
            }
        }
        self.changed += 1;
    }
}

/// Returns the meaning of each column, as the import mapped it.
fn columns<'a>(import: &ImportEntry, fields: &'a Fields) -> Vec<Column<'a>> {
    let mut columns = vec![Column::Other; import.begun.columns.len()];
    for mapped in &import.begun.mapping {
        let meaning = match fields.target(&mapped.field) {
            Some(Target::ContactId) => Column::ContactId,
            Some(Target::Field(FieldId::FIRST_NAME)) => Column::FirstName,
            Some(Target::Field(FieldId::LAST_NAME)) => Column::LastName,
            Some(Target::Field(FieldId::PHONE | FieldId::EMAIL)) => Column::PhoneOrEmail,
            Some(Target::Field(id)) => fields.get(id).filter(|_| id.is_custom()).map_or(Column::Other, Column::Custom),
            None => Column::Other,
        };
        let at = index_in_results(mapped, &import.begun.columns);
        if let Some(column) = at.and_then(|at| columns.get_mut(at)) {
            *column = meaning;
        }
    }
    columns
}

/// Returns the index from 0 of a mapped column in the results; `None` for a constant.
fn index_in_results(mapped: &MappedColumn, headers: &[String]) -> Option<usize> {
    let (key, at) = (Fields::key(mapped.column.as_deref()?), mapped.position?.checked_sub(1)?);
    let has_its_name = |header: &String| Fields::key(header) == key;
    // By position first: several columns may have the same header.
    if headers.get(at).is_some_and(has_its_name) {
        return Some(at);
    }
    // Columns that an earlier import had added are left out of the results and shift positions.
    headers.iter().position(has_its_name).or(Some(at))
}
