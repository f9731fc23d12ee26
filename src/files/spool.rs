//! Standard input, copied into a private file without a name: what a pipe delivers can be read only once.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Number of bytes copied at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Copies standard input into a file in `folder` that has no name and that only this process can read, until its end or
/// until `limit` bytes are there. Returns `None` if `is_cancelled` became true meanwhile.
///
/// # Errors
/// [`SpoolError`]: standard input cannot be read, or the folder takes no file of this size.
pub fn spool_stdin(folder: &Path, limit: u64, is_cancelled: impl Fn() -> bool) -> Result<Option<File>, SpoolError> {
    let mut file = tempfile::tempfile_in(folder).map_err(SpoolError::Unwritable)?;
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut left = limit;
    while left > 0 {
        if is_cancelled() {
            return Ok(None);
        }
        let Some(length) = read_some(&mut buffer).map_err(SpoolError::Unreadable)? else { continue };
        let length = length.min(usize::try_from(left).unwrap_or(usize::MAX));
        if length == 0 {
            break;
        }
        file.write_all(&buffer[..length]).map_err(SpoolError::Unwritable)?;
        left -= length as u64;
    }
    Ok(Some(file))
}

/// Reason why standard input could not be copied.
#[derive(Debug)]
pub enum SpoolError {
    /// Standard input cannot be read.
    Unreadable(io::Error),
    /// The folder takes no file, or no more bytes.
    Unwritable(io::Error),
}

/// Reads what is there, 0 bytes at the end; `None` if nothing has come within a fifth of a second.
// A read would wait for a program that delivers nothing, however often the user asks to stop.
#[cfg(unix)]
fn read_some(buffer: &mut [u8]) -> io::Result<Option<usize>> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    const POLL_TIMEOUT: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
    let stdin = io::stdin();
    match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&POLL_TIMEOUT)) {
        Ok(0) | Err(Errno::INTR) => return Ok(None),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    match rustix::io::read(&stdin, buffer) {
        Ok(length) => Ok(Some(length)),
        Err(Errno::INTR | Errno::AGAIN) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn read_some(buffer: &mut [u8]) -> io::Result<Option<usize>> {
    io::Read::read(&mut io::stdin(), buffer).map(Some)
}
