//! `contacts status --follow`: shows a running import until it ends.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{print, tell_json};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{Event, Observer, Phase, file_name};
use crate::ui::{Progress, sanitize};
use crate::workspace::{EntryFilter, EntryKind, ImportEntry, JobLock, LockHolder, LockState, Workspace};

/// Time between two looks at the lock file. The import writes to it at most four times a second.
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Time between two lines of one phase, where there is no progress bar.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// Shows the progress of an import until it ends, and then its outcome.
pub(super) fn follow(context: &Context, workspace: &Workspace, job: &LockHolder) -> Result<(), CliError> {
    if context.terminal.has_progress() {
        let mut bar = Bar { progress: context.terminal.progress(), phase: None };
        watch(context, workspace, job, |job| {
            bar.show(job);
            Ok(())
        })?;
    // The document comes at the end; lines before it would not be JSON.
    } else if context.json || context.terminal.is_quiet() {
        watch(context, workspace, job, |_| Ok(()))?;
    } else {
        let mut lines = Lines::default();
        watch(context, workspace, job, |job| lines.show(context, job))?;
    }
    if context.json {
        // Another import may run by now, and this one is followed no longer.
        return tell_json(context, workspace, &JobLock::status(workspace.path())?);
    }
    Ok(context.terminal.out(&outcome(job, entry_of(workspace, job)?.as_ref()))?)
}

/// Polls one import until it is over; another one that begins right after it is not followed.
fn watch(
    context: &Context,
    workspace: &Workspace,
    job: &LockHolder,
    mut show: impl FnMut(&LockHolder) -> Result<(), CliError>,
) -> Result<(), CliError> {
    show(job)?;
    loop {
        context.cancel.check()?;
        sleep(POLL_INTERVAL);
        match JobLock::status(workspace.path())? {
            LockState::Held(Some(now)) if is_same(&now, job) => show(&now)?,
            // The holder may be writing to the file at this instant; the next look will tell.
            LockState::Held(None) => {}
            _ => return Ok(()),
        }
    }
}

// The process ID alone is not enough: the system uses it again.
fn is_same(a: &LockHolder, b: &LockHolder) -> bool {
    (a.pid, a.started_at) == (b.pid, b.started_at)
}

/// Renders the outcome. The history has every import that happened, and no other.
fn outcome(job: &LockHolder, entry: Option<&ImportEntry>) -> String {
    match entry {
        Some(entry) => format!("Done: {}", print::done(entry)),
        None => format!("The import of {} ended and changed nothing.", sanitize(&job.source)),
    }
}

/// Returns the entry of the import that was followed; `None` if it changed nothing. It need not be the last one: another
/// import that waited may have ended since the last look.
fn entry_of(workspace: &Workspace, job: &LockHolder) -> Result<Option<ImportEntry>, CliError> {
    let snapshot = workspace.snapshot()?;
    let imports = snapshot.entries(&EntryFilter { kind: Some(EntryKind::Import), ..EntryFilter::default() })?;
    let begin = job.started_at.timestamp();
    for entry in imports.iter().take_while(|entry| entry.started_at.timestamp() >= begin) {
        if let Some(import) = snapshot.import(entry.id)?.filter(|import| is_same_import(import, job)) {
            return Ok(Some(import));
        }
    }
    Ok(None)
}

/// Returns true if the entry is the import that was followed. The history keeps whole seconds, and the source with its
/// folder.
fn is_same_import(entry: &ImportEntry, job: &LockHolder) -> bool {
    entry.begun.started_at.timestamp() == job.started_at.timestamp()
        && file_name(&entry.begun.source) == file_name(&job.source)
}

/// Progress bar on a terminal, as the import itself would draw it.
struct Bar {
    progress: Progress,
    phase: Option<Phase>,
}

impl Bar {
    fn show(&mut self, job: &LockHolder) {
        let phase = job.progress.map(|progress| progress.phase);
        let is_other = std::mem::replace(&mut self.phase, phase) != phase;
        match job.progress {
            None => self.progress.event(Event::Finished),
            // Joined in the middle: what was done before must not count for the rate.
            Some(now) if is_other => self.progress.join(now.phase, now.total, now.done),
            Some(now) => self.progress.event(Event::Progress { done: now.done }),
        }
    }
}

/// Lines elsewhere: one when the phase changes, and one every [`LINE_INTERVAL`].
#[derive(Default)]
struct Lines {
    shown: Option<(Option<Phase>, Instant)>,
}

impl Lines {
    fn show(&mut self, context: &Context, job: &LockHolder) -> Result<(), CliError> {
        let phase = job.progress.map(|progress| progress.phase);
        match self.shown {
            None => context.terminal.out(&print::running(job))?,
            Some((before, when)) if before != phase || when.elapsed() >= LINE_INTERVAL => {
                context.terminal.out(&print::progress(job))?;
            }
            Some(_) => return Ok(()),
        }
        self.shown = Some((phase, Instant::now()));
        Ok(())
    }
}
