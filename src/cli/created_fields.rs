//! Fields that imports created: what happens to them when the import is undone, and how they are described.

use serde_json::{Value, json};

use super::error::CliError;
use super::saved_mappings;
use crate::model::{CreatedField, Field, FieldId, Fields, Text, format_thousands};
use crate::workspace::WriteTransaction;

/// Code of the note that an import creates fields.
pub(super) const NOTE: &str = "fields-created";

/// Describes a field: `'Level' (list of Gold, Silver)`.
pub(super) fn describe(name: &str, kind: &str, options: &[Text]) -> String {
    match options {
        [] => format!("'{name}' ({kind})"),
        options => format!("'{name}' ({kind} of {})", options.join(", ")),
    }
}

/// Describes a field that an import created, as [`describe`] does.
pub(super) fn describe_created(CreatedField { name, kind, options, .. }: &CreatedField) -> String {
    describe(name, kind, options)
}

/// Returns a created field as JSON. The options are an empty list for all types but lists.
pub(super) fn created_json(CreatedField { name, kind, options, .. }: &CreatedField) -> Value {
    json!({ "name": name, "type": kind, "options": options })
}

/// Fate of a created field when its import is undone, or when that undo is undone.
pub(super) struct FieldFate {
    pub(super) name: String,
    pub(super) outcome: FieldOutcome,
}

/// Outcome for a field, with the reason if it is kept.
pub(super) enum FieldOutcome {
    /// Removed: nothing else uses it.
    Removed,
    /// Restored by undoing the undo.
    Restored,
    /// Kept: this many contacts have a value in it.
    KeptForValues(u64),
    /// Kept: this later history entry, which is not undone, changed it.
    KeptForEntry(i64),
    /// Kept: these saved mappings name it.
    KeptForMappings(Vec<String>),
}

/// Removes the fields that an import created and that nothing uses once it is undone, as part of the undo's entry.
pub(super) fn remove_unused(change: &WriteTransaction<'_>, import: i64, undo: i64) -> Result<Vec<FieldFate>, CliError> {
    let (fields, mut fates) = (change.fields()?, Vec::new());
    for field in change.fields_created_by(import)?.into_iter().filter_map(|id| fields.get(id)) {
        let outcome = outcome(change, import, field)?;
        if matches!(outcome, FieldOutcome::Removed) {
            change.remove_field(undo, field.id)?;
        }
        fates.push(FieldFate { name: field.name.clone(), outcome });
    }
    Ok(fates)
}

fn outcome(change: &WriteTransaction<'_>, import: i64, field: &Field) -> Result<FieldOutcome, CliError> {
    // Values come first: removing the field would lose them.
    let values = change.count_values(field.id)?;
    if values > 0 {
        return Ok(FieldOutcome::KeptForValues(values));
    }
    if let Some(entry) = change.field_changed_since(import, field.id)? {
        return Ok(FieldOutcome::KeptForEntry(entry));
    }
    let mappings = saved_mappings::mappings_using_field(change, &field.name)?;
    Ok(if mappings.is_empty() { FieldOutcome::Removed } else { FieldOutcome::KeptForMappings(mappings) })
}

/// Returns the fields that exist now and did not before.
pub(super) fn restored(before: &Fields, now: &Fields) -> Vec<FieldFate> {
    let is_back = |field: &&Field| field.id >= FieldId::FIRST_CUSTOM && before.get(field.id).is_none();
    let back = now.iter().filter(is_back);
    back.map(|field| FieldFate { name: field.name.clone(), outcome: FieldOutcome::Restored }).collect()
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
    pub(super) fn words(&self) -> String {
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
        format!(
            "'{name}': kept, because {why}; to remove it: contacts fields remove {}",
            saved_mappings::shell_argument(name)
        )
    }

    /// Returns the fate as JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "outcome": self.outcome_name(),
            "reason": self.reason(),
            "message": self.words(),
        })
    }
}
