//! `contacts import FILE`: everything in one run, or what was prepared step by step, through the same code.

mod args;
mod execute;
mod from_session;
mod outcome;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::prepare::{Prepared, prepare};
use crate::cli::session::SessionHandle;
use crate::cli::typed_import::TypedImport;
use crate::model::{ObserverPair, shown_path};
use crate::ops::saved_mappings;
use crate::workspace::{Workspace, WriteTransaction};
use args::RunOptions;
use execute::ImportRun;
use outcome::FinishedImport;

impl ImportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let (source, is_dry_run) = (self.file.clone(), self.dry_run);
        let ended = self.import(context);
        // A failed import leaves a notification too (spec section 8); a dry run leaves none.
        if let (Err(failure), false) = (&ended, is_dry_run) {
            context.notify_failure(&source, failure);
        }
        Ok(ended?.announced(context))
    }

    fn import(self, context: &Context) -> Result<FinishedImport, CliError> {
        let terms = self.terms()?;
        if !self.is_new_import() && !self.has_import_options() {
            return from_session::import(context, &terms);
        }
        // Read-only here: a missing option must be reported before the default workspace is created.
        let saved = match &self.saved.saved {
            Some(name) => Some(saved_mappings::load(&context.open_workspace_read_only()?, name)?.recipe),
            None => None,
        };
        let orders = self.orders(saved)?;
        if terms.dry_run { dry_run(context, &terms, &orders) } else { run_new_import(context, &terms, &orders) }
    }
}

fn dry_run(context: &Context, terms: &RunOptions, orders: &TypedImport) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let workspace = context.open_workspace_read_only()?;
    // A session that is damaged or newer is refused here as the import would refuse it.
    SessionHandle::open_if_owned(&terms.source, &workspace)?;
    check_mapping_name(&workspace, terms, orders)?;
    let progress = context.terminal.progress();
    let (Prepared { mut import, .. }, _plan) = prepare(context, &terms.source, orders, &workspace, &progress)?;
    let run = ImportRun { context, terms, workspace: &workspace, started_at, promised: None, besides: &|_| Ok(()) };
    run.dry_run(&mut import)
}

fn run_new_import(context: &Context, terms: &RunOptions, orders: &TypedImport) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let workspace = context.workspace()?;
    SessionHandle::open_if_owned(&terms.source, &workspace)?; // What will be refused need not wait.
    let lock = execute::lock(context, &workspace, terms, started_at)?;
    // Under the job lock: an earlier import may have died between its commit and its files.
    context.recover_output_files(&workspace)?;
    // Read again, because another command may have ended the session during the wait.
    let session = SessionHandle::open_if_owned(&terms.source, &workspace)?;
    // Before the source is read: a name that is taken should not cost a whole run.
    check_mapping_name(&workspace, terms, orders)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let (prepared, plan) = prepare(context, &terms.source, orders, &workspace, &observer)?;
    let recipe = prepared.settled_recipe();
    let mut import = prepared.import;
    let save = |change: &WriteTransaction<'_>| {
        // Fields and mapping are part of the import's transaction: one that fails leaves neither.
        plan.write(change)?;
        match &orders.typed.save {
            Some(name) => Ok(saved_mappings::save(change, name, &recipe, context.clock.now())?),
            None => Ok(()),
        }
    };
    let run = ImportRun { context, terms, workspace: &workspace, started_at, promised: None, besides: &save };
    let outcome = if context.terminal.can_ask() {
        run.run_with_confirmation(&mut import)?
    } else {
        run.run_unattended(&mut import)?
    };
    if let Some(mut session) = session.filter(|session| session.manifest().is_some()) {
        let is_open = session.is_open();
        let written = session.mark_imported(context, import.source(), recipe.clone(), outcome.import_id);
        print_session_replaced(context, terms, is_open, written);
    }
    Ok(outcome::tell(context, &import, &outcome))
}

/// Makes sure that the name for the mapping is free, or may be replaced.
fn check_mapping_name(workspace: &Workspace, terms: &RunOptions, orders: &TypedImport) -> Result<(), CliError> {
    orders.typed.save.as_ref().map_or(Ok(()), |name| Ok(saved_mappings::check_free(workspace, name, terms.yes)?))
}

/// Reports what became of the session. The import is committed, so a session that could not be replaced is only a
/// warning.
fn print_session_replaced(context: &Context, terms: &RunOptions, was_open: bool, written: Result<(), CliError>) {
    let source = shown_path(&terms.source);
    match written {
        Ok(()) if was_open => {
            context.terminal.note(&format!("The prepared import beside {source} is replaced by this one."));
        }
        Ok(()) => {}
        Err(failure) => {
            context.terminal.warn(&format!("the prepared import beside {source} could not be ended: {failure}"));
        }
    }
}
