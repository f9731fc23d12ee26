//! Labels: what a column says about the values of the column beside it.

use crate::model::Fields;

/// Maximum number of labels that are counted one by one.
const MAX_LABELS: usize = 10;

/// Labels of a column's values, which stand in another column: Google names the field of `Custom Field 1 - Value` in
/// `Custom Field 1 - Label`, for each contact anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// Labels with their numbers of values, in the order in which they came; the first spelling of each.
    counts: Vec<(String, u64)>,
    /// Values whose label is beyond the first few.
    others: u64,
    /// Values without a label.
    unlabelled: u64,
}

impl Labels {
    /// Counts a value and its label; a blank label is none.
    pub fn add(&mut self, label: &str) {
        let label = label.trim();
        if label.is_empty() {
            self.unlabelled += 1;
            return;
        }
        let key = Fields::key(label);
        match self.counts.iter().position(|(known, _)| Fields::key(known) == key) {
            Some(at) => self.counts[at].1 += 1,
            None if self.counts.len() < MAX_LABELS => self.counts.push((label.to_owned(), 1)),
            None => self.others += 1,
        }
    }

    /// Returns the label that all values have; `None` if they differ, or where one has none.
    pub fn only(&self) -> Option<&str> {
        match self.counts.as_slice() {
            [(label, _)] if self.unlabelled == 0 => Some(label),
            _ => None,
        }
    }

    /// Returns true if values have different labels, or some have one and others none.
    pub fn differ(&self) -> bool {
        !self.counts.is_empty() && self.only().is_none()
    }

    /// Returns the labels with their numbers of values, the most frequent first, and the number of values without one of
    /// these.
    pub fn counts(&self) -> (Vec<(&str, u64)>, u64) {
        let mut counts: Vec<(&str, u64)> = self.counts.iter().map(|(label, count)| (label.as_str(), *count)).collect();
        // Stable: of equal numbers the first stays first.
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        (counts, self.others + self.unlabelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(cells: &[&str]) -> Labels {
        let mut labels = Labels::default();
        for cell in cells {
            labels.add(cell);
        }
        labels
    }

    #[test]
    fn one_label_in_any_case_is_the_only_one() {
        let same = labels(&["Shoe size", " SHOE size "]);
        assert_eq!((same.only(), same.differ()), (Some("Shoe size"), false));
        let none = labels(&["", " "]);
        assert_eq!((none.only(), none.differ()), (None, false));
    }

    #[test]
    fn another_label_or_a_missing_one_makes_them_differ() {
        let two = labels(&["Pager", "Shoe size", "Shoe size"]);
        assert_eq!((two.only(), two.differ()), (None, true));
        assert_eq!(two.counts(), (vec![("Shoe size", 2), ("Pager", 1)], 0));
        let one_is_missing = labels(&["Pager", ""]);
        assert_eq!((one_is_missing.differ(), one_is_missing.counts()), (true, (vec![("Pager", 1)], 1)));
    }

    #[test]
    fn a_thousand_labels_take_the_memory_of_a_few() {
        let names: Vec<String> = (0..1_000).map(|n| format!("label {n}")).collect();
        let many = labels(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((many.counts().0.len(), many.counts().1), (MAX_LABELS, 990));
    }
}
