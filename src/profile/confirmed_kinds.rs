//! The types of fields that are made for columns, held against all rows: the first rows may be unlike the others.

use super::sample::{BATCH, with_filled_cell};
use crate::model::{Cancel, CellFormat, FieldKind, LIKELY_KIND_PERCENT, ValueClass};
use crate::source::{Batch, Row, Source, SourceError};
use crate::values::{self, BlankWords, ParseOptions};

/// A column and the type that its first rows show, held against its rows so far.
struct KindCheck {
    column: usize,
    kind: FieldKind,
    /// Number of cells with a value.
    filled: u64,
    /// Number of them that look like values of the type.
    fitting: u64,
    /// True if a value has leading zeros.
    has_codes: bool,
}

/// Returns the types of columns as all rows show them, in the order of `proposed`: the proposed one if nearly all values
/// look like it, else text; `None` where no row has a value. `formats` and `blank` are those of
/// [`sample_columns`](super::sample_columns).
///
/// # Errors
/// Returns an error if the source cannot be read or the user cancelled.
pub fn confirm_kinds(
    source: &mut Source,
    proposed: Vec<(usize, FieldKind)>,
    (formats, blank): (&[CellFormat], &BlankWords),
    cancel: &Cancel,
) -> Result<Vec<Option<FieldKind>>, SourceError> {
    let check = |(column, kind)| KindCheck { column, kind, filled: 0, fitting: 0, has_codes: false };
    let mut checks: Vec<KindCheck> = proposed.into_iter().map(check).collect();
    let mut batches = source.batches(BATCH)?;
    let mut batch = Batch::default();
    while !checks.is_empty() && batches.next_batch(&mut batch)? {
        cancel.check()?;
        for row in batch.rows() {
            for check in &mut checks {
                let format = formats.get(check.column).copied().unwrap_or_default();
                check.add(row, format, blank);
            }
        }
    }
    Ok(checks.into_iter().map(KindCheck::verdict).collect())
}

impl KindCheck {
    fn add(&mut self, row: Row<'_>, format: CellFormat, blank: &BlankWords) {
        with_filled_cell(row, (self.column, format), blank, |_, value| {
            self.filled += 1;
            self.fitting += u64::from(self.fits(value));
            self.has_codes |= values::has_leading_zero(value);
        });
    }

    fn fits(&self, value: &str) -> bool {
        match ValueClass::of(&self.kind) {
            Some(class) => values::classify(class, value),
            None => values::read(&self.kind, value, &ParseOptions::default()).is_ok(),
        }
    }

    fn verdict(self) -> Option<FieldKind> {
        let is_likely = self.fitting * 100 >= self.filled * LIKELY_KIND_PERCENT;
        let is_confirmed = match self.kind {
            FieldKind::Number => is_likely && !self.has_codes,
            // A column of yes and no has few words, so another one is no slip.
            FieldKind::Checkbox => self.fitting == self.filled,
            _ => is_likely,
        };
        (self.filled > 0).then_some(if is_confirmed { self.kind } else { FieldKind::Text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoObserver;
    use crate::source::SourceOptions;

    #[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
    fn confirmed(cells: &[&str], kind: FieldKind) -> Option<FieldKind> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("leads.csv");
        std::fs::write(&path, format!("Name,Value\nAnn,{}\n", cells.join("\nBob,"))).unwrap();
        let mut source = Source::open(&path, &SourceOptions::default(), &NoObserver, &Cancel::default()).unwrap();
        let reading: (&[CellFormat], &BlankWords) = (&[], &BlankWords::default());
        confirm_kinds(&mut source, vec![(1, kind)], reading, &Cancel::default()).unwrap().remove(0)
    }

    #[test]
    fn a_type_stays_if_nearly_all_rows_have_it() {
        assert_eq!(confirmed(&["1", "2", "3", "4", "x"], FieldKind::Number), Some(FieldKind::Number));
        assert_eq!(confirmed(&["1", "2", "3", "x"], FieldKind::Number), Some(FieldKind::Text));
        assert_eq!(confirmed(&["2024-01-31", "", "1999-12-31"], FieldKind::Date), Some(FieldKind::Date));
    }

    #[test]
    fn a_code_and_a_third_answer_make_a_text() {
        assert_eq!(confirmed(&["10115", "80331", "50667", "20095", "01067"], FieldKind::Number), Some(FieldKind::Text));
        let answers = ["yes", "no", "yes", "no", "yes", "no", "maybe"];
        assert_eq!(confirmed(&answers, FieldKind::Checkbox), Some(FieldKind::Text));
        assert_eq!(confirmed(&answers[..6], FieldKind::Checkbox), Some(FieldKind::Checkbox));
    }

    #[test]
    fn a_column_without_values_has_no_type() {
        assert_eq!(confirmed(&["", " "], FieldKind::Text), None);
        assert_eq!(confirmed(&["", "far below"], FieldKind::Text), Some(FieldKind::Text));
    }
}
