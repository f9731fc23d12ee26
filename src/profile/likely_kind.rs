//! The type of field that a column's values are of, for fields that are made for it.

use crate::model::{ColumnStats, FieldKind};
use crate::values::{ParseOptions, read};

/// Maximum number of distinct values of a column of yes and no: one for each, and a word for neither.
const MAX_ANSWERS: u64 = 3;

/// Returns the type that nearly all values have, else text.
pub fn likely_kind(stats: &ColumnStats) -> FieldKind {
    if are_answers(stats) { FieldKind::Checkbox } else { stats.likely_kind() }
}

/// Returns true for a column of yes and no. Of zeros and ones both have to be there: a column of ones may count.
fn are_answers(stats: &ColumnStats) -> bool {
    let is_answer = |text: &String| read(&FieldKind::Checkbox, text, &ParseOptions::default()).is_ok();
    let is_digit = |text: &String| text.trim().parse::<f64>().is_ok();
    let (samples, distinct) = (&stats.samples, stats.distinct);
    let is_known = (1..=MAX_ANSWERS).contains(&distinct) && samples.len() as u64 == distinct;
    is_known && samples.iter().all(is_answer) && (distinct == 2 || !samples.iter().any(is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ValueClass;

    fn kind(samples: &[&str]) -> FieldKind {
        let samples: Vec<String> = samples.iter().map(|text| (*text).to_owned()).collect();
        let distinct = samples.len() as u64;
        likely_kind(&ColumnStats { filled: 10, distinct, samples, ..ColumnStats::default() })
    }

    #[test]
    fn columns_of_yes_and_no_are_checkboxes() {
        assert_eq!(kind(&["yes", "no"]), FieldKind::Checkbox);
        assert_eq!(kind(&["ja", "nein"]), FieldKind::Checkbox);
        assert_eq!(kind(&["x"]), FieldKind::Checkbox);
        assert_eq!(kind(&["1", "0"]), FieldKind::Checkbox);
        assert_eq!(kind(&["1"]), FieldKind::Text, "ones alone may count something");
        assert_eq!(kind(&["yes", "no", "Ann"]), FieldKind::Text);
        assert_eq!(kind(&[]), FieldKind::Text);
    }

    #[test]
    fn other_columns_are_what_nearly_all_values_look_like() {
        let mut dates = ColumnStats { filled: 10, ..ColumnStats::default() };
        dates.alike[ValueClass::Date as usize] = 9;
        assert_eq!(likely_kind(&dates), FieldKind::Date);
    }
}
