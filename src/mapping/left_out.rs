//! Columns that are not imported, each with its reason (spec section 5).

use std::collections::HashSet;

use super::compiled::{AmbiguousTarget, Compiled, column_of};
use super::suggest::{Suggested, Suggestion};
use crate::model::{FieldKind, Labels};

/// Column that is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Index of the column, from 0.
    pub column: usize,
    /// Reason.
    pub why: Why,
}

/// Reason why a column is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The user skips it: `--skip`.
    Skipped,
    /// The user has answered that it is left out.
    Declined,
    /// A new field could take it, but its name can be none of a field, and the user gave no other: the reason, as a clause.
    Unnamed(&'static str),
    /// The user excludes all columns that are not mapped: `--only-mapped`.
    OnlyMapped,
    /// This tool added it to an output file of an earlier import.
    Own,
    /// It holds Contact IDs, which are never written, and they are not the identifier.
    ContactId,
    /// It was left out by an earlier decision: a saved mapping, or an earlier step of the session.
    SetAside,
    /// It is new since the decision, which does not cover it; with what is suggested for it.
    Appeared(Option<Suggestion>),
    /// Several columns claim a field.
    Contested(AmbiguousTarget),
    /// A field is suggested for it, but the suggestion was not accepted.
    Suggested(Suggestion),
    /// It fits a field that has a column or a value already.
    Filled {
        /// The suggestion that it would get otherwise.
        by_itself: Suggestion,
        /// Feed of the field.
        by: Filler,
    },
    /// Its labels, which stand in another column, name no field, or different ones.
    Labelled {
        /// The labels.
        labels: Labels,
        /// Type of a field that would be made for it.
        kind: FieldKind,
    },
    /// It labels the values of this column: its index, from 0.
    LabelsOf(usize),
    /// It has no values.
    Blank,
    /// No field has its name, and nothing suggests one.
    Unclaimed,
}

/// Feed of a field in place of a column that would fit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// Another column: its index, from 0.
    Column(usize),
    /// The same value for every row.
    Constant,
    /// Nothing: several other columns claim the field.
    Rivals,
}

/// Returns the columns that are not imported, in the order of the source. `is_mapped` returns true for suggestions that
/// are accepted; `only_mapped` is true if the user wants no other columns.
pub fn left_out(
    compiled: &Compiled,
    suggested: &Suggested,
    columns: usize,
    is_mapped: impl Fn(&Suggestion) -> bool,
    only_mapped: bool,
) -> Vec<LeftOut> {
    // Suggestions that were accepted are not in the compiled mapping yet.
    let by_suggestion = suggested.suggestions.iter().filter(|it| is_mapped(it)).map(|it| it.column);
    let mapped: HashSet<usize> = compiled.mapping.slots.iter().filter_map(column_of).chain(by_suggestion).collect();
    let why =
        |column: usize| decided(compiled, column).unwrap_or_else(|| open(compiled, suggested, column, only_mapped));
    (0..columns).filter(|column| !mapped.contains(column)).map(|column| LeftOut { column, why: why(column) }).collect()
}

/// Returns the reason that an option or a decision gives for a column.
fn decided(compiled: &Compiled, column: usize) -> Option<Why> {
    let reasons = [
        (&compiled.mapping.own_columns, Why::Own),
        (&compiled.skipped, Why::Skipped),
        (&compiled.contact_ids, Why::ContactId),
        (&compiled.set_aside, Why::SetAside),
    ];
    reasons.into_iter().find(|(columns, _)| columns.contains(&column)).map(|(_, why)| why)
}

/// Returns the reason for a column that no option and no decision covers.
fn open(compiled: &Compiled, suggested: &Suggested, column: usize, only_mapped: bool) -> Why {
    let mut contests = compiled.ambiguous.iter().chain(&suggested.contested);
    let find = |suggestions: &[Suggestion]| suggestions.iter().find(|it| it.column == column).cloned();
    // `--only-mapped` comes after what the user must know in any case: a contest, and a column that is new.
    if let Some(contest) = contests.find(|contest| contest.columns.contains(&column)) {
        Why::Contested(contest.clone())
    } else if compiled.drift.added.contains(&column) {
        Why::Appeared(find(&suggested.suggestions))
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

/// Returns what feeds the field that a passed-over column would fit.
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
        Suggestion {
            column,
            target,
            field_name: "Phone Number".into(),
            reason: "it is".into(),
            doubt: None,
            split: None,
            samples: Vec::new(),
        }
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
        let said = vec![Why::Skipped, Why::SetAside, Why::ContactId, Why::Own, Why::Appeared(None)];
        let filled = Why::Filled { by_itself: suggestion(6), by: Filler::Column(5) };
        let open = vec![Why::Suggested(suggestion(5)), filled, Why::Unclaimed];
        assert_eq!(told(false, false), [said.clone(), open.clone()].concat());
        assert_eq!(told(false, true), [said.clone(), open[1..].to_vec()].concat());
        assert_eq!(told(true, false), [said, vec![Why::OnlyMapped; 3]].concat());
    }
}
