use super::ImportError;
use crate::model::{Cancel, CellFormat, ColumnEvidence, Likeness, unguard_formula};
use crate::source::{Batch, BatchLimits, MAX_CELL, Row, Source};
use crate::values;

/// How many different values of a column are shown.
const SAMPLES: usize = 3;

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

/// Few rows at a time, so that a wish to stop is heard soon.
const BATCH: BatchLimits = BatchLimits { rows: 256, bytes: 1 << 20 };

/// Longer values are neither addresses nor numbers nor names of countries.
const LONGEST_LIKENESS: usize = 320;

/// What the first rows of a source say about each of its columns. `formats` tells how their cells are written
/// ([`crate::mapping::Compiled::formats`]); a column without one is plain.
///
/// # Errors
/// When the source can not be read, or when somebody asked to stop.
pub fn look(
    source: &mut Source,
    formats: &[CellFormat],
    rows: u64,
    cancel: &Cancel,
) -> Result<Vec<ColumnEvidence>, ImportError> {
    let mut evidence = vec![ColumnEvidence::default(); source.columns().len()];
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    let mut left = usize::try_from(rows).unwrap_or(usize::MAX);
    while left > 0 && batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows().take(left) {
            note_row(&mut evidence, formats, row);
        }
        left = left.saturating_sub(batch.len());
    }
    Ok(evidence)
}

fn note_row(evidence: &mut [ColumnEvidence], formats: &[CellFormat], row: Row<'_>) {
    for (index, column) in evidence.iter_mut().enumerate() {
        column.rows += 1;
        let format = formats.get(index).copied().unwrap_or_default();
        if let Some(cell) = row.text(index).filter(|cell| cell.len() <= MAX_CELL) {
            note_cell(column, unguard_formula(cell), format);
        }
    }
}

fn note_cell(column: &mut ColumnEvidence, cell: &str, format: CellFormat) {
    let (value, _) = values::unpack(cell, format, None);
    if values::is_blank(&value) {
        return;
    }
    column.filled += 1;
    if column.samples.len() < SAMPLES {
        let sample = shown(cell.trim());
        if !column.samples.contains(&sample) {
            column.samples.push(sample);
        }
    }
    if value.len() <= LONGEST_LIKENESS {
        for (count, likeness) in column.alike.iter_mut().zip(Likeness::ALL) {
            *count += u64::from(values::looks_like(likeness, &value));
        }
    }
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
