//! The file of a list as it was typed, checked before anything is made for it.

use std::path::Path;

use super::error::CliError;
use crate::source::{SourceError, check_exists};

/// Checks that the file of a list exists, and that results can be written beside it.
///
/// # Errors
/// [`SourceError::NotFound`]; [`SourceError::NotAFile`] for a name of standard input, which `import -` reads.
pub(super) fn check_list_file(path: &Path) -> Result<(), CliError> {
    check_exists(path)?;
    if is_open_file(path) {
        return Err(SourceError::NotAFile { path: path.to_owned(), what: "an open file of this process" }.into());
    }
    Ok(())
}

/// Returns true for a name that stands for a file which this process has open, whatever its own name is.
#[cfg(unix)]
fn is_open_file(path: &Path) -> bool {
    const FOLDERS: [&str; 3] = ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"];
    path == Path::new("/dev/stdin") || FOLDERS.iter().any(|folder| path.parent() == Some(Path::new(folder)))
}

#[cfg(not(unix))]
fn is_open_file(_: &Path) -> bool {
    false
}
