//! The state of a stopped process: which files and locks it has, and how far its writes have come.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::faults::beside;
use crate::support::TestEnv;

/// The byte of the `-shm` file that SQLite's one writer locks (SQLite file format, section 2.3.1).
const WRITE_LOCK: &str = "120 120";

/// The state of a process as seen from outside. It is exact while the process is stopped.
#[derive(Debug)]
pub(in crate::faults) struct ProcessState {
    /// It has the right to import.
    pub(super) has_job_lock: bool,
    /// It is within a transaction that writes.
    pub(in crate::faults) has_write_lock: bool,
    /// The names in the working directory and beside the workspace.
    names: Vec<String>,
}

impl ProcessState {
    pub(in crate::faults) fn of(env: &TestEnv, process: u32) -> Self {
        let locks = fs::read_to_string("/proc/locks").expect("what is locked, as the kernel tells it");
        let holds = |kind: &str, file: &Path, range: &str| {
            let Ok(metadata) = fs::metadata(file) else { return false };
            let end = format!(":{} {range}", metadata.ino());
            locks.lines().any(|lock| {
                let words: Vec<&str> = lock.split_whitespace().collect();
                words.get(1) == Some(&kind)
                    && words.get(3) == Some(&"WRITE")
                    && words.get(4) == Some(&process.to_string().as_str())
                    && lock.ends_with(&end)
            })
        };
        let mut names = env.names();
        names.extend(beside(env, ""));
        Self {
            has_job_lock: holds("FLOCK", &env.lock_path(), "0 EOF"),
            has_write_lock: holds("POSIX", &with_suffix(&env.workspace(), "-shm"), WRITE_LOCK),
            names,
        }
    }

    /// Whether there is a file whose name ends so.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.names.iter().any(|other| other.ends_with(name))
    }
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
