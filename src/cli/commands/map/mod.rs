//! `contacts map FILE`: maps columns to contact fields.

mod ask;
mod create;
mod output;

pub(in crate::cli) use output::mapping;

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{MappingOptions, SavedOptions};
use crate::cli::prepare::{self, NewFields, ResolvedMapping, WorkspaceDefaults};
use crate::cli::session::SessionHandle;
use crate::cli::typed_import::TypedImport;
use crate::model::{FieldId, OverwritePolicy, ParseSettings, Recipe, Target};
use crate::ops::saved_mappings;
use crate::session::Manifest;
use crate::source::Source;
use crate::workspace::Workspace;

/// Map the columns of an uploaded file to contact fields
///
/// A column that has the name of a field is mapped by itself. In a terminal it asks for the others, with a suggestion
/// where something speaks for one; elsewhere they are left out unless --map or --accept-suggestions says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts map crm.csv
  contacts map crm.csv --accept-suggestions --save leads
  contacts map crm.csv --map 'Mobile=Phone Number' --map 'Given Name=First Name' --skip Owner")]
pub(in crate::cli) struct MapArgs {
    /// The CSV file
    file: PathBuf,
    #[command(flatten)]
    mapping: MappingOptions,
    #[command(flatten)]
    saved: SavedOptions,
    /// Replace a saved mapping of the name given with --save
    #[arg(short, long)]
    yes: bool,
}

impl MapArgs {
    /// Arguments that ask for everything.
    pub(in crate::cli) fn interactive(file: PathBuf) -> Self {
        Self { file, mapping: MappingOptions::default(), saved: SavedOptions::default(), yes: false }
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        let (source, mapped, plan) = self.map(context, &workspace, &session)?;
        let (source, mapped) = self.settle(context, &workspace, &session, source, mapped)?;
        // Fields first: the manifest may name only fields that exist.
        save(&workspace, context, self.mapping.save(), &mapped.recipe, &plan)?;
        session.update(|manifest| {
            manifest.map(mapped.recipe.clone(), context.clock.now());
            manifest.new_fields.extend(plan.ids());
        })?;
        output::mapped(context, &source, plan.fields(), &mapped, session.manifest())?;
        Ok(Exit::Done)
    }

    /// Maps the columns of an active session. Nothing is written, neither the mapping nor the fields that it will
    /// create.
    pub(in crate::cli) fn map(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
    ) -> Result<(Source, ResolvedMapping, NewFields), CliError> {
        let orders = self.orders(workspace, session.active_manifest(context)?)?;
        // Before the first question: a name that is taken should not cost all answers.
        if let Some(name) = &orders.typed.save {
            saved_mappings::check_free(workspace, name, self.yes)?;
        }
        let defaults = WorkspaceDefaults::of(workspace)?;
        let progress = context.terminal.progress();
        let mut source = session.open_source(context, defaults.settings.limits, &progress)?;
        let mut plan = NewFields::new(&defaults);
        let orders = plan.plan_requested(context, &mut source, &orders)?;
        let mut mapped = map(context, &mut source, &orders, &mut plan, self.saved.saved.is_some())?;
        mapped.notes.extend(plan.tell(context));
        Ok((source, mapped, plan))
    }

    /// Reads the whole source if its mapping is saved: what it shows about its phone numbers belongs to the saved
    /// mapping.
    fn settle(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
        source: Source,
        mapped: ResolvedMapping,
    ) -> Result<(Source, ResolvedMapping), CliError> {
        let has_phones = mapped.compiled.mapping.slot_of(Target::Field(FieldId::PHONE)).is_some();
        if self.mapping.save().is_none() || !has_phones {
            return Ok((source, mapped));
        }
        let (settings, progress) = (WorkspaceDefaults::of(workspace)?.settings, context.terminal.progress());
        let orders = TypedImport::of_session(session.active_manifest(context)?);
        let prepared = prepare::prescan(context, source, mapped.clone(), &orders, (&settings, Vec::new()), &progress)?;
        let recipe = prepared.settled_recipe();
        let notes = [mapped.notes.clone(), prepared.import.prescan_notes()].concat();
        Ok((prepared.import.into_source(), ResolvedMapping { recipe, notes, ..mapped }))
    }

    fn orders(&self, workspace: &Workspace, manifest: &Manifest) -> Result<TypedImport, CliError> {
        let mut orders = TypedImport::of_session(manifest);
        if let Some(saved) = saved_mappings::recipe(workspace, self.saved.saved.as_deref())? {
            use_saved(&mut orders, saved);
        }
        orders.typed = self.mapping.clone().read(orders.recipe.purpose)?;
        Ok(orders)
    }
}

/// Asks in a terminal, unless everything is decided.
fn map(
    context: &Context,
    source: &mut Source,
    orders: &TypedImport,
    plan: &mut NewFields,
    is_saved: bool,
) -> Result<ResolvedMapping, CliError> {
    let is_all_said = orders.typed.only_mapped || orders.typed.accept_suggestions || is_saved;
    if context.terminal.can_ask() && !is_all_said {
        ask::map(context, source, orders, plan)
    } else {
        prepare::map(context, source, orders, plan.fields())
    }
}

/// Applies the columns of a saved mapping, and its reading options where the upload gave none; purpose and tags stay
/// those of the upload.
fn use_saved(orders: &mut TypedImport, saved: Recipe) {
    let recipe = &mut orders.recipe;
    recipe.columns = saved.columns;
    recipe.constants = saved.constants;
    // The saved purpose may have been another: with `add` this option is a usage error.
    recipe.do_not_overwrite = if recipe.purpose.updates() { saved.do_not_overwrite } else { OverwritePolicy::None };
    let (typed, saved) = (std::mem::take(&mut recipe.reading), saved.reading);
    recipe.reading = ParseSettings {
        preset: typed.preset.or(saved.preset),
        region: typed.region.or(saved.region),
        bare_phones: typed.bare_phones.or(saved.bare_phones),
        clear_marker: typed.clear_marker.or(saved.clear_marker),
        tag_separator: typed.tag_separator.or(saved.tag_separator),
        date_format: typed.date_format.or(saved.date_format),
        ..typed // The file itself was read already.
    };
    orders.is_decided = true;
}

/// Creates the new fields and saves the mapping under its name, all or nothing.
fn save(
    workspace: &Workspace,
    context: &Context,
    name: Option<&str>,
    recipe: &Recipe,
    plan: &NewFields,
) -> Result<(), CliError> {
    if plan.is_empty() && name.is_none() {
        return Ok(());
    }
    let change = workspace.change()?;
    plan.write(&change)?;
    if let Some(name) = name {
        saved_mappings::save(&change, name, recipe, context.clock.now())?;
    }
    change.commit()?;
    let Some(name) = name else { return Ok(()) };
    context.terminal.note(&format!("Saved as '{}'; use it with --use.", name.trim()));
    Ok(())
}
