//! One import from its lock to its commit: recovery of files, review, guards, approval and the one transaction.

use std::path::Path;

use crate::import::{Guards, Import, ImportError, Outcome, OutputPlan, RecoveredFiles, Review, recover_output_files};
use crate::model::{Cancel, Counts, Threshold, Timestamp};
use crate::ops::sources::SourceRuleError;
use crate::ops::{OpsError, attempts, suppressions, trust};
use crate::session::{ReviewRecord, SessionError};
use crate::workspace::{JobLock, LockHolder, LockTimeout, NewImport, Workspace, WriteTransaction};

/// The right to import into a workspace: the job lock, under which the files of imports that were cut off are made first.
pub struct ImportLock {
    lock: JobLock,
    recovered: Vec<RecoveredFiles>,
}

/// What an import needs of the front end that runs it.
pub trait FrontEnd {
    /// Error of the front end.
    type Error: From<OpsError>;

    /// Tells that the outcome is another than the one that was reviewed.
    fn outcome_changed(&self, reviewed: &Counts, now: &Counts);

    /// Tells that the workspace has changed since this import showed its review.
    fn workspace_changed(&self);

    /// Shows a review and asks whether to import.
    ///
    /// # Errors
    /// The user declines or cannot be asked; nothing is written then.
    fn approve(&self, import: &mut Import<'_>, review: &Review) -> Result<(), Self::Error>;

    /// Writes what belongs into the transaction of the import: new fields and a saved mapping.
    ///
    /// # Errors
    /// It cannot be written; nothing is written then.
    fn write_in_transaction(&self, change: &WriteTransaction<'_>) -> Result<(), Self::Error>;
}

/// One import between its lock and its commit.
pub struct ImportRun<'a> {
    /// The workspace that is imported into.
    pub workspace: &'a Workspace,
    /// Limits that refuse the import before its first write.
    pub guards: &'a Guards,
    /// Folder for the output files; `None` is the folder of the source.
    pub output_dir: Option<&'a Path>,
    /// Path of the key that signs the names of the output files; `None` leaves them unsigned.
    pub key: Option<&'a Path>,
    /// List of the output files that this user's imports wrote, by which they are recognised; `None` keeps none.
    pub written_list: Option<&'a Path>,
    /// Start of the import, which the history keeps.
    pub started_at: Timestamp,
    /// The review that the user has seen; `None` if this run makes the first one.
    pub reviewed: Option<&'a ReviewRecord>,
    /// True if the user has said yes beforehand: another outcome than the reviewed one is imported, and numbers that the
    /// region reads badly.
    pub is_told_to_import: bool,
}

impl ImportLock {
    /// Takes the job lock, waits for a running import as long as `timeout` says, and makes the files of imports that were
    /// cut off, where `is_own` can tell this user's. `waiting` is called at each look at the lock, ten times a second.
    ///
    /// # Errors
    /// [`OpsError::ImportRunning`] if another import is still running, [`ImportError::Interrupted`], or the workspace
    /// cannot be read or written.
    pub fn take(
        workspace: &Workspace,
        holder: &LockHolder,
        timeout: LockTimeout,
        cancel: &Cancel,
        mut waiting: impl FnMut(Option<&LockHolder>),
        is_own: Option<impl Fn(&NewImport) -> bool>,
    ) -> Result<Self, OpsError> {
        // An import that was killed is described in the lock file, which is overwritten below. If that cannot be recorded,
        // this import runs all the same.
        let _ = attempts::record_killed(workspace);
        let holder = LockHolder { after: Some(workspace.snapshot()?.last_import_id()?), ..holder.clone() };
        let taken = JobLock::wait(workspace.path(), &holder, timeout, |running| {
            waiting(running);
            !cancel.requested()
        })?;
        // Before `taken`: after Ctrl-C the lock is not taken either, and "busy" would be the wrong reason.
        cancel.check().map_err(ImportError::from)?;
        let mut lock = taken.map_err(|holder| OpsError::ImportRunning { holder })?;
        // Read again: others may have imported during the wait.
        lock.describe(LockHolder { after: Some(workspace.snapshot()?.last_import_id()?), ..holder });
        let recovered = is_own.map_or(Ok(Vec::new()), |is_own| recover_output_files(workspace, is_own))?;
        Ok(Self { lock, recovered })
    }

    /// Returns the files that were made for imports which were cut off.
    pub fn recovered(&self) -> &[RecoveredFiles] {
        &self.recovered
    }

    /// Returns the job lock, which shows others how far the import is.
    pub fn job(&self) -> &JobLock {
        &self.lock
    }
}

impl ImportRun<'_> {
    /// Does everything but write, neither to the workspace nor beside the source. It refuses whatever the import would
    /// refuse. A front end that can ask is only told of another outcome than the reviewed one.
    ///
    /// # Errors
    /// As [`ImportRun::commit`].
    pub fn dry_run<F: FrontEnd>(&self, import: &mut Import<'_>, front: &F, can_ask: bool) -> Result<Review, F::Error> {
        self.check_min_rows(import)?;
        self.share_suppressions(import)?;
        let review = self.review(import)?;
        let is_changed = self.tell_if_changed(front, &review);
        if !can_ask {
            self.check_region(import)?;
            if is_changed {
                self.refuse_other_outcome(import)?;
            }
        }
        self.check_guards(&review)?;
        Ok(review)
    }

    /// Imports without asking. Guards are checked in the transaction that writes, and an outcome that differs from the
    /// review is refused unless any is taken.
    ///
    /// # Errors
    /// [`SessionError::WorkspaceChanged`], a guard that is exceeded, a list that has changed, or the workspace or the
    /// files cannot be written. Nothing has changed then.
    pub fn commit<F: FrontEnd>(
        &self,
        _lock: &ImportLock,
        import: &mut Import<'_>,
        front: &F,
    ) -> Result<Outcome, F::Error> {
        self.check_min_rows(import)?;
        self.check_region(import)?;
        self.share_suppressions(import)?;
        let change = self.begin_change()?;
        if let Some(reviewed) = self.reviewed
            // The revision is cheap to compare; only if it differs is the whole source reviewed again. It does not tell of a
            // file that is shared with others.
            && (revision(&change)? != reviewed.workspace_revision || import.shares_suppressions())
        {
            let review = import.review(&change).map_err(OpsError::from)?;
            if self.tell_if_changed(front, &review) {
                self.refuse_other_outcome(import)?;
            }
        }
        self.apply(import, change, Some(self.guards), front)
    }

    /// Shows the review, has it approved and imports. The workspace is not locked while the user thinks; if it has
    /// changed so that the outcome differs, approval is asked for again.
    ///
    /// # Errors
    /// As [`ImportRun::commit`], and what [`FrontEnd::approve`] returns.
    pub fn commit_if_approved<F: FrontEnd>(
        &self,
        _lock: &ImportLock,
        import: &mut Import<'_>,
        front: &F,
    ) -> Result<Outcome, F::Error> {
        self.check_min_rows(import)?;
        self.share_suppressions(import)?;
        let mut review = self.review(import)?;
        self.tell_if_changed(front, &review);
        loop {
            self.check_guards(&review)?;
            front.approve(import, &review)?;
            // The write lock comes after the answer and before the last look, so that nothing changes between the two.
            let change = self.begin_change()?;
            // The guards were checked against this very outcome.
            if revision(&change)? == review.revision {
                return self.apply(import, change, None, front);
            }
            let again = import.review(&change).map_err(OpsError::from)?;
            if again.outcome == review.outcome {
                return self.apply(import, change, None, front);
            }
            front.workspace_changed();
            review = again;
        }
    }

    /// Reviews the import, if its files can be written. The snapshot is released before anybody is asked: a read
    /// transaction that stays open keeps `SQLite` from resetting the log.
    fn review(&self, import: &mut Import<'_>) -> Result<Review, OpsError> {
        let snapshot = self.workspace.snapshot()?;
        self.outputs(import)?.check(&snapshot)?;
        Ok(import.review(&snapshot)?)
    }

    /// Hands the import the suppressions that the workspace shares with others.
    fn share_suppressions(&self, import: &mut Import<'_>) -> Result<(), OpsError> {
        suppressions::share(self.workspace, self.key, import)
    }

    fn outputs(&self, import: &Import<'_>) -> Result<OutputPlan, OpsError> {
        let mut outputs = OutputPlan::plan(import.source(), &import.request().mapping.own_columns, self.output_dir)?;
        outputs.written_list = self.written_list.map(Path::to_owned);
        Ok(outputs)
    }

    fn begin_change(&self) -> Result<WriteTransaction<'_>, OpsError> {
        Ok(self.workspace.change()?)
    }

    fn check_guards(&self, review: &Review) -> Result<(), OpsError> {
        Ok(review.check(self.guards).map_err(ImportError::from)?)
    }

    /// Refuses `--min-rows N%` without a source: it is a part of the rows of the last list of the source.
    fn check_min_rows(&self, import: &Import<'_>) -> Result<(), OpsError> {
        let is_part = matches!(self.guards.min_rows, Some(Threshold::Percent(_)));
        if is_part && import.request().source.is_none() {
            return Err(SourceRuleError::NoSource { option: "min-rows N%" }.into());
        }
        Ok(())
    }

    /// Refuses a region that reads the numbers badly. A user who is asked has read the note on it.
    fn check_region(&self, import: &Import<'_>) -> Result<(), OpsError> {
        if self.is_told_to_import { Ok(()) } else { Ok(import.check_region()?) }
    }

    /// Tells how a review differs from the one that the user has seen. Returns true if it does.
    fn tell_if_changed<F: FrontEnd>(&self, front: &F, review: &Review) -> bool {
        let Some(reviewed) = self.reviewed.filter(|reviewed| reviewed.outcome_digest != review.outcome) else {
            return false;
        };
        front.outcome_changed(&reviewed.counts, &review.tally.counts);
        true
    }

    fn refuse_other_outcome(&self, import: &Import<'_>) -> Result<(), OpsError> {
        if self.is_told_to_import {
            return Ok(());
        }
        Err(SessionError::WorkspaceChanged { source_path: import.source().path().to_owned() }.into())
    }

    fn apply<F: FrontEnd>(
        &self,
        import: &mut Import<'_>,
        change: WriteTransaction<'_>,
        guards: Option<&Guards>,
        front: &F,
    ) -> Result<Outcome, F::Error> {
        let mut outputs = self.outputs(import)?;
        // The seal goes into the workspace with the import. If the process dies before the files are in place, the next
        // import makes them only where it knows the seal: a workspace of others must not choose where files go.
        outputs.seal = trust::seal_output_files(&change, self.key, &outputs.paths)?;
        // Before the import checks its fields: the mapping may fill some that are created here.
        front.write_in_transaction(&change)?;
        let outcome = import.apply(self.workspace, change, &outputs, guards, self.started_at);
        Ok(outcome.map_err(OpsError::from)?)
    }
}

fn revision(change: &WriteTransaction<'_>) -> Result<i64, OpsError> {
    Ok(change.revision()?)
}
