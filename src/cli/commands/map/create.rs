//! Creates a new field for a column: asks for its name and its type.

use clap::ValueEnum;

use crate::cli::commands::steps::BACK;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::options::FieldType;
use crate::model::{ColumnStats, FieldId, FieldKind, ListOptions, Recipe};
use crate::ops::setup::NewFields;
use crate::ops::setup::SetupError;
use crate::ops::{OpsError, fields};
use crate::profile::likely_kind;
use crate::source::Source;
use crate::ui::TextQuestion;

/// Asks for name and type, and plans the field. `None` if the user went back, or if the column cannot have that type,
/// which is reported.
pub(super) fn ask(
    context: &Context,
    source: &mut Source,
    recipe: &Recipe,
    column: usize,
    evidence: Option<&ColumnStats>,
    plan: &mut NewFields,
) -> Result<Option<FieldId>, CliError> {
    let label = evidence.and_then(|stats| stats.labels.only());
    let header = label.unwrap_or(&source.columns()[column].name).to_owned();
    let Some((name, kind)) = ask_field(context, plan, &header, evidence)? else { return Ok(None) };
    let kind = kind.kind(ListOptions::default());
    planned(context, plan.create(source, recipe, column, &name, &kind, &context.cancel))
}

/// Asks for the name of a field of this type, and plans it; as [`ask`] otherwise.
pub(super) fn ask_named(
    context: &Context,
    source: &mut Source,
    recipe: &Recipe,
    column: usize,
    kind: &FieldKind,
    plan: &mut NewFields,
) -> Result<Option<FieldId>, CliError> {
    let Some(name) = ask_name(context, plan, &source.columns()[column].name)? else { return Ok(None) };
    planned(context, plan.create(source, recipe, column, &name, kind, &context.cancel))
}

/// Returns the planned field; `None` if the column cannot have that type, which is reported.
fn planned(context: &Context, planned: Result<FieldId, OpsError>) -> Result<Option<FieldId>, CliError> {
    match planned {
        Ok(id) => Ok(Some(id)),
        // A column with too many options for a list, for example: the user can choose another type.
        Err(failure @ OpsError::Setup(SetupError::NoList { .. })) => {
            context.terminal.warn(&failure.to_string());
            Ok(None)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Asks for the name and the type of the field; from the type Esc leads back to the name, from there it is `None`.
fn ask_field(
    context: &Context,
    plan: &NewFields,
    header: &str,
    evidence: Option<&ColumnStats>,
) -> Result<Option<(String, FieldType)>, CliError> {
    while let Some(name) = ask_name(context, plan, header)? {
        if let Some(kind) = ask_type(context, evidence)? {
            return Ok(Some((name, kind)));
        }
    }
    Ok(None)
}

/// Asks for the name of the field; `None` after Esc.
fn ask_name(context: &Context, plan: &NewFields, header: &str) -> Result<Option<String>, CliError> {
    let is_free = |text: &str| fields::new_name(plan.fields(), text, None).map(drop);
    // A header that is no valid name, or is taken, is not offered.
    let default = Some(header).filter(|name| is_free(name).is_ok());
    let problem = |text: &str| is_free(text).map_err(|failure| failure.to_string());
    let question = TextQuestion { question: "Name of the new field", default, typed: "", escape: Some(BACK) };
    let name = context.terminal.ask_text(question, problem)?;
    Ok(name.map(|name| fields::new_name(plan.fields(), &name, None)).transpose()?)
}

fn ask_type(context: &Context, evidence: Option<&ColumnStats>) -> Result<Option<FieldType>, CliError> {
    let types = FieldType::value_variants();
    let likely = evidence.map_or(FieldType::Text, infer_type);
    let default = types.iter().position(|kind| *kind == likely).unwrap_or_default();
    let items: Vec<String> = types.iter().map(|kind| describe(*kind)).collect();
    let chosen = context.terminal.choose("What are its values?", &items, default, Some(BACK))?;
    Ok(chosen.and_then(|index| types.get(index)).copied())
}

/// `number: a decimal number, such as -1234.5`, as the help has it.
fn describe(kind: FieldType) -> String {
    let name = kind.kind(ListOptions::default()).name();
    let help = match kind {
        FieldType::List => Some("one of the values that the column has now".to_owned()),
        FieldType::Choices => Some("several of the values that the column has now, separated by ; , or |".to_owned()),
        _ => kind.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string)),
    };
    help.map_or_else(|| name.to_owned(), |help| format!("{name}: {help}"))
}

/// Returns the type that nearly all values have, else text.
fn infer_type(evidence: &ColumnStats) -> FieldType {
    let kind = likely_kind(evidence);
    let is_its = |it: &&FieldType| it.kind(ListOptions::default()).name() == kind.name();
    FieldType::value_variants().iter().find(is_its).copied().unwrap_or(FieldType::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ValueClass;

    #[test]
    fn the_type_is_that_of_the_values() {
        let mut evidence = ColumnStats { filled: 10, ..ColumnStats::default() };
        assert_eq!(infer_type(&evidence), FieldType::Text);
        evidence.alike[ValueClass::Date as usize] = 8;
        assert_eq!(infer_type(&evidence), FieldType::Date);
    }

    #[test]
    fn only_a_country_code_shows_that_numbers_are_phone_numbers() {
        let mut phones = ColumnStats { filled: 10, samples: vec!["60123000001".into()], ..ColumnStats::default() };
        phones.alike[ValueClass::Phone as usize] = 10;
        assert_eq!(infer_type(&phones), FieldType::Text);
        phones.samples = vec!["+60123000001".into()];
        assert_eq!(infer_type(&phones), FieldType::Phone);
    }
}
