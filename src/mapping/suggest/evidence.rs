use crate::model::{ColumnEvidence, FieldId, FieldKind, Likeness};

/// So many in a hundred values have to be alike before they suggest a field by themselves.
const ENOUGH_PERCENT: u64 = 80;

/// Fewer values may be alike by chance.
const ENOUGH_VALUES: u64 = 3;

/// What values of a field look like, where that can be seen.
pub(super) fn likeness_of(kind: &FieldKind) -> Option<Likeness> {
    match kind {
        FieldKind::Phone => Some(Likeness::Phone),
        FieldKind::Email => Some(Likeness::Email),
        FieldKind::Country => Some(Likeness::Country),
        FieldKind::Language => Some(Likeness::Language),
        FieldKind::Number => Some(Likeness::Number),
        FieldKind::Url => Some(Likeness::Url),
        FieldKind::Date => Some(Likeness::Date),
        FieldKind::Text | FieldKind::Tags | FieldKind::List(_) | FieldKind::Checkbox | FieldKind::Time => None,
    }
}

/// Whether the values can not be those of the field: none is of its kind, or, for a name, nearly all are of another.
pub(super) fn speaks_against(evidence: &ColumnEvidence, field: FieldId, kind: &FieldKind) -> bool {
    let is_name = matches!(field, FieldId::FIRST_NAME | FieldId::LAST_NAME);
    match likeness_of(kind) {
        Some(likeness) => evidence.filled > 0 && evidence.count(likeness) == 0,
        None if is_name => [Likeness::Email, Likeness::Phone, Likeness::Date].iter().any(|it| is_all(evidence, *it)),
        None => false,
    }
}

/// What nearly all values look like, if that is one thing.
pub(super) fn verdict(evidence: &ColumnEvidence) -> Option<Likeness> {
    let all: Vec<Likeness> = Likeness::ALL.into_iter().filter(|likeness| is_all(evidence, *likeness)).collect();
    let best = all.iter().copied().max_by_key(|likeness| evidence.count(*likeness))?;
    // `de`, `fr` and `it` are countries and languages.
    let is_clear = all.iter().all(|other| *other == best || evidence.count(*other) < evidence.count(best));
    (is_clear && (evidence.samples.len() > 1 || !is_of_few_values(best))).then_some(best)
}

fn is_all(evidence: &ColumnEvidence, likeness: Likeness) -> bool {
    evidence.filled >= ENOUGH_VALUES && evidence.percent(likeness) >= ENOUGH_PERCENT
}

/// One word all the way down is a mark more often than a country: `IT` is a department, `Male` a capital.
fn is_of_few_values(likeness: Likeness) -> bool {
    matches!(likeness, Likeness::Country | Likeness::Language)
}
