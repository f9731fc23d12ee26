//! The header of a workspace file, read without SQLite, which would create `-wal` and `-shm` files beside it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::workspace::WorkspaceError;
use crate::workspace::schema::{APPLICATION_ID, SCHEMA_VERSION};

/// Returns true if a file is a workspace of a known version and as long as its header says.
pub(in crate::workspace) fn looks_complete(path: &Path) -> bool {
    check_file_type(path).is_ok()
}

/// Size of the header of a SQLite file, in bytes.
pub(in crate::workspace) const HEADER: usize = 100;

/// The header fields used here (SQLite file format, section 1.3).
struct Header {
    page_size: u64,
    pages: u64,
    user_version: i64,
    application_id: i32,
}

/// Recognises a workspace by its first bytes, without SQLite, which would create `-wal` and `-shm` files beside it.
pub(in crate::workspace) fn check_file_type(path: &Path) -> Result<(), WorkspaceError> {
    let metadata = fs::metadata(path).map_err(|error| WorkspaceError::io(path, error))?;
    let foreign = |what| WorkspaceError::Foreign { path: path.to_owned(), what };
    if !metadata.is_file() {
        return Err(foreign("not a regular file"));
    }
    if metadata.len() == 0 {
        return Err(WorkspaceError::Empty { path: path.to_owned() });
    }
    let header = read_header(path)?.ok_or_else(|| foreign("not a SQLite file"))?;
    if header.application_id != APPLICATION_ID {
        return Err(foreign("a SQLite file of another program"));
    }
    if header.user_version > SCHEMA_VERSION {
        let (version, known) = (header.user_version, SCHEMA_VERSION);
        return Err(WorkspaceError::Newer { path: path.to_owned(), version, known });
    }
    let expected = header.page_size * header.pages;
    // The log may hold the missing pages, so only a file without one is cut off for certain.
    if metadata.len() < expected && !has_log(path) {
        let detail = format!("it has {} bytes where it should have {expected}", metadata.len());
        return Err(WorkspaceError::Damaged { path: path.to_owned(), detail });
    }
    Ok(())
}

/// Reads the header; `None` if the file is not a SQLite file.
fn read_header(path: &Path) -> Result<Option<Header>, WorkspaceError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| WorkspaceError::io(path, error))?;
    file.take(HEADER as u64).read_to_end(&mut bytes).map_err(|error| WorkspaceError::io(path, error))?;
    Ok(parse_header(&bytes))
}

/// Returns true if these are the first bytes of a SQLite file made by this tool.
#[cfg(unix)] // What a killed process left is looked for on Unix alone.
pub(super) fn is_of_workspace(beginning: &[u8]) -> bool {
    parse_header(beginning).is_some_and(|header| header.application_id == APPLICATION_ID)
}

/// Parses a header: big-endian numbers at fixed offsets.
fn parse_header(bytes: &[u8]) -> Option<Header> {
    if bytes.len() < HEADER || !bytes.starts_with(b"SQLite format 3\0") {
        return None;
    }
    let word = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let header = bytes.first_chunk()?;
    Some(Header {
        page_size: page_size(header) as u64,
        pages: u64::from(word(28).cast_unsigned()),
        user_version: i64::from(word(60)),
        application_id: word(68),
    })
}

/// Returns the page size in bytes.
pub(in crate::workspace) fn page_size(header: &[u8; HEADER]) -> usize {
    match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536, // The format's way to write what 16 bits cannot hold.
        size => usize::from(size),
    }
}

/// Returns true if a write-ahead log exists, whose pages the file itself may lack.
pub(in crate::workspace) fn has_log(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|metadata| metadata.len() > 0)
}

/// Path of the write-ahead log of a database.
pub(super) fn log_of(database: &Path) -> PathBuf {
    side_file(database, "-wal")
}

/// Path of a file beside a database whose name goes on with this ending.
pub(in crate::workspace) fn side_file(database: &Path, companion: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(companion);
    PathBuf::from(name)
}
