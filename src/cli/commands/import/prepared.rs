use super::args::{self, Terms};
use super::outcome;
use super::run::{self, Run};
use crate::cli::Exit;
use crate::cli::commands::map::MapArgs;
use crate::cli::commands::upload::UploadArgs;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::Session;
use crate::model::Both;
use crate::session::{Finished, Manifest, Review, Stage};
use crate::workspace::Workspace;

/// Does what was prepared. In a terminal the steps that are missing are made first; elsewhere they are asked for.
pub(super) fn import(context: &Context, terms: &Terms) -> Result<Exit, Failure> {
    let workspace = if terms.dry_run { context.workspace_untouched()? } else { context.workspace()? };
    let stage = Session::beside(&terms.source, &workspace)?.manifest().map(Manifest::stage);
    if context.terminal.can_ask() && !terms.dry_run {
        make_missing_steps(context, terms, stage)?;
    } else if stage.is_none() {
        return Err(args::missing_purpose(&terms.source));
    }
    if terms.dry_run { dry_run(context, terms, &workspace) } else { go_on(context, terms, &workspace) }
}

/// Asks its way through the steps before the review, which the import itself shows.
fn make_missing_steps(context: &Context, terms: &Terms, stage: Option<Stage>) -> Result<(), Failure> {
    if stage.is_none() {
        UploadArgs::asking(terms.source.clone()).run(context)?;
    }
    if matches!(stage, None | Some(Stage::Uploaded)) {
        MapArgs::asking(terms.source.clone()).run(context)?;
    }
    Ok(())
}

fn dry_run(context: &Context, terms: &Terms, workspace: &Workspace) -> Result<Exit, Failure> {
    let started_at = context.clock.now();
    let session = Session::beside(&terms.source, workspace)?;
    let promised = promised(context, &session)?;
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare::go_on(context, &session, workspace, &progress)?;
    let promised = promised.as_ref();
    Run { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) }.dry(&mut import)
}

fn go_on(context: &Context, terms: &Terms, workspace: &Workspace) -> Result<Exit, Failure> {
    let started_at = context.clock.now();
    promised(context, &Session::beside(&terms.source, workspace)?)?; // What will be refused need not wait.
    let lock = run::lock(context, workspace, terms, started_at)?;
    context.restore(workspace)?;
    let mut session = Session::beside(&terms.source, workspace)?; // As it is after the waiting.
    let promised = promised(context, &session)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = Both(&progress, &reporter);
    let Prepared { mut import, .. } = prepare::go_on(context, &session, workspace, &observer)?;
    let promised = promised.as_ref();
    let run = Run { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) };
    let outcome = if context.terminal.can_ask() { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    let finished = Finished { id: outcome.import_id, at: context.clock.now() };
    if let Err(failure) = session.update(|manifest| manifest.import = Some(finished)) {
        context.terminal.warn(&format!("the import is done, but its session could not be ended: {failure}"));
    }
    outcome::tell(context, &import, &outcome)
}

/// The review to which the import is held. Where nobody looks on there must be one.
fn promised(context: &Context, session: &Session<'_>) -> Result<Option<Review>, Failure> {
    if context.terminal.can_ask() {
        Ok(session.review_if_any(context)?.cloned())
    } else {
        Ok(Some(session.reviewed(context)?.clone()))
    }
}
