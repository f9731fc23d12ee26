//! The file of an export of changes, which the next one may replace while nobody has edited it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::table::CHANGE;
use crate::model::FileDigest;
use crate::report::{ReportError, digest_of};

/// Beginnings of such a file: the header of the CSV, or a line of JSON.
const BEGINNINGS: [&str; 3] = [CHANGE, "\"Change\"", "{\"change\":"];

/// Checks that nothing stands at `path`, or what the last export of changes of this workspace left there, byte for byte.
///
/// # Errors
/// Why it may not be replaced, before anything was done.
pub fn check_changes_replaceable(path: &Path, remembered: Option<&FileDigest>) -> Result<(), ReportError> {
    let owned = || path.to_owned();
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ReportError::unreadable(path, error)),
    };
    if metadata.is_symlink() {
        return Err(ReportError::IsALink { path: owned() });
    }
    let unreadable = |error| ReportError::unreadable(path, error);
    match remembered {
        Some(written) if metadata.is_file() && begins_as_changes(path).map_err(unreadable)? => {
            let is_as_written = digest_of(path).map_err(unreadable)?.digest == written.digest;
            if is_as_written { Ok(()) } else { Err(ReportError::Changed { path: owned() }) }
        }
        _ => Err(ReportError::NotOurs { path: owned() }),
    }
}

/// Returns true for an empty file too: JSON Lines of no changes.
fn begins_as_changes(path: &Path) -> io::Result<bool> {
    let longest = BEGINNINGS.iter().map(|beginning| beginning.len()).max().unwrap_or_default();
    let mut beginning = Vec::new();
    File::open(path)?.take(longest as u64).read_to_end(&mut beginning)?;
    Ok(beginning.is_empty() || BEGINNINGS.iter().any(|known| beginning.starts_with(known.as_bytes())))
}
