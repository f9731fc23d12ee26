use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::NotifyError;

/// No password is longer; a longer file is not one of a password.
const MAX_PASSWORD_BYTES: u64 = 4096;

/// Where the password for the mail server comes from. It is never in the workspace.
#[derive(Clone)]
pub enum Password {
    /// From the environment.
    Inline(String),
    /// The first line of a file that its owner alone can read.
    File(PathBuf),
}

impl Password {
    /// Whether it could be read.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that begins with the file.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Inline(_) => Ok(()),
            Self::File(path) => read(path).map(drop),
        }
    }

    /// The password itself.
    pub(super) fn read(&self) -> Result<String, NotifyError> {
        match self {
            Self::Inline(password) => Ok(password.clone()),
            Self::File(path) => read(path).map_err(|problem| NotifyError::PasswordFile { path: path.clone(), problem }),
        }
    }
}

impl fmt::Debug for Password {
    /// Without the password, which must not come into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(_) => f.write_str("Given(…)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("is no regular file".to_owned());
    }
    let file = File::open(path).map_err(unreadable)?;
    check_private(&file.metadata().map_err(unreadable)?)?;
    let mut text = String::new();
    file.take(MAX_PASSWORD_BYTES).read_to_string(&mut text).map_err(unreadable)?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(password.to_owned()),
        _ => Err("is empty".to_owned()),
    }
}

/// The file must be the user's own, and closed to everybody else.
#[cfg(unix)]
fn check_private(metadata: &std::fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;
    if metadata.mode() & 0o077 != 0 {
        return Err(format!("can be read by others: its mode is {:o}", metadata.mode() & 0o777));
    }
    // This process's own entry belongs to its user; where there is no /proc, only root opens a closed file of others.
    match std::fs::metadata("/proc/self") {
        Ok(own) if own.uid() != metadata.uid() => Err("belongs to somebody else".to_owned()),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn check_private(_metadata: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}
