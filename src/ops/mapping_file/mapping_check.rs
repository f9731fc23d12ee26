//! Checks of a saved mapping that hold whatever the list: a file is better refused when it is brought in than by a job at
//! night.

use std::collections::HashSet;

use crate::mapping::{PresetChoice, SavedMapping, SavedMappingError};
use crate::model::{
    Field, FieldDefinition, FieldId, Fields, Identifier, ImportTag, JobSettings, MissingAction, Recipe, Target, Text,
    source_name,
};
use crate::ops::fields;
use crate::profile::ReadOptions;
use crate::source::SourceEncoding;
use crate::values::{self, is_blank, tag_fault};

/// Checks that an import can follow the mapping, whatever its source.
///
/// # Errors
/// [`SavedMappingError::Invalid`] with the first fault.
pub fn check(SavedMapping { recipe, job, .. }: &SavedMapping) -> Result<(), SavedMappingError> {
    // The rules of the command line, checked without a source. Its messages name options, so these have words of their
    // own.
    let faults = [
        identifier(recipe),
        keep(recipe),
        source(recipe),
        tags(recipe),
        reading(recipe),
        repetition(recipe),
        definitions(job),
    ];
    match faults.into_iter().flatten().next() {
        Some(problem) => Err(SavedMappingError::Invalid { line: None, problem }),
        None => Ok(()),
    }
}

/// Returns the fields that the mapping names and that neither the workspace has nor the mapping defines.
pub fn missing_fields(SavedMapping { recipe, job, .. }: &SavedMapping, fields: &Fields) -> Vec<String> {
    let is_defined = |name: &str| job.fields.iter().any(|field| Fields::key(&field.name) == Fields::key(name));
    let kept = recipe.do_not_overwrite.names().iter().chain(recipe.keep_edits.names());
    let mut missing: Vec<String> = Vec::new();
    for name in targets(recipe).chain(kept.map(String::as_str)) {
        let is_known = fields.target(name).is_some() || is_defined(name);
        // Missing fields are no fault: a mapping may be brought in before the fields are added.
        if !is_known && !missing.iter().any(|other| Fields::key(other) == Fields::key(name)) {
            missing.push(name.to_owned());
        }
    }
    missing
}

fn identifier(recipe: &Recipe) -> Option<String> {
    let purpose = recipe.purpose;
    let identifiers = &recipe.identifiers;
    (!purpose.goes_with(identifiers)).then(|| match identifiers.text() {
        Some(identifiers) => format!("the identifier {identifiers} does not go with the purpose {purpose}"),
        None => format!("the purpose {purpose} needs an identifier"),
    })
}

fn keep(recipe: &Recipe) -> Option<String> {
    let policies = [("do-not-overwrite", &recipe.do_not_overwrite), ("keep-edits", &recipe.keep_edits)];
    let useless = policies.into_iter().find(|(_, policy)| !policy.is_none() && !recipe.purpose.updates());
    useless.map(|(name, _)| format!("{name} does not go with the purpose {}", recipe.purpose))
}

fn source(recipe: &Recipe) -> Option<String> {
    let Recipe { source, missing, purpose, .. } = recipe;
    if !purpose.matches() && (source.is_some() || missing.is_some() || recipe.max_missing.is_some()) {
        return Some(format!("a source does not go with the purpose {purpose}, which recognises nobody"));
    }
    let tag =
        if let Some(MissingAction::Tag(tag)) = missing { tag_fault(tag).map(|fault| fault.message) } else { None };
    source.as_ref().and_then(|name| source_name(name).err()).or(tag)
}

fn tags(recipe: &Recipe) -> Option<String> {
    let named = if let ImportTag::Named(name) = &recipe.import_tag { Some(name) } else { None };
    recipe.tags.iter().chain(named).find_map(|name| {
        if is_blank(name) { Some("a tag is blank".to_owned()) } else { tag_fault(name).map(|fault| fault.message) }
    })
}

fn reading(recipe: &Recipe) -> Option<String> {
    let reading = &recipe.reading;
    let encoding = || reading.encoding.as_deref()?.parse::<SourceEncoding>().err();
    let cells = || Some(ReadOptions::try_from(reading).err()?.to_string());
    let preset = || Some(reading.preset.as_deref()?.parse::<PresetChoice>().err()?.to_string());
    let delimiter =
        || reading.delimiter.filter(|c| !c.is_ascii()).map(|_| "delimiter is no ASCII character".to_owned());
    encoding().or_else(cells).or_else(preset).or_else(delimiter)
}

/// Finds a field that would be filled twice; only Tags takes several columns.
fn repetition(recipe: &Recipe) -> Option<String> {
    let takes_several = |name: &str| Fields::standard().target(name).is_some_and(Target::takes_several_columns);
    let mut filled = HashSet::new();
    let columns = recipe.columns.iter().filter_map(|column| column.field.as_deref());
    let mut constants = recipe.constants.iter().map(|constant| constant.field.as_str());
    let twice = columns.fold(None, |twice, name| {
        let is_new = filled.insert(Fields::key(name));
        twice.or((!is_new && !takes_several(name)).then_some(name))
    });
    let twice = twice.or_else(|| constants.find(|name| !filled.insert(Fields::key(name))))?;
    Some(format!("the contact field {} stands there twice", twice.trim()))
}

/// Finds a field definition that the workspace would refuse.
fn definitions(job: &JobSettings) -> Option<String> {
    let mut defined = Fields::standard();
    job.fields.iter().zip(FieldId::FIRST_CUSTOM.0..).find_map(|(FieldDefinition { name, kind }, id)| {
        let fault = fields::new_name(&defined, name, None).err().map(|error| format!("the field '{name}': {error}"));
        defined.add(Field { id: FieldId(id), name: name.clone(), kind: kind.clone() });
        let invalid = |option: &Text| values::option_of(kind, option).err().map(|error| (option.clone(), error));
        let option = || kind.options().iter().find_map(invalid);
        fault
            .or_else(|| option().map(|(option, error)| format!("the option '{option}' of the field '{name}': {error}")))
    })
}

/// Returns the fields that are filled, by columns and by constants.
fn targets(recipe: &Recipe) -> impl Iterator<Item = &str> {
    let columns = recipe.columns.iter().filter_map(|column| column.field.as_deref());
    let own = recipe.identifiers.iter().filter_map(|identifier| match identifier {
        Identifier::Custom(name) => Some(name.as_str()),
        _ => None,
    });
    columns.chain(own).chain(recipe.constants.iter().map(|constant| constant.field.as_str()))
}
