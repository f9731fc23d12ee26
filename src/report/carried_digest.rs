//! The SHA-256 that an output file carries as an extended attribute, so that every workspace recognises it.
//!
//! One list may be imported into several workspaces, night after night. What one of them stores about the files next to
//! the list is out of date when the next has replaced them. The attribute travels with the file: an editor that saves
//! in place leaves it, and it no longer fits the content; one that saves a new file drops it.

use std::fs::File;

use crate::model::FileDigest;

/// Name of the attribute; its value is hexadecimal, as `sha256sum` writes it: `getfattr -n user.contacts.sha256
/// leads.results.csv`.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
const NAME: &str = "user.contacts.sha256";

/// Attaches the digest to a file. Where the file system has no attributes (FAT, NFS before 4.2) the file carries none,
/// and the digest that the workspace stored must suffice.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn attach(file: &File, written: &FileDigest) {
    let _ = rustix::fs::fsetxattr(file, NAME, written.digest.as_bytes(), rustix::fs::XattrFlags::empty());
}

/// Returns the digest that a file carries; `None` if it carries none or something else.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn of(file: &File) -> Option<String> {
    // As long as SHA-256 in hexadecimal; of a longer attribute the system returns ERANGE, and it is not ours.
    let mut digest = [0; 64];
    let length = rustix::fs::fgetxattr(file, NAME, &mut digest).ok()?;
    String::from_utf8(digest.get(..length)?.to_vec()).ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn attach(_file: &File, _written: &FileDigest) {}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn of(_file: &File) -> Option<String> {
    None
}
