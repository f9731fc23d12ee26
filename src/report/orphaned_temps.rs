//! Removal of temporary files that killed processes left: `atomic-write-file` names a file `.leads.results.csv.a1B2c3`
//! for an instant before it replaces another one.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::Path;

use super::digest_of;
use crate::model::FileDigest;

/// Number of random letters and digits at the end of the name.
const RANDOM: usize = 6;

/// Removes temporary files that were to become `path`. Only the content shows whether a file is ours, because other
/// programs use such names too (rsync). No file of a living process is hit: a process that names a file there holds the
/// folder's lock, or has not got so far.
pub fn remove_orphaned_temps(path: &Path, is_ours: impl Fn(&Path) -> bool) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_named_so(entry, name) && is_ours(&entry.path())) {
        let _ = fs::remove_file(entry.path()); // Whoever reads the folder may not write to it; the next one tries again.
    }
}

/// Removes the temporary files that were to become `path` and hold the bytes that were written.
pub fn remove_orphaned_temp(path: &Path, written: &FileDigest) {
    remove_orphaned_temps(path, |leftover| digest_of(leftover).is_ok_and(|digest| digest == *written));
}

fn is_named_so(entry: &DirEntry, name: &str) -> bool {
    let entry_name = entry.file_name();
    let random = entry_name.to_str().and_then(|entry| entry.strip_prefix('.')?.strip_prefix(name)?.strip_prefix('.'));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        // `DirEntry::file_type` does not follow links, so a planted link is no file.
        && entry.file_type().is_ok_and(|kind| kind.is_file())
}
