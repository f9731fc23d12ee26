//! Whose a file is.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// Who owns a file: the numbers of its user and group; nothing where the system knows no owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    #[cfg(unix)]
    user: u32,
    #[cfg(unix)]
    group: u32,
}

#[cfg(unix)]
impl Owner {
    /// The owner of what these facts are of.
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self { user: metadata.uid(), group: metadata.gid() }
    }

    /// Whether it is the user for whom this program acts.
    pub fn is_own_user(self) -> bool {
        self.user == own_user()
    }

    /// Whether both are of the same user.
    pub fn is_same_user(self, other: Self) -> bool {
        self.user == other.user
    }

    /// Gives a file to this owner, as root may. Anybody else makes files of their own, and they stay so; root's stay root's
    /// where the disk lets nobody give files away (a share of the network), or knows no such user (a container's root).
    ///
    /// # Errors
    /// As the system says.
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

    /// `user 1000`, for a message.
    pub fn describe(self) -> String {
        format!("user {}", self.user)
    }
}

/// Gives a file to the owner of another one, beside which it stands, where root makes it: what root does for somebody must
/// not lock them out.
///
/// # Errors
/// As the system says.
pub fn give_to_owner_of(main: &Path, file: &File) -> io::Result<()> {
    match fs::metadata(main) {
        Ok(main) => Owner::of(&main).take_over(file),
        Err(_) => Ok(()), // Nothing is there whose owner could be locked out.
    }
}

/// Makes a folder that its owner alone can look into, and those above it that are missing. What root makes belongs to the
/// owner of the folder in which it stands, such as a user's home.
///
/// # Errors
/// As the system says.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    make_private_folder(above)?;
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) if above.as_os_str().is_empty() => Ok(()),
        Ok(()) => give_to_owner_of(above, &File::open(folder)?),
    }
}

/// The number of the user for whom this program acts.
#[cfg(unix)]
pub fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
impl Owner {
    /// The owner of what these facts are of.
    pub fn of(_metadata: &Metadata) -> Self {
        Self {}
    }

    /// Whether it is the user for whom this program acts.
    pub fn is_own_user(self) -> bool {
        true
    }

    /// Whether both are of the same user.
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

    /// For a message.
    pub fn describe(self) -> String {
        "another user".to_owned()
    }
}

/// The number of the user for whom this program acts.
#[cfg(not(unix))]
pub fn own_user() -> u32 {
    0
}
