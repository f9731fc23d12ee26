//! The job lock of the default workspace, held or watched by a test.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{TestEnv, names};

/// The lock of the default workspace.
impl TestEnv {
    /// Where the operating system's lock is taken while an import runs.
    pub(crate) fn lock_path(&self) -> PathBuf {
        names::lock_file(&self.workspace().display().to_string()).into()
    }

    /// Holds the lock as a running import does, until the file is dropped.
    pub(crate) fn hold_lock(&self) -> File {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(self.lock_path()).unwrap();
        file.lock().unwrap();
        file
    }

    /// Waits until an import of this environment holds its lock.
    #[track_caller]
    pub(crate) fn wait_until_locked(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        while !self.is_locked() {
            assert!(Instant::now() < until, "no import takes the lock");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Asks the kernel where it tells. Trying the lock would hold it for a moment, and an import that comes in this
    /// moment would be turned away.
    fn is_locked(&self) -> bool {
        let Ok(metadata) = fs::metadata(self.lock_path()) else {
            return false;
        };
        match fs::read_to_string("/proc/locks") {
            Ok(locks) => locks.lines().any(|lock| lock.contains(&format!(":{} ", metadata.ino()))),
            Err(_) => File::open(self.lock_path()).is_ok_and(|file| file.try_lock().is_err()),
        }
    }
}
