//! The source as an open file: opened once, read only, regular (spec section 2.8).

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::model::Cancel;
use crate::source::{CHUNK_BYTES, PipedList, SourceError, SourceInput};

/// The open file of a source: opened once, read only, a regular file (spec section 2.8).
#[derive(Debug)]
pub(in crate::source) struct SourceFile {
    path: PathBuf,
    file: File,
    size: u64,
    is_piped: bool,
}

impl SourceFile {
    /// Opens the file, or what came through a pipe.
    pub(in crate::source) fn open(input: SourceInput<'_>) -> Result<Self, SourceError> {
        match input {
            SourceInput::File(path) => Self::at(path),
            SourceInput::Piped(list) => Self::of_piped(list),
        }
    }

    /// Checks the path before opening, because opening a pipe would wait for its writer, and the opened file again.
    fn at(path: &Path) -> Result<Self, SourceError> {
        let failed = |reason| cannot_open(path, reason);
        must_be_regular(path, fs::metadata(path).map_err(failed)?.file_type())?;
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        must_be_regular(path, metadata.file_type())?;
        Ok(Self { path: path.to_owned(), file, size: metadata.len(), is_piped: false })
    }

    fn of_piped(list: &PipedList) -> Result<Self, SourceError> {
        let failed = |reason| SourceError::Unreadable { path: list.name.clone(), reason };
        let file = list.file.try_clone().map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        Ok(Self { path: list.name.clone(), file, size, is_piped: true })
    }

    /// Returns true if it came through a pipe, so that its path is a name and no place.
    pub(in crate::source) fn is_piped(&self) -> bool {
        self.is_piped
    }

    pub(in crate::source) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the size in bytes when the file was opened.
    pub(in crate::source) fn size(&self) -> u64 {
        self.size
    }

    /// Seeks to the first byte.
    pub(in crate::source) fn rewind(&self) -> Result<(), SourceError> {
        (&self.file).seek(SeekFrom::Start(0)).map_err(|reason| self.failed(reason))?;
        Ok(())
    }

    /// Appends the next `want` bytes to the buffer and returns their number: fewer only at the end of the file.
    pub(in crate::source) fn read(&self, buffer: &mut Vec<u8>, want: usize) -> Result<usize, SourceError> {
        buffer.reserve(want);
        (&self.file).take(want as u64).read_to_end(buffer).map_err(|reason| self.failed(reason))
    }

    /// Calls `see` with the whole file, part by part; its second argument is true for the last part.
    pub(in crate::source) fn for_each_chunk(
        &self,
        cancel: &Cancel,
        mut see: impl FnMut(&[u8], bool),
    ) -> Result<(), SourceError> {
        self.rewind()?;
        let mut chunk = Vec::new();
        loop {
            cancel.check()?;
            chunk.clear();
            let last = self.read(&mut chunk, CHUNK_BYTES)? < CHUNK_BYTES;
            see(&chunk, last);
            if last {
                return Ok(());
            }
        }
    }

    fn failed(&self, reason: io::Error) -> SourceError {
        SourceError::Unreadable { path: self.path.clone(), reason }
    }
}

/// Checks that there is something at the path. Whether it can be read shows when it is opened.
///
/// # Errors
/// [`SourceError::NotFound`].
pub fn check_exists(path: &Path) -> Result<(), SourceError> {
    match fs::metadata(path) {
        Err(reason) if reason.kind() == ErrorKind::NotFound => Err(cannot_open(path, reason)),
        _ => Ok(()),
    }
}

fn cannot_open(path: &Path, reason: io::Error) -> SourceError {
    let path = path.to_owned();
    match reason.kind() {
        ErrorKind::NotFound => SourceError::NotFound { path },
        _ => SourceError::Unreadable { path, reason },
    }
}

fn must_be_regular(path: &Path, kind: FileType) -> Result<(), SourceError> {
    if kind.is_file() { Ok(()) } else { Err(SourceError::NotAFile { path: path.to_owned(), what: name_of(kind) }) }
}

fn name_of(kind: FileType) -> &'static str {
    if kind.is_dir() { "a directory" } else { name_of_special(kind) }
}

#[cfg(unix)]
fn name_of_special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn name_of_special(_: FileType) -> &'static str {
    "something else"
}
