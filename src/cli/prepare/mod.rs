//! From options to an import that can be reviewed and applied, for every command that prepares one.
//!
//! ```text
//!   WorkspaceDefaults ──▶ open: the source ──▶ columns: mapped, suggested ──▶ Import (prescanned) + Recipe
//! ```

mod advice;
mod columns;
mod left_out;
mod new_fields;
mod notes;
mod source;

use std::path::Path;

use super::context::Context;
use super::error::CliError;
use super::session::SessionHandle;
use super::typed_import::TypedImport;
use crate::import::{Import, ImportRequest, NewField};
use crate::mapping::Compiled;
use crate::model::{FieldId, Fields, Observer, ParseSettings, Recipe};
use crate::ops::settings::Settings;
use crate::source::Source;
use crate::values::{DateFormat, Region};
use crate::workspace::Workspace;

pub(super) use columns::{ColumnResolution, ResolvedMapping, finish, map};
pub(super) use new_fields::NewFields;
pub(super) use source::{open, open_without_notes};

/// Settings and fields of the workspace, as any import needs them.
pub(super) struct WorkspaceDefaults {
    pub(super) settings: Settings,
    pub(super) fields: Fields,
    /// ID of the next custom field.
    pub(super) next_field: FieldId,
}

/// An import that is ready, and the recipe that would repeat it.
pub(super) struct Prepared<'a> {
    pub(super) import: Import<'a>,
    pub(super) recipe: Recipe,
}

impl Prepared<'_> {
    /// Returns the recipe with what this list has shown about its bare phone numbers, so that a later list is read in
    /// the same way.
    pub(super) fn settled_recipe(&self) -> Recipe {
        let mut recipe = self.recipe.clone();
        recipe.reading.bare_phones = self.import.bare_phones();
        recipe
    }
}

impl WorkspaceDefaults {
    /// Reads them from the workspace.
    pub(super) fn of(workspace: &Workspace) -> Result<Self, CliError> {
        let snapshot = workspace.snapshot()?;
        Ok(Self {
            settings: Settings::read(&snapshot.settings()?)?,
            fields: snapshot.fields()?,
            next_field: snapshot.next_field_id()?,
        })
    }
}

/// Opens the source, maps its columns and prepares the import. Returns it with the fields that it creates.
pub(super) fn prepare<'a>(
    context: &'a Context,
    path: &Path,
    orders: &TypedImport,
    workspace: &Workspace,
    observer: &'a dyn Observer,
) -> Result<(Prepared<'a>, NewFields), CliError> {
    let defaults = WorkspaceDefaults::of(workspace)?;
    let mut source = open(context, path, &orders.recipe.reading, defaults.settings.limits, observer)?;
    let mut plan = NewFields::new(&defaults);
    let orders = plan.plan_requested(context, &mut source, orders)?;
    let mut mapped = map(context, &mut source, &orders, plan.fields())?;
    mapped.notes.extend(plan.tell(context));
    let new_fields = plan.new_fields(orders.typed.save.is_some());
    let prepared = prescan(context, source, mapped, &orders, (&defaults.settings, new_fields), observer)?;
    Ok((prepared, plan))
}

/// Prepares the import of a session whose columns are mapped, to fields that exist or are planned. Nothing is asked or
/// guessed.
pub(super) fn continue_session<'a>(
    context: &'a Context,
    session: &SessionHandle<'_>,
    workspace: &Workspace,
    plan: Option<&NewFields>,
    observer: &'a dyn Observer,
) -> Result<Prepared<'a>, CliError> {
    let manifest = session.mapped(context)?;
    let (defaults, orders) = (WorkspaceDefaults::of(workspace)?, TypedImport::of_session(manifest));
    let source = session.open_source(context, defaults.settings.limits, observer)?;
    let fields = plan.map_or_else(|| defaults.fields.clone(), |plan| plan.merged_with(&defaults.fields));
    let mut mapped = finish(&source, &orders, &fields)?;
    let left_out = mapped.left_out(&source);
    // With a plan, the user has just answered questions about these columns.
    mapped.notes.extend(if plan.is_some() { left_out.notes() } else { left_out.tell(context) });
    let mut new_fields = new_fields::of_session(workspace, manifest, &fields)?;
    new_fields.extend(plan.into_iter().flat_map(|plan| plan.new_fields(false)));
    prescan(context, source, mapped, &orders, (&defaults.settings, new_fields), observer)
}

/// Prescans the rows of a source whose columns are mapped, and prints notes on them.
pub(super) fn prescan<'a>(
    context: &'a Context,
    source: Source,
    mapped: ResolvedMapping,
    orders: &TypedImport,
    (settings, new_fields): (&Settings, Vec<NewField>),
    observer: &'a dyn Observer,
) -> Result<Prepared<'a>, CliError> {
    let ResolvedMapping { compiled, recipe, notes } = mapped;
    let region = recipe.reading.region.as_deref().map(str::parse::<Region>).transpose();
    let date_format = recipe.reading.date_format.as_deref().map(str::parse::<DateFormat>).transpose();
    let request = ImportRequest {
        purpose: recipe.purpose,
        identifier: recipe.identifier,
        mapping: compiled.mapping,
        tags: recipe.tags.clone(),
        import_tag: recipe.import_tag.clone(),
        clear_marker: recipe.reading.clear_marker.clone(),
        region: region.map_err(|error| CliError::usage(error.to_string()))?.or(settings.region),
        bare_phones: recipe.reading.bare_phones,
        tag_separator: recipe.reading.tag_separator,
        date_format: date_format.map_err(|error| CliError::usage(error.to_string()))?,
        session: orders.session.clone(),
        new_fields,
    };
    let import = Import::prepare(source, request, notes, context.work(observer))?;
    context.tell_notes(&import.prescan_notes());
    Ok(Prepared { import, recipe })
}

/// Returns the recipe with typed options and results, complete enough to import this source without any other option.
fn final_recipe(orders: &TypedImport, source: &Source, compiled: &Compiled) -> Recipe {
    let decided = compiled.to_saved_choices(source.columns());
    let mut recipe = orders.recipe.clone();
    recipe.columns = decided.columns;
    recipe.constants = decided.constants;
    recipe.do_not_overwrite = orders.keep().clone();
    recipe.reading = reading_with_encoding(source, recipe.reading);
    recipe
}

/// Returns the reading options with the encoding that was confirmed, so that it need not be asked again.
pub(super) fn reading_with_encoding(source: &Source, reading: ParseSettings) -> ParseSettings {
    let encoding = source.facts().encoding;
    let encoding = if encoding.is_recognised() { reading.encoding } else { Some(encoding.to_string()) };
    ParseSettings { encoding, ..reading }
}
