//! Fields that imports created, and what becomes of them, in words and in JSON.

use serde_json::{Value, json};

use super::command_line::CommandLine;
use super::context::Context;
use crate::model::{CHOICE_SEPARATOR, Column, CreatedField, Field, Text, format_thousands, plural};
use crate::ops::created_fields::{FieldFate, FieldOutcome};

/// Describes a field: `'Level' (list of Gold, Silver)`.
pub(super) fn describe(name: &str, kind: &str, options: &[Text]) -> String {
    match options {
        [] => format!("'{name}' ({kind})"),
        options => format!("'{name}' ({kind} of {})", shown_options(kind, options)),
    }
}

/// Returns the options of a field in one line. Those of choices may hold commas, but no semicolon.
pub(super) fn shown_options(kind: &str, options: &[Text]) -> String {
    options.join(if kind == "choices" { CHOICE_SEPARATOR } else { ", " })
}

/// Describes a field that an import created, as [`describe`] does.
pub(super) fn describe_created(CreatedField { name, kind, options, .. }: &CreatedField) -> String {
    describe(name, kind, options)
}

/// Returns the value of `--create-field` that creates a field for a column, named as options take it.
pub(super) fn option_value(column: &Column, option_name: &str, field: &Field) -> String {
    let name = if field.name == column.name { "" } else { &field.name };
    format!("{option_name}={name}:{}", field.kind.name())
}

/// Returns a created field as JSON. The options are an empty list for all types but lists and choices.
pub(super) fn created_json(CreatedField { name, kind, options, .. }: &CreatedField) -> Value {
    json!({ "name": name, "type": kind, "options": options })
}

/// Returns the sentence on fields that were deleted with the prepared import for which they were created, after a blank;
/// empty if there are none.
pub(super) fn deleted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match names.len() as u64 {
        0 => String::new(),
        count => format!(" Removed {} created for it: {}.", plural(count, "the field"), quoted.join(", ")),
    }
}

impl FieldFate {
    /// Returns `removed`, `restored` or `kept`.
    fn outcome_name(&self) -> &'static str {
        match self.outcome {
            FieldOutcome::Removed => "removed",
            FieldOutcome::Restored => "restored",
            _ => "kept",
        }
    }

    /// Returns the stable name of the reason for which the field is kept.
    fn reason(&self) -> Option<&'static str> {
        match self.outcome {
            FieldOutcome::Removed | FieldOutcome::Restored => None,
            FieldOutcome::KeptForValues(_) => Some("values"),
            FieldOutcome::KeptForEntry(_) => Some("entry"),
            FieldOutcome::KeptForMappings(_) => Some("saved-mapping"),
        }
    }

    /// Returns the sentence for a person, with the command that removes the field: `'Level': kept, because 2 contacts
    /// have a value in it; …`.
    pub(super) fn words(&self, context: &Context) -> String {
        let Self { name, outcome } = self;
        let why = match outcome {
            FieldOutcome::Removed => return format!("'{name}': removed, because nothing else uses it"),
            FieldOutcome::Restored => return format!("'{name}': brought back"),
            FieldOutcome::KeptForValues(1) => "1 contact has a value in it".to_owned(),
            FieldOutcome::KeptForValues(many) => format!("{} contacts have a value in it", format_thousands(*many)),
            FieldOutcome::KeptForEntry(entry) => format!("entry {entry} changed it later"),
            FieldOutcome::KeptForMappings(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
                format!("saved mappings name it: {}", names.join(", "))
            }
        };
        let remove = CommandLine::of(context, "fields remove").with_name(name);
        format!("'{name}': kept, because {why}; to remove it: {remove}")
    }

    /// Returns the fate as JSON.
    pub(super) fn to_json(&self, context: &Context) -> Value {
        json!({
            "name": self.name,
            "outcome": self.outcome_name(),
            "reason": self.reason(),
            "message": self.words(context),
        })
    }
}
