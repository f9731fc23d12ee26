//! `contacts import FILE`: everything in one run, through the same code as step by step.

mod args;
mod outcome;
mod prepare;
mod show;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::import::{Guards, Import, Outcome, Outputs, Review};
use crate::model::{Both, Timestamp};
use crate::workspace::{Change, JobLock, RunningJob, Workspace};
use args::Plan;

impl ImportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let plan = Plan::new(self)?;
        if plan.dry_run { dry_run(context, &plan) } else { import(context, &plan) }
    }
}

/// Reviews the import and writes nothing: not to the workspace, not beside the source.
fn dry_run(context: &Context, plan: &Plan) -> Result<Exit, Failure> {
    let workspace = context.workspace_untouched()?;
    let progress = context.terminal.progress();
    let mut import = prepare::import(context, plan, &workspace, &progress)?;
    let snapshot = workspace.snapshot()?;
    outputs(&import, plan)?.check(&snapshot)?;
    let review = import.review(&snapshot)?;
    plan.guards.check(&review.tally.counts).map_err(crate::import::ImportError::from)?;
    outcome::tell_dry_run(context, &import, &review)
}

fn import(context: &Context, plan: &Plan) -> Result<Exit, Failure> {
    let started_at = context.clock.now();
    let workspace = context.workspace()?;
    let lock = lock(context, &workspace, plan, started_at)?;
    context.restore(&workspace)?;
    let (progress, reporter) = (context.terminal.progress(), lock.reporter(context.clock.as_ref()));
    let observer = Both(&progress, &reporter);
    let mut import = prepare::import(context, plan, &workspace, &observer)?;
    let run = Run { context, plan, workspace: &workspace, started_at };
    let outcome = if context.terminal.can_ask() { run.after_review(&mut import)? } else { run.at_once(&mut import)? };
    outcome::tell(context, &import, &outcome)
}

/// Takes the right to import, now or, with `--wait`, when the other import has ended.
fn lock(context: &Context, workspace: &Workspace, plan: &Plan, started_at: Timestamp) -> Result<JobLock, Failure> {
    let job = RunningJob { started_at, ..context.job(&plan.source.display().to_string()) };
    let mut told = false;
    let taken = JobLock::wait(workspace.path(), &job, plan.patience, |running| {
        if !std::mem::replace(&mut told, true) {
            context.tell_waiting(running);
        }
        !context.cancel.requested()
    })?;
    context.cancel.check().map_err(crate::import::ImportError::from)?;
    taken.map_err(|running| Failure::busy(running.as_ref()))
}

fn outputs(import: &Import<'_>, plan: &Plan) -> Result<Outputs, Failure> {
    Ok(Outputs::plan(import.source(), &import.request().mapping.own_columns, plan.output_dir.as_deref())?)
}

/// One import on its way from the review to the workspace.
struct Run<'a> {
    context: &'a Context,
    plan: &'a Plan,
    workspace: &'a Workspace,
    started_at: Timestamp,
}

impl Run<'_> {
    /// Nobody is there to look: guards are held against the same transaction that writes.
    fn at_once(&self, import: &mut Import<'_>) -> Result<Outcome, Failure> {
        let change = self.workspace.change()?;
        self.apply(import, change, &self.plan.guards)
    }

    /// Shows the review and asks, unless told not to. The workspace is free while the user thinks; if it has changed so
    /// that the outcome differs, the user is asked again.
    fn after_review(&self, import: &mut Import<'_>) -> Result<Outcome, Failure> {
        let snapshot = self.workspace.snapshot()?;
        outputs(import, self.plan)?.check(&snapshot)?;
        let mut review = import.review(&snapshot)?;
        drop(snapshot);
        loop {
            self.plan.guards.check(&review.tally.counts).map_err(crate::import::ImportError::from)?;
            self.confirm(import, &review)?;
            let change = self.workspace.change()?;
            if change.revision()? == review.revision {
                return self.apply(import, change, &Guards::default());
            }
            let again = import.review(&change)?;
            if again.tally == review.tally {
                return self.apply(import, change, &Guards::default());
            }
            self.context.terminal.warn("the workspace has changed since this review; this is what would happen now");
            review = again;
        }
    }

    fn confirm(&self, import: &Import<'_>, review: &Review) -> Result<(), Failure> {
        let context = self.context;
        if self.plan.yes {
            context.terminal.note(&show::review(context, import, review));
            return Ok(());
        }
        context.terminal.present(&show::review(context, import, review));
        if context.terminal.confirm("Import?", false)? {
            return Ok(());
        }
        Err(Failure::refused("not-confirmed", "not imported; nothing changed"))
    }

    fn apply(&self, import: &mut Import<'_>, change: Change<'_>, guards: &Guards) -> Result<Outcome, Failure> {
        let outputs = outputs(import, self.plan)?;
        Ok(import.apply(self.workspace, change, &outputs, guards, self.started_at)?)
    }
}
