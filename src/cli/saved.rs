use super::error::Failure;
use crate::mapping::{SavedMapping, SavedMappingError, mapping_name, quote};
use crate::model::{Recipe, Timestamp};
use crate::workspace::{Change, StoredMapping, Workspace};

/// The recipe of a saved mapping; nothing where none is named.
pub(super) fn recipe(workspace: &Workspace, name: Option<&str>) -> Result<Option<Recipe>, Failure> {
    name.map(|name| Ok(load(workspace, name)?.recipe)).transpose()
}

/// A saved mapping by its name.
pub(super) fn load(workspace: &Workspace, name: &str) -> Result<SavedMapping, Failure> {
    let snapshot = workspace.snapshot()?;
    let Some(stored) = snapshot.mapping(name)? else {
        let names: Vec<String> = snapshot.mappings()?.into_iter().map(|mapping| mapping.name).collect();
        let hint = if names.is_empty() {
            "save one with: contacts map FILE --save NAME".to_owned()
        } else {
            format!("there are: {}", names.join(", "))
        };
        return Err(
            Failure::not_found("mapping-not-found", format!("there is no saved mapping '{name}'")).with_hint(hint)
        );
    };
    Ok(SavedMapping::from_toml(&stored.body)?)
}

/// Makes sure that saving a mapping would not take the place of another one.
pub(super) fn check_free(workspace: &Workspace, name: &str, may_replace: bool) -> Result<(), Failure> {
    let name = mapping_name(name)?;
    if may_replace || workspace.snapshot()?.mapping(&name)?.is_none() {
        return Ok(());
    }
    Err(Failure::refused("mapping-exists", format!("there is a saved mapping '{name}' already")).with_hint(format!(
        "choose another name, replace it with --yes, or delete it: contacts mappings delete {}",
        quote(&name)
    )))
}

/// Saves a recipe under a name, as part of a change.
pub(super) fn save(change: &Change<'_>, name: &str, recipe: &Recipe, now: Timestamp) -> Result<(), Failure> {
    let mapping = SavedMapping { name: mapping_name(name)?, recipe: recipe.clone() };
    let body = mapping.to_toml()?;
    Ok(change.save_mapping(&StoredMapping { name: mapping.name, body, saved_at: now })?)
}

impl From<SavedMappingError> for Failure {
    fn from(error: SavedMappingError) -> Self {
        let (code, hint) = (error.code(), error.hint());
        let failure = match error {
            SavedMappingError::Name { .. } => Self::usage(error.to_string()),
            _ => Self::new(super::Exit::Failed, code, error),
        };
        hint.into_iter().fold(failure, Self::with_hint)
    }
}
