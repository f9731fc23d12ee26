//! Fields that an import or a mapping is to create (`--create-field`). They have their IDs before they exist, so that
//! an import can create them in its own transaction.

use super::WorkspaceDefaults;
use crate::cli::context::Context;
use crate::cli::created_fields;
use crate::cli::error::CliError;
use crate::cli::options::FieldType;
use crate::cli::typed_import::{MappingAnswers, TypedImport};
use crate::import::{self, NewField};
use crate::mapping::{self, Headers, MappingError, quote};
use crate::model::{CellFormat, Column, Field, FieldId, Fields, ListOptions, Mapping, Note, Recipe, Target, plural};
use crate::ops::created_fields::NOTE;
use crate::ops::{OpsError, fields, saved_mappings};
use crate::session::Manifest;
use crate::source::Source;
use crate::values::option_name;
use crate::workspace::{Workspace, WriteTransaction};

/// Maximum number of options of a list; a column with more distinct values is meant to be a text.
const MAX_LIST_OPTIONS: usize = 50;

/// The contact fields of the workspace, and those to create.
#[derive(Debug, Clone)]
pub(in crate::cli) struct NewFields {
    fields: Fields,
    new: Vec<Field>,
    next: FieldId,
}

impl NewFields {
    /// Returns a plan that creates nothing yet.
    pub(in crate::cli) fn new(defaults: &WorkspaceDefaults) -> Self {
        Self { fields: defaults.fields.clone(), new: Vec::new(), next: defaults.next_field }
    }

    /// Returns true if nothing is created.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// Returns all fields, including the planned ones.
    pub(in crate::cli) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Adds the planned fields to `fields`, which may have changed since the plan was made.
    pub(super) fn merged_with(&self, fields: &Fields) -> Fields {
        let mut all = fields.clone();
        self.new.iter().for_each(|field| all.add(field.clone()));
        all
    }

    /// Plans the fields of `--create-field`, and returns the specification with their columns mapped.
    pub(in crate::cli) fn plan_requested(
        &mut self,
        context: &Context,
        source: &mut Source,
        orders: &TypedImport,
    ) -> Result<TypedImport, CliError> {
        let mut answers = MappingAnswers::default();
        for (column, name, kind) in read_orders(source.columns(), &orders.typed.create)? {
            let name = self.create_or_find(context, source, &orders.recipe, column, &name, kind)?;
            answers.map.push(format!("#{}={name}", column + 1));
        }
        Ok(orders.with(answers, None))
    }

    /// Returns the field with this name and type, or plans it.
    fn create_or_find(
        &mut self,
        context: &Context,
        source: &mut Source,
        recipe: &Recipe,
        column: usize,
        name: &str,
        kind: FieldType,
    ) -> Result<String, CliError> {
        // The field may exist: a nightly import with `--create-field` creates it the first time only.
        if let Some(known) = self.fields.by_name(name).filter(|known| has_type(known, kind)) {
            return Ok(known.name.clone());
        }
        let name = fields::new_name(&self.fields, name, None)?;
        self.create(context, source, recipe, column, &name, kind)?;
        Ok(name)
    }

    /// Plans a field for a column, whose distinct values are the options if it is a list.
    pub(in crate::cli) fn create(
        &mut self,
        context: &Context,
        source: &mut Source,
        recipe: &Recipe,
        column: usize,
        name: &str,
        kind: FieldType,
    ) -> Result<FieldId, CliError> {
        let options =
            if kind == FieldType::List { options(context, source, recipe, column)? } else { ListOptions::default() };
        let id = self.next;
        let field = Field { id, name: name.to_owned(), kind: kind.kind(options) };
        self.next = FieldId(id.0 + 1);
        self.fields.add(field.clone());
        self.new.push(field);
        Ok(id)
    }

    /// Drops the planned fields that no column or constant fills.
    pub(in crate::cli) fn drop_unmapped(&mut self, mapping: &Mapping) {
        self.new.retain(|field| mapping.slot_of(Target::Field(field.id)).is_some());
    }

    /// Returns the IDs of the planned fields.
    pub(in crate::cli) fn ids(&self) -> impl Iterator<Item = FieldId> {
        self.new.iter().map(|field| field.id)
    }

    /// Returns the planned fields for the import that creates them. If the mapping is saved they stay, whatever the
    /// outcome of the import.
    pub(super) fn new_fields(&self, is_saved: bool) -> Vec<NewField> {
        self.ids().map(|id| NewField { id, stays: is_saved }).collect()
    }

    /// Creates the planned fields as part of a write transaction. Fails if the fields have changed since the plan was
    /// made.
    pub(in crate::cli) fn write(&self, change: &WriteTransaction<'_>) -> Result<(), CliError> {
        for field in &self.new {
            if !change.add_field(field)? {
                return Err(OpsError::FieldsChanged.into());
            }
        }
        Ok(())
    }

    /// Prints what is created, and returns the note.
    pub(in crate::cli) fn tell(&self, context: &Context) -> Option<Note> {
        if self.new.is_empty() {
            return None;
        }
        let noun = plural(self.new.len() as u64, "the field");
        let fields: Vec<String> = self.new.iter().map(describe).collect();
        let note = Note::info(NOTE, format!("creates {noun} {}", fields.join(", ")));
        let note = note.count(self.new.len() as u64);
        context.tell_notes(std::slice::from_ref(&note));
        Some(note)
    }
}

/// Returns the fields that were created while a session was prepared and that nothing else has filled since.
pub(super) fn of_session(
    workspace: &Workspace,
    manifest: &Manifest,
    fields: &Fields,
) -> Result<Vec<NewField>, CliError> {
    let (snapshot, mut new) = (workspace.snapshot()?, Vec::new());
    for field in manifest.new_fields.iter().filter_map(|id| fields.get(*id)) {
        if snapshot.count_values(field.id)? == 0 {
            let stays = !saved_mappings::mappings_using_field(&snapshot, &field.name)?.is_empty();
            new.push(NewField { id: field.id, stays });
        }
    }
    Ok(new)
}

/// Describes a field: `'Level' (list of Gold, Silver)`.
fn describe(Field { name, kind, .. }: &Field) -> String {
    created_fields::describe(name, kind.name(), kind.options())
}

fn has_type(field: &Field, kind: FieldType) -> bool {
    field.id.is_custom() && field.kind.name() == kind.kind(ListOptions::default()).name()
}

/// Parses each `COLUMN=NAME:TYPE`. Without a name the field is named like its column.
fn read_orders(columns: &[Column], texts: &[String]) -> Result<Vec<(usize, String, FieldType)>, CliError> {
    let headers = Headers::new(columns);
    let read = |text: &String| {
        let (rest, kind) = read_type(text)?;
        let (column, name) = headers.before(rest).map_err(|error| malformed(text, error))?;
        let name = if name.trim().is_empty() { &columns[column].name } else { name };
        Ok((column, name.to_owned(), kind))
    };
    texts.iter().map(read).collect()
}

/// Splits `COLUMN=NAME:TYPE` at the last `:`, and parses the type.
fn read_type(text: &str) -> Result<(&str, FieldType), CliError> {
    // The last colon: a header may hold others.
    let read = text.rsplit_once(':').and_then(|(rest, kind)| Some((rest, FieldType::named(kind)?)));
    read.ok_or_else(|| no_field(text).with_hint(format!("the types are {}", FieldType::names())))
}

/// Returns the error for a text without a valid `COLUMN=NAME`. One without `=` is likely meant to name the field like
/// its column.
fn malformed(text: &str, error: MappingError) -> CliError {
    match (error, text.rsplit_once(':')) {
        (MappingError::NotAPair(_), Some((column, kind))) => no_field(text).with_hint(format!(
            "to name the field like the column: --create-field {}",
            quote(&format!("{column}=:{kind}"))
        )),
        (error, _) => error.into(),
    }
}

fn no_field(text: &str) -> CliError {
    CliError::usage(format!("--create-field: '{text}' is not of the form COLUMN=NAME:TYPE"))
}

/// Returns the distinct values of a column as list options.
fn options(context: &Context, source: &mut Source, recipe: &Recipe, column: usize) -> Result<ListOptions, CliError> {
    let preset = mapping::PresetChoice::from_recipe(recipe.reading.preset.as_deref())?.of(source.columns());
    let format = preset.map_or(CellFormat::Plain, |preset| preset.format_of(&source.columns()[column]));
    let marker = recipe.reading.clear_marker.as_deref();
    let label = source.columns()[column].label();
    let refused = |problem: &str| {
        CliError::usage(format!("'{label}' cannot become a list: {problem}"))
            .with_hint("make it a text, or give the options with: contacts fields add NAME --type list --option OPTION")
    };
    let found = import::distinct(source, (column, format), marker, MAX_LIST_OPTIONS, &context.cancel)?;
    let options = found.ok_or_else(|| refused(&format!("it has more than {MAX_LIST_OPTIONS} different values")))?;
    if options.names().is_empty() {
        return Err(refused("it has no values"));
    }
    match options.names().iter().find_map(|name| option_name(name).err()) {
        Some(error) => Err(refused(&format!("of one of its values, {error}"))),
        None => Ok(options),
    }
}
