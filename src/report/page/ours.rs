use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::super::ReportError;
use super::super::atomic::Running;

/// What a page begins with. The doctype comes first, as browsers want it.
pub(super) const BEGINNING: &str = "<!doctype html>\n<!-- Written by contacts. -->\n";

/// The seal at the end: the SHA-256 of all that is before it.
const SEAL: &str = "<!-- sha-256 ";
const SEAL_END: &str = " -->\n";

/// No page gets so long.
const LONGEST: u64 = 64 << 20;

/// Whether a page may be written at `path`: nothing stands there, or a page that this tool wrote and nobody changed.
/// The page itself tells, so it does not matter which workspace it is of.
///
/// # Errors
/// Why it may not be replaced.
pub fn check_page_replaceable(path: &Path) -> Result<(), ReportError> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ReportError::unreadable(path, error)),
    };
    if metadata.is_symlink() {
        return Err(ReportError::IsALink { path: path.to_owned() });
    }
    if !metadata.is_file() || metadata.len() > LONGEST {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    let mut page = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut page));
    read.map_err(|error| ReportError::unreadable(path, error))?;
    if !page.starts_with(BEGINNING.as_bytes()) {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    if is_sealed(&page) { Ok(()) } else { Err(ReportError::Changed { path: path.to_owned() }) }
}

/// A page with its seal.
pub(super) fn sealed(page: String) -> String {
    let seal = seal(page.as_bytes());
    page + &seal
}

fn is_sealed(page: &[u8]) -> bool {
    let length = SEAL.len() + 64 + SEAL_END.len();
    let parts = page.len().checked_sub(length).and_then(|at| page.split_at_checked(at));
    parts.is_some_and(|(page, end)| end == seal(page).as_bytes())
}

fn seal(page: &[u8]) -> String {
    let mut digest = Running::default();
    digest.update(page);
    format!("{SEAL}{}{SEAL_END}", digest.finish().digest)
}
