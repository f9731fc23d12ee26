//! The file behind an [`super::AtomicFile`] while it is written: without a name where the system can give it one later.

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use atomic_write_file::AtomicWriteFile;

#[cfg(target_os = "linux")]
use crate::files::sync_folder_of;

/// Mode of private files (Unix): only the owner may read and write.
const OWNER_ALONE: u32 = 0o600;

/// File that is written before it has its name. Dropping it leaves nothing behind.
#[derive(Debug)]
pub(super) enum Draft {
    /// On Linux without a name, elsewhere under a temporary one.
    Atomic(AtomicWriteFile),
    /// Under a temporary name, with its own, where Linux has no `/proc`: only through it a file without a name gets one.
    #[cfg(target_os = "linux")]
    Named(tempfile::NamedTempFile, std::path::PathBuf),
}

impl Draft {
    /// Begins the file that will stand at `path`, readable by its owner alone.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let draft = Self::open_under_umask(path)?;
        set_mode(draft.as_file(), OWNER_ALONE)?; // The umask may have taken bits of it.
        Ok(draft)
    }

    /// As [`Draft::open`], with the bits of its mode that the umask leaves.
    fn open_under_umask(path: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if !Path::new("/proc/self/fd").exists() {
            return Self::open_named(path);
        }
        open_private(path).map(Self::Atomic)
    }

    /// Its temporary name is as `atomic-write-file` makes it, so that one that a killed import leaves is found.
    #[cfg(target_os = "linux")]
    fn open_named(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(name);
        prefix.push(".");
        tempfile::Builder::new()
            .prefix(&prefix)
            .rand_bytes(6)
            .tempfile_in(folder)
            .map(|file| Self::Named(file, path.to_owned()))
    }

    /// Returns the open file.
    pub(super) fn as_file(&self) -> &File {
        match self {
            Self::Atomic(file) => file.as_file(),
            #[cfg(target_os = "linux")]
            Self::Named(file, _) => file.as_file(),
        }
    }

    /// Returns what the system says about the open file.
    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        self.as_file().metadata()
    }

    /// Gives the file its name, in place of what has it, and syncs the folder.
    pub(super) fn commit(self) -> io::Result<()> {
        match self {
            Self::Atomic(file) => file.commit(),
            #[cfg(target_os = "linux")]
            Self::Named(file, path) => {
                file.persist(&path).map_err(|error| error.error)?;
                sync_folder_of(&path)
            }
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.as_file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.as_file().flush()
    }
}

/// Sets the mode of a file.
#[cfg(unix)]
pub(super) fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn set_mode(_file: &File, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn open_private(path: &Path) -> io::Result<AtomicWriteFile> {
    use atomic_write_file::unix::OpenOptionsExt as _;
    use std::os::unix::fs::OpenOptionsExt as _;

    let mut options = AtomicWriteFile::options();
    // Not those of the file it replaces: an older version may have been readable by others.
    options.preserve_mode(false).preserve_owner(false).mode(OWNER_ALONE);
    options.open(path)
}

#[cfg(not(unix))]
fn open_private(path: &Path) -> io::Result<AtomicWriteFile> {
    AtomicWriteFile::open(path)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[allow(clippy::disallowed_methods, reason = "files as others may leave them")]
mod tests {
    use super::*;

    #[test]
    fn without_proc_a_file_appears_whole_and_leaves_nothing_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.results.csv");
        let names = || -> Vec<_> {
            std::fs::read_dir(folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect()
        };
        std::fs::write(&path, "old").unwrap();
        let mut draft = Draft::open_named(&path).unwrap();
        draft.write_all(b"new").unwrap();
        let temporary = names().into_iter().find(|name| name.starts_with(".leads.results.csv.")).unwrap();
        assert_eq!(temporary.len(), "leads.results.csv".len() + crate::files::TEMPORARY);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        draft.commit().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        drop(Draft::open_named(&path).unwrap());
        assert_eq!(names(), ["leads.results.csv"]);
    }
}
