//! Owners of files.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Owner of a file: user and group ID; empty where the system has no owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    #[cfg(unix)]
    user: u32,
    #[cfg(unix)]
    group: u32,
}

#[cfg(unix)]
impl Owner {
    /// Returns the owner that the metadata name.
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self { user: metadata.uid(), group: metadata.gid() }
    }

    /// Returns true if it is the effective user of this process.
    pub fn is_own_user(self) -> bool {
        self.user == own_user()
    }

    /// Returns true if both are the same user.
    pub fn is_same_user(self, other: Self) -> bool {
        self.user == other.user
    }

    /// Gives a file to this owner, which only root can do; a file that another user creates stays that user's. A file
    /// of root's stays root's where the file system lets no file be given away (a network share), or where there is no
    /// such user (root of a container).
    ///
    /// # Errors
    /// Whatever the system reports.
    pub fn take_over(self, file: &File) -> io::Result<()> {
        if own_user() != 0 || Self::of(&file.metadata()?) == self {
            return Ok(());
        }
        match std::os::unix::fs::fchown(file, Some(self.user), Some(self.group)) {
            Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput) => {
                Ok(())
            }
            taken => taken,
        }
    }

    /// Returns `user 1000`, for a message.
    pub fn describe(self) -> String {
        format!("user {}", self.user)
    }
}

/// Gives a file to the owner of the main file next to it, if root created it: the work of root for a user must not lock
/// that user out.
///
/// # Errors
/// Whatever the system reports.
pub fn give_to_owner_of(main: &Path, file: &File) -> io::Result<()> {
    match fs::metadata(main) {
        Ok(main) => Owner::of(&main).take_over(file),
        Err(_) => Ok(()), // Nothing is there whose owner could be locked out.
    }
}

/// Creates a file that only its owner can read and write, opened for both.
///
/// # Errors
/// When anything has that name, a link included: `O_EXCL` follows none (POSIX, `open`). Or when it cannot be created.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Creates a folder that only its owner can enter, and its missing parents. A folder that root creates belongs to the
/// owner of its parent, such as a user's home.
///
/// # Errors
/// Whatever the system reports.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    make_private_folder(above)?;
    #[cfg_attr(not(unix), allow(unused_mut, reason = "there is no mode to set"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    // Another process may have created the folder since the check above.
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) if above.as_os_str().is_empty() => Ok(()),
        Ok(()) => give_folder_to_owner_of(above, folder),
    }
}

#[cfg(unix)]
fn give_folder_to_owner_of(above: &Path, folder: &Path) -> io::Result<()> {
    give_to_owner_of(above, &File::open(folder)?)
}

/// Returns the effective user ID of this process.
#[cfg(unix)]
pub fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn give_folder_to_owner_of(_above: &Path, _folder: &Path) -> io::Result<()> {
    Ok(()) // Without owners there is nothing to give, and Windows opens no folder as a file.
}

#[cfg(not(unix))]
impl Owner {
    /// Returns the owner that the metadata name.
    pub fn of(_metadata: &Metadata) -> Self {
        Self {}
    }

    /// Returns true if it is the effective user of this process.
    pub fn is_own_user(self) -> bool {
        true
    }

    /// Returns true if both are the same user.
    pub fn is_same_user(self, _other: Self) -> bool {
        true
    }

    /// Gives a file to this owner.
    ///
    /// # Errors
    /// None where there are no owners.
    pub fn take_over(self, _file: &File) -> io::Result<()> {
        Ok(())
    }

    /// Returns a description for a message.
    pub fn describe(self) -> String {
        "another user".to_owned()
    }
}

/// Returns the effective user ID of this process.
#[cfg(not(unix))]
pub fn own_user() -> u32 {
    0
}
