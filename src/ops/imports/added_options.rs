//! Options that imports added to fields: what becomes of them when the import is undone, and when that is undone.

use crate::model::{AddedOptions, Field, Fields, ListOptions, Text};
use crate::ops::{OpsError, saved_mappings};
use crate::workspace::WriteTransaction;

/// What became of an option when the import that added it was undone, or when that was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionFate {
    /// Name of the field, as it is now.
    pub field: String,
    /// The option.
    pub option: Text,
    /// What became of it.
    pub outcome: OptionOutcome,
}

/// Whether an option goes, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionOutcome {
    /// Nothing uses it.
    Removed,
    /// It is there again.
    Restored,
    /// This number of contacts has it.
    KeptForContacts(u64),
    /// These saved mappings give it to every row.
    KeptForMappings(Vec<String>),
    /// The field has no other.
    KeptAsLast,
}

/// Removes the options that an import added and that nothing uses once it is undone. Returns nothing about fields and
/// options that are gone already.
///
/// # Errors
/// [`OpsError::Workspace`]: the workspace cannot be read or written.
pub fn remove_unused(change: &WriteTransaction<'_>, import: i64) -> Result<Vec<OptionFate>, OpsError> {
    let (fields, mut fates) = (change.fields()?, Vec::new());
    for (field, added) in of_fields(&fields, change.options_added_by(import)?) {
        let known = field.kind.list_options();
        let there: Vec<Text> = added.iter().filter_map(|name| known?.find(name)).cloned().collect();
        let (mut left, first) = (field.kind.options().to_vec(), fates.len());
        for option in there {
            let outcome = outcome(change, &field, &option, left.len())?;
            if outcome == OptionOutcome::Removed {
                left.retain(|known| *known != option);
            }
            fates.push(OptionFate { field: field.name.clone(), option, outcome });
        }
        if fates[first..].iter().any(|fate| fate.outcome == OptionOutcome::Removed) {
            change.set_options(field.id, &ListOptions::new(left))?;
        }
    }
    Ok(fates)
}

/// Decides about an option of a field that has this number of them left.
fn outcome(change: &WriteTransaction<'_>, field: &Field, option: &str, left: usize) -> Result<OptionOutcome, OpsError> {
    let contacts = change.count_contacts_with(field, option)?;
    if contacts > 0 {
        return Ok(OptionOutcome::KeptForContacts(contacts));
    }
    let mappings = saved_mappings::mappings_setting_option(change, field, option)?;
    if !mappings.is_empty() {
        return Ok(OptionOutcome::KeptForMappings(mappings));
    }
    Ok(if left == 1 { OptionOutcome::KeptAsLast } else { OptionOutcome::Removed })
}

/// Brings back the options that an import had added and that its undoing removed.
///
/// # Errors
/// [`OpsError::Workspace`]: the workspace cannot be read or written.
pub fn restore(change: &WriteTransaction<'_>, import: i64) -> Result<Vec<OptionFate>, OpsError> {
    let (fields, mut fates) = (change.fields()?, Vec::new());
    for (field, added) in of_fields(&fields, change.options_added_by(import)?) {
        let is_gone = |name: &Text| field.kind.list_options().is_some_and(|known| known.find(name).is_none());
        let gone: Vec<Text> = added.into_iter().filter(is_gone).collect();
        if !gone.is_empty() {
            change.add_options(field.id, &gone)?;
        }
        let fate = |option| OptionFate { field: field.name.clone(), option, outcome: OptionOutcome::Restored };
        fates.extend(gone.into_iter().map(fate));
    }
    Ok(fates)
}

/// Returns the fields that still exist, each with the options that were added to it.
fn of_fields(fields: &Fields, added: Vec<AddedOptions>) -> impl Iterator<Item = (Field, Vec<Text>)> {
    added.into_iter().filter_map(|added| Some((fields.get(added.id)?.clone(), added.options)))
}
