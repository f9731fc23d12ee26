use super::args::{self, Terms};
use super::outcome::{self, Ended};
use super::run::{self, Run};
use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::{self, MapArgs};
use crate::cli::commands::upload::UploadArgs;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::Session;
use crate::model::Both;
use crate::session::{Finished, Manifest, Review, Stage};
use crate::workspace::Workspace;

/// Does what was prepared. In a terminal the steps that are missing are made first; elsewhere they are asked for.
pub(super) fn import(context: &Context, terms: &Terms) -> Result<Ended, Failure> {
    let workspace = if terms.dry_run { context.workspace_untouched()? } else { context.workspace()? };
    let mut session = Session::beside(&terms.source, &workspace)?;
    let may_ask = context.terminal.can_ask() && !terms.dry_run;
    if session.manifest().is_none() && !may_ask {
        return Err(args::missing_purpose(&terms.source));
    }
    if terms.dry_run {
        return dry_run(context, terms, &workspace, &session);
    }
    let command = if may_ask { make_missing_steps(context, terms, &workspace, &mut session)? } else { None };
    let exit = go_on(context, terms, &workspace, &mut session);
    let exit = exit.map_err(|failure| keep_answers(context, terms, &mut session, failure))?;
    if let Some(command) = command {
        context.terminal.note(&format!("\nThe same in one run, without prompts:\n  {command}"));
    }
    Ok(exit)
}

/// Asks its way through the steps before the review, which the import itself shows. What is answered is held back, so
/// that whoever leaves with Ctrl-C finds everything as it was. Returns the command that does it all without prompts,
/// if anything was asked.
fn make_missing_steps(
    context: &Context,
    terms: &Terms,
    workspace: &Workspace,
    session: &mut Session<'_>,
) -> Result<Option<String>, Failure> {
    let stage = session.manifest().map(Manifest::stage);
    if !matches!(stage, None | Some(Stage::Uploaded)) {
        return Ok(None);
    }
    session.hold_back();
    if stage.is_none() {
        UploadArgs::asking(terms.source.clone()).begin(context, workspace, session)?;
    }
    let (source, mapped) = MapArgs::asking(terms.source.clone()).map(context, workspace, session)?;
    context.terminal.present(&format!("\n{}", map::mapping(context, &source, &mapped)));
    let fields = workspace.snapshot()?.fields()?;
    Ok(Some(map::in_one_run(context, &source, &fields, &mapped)))
}

fn dry_run(context: &Context, terms: &Terms, workspace: &Workspace, session: &Session<'_>) -> Result<Ended, Failure> {
    let started_at = context.clock.now();
    let promised = promised(context, session)?;
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare::go_on(context, session, workspace, &progress)?;
    let promised = promised.as_ref();
    Run { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) }.dry(&mut import)
}

fn go_on(context: &Context, terms: &Terms, workspace: &Workspace, session: &mut Session<'_>) -> Result<Ended, Failure> {
    let started_at = context.clock.now();
    promised(context, session)?; // What will be refused need not wait.
    let lock = run::lock(context, workspace, terms, started_at)?;
    context.restore(workspace)?;
    session.refresh()?; // As it is after the waiting.
    let promised = promised(context, session)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = Both(&progress, &reporter);
    let Prepared { mut import, .. } = prepare::go_on(context, session, workspace, &observer)?;
    let promised = promised.as_ref();
    let run = Run { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) };
    let outcome = if context.terminal.can_ask() { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    let finished = Finished { id: outcome.import_id, at: context.clock.now() };
    let kept = session.update(|manifest| manifest.import = Some(finished)).and_then(|()| session.keep());
    if let Err(failure) = kept {
        context.terminal.warn(&format!("the import is done, but its session could not be ended: {failure}"));
    }
    Ok(outcome::tell(context, &import, &outcome))
}

/// The review to which the import is held. Where nobody looks on there must be one.
fn promised(context: &Context, session: &Session<'_>) -> Result<Option<Review>, Failure> {
    if context.terminal.can_ask() {
        Ok(session.review_if_any(context)?.cloned())
    } else {
        Ok(Some(session.reviewed(context)?.clone()))
    }
}

/// An import that was refused, also by the user, can go on later; only Ctrl-C forgets what was answered.
fn keep_answers(context: &Context, terms: &Terms, session: &mut Session<'_>, failure: Failure) -> Failure {
    if failure.is_interruption() {
        return failure;
    }
    match session.keep() {
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
