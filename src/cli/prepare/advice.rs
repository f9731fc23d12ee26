//! Advice on a mapping that lacks something: options to paste, the likeliest first.

use super::notes::OFFERED;
use crate::cli::error::CliError;
use crate::cli::hints;
use crate::mapping::{Compiled, MappingError, UnmappedField, column_option, option_names};
use crate::model::{Column, FieldId, Fields, Identifier, Identifiers, Target, shell_option};
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
    match failure {
        MappingError::Missing(missing) => map_missing(missing, columns, header, fields),
        MappingError::NothingMapped { .. } => map_something(failure, columns, header),
        other => other.into(),
    }
}

/// Returns the error for missing fields, with the likeliest columns for each.
fn map_missing(
    missing: Vec<UnmappedField>,
    columns: &ColumnResolution,
    header: &[Column],
    fields: &Fields,
) -> CliError {
    let missing = with_likeliest(missing, columns, header, fields);
    let hint = if missing.iter().any(|it| is_skipped(it, columns)) {
        let hint = |it: &UnmappedField| {
            if is_skipped(it, columns) {
                unskip(columns, header, &it.field)
            } else {
                hints::missing(std::slice::from_ref(it))
            }
        };
        missing.iter().map(hint).collect::<Vec<_>>().join("; ")
    } else {
        hints::missing(&missing)
    };
    let other = other_identifiers(columns, &missing, fields);
    let other = other.text().map(|other| format!("; or: {}", shell_option("--id", &other))).unwrap_or_default();
    CliError::from(MappingError::Missing(missing)).with_hint(hint + &other)
}

/// Returns identifiers that have a column in place of those that were given, where one of these has none: the others of
/// them, else a standard one.
fn other_identifiers(columns: &ColumnResolution, missing: &[UnmappedField], fields: &Fields) -> Identifiers {
    let Compiled { identifiers, mapping, .. } = &columns.compiled;
    if !missing.iter().any(|it| identifiers.contains(&it.target)) {
        return Identifiers::default();
    }
    let has_column =
        |target: &Target| mapping.slot_of(*target).is_some_and(|at| mapping.slots[at].column_index().is_some());
    let standard = [Target::Field(FieldId::PHONE), Target::Field(FieldId::EMAIL)];
    let name = |target: &Target| Identifier::named(fields.target_name(*target));
    let others: Identifiers = identifiers.iter().filter(|it| has_column(it)).map(name).collect();
    if others.is_empty() { standard.iter().filter(|it| has_column(it)).take(1).map(name).collect() } else { others }
}

/// Adds the options that map a column to the error that none is mapped.
fn map_something(failure: MappingError, columns: &ColumnResolution, header: &[Column]) -> CliError {
    let (failure, options) = (CliError::from(failure), ways(columns, header));
    if options.is_empty() {
        return failure;
    }
    failure.with_hint(format!("say which column goes where, such as: {options}"))
}

/// Returns options that map columns without a field, each to what is suggested for it; where nothing is, to fields of their own.
fn ways(columns: &ColumnResolution, header: &[Column]) -> String {
    let names = option_names(header);
    let mut options: Vec<String> = columns.suggested.suggestions.iter().map(|it| it.option(&names)).collect();
    if options.is_empty() {
        let own = columns.unmapped().iter().copied();
        let own = own.filter(|at| columns.may_have_own_field(*at) && !header[*at].name.is_empty());
        let pair = |at: usize| format!("{}=:{}", names[at], columns.new_kind(at).name());
        options = own.map(|at| shell_option("--create-field", &pair(at))).collect();
    }
    options.truncate(OFFERED);
    options.join("  ")
}

/// Returns true if the columns that could have the field are all skipped.
fn is_skipped(missing: &UnmappedField, columns: &ColumnResolution) -> bool {
    // A First Name may be set, so columns that hold no names do not count.
    let none_is_left = columns.compiled.free.is_empty() || missing.target == Target::Field(FieldId::FIRST_NAME);
    missing.options.is_empty() && none_is_left && !columns.compiled.skipped.is_empty()
}

/// Returns the hint to accept the suggestions, and what to add for fields that are missing all the same.
fn accepting(columns: &ColumnResolution, missing: Vec<UnmappedField>, header: &[Column], fields: &Fields) -> String {
    let names = option_names(header);
    let options: Vec<String> = columns.acceptable().map(|suggestion| suggestion.option(&names)).collect();
    let accept = format!("add: {} (or all with --accept-suggestions)", options.join(" "));
    let missing = with_likeliest(missing, columns, header, fields);
    if missing.is_empty() { accept } else { format!("{accept}; {}", hints::missing(&missing)) }
}

/// Puts the options for the columns that most likely hold their values beside missing fields.
fn with_likeliest(
    missing: Vec<UnmappedField>,
    columns: &ColumnResolution,
    header: &[Column],
    fields: &Fields,
) -> Vec<UnmappedField> {
    let likely = |it: UnmappedField| UnmappedField { options: likeliest(columns, it.target, header, fields), ..it };
    missing.into_iter().map(likely).collect()
}

/// Returns the options that give a field the columns that most likely hold its values.
fn likeliest(columns: &ColumnResolution, target: Target, header: &[Column], fields: &Fields) -> Vec<String> {
    let names = option_names(header);
    let split = columns.contests().find(|contest| contest.target == target).and_then(|contest| contest.split);
    let options = |index: usize| match columns.suggestion(index).filter(|it| it.target == target) {
        Some(suggestion) => suggestion.options(&names),
        None => vec![column_option(&names[index], fields.target_name(target), split)],
    };
    let likeliest = columns.likeliest(target, header, fields).into_iter();
    likeliest.flat_map(options).take(OFFERED).collect()
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
