//! The files that an import leaves, held against the rows of its source.

use std::fs;

use contacts::import::Outcome;
use contacts::model::{Cancel, Silent, escape_bytes, unguard_formula_bytes};
use contacts::source::{Batch, BatchLimits, Source, SourceOptions};

use super::Desk;

/// How many columns the tool adds to a results file: `Import Status` and `Errors`.
const OWN_OF_RESULTS: usize = 2;

type Rows = Vec<Vec<Vec<u8>>>;

impl Desk {
    /// The results hold every row as the source has it, and with its status; the errors those in error.
    pub fn assert_results_are_the_rows(&self, name: &str, outcome: &Outcome) {
        let mut source = self.open(name, None);
        let own = self.prepare(name).expect("it was prepared before").request().mapping.own_columns.clone();
        let width = source.columns().len() - own.len();
        let delimiter = source.facts().delimiter;
        let rows: Rows = rows(&mut source).into_iter().map(|row| kept(row, &own, width)).collect();
        let text = fs::read(&outcome.results_file).expect("the results");
        let (results, statuses) = results(&text, delimiter, width);
        assert_eq!(results, rows);
        let in_error: Rows =
            rows.into_iter().zip(&statuses).filter(|(_, status)| *status == b"Error").map(|(row, _)| row).collect();
        assert_eq!(in_error.len() as u64, outcome.tally.counts.errors);
        if let Some(path) = &outcome.errors_file {
            let mut errors = self.open(&path.to_string_lossy(), Some(delimiter));
            let own = errors.columns().len() - 1;
            assert_eq!(errors.columns()[width].name, "Error", "{own}");
            let again: Rows = self.rows_of_errors(&mut errors, width);
            assert_eq!(again, in_error);
        }
    }

    fn rows_of_errors(&self, errors: &mut Source, width: usize) -> Rows {
        rows(errors).into_iter().map(|row| kept(row, &[width], width)).collect()
    }

    fn open(&self, name: &str, delimiter: Option<u8>) -> Source {
        let options = SourceOptions { delimiter, ..SourceOptions::default() };
        Source::open(&self.path(name), &options, &Silent, &Cancel::default()).expect("a source")
    }
}

fn rows(source: &mut Source) -> Rows {
    let mut batches = source.batches(BatchLimits::default()).expect("the file is as it was");
    let (mut batch, mut rows) = (Batch::default(), Rows::new());
    while batches.next_batch(&mut batch).expect("the file is as it was") {
        rows.extend(batch.rows().map(|row| row.cells().map(<[u8]>::to_vec).collect::<Vec<_>>()));
    }
    rows
}

/// The cells of a row as files have them: without the tool's own columns and without guards, bytes that are no text
/// escaped, filled up to the width.
fn kept(row: Vec<Vec<u8>>, own: &[usize], width: usize) -> Vec<Vec<u8>> {
    let cells = row.into_iter().enumerate().filter(|(at, _)| !own.contains(at));
    let mut cells: Vec<_> = cells.map(|(_, cell)| escape_bytes(unguard_formula_bytes(&cell)).into_owned()).collect();
    cells.resize(cells.len().max(width), Vec::new());
    cells
}

/// Reads a results file with the csv crate: the source's cells, and the statuses.
fn results(text: &[u8], delimiter: u8, width: usize) -> (Rows, Vec<Vec<u8>>) {
    let text = text.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text);
    let records = reader.byte_records().map(|record| record.expect("a row"));
    let mut found = (Rows::new(), Vec::new());
    for record in records {
        let mut cells: Vec<Vec<u8>> = record.iter().map(|cell| unguard_formula_bytes(cell).to_vec()).collect();
        let own: Vec<_> = cells.drain(width..width + OWN_OF_RESULTS).collect();
        found.0.push(cells);
        found.1.push(own[0].clone());
    }
    found
}
