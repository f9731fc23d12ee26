//! Saved mappings of a workspace: found, checked and saved by name.

use super::OpsError;
use crate::mapping::{SavedMapping, SavedMappingError, find_columns, mapping_name};
use crate::model::{
    Column, Constant, Field, FieldDefinition, Fields, JobSettings, OverwritePolicy, Recipe, Timestamp, composed,
    name_key,
};
use crate::values::{self, ParseOptions};
use crate::workspace::{Snapshot, StoredMapping, Workspace, WriteTransaction};

/// Why a saved mapping of the workspace cannot be found, read or named.
#[derive(Debug, thiserror::Error)]
pub enum StoredMappingError {
    /// No saved mapping has this name.
    #[error("there is no saved mapping '{name}'")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A saved mapping cannot be read.
    #[error("the saved mapping '{name}': {error}")]
    Unreadable {
        /// Its name.
        name: String,
        /// What is wrong with its text.
        error: SavedMappingError,
    },
    /// Another saved mapping has this name.
    #[error("there is a saved mapping '{name}' already")]
    Exists {
        /// The name.
        name: String,
    },
    /// Another saved mapping has a name that differs by invisible characters alone.
    #[error(
        "there is a saved mapping '{name}' already, whose name looks the same: they differ by invisible characters alone"
    )]
    LooksAlike {
        /// The name of the other one.
        name: String,
    },
}

impl StoredMappingError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "mapping-not-found",
            Self::Unreadable { error, .. } => error.code(),
            Self::Exists { .. } | Self::LooksAlike { .. } => "mapping-exists",
        }
    }
}

/// The saved mapping of this name.
///
/// # Errors
/// [`StoredMappingError::Unknown`], [`StoredMappingError::Unreadable`], or the workspace cannot be read.
pub fn load(workspace: &Workspace, name: &str) -> Result<SavedMapping, OpsError> {
    Ok(read(&find(&workspace.snapshot()?, name)?)?)
}

/// The stored form of the saved mapping of this name.
///
/// # Errors
/// [`StoredMappingError::Unknown`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredMapping, OpsError> {
    match snapshot.mapping(name)? {
        Some(stored) => Ok(stored),
        None => Err(not_found_error(snapshot, name)?.into()),
    }
}

/// Parses a stored mapping. One that names a folder for output files was not stored by this program, and is not followed.
///
/// # Errors
/// [`StoredMappingError::Unreadable`].
pub fn read(stored: &StoredMapping) -> Result<SavedMapping, StoredMappingError> {
    let unreadable = |error| StoredMappingError::Unreadable { name: stored.name.clone(), error };
    let mut mapping = SavedMapping::from_toml(&stored.body).map_err(unreadable)?;
    mapping.job.output_dir = None;
    Ok(mapping)
}

/// Returns a saved mapping as it is exported: with the definitions of the custom fields that it names, so that an import into
/// another workspace can create them.
///
/// # Errors
/// [`StoredMappingError::Unreadable`], or the workspace cannot be read.
pub fn with_definitions(snapshot: &Snapshot<'_>, stored: &StoredMapping) -> Result<SavedMapping, OpsError> {
    let (mut mapping, fields) = (read(stored)?, snapshot.fields()?);
    let recipe = &mapping.recipe;
    let custom = fields.iter().filter(|field| field.id.is_custom());
    for field in custom.filter(|field| names_field(recipe, &field.name)) {
        let definition = FieldDefinition { name: field.name.clone(), kind: field.kind.clone() };
        let key = Fields::key(&field.name);
        // The workspace has more options than the stored definition where some were added since.
        match mapping.job.fields.iter_mut().find(|known| Fields::key(&known.name) == key) {
            Some(known) => *known = definition,
            None => mapping.job.fields.push(definition),
        }
    }
    Ok(mapping)
}

/// [`StoredMappingError::Unknown`] for this name, with the names that there are.
///
/// # Errors
/// When the workspace cannot be read.
pub fn not_found_error(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredMappingError, OpsError> {
    let known = snapshot.mappings()?.into_iter().map(|mapping| mapping.name).collect();
    Ok(StoredMappingError::Unknown { name: name.to_owned(), known })
}

/// Checks that no other mapping has a name that looks the same: nobody could tell two names apart that differ by invisible
/// characters alone. `itself` is the name of the mapping that may keep it.
///
/// # Errors
/// [`StoredMappingError::LooksAlike`], or the workspace cannot be read.
pub fn check_distinct(snapshot: &Snapshot<'_>, name: &str, itself: Option<&str>) -> Result<(), OpsError> {
    let is_alike = |other: &StoredMapping| name_key(&other.name) == name_key(name);
    let is_seen_alike = |other: &str| composed(&other.to_lowercase()) == composed(&name.to_lowercase());
    let is_other = |other: &StoredMapping| itself != Some(&other.name) && !is_seen_alike(&other.name);
    match snapshot.mappings()?.into_iter().find(|other| is_alike(other) && is_other(other)) {
        None => Ok(()),
        Some(other) => Err(StoredMappingError::LooksAlike { name: other.name }.into()),
    }
}

/// Checks that saving a mapping under this name would not replace another one.
///
/// # Errors
/// [`StoredMappingError::Exists`], [`StoredMappingError::LooksAlike`], [`OpsError::SavedMapping`] for a name that is none, or the
/// workspace cannot be read.
pub fn check_free(workspace: &Workspace, name: &str, may_replace: bool) -> Result<(), OpsError> {
    let name = mapping_name(name)?;
    check_distinct(&workspace.snapshot()?, &name, None)?;
    if may_replace || workspace.snapshot()?.mapping(&name)?.is_none() {
        return Ok(());
    }
    Err(StoredMappingError::Exists { name }.into())
}

/// Saves a recipe and its job under a name, as part of a change.
///
/// # Errors
/// [`OpsError::SavedMapping`] for a name that is none, or the workspace cannot be written.
pub fn save(
    change: &WriteTransaction<'_>,
    name: &str,
    (recipe, job): (&Recipe, &JobSettings),
    now: Timestamp,
) -> Result<(), OpsError> {
    let mapping = as_saved(SavedMapping { name: mapping_name(name)?, recipe: recipe.clone(), job: job.clone() });
    let body = mapping.to_toml()?;
    Ok(change.save_mapping(&StoredMapping { name: mapping.name, body, saved_at: now })?)
}

/// Returns a mapping as it is saved: without what a workspace does not keep.
pub fn as_saved(mut mapping: SavedMapping) -> SavedMapping {
    // A workspace may come from another user: it must not choose where files go (spec section 10).
    mapping.job.output_dir = None;
    drop_own_source(&mut mapping);
    mapping
}

/// Keeps the source of a mapping that gets another name: what is remembered under the old one would be forgotten, and
/// whoever left since would not be missed.
///
/// # Errors
/// When the workspace cannot be read.
pub fn keep_source(snapshot: &Snapshot<'_>, old_name: &str, mapping: &mut SavedMapping) -> Result<(), OpsError> {
    mapping.recipe.name_source(snapshot.source(old_name)?.map(|source| source.name));
    drop_own_source(mapping);
    Ok(())
}

/// Drops the name of the source where it is that of the mapping: a mapping names its source anyway.
fn drop_own_source(mapping: &mut SavedMapping) {
    let SavedMapping { name, recipe, .. } = mapping;
    recipe.source = recipe.source.take().filter(|source| name_key(source) != name_key(name));
}

/// Returns the saved mappings that were made for a list with these very columns, with their names. One that cannot be read
/// was made for none.
///
/// # Errors
/// When the workspace cannot be read.
pub fn with_columns(snapshot: &Snapshot<'_>, columns: &[Column]) -> Result<Vec<SavedMapping>, OpsError> {
    let is_same = |mapping: &SavedMapping| {
        let choices = &mapping.recipe.columns;
        let found = find_columns(choices, columns);
        choices.len() == columns.len() && found.added.is_empty() && found.removed.is_empty() && found.doubled.is_empty()
    };
    let stored = snapshot.mappings()?;
    Ok(stored.iter().filter_map(|stored| read(stored).ok()).filter(is_same).collect())
}

/// Names of the saved mappings that mention a field. One that cannot be read mentions none.
///
/// # Errors
/// When the workspace cannot be read.
pub fn mappings_using_field(snapshot: &Snapshot<'_>, field: &str) -> Result<Vec<String>, OpsError> {
    let mut names = Vec::new();
    for stored in snapshot.mappings()? {
        if read(&stored).is_ok_and(|mapping| names_field(&mapping.recipe, field)) {
            names.push(stored.name);
        }
    }
    Ok(names)
}

/// Names of the saved mappings that give every row an option of a field. One that cannot be read gives none.
///
/// # Errors
/// When the workspace cannot be read.
pub fn mappings_setting_option(snapshot: &Snapshot<'_>, field: &Field, option: &str) -> Result<Vec<String>, OpsError> {
    let key = Fields::key(&field.name);
    let is_it = |constant: &Constant| {
        let value = || values::read(&field.kind, &constant.value, &ParseOptions::default());
        Fields::key(&constant.field) == key && value().is_ok_and(|value| field.kind.has_option(&value.text, option))
    };
    let mut names = Vec::new();
    for stored in snapshot.mappings()? {
        if read(&stored).is_ok_and(|mapping| mapping.recipe.constants.iter().any(is_it)) {
            names.push(stored.name);
        }
    }
    Ok(names)
}

/// Renames a field in all saved mappings, as part of a change. Returns the names of those that were changed.
///
/// # Errors
/// When the workspace cannot be read or written.
pub fn rename_field(change: &WriteTransaction<'_>, field: &str, new_name: &str) -> Result<Vec<String>, OpsError> {
    let mut names = Vec::new();
    for stored in change.mappings()? {
        let Ok(mut mapping) = read(&stored) else { continue };
        let is_defined = rename_definition(&mut mapping.job, field, new_name);
        if replace_field(&mut mapping.recipe, field, new_name) || is_defined {
            change.save_mapping(&StoredMapping { body: mapping.to_toml()?, ..stored.clone() })?;
            names.push(stored.name);
        }
    }
    Ok(names)
}

/// Whether a job defines a field, which then has its new name there.
fn rename_definition(job: &mut JobSettings, field: &str, new_name: &str) -> bool {
    let defined = job.fields.iter_mut().find(|known| Fields::key(&known.name) == Fields::key(field));
    defined.map(|known| new_name.clone_into(&mut known.name)).is_some()
}

/// Returns the definitions of fields that a mapping names, or that are named like a column.
pub fn definitions_in_use(mapping: &SavedMapping, columns: &[Column]) -> Vec<FieldDefinition> {
    let is_column = |name: &str| columns.iter().any(|column| name_key(&column.name) == name_key(name));
    let is_used = |field: &&FieldDefinition| names_field(&mapping.recipe, &field.name) || is_column(&field.name);
    mapping.job.fields.iter().filter(is_used).cloned().collect()
}

/// Whether a recipe names a field.
fn names_field(recipe: &Recipe, field: &str) -> bool {
    replace_field(&mut recipe.clone(), field, field)
}

/// Whether a recipe names a field, which then has its new name there.
fn replace_field(recipe: &mut Recipe, field: &str, new_name: &str) -> bool {
    let columns = recipe.columns.iter_mut().filter_map(|column| column.field.as_mut());
    let constants = recipe.constants.iter_mut().map(|constant| &mut constant.field);
    let policies = [&mut recipe.do_not_overwrite, &mut recipe.keep_edits];
    let kept = policies.into_iter().flat_map(|policy| match policy {
        OverwritePolicy::Of(names) => names.iter_mut(),
        OverwritePolicy::None | OverwritePolicy::All => [].iter_mut(),
    });
    let named = columns.chain(constants).chain(kept).filter(|name| Fields::key(name) == Fields::key(field));
    let replaced = named.map(|name| new_name.clone_into(name)).count() > 0;
    recipe.identifiers.rename(field, new_name) || replaced
}
