//! The columns that are not imported, each with the true reason (spec section 5).

use std::collections::HashSet;

use super::compiled::{Compiled, column_of};
use super::suggest::{Suggested, Suggestion};

/// A column that is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its index, from 0.
    pub column: usize,
    /// Why.
    pub why: Why,
}

/// Why a column is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The user skips it: `--skip`.
    Skipped,
    /// The user wants no other columns than those that are mapped: `--only-mapped`.
    OnlyMapped,
    /// This tool wrote it beside an earlier import.
    Own,
    /// It holds Contact IDs, which are never written, and they are not the identifier.
    ContactId,
    /// It was left out when the columns were decided on.
    SetAside,
    /// Nothing was decided of it, because the list did not have it then.
    Appeared,
    /// Several columns claim this field.
    Contested(String),
    /// A field is suggested for it, and nobody took the suggestion.
    Suggested(Suggestion),
    /// Something speaks for a field that has a column or a value already.
    Filled {
        /// What would be suggested for it.
        by_itself: Suggestion,
        /// What the field has.
        by: Filler,
    },
    /// No field has its name, and nothing speaks for one.
    Unclaimed,
}

/// What a field has in place of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// Another column: its index, from 0.
    Column(usize),
    /// The same value for every row.
    Constant,
    /// Nothing yet: several other columns claim it.
    Rivals,
}

/// The columns that are not imported, in the order of the source. `is_mapped` tells those that are mapped besides the
/// compiled ones, such as by suggestions that are taken; `only_mapped` that the user wants no others.
pub fn left_out(
    compiled: &Compiled,
    suggested: &Suggested,
    columns: usize,
    is_mapped: impl Fn(&Suggestion) -> bool,
    only_mapped: bool,
) -> Vec<LeftOut> {
    let by_suggestion = suggested.suggestions.iter().filter(|it| is_mapped(it)).map(|it| it.column);
    let mapped: HashSet<usize> = compiled.mapping.slots.iter().filter_map(column_of).chain(by_suggestion).collect();
    let why =
        |column: usize| decided(compiled, column).unwrap_or_else(|| open(compiled, suggested, column, only_mapped));
    (0..columns).filter(|column| !mapped.contains(column)).map(|column| LeftOut { column, why: why(column) }).collect()
}

/// What was said of a column.
fn decided(compiled: &Compiled, column: usize) -> Option<Why> {
    let reasons = [
        (&compiled.mapping.own_columns, Why::Own),
        (&compiled.skipped, Why::Skipped),
        (&compiled.contact_ids, Why::ContactId),
        (&compiled.set_aside, Why::SetAside),
    ];
    reasons.into_iter().find(|(columns, _)| columns.contains(&column)).map(|(_, why)| why)
}

/// Why a column of which nothing was said goes nowhere.
fn open(compiled: &Compiled, suggested: &Suggested, column: usize, only_mapped: bool) -> Why {
    let mut contests = compiled.ambiguous.iter().chain(&suggested.contested);
    let find = |suggestions: &[Suggestion]| suggestions.iter().find(|it| it.column == column).cloned();
    if let Some(contest) = contests.find(|contest| contest.columns.contains(&column)) {
        Why::Contested(contest.field.clone())
    } else if compiled.drift.added.contains(&column) {
        Why::Appeared
    } else if only_mapped {
        Why::OnlyMapped
    } else if let Some(suggestion) = find(&suggested.suggestions) {
        Why::Suggested(suggestion)
    } else if let Some(by_itself) = find(&suggested.passed_over) {
        let by = filler(compiled, suggested, &by_itself);
        Why::Filled { by_itself, by }
    } else {
        Why::Unclaimed
    }
}

/// What has the field for which something speaks in a column that was passed over.
fn filler(compiled: &Compiled, suggested: &Suggested, passed_over: &Suggestion) -> Filler {
    let slot = compiled.mapping.slots.iter().find(|slot| slot.target == passed_over.target);
    let suggestion = suggested.suggestions.iter().find(|it| it.target == passed_over.target);
    match (slot, suggestion) {
        (Some(slot), _) => column_of(slot).map_or(Filler::Constant, Filler::Column),
        (None, Some(suggestion)) => Filler::Column(suggestion.column),
        (None, None) => Filler::Rivals,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldId, Target};

    fn suggestion(column: usize) -> Suggestion {
        let target = Target::Field(FieldId::PHONE);
        Suggestion { column, target, field_name: "Phone Number".into(), reason: "it is".into(), is_by_values: false }
    }

    #[test]
    fn every_column_that_is_not_mapped_has_its_reason() {
        let mut compiled =
            Compiled { skipped: vec![0], set_aside: vec![1], contact_ids: vec![2], ..Compiled::default() };
        compiled.mapping.own_columns = vec![3];
        compiled.drift.added = vec![4];
        let mut suggested = Suggested { suggestions: vec![suggestion(5)], ..Suggested::default() };
        suggested.passed_over = vec![suggestion(6)];
        let told = |only_mapped, takes| {
            let told = left_out(&compiled, &suggested, 8, |_| takes, only_mapped);
            told.into_iter().map(|it| it.why).collect::<Vec<_>>()
        };
        let said = vec![Why::Skipped, Why::SetAside, Why::ContactId, Why::Own, Why::Appeared];
        let filled = Why::Filled { by_itself: suggestion(6), by: Filler::Column(5) };
        let open = vec![Why::Suggested(suggestion(5)), filled, Why::Unclaimed];
        assert_eq!(told(false, false), [said.clone(), open.clone()].concat());
        assert_eq!(told(false, true), [said.clone(), open[1..].to_vec()].concat());
        assert_eq!(told(true, false), [said, vec![Why::OnlyMapped; 3]].concat());
    }
}
