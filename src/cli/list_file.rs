//! The file of a list as it was typed, checked before anything is made for it.

use std::path::Path;

use super::error::CliError;
use crate::source::{SourceError, check_exists};

/// Folders whose names stand for files that this process has open.
const OPEN_FILES: [&str; 3] = ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"];

/// Checks that the file of a list is there, and has a folder for what is written beside it.
///
/// # Errors
/// [`SourceError::NotFound`]; [`SourceError::NotAFile`] for a name of standard input, which `import -` reads.
pub(super) fn check_list_file(path: &Path) -> Result<(), CliError> {
    check_exists(path)?;
    if path == Path::new("/dev/stdin")
        || path.parent().is_some_and(|folder| OPEN_FILES.iter().any(|it| folder == Path::new(it)))
    {
        return Err(SourceError::NotAFile { path: path.to_owned(), what: "an open file of this process" }.into());
    }
    Ok(())
}
