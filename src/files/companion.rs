//! Companion files: files next to a main file under a predictable name, such as the lock and the notification spool.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::{Owner, create_private, give_to_owner_of};

/// Maximum number of attempts to open or create a file that appears and vanishes in between.
// Two processes that start together need one more attempt; the bound ends the loop if the name keeps changing.
const MAX_ATTEMPTS: u32 = 10;

/// File next to a main file. Any user who may write to the folder can put something else under its name, above all a
/// link to one of the user's files; so it is opened without following links, and accepted only if it is a regular file
/// with one name that belongs to this user or to the owner of the main file.
#[derive(Debug, Clone, Copy)]
pub struct Companion<'a> {
    /// Path of the companion.
    pub path: &'a Path,
    /// The file next to which it stands.
    pub main: &'a Path,
}

/// Reason why the file at a companion's path was not opened. It was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum CompanionError {
    /// A symbolic link: its target may be anything.
    #[error("it is a link")]
    Link,
    /// A folder, a pipe or a device.
    #[error("it is not a regular file")]
    NotRegular,
    /// The file has a second hard link, which may be the user's document.
    #[error("it is a file that has another name too")]
    SeveralNames,
    /// The owner is neither this user nor the owner of the main file.
    #[error("it belongs to {}", .owner.describe())]
    OtherOwner {
        /// The owner.
        owner: Owner,
    },
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Companion<'_> {
    /// Opens the file for reading; `None` if there is none.
    ///
    /// # Errors
    /// [`CompanionError`]: something else has its name, or it cannot be opened.
    pub fn open_to_read(self) -> Result<Option<File>, CompanionError> {
        self.open_with(OpenOptions::new().read(true))
    }

    /// Opens the file for reading and writing; `None` if there is none.
    ///
    /// # Errors
    /// As [`Companion::open_to_read`].
    pub fn open(self) -> Result<Option<File>, CompanionError> {
        self.open_with(OpenOptions::new().read(true).write(true))
    }

    /// Opens the file for reading and writing, or creates it, empty and readable by its owner alone. Where root creates
    /// it, it gets the owner and group of the main file, so that root does not lock the owner out.
    ///
    /// # Errors
    /// As [`Companion::open_to_read`].
    pub fn open_or_create(self) -> Result<File, CompanionError> {
        for _ in 0..MAX_ATTEMPTS {
            if let Some(file) = self.open()? {
                return Ok(file);
            }
            match self.create() {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return Ok(created?),
            }
        }
        Err(io::Error::from(io::ErrorKind::ResourceBusy).into())
    }

    fn create(self) -> io::Result<File> {
        let file = create_private(self.path)?;
        give_to_owner_of(self.main, &file)?;
        Ok(file)
    }

    fn open_with(self, options: &mut OpenOptions) -> Result<Option<File>, CompanionError> {
        match fs::symlink_metadata(self.path) {
            Ok(metadata) if metadata.is_symlink() => return Err(CompanionError::Link),
            // A device may act when it is opened. What takes its place after this look is looked at once more.
            Ok(metadata) if !metadata.is_file() => return Err(CompanionError::NotRegular),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            _ => {}
        }
        match without_following(options).open(self.path) {
            Ok(file) => self.check(&file.metadata()?).map(|()| Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if is_link(&error) => Err(CompanionError::Link),
            Err(error) => Err(self.blame_owner(error)),
        }
    }

    fn check(self, metadata: &Metadata) -> Result<(), CompanionError> {
        // Repeated on the open file: between the first look and the open, another file may have taken the name.
        if !metadata.is_file() {
            return Err(CompanionError::NotRegular);
        }
        if has_several_names(metadata) {
            return Err(CompanionError::SeveralNames);
        }
        self.check_owner(Owner::of(metadata))
    }

    fn check_owner(self, owner: Owner) -> Result<(), CompanionError> {
        let is_of_main = || fs::metadata(self.main).is_ok_and(|main| Owner::of(&main).is_same_user(owner));
        if owner.is_own_user() || is_of_main() { Ok(()) } else { Err(CompanionError::OtherOwner { owner }) }
    }

    /// Reports the owner where another user's file may not be opened: the owner explains the refusal.
    fn blame_owner(self, error: io::Error) -> CompanionError {
        let owner = fs::symlink_metadata(self.path).ok().map(|metadata| Owner::of(&metadata));
        match owner {
            Some(owner) if error.kind() == io::ErrorKind::PermissionDenied && !owner.is_own_user() => {
                CompanionError::OtherOwner { owner }
            }
            _ => error.into(),
        }
    }
}

/// Adds the flags against links, and against waiting: a pipe would otherwise block until its other end is opened.
#[cfg(unix)]
fn without_following(options: &mut OpenOptions) -> &OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
}

#[cfg(not(unix))]
fn without_following(options: &mut OpenOptions) -> &OpenOptions {
    options
}

/// Returns true for the error of `O_NOFOLLOW` on a link: `ELOOP`, on FreeBSD `EMLINK`.
#[cfg(unix)]
fn is_link(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::LOOP, Errno::MLINK].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(unix))]
fn is_link(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn has_several_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_several_names(_metadata: &Metadata) -> bool {
    false
}

#[cfg(test)]
#[cfg(unix)]
#[allow(clippy::disallowed_methods, reason = "files as others may leave them")]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::PathBuf;

    struct Folder {
        dir: tempfile::TempDir,
        main: PathBuf,
        path: PathBuf,
    }

    impl Folder {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let (main, path) = (dir.path().join("w.db"), dir.path().join("w.db-lock"));
            fs::write(&main, "main").unwrap();
            Self { dir, main, path }
        }

        fn companion(&self) -> Companion<'_> {
            Companion { path: &self.path, main: &self.main }
        }

        fn precious(&self) -> PathBuf {
            let path = self.dir.path().join("precious");
            fs::write(&path, "precious").unwrap();
            path
        }
    }

    #[test]
    fn a_companion_is_made_for_its_owner_alone_and_opened_again() {
        let folder = Folder::new();
        assert!(folder.companion().open().unwrap().is_none());
        drop(folder.companion().open_or_create().unwrap());
        assert_eq!(fs::metadata(&folder.path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(folder.companion().open_to_read().unwrap().is_some());
    }

    #[test]
    fn a_link_is_not_followed_wherever_it_leads() {
        let folder = Folder::new();
        for target in [folder.precious(), folder.dir.path().join("nowhere")] {
            symlink(&target, &folder.path).unwrap();
            assert!(matches!(folder.companion().open_or_create(), Err(CompanionError::Link)));
            assert!(matches!(folder.companion().open_to_read(), Err(CompanionError::Link)));
            fs::remove_file(&folder.path).unwrap();
        }
        assert!(!folder.dir.path().join("nowhere").exists());
    }

    #[test]
    fn a_second_name_of_a_document_is_not_opened() {
        let folder = Folder::new();
        fs::hard_link(folder.precious(), &folder.path).unwrap();
        assert!(matches!(folder.companion().open_or_create(), Err(CompanionError::SeveralNames)));
    }

    #[test]
    fn a_pipe_and_a_folder_are_refused_without_waiting() {
        let folder = Folder::new();
        fs::create_dir(&folder.path).unwrap();
        assert!(matches!(folder.companion().open_or_create(), Err(CompanionError::NotRegular)));
        fs::remove_dir(&folder.path).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &folder.path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        assert!(matches!(folder.companion().open_or_create(), Err(CompanionError::NotRegular)));
    }
}
