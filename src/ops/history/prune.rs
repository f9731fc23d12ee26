//! Pruning of the history: on request, and after imports where the setting `keep-history` says how long it is kept.

use crate::model::{Age, Timestamp, format_thousands, local_day};
use crate::ops::{OpsError, settings};
use crate::workspace::{EntryKind, PruneCounts, Workspace, WriteTransaction};

/// Name of the setting.
const KEEP_HISTORY: &str = "keep-history";

/// What was pruned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PruneReport {
    /// The entry of the history, which cannot be undone.
    pub entry: i64,
    /// What was dropped.
    pub counts: PruneCounts,
}

/// Drops what the entries before a moment changed, as an entry of the history. If no entry is that old, the transaction is
/// to be dropped.
///
/// # Errors
/// When the workspace cannot be written; the transaction must be dropped then.
pub fn prune(change: &WriteTransaction<'_>, before: Timestamp, now: Timestamp) -> Result<PruneReport, OpsError> {
    let entry = change.begin_entry(EntryKind::Prune, "", now)?;
    let counts = change.prune(before, entry)?;
    change.request_cleanup()?;
    let entries = counted_entries(counts.entries);
    change.summarise_entry(entry, &format!("{entries} from before {}", local_day(before)))?;
    Ok(PruneReport { entry, counts })
}

/// `1 entry`, `1,204 entries`.
pub fn counted_entries(entries: u64) -> String {
    match entries {
        1 => "1 entry".to_owned(),
        _ => format!("{} entries", format_thousands(entries)),
    }
}

/// Drops what the setting says is too old, as part of an import that is done. The space is used again, not given back.
/// Returns what was dropped, and how long the history is kept; `None` if nothing was.
///
/// # Errors
/// The setting is damaged, or the workspace cannot be written.
pub fn apply_setting(
    workspace: &Workspace,
    import_id: i64,
    now: Timestamp,
) -> Result<Option<(PruneCounts, Age)>, OpsError> {
    let kept = workspace.snapshot()?.settings()?;
    let Some(age) = settings::setting(&kept, KEEP_HISTORY, settings::read_age)? else { return Ok(None) };
    let Some(before) = age.before(now) else { return Ok(None) };
    if !workspace.snapshot()?.has_entries_before(before)? {
        return Ok(None);
    }
    let change = workspace.change()?;
    let counts = change.prune(before, import_id)?;
    if counts.entries == 0 {
        return Ok(None);
    }
    change.commit()?;
    Ok(Some((counts, age)))
}
