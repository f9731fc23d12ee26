//! Whose the files are that stand where outputs go: ours, another program's, or ours and edited since.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};

use super::atomic::Hasher;
use super::{ReportError, carried_digest};
use crate::model::FileDigest;

/// Any source's delimiter may be that of an output.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// A header of more bytes is not looked at: the file is somebody else's.
const MAX_HEADER: u64 = 1 << 20;

/// Which of the files beside the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// `NAME.results.csv`.
    Results,
    /// `NAME.errors.csv`.
    Errors,
}

impl OutputKind {
    /// The headers of the columns that this tool adds after those of the source.
    pub fn generated_columns(self) -> &'static [&'static str] {
        match self {
            Self::Results => &["Import Status", "Errors"],
            Self::Errors => &["Error"],
        }
    }
}

/// What stands at an output's place, as the system tells it without reading it: it changes with every change of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExistingFile(Option<Marks>);

#[cfg(unix)]
type Marks = [i64; 6];
#[cfg(not(unix))]
type Marks = (u64, Option<std::time::SystemTime>);

impl ExistingFile {
    /// What stands at `path` now. Nothing, and what the system does not tell of, are the same.
    pub fn at(path: &Path) -> Self {
        Self(fs::symlink_metadata(path).ok().map(|metadata| marks(&metadata)))
    }

    /// Whether nothing stands there.
    pub fn is_nothing(&self) -> bool {
        self.0.is_none()
    }
}

#[cfg(unix)]
fn marks(metadata: &Metadata) -> Marks {
    use std::os::unix::fs::MetadataExt as _;
    let (device, inode) = (metadata.dev().cast_signed(), metadata.ino().cast_signed());
    // The time of the last change (ctime) cannot be set by a program, as that of the last write (mtime) can.
    [device, inode, metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()]
}

#[cfg(not(unix))]
fn marks(metadata: &Metadata) -> Marks {
    (metadata.len(), metadata.modified().ok())
}

/// Makes sure that an output may be written at `path`: nothing stands there, or a file that this tool wrote.
///
/// Ours is a regular file whose header ends with this tool's columns. It must still hold, byte for byte, what this tool
/// wrote: what it says itself ([`AtomicFile::create_output`](super::AtomicFile::create_output), whichever workspace it was
/// for), or what this workspace `remembers`. Otherwise somebody worked in it. Where neither is known the header decides. A
/// second hard link does not matter, because the file is never written into: under its other name it stays as it is.
///
/// # Errors
/// Why it may not be replaced, before anything was done.
pub fn check_replaceable(path: &Path, kind: OutputKind, remembered: Option<&FileDigest>) -> Result<(), ReportError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => check_generated(path, &metadata, kind, remembered),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ReportError::unreadable(path, error)),
    }
}

/// Removes the errors file of an earlier import, so that it is not taken for this one's. A file that is not ours, or
/// that somebody worked in, stays. Tells whether one was removed.
///
/// # Errors
/// [`ReportError::Unwritable`] when it is ours and cannot be removed.
pub fn remove_stale_errors(path: &Path, remembered: Option<&FileDigest>) -> Result<bool, ReportError> {
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
    remembered: Option<&FileDigest>,
) -> Result<(), ReportError> {
    let unreadable = |error| ReportError::unreadable(path, error);
    if metadata.is_symlink() {
        return Err(ReportError::IsALink { path: path.to_owned() });
    }
    if !metadata.is_file() || !has_generated_header(path, kind).map_err(unreadable)? {
        return Err(ReportError::NotOurs { path: path.to_owned() });
    }
    if is_as_written(path, remembered).map_err(unreadable)? {
        Ok(())
    } else {
        Err(ReportError::Changed { path: path.to_owned() })
    }
}

/// Whether a file of ours holds what this tool wrote, as far as anything is known of that.
fn is_as_written(path: &Path, remembered: Option<&FileDigest>) -> io::Result<bool> {
    let carried = carried_digest::of(&File::open(path)?);
    let known: Vec<&str> =
        carried.iter().chain(remembered.map(|written| &written.digest)).map(String::as_str).collect();
    Ok(known.is_empty() || known.contains(&digest_of(path)?.digest.as_str()))
}

fn has_generated_header(path: &Path, kind: OutputKind) -> io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(MAX_HEADER).read_to_end(&mut beginning)?;
    Ok(DELIMITERS.into_iter().any(|delimiter| header_ends_with(&beginning, delimiter, kind.generated_columns())))
}

fn header_ends_with(beginning: &[u8], delimiter: u8, columns: &[&str]) -> bool {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(beginning);
    let mut header = ByteRecord::new();
    let is_read = reader.read_byte_record(&mut header).unwrap_or(false);
    let own = header.iter().skip(header.len().saturating_sub(columns.len()));
    is_read && own.eq(columns.iter().map(|column| column.as_bytes()))
}

/// Size and digest of a regular file.
///
/// # Errors
/// As the system says; [`io::ErrorKind::InvalidInput`] for what is no regular file.
pub fn digest_of(path: &Path) -> io::Result<FileDigest> {
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
