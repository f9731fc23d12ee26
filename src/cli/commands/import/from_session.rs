//! `contacts import FILE` with a session: continues what was prepared (spec section 6).

use super::args::{self, RunOptions, StepArgs};
use super::execute::{self, ImportExecution};
use super::outcome::{self, FinishedImport};
use super::questions;
use super::saved_mapping;
use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::{self, LeftCommand, MapStep, Settled, with_way_on};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, MappedSource};
use crate::model::{FieldId, JobSettings, Observer, ObserverPair, Recipe};
use crate::ops::saved_mappings;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{NewFields, PreparedList, WorkspaceDefaults};
use crate::session::{ImportRef, Manifest, ReviewRecord, SessionError, Stage};
use crate::source::Source;
use crate::workspace::{Workspace, WriteTransaction};

/// Imports what was prepared. In a terminal the missing steps are done first; elsewhere the error names them.
pub(super) fn import(context: &Context, options: &RunOptions, args: &StepArgs) -> Result<FinishedImport, CliError> {
    // A dry run must leave no trace, so it neither creates the default workspace nor puts an existing one in order.
    let workspace = if options.dry_run {
        context.open_workspace_read_only()?
    } else {
        check_first_use(context, options, args)?;
        context.workspace()?
    };
    let mut session = SessionHandle::open(&options.source, &workspace)?;
    if options.asks(context)
        && let Some(ended) = session.pass_over_ended()?
    {
        print_ended(context, &ended);
    }
    if session.manifest().is_none() && !options.asks(context) {
        return Err(args::missing_purpose(&options.source));
    }
    let mut import =
        SessionImport { context, options, args, workspace: &workspace, session, plan: None, has_asked: false };
    if options.dry_run {
        return import.dry_run();
    }
    let StepsDone { ended, recipe, command } = import.run().map_err(|failure| import.keep(failure))?;
    if let Some(command) = command {
        context.terminal.note_command("\nThe same in one run, without prompts:", &command);
        import.offer_to_save(&recipe);
    }
    Ok(ended)
}

/// Checks what can be checked before the default workspace is made, if it is still to be.
fn check_first_use(context: &Context, options: &RunOptions, args: &StepArgs) -> Result<(), CliError> {
    let Some(empty) = context.unmade_workspace()? else { return Ok(()) };
    if options.asks(context) {
        return args.upload.check_list(context, &empty);
    }
    match SessionHandle::open(&options.source, &empty)?.manifest() {
        Some(_) => Ok(()),
        None => Err(args::missing_purpose(&options.source)),
    }
}

/// Tells that a session is over and a new one begins.
fn print_ended(context: &Context, ended: &SessionError) {
    let changed = if matches!(ended, SessionError::Finished { .. }) { "the list has changed since, so " } else { "" };
    context.terminal.note(&format!("note: {ended}; {changed}a new one begins"));
}

/// An import from a session.
struct SessionImport<'a> {
    context: &'a Context,
    options: &'a RunOptions,
    args: &'a StepArgs,
    workspace: &'a Workspace,
    session: SessionHandle<'a>,
    /// The fields that the answers create; `None` if the session plans none and nothing was asked about columns.
    plan: Option<NewFields>,
    /// Columns were asked about in this run.
    has_asked: bool,
}

/// Result of an import from a session.
struct StepsDone {
    ended: FinishedImport,
    recipe: Recipe,
    /// The command that does the same without prompts, if some were answered.
    command: Option<String>,
}

impl<'a> SessionImport<'a> {
    fn run(&mut self) -> Result<StepsDone, CliError> {
        let started_at = self.context.clock.now();
        self.ask_missing()?;
        self.reviewed()?; // What will be refused need not wait.
        let lock = execute::lock(self.context, self.workspace, self.options, started_at)?;
        self.session.refresh()?; // As it is after the waiting.
        let (progress, reporter) = (self.context.terminal.progress(), lock.job().reporter(self.context.clock.as_ref()));
        let observer = ObserverPair(&progress, &reporter);
        loop {
            let reviewed = self.reviewed()?;
            let prepared = self.prepare(&observer)?;
            let asked = self.plan.as_ref().filter(|_| self.has_asked);
            let command = asked.map(|plan| self.in_one_run(&prepared, plan));
            let recipe = prepared.recipe.clone();
            let mut import = prepared.import;
            let create = |change: &WriteTransaction<'_>| self.write_decided(change, &recipe);
            let Self { context, options, workspace, .. } = *self;
            let execution = ImportExecution {
                context,
                options,
                workspace,
                started_at,
                reviewed: reviewed.as_ref(),
                in_transaction: &create,
            };
            let Some(outcome) = execution.commit(&lock, &mut import)? else {
                self.ask_again(MapStep::Columns)?;
                continue;
            };
            self.end_session(ImportRef { id: outcome.import_id, at: context.clock.now() });
            return Ok(StepsDone {
                ended: outcome::tell(context, &import, &outcome, options.shows_review(context)),
                recipe,
                command,
            });
        }
    }

    /// Runs the steps before the review, which the import itself shows, by asking. The answers are held back, so that
    /// after Ctrl-C everything is as it was.
    fn ask_missing(&mut self) -> Result<(), CliError> {
        let stage = self.session.manifest().map(Manifest::stage);
        let are_missing = matches!(stage, None | Some(Stage::Begun | Stage::Uploaded)) || self.args.are_typed;
        if !self.options.asks(self.context) || !are_missing {
            return self.plan_as_mapped();
        }
        // Before the first answer: a session that is begun would replace the manifest.
        self.session.defer_writes();
        self.apply_typed()?;
        let asked = questions::ask(self.context, self.args, self.workspace, &mut self.session)?;
        self.take(asked)
    }

    /// Plans the fields that an earlier run has mapped columns to, and that do not exist before the import.
    fn plan_as_mapped(&mut self) -> Result<(), CliError> {
        let planned = self.session.manifest().map(|manifest| manifest.planned_fields.as_slice()).unwrap_or_default();
        if !planned.is_empty() {
            self.plan = Some(NewFields::of_definitions(&WorkspaceDefaults::of(self.workspace)?, planned)?);
        }
        Ok(())
    }

    /// Applies typed options over those of the session; over those of an upload that is not done, its questions do.
    fn apply_typed(&mut self) -> Result<(), CliError> {
        let Some(manifest) = self.session.manifest().filter(|_| self.session.is_uploaded()) else { return Ok(()) };
        let mut recipe = manifest.recipe.clone();
        self.args.upload.apply_to(&mut recipe)?;
        Ok(self.session.update(|manifest| manifest.recipe = recipe)?)
    }

    /// Asks again from a step of the mapping on.
    fn ask_again(&mut self, step: MapStep) -> Result<(), CliError> {
        self.session.defer_writes();
        let from = (step, self.plan.clone());
        let asked = questions::ask_again(self.context, self.args, self.workspace, &mut self.session, from)?;
        self.take(asked)
    }

    fn take(&mut self, (source, mapped, plan): (Source, MappedSource, NewFields)) -> Result<(), CliError> {
        // The fields do not exist before the import.
        let mapping = (mapped.mapping.recipe, mapped.left_out);
        self.session.map(self.context.clock.as_ref(), &source, mapping, [])?;
        (self.plan, self.has_asked) = (Some(plan), true);
        Ok(())
    }

    /// Prepares the import of the session. In a terminal it asks about doubtful values first, as long as there are some.
    fn prepare<'o>(&mut self, observer: &'o dyn Observer) -> Result<PreparedList<'o>, CliError>
    where
        'a: 'o,
    {
        let (context, workspace) = (self.context, self.workspace);
        if !self.options.asks(context) {
            return prepare::continue_session(context, &self.session, workspace, self.plan.as_mut(), observer);
        }
        loop {
            let Self { session, plan, has_asked, .. } = self;
            let prepared = prepare::continue_quietly(context, session, workspace, plan.as_mut(), observer)?;
            let answered = session.manifest().map(|manifest| manifest.answered_doubts.clone()).unwrap_or_default();
            let settled = map::settle(context, prepared, (answered, *has_asked), |_, reading| {
                session.update(|manifest| manifest.recipe.reading = reading)?;
                prepare::continue_quietly(context, session, workspace, plan.as_mut(), observer)
            })?;
            match settled {
                Settled::Ready(prepared, answered) => {
                    self.session.update(|manifest| manifest.answered_doubts = answered)?;
                    return Ok(prepared);
                }
                Settled::Back(_) => self.ask_again(MapStep::Overwrite)?,
            }
        }
    }

    fn dry_run(&mut self) -> Result<FinishedImport, CliError> {
        let started_at = self.context.clock.now();
        self.ask_missing()?;
        let reviewed = self.reviewed()?;
        let progress = self.context.terminal.progress();
        let mut import = self.prepare(&progress)?.import;
        let Self { context, options, workspace, .. } = *self;
        let reviewed = reviewed.as_ref();
        ImportExecution { context, options, workspace, started_at, reviewed, in_transaction: &|_| Ok(()) }
            .dry_run(&mut import)
    }

    /// Returns the review to which the import is held. Without a terminal there must be one.
    fn reviewed(&self) -> Result<Option<ReviewRecord>, CliError> {
        let clock = self.context.clock.as_ref();
        if self.context.terminal.can_ask() {
            Ok(self.session.review_if_any(clock)?.cloned())
        } else {
            Ok(Some(self.session.reviewed(clock)?.clone()))
        }
    }

    /// Creates the new fields, and saves the mapping if that was typed.
    fn write_decided(&self, change: &WriteTransaction<'_>, recipe: &Recipe) -> Result<(), CliError> {
        if let Some(plan) = &self.plan {
            plan.write(change)?;
        }
        if let Some(name) = self.args.map.save_as() {
            saved_mappings::save(change, name, (recipe, &JobSettings::default()), self.context.clock.now())?;
        }
        Ok(())
    }

    fn end_session(&mut self, import: ImportRef) {
        let ended = self.session.update(|manifest| manifest.import = Some(import));
        if let Err(failure) = ended.and_then(|()| self.session.flush()).map_err(CliError::from) {
            let problem = format!("the import is done, but its session could not be ended: {failure}");
            self.context.terminal.warn(&problem);
        }
    }

    /// Returns the command that does the same without prompts, including what the source has shown about its phone
    /// numbers.
    fn in_one_run(&self, prepared: &PreparedList<'_>, plan: &NewFields) -> String {
        let (source, mapping) = (prepared.import.source(), &prepared.import.request().mapping);
        let recipe = prepared.settled_recipe();
        let created = self.session.manifest().map(|manifest| manifest.new_fields.as_slice()).unwrap_or_default();
        let new: Vec<FieldId> = created.iter().copied().chain(plan.ids()).collect();
        let (path, columns, fields) = (source.path(), source.columns(), (plan.fields(), new.as_slice()));
        let mut line = CommandLine::of_recipe(self.context, path, &recipe, columns, fields, mapping);
        for (guard, limit) in self.options.guards.entries() {
            line = line.with_option(&format!("--{guard}"), &limit);
        }
        if let Some(folder) = &self.options.output_dir {
            line = line.with_option("--output-dir", &folder.to_string_lossy());
        }
        line.to_string()
    }

    /// Keeps the answers of an import that was interrupted or refused, or declined by the user, so that it can go on
    /// later.
    fn keep(&mut self, failure: CliError) -> CliError {
        let Self { context, options, .. } = *self;
        if failure.is_interruption() {
            return map::keep(context, &mut self.session, self.plan.as_ref(), failure);
        }
        if self.session.manifest().is_none_or(|manifest| manifest.mapped_at.is_none()) {
            return failure;
        }
        let kept = self.keep_mapped();
        with_way_on(context, (LeftCommand::Import, &options.source), kept, failure, "it stays prepared")
    }

    /// Keeps the mapping, with the fields that it needs and that are made with the import.
    fn keep_mapped(&mut self) -> Result<(), CliError> {
        let planned = self.plan.as_ref().map(NewFields::definitions).unwrap_or_default();
        let planned = self.session.without_existing(planned)?;
        self.session.update(|manifest| manifest.planned_fields = planned)?;
        Ok(self.session.flush()?)
    }

    /// Offers to save the mapping, unless it was saved with the import.
    fn offer_to_save(&self, recipe: &Recipe) {
        if self.args.map.save_as().is_some() {
            return;
        }
        let offered = saved_mapping::offer_to_save(self.context, self.workspace, self.options, recipe);
        if let Err(failure) = offered
            && !failure.is_interruption()
        {
            // The import is done, whatever becomes of this question.
            self.context.terminal.warn(&format!("the mapping was not saved: {failure}"));
        }
    }
}
