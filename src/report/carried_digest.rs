//! The SHA-256 that an output carries as an extended attribute, so that every workspace knows a file of ours by itself.
//!
//! One list may be imported into several workspaces, night after night. What one of them remembers of the files beside the
//! list is out of date when the next has replaced them. The attribute travels with the file: an editor that saves in place
//! leaves it, and it fits the content no more; one that saves a new file leaves it out.

use std::fs::File;

use crate::model::FileDigest;

/// The digest in hexadecimal, as `sha256sum` writes it: `getfattr -n user.contacts.sha256 leads.results.csv`.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
const NAME: &str = "user.contacts.sha256";

/// Lets a file carry the digest of its bytes. Where the file system keeps no attributes (FAT, NFS before 4.2) it carries
/// none, and what the workspace remembers must do.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn attach(file: &File, written: &FileDigest) {
    let _ = rustix::fs::fsetxattr(file, NAME, written.digest.as_bytes(), rustix::fs::XattrFlags::empty());
}

/// The digest that a file carries; `None` where it carries none, or something else.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn of(file: &File) -> Option<String> {
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
