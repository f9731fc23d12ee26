//! Writing of pages: atomically, over an older page and nothing else.

use std::path::Path;

use askama::Template;

use super::super::{AtomicFile, ExistingFile, ReportError, lock_folder, remove_orphaned_temps};
use super::ownership::{check_page_replaceable, seal};

/// Writes a page atomically, readable by its owner alone. It replaces an older page and nothing else.
///
/// # Errors
/// As [`check_page_replaceable`]; [`ReportError::Unwritable`].
pub(super) fn write(page: &impl Template, path: &Path) -> Result<(), ReportError> {
    // Taken before the check: where nothing existed then, a file that appears later is not replaced.
    let standing = ExistingFile::at(path);
    check_page_replaceable(path)?;
    let mut file = AtomicFile::create(path)?;
    Template::write_into(page, &mut file).map_err(|error| ReportError::unwritable(path, error))?;
    file.append(seal(&file.written_so_far()).as_bytes())?;
    let file = file.finish_staging()?;
    // Locked for the rename alone: the content is on disk already.
    let _lock = path.parent().and_then(lock_folder);
    remove_orphaned_temps(path, |leftover| check_page_replaceable(leftover).is_ok());
    file.publish_over(&standing)
}
