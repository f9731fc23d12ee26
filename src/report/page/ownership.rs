//! Recognition of pages that this tool wrote, by their first lines and the digest at their end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::super::ReportError;
use super::super::atomic::Hasher;
use crate::model::FileDigest;

/// First lines of a page. The doctype comes first, because browsers expect it there.
pub(super) const PREFIX: &str = "<!doctype html>\n<!-- Written by contacts. -->\n";

/// Digest comment at the end: the SHA-256 of everything before it.
const DIGEST_OPEN: &str = "<!-- sha-256 ";
const DIGEST_CLOSE: &str = " -->\n";

/// Maximum size of a page, in bytes; a larger file is not one.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// Checks that a page may be written at `path`: nothing exists there, or an unchanged page that this tool wrote. The
/// page itself shows that, whichever workspace it is from.
///
/// # Errors
/// The reason why it may not be replaced; [`ReportError::WithoutPages`].
pub fn check_page_replaceable(path: &Path) -> Result<(), ReportError> {
    if !cfg!(feature = "pages") {
        return Err(ReportError::WithoutPages);
    }
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ReportError::unreadable(path, error)),
    };
    if metadata.is_symlink() {
        return Err(ReportError::IsALink { path: path.to_owned() });
    }
    if !metadata.is_file() || metadata.len() > MAX_PAGE_BYTES {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    let mut page = Vec::new();
    // Bounded again: the file may grow after the check of its size.
    let read = File::open(path).and_then(|file| file.take(MAX_PAGE_BYTES).read_to_end(&mut page));
    read.map_err(|error| ReportError::unreadable(path, error))?;
    if !page.starts_with(PREFIX.as_bytes()) {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    if has_valid_digest(&page) { Ok(()) } else { Err(ReportError::Changed { path: path.to_owned() }) }
}

/// Returns the digest comment that ends a page.
pub(super) fn seal(page: &FileDigest) -> String {
    format!("{DIGEST_OPEN}{}{DIGEST_CLOSE}", page.digest)
}

fn has_valid_digest(page: &[u8]) -> bool {
    let length = DIGEST_OPEN.len() + 64 + DIGEST_CLOSE.len();
    let parts = page.len().checked_sub(length).and_then(|at| page.split_at_checked(at));
    parts.is_some_and(|(page, end)| end == seal(&digest(page)).as_bytes())
}

fn digest(page: &[u8]) -> FileDigest {
    let mut digest = Hasher::default();
    digest.update(page);
    digest.finish()
}

#[cfg(test)]
#[cfg(not(feature = "pages"))]
mod tests {
    use super::*;

    #[test]
    fn a_lean_program_refuses_a_page_before_anything_is_done() {
        let error = check_page_replaceable(Path::new("/nonexistent/page.html")).unwrap_err();
        assert_eq!(
            (error.code(), error.to_string().as_str()),
            ("built-without-pages", "this program was built without pages")
        );
    }
}
