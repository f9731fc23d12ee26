//! The files that an import leaves, held against the rows of its source.

use std::fs;

use contacts::import::Outcome;
use contacts::model::{Cancel, NoObserver, escape_bytes, is_blank, unguard_formula_bytes};
use contacts::source::{Batch, BatchLimits, Source, SourceOptions};

use super::Harness;

/// How many columns the tool adds to a results file: `Import Status` and `Errors`.
const OWN_OF_RESULTS: usize = 2;

type Rows = Vec<Vec<Vec<u8>>>;

impl Harness {
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
            let again = self.rows_of_errors(&mut errors, width);
            assert_eq!(without_blank_tails(again, width), without_blank_tails(in_error, width));
        }
    }

    fn rows_of_errors(&self, errors: &mut Source, width: usize) -> Rows {
        rows(errors).into_iter().map(|row| kept(row, &[width], width)).collect()
    }

    fn open(&self, name: &str, delimiter: Option<u8>) -> Source {
        let options = SourceOptions { delimiter, ..SourceOptions::default() };
        Source::open(&self.path(name), &options, &NoObserver, &Cancel::default()).expect("a source")
    }
}

/// Rows without the blank cells beyond the header: a row in error for them is like all others in the file of errors.
fn without_blank_tails(rows: Rows, width: usize) -> Rows {
    let trimmed = |mut row: Vec<Vec<u8>>| {
        let filled = row.iter().rposition(|cell| !str::from_utf8(cell).is_ok_and(is_blank)).map_or(0, |last| last + 1);
        row.truncate(filled.max(width));
        row
    };
    rows.into_iter().map(trimmed).collect()
}

fn rows(source: &mut Source) -> Rows {
    let mut batches = source.batches(BatchLimits::default()).expect("the file is as it was");
    let (mut batch, mut rows) = (Batch::default(), Rows::new());
    while batches.next_batch(&mut batch).expect("the file is as it was") {
        rows.extend(batch.rows().map(|row| row.cells().map(<[u8]>::to_vec).collect::<Vec<_>>()));
    }
    rows
}

/// The cells of a row as files have them: without the tool's own columns and the guards that come with them, bytes that are
/// no text escaped, filled up to the width.
fn kept(row: Vec<Vec<u8>>, own: &[usize], width: usize) -> Vec<Vec<u8>> {
    let cells = row.into_iter().enumerate().filter(|(at, _)| !own.contains(at));
    let unguarded = |cell: &[u8]| if own.is_empty() { cell.to_vec() } else { unguard_formula_bytes(cell).to_vec() };
    let mut cells: Vec<_> = cells.map(|(_, cell)| escape_bytes(&unguarded(&cell)).into_owned()).collect();
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
