use super::error::CliError;
use super::options::{MappingOptions, MappingOverrides, PurposeOptions, ReadingOptions, TagOptions, check_identifier};
use crate::mapping::{MappingRequest, PresetChoice, SavedChoices};
use crate::model::{ImportTag, OverwritePolicy, ParseSettings, Purpose, Recipe};
use crate::session::Manifest;

/// What was answered about columns, as `--map` and `--skip` take it.
#[derive(Debug, Clone, Default)]
pub(super) struct MappingAnswers {
    pub(super) map: Vec<String>,
    pub(super) skip: Vec<String>,
}

/// What an import is to go by: what was decided before, by a session or a saved mapping, and what was typed over it.
#[derive(Debug, Clone)]
pub(super) struct TypedImport {
    /// The recipe; its columns are those that were decided before.
    pub(super) recipe: Recipe,
    /// Whether the columns were decided before; then none is mapped by its name.
    pub(super) is_decided: bool,
    /// What was typed about the columns.
    pub(super) typed: MappingOverrides,
    /// The session that is gone on with.
    pub(super) session: Option<String>,
}

/// What was typed, by its groups.
pub(super) struct CliOverrides<'a> {
    pub(super) purpose: &'a PurposeOptions,
    pub(super) tags: &'a TagOptions,
    pub(super) reading: ReadingOptions,
    pub(super) mapping: MappingOptions,
}

impl TypedImport {
    /// Puts what was typed over a saved mapping, or over nothing.
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

    /// What a recipe says of which nothing was typed.
    pub(super) fn of_recipe(recipe: Recipe) -> Self {
        Self { recipe, is_decided: false, typed: MappingOverrides::default(), session: None }
    }

    /// What a session has decided.
    pub(super) fn of_session(manifest: &Manifest) -> Self {
        let is_decided = !manifest.recipe.columns.is_empty();
        let (recipe, session) = (manifest.recipe.clone(), Some(manifest.id.clone()));
        Self { recipe, is_decided, typed: MappingOverrides::default(), session }
    }

    /// The same, with columns mapped by their names; what was decided before is only remembered.
    pub(super) fn undecided(&self) -> Self {
        Self { is_decided: false, ..self.clone() }
    }

    /// The same, with answers as if they had been typed.
    pub(super) fn with(&self, answers: MappingAnswers, keep: Option<OverwritePolicy>) -> Self {
        let mut orders = self.clone();
        orders.typed.map.extend(answers.map);
        orders.typed.skip.extend(answers.skip);
        orders.typed.keep = keep.or(orders.typed.keep);
        orders
    }

    /// The mapping that is asked for.
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

    /// Which fields keep their values.
    pub(super) fn keep(&self) -> &OverwritePolicy {
        self.typed.keep.as_ref().unwrap_or(&self.recipe.do_not_overwrite)
    }
}

/// A recipe in which only the purpose is decided.
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

/// Another purpose than the saved one keeps what goes with it.
pub(super) fn set_purpose(recipe: &mut Recipe, purpose: Purpose, typed: &PurposeOptions) -> Result<(), CliError> {
    recipe.purpose = purpose;
    recipe.identifier = typed.identifier().or(recipe.identifier.filter(|_| purpose.matches()));
    if !purpose.updates() {
        recipe.do_not_overwrite = OverwritePolicy::None;
    }
    check_identifier(purpose, recipe.identifier)
}
