//! Origin of the files at the paths of outputs: written by this tool, by another program, or edited since.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};

use super::atomic::Hasher;
use super::{ReportError, carried_digest};
use crate::model::{FileDigest, OutputKind};

/// Delimiters that a source is found to have. Where no digest shows that a file is this tool's, its header is read by these
/// alone: with a blank for a delimiter, a text that ends with `Error` would be one.
const FOUND_DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Maximum length of a header that is examined, in bytes; a file with a longer one is not an output of this tool.
const MAX_HEADER: u64 = 1 << 20;

/// State of the file at an output's path, from its metadata alone: it changes with every change of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExistingFile(Option<Marks>);

#[cfg(unix)]
type Marks = [i64; 6];
#[cfg(not(unix))]
type Marks = (u64, Option<std::time::SystemTime>);

impl ExistingFile {
    /// Returns the state at `path` now. A missing file and one without readable metadata are the same.
    pub fn at(path: &Path) -> Self {
        Self(fs::symlink_metadata(path).ok().map(|metadata| marks(&metadata)))
    }

    /// Returns true if nothing exists there.
    pub fn is_nothing(&self) -> bool {
        self.0.is_none()
    }
}

#[cfg(unix)]
fn marks(metadata: &Metadata) -> Marks {
    use std::os::unix::fs::MetadataExt as _;
    let (device, inode) = (metadata.dev().cast_signed(), metadata.ino().cast_signed());
    // A program can set the time of the last write (mtime), but not that of the last change (ctime).
    [device, inode, metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()]
}

#[cfg(not(unix))]
fn marks(metadata: &Metadata) -> Marks {
    (metadata.len(), metadata.modified().ok())
}

/// Checks that an output may be written at `path`: nothing exists there, or an unchanged file that this tool wrote.
///
/// A file counts as this tool's if it is a regular file whose header ends with this tool's columns. It must still hold,
/// byte for byte, what this tool wrote: by the digest that it carries
/// ([`AtomicFile::create_output`](super::AtomicFile::create_output), for whichever workspace), or by one that is
/// `remembered` by this workspace or this user. Otherwise a person has edited it. Where none is known, the header decides.
/// A second hard link does not matter, because the file is never written into: under its other name it stays as it is.
///
/// # Errors
/// Why it may not be replaced, before anything was done.
pub fn check_replaceable(path: &Path, kind: OutputKind, remembered: &[String]) -> Result<(), ReportError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => check_generated(path, &metadata, kind, remembered),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ReportError::unreadable(path, error)),
    }
}

/// Removes the errors file of an earlier import, so that it is not mistaken for this one's. A file of other origin, or
/// one that was edited, stays. Returns true if a file was removed.
///
/// # Errors
/// [`ReportError::Unwritable`] when it is this tool's file and cannot be removed.
pub fn remove_stale_errors(path: &Path, remembered: &[String]) -> Result<bool, ReportError> {
    let is_ours = fs::symlink_metadata(path)
        .is_ok_and(|metadata| check_generated(path, &metadata, OutputKind::Errors, remembered).is_ok());
    if is_ours {
        fs::remove_file(path).map_err(|error| ReportError::unwritable(path, error))?;
    }
    Ok(is_ours)
}

fn check_generated(
    path: &Path,
    metadata: &Metadata,
    kind: OutputKind,
    remembered: &[String],
) -> Result<(), ReportError> {
    let unreadable = |error| ReportError::unreadable(path, error);
    if metadata.is_symlink() {
        return Err(ReportError::IsALink { path: path.to_owned() });
    }
    if !metadata.is_file() {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    let is_as_written = is_as_written(path, remembered).map_err(unreadable)?;
    let has_header = if is_as_written == Some(true) {
        has_generated_header(path, kind, 0..0x80)
    } else {
        has_generated_header(path, kind, FOUND_DELIMITERS)
    };
    match (has_header.map_err(unreadable)?, is_as_written) {
        (true, None | Some(true)) => Ok(()),
        (true, Some(false)) => Err(ReportError::Changed { path: path.to_owned() }),
        (false, _) => Err(ReportError::NotOurs { path: path.to_owned() }),
    }
}

/// Returns true if a file holds, byte for byte, what this tool wrote; `None` if no digest of it is known.
fn is_as_written(path: &Path, remembered: &[String]) -> io::Result<Option<bool>> {
    let carried = carried_digest::of(&File::open(path)?);
    let known: Vec<&String> = carried.iter().chain(remembered).collect();
    if known.is_empty() {
        return Ok(None);
    }
    // One digest suffices: the workspace's is stale once another one has written the file, or it was restored itself, and
    // the carried one is missing where the file system has no attributes.
    Ok(Some(known.contains(&&digest_of(path)?.digest)))
}

fn has_generated_header(path: &Path, kind: OutputKind, delimiters: impl IntoIterator<Item = u8>) -> io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(MAX_HEADER).read_to_end(&mut beginning)?;
    Ok(delimiters.into_iter().any(|delimiter| header_ends_with(&beginning, delimiter, kind.generated_columns())))
}

// csv, not a plain split: a header in quotes may hold delimiters and line ends.
fn header_ends_with(beginning: &[u8], delimiter: u8, columns: &[&str]) -> bool {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(beginning);
    let mut header = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut header).unwrap_or(false);
    let own = header.iter().skip(header.len().saturating_sub(columns.len()));
    is_read && own.eq(columns.iter().map(|column| column.as_bytes()))
}

/// Returns size and digest of a regular file.
///
/// # Errors
/// Whatever the system reports; [`io::ErrorKind::InvalidInput`] for anything but a regular file.
pub fn digest_of(path: &Path) -> io::Result<FileDigest> {
    // A pipe or a device would never end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut file = File::open(path)?;
    let mut digest = Hasher::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        match buffer.get(..read) {
            Some(bytes @ [_, ..]) => digest.update(bytes),
            _ => return Ok(digest.finish()),
        }
    }
}

#[cfg(test)]
mod tests;
