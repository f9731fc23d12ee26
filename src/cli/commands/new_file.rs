use std::path::Path;

use crate::cli::error::Failure;
use crate::report::AtomicFile;

/// Begins a file that must not exist yet: nothing of the user's is overwritten.
pub(super) fn create(path: &Path) -> Result<AtomicFile, Failure> {
    if std::fs::symlink_metadata(path).is_ok() {
        let message = format!("{} exists already", path.display());
        return Err(Failure::refused("file-exists", message).with_hint("name another file, or move that one away"));
    }
    let elsewhere = "make sure that its folder exists and that you may write to it, or name another file";
    AtomicFile::create(path).map_err(|error| Failure::from(error).with_hint(elsewhere))
}
