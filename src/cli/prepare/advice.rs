//! What to do about a mapping that lacks something: options to paste, the likeliest first.

use super::columns::{Columns, finish};
use super::told::OFFERED;
use crate::cli::error::Failure;
use crate::cli::orders::Orders;
use crate::mapping::{MappingError, Suggestion, option_names, quote};
use crate::model::{Fields, Likeness, Target};
use crate::source::Source;

/// So many in a hundred values that look like numbers, dates or addresses are no names.
const NO_TEXT_PERCENT: u64 = 50;

impl Columns {
    /// A failure with the options that help: the suggestions where they have what is missing, else the columns that are
    /// likeliest to have it.
    pub(super) fn advise(&self, failure: Failure, orders: &Orders, source: &Source, fields: &Fields) -> Failure {
        let accepts = orders.typed.accept_suggestions;
        if !accepts && self.acceptable().next().is_some() && self.would_help(&failure, orders, source, fields) {
            let names = option_names(source.columns());
            let options: Vec<String> = self.acceptable().map(|suggestion| map_option(&names, suggestion)).collect();
            return failure.with_hint(format!("add: {} (or all with --accept-suggestions)", options.join(" ")));
        }
        match failure.mapping_error() {
            Some(MappingError::Missing { target, field, reason, .. }) => {
                let free = self.likeliest(*target, source, fields);
                let is_skipped = free.is_empty() && !self.compiled.skipped.is_empty();
                let failure: Failure =
                    MappingError::Missing { target: *target, field: field.clone(), reason, free }.into();
                if is_skipped { failure.with_hint(self.unskip(source, field)) } else { failure }
            }
            _ => failure,
        }
    }

    /// Where all other columns are skipped, one skip is too many: that of the field's own column, if there is one.
    fn unskip(&self, source: &Source, field: &str) -> String {
        let names = option_names(source.columns());
        let mut skipped: Vec<&str> = self.compiled.skipped.iter().map(|index| names[*index].as_str()).collect();
        skipped.sort_by_key(|name| Fields::key(name) != Fields::key(field));
        let options: Vec<String> = skipped.iter().take(1).map(|name| format!("--skip {}", quote(name))).collect();
        format!("no other column is left for {field}: do not give {}", options.join(" "))
    }

    /// Whether what the suggestions leave missing is something else.
    fn would_help(&self, failure: &Failure, orders: &Orders, source: &Source, fields: &Fields) -> bool {
        match finish(source, &orders.with(self.as_suggested(), None), fields) {
            Ok(_) => true,
            Err(other) => other.to_string() != failure.to_string(),
        }
    }

    /// The columns that may have the values of a field, as `--map` takes them; where several claim it, these.
    fn likeliest(&self, target: Target, source: &Source, fields: &Fields) -> Vec<String> {
        let names = option_names(source.columns());
        let contested = self.contests().find(|contest| contest.target == target);
        let free = || {
            let free = self.compiled.free.iter().chain(&self.compiled.set_aside).copied();
            let mut free: Vec<usize> = free.filter(|index| !self.compiled.contact_ids.contains(index)).collect();
            free.sort_by_key(|index| (self.distance(*index, target, fields), *index));
            free
        };
        let columns = contested.map_or_else(free, |contest| contest.columns.clone());
        columns.into_iter().take(OFFERED).map(|index| names[index].clone()).collect()
    }

    /// How unlikely it is that a column has the values of a field: the least is the likeliest.
    fn distance(&self, column: usize, target: Target, fields: &Fields) -> (u8, u64) {
        let is_its = |it: &&Suggestion| it.column == column;
        let suggested = &self.suggested;
        let speaking = suggested.suggestions.iter().chain(&suggested.passed_over).find(is_its);
        match speaking {
            Some(suggestion) if suggestion.target == target => return (u8::from(suggestion.is_by_values), 0),
            Some(_) => return (4, 0),
            None => {}
        }
        let Some(evidence) = self.evidence.get(column) else { return (3, 0) };
        let kind = match target {
            Target::Field(id) => fields.get(id).map(|field| &field.kind),
            Target::ContactId => None,
        };
        let most = || Likeness::ALL.into_iter().map(|likeness| evidence.percent(likeness)).max().unwrap_or_default();
        match kind.and_then(Likeness::of) {
            _ if evidence.filled == 0 => (5, 0),
            Some(likeness) if evidence.count(likeness) > 0 => (2, 100 - evidence.percent(likeness).min(100)),
            None if most() < NO_TEXT_PERCENT => (2, 0),
            _ => (3, 0),
        }
    }
}

/// `--map 'Mobile=Phone Number'`
fn map_option(names: &[String], suggestion: &Suggestion) -> String {
    format!("--map {}", quote(&format!("{}={}", names[suggestion.column], suggestion.field_name)))
}
