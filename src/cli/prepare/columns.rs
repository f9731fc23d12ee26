//! Columns to fields: typed and prior choices, names, and suggestions for the rest.

use super::left_out::LeftOutColumns;
use super::notes;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::typed_import::{MappingAnswers, TypedImport};
use crate::import;
use crate::mapping::{self, AmbiguousTarget, Compiled, Suggested, Suggestion, find_columns};
use crate::model::{ColumnStats, Fields, Note, Recipe, Target};
use crate::source::Source;

/// Number of rows that are sampled for column statistics.
const SAMPLE_ROWS: u64 = 1_000;

/// The complete mapping of a source.
#[derive(Clone)]
pub(in crate::cli) struct ResolvedMapping {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) recipe: Recipe,
    /// Notes on the columns, already printed.
    pub(in crate::cli) notes: Vec<Note>,
}

impl ResolvedMapping {
    /// Returns the columns that are not imported, once nothing is suggested any more.
    pub(in crate::cli) fn left_out<'s>(&self, source: &'s Source) -> LeftOutColumns<'s> {
        let columns = source.columns();
        let left_out = mapping::left_out(&self.compiled, &Suggested::default(), columns.len(), |_| false, false);
        LeftOutColumns::new(columns, left_out)
    }
}

/// Maps the columns by prior choices, typed options and names, prints notes on them, and accepts suggestions if that
/// was asked for.
pub(in crate::cli) fn map(
    context: &Context,
    source: &mut Source,
    orders: &TypedImport,
    fields: &Fields,
) -> Result<ResolvedMapping, CliError> {
    let columns = ColumnResolution::look(context, source, orders, fields)?;
    let mut notes = columns.notes(orders, source);
    notes.extend(columns.accepted_notes(orders, source));
    context.tell_notes(&notes);
    notes.extend(columns.left_out(orders, source).tell(context));
    match finish(source, &orders.with(columns.accept_suggestions(orders), None), fields) {
        Ok(mapped) => Ok(ResolvedMapping { notes, ..mapped }),
        Err(failure) => {
            // With `--only-mapped` the other columns have not been sampled, but the advice has to name those that may
            // hold what is missing.
            let columns = if orders.typed.only_mapped {
                ColumnResolution::look_at_all(context, source, orders, fields)?
            } else {
                columns
            };
            Err(columns.advise(failure, orders, source, fields))
        }
    }
}

/// Compiles the choices into a mapping, which must be complete.
pub(in crate::cli) fn finish(
    source: &Source,
    orders: &TypedImport,
    fields: &Fields,
) -> Result<ResolvedMapping, CliError> {
    let request = orders.mapping()?;
    let compiled = mapping::compile(source.columns(), fields, &request)?;
    mapping::check_required(&compiled, source.columns(), fields, request.purpose, request.identifier)?;
    let recipe = super::final_recipe(orders, source, &compiled);
    Ok(ResolvedMapping { compiled, recipe, notes: Vec::new() })
}

/// The columns of a source: the mapping so far, and the evidence and suggestions for columns without a field.
pub(in crate::cli) struct ColumnResolution {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) evidence: Vec<ColumnStats>,
    pub(in crate::cli) suggested: Suggested,
    /// Prior choice for each column.
    decided: Vec<PriorChoice>,
}

/// Choice of a session or a saved mapping about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PriorChoice {
    Nothing,
    LeftOut,
    Into(Target),
}

impl ColumnResolution {
    /// Compiles what is known of the columns. Samples the first rows for suggestions for the others, unless
    /// `--only-mapped` was given.
    pub(in crate::cli) fn look(
        context: &Context,
        source: &mut Source,
        orders: &TypedImport,
        fields: &Fields,
    ) -> Result<Self, CliError> {
        let compiled = mapping::compile(source.columns(), fields, &orders.mapping()?)?;
        if !compiled.free.is_empty() && !orders.typed.only_mapped {
            return Self::look_at_all(context, source, orders, fields);
        }
        let decided = decided(source, orders, fields);
        Ok(Self { decided, compiled, evidence: Vec::new(), suggested: Suggested::default() })
    }

    fn look_at_all(
        context: &Context,
        source: &mut Source,
        orders: &TypedImport,
        fields: &Fields,
    ) -> Result<Self, CliError> {
        let compiled = mapping::compile(source.columns(), fields, &orders.mapping()?)?;
        let evidence =
            import::sample_columns(source, &compiled.formats(source.columns()), SAMPLE_ROWS, &context.cancel)?;
        let suggested = mapping::suggest(source.columns(), fields, &compiled, orders.recipe.identifier, &evidence);
        Ok(Self { decided: decided(source, orders, fields), compiled, evidence, suggested })
    }

    /// Returns the columns that have no field, except as a suggestion.
    pub(in crate::cli) fn unmapped(&self) -> &[usize] {
        &self.compiled.free
    }

    /// Returns the prior choice for a column, else its suggestion.
    pub(in crate::cli) fn default_target(&self, column: usize) -> Option<Target> {
        match self.decided.get(column) {
            Some(PriorChoice::Into(target)) => Some(*target),
            Some(PriorChoice::LeftOut) => None,
            _ => self.suggestion(column).map(|suggestion| suggestion.target),
        }
    }

    /// Returns the suggestion for a column.
    pub(in crate::cli) fn suggestion(&self, column: usize) -> Option<&Suggestion> {
        self.suggested.suggestions.iter().find(|suggestion| suggestion.column == column)
    }

    /// Returns the fields that several columns claim.
    pub(in crate::cli) fn contests(&self) -> impl Iterator<Item = &AmbiguousTarget> {
        self.compiled.ambiguous.iter().chain(&self.suggested.contested)
    }

    /// Returns notes on what was found out or decided about the columns, except those that are left out.
    pub(in crate::cli) fn notes(&self, orders: &TypedImport, source: &Source) -> Vec<Note> {
        let compiled = &self.compiled;
        let contested = self.contests().map(|contest| notes::contest(contest, source.columns()));
        let is_accepted = |field: &String| self.accepts(orders).any(|suggestion| suggestion.field_name == *field);
        let unmapped = compiled.keep_without_column.iter().filter(|field| !is_accepted(field));
        let notes = compiled.preset.map(notes::preset).into_iter().chain(contested);
        let notes = notes.chain((!compiled.contact_ids.is_empty()).then(notes::contact_ids));
        notes
            .chain(unmapped.map(|field| notes::not_overwritten_anyway(field)))
            .chain(notes::drift(&compiled.drift, source.columns()))
            .collect()
    }

    fn accepted_notes(&self, orders: &TypedImport, source: &Source) -> Vec<Note> {
        let note = |Suggestion { column, field_name, reason, .. }: &Suggestion| {
            let label = source.columns()[*column].label();
            let message = format!("'{label}' goes to {field_name}, as suggested: {reason}");
            Note::info("suggestion-accepted", message).column(label).field(field_name)
        };
        self.accepts(orders).map(note).collect()
    }

    /// Returns the suggestions that `--accept-suggestions` accepts, if it was given.
    fn accepts(&self, orders: &TypedImport) -> impl Iterator<Item = &Suggestion> {
        let takes = orders.typed.accept_suggestions;
        self.acceptable().filter(move |_| takes)
    }

    /// Returns the suggestions that `--accept-suggestions` would accept.
    pub(super) fn acceptable(&self) -> impl Iterator<Item = &Suggestion> {
        // Not those that rest on values alone: a column `Invited by` became everybody's Email. A person has to judge
        // them.
        self.suggested.suggestions.iter().filter(|suggestion| !suggestion.is_by_values)
    }

    /// Returns the accepted suggestions as answers; none without `--accept-suggestions`.
    fn accept_suggestions(&self, orders: &TypedImport) -> MappingAnswers {
        answers(self.accepts(orders))
    }

    /// Returns all acceptable suggestions as answers.
    pub(in crate::cli) fn as_suggested(&self) -> MappingAnswers {
        answers(self.acceptable())
    }

    /// Returns the columns that are not imported.
    fn left_out<'s>(&self, orders: &TypedImport, source: &'s Source) -> LeftOutColumns<'s> {
        let takes = orders.typed.accept_suggestions;
        let is_mapped = |suggestion: &Suggestion| takes && !suggestion.is_by_values;
        let columns = source.columns();
        let only_mapped = orders.typed.only_mapped;
        let left_out = mapping::left_out(&self.compiled, &self.suggested, columns.len(), is_mapped, only_mapped);
        LeftOutColumns::new(columns, left_out)
    }
}

fn answers<'s>(suggestions: impl Iterator<Item = &'s Suggestion>) -> MappingAnswers {
    // By position: headers may be the same, and may hold a `=`.
    let pair = |suggestion: &Suggestion| format!("#{}={}", suggestion.column + 1, suggestion.field_name);
    MappingAnswers { map: suggestions.map(pair).collect(), skip: Vec::new() }
}

/// Returns the prior choice for each column of the source.
fn decided(source: &Source, orders: &TypedImport, fields: &Fields) -> Vec<PriorChoice> {
    let mut decided = vec![PriorChoice::Nothing; source.columns().len()];
    let choices = &orders.recipe.columns;
    for (choice, place) in choices.iter().zip(find_columns(choices, source.columns()).places) {
        if let Some(place) = place {
            let target = choice.field.as_ref().and_then(|name| fields.target(name));
            decided[place] = target.map_or(PriorChoice::LeftOut, PriorChoice::Into);
        }
    }
    decided
}
