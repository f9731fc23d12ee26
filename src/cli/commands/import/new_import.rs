//! An import whose purpose was typed or saved: everything in one run.

use super::args::RunOptions;
use super::execute::{self, ImportExecution, InTransaction};
use super::outcome::{self, FinishedImport};
use crate::cli::commands::map::{KeptAnswers, MapStep, Questions, Ready, Unmapped};
use crate::cli::context::Context;
use crate::cli::created_fields;
use crate::cli::error::CliError;
use crate::cli::prepare;
use crate::import::{Import, Outcome};
use crate::model::{JobSettings, Observer, ObserverPair, Recipe, Timestamp};
use crate::ops::sessions::SessionHandle;
use crate::ops::settings::Settings;
use crate::ops::setup::{NewFields, PreparedList, WorkspaceDefaults, new_fields_of_session};
use crate::ops::{ImportLock, ImportSpec, OpsError, saved_mappings};
use crate::workspace::{Workspace, WriteTransaction};

/// Imports, or shows what an import would do.
pub(super) fn run(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    if options.dry_run { dry_run(context, options, spec) } else { run_new_import(context, options, spec) }
}

fn dry_run(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    let workspace = context.open_workspace_read_only()?;
    // A session that is damaged or newer is refused here as the import would refuse it.
    session(options, &workspace)?;
    check_mapping_name(&workspace, options, spec)?;
    let progress = context.terminal.progress();
    let defaults = WorkspaceDefaults::of(&workspace)?;
    let (source, spec, plan) = prepare::open_as(context, options.input(), spec, &defaults, &progress)?;
    let (questions, mut kept) = (questions(context, options, &spec), KeptAnswers::none(context));
    let unmapped = Unmapped::new(source, spec, plan);
    let mut import = unmapped.prepare(context, questions, &defaults.settings, &progress, &mut kept)?.prepared.import;
    let (workspace, in_transaction): (_, InTransaction<'_>) = (&workspace, &|_| Ok(()));
    ImportExecution { context, options, workspace, started_at, reviewed: None, in_transaction }.dry_run(&mut import)
}

fn run_new_import(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Result<FinishedImport, CliError> {
    let started_at = context.clock.now();
    if let Some(empty) = context.unmade_workspace()? {
        let asks = options.asks(context) && !spec.is_all_said();
        context.check_import(&empty, options.input(), (spec, asks))?;
    }
    let workspace = context.workspace()?;
    session(options, &workspace)?; // What will be refused need not wait.
    let lock = execute::lock(context, &workspace, options, started_at)?;
    // Read again, because another command may have ended the session during the wait.
    let session = session(options, &workspace)?;
    // Before the source is read: a name that is taken should not cost a whole run.
    check_mapping_name(&workspace, options, spec)?;
    let (progress, reporter) = (context.terminal.progress(), lock.job().reporter(context.clock.as_ref()));
    let observer = ObserverPair(&progress, &reporter);
    let defaults = WorkspaceDefaults::of(&workspace)?;
    let (source, spec, mut plan) = prepare::open_as(context, options.input(), spec, &defaults, &observer)?;
    if let Some(manifest) = session.as_ref().and_then(|session| session.open_manifest().ok()) {
        plan.claim(new_fields_of_session(&workspace, manifest, &defaults.fields)?);
    }
    let mut kept = if options.asks(context) {
        KeptAnswers::begin(context, &options.source, &workspace, (&source, &spec.recipe))?
    } else {
        KeptAnswers::none(context)
    };
    let run = NewImportRun {
        context,
        options,
        workspace: &workspace,
        settings: &defaults.settings,
        questions: questions(context, options, &spec),
        started_at,
        lock: &lock,
        observer: &observer,
    };
    let imported = run.import(Unmapped::new(source, spec, plan), &mut kept);
    let (import, recipe, outcome) = imported.map_err(|failure| kept.keep(failure))?;
    if let Some(mut session) = session.filter(|session| session.manifest().is_some()) {
        let is_open = session.is_open();
        let written = session.mark_imported(context.clock.as_ref(), import.source(), recipe, outcome.import_id);
        print_session_replaced(context, options, is_open, written);
    }
    Ok(outcome::tell(context, &import, &outcome, options.shows_review(context)))
}

/// Opens the session beside the source; what came through a pipe has none.
fn session<'a>(options: &'a RunOptions, workspace: &'a Workspace) -> Result<Option<SessionHandle<'a>>, OpsError> {
    if options.piped.is_some() { Ok(None) } else { SessionHandle::open_if_owned(&options.source, workspace) }
}

fn questions(context: &Context, options: &RunOptions, spec: &ImportSpec) -> Questions {
    let steps = &[MapStep::Columns, MapStep::Required];
    Questions { steps, about_values: options.asks(context), about_columns: !spec.is_all_said() }
}

/// A new import under its lock.
struct NewImportRun<'a> {
    context: &'a Context,
    options: &'a RunOptions,
    workspace: &'a Workspace,
    settings: &'a Settings,
    questions: Questions,
    started_at: Timestamp,
    lock: &'a ImportLock,
    observer: &'a dyn Observer,
}

impl<'a> NewImportRun<'a> {
    /// Prepares the import and commits it. As often as the user wants to change the mapping, it begins anew.
    fn import(
        &self,
        mut unmapped: Unmapped,
        kept: &mut KeptAnswers<'_>,
    ) -> Result<(Import<'a>, Recipe, Outcome), CliError> {
        loop {
            let Ready { prepared, plan, spec, .. } =
                unmapped.prepare(self.context, self.questions, self.settings, self.observer, kept)?;
            let recipe = prepared.settled_recipe();
            let PreparedList { mut import, recipe: answered } = prepared;
            let save = spec.choices.save.as_deref().map(|name| (name, (&recipe, &spec.job)));
            if let Some(outcome) = self.commit(&mut import, &plan, save)? {
                return Ok((import, recipe, outcome));
            }
            unmapped = Unmapped::again(import.into_source(), spec, answered, plan, MapStep::Columns);
        }
    }

    /// Commits the import with its fields and its saved mapping, all in one transaction.
    fn commit(
        &self,
        import: &mut Import<'_>,
        plan: &NewFields,
        save_as: Option<(&str, (&Recipe, &JobSettings))>,
    ) -> Result<Option<Outcome>, CliError> {
        let Self { context, options, workspace, started_at, .. } = *self;
        let save = |change: &WriteTransaction<'_>| {
            // Fields and mapping are part of the import's transaction: one that fails leaves neither.
            plan.write(change)?;
            match save_as {
                Some((name, decided)) => Ok(saved_mappings::save(change, name, decided, context.clock.now())?),
                None => Ok(()),
            }
        };
        ImportExecution { context, options, workspace, started_at, reviewed: None, in_transaction: &save }
            .commit(self.lock, import)
    }
}

/// Makes sure that the name for the mapping is free, or may be replaced.
fn check_mapping_name(workspace: &Workspace, options: &RunOptions, spec: &ImportSpec) -> Result<(), CliError> {
    spec.choices.save.as_ref().map_or(Ok(()), |name| Ok(saved_mappings::check_free(workspace, name, options.yes)?))
}

/// Reports what became of the session. The import is committed, so a session that could not be replaced is only a
/// warning.
fn print_session_replaced(
    context: &Context,
    options: &RunOptions,
    was_open: bool,
    written: Result<Vec<String>, OpsError>,
) {
    let source = context.shown_path(&options.source);
    match written {
        Ok(deleted) if was_open => {
            let fields = created_fields::deleted(&deleted);
            context.terminal.note(&format!("The prepared import beside {source} is replaced by this one.{fields}"));
        }
        Ok(_) => {}
        Err(failure) => {
            let failure = CliError::from(failure);
            context.terminal.warn(&format!("the prepared import beside {source} could not be ended: {failure}"));
        }
    }
}
