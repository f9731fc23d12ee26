//! The preflight: a first pass that finds everything that would make an import fail halfway.

use crate::model::{Column, Event, HeaderLine, Note, Observer};
use crate::source::opening::OpeningLine;
use crate::source::records::dialect::Dialect;
use crate::source::records::{Batch, Records, Splitter};
use crate::source::validation::{AnomalyNotes, WidthStats, Widths, cells_on_lines};
use crate::source::{SourceError, header};

/// Results of the preflight.
#[derive(Debug)]
pub(in crate::source) struct Preflight {
    pub(in crate::source) columns: Vec<Column>,
    pub(in crate::source) rows: u64,
    pub(in crate::source) widths: Widths,
    pub(in crate::source) blank_rows: u64,
    pub(in crate::source) size: u64,
    pub(in crate::source) digest: String,
    /// Fingerprint that each later pass is checked against.
    pub(in crate::source) fingerprint: u64,
    pub(in crate::source) notes: Vec<Note>,
}

/// Reads all records and checks them as a whole. `opening` are the first lines, above and below the header.
pub(in crate::source) fn read(
    mut records: Records<'_>,
    dialect: Dialect,
    opening: &[OpeningLine],
    observer: &dyn Observer,
) -> Result<Preflight, SourceError> {
    let mut anomalies = AnomalyNotes::default();
    let header = match dialect.header {
        Some(HeaderLine::None) => None,
        _ => Some(read_header(&mut records, dialect, &mut anomalies)?),
    };
    let columns = match &header {
        Some(header) => header::columns(header, records.path())?,
        None => header::columns_without_names(usual_width(opening), records.path())?,
    };
    let mut width_stats = WidthStats::new(&columns, header.is_some(), dialect.delimiter);
    count_rows(&mut records, &mut width_stats, &mut anomalies, observer)?;
    let rows = width_stats.rows();
    if rows == 0 {
        return Err(no_rows(&records, header.as_ref()));
    }
    refuse_wrapped_lines(&records, header.as_ref(), &width_stats)?;
    let (widths, short_rows) = width_stats.finish();
    let about_header = header_note(header.as_ref(), dialect, columns.len());
    let notes = about_header.into_iter().chain(anomalies.into_notes()).chain(short_rows).collect();
    Ok(Preflight {
        columns,
        rows,
        widths,
        blank_rows: records.blank_rows(),
        size: records.bytes_read(),
        fingerprint: records.fingerprint().quick(),
        digest: records.into_fingerprint().digest(),
        notes,
    })
}

fn header_note(header: Option<&Batch>, dialect: Dialect, columns: usize) -> Option<Note> {
    match header {
        None => Some(header::no_header(columns)),
        Some(header) if dialect.header.is_some() => header::lines_above(header.row(0).line()),
        Some(header) => header::looks_like_data(header.row(0)),
    }
}

/// Returns the number of cells that most of the first lines have; of equals the largest.
fn usual_width(opening: &[OpeningLine]) -> usize {
    let widths = || opening.iter().map(|line| line.cells.len());
    widths().max_by_key(|width| (widths().filter(|other| other == width).count(), *width)).unwrap_or_default()
}

fn read_header(
    records: &mut Records<'_>,
    dialect: Dialect,
    anomalies: &mut AnomalyNotes,
) -> Result<Batch, SourceError> {
    let mut batch = Batch::default();
    let Some(record) = records.next_record()? else {
        return Err(match dialect.header {
            Some(HeaderLine::At(line)) => bad_header(records, line.get(), "the file has no such line"),
            _ => no_rows(records, None),
        });
    };
    anomalies.add(record.line, record.anomalies);
    let line = record.line;
    batch.push(&record, &mut Splitter::new(dialect.delimiter)).map_err(|_| records.disagreement(line))?;
    match dialect.header {
        // Empty lines are skipped before a record, but the user named this very line. A sep= line on it is no header.
        Some(HeaderLine::At(wanted)) if line > wanted.get() && !(dialect.has_sep_line && wanted.get() == 1) => {
            Err(bad_header(records, wanted.get(), "the header cannot be on this line, which is empty"))
        }
        _ => Ok(batch),
    }
}

fn bad_header(records: &Records<'_>, line: u64, problem: &str) -> SourceError {
    SourceError::BadHeader { path: records.path().to_owned(), line, problem: problem.to_owned() }
}

/// Counts rows and their cells to the end, even beyond the limit, so that the user learns how many rows there are.
fn count_rows(
    records: &mut Records<'_>,
    width_stats: &mut WidthStats,
    anomalies: &mut AnomalyNotes,
    observer: &dyn Observer,
) -> Result<(), SourceError> {
    let mut told = 0;
    while let Some(record) = records.next_row()? {
        width_stats.update(&record);
        anomalies.add(record.line, record.anomalies);
        let done = records.bytes_read();
        // The position moves a chunk at a time, so this reports once a chunk and not once a row.
        if done > told {
            told = done;
            observer.event(Event::Progress { done });
        }
    }
    Ok(())
}

fn refuse_wrapped_lines(
    records: &Records<'_>,
    header: Option<&Batch>,
    width_stats: &WidthStats,
) -> Result<(), SourceError> {
    let Some(header) = header.map(|header| header.row(0)) else { return Ok(()) };
    match width_stats.first_row().and_then(|row| cells_on_lines(header, row)) {
        None => Ok(()),
        Some(cells) => Err(SourceError::WrappedLines { path: records.path().to_owned(), line: header.line(), cells }),
    }
}

fn no_rows(records: &Records<'_>, header: Option<&Batch>) -> SourceError {
    let reason = if header.is_some() { "there is nothing below its header" } else { "it is empty" };
    let is_header_contact = header.is_some_and(|header| header::looks_like_data(header.row(0)).is_some());
    SourceError::NoRows { path: records.path().to_owned(), reason, is_header_contact }
}
