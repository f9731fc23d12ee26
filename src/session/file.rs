//! Reads and writes the manifest file beside a source: only regular files, only what was read is replaced.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::signature::{FORMAT, FormatMark, VERSION, VersionMark, signed};
use super::{Manifest, SessionError};
use crate::files::{Companion, CompanionError};
use crate::model::WorkspaceIdentity;
use crate::report::{AtomicFile, check_output_name, lock_folder, remove_orphaned_temps};

/// Maximum size of a manifest in bytes. It names each column twice, and JSON writes some characters as six: only headers of
/// ten megabytes and more may need a larger one.
const MAX_SIZE: u64 = 64 << 20;

/// Content of the manifest file when it was last read or written; any other content is not overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileVersion(Option<[u8; 32]>);

impl FileVersion {
    fn of(bytes: Option<&[u8]>) -> Self {
        Self(bytes.map(|bytes| Sha256::digest(bytes).into()))
    }
}

/// Returns the path of a source's manifest: `lists/leads.csv` has `lists/leads.csv.import.json`.
pub fn manifest_path(source: &Path) -> PathBuf {
    let mut path = source.as_os_str().to_owned();
    // Appended to the whole name: `leads.csv` and `leads.txt` need a manifest each.
    path.push(".import.json");
    path.into()
}

/// Returns the source of a manifest path, if it is one: the inverse of [`manifest_path`].
pub fn source_of_manifest(manifest: &Path) -> Option<PathBuf> {
    let is_named_so = manifest.extension()? == "json" && Path::new(manifest.file_stem()?).extension()? == "import";
    is_named_so.then(|| manifest.with_extension("").with_extension(""))
}

/// Reads the manifest beside a source, if there is one, and the version of the file for [`write()`].
///
/// # Errors
/// [`SessionError::OtherUser`], or another error if the file there is not a manifest that this tool sealed for this workspace.
/// It is left unchanged.
pub fn read(source: &Path, workspace: &WorkspaceIdentity) -> Result<(Option<Manifest>, FileVersion), SessionError> {
    let path = manifest_path(source);
    let bytes = bytes_at(&path, source)?;
    let on_disk = FileVersion::of(bytes.as_deref());
    let manifest = bytes.map(|bytes| parse(&path, &bytes, workspace)).transpose()?;
    Ok((manifest, on_disk))
}

/// Writes the manifest beside a source, readable by its owner alone, whole and synced to disk on return. Returns the
/// new version of the file.
///
/// # Errors
/// [`SessionError::ChangedMeanwhile`] if the file there is not the expected version, [`SessionError::TooLarge`] if it could
/// not be read again; it is left unchanged.
pub fn write(
    source: &Path,
    manifest: &Manifest,
    workspace: &WorkspaceIdentity,
    expected: &FileVersion,
) -> Result<FileVersion, SessionError> {
    let path = manifest_path(source);
    check_output_name(&path)?;
    let bytes = signed(manifest, workspace)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(SessionError::TooLarge { path });
    }
    // Written and synced before the lock is taken, so that others wait for a rename only.
    let mut file = AtomicFile::create(&path)?.for_owner_of(source)?;
    file.append(&bytes)?;
    let file = file.finish_staging()?;
    // Held from the comparison to the rename: of two commands at once only one may find the version it expects.
    let _lock = path.parent().and_then(lock_folder);
    // Temporary files of killed processes are recognised by their seal.
    remove_orphaned_temps(&path, |leftover| {
        let bytes = bytes_at(leftover, source).ok().flatten();
        bytes.is_some_and(|bytes| parse(leftover, &bytes, workspace).is_ok())
    });
    if FileVersion::of(bytes_at(&path, source)?.as_deref()) != *expected {
        return Err(SessionError::ChangedMeanwhile { path });
    }
    file.publish()?;
    Ok(FileVersion::of(Some(&bytes)))
}

/// Returns the bytes of the manifest file; `None` if there is none or its name is too long for one.
fn bytes_at(path: &Path, source: &Path) -> Result<Option<Vec<u8>>, SessionError> {
    let unreadable = |cause| SessionError::Unreadable { path: path.to_owned(), cause };
    let file = match (Companion { path, main: source }).open_to_read() {
        Ok(Some(file)) => file,
        Ok(None) => return Ok(None),
        Err(CompanionError::Io(error)) if error.kind() == io::ErrorKind::InvalidFilename => return Ok(None),
        Err(error) => return Err(SessionError::not_opened(path, error)),
    };
    // Before its bytes are read, and after: it may grow meanwhile.
    check_size(path, file.metadata().map_err(unreadable)?.len())?;
    let mut bytes = Vec::new();
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    check_size(path, bytes.len() as u64)?;
    Ok(Some(bytes))
}

fn check_size(path: &Path, size: u64) -> Result<(), SessionError> {
    if size > MAX_SIZE {
        return Err(SessionError::Foreign { path: path.to_owned(), what: "it is larger than 64 MiB" });
    }
    Ok(())
}

fn parse(path: &Path, bytes: &[u8], workspace: &WorkspaceIdentity) -> Result<Manifest, SessionError> {
    // Format and version first: a newer version may differ in everything else, and that is no damage.
    check_format(path, bytes)?;
    check_version(path, bytes)?;
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| SessionError::damaged(path, &error))?;
    // Before the seal, which only the key of the manifest's own workspace can check.
    if manifest.workspace.id != workspace.id {
        return Err(SessionError::OtherWorkspace { path: path.to_owned(), workspace: manifest.workspace.path });
    }
    // Comparing all bytes also refuses edits that the parsed content does not show, such as another order of keys.
    if signed(&manifest, workspace)? != bytes {
        return Err(SessionError::Tampered { path: path.to_owned() });
    }
    Ok(manifest)
}

fn check_format(path: &Path, bytes: &[u8]) -> Result<(), SessionError> {
    match serde_json::from_slice::<FormatMark<'_>>(bytes) {
        Ok(FormatMark { format: FORMAT }) => Ok(()),
        // Broken syntax is damage; sound JSON without the mark belongs to another program.
        Err(error) if !error.is_data() => Err(SessionError::damaged(path, &error)),
        _ => Err(SessionError::Foreign { path: path.to_owned(), what: "it is JSON of another program" }),
    }
}

fn check_version(path: &Path, bytes: &[u8]) -> Result<(), SessionError> {
    let mark = serde_json::from_slice::<VersionMark>(bytes).map_err(|error| SessionError::damaged(path, &error))?;
    match mark.version {
        VERSION => Ok(()),
        version if version > VERSION => Err(SessionError::Newer { path: path.to_owned(), version }),
        // The first release wrote version 1, so a lower one is damage.
        _ => Err(SessionError::Damaged { path: path.to_owned(), detail: "its version is not known".to_owned() }),
    }
}
