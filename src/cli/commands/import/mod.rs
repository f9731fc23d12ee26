//! `contacts import FILE`: everything in one run, or what was prepared step by step, through the same code.

mod approval;
mod args;
mod doubts;
mod execute;
mod from_session;
mod outcome;
mod questions;
mod saved_mapping;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::mapping::SavedMapping;
use crate::model::{ObserverPair, shown_path};
use crate::ops::sessions::SessionHandle;
use crate::ops::{ImportSpec, OpsError, saved_mappings};
use crate::source::check_exists;
use crate::workspace::{Workspace, WriteTransaction};
use args::RunOptions;
use execute::ImportExecution;
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
        let options = self.run_options()?;
        check_exists(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        if !self.is_new_import() && !self.has_import_options() {
            let saved = if options.asks(context) { saved_mapping::offer(context, &options)? } else { None };
            return match saved {
                Some(saved) => run(context, &options, &spec_of(saved)),
                None => from_session::import(context, &options),
            };
        }
        let purpose = if self.lacks_purpose() && options.asks(context) {
            questions::ask_purpose(context, &self.upload())?
        } else {
            self.typed_purpose()
        };
        // Read-only here: a missing option must be reported before the default workspace is created.
        let saved = match &self.saved.saved {
            Some(name) => Some(saved_mappings::load(&context.open_workspace_read_only()?, name)?.recipe),
            None => None,
        };
        let spec = self.spec(saved, purpose)?;
        run(context, &options, &spec)
    }
}

fn run(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    if options.dry_run { dry_run(context, options, spec) } else { run_new_import(context, options, spec) }
}

/// Returns the specification that a saved mapping alone makes.
fn spec_of(saved: SavedMapping) -> ImportSpec {
    ImportSpec { is_decided: true, ..ImportSpec::of_recipe(saved.recipe) }
}

fn dry_run(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let workspace = context.open_workspace_read_only()?;
    // A session that is damaged or newer is refused here as the import would refuse it.
    SessionHandle::open_if_owned(&options.source, &workspace)?;
    check_mapping_name(&workspace, options, spec)?;
    let progress = context.terminal.progress();
    let (prepared, _plan) = questions::prepare(context, options, spec, &workspace, &progress)?;
    let (workspace, mut import) = (&workspace, prepared.import);
    let execution =
        ImportExecution { context, options, workspace, started_at, reviewed: None, in_transaction: &|_| Ok(()) };
    execution.dry_run(&mut import)
}

fn run_new_import(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let workspace = context.workspace()?;
    SessionHandle::open_if_owned(&options.source, &workspace)?; // What will be refused need not wait.
    let lock = execute::lock(context, &workspace, options, started_at)?;
    // Read again, because another command may have ended the session during the wait.
    let session = SessionHandle::open_if_owned(&options.source, &workspace)?;
    // Before the source is read: a name that is taken should not cost a whole run.
    check_mapping_name(&workspace, options, spec)?;
    let (progress, reporter) = (context.terminal.progress(), lock.job().reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let (prepared, plan) = questions::prepare(context, options, spec, &workspace, &observer)?;
    let recipe = prepared.settled_recipe();
    let mut import = prepared.import;
    let save = |change: &WriteTransaction<'_>| {
        // Fields and mapping are part of the import's transaction: one that fails leaves neither.
        plan.write(change)?;
        match &spec.choices.save {
            Some(name) => Ok(saved_mappings::save(change, name, &recipe, context.clock.now())?),
            None => Ok(()),
        }
    };
    let execution =
        ImportExecution { context, options, workspace: &workspace, started_at, reviewed: None, in_transaction: &save };
    let outcome = execution.commit(&lock, &mut import)?;
    if let Some(mut session) = session.filter(|session| session.manifest().is_some()) {
        let is_open = session.is_open();
        let written = session.mark_imported(context.clock.as_ref(), import.source(), recipe.clone(), outcome.import_id);
        print_session_replaced(context, options, is_open, written);
    }
    Ok(outcome::tell(context, &import, &outcome))
}

/// Makes sure that the name for the mapping is free, or may be replaced.
fn check_mapping_name(workspace: &Workspace, options: &RunOptions, spec: &ImportSpec) -> Result<(), CliError> {
    spec.choices.save.as_ref().map_or(Ok(()), |name| Ok(saved_mappings::check_free(workspace, name, options.yes)?))
}

/// Reports what became of the session. The import is committed, so a session that could not be replaced is only a
/// warning.
fn print_session_replaced(context: &Context, options: &RunOptions, was_open: bool, written: Result<(), OpsError>) {
    let source = shown_path(&options.source);
    match written {
        Ok(()) if was_open => {
            context.terminal.note(&format!("The prepared import beside {source} is replaced by this one."));
        }
        Ok(()) => {}
        Err(failure) => {
            let failure = CliError::from(failure);
            context.terminal.warn(&format!("the prepared import beside {source} could not be ended: {failure}"));
        }
    }
}
