//! `contacts map FILE`: maps columns to contact fields.

mod ask;
mod create;
mod output;

pub(in crate::cli) use ask::{MapQuestions, MapStep};
pub(in crate::cli) use output::mapping;

use std::path::PathBuf;

use clap::Args;

use crate::cli::commands::steps;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{MappingOptions, ReadingOptions, SavedOptions};
use crate::cli::prepare::{self, MappedSource};
use crate::model::Recipe;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{NewFields, ResolvedMapping, WorkspaceDefaults};
use crate::ops::{ImportSpec, saved_mappings};
use crate::session::Manifest;
use crate::source::{Source, check_exists};
use crate::workspace::Workspace;

/// Map the columns of an uploaded file to contact fields
///
/// A column that has the name of a field is mapped by itself. In a terminal it asks for the others, with a suggestion
/// where something speaks for one; elsewhere they are left out unless --map or --accept-suggestions says otherwise.
/// Options on how the file and its cells are read go over those that were given before.
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
    #[command(flatten)]
    reading: ReadingOptions,
    /// Replace a saved mapping of the name given with --save
    #[arg(short, long)]
    yes: bool,
}

impl MapArgs {
    /// Arguments that ask for everything.
    pub(in crate::cli) fn interactive(file: PathBuf) -> Self {
        let (mapping, saved) = (MappingOptions::default(), SavedOptions::default());
        Self { file, mapping, saved, reading: ReadingOptions::default(), yes: false }
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        check_exists(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        let workspace = context.open_workspace_recovered()?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        let (source, mapped, plan) = self.map(context, &workspace, &session)?;
        let (source, mapped) = self.settle(context, &workspace, &session, source, mapped)?;
        // Fields first: the manifest may name only fields that exist.
        let recipe = &mapped.mapping.recipe;
        save(&workspace, context, self.mapping.save(), recipe, &plan)?;
        session.map(context.clock.as_ref(), &source, recipe.clone(), plan.ids())?;
        output::mapped(context, &source, plan.fields(), &mapped, session.manifest())?;
        Ok(Exit::Done)
    }

    /// Maps the columns of an active session, asking in a terminal unless everything is decided. Nothing is written,
    /// neither the mapping nor the fields that it will create.
    fn map(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
    ) -> Result<(Source, MappedSource, NewFields), CliError> {
        let (mut source, spec, plan) = self.open(context, workspace, session)?;
        let is_all_said = spec.choices.only_mapped || spec.choices.accept_suggestions || self.saved.saved.is_some();
        let (source, mut mapped, plan) = if context.terminal.can_ask() && !is_all_said {
            let mut questions = MapQuestions::begin(context, source, &spec, plan)?;
            steps::walk(MapStep::ALL, |step, arrival| questions.ask(step, arrival))?;
            questions.finish()?
        } else {
            let mapped = prepare::map(context, &mut source, &spec, plan.fields())?;
            (source, mapped, plan)
        };
        mapped.notes.extend(prepare::tell_new_fields(context, &plan));
        Ok((source, mapped, plan))
    }

    /// Opens the source of an active session, and returns it with what is to be mapped and the fields to create.
    pub(in crate::cli) fn open(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
    ) -> Result<(Source, ImportSpec, NewFields), CliError> {
        let clock = context.clock.as_ref();
        let spec = self.spec(workspace, session.active_manifest(clock)?)?;
        // Before the first question: a name that is taken should not cost all answers.
        if let Some(name) = &spec.choices.save {
            saved_mappings::check_free(workspace, name, self.yes)?;
        }
        let defaults = WorkspaceDefaults::of(workspace)?;
        let progress = context.terminal.progress();
        let work = (&progress as _, &context.cancel, clock);
        let mut source = session.open_source_as(&spec.recipe.reading, defaults.settings.limits, work)?;
        let mut plan = NewFields::new(&defaults);
        let spec = plan.plan_requested(&mut source, spec, &context.cancel)?;
        Ok((source, spec, plan))
    }

    /// Prescans the source for the notes on its columns. What it shows about its phone numbers belongs to a saved mapping
    /// too.
    fn settle(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
        source: Source,
        mapped: MappedSource,
    ) -> Result<(Source, MappedSource), CliError> {
        let (settings, progress) = (WorkspaceDefaults::of(workspace)?.settings, context.terminal.progress());
        let id = session.active_manifest(context.clock.as_ref())?.id.clone();
        let new_fields = (&settings, Vec::new());
        let prepared = prepare::prescan(context, source, mapped.clone(), Some(id), new_fields, &progress)?;
        let notes = [mapped.notes, prepared.import.prescan_notes()].concat();
        let recipe = if self.mapping.save().is_some() { prepared.settled_recipe() } else { prepared.recipe.clone() };
        let mapping = ResolvedMapping { recipe, ..mapped.mapping };
        Ok((prepared.import.into_source(), MappedSource { mapping, notes }))
    }

    fn spec(&self, workspace: &Workspace, manifest: &Manifest) -> Result<ImportSpec, CliError> {
        let mut spec = ImportSpec::of_session(manifest);
        if let Some(saved) = saved_mappings::recipe(workspace, self.saved.saved.as_deref())? {
            spec.use_columns_of(saved);
        }
        // What was said before is kept, what is typed goes over it.
        spec.recipe.reading = self.reading.clone().over(spec.recipe.reading)?;
        spec.choices = self.mapping.clone().choices(spec.recipe.purpose)?;
        Ok(spec)
    }
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
