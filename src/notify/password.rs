//! The password for the mail server, from the environment or from a private file.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

#[cfg(feature = "mail")]
use super::NotifyError;
#[cfg(unix)]
use crate::files::own_user;

/// Maximum length of a password, in bytes; a longer file is not a password file.
const MAX_PASSWORD_BYTES: u64 = 4096;

/// Source of the password for the mail server. The password is never in the workspace.
#[derive(Clone)]
pub enum Password {
    /// From the environment.
    Inline(String),
    /// The first line of a file that its owner alone can read.
    File(PathBuf),
}

impl Password {
    /// Checks that the password can be read.
    ///
    /// # Errors
    /// The problem, as the end of a sentence that begins with the file.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Inline(_) => Ok(()),
            Self::File(path) => read(path).map(drop),
        }
    }

    /// Reads the password.
    #[cfg(feature = "mail")]
    pub(super) fn read(&self) -> Result<String, NotifyError> {
        match self {
            Self::Inline(password) => Ok(password.clone()),
            Self::File(path) => read(path).map_err(|problem| NotifyError::PasswordFile { path: path.clone(), problem }),
        }
    }
}

impl fmt::Debug for Password {
    /// Omits the password, which must not get into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(_) => f.write_str("Inline(…)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    // Checked before the open: opening a pipe would wait for its writer.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("is no regular file".to_owned());
    }
    let file = File::open(path).map_err(unreadable)?;
    // Checked on the open file, so that no other file can be swapped in between check and read.
    check_private(&file.metadata().map_err(unreadable)?)?;
    let mut text = String::new();
    file.take(MAX_PASSWORD_BYTES).read_to_string(&mut text).map_err(unreadable)?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(password.to_owned()),
        _ => Err("is empty".to_owned()),
    }
}

/// Checks that the file belongs to the user and is closed to all others.
#[cfg(unix)]
fn check_private(metadata: &std::fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;
    if metadata.mode() & 0o077 != 0 {
        return Err(format!("can be read by others: its mode is {:o}", metadata.mode() & 0o777));
    }
    if metadata.uid() != own_user() {
        return Err("belongs to somebody else".to_owned());
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_metadata: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}
