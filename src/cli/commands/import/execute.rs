//! Runs one import: job lock, review, confirmation, and the write in one transaction.

use super::args::RunOptions;
use super::outcome::{self, FinishedImport};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::{Guards, Import, ImportError, Outcome, OutputPlan, Review};
use crate::model::{Counts, RowStatus, Timestamp, format_thousands};
use crate::session::{self, SessionError};
use crate::workspace::{JobLock, LockHolder, Workspace, WriteTransaction};

/// Takes the job lock; with `--wait`, waits for the running import to end.
///
/// # Errors
/// Exit code 75 if another import is still running; `interrupted` after Ctrl-C.
pub(super) fn lock(
    context: &Context,
    workspace: &Workspace,
    terms: &RunOptions,
    started_at: Timestamp,
) -> Result<JobLock, CliError> {
    let job = LockHolder { started_at, ..context.job(&terms.source.display().to_string()) };
    let mut told = false;
    let taken = JobLock::wait(workspace.path(), &job, terms.patience, |running| {
        // Called at every poll, ten times a second; one line is enough.
        if !std::mem::replace(&mut told, true) {
            context.print_waiting(running);
        }
        !context.cancel.requested()
    })?;
    // Before `taken`: after Ctrl-C the lock is not taken either, and "busy" would be the wrong reason.
    context.cancel.check().map_err(ImportError::from)?;
    taken.map_err(|running| CliError::busy(running.as_ref()))
}

fn outputs(import: &Import<'_>, terms: &RunOptions) -> Result<OutputPlan, CliError> {
    Ok(OutputPlan::plan(import.source(), &import.request().mapping.own_columns, terms.output_dir.as_deref())?)
}

/// One import between its review and the commit.
pub(super) struct ImportRun<'a> {
    /// What every command has at hand.
    pub(super) context: &'a Context,
    /// Options of the run.
    pub(super) terms: &'a RunOptions,
    /// The workspace that is imported into.
    pub(super) workspace: &'a Workspace,
    /// Start of the command, which the history keeps.
    pub(super) started_at: Timestamp,
    /// The review that the user has seen; `None` if this run makes the first one.
    pub(super) promised: Option<&'a session::ReviewRecord>,
    /// Written in the import's own transaction: new fields and a saved mapping.
    pub(super) besides: &'a dyn Fn(&WriteTransaction<'_>) -> Result<(), CliError>,
}

impl ImportRun<'_> {
    /// Does everything but write, neither to the workspace nor beside the source. It refuses whatever the import would
    /// refuse.
    pub(super) fn dry_run(&self, import: &mut Import<'_>) -> Result<FinishedImport, CliError> {
        let snapshot = self.workspace.snapshot()?;
        outputs(import, self.terms)?.check(&snapshot)?;
        let review = import.review(&snapshot)?;
        // In a terminal the import itself would ask, so the dry run only warns.
        if self.warn_if_changed(&review) && !self.context.terminal.can_ask() {
            self.require_yes()?;
        }
        self.terms.guards.check(&review.tally).map_err(ImportError::from)?;
        outcome::tell_dry_run(self.context, import, &review)
    }

    /// Imports without a terminal. Guards are checked in the transaction that writes, and an outcome that differs from
    /// the review is refused without `--yes`.
    pub(super) fn run_unattended(&self, import: &mut Import<'_>) -> Result<Outcome, CliError> {
        let change = self.workspace.change()?;
        if let Some(promised) = self.promised
            // The revision is cheap to compare; only if it differs is the whole source reviewed again.
            && change.revision()? != promised.workspace_revision
        {
            let review = import.review(&change)?;
            if self.warn_if_changed(&review) {
                self.require_yes()?;
            }
        }
        self.apply(import, change, &self.terms.guards)
    }

    /// Shows the review and asks, unless told not to. The workspace is not locked while the user thinks; if it has
    /// changed so that the outcome differs, the user is asked again.
    pub(super) fn run_with_confirmation(&self, import: &mut Import<'_>) -> Result<Outcome, CliError> {
        let snapshot = self.workspace.snapshot()?;
        outputs(import, self.terms)?.check(&snapshot)?;
        let mut review = import.review(&snapshot)?;
        // Released before the question: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        self.warn_if_changed(&review);
        loop {
            self.terms.guards.check(&review.tally).map_err(ImportError::from)?;
            self.confirm(import, &review)?;
            // The write lock comes after the answer and before the last look, so that nothing changes between the two.
            let change = self.workspace.change()?;
            if change.revision()? == review.revision {
                // The guards were checked against this very outcome.
                return self.apply(import, change, &Guards::default());
            }
            let again = import.review(&change)?;
            if again.outcome == review.outcome {
                return self.apply(import, change, &Guards::default());
            }
            self.context.terminal.warn("the workspace has changed since this review; this is what would happen now");
            review = again;
        }
    }

    /// Warns how a review differs from the one that the user has seen. Returns true if it does.
    fn warn_if_changed(&self, review: &Review) -> bool {
        let Some(promised) = self.promised.filter(|promised| promised.outcome_digest != review.outcome) else {
            return false;
        };
        let difference = difference(&promised.counts, &review.tally.counts);
        self.context.terminal.warn(&format!("the workspace has changed since the review: {difference}"));
        true
    }

    /// Refuses another outcome than the reviewed one unless `--yes` was given: without a terminal it cannot be asked.
    fn require_yes(&self) -> Result<(), CliError> {
        if self.terms.yes {
            return Ok(());
        }
        Err(SessionError::WorkspaceChanged { source_path: self.terms.source.clone() }.into())
    }

    fn confirm(&self, import: &Import<'_>, review: &Review) -> Result<(), CliError> {
        let context = self.context;
        if self.terms.yes {
            context.terminal.note(&render::review(context, import, review));
            return Ok(());
        }
        // Shown with `--quiet` too: a question without what it is about cannot be answered.
        context.terminal.print_always(&render::review(context, import, review));
        if context.terminal.confirm("Import?", false)? {
            return Ok(());
        }
        Err(CliError::refused("not-confirmed", "not imported; nothing changed"))
    }

    fn apply(
        &self,
        import: &mut Import<'_>,
        change: WriteTransaction<'_>,
        guards: &Guards,
    ) -> Result<Outcome, CliError> {
        let mut outputs = outputs(import, self.terms)?;
        // The seal goes into the workspace with the import. If the process dies before the files are in place, the next
        // command writes them only where it knows the seal: a workspace of others must not choose where files go.
        outputs.seal = self.context.seal_files(&change, &outputs.paths)?;
        // Before the import checks its fields: the mapping may fill some that are created here.
        (self.besides)(&change)?;
        Ok(import.apply(self.workspace, change, &outputs, guards, self.started_at)?)
    }
}

/// Describes how counts differ: `Imported 2 → 3, Updated 1 → 0`.
fn difference(before: &Counts, now: &Counts) -> String {
    let change = |status: RowStatus| {
        let (before, now) = (before.of(status), now.of(status));
        (before != now).then(|| format!("{} {} → {}", status.as_str(), format_thousands(before), format_thousands(now)))
    };
    let changes: Vec<String> = RowStatus::ALL.into_iter().filter_map(change).collect();
    if changes.is_empty() {
        "the counts are the same, but other contacts or other values would change".to_owned()
    } else {
        changes.join(", ")
    }
}
