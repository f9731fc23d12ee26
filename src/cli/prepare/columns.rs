//! The mapping of a source, with notes on what was recognised, suggested and left out.

use super::left_out::LeftOutColumns;
use super::{advice, notes};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::Suggestion;
use crate::model::{Column, Fields, LeftOutReason, Note};
use crate::ops::ImportSpec;
use crate::ops::setup::{ColumnResolution, ResolvedMapping};
use crate::source::{HEADER_LOOKS_LIKE_DATA, Source};

/// A complete mapping, the notes on it, already printed, and the reasons for which it leaves columns out.
#[derive(Clone)]
pub(in crate::cli) struct MappedSource {
    pub(in crate::cli) mapping: ResolvedMapping,
    pub(in crate::cli) notes: Vec<Note>,
    pub(in crate::cli) left_out: Vec<LeftOutReason>,
}

/// Maps the columns by choices and names, prints notes on them, and accepts suggestions if that was asked for.
pub(in crate::cli) fn map(
    context: &Context,
    source: &mut Source,
    spec: &ImportSpec,
    fields: &Fields,
) -> Result<MappedSource, CliError> {
    let columns = ColumnResolution::look(source, spec, fields, &context.cancel);
    let mut columns = columns.map_err(|failure| about_columns(source, failure.into()))?;
    let mut notes = column_notes(&columns, source.columns(), fields);
    notes.extend(accepted_notes(&columns, source.columns()));
    context.tell_notes(&notes);
    let left_out = columns.left_out(source.columns().len());
    let left_out = LeftOutColumns::new(source.columns(), left_out, &spec.left_out);
    notes.extend(left_out.tell(context));
    let left_out = left_out.reasons();
    match columns.resolve(source, spec, fields) {
        Ok(mapping) => Ok(MappedSource { mapping, notes, left_out }),
        Err(failure) => {
            if columns.is_unsampled() {
                // The other columns have not been sampled, but the advice has to name those that may hold what is
                // missing.
                columns.sample(source, fields, &context.cancel)?;
            }
            let refused = if has_cells_as_header(source) {
                // Headers that are values name no column that could be advised.
                about_columns(source, failure.into()).with_hint(advice::NO_HEADER)
            } else {
                advice::advise(&columns, failure, spec, source, fields)
            };
            Err(refused.with_notes(&source.facts().notes).with_notes(&notes))
        }
    }
}

/// Returns true if the header looks like a row.
pub(super) fn has_cells_as_header(source: &Source) -> bool {
    source.facts().notes.iter().any(|note| note.code == HEADER_LOOKS_LIKE_DATA)
}

/// Returns a failure that may name columns of the source.
pub(in crate::cli) fn about_columns(source: &Source, failure: CliError) -> CliError {
    if has_cells_as_header(source) { failure.with_cells_as_header() } else { failure }
}

/// Returns notes on what was found out or decided about the columns, except those that are left out.
pub(in crate::cli) fn column_notes(columns: &ColumnResolution, header: &[Column], fields: &Fields) -> Vec<Note> {
    let compiled = &columns.compiled;
    let contested = columns.contests().map(|contest| notes::contest(contest, header));
    let unmapped = compiled.keep_without_column.iter().filter(|field| !columns.fills(field));
    let no_edits = compiled.keep_edits_without_column.iter().filter(|field| !columns.fills(field));
    let notes = compiled.preset.map(notes::preset).into_iter().chain(contested);
    let notes = notes.chain((!compiled.contact_ids.is_empty()).then(notes::contact_ids));
    notes
        .chain(unmapped.map(|field| notes::not_overwritten_anyway(field)))
        .chain(no_edits.map(|field| notes::edits_kept_anyway(field)))
        .chain(columns.blank_identifiers().map(|(blank, fuller)| notes::blank_identifier(blank, fuller, header)))
        .chain(notes::drift(columns, header))
        .chain(columns.labels_against_field(fields).map(|(it, field)| notes::labels_against_field(it, field, header)))
        .collect()
}

fn accepted_notes(columns: &ColumnResolution, header: &[Column]) -> Vec<Note> {
    let note = |suggestion: &Suggestion| {
        let label = header[suggestion.column].label();
        let message = format!("'{label}' goes to {}, as suggested: {}", suggestion.fields(), suggestion.reason);
        Note::info("suggestion-accepted", message).column(label).field(&suggestion.field_name)
    };
    columns.accepted().map(note).collect()
}
