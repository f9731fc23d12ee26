#![cfg_attr(fuzzing, no_main)]
//! Any file: either an error, or rows whose lines ascend and lie in the file, as many as were promised.

use std::io::Write;

use contacts::model::{Cancel, Silent};
use contacts::source::{Batch, BatchLimits, Source, SourceOptions};

fn check(data: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(data).expect("a full file");
    let Ok(mut source) = Source::open(file.path(), &SourceOptions::default(), &Silent, &Cancel::default()) else {
        return;
    };
    let promised = source.facts().rows;
    let last_line = 1 + data.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    assert_eq!(rows(&mut source, last_line), promised);
}

/// Reads all rows and tells how many there were.
fn rows(source: &mut Source, last_line: u64) -> u64 {
    let mut batches = source.batches(BatchLimits::default()).expect("the file is as it was");
    let (mut batch, mut count, mut line) = (Batch::default(), 0, 1);
    while batches.next_batch(&mut batch).expect("the file is as it was") {
        for row in batch.rows() {
            assert!(row.line() > line && row.line() <= last_line, "line {} after {line} of {last_line}", row.line());
            line = row.line();
            count += 1;
        }
    }
    count
}

contacts_fuzz::target!(check);
