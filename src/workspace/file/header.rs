//! The header of a workspace file, read without SQLite, which would create `-wal` and `-shm` files beside it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::model::APPLICATION_ID;
use crate::workspace::WorkspaceError;
use crate::workspace::schema::SCHEMA_VERSION;

/// Returns true if a file is a workspace of a known version and as long as its header says.
pub(in crate::workspace) fn looks_complete(path: &Path) -> bool {
    check_file_type(path).is_ok()
}

/// Size of the header of a SQLite file, in bytes.
pub(in crate::workspace) const HEADER_BYTES: usize = 100;

/// Maximum number of times that the length of a file is compared with its header, while others write it.
const MAX_SIZE_CHECKS: usize = 16;

/// The header fields used here (SQLite file format, section 1.3).
struct Header {
    page_size: u64,
    /// Grows with each transaction that changes the number of pages.
    change_counter: i32,
    pages: u64,
    user_version: i64,
    application_id: i32,
}

impl Header {
    /// Size of the file in bytes that the header tells.
    fn expected_bytes(&self) -> u64 {
        self.page_size * self.pages
    }
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
    check_length(path, header)
}

/// Checks that a file is as long as its header says.
fn check_length(path: &Path, mut header: Header) -> Result<(), WorkspaceError> {
    // Another process may be moving its log into the file: it writes the header, then the last pages, then removes the log.
    // Header, log and length are looked at in this order, so a file that has lost its log is whole by then. Should it have been
    // written once more in between, its header is another one. A file that changes at every look is in use, and not cut off.
    for _ in 0..MAX_SIZE_CHECKS {
        let expected = header.expected_bytes();
        if has_log(path) {
            return Ok(()); // It may hold the missing pages.
        }
        let length = fs::metadata(path).map_err(|error| WorkspaceError::io(path, error))?.len();
        if length >= expected {
            return Ok(());
        }
        match read_header(path)? {
            Some(again) if again.change_counter != header.change_counter => header = again,
            _ => {
                let detail = format!("it has {length} bytes where it should have {expected}");
                return Err(WorkspaceError::Damaged { path: path.to_owned(), detail });
            }
        }
    }
    Ok(())
}

/// Reads the header; `None` if the file is not a SQLite file.
fn read_header(path: &Path) -> Result<Option<Header>, WorkspaceError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| WorkspaceError::io(path, error))?;
    file.take(HEADER_BYTES as u64).read_to_end(&mut bytes).map_err(|error| WorkspaceError::io(path, error))?;
    Ok(parse_header(&bytes))
}

/// Returns true if these are the first bytes of a SQLite file made by this tool.
#[cfg(unix)] // What a killed process left is looked for on Unix alone.
pub(super) fn is_of_workspace(beginning: &[u8]) -> bool {
    parse_header(beginning).is_some_and(|header| header.application_id == APPLICATION_ID)
}

/// Parses a header: big-endian numbers at fixed offsets.
fn parse_header(bytes: &[u8]) -> Option<Header> {
    if bytes.len() < HEADER_BYTES || !bytes.starts_with(b"SQLite format 3\0") {
        return None;
    }
    let word = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let header = bytes.first_chunk()?;
    Some(Header {
        page_size: page_size(header) as u64,
        change_counter: word(24),
        pages: u64::from(word(28).cast_unsigned()),
        user_version: i64::from(word(60)),
        application_id: word(68),
    })
}

/// Returns the page size in bytes.
pub(in crate::workspace) fn page_size(header: &[u8; HEADER_BYTES]) -> usize {
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
    with_suffix(database, "-wal")
}

/// Path of a file beside a database: its name goes on with a suffix.
pub(in crate::workspace) fn with_suffix(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "files as another process leaves them in between")]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    const PAGE_BYTES: usize = 512;

    /// A header of a workspace of so many pages, which so many transactions have changed.
    fn header(pages: u32, changes: i32) -> Vec<u8> {
        let mut bytes = b"SQLite format 3\0".to_vec();
        bytes.resize(HEADER_BYTES, 0);
        bytes[16..18].copy_from_slice(&512_u16.to_be_bytes());
        bytes[24..28].copy_from_slice(&changes.to_be_bytes());
        bytes[28..32].copy_from_slice(&pages.to_be_bytes());
        bytes[60..64].copy_from_slice(&1_i32.to_be_bytes());
        bytes[68..72].copy_from_slice(&APPLICATION_ID.to_be_bytes());
        bytes
    }

    /// Does to a workspace what SQLite does when it writes its log into the file and removes the log.
    fn checkpoint(path: &Path, pages: u32, changes: i32) {
        fs::write(log_of(path), b"pages").unwrap();
        let mut file = File::options().write(true).open(path).unwrap();
        file.write_all(&header(pages, changes)).unwrap();
        file.set_len(u64::from(pages) * PAGE_BYTES as u64).unwrap();
        fs::remove_file(log_of(path)).unwrap();
    }

    #[test]
    fn a_workspace_that_grows_and_shrinks_meanwhile_is_not_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let path = &dir.path().join("workspace.db");
        File::create(path).unwrap();
        checkpoint(path, 3, 0);
        let is_done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for changes in 1.. {
                    checkpoint(path, if changes % 2 == 0 { 3 } else { 7 }, changes);
                    if is_done.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
            let looks: Vec<_> = (0..20_000).map(|_| check_file_type(path)).filter(Result::is_err).collect();
            is_done.store(true, Ordering::Relaxed);
            assert!(looks.is_empty(), "{} of 20,000, first: {:?}", looks.len(), looks[0]);
        });
    }

    #[test]
    fn a_workspace_without_its_end_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let path = &dir.path().join("workspace.db");
        let mut cut = header(7, 1);
        cut.resize(3 * PAGE_BYTES, 0);
        fs::write(path, cut).unwrap();
        assert!(matches!(check_file_type(path), Err(WorkspaceError::Damaged { .. })));
        fs::write(log_of(path), b"pages").unwrap();
        assert!(check_file_type(path).is_ok(), "the log may hold the missing pages");
    }
}
