//! The description of the running import in the lock file, as one JSON object.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

use crate::model::{Phase, Timestamp, to_json};

/// Maximum size of a lock file that is read, in bytes; no description is that long.
const MAX_LOCK_FILE_BYTES: u64 = 64 * 1024;

/// First bytes of every description, in every version.
const BEGINNING: &[u8; 7] = b"{\"pid\":";

/// The process that holds the lock, as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockHolder {
    /// Process ID.
    pub pid: u32,
    /// The file it imports.
    pub source: String,
    /// Time at which it started.
    pub started_at: Timestamp,
    /// ID of the last import in the history when it took the lock, 0 if there was none; `None` if it is no import. A later
    /// one in the history is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    /// Its progress; `None` before, between and after its phases, for example while the user reads the review.
    #[serde(default)]
    pub progress: Option<JobProgress>,
}

/// Progress of the running import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// The current phase.
    pub phase: Phase,
    /// Work done, in the unit of the phase.
    pub done: u64,
    /// Work in all, in the unit of the phase.
    pub total: u64,
    /// Milliseconds since the phase started, by a monotonic clock.
    pub elapsed_ms: u64,
    /// Time of this report.
    pub updated_at: Timestamp,
}

impl JobProgress {
    /// Work done per second so far, in the unit of the phase; `None` while it is unknown.
    pub fn rate(&self) -> Option<u64> {
        let rate = self.done.saturating_mul(1000).checked_div(self.elapsed_ms)?;
        (rate > 0).then_some(rate)
    }

    /// Seconds the rest of the phase takes at this rate, rounded up.
    pub fn seconds_left(&self) -> Option<u64> {
        Some(self.total.saturating_sub(self.done).div_ceil(self.rate()?))
    }

    /// Share of the phase that is done, in whole per cent.
    pub fn percent(&self) -> u64 {
        (self.done.min(self.total).saturating_mul(100)).checked_div(self.total).unwrap_or(100)
    }
}

/// Overwrites the description in the lock file.
pub(super) fn write(mut file: &File, job: &LockHolder) -> std::io::Result<()> {
    let text = to_json(job)?;
    // Written first and cut to length afterwards: a concurrent reader finds a complete object, or one with a rest
    // behind it, which is not JSON, so it reads again. Truncating first would show it an empty file.
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}

/// Returns true if the file holds only what an import wrote into it: a document that happens to have its name is not
/// overwritten.
pub(super) fn may_be_written_over(mut file: &File) -> std::io::Result<bool> {
    // An import that was killed while writing leaves part of its JSON object, or nothing, so a prefix is enough.
    let mut beginning = [0; BEGINNING.len()];
    file.seek(SeekFrom::Start(0))?;
    let length = file.metadata()?.len();
    let read = file.read(&mut beginning)?;
    Ok(length <= MAX_LOCK_FILE_BYTES && beginning.get(..read).is_some_and(|bytes| BEGINNING.starts_with(bytes)))
}

/// Reads the description; `None` if the holder is just writing it.
pub(super) fn read(mut file: &File) -> Option<LockHolder> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(MAX_LOCK_FILE_BYTES).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(done: u64, total: u64, elapsed_ms: u64) -> JobProgress {
        JobProgress { phase: Phase::Writing, done, total, elapsed_ms, updated_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn rate_rest_and_share_follow_from_what_was_done() {
        let half = progress(100_000, 199_999, 2_000);
        assert_eq!((half.rate(), half.seconds_left(), half.percent()), (Some(50_000), Some(2), 50));
        let begun = progress(0, 10, 0);
        assert_eq!((begun.rate(), begun.seconds_left(), begun.percent()), (None, None, 0));
        let empty = progress(0, 0, 5);
        assert_eq!((empty.rate(), empty.percent()), (None, 100));
    }

    #[test]
    fn a_job_is_written_as_one_json_object() {
        let file = tempfile::tempfile().unwrap();
        let job = |source: &str, progress| LockHolder {
            pid: 7,
            source: source.into(),
            started_at: Timestamp::UNIX_EPOCH,
            after: None,
            progress,
        };
        let long = job("a long name of a source.csv", Some(progress(1, 2, 3)));
        write(&file, &long).unwrap();
        assert_eq!(read(&file), Some(long));
        let short = job("a.csv", None);
        write(&file, &short).unwrap();
        assert_eq!(read(&file), Some(short));
    }

    #[test]
    fn the_text_is_what_other_versions_read() {
        let text = r#"{"pid":7,"source":"leads.csv","started_at":"1970-01-01T00:00:00Z","progress":{"phase":"writing","done":1,"total":2,"elapsed_ms":3,"updated_at":"1970-01-01T00:00:00Z"}}"#;
        let job: LockHolder = serde_json::from_str(text).unwrap();
        assert_eq!(to_json(&job).unwrap(), text);
        let before = r#"{"pid":7,"source":"leads.csv","started_at":"1970-01-01T00:00:00Z"}"#;
        assert_eq!(serde_json::from_str::<LockHolder>(before).unwrap().progress, None);
    }
}
