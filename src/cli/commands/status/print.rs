//! Texts and JSON of `contacts status`.

use std::time::Duration;

use serde_json::{Value, json};

use crate::model::{ByteSize, Counts, Phase, file_name, format_local, format_thousands, format_utc};
use crate::ui::{duration, phase_title, sanitize};
use crate::workspace::{ImportEntry, JobProgress, LockHolder};

/// Renders the running import on two lines.
pub(super) fn running(job: &LockHolder) -> String {
    let since = format_local(job.started_at);
    format!("Importing {} (process {}), since {since}\n{}", sanitize(&job.source), job.pid, progress(job))
}

/// `Writing: 120,000 of 199,999 rows (60%), 98,000 rows/s, 1 s left`
pub(super) fn progress(job: &LockHolder) -> String {
    let Some(progress) = &job.progress else {
        return "Between two phases, or waiting for an answer".to_owned();
    };
    let (phase, percent) = (phase_title(progress.phase), progress.percent());
    let amount = match progress.phase {
        // While it checks the file, the number of rows is not known yet.
        Phase::Checking => format!("{} of {}", ByteSize(progress.done), ByteSize(progress.total)),
        _ => format!("{} of {} rows", format_thousands(progress.done), format_thousands(progress.total)),
    };
    format!("{phase}: {amount} ({percent}%){}", speed(progress))
}

fn speed(progress: &JobProgress) -> String {
    let (Some(rate), Some(left)) = (progress.rate(), progress.seconds_left()) else {
        return String::new();
    };
    let rate = match progress.phase {
        Phase::Checking => format!("{}/s", ByteSize(rate)),
        _ => format!("{} rows/s", format_thousands(rate)),
    };
    format!(", {rate}, {} left", duration(Duration::from_secs(left)))
}

/// Renders that no import is running, with the last one.
pub(super) fn nothing_runs(last: Option<&ImportEntry>) -> String {
    let last = last.map_or_else(|| "Nothing was imported yet.".to_owned(), |entry| format!("Last: {}", done(entry)));
    format!("No import is running.\n{last}")
}

/// `import 12 of leads.csv, 2026-11-22 13:30: 2 imported, 1 updated, 0 skipped, 1 in error`
pub(super) fn done(entry: &ImportEntry) -> String {
    let counts @ Counts { imported, updated, errors, .. } = entry.outcome.counts;
    format!(
        "import {} of {}, {}: {} imported, {} updated, {}, {} in error",
        entry.id,
        sanitize(&file_name(&entry.begun.source)),
        format_local(entry.begun.started_at),
        format_thousands(imported),
        format_thousands(updated),
        counts.skipped_phrase(),
        format_thousands(errors),
    )
}

/// Returns the running import as JSON; all keys are null for one that does not say what it is.
pub(super) fn to_json(job: Option<&LockHolder>) -> Value {
    let progress = job.and_then(|job| job.progress);
    let unit = progress.map(|progress| if progress.phase == Phase::Checking { "bytes" } else { "rows" });
    json!({
        "source": job.map(|job| &job.source),
        "pid": job.map(|job| job.pid),
        "started_at": job.map(|job| format_utc(job.started_at)),
        "phase": progress.map(|progress| progress.phase),
        "done": progress.map(|progress| progress.done),
        "total": progress.map(|progress| progress.total),
        "unit": unit,
        "percent": progress.map(|progress| progress.percent()),
        "per_second": progress.and_then(|progress| progress.rate()),
        "seconds_left": progress.and_then(|progress| progress.seconds_left()),
        "updated_at": progress.map(|progress| format_utc(progress.updated_at)),
    })
}
