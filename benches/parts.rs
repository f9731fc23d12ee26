//! What the parts of an import cost, one by one: `cargo bench --bench parts`.
//!
//! Printed: nanoseconds for each row of the passes over a source, and for each cell that is read as a value. Each part is
//! done five times, and the fastest time counts. Phone numbers have a benchmark of their own, `phones`.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use contacts::model::{Cancel, FieldKind, NoObserver};
use contacts::source::{Batch, BatchLimits, Source, SourceError, SourceOptions};
use contacts::values::{self, ParseOptions};

const ROWS: usize = 100_000;
const REPEATS: usize = 5;
const BATCH: BatchLimits = BatchLimits { rows: 2 * 1024, bytes: 512 * 1024 };

/// Cells as they stand in real lists; those that are no values cost too.
const CELLS: [(&str, FieldKind, [&str; 4]); 6] = [
    ("e-mail", FieldKind::Email, ["ann.lee@example.com", "Bob@EXAMPLE.org", "joão@münchen.example", "no address"]),
    ("country", FieldKind::Country, ["MY", "Malaysia", "united states", "Atlantis"]),
    ("language", FieldKind::Language, ["ms", "English", "zho", "Klingonese"]),
    ("date", FieldKind::Date, ["2026-11-22", "1999-02-28", "2026-02-30", "tomorrow"]),
    ("number", FieldKind::Number, ["1234.50", "-7", "1,000", "many"]),
    ("text", FieldKind::Text, ["Aisha", "María José", "  O'Brien ", "李小龙"]),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let path = directory.path().join("list.csv");
    write_list(&path)?;
    report("checking a source", ROWS, || open(&path).map(drop))?;
    let mut source = open(&path)?;
    report("reading its rows", ROWS, || read(&mut source))?;
    for (name, kind, cells) in CELLS {
        report(&format!("reading a cell as {name}"), ROWS, || {
            read_cells(&kind, &cells);
            Ok(())
        })?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "an input needs no atomic write")]
fn write_list(path: &Path) -> std::io::Result<()> {
    let mut list = String::from("First Name,Last Name,Phone Number,Email,Country,Language,Tags\n");
    for n in 0..ROWS {
        list += &format!("Ann{n},\"Lee, the {n}th\",+6012{n:07},ann{n}@example.com,MY,en,\"vip, trade fair\"\n");
    }
    std::fs::write(path, list)
}

fn open(path: &Path) -> Result<Source, SourceError> {
    Source::open(path, &SourceOptions::default(), &NoObserver, &Cancel::default())
}

fn read(source: &mut Source) -> Result<(), SourceError> {
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    while batches.next_batch(&mut batch)? {
        black_box(&batch);
    }
    Ok(())
}

fn read_cells(kind: &FieldKind, cells: &[&str]) {
    let rules = ParseOptions::default();
    for cell in cells.iter().cycle().take(ROWS) {
        let _ = black_box(values::read(kind, black_box(cell), &rules));
    }
}

fn report(name: &str, times: usize, mut part: impl FnMut() -> Result<(), SourceError>) -> Result<(), SourceError> {
    let mut best = u128::MAX;
    for _ in 0..REPEATS {
        let start = Instant::now();
        part()?;
        best = best.min(start.elapsed().as_nanos());
    }
    println!("{name:26} {:>8} ns each", best / times.max(1) as u128);
    Ok(())
}
