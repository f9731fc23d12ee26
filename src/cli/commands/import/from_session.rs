//! `contacts import FILE` with a session: continues what was prepared (spec section 6).

use super::args::{self, RunOptions};
use super::execute::{self, ImportRun};
use super::outcome::{self, FinishedImport};
use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::{self, MapArgs};
use crate::cli::commands::upload::UploadArgs;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, NewFields, Prepared};
use crate::cli::session::SessionHandle;
use crate::model::{Fields, ObserverPair};
use crate::session::{ImportRef, Manifest, ReviewRecord, Stage};
use crate::workspace::{Workspace, WriteTransaction};

/// Imports what was prepared. In a terminal the missing steps are done first; elsewhere the error names them.
pub(super) fn import(context: &Context, terms: &RunOptions) -> Result<FinishedImport, CliError> {
    // A dry run must leave no trace, so it neither creates the default workspace nor puts an existing one in order.
    let workspace = if terms.dry_run { context.open_workspace_read_only()? } else { context.workspace()? };
    let mut session = SessionHandle::open(&terms.source, &workspace)?;
    let may_ask = context.terminal.can_ask() && !terms.dry_run;
    if session.manifest().is_none() && !may_ask {
        return Err(args::missing_purpose(&terms.source));
    }
    if terms.dry_run {
        return dry_run(context, terms, &workspace, &session);
    }
    let plan = if may_ask { run_missing_steps(context, terms, &workspace, &mut session)? } else { None };
    let plan = plan.as_ref();
    let done = continue_session(context, terms, &workspace, &mut session, plan);
    let StepsDone { ended, command } = done.map_err(|failure| {
        // Ctrl-C: the deferred writes are dropped, and the session is as it was.
        if failure.is_interruption() {
            return failure;
        }
        let kept = save_answers(&workspace, &mut session, plan);
        with_resume_hint(context, terms, kept, failure)
    })?;
    if let Some(command) = command {
        context.terminal.note(&format!("\nThe same in one run, without prompts:\n  {command}"));
    }
    Ok(ended)
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
    terms: &RunOptions,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
) -> Result<Option<NewFields>, CliError> {
    let stage = session.manifest().map(Manifest::stage);
    if !matches!(stage, None | Some(Stage::Uploaded)) {
        return Ok(None);
    }
    // Before the first answer: `start_session` would replace the manifest.
    session.defer_writes();
    if stage.is_none() {
        UploadArgs::interactive(terms.source.clone()).start_session(context, workspace, session)?;
    }
    let (source, mapped, plan) = MapArgs::interactive(terms.source.clone()).map(context, workspace, session)?;
    context.terminal.print_always(&format!("\n{}", map::mapping(context, &source, &mapped)));
    session.update(|manifest| manifest.map(mapped.recipe.clone(), context.clock.now()))?;
    Ok(Some(plan))
}

fn dry_run(
    context: &Context,
    terms: &RunOptions,
    workspace: &Workspace,
    session: &SessionHandle<'_>,
) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let promised = reviewed_outcome(context, session)?;
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare::continue_session(context, session, workspace, None, &progress)?;
    let promised = promised.as_ref();
    ImportRun { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) }.dry_run(&mut import)
}

fn continue_session(
    context: &Context,
    terms: &RunOptions,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
) -> Result<StepsDone, CliError> {
    let started_at = context.clock.now();
    reviewed_outcome(context, session)?; // What will be refused need not wait.
    let lock = execute::lock(context, workspace, terms, started_at)?;
    context.recover_output_files(workspace)?;
    session.refresh()?; // As it is after the waiting.
    let promised = reviewed_outcome(context, session)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let prepared = prepare::continue_session(context, session, workspace, plan, &observer)?;
    let command = plan.map(|plan| in_one_run(context, &prepared, plan.fields()));
    let mut import = prepared.import;
    let promised = promised.as_ref();
    let create = |change: &WriteTransaction<'_>| plan.map_or(Ok(()), |plan| plan.write(change));
    let run = ImportRun { context, terms, workspace, started_at, promised, besides: &create };
    let outcome = if context.terminal.can_ask() {
        run.run_with_confirmation(&mut import)?
    } else {
        run.run_unattended(&mut import)?
    };
    let finished = ImportRef { id: outcome.import_id, at: context.clock.now() };
    let kept = session.update(|manifest| manifest.import = Some(finished)).and_then(|()| session.flush());
    if let Err(failure) = kept {
        context.terminal.warn(&format!("the import is done, but its session could not be ended: {failure}"));
    }
    Ok(StepsDone { ended: outcome::tell(context, &import, &outcome), command })
}

/// Returns the command that does the same without prompts, including what the source has shown about its phone numbers.
fn in_one_run(context: &Context, prepared: &Prepared<'_>, fields: &Fields) -> String {
    let (source, mapping) = (prepared.import.source(), &prepared.import.request().mapping);
    let recipe = prepared.settled_recipe();
    CommandLine::of_recipe(context, source.path(), &recipe, source.columns(), fields, mapping).to_string()
}

/// Returns the review to which the import is held. Without a terminal there must be one.
fn reviewed_outcome(context: &Context, session: &SessionHandle<'_>) -> Result<Option<ReviewRecord>, CliError> {
    if context.terminal.can_ask() {
        Ok(session.review_if_any(context)?.cloned())
    } else {
        Ok(Some(session.reviewed(context)?.clone()))
    }
}

/// Keeps the answers of an import that was refused, or declined by the user, so that it can continue later. Planned
/// fields are created now, because the mapping names them.
fn save_answers(
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
) -> Result<(), CliError> {
    let Some(plan) = plan.filter(|plan| !plan.is_empty()) else { return session.flush() };
    let change = workspace.change()?;
    plan.write(&change)?;
    session.update(|manifest| manifest.new_fields.extend(plan.ids()))?;
    // The manifest first: if it cannot be written, the transaction is dropped and leaves no field behind.
    session.flush()?;
    Ok(change.commit()?)
}

fn with_resume_hint(context: &Context, terms: &RunOptions, kept: Result<(), CliError>, failure: CliError) -> CliError {
    match kept {
        // A failure has one hint, and its own is closer to the cause.
        Ok(()) if failure.has_hint() => failure,
        Ok(()) => {
            let again = CommandLine::new(context, "import", &terms.source);
            failure.with_hint(format!("it stays prepared; to go on: {again}"))
        }
        Err(unkept) => {
            context.terminal.warn(&format!("the answers could not be kept: {unkept}"));
            failure
        }
    }
}
