//! The last time of something, such as of a reminder, as the modification time of an empty file.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::{create_private, make_private_folder};
use crate::model::Timestamp;

/// Returns true if something was done within `interval` before `now`, as the file says. Without a file it never was, and a
/// time that is still to come does not count: the clock was set back.
pub fn was_done_within(path: &Path, interval: Duration, now: Timestamp) -> bool {
    let last = fs::symlink_metadata(path).and_then(|file| file.modified());
    last.is_ok_and(|last| (now - Timestamp::from(last)).to_std().is_ok_and(|elapsed| elapsed < interval))
}

/// Remembers that something was done `now`.
///
/// # Errors
/// When the file, or its folder, cannot be made.
pub fn remember_done(path: &Path, now: Timestamp) -> io::Result<()> {
    path.parent().map_or(Ok(()), make_private_folder)?;
    // Made anew: no link that has its name is followed.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create_private(path)?.set_modified(now.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_remembered_for_the_interval_and_not_before_it() {
        const DAY: Duration = Duration::from_secs(86_400);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contacts/reminders/1");
        let at = |second: i64| Timestamp::from_timestamp(1_800_000_000 + second, 0).unwrap();
        assert!(!was_done_within(&path, DAY, at(0)));
        for _ in 0..2 {
            remember_done(&path, at(0)).unwrap();
            assert!(was_done_within(&path, DAY, at(0)) && was_done_within(&path, DAY, at(86_399)));
            assert!(!was_done_within(&path, DAY, at(86_400)) && !was_done_within(&path, DAY, at(-1)));
        }
    }
}
