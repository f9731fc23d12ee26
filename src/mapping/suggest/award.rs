//! Award of fields to candidates, best first; equal candidates get nothing until the user chooses.

use std::collections::HashSet;

use super::candidates::Candidate;
use super::semantic::WHOLE;
use super::{SuggestContext, Suggested, Suggestion};
use crate::mapping::AmbiguousTarget;
use crate::mapping::compiled::column_of;
use crate::mapping::header::Header;
use crate::model::{FieldId, Target};

const LAST_NAME: Target = Target::Field(FieldId::LAST_NAME);

/// State of the award.
pub(super) struct Award<'a> {
    grounds: &'a SuggestContext<'a>,
    /// Columns that have a suggestion, or compete for one.
    settled: HashSet<usize>,
    /// Fields that are suggested or contested.
    given: HashSet<Target>,
    /// Names of the series to which the columns belong that feed a field which takes several.
    series: HashSet<String>,
    suggested: Suggested,
}

impl<'a> Award<'a> {
    pub(super) fn new(grounds: &'a SuggestContext<'a>) -> Self {
        let contested = &grounds.compiled.ambiguous;
        let slots = grounds.compiled.mapping.slots.iter().filter(|slot| slot.target.takes_several_columns());
        let series = |index: usize| grounds.headers.get(index).map(series_name);
        Self {
            settled: contested.iter().flat_map(|contest| contest.columns.iter().copied()).collect(),
            given: contested.iter().map(|contest| contest.target).collect(),
            series: slots.filter_map(column_of).filter_map(series).collect(),
            suggested: Suggested::default(),
            grounds,
        }
    }

    /// Considers a candidate after all better ones. `rest` begins with it.
    pub(super) fn consider(&mut self, candidate: &Candidate, rest: &[Candidate]) {
        if self.settled.contains(&candidate.column) {
            return;
        }
        if !self.is_open(candidate) {
            return self.pass_over(candidate);
        }
        let rivals = self.rivals(candidate, rest);
        if rivals.len() > 1 { self.contest(candidate, rivals) } else { self.give(candidate) }
    }

    /// Returns the result.
    pub(super) fn done(self) -> Suggested {
        let Self { mut suggested, settled, given, grounds, .. } = self;
        // A column that was passed over for one field may have got another later.
        suggested.passed_over.retain(|it| !settled.contains(&it.column));
        suggested.passed_over.sort_by_key(|it| it.column);
        // Never where the list has a column for either part.
        let has_last_name = given.contains(&LAST_NAME) || !grounds.compiled.mapping.has_room_for_column(LAST_NAME);
        for it in suggested.suggestions.iter_mut().filter(|it| it.split.is_some()) {
            if has_last_name {
                it.unsplit();
            } else {
                it.reason = split_reason(it);
            }
        }
        suggested.passed_over.iter_mut().for_each(Suggestion::unsplit);
        suggested.suggestions.sort_by_key(|it| it.column);
        suggested
    }

    /// Returns true if the field takes another column. Tags takes those of one series: `Tag 1`, `Tag
    /// 2`, `Tags`.
    fn is_open(&self, candidate: &Candidate) -> bool {
        let target = candidate.target;
        let is_in_series = || self.series.is_empty() || self.series.contains(&self.name(candidate.column));
        self.grounds.compiled.mapping.has_room_for_column(target)
            && if target.takes_several_columns() { is_in_series() } else { !self.given.contains(&target) }
    }

    /// Returns the columns that claim the field equally well, including the candidate's. Similar values are no claim.
    fn rivals(&self, candidate: &Candidate, rest: &[Candidate]) -> Vec<usize> {
        if candidate.target.takes_several_columns() || candidate.is_by_values() {
            return vec![candidate.column];
        }
        let equal = rest.iter().take_while(|other| other.rank == candidate.rank);
        let rivals = equal.filter(|other| other.target == candidate.target && !self.settled.contains(&other.column));
        let mut columns: Vec<usize> = rivals.map(|other| other.column).collect();
        columns.dedup();
        columns
    }

    fn contest(&mut self, candidate: &Candidate, columns: Vec<usize>) {
        self.settled.extend(&columns);
        self.given.insert(candidate.target);
        let field = self.grounds.suggestion(candidate).field_name;
        self.suggested.contested.push(AmbiguousTarget { target: candidate.target, field, split: None, columns });
    }

    fn give(&mut self, candidate: &Candidate) {
        self.settled.insert(candidate.column);
        self.given.insert(candidate.target);
        if candidate.target.takes_several_columns() {
            self.series.insert(self.name(candidate.column));
        }
        self.suggested.suggestions.push(self.grounds.suggestion(candidate));
    }

    /// Records a column for a field that is taken. A better field may follow; the first is kept for the report.
    fn pass_over(&mut self, candidate: &Candidate) {
        let is_known = |it: &Suggestion| it.column == candidate.column;
        if !self.suggested.passed_over.iter().any(is_known) {
            self.suggested.passed_over.push(self.grounds.suggestion(candidate));
        }
    }

    fn name(&self, column: usize) -> String {
        self.grounds.headers.get(column).map(series_name).unwrap_or_default()
    }
}

/// Returns the name of the series to which a column belongs: its header without numbers and the plural's `s`.
fn series_name(header: &Header) -> String {
    let name = header.without_numbers();
    name.strip_suffix('s').map(str::to_owned).unwrap_or(name)
}

/// Returns the reason for splitting a column, with the order in place of the warning that the name stays whole.
fn split_reason(suggestion: &Suggestion) -> String {
    let order = match suggestion.doubt {
        Some(_) => "but which name is first is not certain",
        None => suggestion.split.unwrap_or_default().describe(),
    };
    let reason = suggestion.reason.strip_suffix(WHOLE).unwrap_or(&suggestion.reason);
    format!("{reason}, {order}; a comma means last, first")
}
