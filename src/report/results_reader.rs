//! Reader of stored result rows.

use csv::{ByteRecord, ReaderBuilder};

use super::{CsvStyle, ReportError};
use crate::model::{RowStatus, unguard_formula_bytes};

/// Row of the results, parsed from its stored form: the source's cells, then `Import Status` and `Errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    record: ByteRecord,
    columns: usize,
    /// Outcome of the row.
    pub status: RowStatus,
    /// Text of the `Errors` cell; empty if there were none.
    pub errors: String,
}

impl ResultRow {
    /// Iterates over the source's cells, exactly as [`super::RowWriter::row`] got them, plus the blank ones it added.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        // This tool's columns stand in the middle: surplus cells of a long row come behind them.
        let own = self.columns..self.columns + 2;
        let is_source = move |(index, _): &(usize, &[u8])| !own.contains(index);
        self.record.iter().enumerate().filter(is_source).map(|(_, cell)| unguard_formula_bytes(cell))
    }
}

/// Parses stored result rows, for the errors file and for `results --status`. `bytes` holds whole rows and no header.
///
/// # Errors
/// Each item is [`ReportError::Damaged`] where the bytes are not such a row.
pub fn read_result_rows(style: CsvStyle, bytes: &[u8]) -> impl Iterator<Item = Result<ResultRow, ReportError>> {
    records(style, bytes).map(move |record| rendered(record?, style.columns))
}

fn records(style: CsvStyle, bytes: &[u8]) -> impl Iterator<Item = Result<ByteRecord, ReportError>> {
    // Flexible, because a row keeps its surplus cells.
    let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(style.delimiter).from_reader(bytes);
    reader.into_byte_records().map(|record| record.map_err(|error| damaged(error.to_string())))
}

fn rendered(record: ByteRecord, columns: usize) -> Result<ResultRow, ReportError> {
    if record.len() < columns + 2 {
        return Err(damaged("a row has no import status".to_owned()));
    }
    let status = status_of(cell(&record, columns))?;
    let errors = String::from_utf8_lossy(unguard_formula_bytes(cell(&record, columns + 1))).into_owned();
    Ok(ResultRow { record, columns, status, errors })
}

fn cell(record: &ByteRecord, index: usize) -> &[u8] {
    record.get(index).unwrap_or_default()
}

fn status_of(cell: &[u8]) -> Result<RowStatus, ReportError> {
    RowStatus::ALL
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
    use crate::report::RowWriter;
    use proptest::prelude::*;

    const COMMA: CsvStyle = CsvStyle { delimiter: b',', bom: false, columns: 2 };

    #[test]
    fn status_and_errors_are_taken_from_the_end() {
        let rows: Result<Vec<_>, _> = read_result_rows(COMMA, b"Ana,'=x,Error,bad phone\n,,Skipped,\n").collect();
        let rows = rows.unwrap();
        assert_eq!(rows[0].cells().collect::<Vec<_>>(), [b"Ana".as_slice(), b"=x"]);
        assert_eq!((rows[0].status, rows[0].errors.as_str()), (RowStatus::Error, "bad phone"));
        assert_eq!((rows[1].status, rows[1].errors.as_str()), (RowStatus::Skipped, ""));
    }

    #[test]
    fn what_is_no_result_row_is_told() {
        for bytes in ["Ana\n", "Ana,Perhaps,\n"] {
            let row = read_result_rows(COMMA, bytes.as_bytes()).next().unwrap();
            assert_eq!(row.unwrap_err().code(), "results-damaged");
        }
        assert!(read_result_rows(COMMA, b"").next().is_none());
    }

    fn a_cell() -> impl Strategy<Value = Vec<u8>> {
        let texts = "['=+@\",;|\\r\\n\\t\u{feff} a-c0-9é]{0,6}".prop_map(String::into_bytes);
        prop_oneof![texts, "[^\\x00]{0,6}".prop_map(String::into_bytes)]
    }

    proptest! {
        #[test]
        fn every_character_of_every_cell_comes_back(
            rows in proptest::collection::vec((proptest::collection::vec(a_cell(), 0..6), 0..4usize, "[^\\x00]{0,6}"), 1..4),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
            columns in 0..4usize,
        ) {
            let style = CsvStyle { delimiter, bom: false, columns };
            let mut out = Vec::new();
            for (cells, status, errors) in &rows {
                let extra = [RowStatus::ALL[*status].as_str(), errors];
                RowWriter::new(style).row(cells.iter().map(Vec::as_slice), &extra, &mut out);
            }
            let read: Vec<_> = read_result_rows(style, &out).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read.len(), rows.len());
            for (row, (cells, status, errors)) in read.iter().zip(&rows) {
                let mut expected: Vec<&[u8]> = cells.iter().map(Vec::as_slice).collect();
                expected.resize(cells.len().max(columns), b"");
                prop_assert_eq!(row.cells().collect::<Vec<_>>(), expected);
                prop_assert_eq!(row.status, RowStatus::ALL[*status]);
                prop_assert_eq!(&row.errors, errors);
            }
        }
    }
}
