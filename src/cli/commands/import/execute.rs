//! Runs one import in front of a user: waiting for the lock, the question before the write, and what is told meanwhile.

use super::approval::{Approval, NotImported};
use super::args::RunOptions;
use super::outcome::{self, FinishedImport};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::{Import, Outcome, Review};
use crate::model::{Counts, RowStatus, Timestamp, format_thousands};
use crate::ops::prune;
use crate::ops::{FrontEnd, ImportLock, ImportRun};
use crate::session::ReviewRecord;
use crate::workspace::{LockHolder, Workspace, WriteTransaction};

/// Writes new fields and a saved mapping in the transaction of the import.
pub(super) type InTransaction<'a> = &'a dyn Fn(&WriteTransaction<'_>) -> Result<(), CliError>;

/// Takes the job lock; with `--wait`, waits for the running import to end. Tells which files of earlier imports were made.
///
/// # Errors
/// Exit code 75 if another import is still running; `interrupted` after Ctrl-C.
pub(super) fn lock(
    context: &Context,
    workspace: &Workspace,
    options: &RunOptions,
    started_at: Timestamp,
) -> Result<ImportLock, CliError> {
    // Before the lock is taken, so that no other import waits for a mail server.
    context.notify_killed(workspace);
    let holder = LockHolder { started_at, ..context.job(&options.source.display().to_string()) };
    let is_own = context.own_imports(&workspace.snapshot()?)?;
    let mut told = false;
    let waiting = |running: Option<&LockHolder>| {
        // Called at every poll; one line is enough.
        if !std::mem::replace(&mut told, true) {
            context.print_waiting(running);
        }
    };
    let lock = ImportLock::take(workspace, &holder, options.timeout, &context.cancel, waiting, Some(is_own))?;
    context.tell_recovered(lock.recovered());
    Ok(lock)
}

/// One import in front of a user.
pub(super) struct ImportExecution<'a> {
    /// What every command has at hand.
    pub(super) context: &'a Context,
    /// Options of the run.
    pub(super) options: &'a RunOptions,
    /// The workspace that is imported into.
    pub(super) workspace: &'a Workspace,
    /// Start of the command, which the history keeps.
    pub(super) started_at: Timestamp,
    /// The review that the user has seen; `None` if this run makes the first one.
    pub(super) reviewed: Option<&'a ReviewRecord>,
    /// Written in the import's own transaction.
    pub(super) in_transaction: InTransaction<'a>,
}

impl ImportExecution<'_> {
    /// Does everything but write, and tells what an import would do.
    pub(super) fn dry_run(&self, import: &mut Import<'_>) -> Result<FinishedImport, CliError> {
        // In a terminal the import itself would ask, so the dry run only warns.
        let review = self.run().dry_run(import, self, self.context.terminal.can_ask());
        let failure = |refused: NotImported| self.options.with_guard_origin(refused.into_failure());
        let review = review.map_err(|refused| failure(refused).with_notes(import.notes()))?;
        outcome::tell_dry_run(self.context, import, &review)
    }

    /// Imports; in a terminal it shows the review and asks first. Returns `None` if the user wants to change the mapping.
    pub(super) fn commit(&self, lock: &ImportLock, import: &mut Import<'_>) -> Result<Option<Outcome>, CliError> {
        let committed = if self.context.terminal.can_ask() {
            self.run().commit_if_approved(lock, import, self)
        } else {
            self.run().commit(lock, import, self)
        };
        match committed {
            Ok(outcome) => {
                self.prune_history(outcome.import_id);
                Ok(Some(outcome))
            }
            Err(NotImported::ChangeMapping) => Ok(None),
            Err(NotImported::Failed(failure)) => {
                Err(self.options.with_guard_origin(failure).with_notes(import.notes()))
            }
        }
    }

    /// Prunes the history where a setting says how long it is kept. The import is done, whatever comes of it.
    fn prune_history(&self, import_id: i64) {
        match prune::apply_setting(self.workspace, import_id, self.started_at) {
            Ok(None) => {}
            Ok(Some((counts, age))) => {
                let entries = prune::counted_entries(counts.entries);
                self.context.terminal.note(&format!(
                    "note: pruned {entries} of the history, older than {age} (keep-history); they cannot be undone any more"
                ));
            }
            Err(error) => self.context.terminal.warn(&format!("the history was not pruned: {error}")),
        }
    }

    fn run(&self) -> ImportRun<'_> {
        ImportRun {
            workspace: self.workspace,
            guards: &self.options.guards,
            output_dir: self.options.output_dir.as_deref(),
            key: self.context.key.as_deref(),
            written_list: self.context.written_list.as_deref(),
            started_at: self.started_at,
            reviewed: self.reviewed,
            is_told_to_import: self.options.yes,
        }
    }
}

impl FrontEnd for ImportExecution<'_> {
    type Error = NotImported;

    fn outcome_changed(&self, reviewed: &Counts, now: &Counts) {
        let difference = difference(reviewed, now);
        self.context.terminal.warn(&format!("the workspace has changed since the review: {difference}"));
    }

    fn workspace_changed(&self) {
        self.context.terminal.warn("the workspace has changed since this review; this is what would happen now");
    }

    fn approve(&self, import: &mut Import<'_>, review: &Review) -> Result<(), NotImported> {
        let context = self.context;
        if self.options.yes {
            context.terminal.note(&render::review(context, import, review, context.terminal.shows_results()));
            return Ok(());
        }
        Approval { context, workspace: self.workspace, review }.ask(import)
    }

    fn write_in_transaction(&self, change: &WriteTransaction<'_>) -> Result<(), NotImported> {
        Ok((self.in_transaction)(change)?)
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
