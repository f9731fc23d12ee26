//! A list that comes through a pipe (`import -`, spec section 2.8).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::files::{SpoolError, spool_stdin};
use crate::model::{Cancel, Interrupted, Note};
use crate::source::SourceError;

/// A list that was read from standard input, in a private file without a name.
#[derive(Debug)]
pub struct PipedList {
    pub(super) name: PathBuf,
    pub(super) file: File,
}

impl PipedList {
    /// Returns a note if the last line has no line end: nothing else shows that the program before the pipe broke off within a
    /// row.
    pub(super) fn open_end(&self) -> Option<Note> {
        let (mut file, mut end) = (&self.file, Vec::new());
        // Two bytes: a line end of UTF-16 has so many. A file that cannot be read is refused when it is opened.
        let size = file.seek(SeekFrom::End(0)).ok()?;
        file.seek(SeekFrom::Start(size.saturating_sub(2))).ok()?;
        file.read_to_end(&mut end).ok()?;
        let is_ended = end.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        let message =
            "the last line has no line end: if the program before the pipe broke off, its last row is cut short";
        (!is_ended && !end.is_empty()).then(|| Note::info("piped-without-end", message))
    }

    /// Reads standard input into a file in `folder`, to its end, or until it is as large as a source may not be. `name` is
    /// the one under which the history and the results know the list.
    ///
    /// # Errors
    /// [`SourceError::Unreadable`], [`SourceError::NotKept`], or the user cancelled.
    pub fn read(name: PathBuf, folder: &Path, max_file_size: u64, cancel: &Cancel) -> Result<Self, SourceError> {
        match spool_stdin(folder, max_file_size, || cancel.requested()) {
            Ok(Some(file)) => Ok(Self { name, file }),
            Ok(None) => Err(Interrupted.into()),
            Err(SpoolError::Unreadable(reason)) => Err(SourceError::Unreadable { path: name, reason }),
            Err(SpoolError::Unwritable(reason)) => Err(SourceError::NotKept { folder: folder.to_owned(), reason }),
        }
    }
}

/// Where a source comes from.
#[derive(Debug, Clone, Copy)]
pub enum SourceInput<'a> {
    /// A file at this path.
    File(&'a Path),
    /// Standard input, which was read.
    Piped(&'a PipedList),
}

impl<'a> From<&'a Path> for SourceInput<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File(path)
    }
}

impl<'a> SourceInput<'a> {
    /// Returns a note if the list came through a pipe and may have been cut off.
    pub(in crate::source) fn open_end(self) -> Option<Note> {
        match self {
            Self::File(_) => None,
            Self::Piped(list) => list.open_end(),
        }
    }

    /// Returns the path of the file, or the name of the piped list.
    pub fn path(self) -> &'a Path {
        match self {
            Self::File(path) => path,
            Self::Piped(list) => &list.name,
        }
    }
}
