//! Lock on the output folder, held while the files of an import get their names.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// Maximum number of attempts to get the lock. It is held for the time of two renames; a process that holds it for
/// longer than a second is not another import.
const LOCK_ATTEMPTS: u32 = 100;
// `std::fs::File::lock` has no timeout, so the lock is polled: 100 times 10 ms.
const LOCK_RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// Holds back imports into other workspaces whose files go to the same folder, until it is dropped: without it the
/// results of one could end up next to the errors of another. It is the operating system's lock on the folder itself,
/// so no lock file is left behind. `None` where there is no such lock: each file is complete all the same.
pub fn lock_folder(folder: &Path) -> Option<File> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = File::open(folder).ok()?;
    for _ in 0..LOCK_ATTEMPTS {
        match folder.try_lock() {
            Ok(()) => return Some(folder),
            Err(TryLockError::WouldBlock) => sleep(LOCK_RETRY_INTERVAL),
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn one_holds_a_folder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock_folder(dir.path()).unwrap();
        let waiting = std::thread::spawn({
            let path = dir.path().to_owned();
            move || (lock_folder(&path).is_some(), Instant::now())
        });
        sleep(Duration::from_millis(50));
        let released = Instant::now();
        drop(held);
        let (is_locked, when) = waiting.join().unwrap();
        assert!(is_locked && when >= released);
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_locked() {
        let folder = tempfile::tempdir().unwrap();
        assert!(lock_folder(&folder.path().join("gone")).is_none());
    }
}
