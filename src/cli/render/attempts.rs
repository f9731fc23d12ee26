//! The last attempt to import and the last import that stands, in words and in JSON.

use serde_json::{Value, json};

use crate::model::{Notification, NotificationStatus, Timestamp, file_name, format_local, format_utc};
use crate::ui::sanitize;
use crate::workspace::ImportEntry;

/// Describes the last attempt if it was no import that is done: `Last attempt: 2026-11-22 02:15, leads.csv: refused (exit
/// code 4): …`; `None` if it was one.
pub(in crate::cli) fn attempt_words(attempt: Option<&Notification>) -> Option<String> {
    let attempt = attempt.filter(|attempt| attempt.import_id.is_none())?;
    let exit = attempt.exit_code().map(|code| format!(" (exit code {code})")).unwrap_or_default();
    let (at, source) = (format_local(attempt.created_at), sanitize(&attempt.source));
    let (status, message) = (attempt.status.as_str(), sanitize(&attempt.message));
    Some(format!("Last attempt: {at}, {source}: {status}{exit}: {message}"))
}

/// Returns the last attempt as JSON, or null.
pub(in crate::cli) fn attempt_json(attempt: Option<&Notification>, now: Timestamp) -> Value {
    attempt.map_or(Value::Null, |attempt| {
        json!({
            "at": format_utc(attempt.created_at),
            "age_seconds": age(attempt.created_at, now),
            "source": attempt.source,
            "outcome": attempt.status,
            "exit_code": attempt.exit_code(),
            "code": attempt.code,
            "message": attempt.message,
            "import_id": attempt.import_id,
            "counts": attempt.counts,
        })
    })
}

/// Returns the last import that stands as JSON, or null.
pub(in crate::cli) fn good_import_json(import: Option<&ImportEntry>, now: Timestamp) -> Value {
    import.map_or(Value::Null, |import| {
        let (counts, finished_at) = (import.outcome.counts, import.outcome.finished_at);
        json!({
            "import_id": import.id,
            "at": format_utc(finished_at),
            "age_seconds": age(finished_at, now),
            "source": file_name(&import.begun.source),
            "outcome": NotificationStatus::of_counts(&counts),
            "exit_code": if counts.errors > 0 { 3 } else { 0 },
            "counts": counts,
        })
    })
}

/// Whole seconds since a moment; 0 if the clock was set back.
fn age(then: Timestamp, now: Timestamp) -> u64 {
    u64::try_from((now - then).num_seconds()).unwrap_or(0)
}
