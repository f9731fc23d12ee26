//! Advice on a mapping that lacks something: options to paste, the likeliest first.

use super::notes::OFFERED;
use crate::cli::error::CliError;
use crate::cli::hints;
use crate::mapping::{MappingError, UnmappedField, option_names};
use crate::model::{Column, Fields, Target, shell_option};
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
    if columns.has_offers() {
        let still_missing = match (accepted(), &failure) {
            (Ok(_), _) => Some(Vec::new()),
            (Err(MappingError::Missing(after)), MappingError::Missing(before)) => {
                (after.len() < before.len()).then_some(after)
            }
            (Err(MappingError::Missing(after)), _) => Some(after),
            (Err(other), _) => (other.to_string() != failure.to_string()).then(Vec::new),
        };
        // They help if with them the mapping is complete or lacks something else.
        if let Some(still_missing) = still_missing {
            return CliError::from(failure).with_hint(accepting(columns, still_missing, header, fields));
        }
    }
    let MappingError::Missing(missing) = failure else { return failure.into() };
    let missing = with_likeliest(missing, columns, header, fields);
    let hint = missing.iter().any(|it| is_skipped(it, columns)).then(|| {
        let hint = |it: &UnmappedField| {
            if is_skipped(it, columns) {
                unskip(columns, header, &it.field)
            } else {
                hints::missing(std::slice::from_ref(it))
            }
        };
        missing.iter().map(hint).collect::<Vec<_>>().join("; ")
    });
    let failure = CliError::from(MappingError::Missing(missing));
    match hint {
        Some(hint) => failure.with_hint(hint),
        None => failure,
    }
}

/// Returns true if the columns that could have the field are all skipped.
fn is_skipped(missing: &UnmappedField, columns: &ColumnResolution) -> bool {
    missing.free.is_empty() && !columns.compiled.skipped.is_empty()
}

/// Returns the hint to accept the suggestions, and what to add for fields that are missing all the same.
fn accepting(columns: &ColumnResolution, missing: Vec<UnmappedField>, header: &[Column], fields: &Fields) -> String {
    let names = option_names(header);
    let options: Vec<String> = columns.acceptable().map(|suggestion| suggestion.option(&names)).collect();
    let accept = format!("add: {} (or all with --accept-suggestions)", options.join(" "));
    let missing = with_likeliest(missing, columns, header, fields);
    if missing.is_empty() { accept } else { format!("{accept}; {}", hints::missing(&missing)) }
}

/// Puts the columns that most likely hold their values beside missing fields.
fn with_likeliest(
    missing: Vec<UnmappedField>,
    columns: &ColumnResolution,
    header: &[Column],
    fields: &Fields,
) -> Vec<UnmappedField> {
    let likely = |it: UnmappedField| UnmappedField { free: likeliest(columns, it.target, header, fields), ..it };
    missing.into_iter().map(likely).collect()
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
    let option = skipped.first().map(|name| shell_option("--skip", name)).unwrap_or_default();
    format!("no other column is left for {field}: do not give {option}")
}
