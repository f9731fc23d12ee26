use crate::model::{ColumnStats, FieldId, FieldKind, ValueClass};

/// So many in a hundred values have to be alike before they suggest a field by themselves.
const MIN_PERCENT: u64 = 80;

/// So many in a hundred values have to differ from all others to be everybody's own.
const UNIQUE_PERCENT: u64 = 90;

/// Fewer values may be alike by chance.
const MIN_VALUES: u64 = 3;

/// What the values say of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// They may be its values.
    Fits,
    /// None of them is of its kind, so that each would be an error.
    Unlike,
    /// They would be taken, and be wrong: names that are e-mail addresses.
    Contradicts,
}

/// What the values say of a field.
pub(super) fn weight(evidence: &ColumnStats, field: FieldId, kind: &FieldKind) -> Weight {
    let is_name = matches!(field, FieldId::FIRST_NAME | FieldId::LAST_NAME);
    let no_names = [ValueClass::Email, ValueClass::Phone, ValueClass::Date];
    match ValueClass::of(kind) {
        Some(likeness) if evidence.filled > 0 && evidence.count(likeness) == 0 => Weight::Unlike,
        None if is_name && no_names.iter().any(|it| is_all(evidence, *it)) => Weight::Contradicts,
        _ => Weight::Fits,
    }
}

/// What nearly all values look like, if that is one thing and can be told from another person's and from other numbers.
pub(super) fn verdict(evidence: &ColumnStats) -> Option<ValueClass> {
    let all: Vec<ValueClass> = ValueClass::ALL.into_iter().filter(|likeness| is_all(evidence, *likeness)).collect();
    let best = all.iter().copied().max_by_key(|likeness| evidence.count(*likeness))?;
    // `de`, `fr` and `it` are countries and languages.
    let is_clear = all.iter().all(|other| *other == best || evidence.count(*other) < evidence.count(best));
    (is_clear && is_enough(evidence, best)).then_some(best)
}

/// Whether values alone are enough of a sign. Where addresses and numbers repeat, they are those of a colleague, and
/// digits without a sign or a blank are the numbers of members and orders as well.
fn is_enough(evidence: &ColumnStats, likeness: ValueClass) -> bool {
    match likeness {
        ValueClass::Email => is_nearly_unique(evidence),
        ValueClass::Phone => is_nearly_unique(evidence) && has_written_phones(evidence),
        // One word all the way down is a mark more often than a country: `IT` is a department, `Male` a capital.
        ValueClass::Country | ValueClass::Language => evidence.samples.len() > 1,
        ValueClass::Date | ValueClass::Number | ValueClass::Url => true,
    }
}

fn is_nearly_unique(evidence: &ColumnStats) -> bool {
    evidence.distinct * 100 >= evidence.filled * UNIQUE_PERCENT
}

fn has_written_phones(evidence: &ColumnStats) -> bool {
    let written = evidence.count(ValueClass::Phone).saturating_sub(evidence.bare_digits);
    written * 100 >= evidence.filled * MIN_PERCENT
}

fn is_all(evidence: &ColumnStats, likeness: ValueClass) -> bool {
    evidence.filled >= MIN_VALUES && evidence.percent(likeness) >= MIN_PERCENT
}
