//! Free pages of a workspace file: those that still hold what was deleted.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::workspace::file::{HEADER_BYTES, has_log, page_size};

/// Numbers of free pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FreePages {
    /// All free pages.
    pub count: u64,
    /// Those in which not every byte is zero.
    pub filled: u64,
}

impl FreePages {
    /// Reads the free pages of a workspace file; `None` while its log holds newer pages, or if it cannot be read.
    pub fn of(workspace: &Path) -> Option<Self> {
        if has_log(workspace) { None } else { read(workspace).ok() }
    }
}

/// Follows the list of free pages (SQLite file format, section 1.5).
fn read(path: &Path) -> io::Result<FreePages> {
    let mut file = File::open(path)?;
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header)?;
    let (mut trunk, count) = (number(&header, 32), number(&header, 36));
    let mut free = FreePages::default();
    let mut page = vec![0; page_size(&header)];
    // Bounded by the count: a damaged list may lead in a circle.
    while trunk != 0 && free.count < count {
        read_page(&mut file, trunk, &mut page)?;
        let leaves: Vec<u64> = (0..number(&page, 4)).map_while(|leaf| checked_number(&page, 8 + 4 * leaf)).collect();
        trunk = number(&page, 0);
        free.add(page.get(8 + 4 * leaves.len()..).unwrap_or_default());
        for leaf in leaves {
            read_page(&mut file, leaf, &mut page)?;
            free.add(&page);
        }
    }
    Ok(free)
}

impl FreePages {
    fn add(&mut self, bytes: &[u8]) {
        self.count += 1;
        self.filled += u64::from(bytes.iter().any(|byte| *byte != 0));
    }
}

fn read_page(file: &mut File, number: u64, page: &mut [u8]) -> io::Result<()> {
    let start = number.saturating_sub(1).saturating_mul(page.len() as u64);
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(page)
}

/// Reads a big-endian number of four bytes; 0 beyond the end.
fn number(bytes: &[u8], at: u64) -> u64 {
    checked_number(bytes, at).unwrap_or_default()
}

fn checked_number(bytes: &[u8], at: u64) -> Option<u64> {
    let at = usize::try_from(at).ok()?;
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(four).into())
}
