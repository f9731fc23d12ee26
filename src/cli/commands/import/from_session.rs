//! `contacts import FILE` with a session: continues what was prepared (spec section 6).

use super::args::{self, RunOptions};
use super::doubts;
use super::execute::{self, ImportExecution};
use super::outcome::{self, FinishedImport};
use super::questions;
use super::saved_mapping;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare;
use crate::model::{Fields, Observer, ObserverPair};
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{NewFields, PreparedList};
use crate::session::{ImportRef, Manifest, ReviewRecord, Stage};
use crate::workspace::{Workspace, WriteTransaction};

/// Imports what was prepared. In a terminal the missing steps are done first; elsewhere the error names them.
pub(super) fn import(context: &Context, options: &RunOptions) -> Result<FinishedImport, CliError> {
    // A dry run must leave no trace, so it neither creates the default workspace nor puts an existing one in order.
    let workspace = if options.dry_run { context.open_workspace_read_only()? } else { context.workspace()? };
    let mut session = SessionHandle::open(&options.source, &workspace)?;
    let may_ask = context.terminal.can_ask() && !options.dry_run;
    if session.manifest().is_none() && !may_ask {
        return Err(args::missing_purpose(&options.source));
    }
    if options.dry_run {
        return dry_run(context, options, &workspace, &session);
    }
    let plan = if may_ask {
        let asked = run_missing_steps(context, options, &workspace, &mut session);
        asked.map_err(|failure| keep_answers(context, options, &mut session, None, failure))?
    } else {
        None
    };
    let plan = plan.as_ref();
    let done = continue_session(context, options, &workspace, &mut session, plan);
    let StepsDone { ended, command } = done.map_err(|failure| {
        if failure.is_interruption() {
            return keep_answers(context, options, &mut session, plan, failure);
        }
        let kept = save_answers(&workspace, &mut session, plan);
        with_resume_hint(context, options, kept, failure)
    })?;
    if let Some(command) = command {
        context.terminal.note_command("\nThe same in one run, without prompts:", &command);
    }
    if let (Some(_), Some(manifest)) = (plan, session.manifest())
        && let Err(failure) = saved_mapping::offer_to_save(context, &workspace, options, &manifest.recipe)
    {
        // The import is done, whatever becomes of this question.
        if !failure.is_interruption() {
            context.terminal.warn(&format!("the mapping was not saved: {failure}"));
        }
    }
    Ok(ended)
}

/// Keeps the answers that were given before Ctrl-C (spec section 6). No field is made for them: an interrupted import
/// changes nothing, so the columns are asked for again where some were to get new fields.
fn keep_answers(
    context: &Context,
    options: &RunOptions,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
    failure: CliError,
) -> CliError {
    if !failure.is_interruption() || session.manifest().is_none() {
        return failure;
    }
    let needs_fields = plan.is_some_and(|plan| !plan.is_empty());
    let kept = session.update(|manifest| {
        if needs_fields {
            manifest.recipe.columns.clear();
            manifest.mapped_at = None;
        }
    });
    match kept.and_then(|()| session.flush()) {
        Ok(()) => {
            let again = CommandLine::new(context, "import", &options.source);
            failure.with_hint(format!("the answers so far are kept; to go on: {again}"))
        }
        Err(unkept) => {
            context.terminal.warn(&format!("the answers could not be kept: {unkept}"));
            failure
        }
    }
}

/// Result of an import from a session.
struct StepsDone {
    ended: FinishedImport,
    /// The command that does the same without prompts, if some were answered.
    command: Option<String>,
}

/// Runs the steps before the review, which the import itself shows, by asking. The answers are held back, so that after
/// Ctrl-C everything is as it was. Returns the fields that are to be created, if it asked.
fn run_missing_steps(
    context: &Context,
    options: &RunOptions,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
) -> Result<Option<NewFields>, CliError> {
    let stage = session.manifest().map(Manifest::stage);
    if !matches!(stage, None | Some(Stage::Uploaded)) {
        return Ok(None);
    }
    // Before the first answer: a session that is begun would replace the manifest.
    session.defer_writes();
    let (_source, mapped, plan) = questions::ask(context, options, workspace, session)?;
    session.update(|manifest| manifest.map(mapped.mapping.recipe.clone(), context.clock.now()))?;
    Ok(Some(plan))
}

fn dry_run(
    context: &Context,
    options: &RunOptions,
    workspace: &Workspace,
    session: &SessionHandle<'_>,
) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let reviewed = reviewed(context, session)?;
    let progress = context.terminal.progress();
    let mut import = prepare::continue_session(context, session, workspace, None, &progress)?.import;
    let reviewed = reviewed.as_ref();
    ImportExecution { context, options, workspace, started_at, reviewed, in_transaction: &|_| Ok(()) }
        .dry_run(&mut import)
}

fn continue_session(
    context: &Context,
    options: &RunOptions,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
) -> Result<StepsDone, CliError> {
    let started_at = context.clock.now();
    reviewed(context, session)?; // What will be refused need not wait.
    let lock = execute::lock(context, workspace, options, started_at)?;
    session.refresh()?; // As it is after the waiting.
    let reviewed = reviewed(context, session)?;
    let (progress, reporter) = (context.terminal.progress(), lock.job().reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let prepared = prepare_settled(context, options, workspace, (session, plan), &observer)?;
    let command = plan.map(|plan| in_one_run(context, &prepared, plan.fields()));
    let mut import = prepared.import;
    let reviewed = reviewed.as_ref();
    let create = |change: &WriteTransaction<'_>| plan.map_or(Ok(()), |plan| Ok(plan.write(change)?));
    let execution = ImportExecution { context, options, workspace, started_at, reviewed, in_transaction: &create };
    let outcome = execution.commit(&lock, &mut import)?;
    let finished = ImportRef { id: outcome.import_id, at: context.clock.now() };
    let ended = session.update(|manifest| manifest.import = Some(finished)).and_then(|()| session.flush());
    if let Err(failure) = ended.map_err(CliError::from) {
        context.terminal.warn(&format!("the import is done, but its session could not be ended: {failure}"));
    }
    Ok(StepsDone { ended: outcome::tell(context, &import, &outcome), command })
}

/// Prepares the import of a session. In a terminal it asks about doubtful values first, as long as there are some.
fn prepare_settled<'a>(
    context: &'a Context,
    options: &RunOptions,
    workspace: &Workspace,
    (session, plan): (&mut SessionHandle<'_>, Option<&NewFields>),
    observer: &'a dyn Observer,
) -> Result<PreparedList<'a>, CliError> {
    if !options.asks(context) {
        return prepare::continue_session(context, session, workspace, plan, observer);
    }
    let prepared = prepare::continue_quietly(context, session, workspace, plan, observer)?;
    doubts::settle(context, prepared, |_, reading| {
        session.update(|manifest| manifest.recipe.reading = reading)?;
        prepare::continue_quietly(context, session, workspace, plan, observer)
    })
}

/// Returns the command that does the same without prompts, including what the source has shown about its phone numbers.
fn in_one_run(context: &Context, prepared: &PreparedList<'_>, fields: &Fields) -> String {
    let (source, mapping) = (prepared.import.source(), &prepared.import.request().mapping);
    let recipe = prepared.settled_recipe();
    CommandLine::of_recipe(context, source.path(), &recipe, source.columns(), fields, mapping).to_string()
}

/// Returns the review to which the import is held. Without a terminal there must be one.
fn reviewed(context: &Context, session: &SessionHandle<'_>) -> Result<Option<ReviewRecord>, CliError> {
    if context.terminal.can_ask() {
        Ok(session.review_if_any(context.clock.as_ref())?.cloned())
    } else {
        Ok(Some(session.reviewed(context.clock.as_ref())?.clone()))
    }
}

/// Keeps the answers of an import that was refused, or declined by the user, so that it can continue later. Planned
/// fields are created now, because the mapping names them.
fn save_answers(
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
) -> Result<(), CliError> {
    let Some(plan) = plan.filter(|plan| !plan.is_empty()) else { return Ok(session.flush()?) };
    let change = workspace.change()?;
    plan.write(&change)?;
    session.update(|manifest| manifest.new_fields.extend(plan.ids()))?;
    // The manifest first: if it cannot be written, the transaction is dropped and leaves no field behind.
    session.flush()?;
    Ok(change.commit()?)
}

fn with_resume_hint(
    context: &Context,
    options: &RunOptions,
    kept: Result<(), CliError>,
    failure: CliError,
) -> CliError {
    match kept {
        // A failure has one hint, and its own is closer to the cause.
        Ok(()) if failure.has_hint() => failure,
        Ok(()) => {
            let again = CommandLine::new(context, "import", &options.source);
            failure.with_hint(format!("it stays prepared; to go on: {again}"))
        }
        Err(unkept) => {
            context.terminal.warn(&format!("the answers could not be kept: {unkept}"));
            failure
        }
    }
}
