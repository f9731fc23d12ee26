//! From typed options to the specification of an import.

use super::error::CliError;
use super::options::{MappingOptions, MissingOptions, ReadingOptions, TagOptions};
use crate::mapping::SavedMapping;
use crate::model::{Identifiers, Purpose};
use crate::ops::ImportSpec;

/// Typed options by group.
pub(super) struct TypedImport<'a> {
    pub(super) tags: &'a TagOptions,
    pub(super) missing: &'a MissingOptions,
    pub(super) reading: ReadingOptions,
    pub(super) mapping: MappingOptions,
}

impl TypedImport<'_> {
    /// Returns the specification: the typed options over those of a saved mapping, if there is one. `identifiers` are
    /// those that were typed.
    pub(super) fn over(
        self,
        saved: Option<SavedMapping>,
        purpose: Purpose,
        identifiers: Option<Identifiers>,
    ) -> Result<ImportSpec, CliError> {
        let mut spec = saved.map_or_else(|| ImportSpec::new(purpose), ImportSpec::of_saved);
        spec.set_purpose(purpose, identifiers);
        spec.check_identifiers()?;
        let recipe = &mut spec.recipe;
        recipe.tags = self.tags.tags(std::mem::take(&mut recipe.tags))?;
        recipe.import_tag = self.tags.import_tag()?.unwrap_or_else(|| recipe.import_tag.clone());
        recipe.reading = self.reading.over(std::mem::take(&mut recipe.reading))?;
        self.missing.apply_to(recipe)?;
        spec.choose(self.mapping.choices(purpose)?);
        spec.name_source();
        spec.check_source()?;
        Ok(spec)
    }
}
