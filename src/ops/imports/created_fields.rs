//! Fields that imports created: what becomes of them when the import is undone, or not done at all.

use crate::model::{Field, FieldId, Fields};
use crate::ops::{OpsError, saved_mappings};
use crate::workspace::WriteTransaction;

/// What became of a field when the import that created it was undone, or when that was undone.
pub struct FieldFate {
    /// Name of the field.
    pub name: String,
    /// What became of it.
    pub outcome: FieldOutcome,
}

/// Whether a field goes, and why not.
pub enum FieldOutcome {
    /// Nothing else used it.
    Removed,
    /// It is there again.
    Restored,
    /// This number of contacts has a value in it.
    KeptForValues(u64),
    /// This later entry of the history, which holds, changed it.
    KeptForEntry(i64),
    /// These saved mappings name it.
    KeptForMappings(Vec<String>),
}

/// Removes the fields that an import created and that nothing uses once it is undone, as part of the entry that undid it.
///
/// # Errors
/// [`OpsError::Workspace`]: the workspace cannot be read or written.
pub fn remove_unused(change: &WriteTransaction<'_>, import: i64, undo: i64) -> Result<Vec<FieldFate>, OpsError> {
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

/// Deletes the fields that were created for an import which is not done, unless something uses or has used them. Returns
/// their names.
///
/// # Errors
/// [`OpsError::Workspace`]: the workspace cannot be read or written.
pub fn delete_unused(change: &WriteTransaction<'_>, created: &[FieldId]) -> Result<Vec<String>, OpsError> {
    let (fields, mut deleted) = (change.fields()?, Vec::new());
    for field in created.iter().filter_map(|id| fields.get(*id)) {
        let is_used =
            change.was_ever_filled(field.id)? || !saved_mappings::mappings_using_field(change, &field.name)?.is_empty();
        if !is_used {
            change.drop_field(field.id)?;
            deleted.push(field.name.clone());
        }
    }
    Ok(deleted)
}

fn outcome(change: &WriteTransaction<'_>, import: i64, field: &Field) -> Result<FieldOutcome, OpsError> {
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

/// The fields that are there now and were not before.
pub fn restored(before: &Fields, now: &Fields) -> Vec<FieldFate> {
    let is_back = |field: &&Field| field.id >= FieldId::FIRST_CUSTOM && before.get(field.id).is_none();
    let back = now.iter().filter(is_back);
    back.map(|field| FieldFate { name: field.name.clone(), outcome: FieldOutcome::Restored }).collect()
}
