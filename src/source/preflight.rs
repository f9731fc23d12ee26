//! The preflight: a first pass that finds everything that would make an import fail halfway.

use super::batch::{Batch, Row};
use super::dialect::Dialect;
use super::quoting::AnomalyNotes;
use super::records::Records;
use super::split::Splitter;
use super::widths::{WidthStats, Widths};
use super::{SourceError, header, wrapped};
use crate::model::{Column, Event, Note, Observer};

/// Results of the preflight.
#[derive(Debug)]
pub(super) struct Preflight {
    pub(super) columns: Vec<Column>,
    pub(super) rows: u64,
    pub(super) widths: Widths,
    pub(super) blank_rows: u64,
    pub(super) size: u64,
    pub(super) digest: String,
    /// Fingerprint that each later pass is checked against.
    pub(super) fingerprint: u64,
    pub(super) notes: Vec<Note>,
}

/// Reads all records and checks them as a whole.
pub(super) fn read(
    mut records: Records<'_>,
    dialect: Dialect,
    observer: &dyn Observer,
) -> Result<Preflight, SourceError> {
    let mut oddities = AnomalyNotes::default();
    let header = read_header(&mut records, dialect, &mut oddities)?;
    let columns = header::columns(&header, records.path())?;
    let mut census = WidthStats::new(&columns, dialect.delimiter);
    count_rows(&mut records, &mut census, &mut oddities, observer)?;
    let rows = census.rows();
    if rows == 0 {
        return Err(no_rows(&records, "there is nothing below its header"));
    }
    refuse_wrapped_lines(&records, header.row(0), &census)?;
    let (widths, short_rows) = census.finish();
    let notes =
        header::looks_like_data(header.row(0)).into_iter().chain(oddities.into_notes()).chain(short_rows).collect();
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

fn read_header(records: &mut Records<'_>, dialect: Dialect, oddities: &mut AnomalyNotes) -> Result<Batch, SourceError> {
    let mut batch = Batch::default();
    let Some(record) = records.next_record()? else {
        return Err(no_rows(records, "it is empty"));
    };
    oddities.add(record.line, record.oddities);
    let line = record.line;
    batch.push(&record, &mut Splitter::new(dialect.delimiter)).map_err(|_| records.disagreement(line))?;
    Ok(batch)
}

/// Counts rows and their cells to the end, even beyond the limit, so that the user learns how many rows there are.
fn count_rows(
    records: &mut Records<'_>,
    census: &mut WidthStats,
    oddities: &mut AnomalyNotes,
    observer: &dyn Observer,
) -> Result<(), SourceError> {
    let mut told = 0;
    while let Some(record) = records.next_row()? {
        census.update(&record);
        oddities.add(record.line, record.oddities);
        let done = records.bytes_read();
        // The position moves a chunk at a time, so this reports once a chunk and not once a row.
        if done > told {
            told = done;
            observer.event(Event::Progress { done });
        }
    }
    Ok(())
}

fn refuse_wrapped_lines(records: &Records<'_>, header: Row<'_>, census: &WidthStats) -> Result<(), SourceError> {
    match census.first_row().and_then(|row| wrapped::cells_on_lines(header, row)) {
        None => Ok(()),
        Some(cells) => Err(SourceError::WrappedLines { path: records.path().to_owned(), line: header.line(), cells }),
    }
}

fn no_rows(records: &Records<'_>, reason: &'static str) -> SourceError {
    SourceError::NoRows { path: records.path().to_owned(), reason }
}
