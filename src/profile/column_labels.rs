//! Labels of a column's values that stand in another column.

use super::sample::{BATCH, with_filled_cell};
use crate::model::{Cancel, CellFormat, Labels, unwrap_cell};
use crate::source::{Batch, MAX_CELL, Source, SourceError};
use crate::values::BlankWords;

/// Counts the labels in all rows: of the pairs of columns, the first holds values and the second their labels. A row without a
/// value counts for nothing. `formats` and `blank` are those of [`sample_columns`](super::sample_columns).
///
/// # Errors
/// Returns an error if the source cannot be read or the user cancelled.
pub fn column_labels(
    source: &mut Source,
    pairs: &[(usize, usize)],
    (formats, blank): (&[CellFormat], &BlankWords),
    cancel: &Cancel,
) -> Result<Vec<Labels>, SourceError> {
    let mut labels = vec![Labels::default(); pairs.len()];
    if pairs.is_empty() {
        return Ok(labels);
    }
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    while batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows() {
            for ((value, label), labels) in pairs.iter().zip(&mut labels) {
                let format = formats.get(*value).copied().unwrap_or_default();
                with_filled_cell(row, (*value, format), blank, |_, _| {
                    let label = row.text(*label).filter(|label| label.len() <= MAX_CELL).unwrap_or_default();
                    labels.add(&unwrap_cell(label, |_| false).text);
                });
            }
        }
    }
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoObserver;
    use crate::source::SourceOptions;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
    fn rows_without_a_value_count_for_nothing_and_the_last_row_counts() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("leads.csv");
        let rows = "Size,42\nPager,\n".repeat(1_500);
        std::fs::write(&path, format!("Label,Value\n{rows}Pager,7\n")).unwrap();
        let cancel = Cancel::default();
        let mut source = Source::open(&path, &SourceOptions::default(), &NoObserver, &cancel).unwrap();
        let reading: (&[CellFormat], &BlankWords) = (&[], &BlankWords::default());
        let labels = column_labels(&mut source, &[(1, 0)], reading, &cancel).unwrap().remove(0);
        assert_eq!(labels.counts(), (vec![("Size", 1_500), ("Pager", 1)], 0));
    }
}
