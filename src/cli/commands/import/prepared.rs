use super::args::{self, Terms};
use super::outcome::{self, Ended};
use super::run::{self, Run};
use crate::cli::commands::map::MapArgs;
use crate::cli::commands::upload::UploadArgs;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::Session;
use crate::model::Both;
use crate::session::{Finished, Manifest, Stage};
use crate::workspace::Workspace;

/// Does what was prepared. In a terminal the steps that are missing are made first; elsewhere they are asked for.
pub(super) fn import(context: &Context, terms: &Terms) -> Result<Ended, Failure> {
    let workspace = if terms.dry_run { context.workspace_untouched()? } else { context.workspace()? };
    let stage = Session::beside(&terms.source, &workspace)?.manifest().map(Manifest::stage);
    if context.terminal.can_ask() && !terms.dry_run {
        make_missing_steps(context, terms, stage)?;
    } else if stage.is_none() {
        return Err(args::missing_purpose(&terms.source));
    }
    let session = Session::beside(&terms.source, &workspace)?;
    if terms.dry_run {
        dry_run(context, terms, &workspace, &session)
    } else {
        go_on(context, terms, &workspace, session)
    }
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

fn dry_run(context: &Context, terms: &Terms, workspace: &Workspace, session: &Session<'_>) -> Result<Ended, Failure> {
    let progress = context.terminal.progress();
    let Prepared { mut import, .. } = prepare::go_on(context, session, workspace, &progress)?;
    run::dry_run(context, terms, workspace, &mut import)
}

fn go_on(context: &Context, terms: &Terms, workspace: &Workspace, mut session: Session<'_>) -> Result<Ended, Failure> {
    let started_at = context.clock.now();
    let is_watched = context.terminal.can_ask();
    let promised = if is_watched { session.review_if_any(context)? } else { Some(session.reviewed(context)?) }.cloned();
    let lock = run::lock(context, workspace, terms, started_at)?;
    context.restore(workspace)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = Both(&progress, &reporter);
    let Prepared { mut import, .. } = prepare::go_on(context, &session, workspace, &observer)?;
    let promised = promised.as_ref();
    let run = Run { context, terms, workspace, started_at, promised, besides: &|_| Ok(()) };
    let outcome = if is_watched { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    let finished = Finished { id: outcome.import_id, at: context.clock.now() };
    if let Err(failure) = session.update(|manifest| manifest.import = Some(finished)) {
        context.terminal.warn(&format!("the import is done, but its session could not be ended: {failure}"));
    }
    Ok(outcome::tell(context, &import, &outcome))
}
