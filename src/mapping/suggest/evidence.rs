//! Evidence of the values of a column for or against a field.

use crate::model::{ColumnStats, FieldId, FieldKind, ValueClass};

/// Minimum percentage of similar values that suggests a field by itself.
// Not 100: real columns hold typing errors and words such as "unknown".
const MIN_PERCENT: u64 = 80;

/// Minimum number of values; fewer may be similar by chance.
const MIN_VALUES: u64 = 3;

/// Weight of the values for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// They may be values of the field.
    Fits,
    /// None of them is of the field's kind, so that each would be an error.
    Unlike,
    /// They would be accepted but be wrong: names that are e-mail addresses.
    Contradicts,
}

/// Weighs the values of a column against a field.
pub(super) fn weight(evidence: &ColumnStats, field: FieldId, kind: &FieldKind) -> Weight {
    let is_name = matches!(field, FieldId::FIRST_NAME | FieldId::LAST_NAME);
    let no_names = [ValueClass::Email, ValueClass::Phone, ValueClass::Date];
    match ValueClass::of(kind) {
        // One value of the kind suffices: the others are errors of their rows, which the review shows.
        Some(likeness) if evidence.filled > 0 && evidence.count(likeness) == 0 => Weight::Unlike,
        None if is_name && no_names.iter().any(|it| is_all(evidence, *it)) => Weight::Contradicts,
        _ => Weight::Fits,
    }
}

/// Returns the class of nearly all values, if there is one class and it is not that of other people or other numbers.
pub(super) fn verdict(evidence: &ColumnStats) -> Option<ValueClass> {
    let all: Vec<ValueClass> = ValueClass::ALL.into_iter().filter(|likeness| is_all(evidence, *likeness)).collect();
    let best = all.iter().copied().max_by_key(|likeness| evidence.count(*likeness))?;
    // `de`, `fr` and `it` are both countries and languages.
    let is_clear = all.iter().all(|other| *other == best || evidence.count(*other) < evidence.count(best));
    (is_clear && is_enough(evidence, best)).then_some(best)
}

/// Returns true if values alone suffice. Addresses and numbers that repeat are those of a colleague, and digits without
/// a sign or a blank may also be the numbers of members and orders.
fn is_enough(evidence: &ColumnStats, likeness: ValueClass) -> bool {
    match likeness {
        ValueClass::Email => evidence.is_nearly_unique(),
        ValueClass::Phone => evidence.is_nearly_unique() && has_written_phones(evidence),
        // One word throughout is a mark more often than a country: `IT` is a department, `Male` a capital.
        ValueClass::Country | ValueClass::Language => evidence.samples.len() > 1,
        ValueClass::Date | ValueClass::Number | ValueClass::Url | ValueClass::Time => true,
    }
}

fn has_written_phones(evidence: &ColumnStats) -> bool {
    let written = evidence.count(ValueClass::Phone).saturating_sub(evidence.bare_digits);
    written * 100 >= evidence.filled * MIN_PERCENT
}

/// Returns true if nearly all values are of a class, however few there are: a header says so too.
pub(super) fn is_mostly(evidence: &ColumnStats, likeness: ValueClass) -> bool {
    evidence.filled > 0 && evidence.percent(likeness) >= MIN_PERCENT
}

fn is_all(evidence: &ColumnStats, likeness: ValueClass) -> bool {
    evidence.filled >= MIN_VALUES && is_mostly(evidence, likeness)
}
