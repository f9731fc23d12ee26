//! Samples the first rows of a source: statistics of each column, for suggestions.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use crate::model::{Cancel, CellFormat, ColumnStats, NameOrder, SEPARATORS, ValueClass, unwrap_cell};
use crate::source::{Batch, BatchLimits, MAX_CELL, Row, Source, SourceError};
use crate::values::{self, BlankWords};

/// Maximum number of distinct values shown per column.
const MAX_SAMPLES: usize = 3;

/// Maximum length of a shown value, in characters.
const MAX_SAMPLE_CHARS: usize = 60;

/// Batch size: few rows, so that a cancellation takes effect soon.
pub(super) const BATCH: BatchLimits = BatchLimits { rows: 256, bytes: 1 << 20 };

/// Maximum length of a value to classify, in bytes; longer ones are no addresses, numbers or country names.
const MAX_CLASSIFIED_BYTES: usize = 320;

/// Returns statistics of each column from the first `rows` rows. `formats` tells how cells are written
/// ([`crate::mapping::Compiled::formats`]); a column without one is plain. Cells that are `blank` words are not filled.
///
/// # Errors
/// Returns an error if the source cannot be read or the user cancelled.
pub fn sample_columns(
    source: &mut Source,
    formats: &[CellFormat],
    blank: &BlankWords,
    rows: u64,
    cancel: &Cancel,
) -> Result<Vec<ColumnStats>, SourceError> {
    let mut columns: Vec<ColumnSample> = source.columns().iter().map(|_| ColumnSample::default()).collect();
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    // Randomly seeded: a list must not be able to make distinct values collide.
    let hasher = RandomState::new();
    let mut left = usize::try_from(rows).unwrap_or(usize::MAX);
    while left > 0 && batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows().take(left) {
            record_row(&mut columns, (formats, blank), row, &hasher);
        }
        left = left.saturating_sub(batch.len());
    }
    Ok(columns.into_iter().map(ColumnSample::evidence).collect())
}

/// Statistics of a column in progress.
#[derive(Default)]
struct ColumnSample {
    evidence: ColumnStats,
    /// Hashes of the values so far: eight bytes each, however long the values are.
    seen: HashSet<u64>,
}

impl ColumnSample {
    fn evidence(self) -> ColumnStats {
        ColumnStats { distinct: self.seen.len() as u64, ..self.evidence }
    }
}

fn record_row(
    columns: &mut [ColumnSample],
    (formats, blank): (&[CellFormat], &BlankWords),
    row: Row<'_>,
    hasher: &RandomState,
) {
    for (index, column) in columns.iter_mut().enumerate() {
        column.evidence.rows += 1;
        let format = formats.get(index).copied().unwrap_or_default();
        with_filled_cell(row, (index, format), blank, |cell, value| record_cell(column, cell, value, hasher));
    }
}

/// Passes a cell on that has a value: its text as the row has it, and the value that its format reads from it, trimmed.
pub(super) fn with_filled_cell(
    row: Row<'_>,
    (column, format): (usize, CellFormat),
    blank: &BlankWords,
    take: impl FnOnce(&str, &str),
) {
    let Some(cell) = row.text(column).filter(|cell| cell.len() <= MAX_CELL) else { return };
    let text = unwrap_cell(cell, |_| false).text;
    let (value, _) = values::decode_cell(&text, format, None);
    if !blank.holds(&text) && !values::is_blank(&value) {
        take(&text, value.trim());
    }
}

fn record_cell(column: &mut ColumnSample, cell: &str, value: &str, hasher: &RandomState) {
    column.seen.insert(hasher.hash_one(value.to_lowercase()));
    let evidence = &mut column.evidence;
    evidence.filled += 1;
    if evidence.samples.len() < MAX_SAMPLES {
        let sample = shown(cell.trim());
        if !evidence.samples.contains(&sample) {
            evidence.samples.push(sample);
        }
    }
    if value.len() <= MAX_CLASSIFIED_BYTES {
        record_classes(evidence, value);
    }
}

fn record_classes(evidence: &mut ColumnStats, value: &str) {
    for (count, separator) in evidence.separated.iter_mut().zip(SEPARATORS) {
        *count += u64::from(value.contains(separator));
    }
    let full_name = values::split_full_name(value, NameOrder::FirstLast);
    if !full_name.last.is_empty() {
        evidence.full_names += 1;
        let shown = values::shown_order(value);
        evidence.last_names_first += u64::from(shown == Some(NameOrder::LastFirst));
        evidence.first_names_first += u64::from(shown == Some(NameOrder::FirstLast));
    }
    evidence.codes += u64::from(values::has_leading_zero(value));
    for (count, likeness) in evidence.alike.iter_mut().zip(ValueClass::ALL) {
        let is_alike = values::classify(likeness, value);
        *count += u64::from(is_alike);
        if is_alike && likeness == ValueClass::Phone {
            evidence.bare_digits += u64::from(value.chars().all(char::is_numeric));
        }
    }
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(MAX_SAMPLE_CHARS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoObserver;
    use crate::source::SourceOptions;

    #[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
    fn looked_at(csv: &str, formats: &[CellFormat], rows: u64) -> Vec<ColumnStats> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("leads.csv");
        std::fs::write(&path, csv).unwrap();
        let mut source = Source::open(&path, &SourceOptions::default(), &NoObserver, &Cancel::default()).unwrap();
        sample_columns(&mut source, formats, &BlankWords::default(), rows, &Cancel::default()).unwrap()
    }

    #[test]
    fn values_are_counted_by_what_they_look_like() {
        let csv = "A,B,C\nann@example.com,+60123000001,\nbob,'+60 12-300 0002,Malaysia\nann@example.com,,\u{A0}\n";
        let evidence = looked_at(csv, &[], 1000);
        let counts = |index: usize| ValueClass::ALL.map(|likeness| evidence[index].count(likeness));
        assert_eq!(evidence.iter().map(|it| (it.rows, it.filled)).collect::<Vec<_>>(), [(3, 3), (3, 2), (3, 1)]);
        assert_eq!(
            [counts(0), counts(1), counts(2)],
            [[2, 0, 0, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0]]
        );
        assert_eq!(evidence[0].samples, ["ann@example.com", "bob"]);
    }

    #[test]
    fn distinct_values_and_bare_digits_are_counted() {
        let csv = "A,B\nann@example.com,60123000001\nANN@example.com,+60123000002\nbob@example.com,60123000001\n";
        let evidence = looked_at(csv, &[], 1000);
        let counts = |index: usize| (evidence[index].distinct, evidence[index].bare_digits);
        assert_eq!([counts(0), counts(1)], [(2, 0), (2, 2)]);
    }

    #[test]
    fn no_more_rows_are_looked_at_than_asked_for() {
        let csv: String = (0..700).fold("A\n".to_owned(), |csv, n| csv + &format!("{n}\n"));
        let evidence = looked_at(&csv, &[], 600);
        assert_eq!((evidence[0].rows, evidence[0].filled), (600, 600));
        assert_eq!(evidence[0].samples, ["0", "1", "2"]);
    }

    #[test]
    fn samples_are_short_and_joined_values_count_by_their_first() {
        let csv = format!("A,B\n{},ann@example.com ::: bob@example.com\nx, ::: \n", "é".repeat(80));
        let evidence = looked_at(&csv, &[CellFormat::Plain, CellFormat::Joined], 10);
        assert_eq!(evidence[0].samples[0], format!("{}…", "é".repeat(60)));
        assert_eq!((evidence[1].filled, evidence[1].count(ValueClass::Email)), (1, 1));
        assert_eq!(evidence[1].samples, ["ann@example.com ::: bob@example.com"]);
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
    fn a_wish_to_stop_is_heard() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("leads.csv");
        std::fs::write(&path, "A\n1\n").unwrap();
        let cancel = Cancel::default();
        let mut source = Source::open(&path, &SourceOptions::default(), &NoObserver, &cancel).unwrap();
        cancel.request();
        assert!(sample_columns(&mut source, &[], &BlankWords::default(), 10, &cancel).is_err());
    }
}
