//! Fields that an import or a mapping is to create. They have their IDs before they exist, so that an import can create
//! them in its own transaction.

use super::{ColumnResolution, ImportSpec, NewFieldChoice, WorkspaceDefaults};
use crate::import::NewField;
use crate::mapping::{ColumnAnswer, Headers, MapChoice, MappingError, PresetChoice};
use crate::model::{
    Cancel, CellFormat, Column, Field, FieldDefinition, FieldId, FieldKind, Fields, ListOptions, Mapping, Note, Recipe,
    Target, Text,
};
use crate::ops::fields::FieldError;
use crate::ops::setup::{NoList, SetupError};
use crate::ops::{OpsError, fields};
use crate::profile::{self, ReadOptions};
use crate::source::Source;
use crate::values::{BlankWords, option_of};
use crate::workspace::WriteTransaction;

/// Maximum number of options of a new field; a column with more distinct values is meant to be a text.
const MAX_LIST_OPTIONS: usize = 50;

/// Code of the note on a field that is there without options of its definition.
const OPTIONS_NOT_HERE: &str = "field-options-missing";

/// The contact fields of the workspace, and those to create.
#[derive(Debug, Clone)]
pub struct NewFields {
    fields: Fields,
    new: Vec<Field>,
    /// Fields that an unfinished session has created for the import that replaces it.
    claimed: Vec<NewField>,
    next: FieldId,
}

impl NewFields {
    /// Returns a plan that creates nothing yet.
    pub fn new(defaults: &WorkspaceDefaults) -> Self {
        Self { fields: defaults.fields.clone(), new: Vec::new(), claimed: Vec::new(), next: defaults.next_field }
    }

    /// Returns the plan for the fields of these definitions that are not there yet.
    ///
    /// # Errors
    /// [`FieldError::Changed`]: a field of another type has the name of one of them by now.
    pub fn of_definitions(defaults: &WorkspaceDefaults, definitions: &[FieldDefinition]) -> Result<Self, OpsError> {
        let mut plan = Self::new(defaults);
        plan.plan_defined(definitions).map_err(|_| FieldError::Changed)?;
        Ok(plan)
    }

    /// Returns the plan over the fields as they are now: its fields are known by name, and another command may have taken
    /// their IDs since.
    ///
    /// # Errors
    /// As [`NewFields::of_definitions`].
    pub fn rebased(&self, defaults: &WorkspaceDefaults) -> Result<Self, OpsError> {
        Ok(Self { claimed: self.claimed.clone(), ..Self::of_definitions(defaults, &self.definitions())? })
    }

    /// Returns true if nothing is created.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// Returns all fields, including the planned ones.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the planned fields.
    pub fn planned(&self) -> &[Field] {
        &self.new
    }

    /// Returns the definitions of the planned fields.
    pub fn definitions(&self) -> Vec<FieldDefinition> {
        self.new.iter().map(FieldDefinition::from).collect()
    }

    /// Plans the fields that the specification wants, and returns it with their columns mapped.
    ///
    /// # Errors
    /// Unknown columns, names that are taken, columns that cannot become a list, or the source cannot be read.
    pub fn plan_requested(
        &mut self,
        source: &mut Source,
        mut spec: ImportSpec,
        cancel: &Cancel,
    ) -> Result<ImportSpec, OpsError> {
        let notes = self.plan_defined(&spec.job.fields)?;
        spec.notes.extend(notes);
        for (column, name, kind) in requested(source.columns(), std::mem::take(&mut spec.choices.create))? {
            let id = self.create_or_find(source, &spec.recipe, column, &name, &kind, cancel)?;
            spec.choices.map.push(MapChoice::Found(ColumnAnswer::into_target(column, Target::Field(id))));
        }
        if spec.choices.create_for_rest {
            self.plan_rest(source, &mut spec, cancel)?;
        }
        Ok(spec)
    }

    /// Plans the fields that a job defines and the workspace does not have. Returns notes on fields that are there with
    /// fewer options.
    ///
    /// # Errors
    /// [`SetupError::FieldDefinedOtherwise`], or a name that no field may have.
    pub fn plan_defined(&mut self, definitions: &[FieldDefinition]) -> Result<Vec<Note>, OpsError> {
        let mut notes = Vec::new();
        for FieldDefinition { name, kind } in definitions {
            match self.fields.by_name(name) {
                Some(known) if has_type(known, kind) => notes.extend(options_missing(known, kind)),
                Some(known) => {
                    let (name, here) = (known.name.clone(), known.kind.name());
                    return Err(SetupError::FieldDefinedOtherwise { name, here, defined: kind.name() }.into());
                }
                None => {
                    let name = fields::new_name(&self.fields, name, None)?;
                    self.plan(&name, kind.clone());
                }
            }
        }
        Ok(notes)
    }

    /// Plans a field for each column that has values and to which nothing else fits, and maps the column to it.
    fn plan_rest(&mut self, source: &mut Source, spec: &mut ImportSpec, cancel: &Cancel) -> Result<(), OpsError> {
        let columns = ColumnResolution::look(source, spec, &self.fields, cancel)?;
        let (proposed, formats) =
            (columns.new_kinds(source.columns().len()), columns.compiled.formats(source.columns()));
        let blank: BlankWords = spec.recipe.reading.blank.iter().map(String::as_str).collect();
        let kinds = profile::confirm_kinds(source, proposed.clone(), (&formats, &blank), cancel)?;
        for ((column, _), kind) in proposed.into_iter().zip(kinds) {
            let name = fields::new_name(&self.fields, columns.new_field_name(source, column), None);
            // A column without a name of its own stays out; the notes say how to name its field.
            if let (Some(kind), Ok(name)) = (kind, name) {
                let id = self.create(source, &spec.recipe, column, &name, &kind, cancel)?;
                spec.choices.map.push(MapChoice::Found(ColumnAnswer::into_target(column, Target::Field(id))));
            }
        }
        Ok(())
    }

    /// Returns the field with this name and type, or plans it.
    fn create_or_find(
        &mut self,
        source: &mut Source,
        recipe: &Recipe,
        column: usize,
        name: &str,
        kind: &FieldKind,
        cancel: &Cancel,
    ) -> Result<FieldId, OpsError> {
        // The field may exist: a nightly import that creates it does so the first time only.
        if let Some(known) = self.fields.by_name(name).filter(|known| has_type(known, kind)) {
            return Ok(known.id);
        }
        let name = fields::new_name(&self.fields, name, None)?;
        self.create(source, recipe, column, &name, kind, cancel)
    }

    /// Plans a field for a column, whose distinct values are the options if it is a list or choices.
    ///
    /// # Errors
    /// [`SetupError::NoList`], or the source cannot be read.
    pub fn create(
        &mut self,
        source: &mut Source,
        recipe: &Recipe,
        column: usize,
        name: &str,
        kind: &FieldKind,
        cancel: &Cancel,
    ) -> Result<FieldId, OpsError> {
        let kind = match kind.list_options() {
            Some(_) => kind.with_options(options(source, recipe, (column, kind), cancel)?),
            None => kind.clone(),
        };
        Ok(self.plan(name, kind))
    }

    fn plan(&mut self, name: &str, kind: FieldKind) -> FieldId {
        let id = self.next;
        let field = Field { id, name: name.to_owned(), kind };
        self.next = FieldId(id.0 + 1);
        self.fields.add(field.clone());
        self.new.push(field);
        id
    }

    /// Claims the fields that an unfinished session has created: those that the import fills belong to it.
    pub fn claim(&mut self, created: Vec<NewField>) {
        self.claimed = created;
    }

    /// Drops the planned and claimed fields that no column or constant fills.
    pub fn drop_unmapped(&mut self, mapping: &Mapping) {
        let is_mapped = |id| mapping.slot_of(Target::Field(id)).is_some();
        self.new.retain(|field| is_mapped(field.id));
        self.claimed.retain(|field| is_mapped(field.id));
    }

    /// Returns the IDs of the planned fields.
    pub fn ids(&self) -> impl Iterator<Item = FieldId> {
        self.new.iter().map(|field| field.id)
    }

    /// Returns the planned and claimed fields for the import to which they belong. If the mapping is saved they stay,
    /// whatever the outcome of the import.
    pub fn new_fields(&self, is_saved: bool) -> Vec<NewField> {
        let planned = self.ids().map(|id| NewField { id, stays: is_saved });
        planned
            .chain(self.claimed.iter().map(|field| NewField { id: field.id, stays: is_saved || field.stays }))
            .collect()
    }

    /// Creates the planned fields as part of a write transaction.
    ///
    /// # Errors
    /// [`FieldError::Changed`] if the fields have changed since the plan was made, or the workspace cannot be written.
    pub fn write(&self, change: &WriteTransaction<'_>) -> Result<(), OpsError> {
        for field in &self.new {
            if !change.add_field(field)? {
                return Err(FieldError::Changed.into());
            }
        }
        Ok(())
    }
}

/// Returns a note on a field that lacks options of its definition: values with them are errors here.
fn options_missing(field: &Field, defined: &FieldKind) -> Option<Note> {
    let known = field.kind.list_options()?;
    let missing: Vec<&str> =
        defined.options().iter().filter(|name| known.find(name).is_none()).map(Text::as_str).collect();
    if missing.is_empty() {
        return None;
    }
    let message = format!("the field '{}' is here already, without the options {}", field.name, missing.join(", "));
    Some(Note::warning(OPTIONS_NOT_HERE, message).field(&field.name).count(missing.len() as u64))
}

fn has_type(field: &Field, kind: &FieldKind) -> bool {
    field.id.is_custom() && field.kind.name() == kind.name()
}

/// Returns the columns that choices of the form `COLUMN=NAME` name, with the names and types of their fields. Without a
/// name a field is named like its column.
fn requested(columns: &[Column], choices: Vec<NewFieldChoice>) -> Result<Vec<(usize, String, FieldKind)>, OpsError> {
    // Once for all choices: a thousand headers may be of 64 KiB each.
    let headers = Headers::new(columns);
    let field = |NewFieldChoice { column_and_name: text, kind }: NewFieldChoice| {
        let (column, name) = headers.before(&text).map_err(|error| match error {
            MappingError::NotAPair(_) => SetupError::NotANewField { column: text.clone(), kind: kind.name() }.into(),
            error => OpsError::from(error),
        })?;
        let name = if name.trim().is_empty() { &columns[column].name } else { name };
        Ok((column, name.to_owned(), kind))
    };
    choices.into_iter().map(field).collect()
}

/// Returns the distinct values of a column as the options of a field of this kind.
fn options(
    source: &mut Source,
    recipe: &Recipe,
    (column, kind): (usize, &FieldKind),
    cancel: &Cancel,
) -> Result<ListOptions, OpsError> {
    let preset = PresetChoice::from_recipe(recipe.reading.preset.as_deref())?.of(source.columns());
    let format = preset.map_or(CellFormat::Plain, |preset| preset.format_of(&source.columns()[column]));
    let reading = ReadOptions::try_from(&recipe.reading).map_err(SetupError::unreadable_choice)?;
    let label = source.columns()[column].label();
    let refused = |why| OpsError::from(SetupError::NoList { column: label.clone(), why });
    let limit = (MAX_LIST_OPTIONS, matches!(kind, FieldKind::Choices(_)));
    let found = profile::distinct(source, (column, format), &reading, limit, cancel)?;
    let options = found.ok_or_else(|| refused(NoList::TooManyValues { most: MAX_LIST_OPTIONS }))?;
    if options.names().is_empty() {
        return Err(refused(NoList::NoValues));
    }
    match options.names().iter().find_map(|name| option_of(kind, name).err()) {
        Some(error) => Err(refused(NoList::InvalidValue { error: error.to_string() })),
        None => Ok(options),
    }
}
