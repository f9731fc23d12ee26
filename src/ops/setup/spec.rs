//! The specification of an import: what a session or a saved mapping says, and the choices made over it.

use crate::mapping::{
    Headers, MapChoice, MappingError, MappingRequest, PresetChoice, SavedChoices, SavedMapping, identifier_targets,
};
use crate::model::{
    Column, ColumnChoice, Constant, FieldKind, Fields, Identifiers, ImportTag, JobSettings, LeftOutReason,
    MissingAction, Note, OverwritePolicy, ParseSettings, Purpose, Recipe, source_name,
};
use crate::ops::setup::SetupError;
use crate::ops::sources::SourceRuleError;
use crate::session::Manifest;
use crate::values::{DateFormatChoice, Region};

/// What an import is to do: prior choices, from a session or a saved mapping, and those made over them. Without either,
/// columns whose headers are names of contact fields are mapped to them.
#[derive(Debug, Clone)]
pub struct ImportSpec {
    /// Purpose, identifier, tags and reading options; its columns are the prior choices.
    pub recipe: Recipe,
    /// True if the columns were decided before; then none is mapped by its name.
    pub is_decided: bool,
    /// Choices about columns, over the prior ones.
    pub choices: ColumnChoices,
    /// ID of the session that is continued.
    pub session: Option<String>,
    /// What a saved mapping or job file says beside the recipe: fields to create, guards, the folder for output files.
    pub job: JobSettings,
    /// Notes on where the decisions come from.
    pub notes: Vec<Note>,
    /// Columns that the session's mapping left out, each with its reason.
    pub left_out: Vec<LeftOutReason>,
}

/// Choices about columns.
#[derive(Debug, Clone, Default)]
pub struct ColumnChoices {
    /// Columns with the fields that they go to.
    pub map: Vec<MapChoice>,
    /// Columns for which a field is created where there is none.
    pub create: Vec<NewFieldChoice>,
    /// True to create a field for every other column that has values and to which nothing else fits.
    pub create_for_rest: bool,
    /// Columns to leave out: headers or `#N`.
    pub skip: Vec<String>,
    /// `FIELD=VALUE`: the same value for every row.
    pub set: Vec<String>,
    /// True to leave all other columns out, without suggestions.
    pub only_mapped: bool,
    /// True to accept the suggestions that rest on headers.
    pub accept_suggestions: bool,
    /// Fields that keep the values that contacts have; `None` leaves this to the prior choices.
    pub keep: Option<OverwritePolicy>,
    /// Fields that keep the values that a person set last; `None` leaves this to the prior choices.
    pub keep_edits: Option<OverwritePolicy>,
    /// Name under which the mapping is saved.
    pub save: Option<String>,
}

/// Choice of a column for which a field is created where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFieldChoice {
    /// `COLUMN=NAME` as typed; without a name the field is named like the column.
    pub column_and_name: String,
    /// Type of its values; a list or choices take the values of the column as options.
    pub kind: FieldKind,
}

impl ColumnChoices {
    /// Returns true if they say what becomes of every column, so that nothing is left to ask.
    pub fn are_complete(&self) -> bool {
        self.only_mapped || self.accept_suggestions
    }

    /// Returns true if they say what becomes of a column or a field, beside these constants that were decided before.
    pub fn change_columns(&self, constants: &[Constant]) -> bool {
        let is_prior = |text: &String| constants.iter().any(|prior| *text == constant_choice(prior));
        let is_named = !(self.map.is_empty() && self.create.is_empty() && self.skip.is_empty());
        is_named || self.are_complete() || !self.set.iter().all(is_prior)
    }

    /// Returns the names of columns as they were typed.
    pub fn typed_columns(&self) -> impl Iterator<Item = &str> {
        let created = self.create.iter().map(|choice| choice.column_and_name.split('=').next().unwrap_or_default());
        let mapped = self.map.iter().filter_map(MapChoice::typed_column);
        mapped.chain(created).chain(self.skip.iter().map(String::as_str))
    }
}

impl ImportSpec {
    /// Returns the specification of an import without an identifier.
    pub fn new(purpose: Purpose) -> Self {
        Self::of_recipe(blank_recipe(purpose))
    }

    /// Returns the specification of a recipe whose columns are not decided.
    pub fn of_recipe(recipe: Recipe) -> Self {
        let (choices, job) = (ColumnChoices::default(), JobSettings::default());
        Self { recipe, is_decided: false, choices, session: None, job, notes: Vec::new(), left_out: Vec::new() }
    }

    /// Returns the specification that a saved mapping or job file makes. One without columns leaves them to their names.
    pub fn of_saved(saved: SavedMapping) -> Self {
        let job = saved.job.clone();
        let recipe = saved.into_recipe();
        Self { is_decided: !recipe.columns.is_empty(), job, ..Self::of_recipe(recipe) }
    }

    /// Returns the specification that a session has stored.
    pub fn of_session(manifest: &Manifest) -> Self {
        // Between upload and map a session has no columns yet: they are mapped by their names then.
        let is_decided = !manifest.recipe.columns.is_empty();
        let (session, left_out) = (Some(manifest.id.clone()), manifest.left_out.clone());
        let job = JobSettings { fields: manifest.planned_fields.clone(), ..JobSettings::default() };
        Self { is_decided, session, job, left_out, ..Self::of_recipe(manifest.recipe.clone()) }
    }

    /// Matches rows with contacts by this field, or by several, the strongest first (spec section 3).
    #[must_use]
    pub fn identify_by(mut self, identifiers: impl Into<Identifiers>) -> Self {
        self.recipe.identifiers = identifiers.into();
        self
    }

    /// Maps a column, named by its header or as `#3`, to a contact field.
    #[must_use]
    pub fn map(mut self, column: &str, field: &str) -> Self {
        self.choices.map.push(MapChoice::Named { column: column.to_owned(), field: field.to_owned() });
        self
    }

    /// Remembers which contacts the list of this source holds, and does this with those that it held before and holds no
    /// more (spec section 7).
    #[must_use]
    pub fn source(mut self, name: &str, missing: MissingAction) -> Self {
        (self.recipe.source, self.recipe.missing) = (Some(name.to_owned()), Some(missing));
        self
    }

    /// Gives every contact this tag.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.recipe.tags.push(tag.to_owned());
        self
    }

    /// Reads national phone numbers of rows without a Country as numbers of this one; else the workspace's setting counts.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.recipe.reading.region = Some(region.to_string());
        self
    }

    /// Maps columns as their headers suggest; what rests on values alone is not taken.
    #[must_use]
    pub fn accept_suggestions(mut self) -> Self {
        self.choices.accept_suggestions = true;
        self
    }

    /// Returns a copy whose columns are mapped by name; the prior choices stay in the recipe as defaults.
    #[must_use]
    pub fn undecided(&self) -> Self {
        Self { is_decided: false, ..self.clone() }
    }

    /// Returns true if it is known what becomes of every column.
    pub fn is_all_said(&self) -> bool {
        self.is_decided || self.choices.are_complete()
    }

    /// Returns the fields whose values are not overwritten.
    pub fn keep(&self) -> &OverwritePolicy {
        self.choices.keep.as_ref().unwrap_or(&self.recipe.do_not_overwrite)
    }

    /// Returns the fields that keep the values that a person set last.
    pub fn keep_edits(&self) -> &OverwritePolicy {
        self.choices.keep_edits.as_ref().unwrap_or(&self.recipe.keep_edits)
    }

    /// Sets the purpose, and the identifiers if some are given, and drops what does not go with the purpose.
    pub fn set_purpose(&mut self, purpose: Purpose, identifiers: Option<Identifiers>) {
        let recipe = &mut self.recipe;
        recipe.purpose = purpose;
        if let Some(identifiers) = identifiers {
            recipe.identifiers = identifiers;
        } else if !purpose.matches() {
            // A saved identifier is no use to `add-all`, which matches nothing and refuses one that is typed.
            recipe.identifiers = Identifiers::default();
        }
        drop_useless_policies(recipe);
        if !purpose.matches() {
            // Likewise: nobody is recognised, so nobody can be missing.
            recipe.forget_source();
        }
    }

    /// Sets the choices made over the prior ones. Where columns go by their names, prior constants become choices too.
    pub fn choose(&mut self, mut choices: ColumnChoices) {
        if !self.is_decided {
            let chosen: Vec<String> = choices.set.iter().map(|text| constant_key(text)).collect();
            let constants = std::mem::take(&mut self.recipe.constants).into_iter();
            let kept = constants.filter(|constant| !chosen.contains(&Fields::key(&constant.field)));
            choices.set.splice(0..0, kept.map(|constant| constant_choice(&constant)));
        }
        self.choices = choices;
    }

    /// Applies the columns of a saved mapping, and its reading options and its source where there are none yet; purpose
    /// and tags stay.
    pub fn use_columns_of(&mut self, saved: SavedMapping) {
        self.job = saved.job.clone();
        let saved = saved.into_recipe();
        self.is_decided = !saved.columns.is_empty();
        self.left_out.clear();
        let recipe = &mut self.recipe;
        recipe.columns = saved.columns;
        recipe.constants = saved.constants;
        recipe.do_not_overwrite = saved.do_not_overwrite;
        recipe.keep_edits = saved.keep_edits;
        // The saved purpose may have been another.
        drop_useless_policies(recipe);
        if recipe.source.is_none() && recipe.purpose.matches() {
            (recipe.source, recipe.missing, recipe.max_missing) = (saved.source, saved.missing, saved.max_missing);
        }
        // The file itself was read already.
        let saved = ParseSettings { encoding: None, delimiter: None, ..saved.reading };
        recipe.reading = std::mem::take(&mut recipe.reading).or(saved);
    }

    /// Checks that the identifier goes with the purpose.
    ///
    /// # Errors
    /// [`SetupError::WrongIdentifier`].
    pub fn check_identifiers(&self) -> Result<(), SetupError> {
        check_identifiers(self.recipe.purpose, &self.recipe.identifiers)
    }

    /// Names the source by the mapping under whose name the import is saved, unless another one is said
    /// ([`Recipe::name_source`]).
    pub fn name_source(&mut self) {
        self.recipe.name_source(self.choices.save.as_ref().map(|name| name.trim().to_owned()));
    }

    /// Checks that a source is said where something is to become of its missing contacts, and that rows recognise contacts.
    ///
    /// # Errors
    /// [`SourceRuleError`].
    pub fn check_source(&self) -> Result<(), SourceRuleError> {
        let Recipe { source, missing, max_missing, purpose, .. } = &self.recipe;
        let Some(name) = source else {
            let option = missing.as_ref().map(|_| "missing").or(max_missing.map(|_| "max-missing"));
            return option.map_or(Ok(()), |option| Err(SourceRuleError::NoSource { option }));
        };
        if !purpose.matches() {
            return Err(SourceRuleError::OfAddAll);
        }
        source_name(name).map(drop).map_err(|problem| SourceRuleError::InvalidName { problem })
    }

    /// Checks that the columns of `--date-format` and `--region-from` are there. One that was mapped before and has vanished
    /// is not needed.
    pub(super) fn check_named_columns(&self, columns: &[Column]) -> Result<(), MappingError> {
        let headers = Headers::new(columns);
        let reading = &self.recipe.reading;
        let formats = reading.date_format.iter().filter_map(|text| text.parse::<DateFormatChoice>().ok());
        let named = formats.filter_map(|choice| choice.column).chain(reading.region_from.clone());
        let was_mapped = |name: &str| self.recipe.columns.iter().any(|known| is_named(known, name));
        for name in named.filter(|name| !was_mapped(name)) {
            headers.column(&name)?;
        }
        Ok(())
    }

    /// Returns the request to compile the mapping.
    pub(super) fn mapping_request(&self, fields: &Fields) -> Result<MappingRequest, MappingError> {
        let Self { recipe, choices, .. } = self;
        let saved = || SavedChoices { columns: recipe.columns.clone(), constants: recipe.constants.clone() };
        Ok(MappingRequest {
            purpose: recipe.purpose,
            identifiers: identifier_targets(&recipe.identifiers, fields)?,
            map: choices.map.clone(),
            skip: choices.skip.clone(),
            set: choices.set.clone(),
            saved: self.is_decided.then(saved),
            keep: self.keep().clone(),
            keep_edits: self.keep_edits().clone(),
            preset: PresetChoice::from_recipe(recipe.reading.preset.as_deref())?,
        })
    }
}

/// Checks that identifiers go with a purpose (spec section 3).
///
/// # Errors
/// [`SetupError::WrongIdentifier`].
pub fn check_identifiers(purpose: Purpose, identifiers: &Identifiers) -> Result<(), SetupError> {
    if purpose.goes_with(identifiers) {
        return Ok(());
    }
    Err(SetupError::WrongIdentifier { purpose, identifiers: identifiers.clone() })
}

/// Returns true if a text is the header of a column, or its position as `#3`.
fn is_named(column: &ColumnChoice, text: &str) -> bool {
    text.trim() == format!("#{}", column.position) || Fields::key(text) == Fields::key(&column.label())
}

/// Drops what keeps the values of contacts if the purpose updates none: with it such a policy is a usage error.
fn drop_useless_policies(recipe: &mut Recipe) {
    if !recipe.purpose.updates() {
        recipe.do_not_overwrite = OverwritePolicy::None;
        recipe.keep_edits = OverwritePolicy::None;
    }
}

/// Returns the choice that a constant is: `FIELD=VALUE`.
fn constant_choice(Constant { field, value }: &Constant) -> String {
    format!("{field}={value}")
}

/// Returns the key of the field of `FIELD=VALUE`.
fn constant_key(text: &str) -> String {
    Fields::key(text.split('=').next().unwrap_or_default())
}

/// Returns a recipe in which only the purpose is set.
fn blank_recipe(purpose: Purpose) -> Recipe {
    Recipe {
        purpose,
        identifiers: Identifiers::default(),
        tags: Vec::new(),
        import_tag: ImportTag::default(),
        do_not_overwrite: OverwritePolicy::None,
        keep_edits: OverwritePolicy::None,
        source: None,
        missing: None,
        max_missing: None,
        reading: ParseSettings::default(),
        columns: Vec::new(),
        constants: Vec::new(),
    }
}
