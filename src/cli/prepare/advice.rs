//! Advice on a mapping that lacks something: options to paste, the likeliest first.

use super::columns::{ColumnResolution, finish};
use super::notes::OFFERED;
use crate::cli::error::CliError;
use crate::cli::typed_import::TypedImport;
use crate::mapping::{MappingError, Suggestion, is_about_something_else, option_names, quote};
use crate::model::{Column, FieldId, Fields, Target, ValueClass};
use crate::source::Source;

/// Distance from which on nothing about a column suggests the field.
const UNLIKELY: u8 = 3;

/// Percentage of values that look like numbers, dates or addresses from which on a column is no text.
const NO_TEXT_PERCENT: u64 = 50;

impl ColumnResolution {
    /// Adds the options that help to an error: the suggestions where they supply what is missing, else the likeliest
    /// columns.
    pub(super) fn advise(&self, failure: CliError, orders: &TypedImport, source: &Source, fields: &Fields) -> CliError {
        let may_accept = !orders.typed.accept_suggestions && !orders.typed.only_mapped;
        if may_accept && self.acceptable().next().is_some() && self.would_help(&failure, orders, source, fields) {
            let names = option_names(source.columns());
            let options: Vec<String> = self.acceptable().map(|suggestion| map_option(&names, suggestion)).collect();
            return failure.with_hint(format!("add: {} (or all with --accept-suggestions)", options.join(" ")));
        }
        match failure.mapping_error() {
            Some(MappingError::Missing { target, field, reason, .. }) => {
                let free = self.likeliest(*target, source, fields);
                let is_skipped = free.is_empty() && !self.compiled.skipped.is_empty();
                let failure: CliError =
                    MappingError::Missing { target: *target, field: field.clone(), reason, free }.into();
                if is_skipped { failure.with_hint(self.unskip(source, field)) } else { failure }
            }
            _ => failure,
        }
    }

    /// Returns the hint for a mapping whose other columns are all skipped: one `--skip` to leave out, that of the
    /// column with the field's name if there is one.
    fn unskip(&self, source: &Source, field: &str) -> String {
        let names = option_names(source.columns());
        let mut skipped: Vec<&str> = self.compiled.skipped.iter().map(|index| names[*index].as_str()).collect();
        skipped.sort_by_key(|name| Fields::key(name) != Fields::key(field));
        let options: Vec<String> = skipped.iter().take(1).map(|name| format!("--skip {}", quote(name))).collect();
        format!("no other column is left for {field}: do not give {}", options.join(" "))
    }

    /// Returns true if with the suggestions accepted the mapping is complete or lacks something else.
    fn would_help(&self, failure: &CliError, orders: &TypedImport, source: &Source, fields: &Fields) -> bool {
        match finish(source, &orders.with(self.as_suggested(), None), fields) {
            Ok(_) => true,
            Err(other) => other.to_string() != failure.to_string(),
        }
    }

    /// Returns the columns that most likely hold the values of a field, as `--map` takes them. If several columns claim
    /// the field, it returns these.
    fn likeliest(&self, target: Target, source: &Source, fields: &Fields) -> Vec<String> {
        let names = option_names(source.columns());
        if let Some(contest) = self.contests().find(|contest| contest.target == target) {
            return contest.columns.iter().take(OFFERED).map(|index| names[*index].clone()).collect();
        }
        let free = self.compiled.free.iter().chain(&self.compiled.set_aside).copied();
        let free = free.filter(|index| !self.compiled.contact_ids.contains(index));
        let distance = |index: usize| (self.distance(index, &source.columns()[index], target, fields), index);
        let mut free: Vec<_> = free.map(distance).collect();
        free.sort_unstable();
        let is_likely = |at: &((u8, u64), usize)| at.0.0 < UNLIKELY;
        // A First Name can be set for every row, so no column has to be offered that holds no names.
        if free.iter().any(is_likely) || target == Target::Field(FieldId::FIRST_NAME) {
            free.retain(is_likely);
        }
        free.into_iter().take(OFFERED).map(|(_, index)| names[index].clone()).collect()
    }

    /// Returns how unlikely it is that a column holds the values of a field; the smallest is the likeliest.
    fn distance(&self, index: usize, column: &Column, target: Target, fields: &Fields) -> (u8, u64) {
        let is_its = |it: &&Suggestion| it.column == index;
        let suggested = &self.suggested;
        match suggested.suggestions.iter().chain(&suggested.passed_over).find(is_its) {
            Some(suggestion) if suggestion.target == target => return (u8::from(suggestion.is_by_values), 0),
            Some(_) => return (UNLIKELY + 1, 0),
            None => {}
        }
        let Some(evidence) = self.evidence.get(index) else { return (UNLIKELY, 0) };
        let kind = match target {
            Target::Field(id) => fields.get(id).map(|field| &field.kind),
            Target::ContactId => None,
        };
        let most = || ValueClass::ALL.into_iter().map(|likeness| evidence.percent(likeness)).max().unwrap_or_default();
        match kind.and_then(ValueClass::of) {
            _ if evidence.filled == 0 => (UNLIKELY + 2, 0),
            _ if is_about_something_else(&column.name) => (UNLIKELY + 1, 0),
            Some(likeness) if evidence.count(likeness) > 0 => (2, 100 - evidence.percent(likeness).min(100)),
            None if most() < NO_TEXT_PERCENT => (2, 0),
            _ => (UNLIKELY, 0),
        }
    }
}

/// Formats a suggestion as an option: `--map 'Mobile=Phone Number'`.
fn map_option(names: &[String], suggestion: &Suggestion) -> String {
    format!("--map {}", quote(&format!("{}={}", names[suggestion.column], suggestion.field_name)))
}
