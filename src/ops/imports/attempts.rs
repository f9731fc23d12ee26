//! Attempts to import: the last one, however it ended, and the last import that stands. A process that was killed leaves its
//! description in the lock file, and so is found out.

use crate::model::{Notification, NotificationStatus, file_name};
use crate::ops::OpsError;
use crate::workspace::{ImportEntry, JobLock, LockHolder, Workspace};

/// Code of an import whose process ended before it was done.
const KILLED: &str = "import-killed";

/// Returns how the last attempt ended, whether its notification is in the workspace, still beside it, or was never left.
///
/// # Errors
/// When the workspace cannot be read.
pub fn last(workspace: &Workspace) -> Result<Option<Notification>, OpsError> {
    let kept = workspace.snapshot()?.last_attempt()?;
    let attempts = kept.into_iter().chain(workspace.spooled_attempts()).chain(killed(workspace)?);
    // Of several of one moment the last one, which was left later.
    Ok(attempts.max_by_key(|attempt| attempt.created_at))
}

/// Returns the last import that stands: it was done, and not undone since. Rows in error do not count against it.
///
/// # Errors
/// When the workspace cannot be read.
pub fn last_good(workspace: &Workspace) -> Result<Option<ImportEntry>, OpsError> {
    Ok(workspace.snapshot()?.last_standing_import()?)
}

/// Leaves the notification of an import that was killed, unless it was left already. The lock file is not touched: the next
/// import describes itself there. Returns the notification if it was left now.
///
/// # Errors
/// When the workspace cannot be read, or the notification cannot be written.
pub fn record_killed(workspace: &Workspace) -> Result<Option<Notification>, OpsError> {
    let Some(killed) = killed(workspace)? else { return Ok(None) };
    let is_left = workspace.snapshot()?.has_notification(&killed)? || workspace.spooled_attempts().contains(&killed);
    if is_left {
        return Ok(None);
    }
    workspace.spool_notification(&killed)?;
    Ok(Some(killed))
}

/// Returns the notification of an import whose process is gone without an entry in the history.
fn killed(workspace: &Workspace) -> Result<Option<Notification>, OpsError> {
    let Some(LockHolder { source, started_at, after: Some(after), progress, .. }) =
        JobLock::left_behind(workspace.path())?
    else {
        return Ok(None);
    };
    // One import at a time: a later one in the history is its own, committed before the process ended.
    if workspace.snapshot()?.last_import_id()? > after {
        return Ok(None);
    }
    Ok(Some(Notification {
        created_at: progress.map_or(started_at, |progress| progress.updated_at),
        status: NotificationStatus::Killed,
        source: file_name(&source),
        import_id: None,
        code: Some(KILLED.to_owned()),
        message: "its process ended before the import was done, as by a kill or a power cut; nothing changed"
            .to_owned(),
        counts: None,
        exit_code: None,
    }))
}
