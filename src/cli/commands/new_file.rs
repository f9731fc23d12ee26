use std::path::Path;

use crate::cli::error::Failure;
use crate::report::AtomicFile;

/// What to do where a file can not be made.
pub(super) const ELSEWHERE: &str =
    "make sure that its folder exists and that you may write to it, or name another file";

/// Begins a file that must not exist yet: nothing of the user's is overwritten.
pub(super) fn create(path: &Path) -> Result<AtomicFile, Failure> {
    check_free(path)?;
    AtomicFile::create(path).map_err(|error| Failure::from(error).with_hint(ELSEWHERE))
}

/// Makes sure that nothing has the name, not even a link that leads nowhere.
pub(super) fn check_free(path: &Path) -> Result<(), Failure> {
    if std::fs::symlink_metadata(path).is_ok() { Err(taken(path)) } else { Ok(()) }
}

/// Something has the name.
pub(super) fn taken(path: &Path) -> Failure {
    Failure::refused("file-exists", format!("{} exists already", path.display()))
        .with_hint("name another file, or move that one away")
}
