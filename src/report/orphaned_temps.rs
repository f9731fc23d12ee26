//! What killed processes leave of files that were about to replace another one: `atomic-write-file` gives each a name for
//! an instant, `.leads.results.csv.a1B2c3`.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::path::Path;

use super::digest_of;
use crate::model::FileDigest;

/// As many random letters and digits end the name.
const RANDOM: usize = 6;

/// Removes what was left of files that were to stand at `path`. Only its content tells whether a file is ours: other
/// programs give such names too (rsync). Whoever is about to name a file there holds the folder's lock, or is not yet so
/// far.
pub fn remove_orphaned_temps(path: &Path, is_ours: impl Fn(&Path) -> bool) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_named_so(entry, name) && is_ours(&entry.path())) {
        let _ = fs::remove_file(entry.path()); // Whoever reads the folder may not write to it; the next one tries again.
    }
}

/// The same of a file that is known by its bytes.
pub fn remove_leftover(path: &Path, written: &FileDigest) {
    remove_orphaned_temps(path, |leftover| digest_of(leftover).is_ok_and(|digest| digest == *written));
}

fn is_named_so(entry: &DirEntry, name: &str) -> bool {
    let entry_name = entry.file_name();
    let random = entry_name.to_str().and_then(|entry| entry.strip_prefix('.')?.strip_prefix(name)?.strip_prefix('.'));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && entry.file_type().is_ok_and(|kind| kind.is_file())
}
