//! Advice on a mapping that lacks something: options to paste, the likeliest first.

use super::notes::OFFERED;
use crate::cli::error::CliError;
use crate::mapping::{MappingError, option_names, quote};
use crate::model::{Column, Fields, Target};
use crate::ops::ImportSpec;
use crate::ops::setup::ColumnResolution;
use crate::source::Source;

/// Advice on a list whose first line is a contact.
pub(super) const NO_HEADER: &str = "line 1 looks like a contact: if the file has no header, add --header-line none";

/// Adds the options that help to an error: the suggestions where they supply what is missing, else the likeliest columns.
pub(super) fn advise(
    columns: &ColumnResolution,
    failure: MappingError,
    spec: &ImportSpec,
    source: &Source,
    fields: &Fields,
) -> CliError {
    let header = source.columns();
    let accepted = || columns.resolve_with(source, spec, fields, &columns.as_suggested());
    // They help if with them the mapping is complete or lacks something else.
    if columns.has_offers() && accepted().map_or_else(|other| other.to_string() != failure.to_string(), |_| true) {
        let names = option_names(header);
        let options: Vec<String> = columns.acceptable().map(|suggestion| suggestion.option(&names)).collect();
        let hint = format!("add: {} (or all with --accept-suggestions)", options.join(" "));
        return CliError::from(failure).with_hint(hint);
    }
    let MappingError::Missing { target, field, reason, .. } = failure else { return failure.into() };
    let free = likeliest(columns, target, header, fields);
    let unskip = (free.is_empty() && !columns.compiled.skipped.is_empty()).then(|| unskip(columns, header, &field));
    let failure = CliError::from(MappingError::Missing { target, field, reason, free });
    match unskip {
        Some(hint) => failure.with_hint(hint),
        None => failure,
    }
}

/// Returns the columns that most likely hold the values of a field, as `--map` takes them.
fn likeliest(columns: &ColumnResolution, target: Target, header: &[Column], fields: &Fields) -> Vec<String> {
    let names = option_names(header);
    columns.likeliest(target, header, fields).into_iter().take(OFFERED).map(|index| names[index].clone()).collect()
}

/// Returns the hint for a mapping whose other columns are all skipped: one `--skip` to leave out, that of the column
/// with the field's name if there is one.
fn unskip(columns: &ColumnResolution, header: &[Column], field: &str) -> String {
    let names = option_names(header);
    let mut skipped: Vec<&str> = columns.compiled.skipped.iter().map(|index| names[*index].as_str()).collect();
    skipped.sort_by_key(|name| Fields::key(name) != Fields::key(field));
    let options: Vec<String> = skipped.iter().take(1).map(|name| format!("--skip {}", quote(name))).collect();
    format!("no other column is left for {field}: do not give {}", options.join(" "))
}
