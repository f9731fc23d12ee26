//! `contacts map FILE`: maps columns to contact fields.

mod ask;
mod create;
mod doubts;
mod kept_answers;
mod output;
mod saved_mapping;
mod unmapped;

pub(in crate::cli) use ask::{MapQuestions, MapStep};
pub(in crate::cli) use doubts::{Settled, settle};
pub(in crate::cli) use kept_answers::{KeptAnswers, LeftCommand, keep, with_answers_kept, with_way_on};
pub(in crate::cli) use saved_mapping::offer_saved_mapping;
pub(in crate::cli) use unmapped::{Questions, Ready, Unmapped};

use std::path::PathBuf;

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::list_file::check_list_file;
use crate::cli::options::{MappingOptions, MissingOptions, ReadingOptions, SavedOptions};
use crate::cli::prepare::MappedSource;
use crate::model::{JobSettings, Recipe};
use crate::ops::mapping_file::UsedMapping;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{NewFields, ResolvedMapping, WorkspaceDefaults};
use crate::ops::{ImportSpec, decisions, saved_mappings};
use crate::session::Manifest;
use crate::source::Source;
use crate::workspace::Workspace;

/// Map the columns of an uploaded file to contact fields
///
/// A column that has the name of a field is mapped by itself. In a terminal it shows all columns with the fields that
/// are suggested for them, and asks; elsewhere the others are left out without --map or --accept-suggestions. Options on
/// how the file and its cells are read win over those that were given before.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts map crm.csv
  contacts map crm.csv --accept-suggestions --save leads
  contacts map crm.csv --map 'Mobile=Phone Number' --skip Owner")]
pub(in crate::cli) struct MapArgs {
    /// The CSV file
    #[arg(hide_short_help = true)]
    #[arg(add = candidates::lists())]
    file: PathBuf,
    #[command(flatten)]
    mapping: MappingOptions,
    #[command(flatten)]
    saved: SavedOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    missing: MissingOptions,
    /// Ask nothing, let --save replace a mapping
    #[arg(short, long, help_heading = "Mapping")]
    yes: bool,
}

impl MapArgs {
    /// Arguments that ask for what these do not say.
    pub(in crate::cli) fn typed(file: PathBuf, mapping: MappingOptions, reading: ReadingOptions) -> Self {
        let (saved, missing) = (SavedOptions::default(), MissingOptions::default());
        Self { file, mapping, saved, reading, missing, yes: false }
    }

    /// Returns the name under which the mapping is to be saved, if one was typed.
    pub(in crate::cli) fn save_as(&self) -> Option<&str> {
        self.mapping.save()
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        check_list_file(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        let workspace = context.workspace_of_session(&self.file)?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        let used = match self.saved.used(|| Ok::<_, CliError>(&workspace))? {
            Some(used) => Some(used),
            None => self.offered(context, &workspace, &session)?,
        };
        let is_saved = used.is_some();
        let (source, spec, plan) = self.open(context, &workspace, &session, (None, used))?;
        let (settings, progress) = (WorkspaceDefaults::of(&workspace)?.settings, context.terminal.progress());
        let questions = Questions {
            steps: MapStep::ALL,
            about_values: context.terminal.can_ask() && !self.yes,
            about_columns: !spec.choices.are_complete() && !is_saved,
        };
        let mut kept = KeptAnswers::of_uploaded(context, &self.file, &workspace)?;
        let ready = Unmapped::new(source, spec, plan).prepare(context, questions, &settings, &progress, &mut kept);
        let Ready { prepared, mapped, plan, spec, answered } = ready.map_err(|failure| kept.keep(failure))?;
        let notes = [mapped.notes.clone(), prepared.import.prescan_notes()].concat();
        // What the list shows about its phone numbers belongs to a saved mapping too.
        let recipe = if self.mapping.save().is_some() { prepared.settled_recipe() } else { prepared.recipe.clone() };
        let source = prepared.import.into_source();
        session.defer_writes();
        session.map(context.clock.as_ref(), &source, (recipe.clone(), mapped.left_out.clone()), plan.ids())?;
        session.update(|manifest| manifest.answered_doubts = answered)?;
        save(&mut session, context, self.mapping.save(), (&recipe, &spec.job), &plan)?;
        let mapped = MappedSource { mapping: ResolvedMapping { recipe, ..mapped.mapping }, notes, ..mapped };
        output::mapped(context, &source, plan.fields(), &mapped, session.manifest())?;
        Ok(Exit::Done)
    }

    /// Returns the saved mapping that the user takes of those for a list with the same columns. None is offered where
    /// columns are decided already.
    fn offered(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
    ) -> Result<Option<UsedMapping>, CliError> {
        let manifest = session.active_manifest(context.clock.as_ref())?;
        let is_decided = self.mapping.any_about_columns() || !manifest.recipe.columns.is_empty();
        if is_decided || manifest.mapped_at.is_some() || self.yes || !context.terminal.can_ask() {
            return Ok(None);
        }
        let mapping = offer_saved_mapping(context, workspace, &manifest.source.as_columns())?;
        Ok(mapping.map(UsedMapping::of_workspace))
    }

    /// Opens the source of an active session, and returns it with what is to be mapped and the fields to create, beside
    /// those that are `planned` already. The columns are those of the saved mapping, if one is `used`.
    pub(in crate::cli) fn open(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &SessionHandle<'_>,
        (planned, used): (Option<NewFields>, Option<UsedMapping>),
    ) -> Result<(Source, ImportSpec, NewFields), CliError> {
        let clock = context.clock.as_ref();
        let spec = self.spec(session.active_manifest(clock)?, used)?;
        // Before the first question: a name that is taken should not cost all answers.
        if let Some(name) = &spec.choices.save {
            saved_mappings::check_free(workspace, name, self.yes)?;
        }
        let defaults = WorkspaceDefaults::of(workspace)?;
        let progress = context.terminal.progress();
        let work = (&progress as _, &context.cancel, clock);
        let mut source = session.open_source_as(&spec.recipe.reading, defaults.settings.limits, work)?;
        let mut plan = planned.map_or_else(|| Ok(NewFields::new(&defaults)), |plan| plan.rebased(&defaults))?;
        let spec = plan.plan_requested(&mut source, spec, &context.cancel)?;
        context.tell_notes(&spec.notes);
        Ok((source, spec, plan))
    }

    fn spec(&self, manifest: &Manifest, used: Option<UsedMapping>) -> Result<ImportSpec, CliError> {
        let mut spec = ImportSpec::of_session(manifest);
        if let Some(used) = used {
            spec.notes.extend(decisions::not_followed_in_steps(&used));
            spec.use_columns_of(used.mapping);
        }
        // What was said before is kept, what is typed goes over it.
        spec.recipe.reading = self.reading.clone().over(spec.recipe.reading)?;
        self.missing.apply_to(&mut spec.recipe)?;
        spec.choose(self.mapping.clone().choices(spec.recipe.purpose)?);
        spec.name_source();
        spec.check_source()?;
        Ok(spec)
    }
}

/// Writes the session, creates the new fields and saves the mapping under its name, all or nothing.
fn save(
    session: &mut SessionHandle<'_>,
    context: &Context,
    name: Option<&str>,
    decided: (&Recipe, &JobSettings),
    plan: &NewFields,
) -> Result<(), CliError> {
    if plan.is_empty() && name.is_none() {
        return Ok(session.flush()?);
    }
    session.flush_with(|change| {
        plan.write(change)?;
        name.map_or(Ok(()), |name| saved_mappings::save(change, name, decided, context.clock.now()))
    })?;
    let Some(name) = name else { return Ok(()) };
    context.terminal.note(&format!("Saved as '{}'; use it with --use.", name.trim()));
    Ok(())
}
