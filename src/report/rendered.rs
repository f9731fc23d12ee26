use csv::{ByteRecord, ReaderBuilder};

use super::{CsvStyle, OutputKind, ReportError, RowWriter};
use crate::model::{ImportStatus, unguard_formula_bytes};

/// A row of the results as it was rendered, read back: the source's cells, then `Import Status` and `Errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedRow {
    record: ByteRecord,
    /// What became of the row.
    pub status: ImportStatus,
    /// What was wrong with it; empty when nothing was.
    pub errors: String,
}

impl RenderedRow {
    /// The source's cells, exactly as [`super::RowWriter::row`] got them.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.record.iter().map(unguard_formula_bytes)
    }
}

/// Reads rows of the results back: for the errors file and for `results --status`. `bytes` holds whole rows and no
/// header.
///
/// # Errors
/// Each item is [`ReportError::Damaged`] where the bytes are not such a row.
pub fn read_rendered(style: CsvStyle, bytes: &[u8]) -> impl Iterator<Item = Result<RenderedRow, ReportError>> {
    records(style, bytes).map(|record| rendered(record?))
}

/// The header of the errors file, made from that of the results file.
///
/// # Errors
/// [`ReportError::Damaged`] when the bytes are no header of a results file.
pub fn errors_header(style: CsvStyle, results_header: &[u8]) -> Result<Vec<u8>, ReportError> {
    let header = records(style, results_header).next();
    let header = header.ok_or_else(|| damaged("the header is missing".to_owned()))??;
    let columns = OutputKind::Results.own_columns();
    let source_cells = header.len().checked_sub(columns.len());
    let source_cells = source_cells.ok_or_else(|| damaged("the header is incomplete".to_owned()))?;

    let mut line = Vec::new();
    let cells = header.iter().take(source_cells).map(unguard_formula_bytes);
    RowWriter::new(style).header_of_bytes(cells, OutputKind::Errors.own_columns(), &mut line);
    Ok(line)
}

fn records(style: CsvStyle, bytes: &[u8]) -> impl Iterator<Item = Result<ByteRecord, ReportError>> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(style.delimiter)
        .from_reader(bytes);
    reader
        .into_byte_records()
        .map(|record| record.map_err(|error| damaged(error.to_string())))
}

fn rendered(mut record: ByteRecord) -> Result<RenderedRow, ReportError> {
    let source_cells = record
        .len()
        .checked_sub(2)
        .ok_or_else(|| damaged("a row has no import status".to_owned()))?;
    let status = status_of(cell(&record, source_cells))?;
    let errors = String::from_utf8_lossy(unguard_formula_bytes(cell(&record, source_cells + 1))).into_owned();
    record.truncate(source_cells);
    Ok(RenderedRow { record, status, errors })
}

fn cell(record: &ByteRecord, index: usize) -> &[u8] {
    record.get(index).unwrap_or_default()
}

fn status_of(cell: &[u8]) -> Result<ImportStatus, ReportError> {
    ImportStatus::ALL
        .into_iter()
        .find(|status| status.as_str().as_bytes() == cell)
        .ok_or_else(|| damaged("a row has an unknown import status".to_owned()))
}

fn damaged(reason: String) -> ReportError {
    ReportError::Damaged { reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMA: CsvStyle = CsvStyle {
        delimiter: b',',
        bom: false,
    };

    #[test]
    fn status_and_errors_are_taken_from_the_end() {
        let rows: Result<Vec<_>, _> = read_rendered(COMMA, b"Ana,'=x,Error,bad phone\n,,Skipped,\n").collect();
        let rows = rows.unwrap();
        assert_eq!(rows[0].cells().collect::<Vec<_>>(), [b"Ana".as_slice(), b"=x"]);
        assert_eq!(
            (rows[0].status, rows[0].errors.as_str()),
            (ImportStatus::Error, "bad phone")
        );
        assert_eq!((rows[1].status, rows[1].errors.as_str()), (ImportStatus::Skipped, ""));
    }

    #[test]
    fn what_is_no_result_row_is_told() {
        for bytes in ["Ana\n", "Ana,Perhaps,\n"] {
            let row = read_rendered(COMMA, bytes.as_bytes()).next().unwrap();
            assert_eq!(row.unwrap_err().code(), "results-damaged");
        }
        assert!(read_rendered(COMMA, b"").next().is_none());
    }

    #[test]
    fn the_errors_file_has_the_results_header_with_a_column_of_its_own() {
        for (delimiter, bom) in [(b',', false), (b';', true)] {
            let writer = RowWriter::new(CsvStyle { delimiter, bom });
            let headers = ["\u{feff}Name", "=x", "a;b,c", ""];
            let (mut results, mut errors) = (Vec::new(), Vec::new());
            writer.header(headers.into_iter(), OutputKind::Results.own_columns(), &mut results);
            writer.header(headers.into_iter(), OutputKind::Errors.own_columns(), &mut errors);
            assert_eq!(errors_header(CsvStyle { delimiter, bom }, &results).unwrap(), errors);
        }
        assert_eq!(errors_header(COMMA, b"").unwrap_err().code(), "results-damaged");
        assert_eq!(errors_header(COMMA, b"Errors\n").unwrap_err().code(), "results-damaged");
    }

    fn a_cell() -> impl Strategy<Value = Vec<u8>> {
        let texts = "['=+@\",;|\\r\\n\\t\u{feff} a-c0-9é]{0,6}".prop_map(String::into_bytes);
        prop_oneof![texts, proptest::collection::vec(any::<u8>(), 0..6)]
    }

    proptest! {
        #[test]
        fn every_byte_of_every_cell_comes_back(
            rows in proptest::collection::vec((proptest::collection::vec(a_cell(), 0..4), 0..4usize, ".{0,6}"), 1..4),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
        ) {
            let style = CsvStyle { delimiter, bom: false };
            let mut out = Vec::new();
            for (cells, status, errors) in &rows {
                let extra = [ImportStatus::ALL[*status].as_str(), errors];
                RowWriter::new(style).row(cells.iter().map(Vec::as_slice), &extra, &mut out);
            }
            let read: Vec<_> = read_rendered(style, &out).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read.len(), rows.len());
            for (row, (cells, status, errors)) in read.iter().zip(&rows) {
                prop_assert_eq!(row.cells().collect::<Vec<_>>(), cells.iter().map(Vec::as_slice).collect::<Vec<_>>());
                prop_assert_eq!(row.status, ImportStatus::ALL[*status]);
                prop_assert_eq!(&row.errors, errors);
            }
        }
    }
}
