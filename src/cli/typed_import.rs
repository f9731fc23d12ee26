//! Specification of an import: the recipe of a session or saved mapping with the typed options over it.

use super::error::CliError;
use super::options::{MappingOptions, MappingOverrides, PurposeOptions, ReadingOptions, TagOptions, check_identifier};
use crate::mapping::{MappingRequest, PresetChoice, SavedChoices};
use crate::model::{ImportTag, OverwritePolicy, ParseSettings, Purpose, Recipe};
use crate::session::Manifest;

/// Answers about columns, in the form of `--map` and `--skip`.
#[derive(Debug, Clone, Default)]
pub(super) struct MappingAnswers {
    pub(super) map: Vec<String>,
    pub(super) skip: Vec<String>,
}

/// Specification of an import: prior choices, from a session or a saved mapping, and the options typed over them.
#[derive(Debug, Clone)]
pub(super) struct TypedImport {
    /// Recipe; its columns are the prior choices.
    pub(super) recipe: Recipe,
    /// True if the columns were decided before; then none is mapped by its name.
    pub(super) is_decided: bool,
    /// Options about columns that were typed.
    pub(super) typed: MappingOverrides,
    /// ID of the session that is continued.
    pub(super) session: Option<String>,
}

/// Typed options by group.
pub(super) struct CliOverrides<'a> {
    pub(super) purpose: &'a PurposeOptions,
    pub(super) tags: &'a TagOptions,
    pub(super) reading: ReadingOptions,
    pub(super) mapping: MappingOptions,
}

impl TypedImport {
    /// Applies the typed options to a saved mapping, or to an empty recipe.
    pub(super) fn new(saved: Option<Recipe>, purpose: Purpose, typed: CliOverrides<'_>) -> Result<Self, CliError> {
        let is_decided = saved.is_some();
        let mut recipe = saved.unwrap_or_else(|| blank_recipe(purpose));
        set_purpose(&mut recipe, purpose, typed.purpose)?;
        recipe.tags = typed.tags.tags(recipe.tags)?;
        recipe.import_tag = typed.tags.import_tag()?.unwrap_or(recipe.import_tag);
        recipe.reading = typed.reading.over(recipe.reading)?;
        let typed = typed.mapping.read(purpose)?;
        Ok(Self { recipe, is_decided, typed, session: None })
    }

    /// Returns the specification that a session has stored.
    pub(super) fn of_session(manifest: &Manifest) -> Self {
        // Between upload and map a session has no columns yet: they are mapped by their names then.
        let is_decided = !manifest.recipe.columns.is_empty();
        let (recipe, session) = (manifest.recipe.clone(), Some(manifest.id.clone()));
        Self { recipe, is_decided, typed: MappingOverrides::default(), session }
    }

    /// Returns a copy whose columns are mapped by name; the prior choices stay in the recipe as defaults.
    pub(super) fn undecided(&self) -> Self {
        Self { is_decided: false, ..self.clone() }
    }

    /// Returns a copy with answers added as if they had been typed.
    pub(super) fn with(&self, answers: MappingAnswers, keep: Option<OverwritePolicy>) -> Self {
        let mut orders = self.clone();
        orders.typed.map.extend(answers.map);
        orders.typed.skip.extend(answers.skip);
        orders.typed.keep = keep.or(orders.typed.keep);
        orders
    }

    /// Returns the request to compile the mapping.
    pub(super) fn mapping(&self) -> Result<MappingRequest, CliError> {
        let Self { recipe, typed, .. } = self;
        Ok(MappingRequest {
            purpose: recipe.purpose,
            identifier: recipe.identifier,
            map: typed.map.clone(),
            skip: typed.skip.clone(),
            set: typed.set.clone(),
            saved: self
                .is_decided
                .then(|| SavedChoices { columns: recipe.columns.clone(), constants: recipe.constants.clone() }),
            keep: self.keep().clone(),
            preset: PresetChoice::from_recipe(recipe.reading.preset.as_deref())?,
        })
    }

    /// Returns the fields whose values are not overwritten.
    pub(super) fn keep(&self) -> &OverwritePolicy {
        self.typed.keep.as_ref().unwrap_or(&self.recipe.do_not_overwrite)
    }
}

/// Returns a recipe in which only the purpose is set.
pub(super) fn blank_recipe(purpose: Purpose) -> Recipe {
    Recipe {
        purpose,
        identifier: None,
        tags: Vec::new(),
        import_tag: ImportTag::default(),
        do_not_overwrite: OverwritePolicy::None,
        reading: ParseSettings::default(),
        columns: Vec::new(),
        constants: Vec::new(),
    }
}

/// Sets the purpose and drops from the recipe what does not go with it.
pub(super) fn set_purpose(recipe: &mut Recipe, purpose: Purpose, typed: &PurposeOptions) -> Result<(), CliError> {
    recipe.purpose = purpose;
    // A saved identifier is no use to `add-all`, which matches nothing and refuses one that is typed.
    recipe.identifier = typed.identifier().or(recipe.identifier.filter(|_| purpose.matches()));
    if !purpose.updates() {
        recipe.do_not_overwrite = OverwritePolicy::None;
    }
    check_identifier(purpose, recipe.identifier)
}
