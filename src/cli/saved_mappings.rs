//! Saved mappings by name: loading, saving, and keeping them in step with renamed fields.

use super::error::CliError;
use crate::mapping::{SavedMapping, SavedMappingError, mapping_name, quote};
use crate::model::{Fields, OverwritePolicy, Recipe, Timestamp, composed, name_key};
use crate::workspace::{Snapshot, StoredMapping, Workspace, WriteTransaction};

/// Returns the recipe of a saved mapping; `None` if no name is given.
pub(super) fn recipe(workspace: &Workspace, name: Option<&str>) -> Result<Option<Recipe>, CliError> {
    name.map(|name| Ok(load(workspace, name)?.recipe)).transpose()
}

/// Loads the saved mapping with this name.
pub(super) fn load(workspace: &Workspace, name: &str) -> Result<SavedMapping, CliError> {
    read(&find(&workspace.snapshot()?, name)?)
}

/// Finds the stored mapping with this name, still as TOML.
pub(super) fn find(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredMapping, CliError> {
    match snapshot.mapping(name)? {
        Some(stored) => Ok(stored),
        None => Err(not_found_error(snapshot, name)?),
    }
}

/// Parses a stored mapping.
pub(super) fn read(stored: &StoredMapping) -> Result<SavedMapping, CliError> {
    SavedMapping::from_toml(&stored.body)
        .map_err(|error| CliError::from(error).with_subject(format!("the saved mapping '{}'", stored.name)))
}

/// Returns the error for a name that no saved mapping has; its hint lists the names that exist.
pub(super) fn not_found_error(snapshot: &Snapshot<'_>, name: &str) -> Result<CliError, CliError> {
    let names: Vec<String> = snapshot.mappings()?.into_iter().map(|mapping| mapping.name).collect();
    let hint = if names.is_empty() {
        "save one with: contacts map FILE --save NAME".to_owned()
    } else {
        format!("there are: {}", names.join(", "))
    };
    Ok(CliError::not_found("mapping-not-found", format!("there is no saved mapping '{name}'")).with_hint(hint))
}

/// Returns the error for a name that another saved mapping has.
pub(super) fn name_taken_error(name: &str) -> CliError {
    CliError::refused("mapping-exists", format!("there is a saved mapping '{name}' already"))
}

/// Checks that no other mapping has a name that differs by invisible characters alone: the two would look the same.
/// `itself` is the name of a mapping that is renamed.
pub(super) fn check_distinct(snapshot: &Snapshot<'_>, name: &str, itself: Option<&str>) -> Result<(), CliError> {
    let is_alike = |other: &StoredMapping| name_key(&other.name) == name_key(name);
    // A name that differs in case or Unicode form only is not refused here: to the workspace it is the same name, and
    // the caller says that it is taken.
    let is_seen_alike = |other: &str| composed(&other.to_lowercase()) == composed(&name.to_lowercase());
    let is_other = |other: &StoredMapping| itself != Some(&other.name) && !is_seen_alike(&other.name);
    match snapshot.mappings()?.into_iter().find(|other| is_alike(other) && is_other(other)) {
        None => Ok(()),
        Some(other) => {
            let message = format!(
                "there is a saved mapping '{}' already, whose name looks the same: they differ by invisible characters alone",
                other.name
            );
            Err(CliError::refused("mapping-exists", message).with_hint("choose another name"))
        }
    }
}

/// Checks that saving a mapping would not replace another one, unless that is allowed.
pub(super) fn check_free(workspace: &Workspace, name: &str, may_replace: bool) -> Result<(), CliError> {
    let name = mapping_name(name)?;
    check_distinct(&workspace.snapshot()?, &name, None)?;
    if may_replace || workspace.snapshot()?.mapping(&name)?.is_none() {
        return Ok(());
    }
    Err(name_taken_error(&name).with_hint(format!(
        "choose another name, replace it with --yes, or delete it: contacts mappings delete {}",
        shell_argument(&name)
    )))
}

/// Quotes a name as a shell argument; `-- ` goes before one that begins with `-`, so that it is not taken for an
/// option.
pub(super) fn shell_argument(name: &str) -> String {
    let separator = if name.starts_with('-') { "-- " } else { "" };
    format!("{separator}{}", quote(name))
}

/// Saves a recipe under a name, as part of a write transaction.
pub(super) fn save(change: &WriteTransaction<'_>, name: &str, recipe: &Recipe, now: Timestamp) -> Result<(), CliError> {
    let mapping = SavedMapping { name: mapping_name(name)?, recipe: recipe.clone() };
    let body = mapping.to_toml()?;
    Ok(change.save_mapping(&StoredMapping { name: mapping.name, body, saved_at: now })?)
}

/// Returns the names of the saved mappings that use a field. A mapping that cannot be parsed uses none.
pub(super) fn mappings_using_field(snapshot: &Snapshot<'_>, field: &str) -> Result<Vec<String>, CliError> {
    let mut names = Vec::new();
    for stored in snapshot.mappings()? {
        // Replaces the name by itself, which changes nothing and tells whether the field is used.
        if read(&stored).is_ok_and(|mut mapping| replace_field(&mut mapping.recipe, field, field)) {
            names.push(stored.name);
        }
    }
    Ok(names)
}

/// Renames a field in all saved mappings, as part of a write transaction, and returns the names of those that changed.
pub(super) fn rename_field(
    change: &WriteTransaction<'_>,
    field: &str,
    new_name: &str,
) -> Result<Vec<String>, CliError> {
    let mut names = Vec::new();
    for stored in change.mappings()? {
        // A damaged mapping must not keep a field from being renamed.
        let Ok(mut mapping) = read(&stored) else { continue };
        if replace_field(&mut mapping.recipe, field, new_name) {
            change.save_mapping(&StoredMapping { body: mapping.to_toml()?, ..stored.clone() })?;
            names.push(stored.name);
        }
    }
    Ok(names)
}

/// Replaces a field's name in a recipe, and returns true if the recipe uses the field.
fn replace_field(recipe: &mut Recipe, field: &str, new_name: &str) -> bool {
    let columns = recipe.columns.iter_mut().filter_map(|column| column.field.as_mut());
    let constants = recipe.constants.iter_mut().map(|constant| &mut constant.field);
    let kept: &mut [String] = match &mut recipe.do_not_overwrite {
        OverwritePolicy::Of(names) => names,
        OverwritePolicy::None | OverwritePolicy::All => &mut [],
    };
    let named = columns.chain(constants).chain(kept).filter(|name| Fields::key(name) == Fields::key(field));
    // `count` drives the iterator over all of them; `any` would stop at the first.
    named.map(|name| new_name.clone_into(name)).count() > 0
}

impl From<SavedMappingError> for CliError {
    fn from(error: SavedMappingError) -> Self {
        let (code, hint) = (error.code(), error.hint());
        let failure = match error {
            SavedMappingError::Name { .. } => Self::usage(error.to_string()),
            _ => Self::new(super::Exit::Failed, code, error),
        };
        hint.into_iter().fold(failure, Self::with_hint)
    }
}
