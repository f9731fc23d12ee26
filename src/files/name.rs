//! Naming of finished files: in one step, and never over an existing file.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Bytes by which the temporary name of a file is longer than its own, before it replaces another one:
/// `.leads.results.csv.a1B2c3` (atomic-write-file).
pub const TEMPORARY: usize = ".".len() + ".a1B2c3".len();

/// Gives a finished file its name, unless the name is taken. One rename, because a process killed between link and
/// unlink would leave a second name.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when something has the name; it is left as it is.
pub fn give_name(staging: &Path, target: &Path) -> io::Result<()> {
    // `link` fails on an existing name too (POSIX), so it is as safe; it only keeps the staging name.
    rename_to_free(staging, target).unwrap_or_else(|| fs::hard_link(staging, target))
}

/// Gives an open file its name, unless the name is taken. The file may have none yet (`O_TMPFILE`). `None` where the
/// system or the file system cannot do so, such as FAT, which has no links.
pub fn name_open_file(file: &File, target: &Path) -> Option<io::Result<()>> {
    link_open_file(file, target)
}

/// Reserves a free name with an empty file, so that a finished file can replace it: for file systems without links.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when something has the name; it is left as it is.
pub fn take_name(target: &Path) -> io::Result<()> {
    // `create_new` is O_EXCL, so two processes cannot both reserve the name.
    OpenOptions::new().write(true).create_new(true).open(target).map(drop)
}

/// Frees a name that [`take_name`] reserved, as far as the file is still empty.
pub fn release_name(target: &Path) {
    let is_reserved = fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0);
    if is_reserved {
        let _ = fs::remove_file(target); // the error that is told is the one that came first
    }
}

/// Checks that a folder can hold a file of this name with `more` bytes added to it.
///
/// # Errors
/// The number of bytes by which the name is too long.
pub fn check_name_fits(folder: &Path, name: &OsStr, more: usize) -> Result<(), usize> {
    let Some(longest) = longest_name(folder) else { return Ok(()) };
    match (name.len() + more).saturating_sub(longest) {
        0 => Ok(()),
        excess => Err(excess),
    }
}

/// Returns the maximum length of a name in a folder, in bytes; `None` where the system does not say. Then creating the
/// file will show it.
#[cfg(unix)]
fn longest_name(folder: &Path) -> Option<usize> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    usize::try_from(rustix::fs::statvfs(folder).ok()?.f_namemax).ok()
}

/// Returns the maximum length of a name in a folder, in bytes; `None` where the system does not say. Then creating the
/// file will show it.
#[cfg(not(unix))]
fn longest_name(_folder: &Path) -> Option<usize> {
    None
}

/// Makes a new name durable by syncing its folder (Unix only; elsewhere the file system does it).
///
/// # Errors
/// Whatever the system reports.
#[cfg_attr(not(unix), allow(unused_variables, reason = "there is nothing to sync"))]
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        // A rename is durable only once the folder is synced: fsync of the file covers its content, not its name.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn rename_to_free(staging: &Path, target: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, staging, CWD, target, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => None, // A disk that cannot do so.
        named => Some(named.map_err(io::Error::from)),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_to_free(_staging: &Path, _target: &Path) -> Option<io::Result<()>> {
    None
}

/// Links the file by its descriptor, as open(2) describes for `O_TMPFILE`; a file with a name gets a second one.
#[cfg(target_os = "linux")]
fn link_open_file(file: &File, target: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use rustix::io::Errno;
    use std::os::fd::AsRawFd as _;

    // Through /proc, because `AT_EMPTY_PATH` needs CAP_DAC_READ_SEARCH (linkat(2)).
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    match linkat(CWD, open, CWD, target, AtFlags::SYMLINK_FOLLOW) {
        Ok(()) => Some(Ok(())),
        Err(Errno::EXIST) => Some(Err(io::ErrorKind::AlreadyExists.into())),
        Err(_) => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn link_open_file(_file: &File, _target: &Path) -> Option<io::Result<()>> {
    None
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "files as others may leave them")]
mod tests {
    use super::*;

    #[test]
    fn a_staging_file_gets_a_free_name_and_never_one_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (staging, target) = (folder.path().join("staging"), folder.path().join("out.csv"));
        fs::write(&staging, "ours").unwrap();
        fs::write(&target, "precious").unwrap();
        assert_eq!(give_name(&staging, &target).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(take_name(&target).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        fs::remove_file(&target).unwrap();
        give_name(&staging, &target).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "ours");
    }

    #[test]
    fn a_reserved_name_is_freed_and_no_content_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        take_name(&target).unwrap();
        release_name(&target);
        assert!(!target.exists());
        fs::write(&target, "precious").unwrap();
        release_name(&target);
        release_name(folder.path());
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_fits_up_to_what_the_disk_takes() {
        let folder = tempfile::tempdir().unwrap();
        let longest = longest_name(folder.path()).unwrap();
        for (length, more, fits) in [(longest, 0, Ok(())), (longest - 3, 3, Ok(())), (longest - 3, 5, Err(2))] {
            let name = "n".repeat(length);
            assert_eq!(check_name_fits(folder.path(), name.as_ref(), more), fits, "{length} + {more}");
        }
        fs::write(folder.path().join("n".repeat(longest)), "").unwrap();
        fs::write(folder.path().join("n".repeat(longest + 1)), "").unwrap_err();
        assert_eq!(check_name_fits(Path::new("/nonexistent"), "n".repeat(999).as_ref(), 0), Ok(()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_open_file_without_a_name_gets_a_free_one_alone() {
        use std::io::Write as _;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let mut file = tempfile::tempfile_in(folder.path()).unwrap();
        file.write_all(b"ours").unwrap();
        name_open_file(&file, &target).unwrap().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "ours");
        let again = name_open_file(&file, &target).unwrap().unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
    }
}
