//! External merge sort of the updates of an import, by Contact ID.
//!
//! Updates come in the order of a file and are written in the order of their contacts, in one pass over the workspace:
//! each page is changed once, and a page that SQLite had to spill is not written to the log again.
//!
//! ```text
//!   updates, packed ─▶ 24 MiB in memory ─── few ───▶ sorted ───────────▶ one pass
//!                           └─ many ─▶ sorted runs, spilled to disk ─▶ merged ─▶ one pass
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{ContactId, Update};

/// Bytes of packed updates in memory, about 300,000 updates, before they are spilled to disk.
// Sorted runs merged into one pass took 40 seconds for 5,000,000 rows; writing each full buffer in a pass of its own
// took 46.
const SORT_BUFFER_BYTES: usize = 24 * 1024 * 1024;

/// Bytes of a typical packed update.
const AVERAGE_UPDATE_BYTES: usize = 64;

/// An update that is not written yet.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::workspace) struct PendingUpdate {
    pub(in crate::workspace) update: Update,
    /// Line of the source, from 1; 0 if there is no source.
    pub(in crate::workspace) line: u64,
    /// New modification time of the contact, in seconds since 1970 (UTC); `None` keeps the old one.
    pub(in crate::workspace) moment: Option<i64>,
}

/// Sorts updates by Contact ID. They are packed, which takes a third of their size as structs.
#[derive(Debug)]
pub(super) struct UpdateSorter {
    /// Folder of the spill files, which have no name and vanish with the process.
    folder: PathBuf,
    /// Bytes in memory at which the buffer is spilled.
    enough: usize,
    bytes: Vec<u8>,
    /// Contact ID and offset in `bytes` of each update.
    places: Vec<(ContactId, usize)>,
    /// Sorted runs spilled to disk, oldest first.
    files: Vec<File>,
}

impl UpdateSorter {
    /// An empty sorter, which spills to the folder of the workspace.
    pub(super) fn new(workspace: &Path) -> Self {
        let folder = workspace.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        Self { folder, enough: SORT_BUFFER_BYTES, bytes: Vec::new(), places: Vec::new(), files: Vec::new() }
    }

    /// Adds an update.
    ///
    /// # Errors
    /// When the buffer has to be spilled and the file cannot be written.
    pub(super) fn push(&mut self, waiting: &PendingUpdate) -> io::Result<()> {
        if self.bytes.len() >= self.enough {
            self.spill()?;
        }
        if self.places.is_empty() {
            self.reserve();
        }
        self.places.push((waiting.update.contact, self.bytes.len()));
        encode(waiting, &mut self.bytes)
    }

    /// Reserves the full capacity up front.
    fn reserve(&mut self) {
        // Growing would leave the old, smaller buffers in the heap. Reserved memory that is never touched takes none.
        self.bytes.reserve_exact(self.enough);
        self.places.reserve_exact(self.enough / AVERAGE_UPDATE_BYTES);
    }

    /// Sorts the buffer and writes it to a new file.
    fn spill(&mut self) -> io::Result<()> {
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        self.places.sort_unstable();
        self.places.iter().try_for_each(|(_, at)| file.write_all(record_at(&self.bytes, *at)))?;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.files.push(file);
        self.places.clear();
        self.bytes.clear();
        Ok(())
    }

    /// Returns the updates by ascending Contact ID; those of one contact in the order they were added.
    pub(super) fn sorted(mut self) -> impl Iterator<Item = io::Result<PendingUpdate>> {
        self.places.sort_unstable();
        let Self { bytes, places, files, .. } = self;
        let in_memory = places.into_iter().map(move |(_, at)| decode(&record_at(&bytes, at)[LENGTH_PREFIX_BYTES..]));
        // The runs come in the order they were written, memory last: among equal contacts the earliest run is taken
        // first, which keeps the order of the file.
        let in_files = files.into_iter().map(|file| Box::new(RunReader(BufReader::new(file))) as Run);
        MergedRuns(in_files.chain([Box::new(in_memory) as Run]).map(Iterator::peekable).collect())
    }
}

/// Updates by ascending Contact ID.
type Run = Box<dyn Iterator<Item = io::Result<PendingUpdate>>>;

/// Merge of several runs.
struct MergedRuns(Vec<Peekable<Run>>);

impl Iterator for MergedRuns {
    type Item = io::Result<PendingUpdate>;

    fn next(&mut self) -> Option<Self::Item> {
        // An error has no contact (`None`), which sorts before all others: it is returned at once.
        let contact = |next: &io::Result<PendingUpdate>| next.as_ref().ok().map(|waiting| waiting.update.contact);
        let heads = self.0.iter_mut().enumerate().filter_map(|(place, source)| Some((contact(source.peek()?), place)));
        let (_, place) = heads.min()?;
        self.0.get_mut(place)?.next()
    }
}

/// Reads a spilled run: packed updates, each after its length.
struct RunReader(BufReader<File>);

impl Iterator for RunReader {
    type Item = io::Result<PendingUpdate>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

impl RunReader {
    fn read(&mut self) -> io::Result<Option<PendingUpdate>> {
        if self.0.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut length = [0; LENGTH_PREFIX_BYTES];
        self.0.read_exact(&mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        self.0.read_exact(&mut bytes)?;
        decode(&bytes).map(Some)
    }
}

/// Bytes of the length before each packed update.
const LENGTH_PREFIX_BYTES: usize = size_of::<u32>();

/// Appends a packed update.
fn encode(waiting: &PendingUpdate, bytes: &mut Vec<u8>) -> io::Result<()> {
    let start = bytes.len() + LENGTH_PREFIX_BYTES;
    bytes.extend([0; LENGTH_PREFIX_BYTES]);
    *bytes = postcard::to_extend(waiting, std::mem::take(bytes)).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len() - start).map_err(io::Error::other)?;
    bytes[start - LENGTH_PREFIX_BYTES..start].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// The packed update at this offset, with its length prefix.
fn record_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    let length = rest.first_chunk().map_or(0, |length| u32::from_le_bytes(*length));
    &rest[..LENGTH_PREFIX_BYTES + length as usize]
}

fn decode(bytes: &[u8]) -> io::Result<PendingUpdate> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{FieldChange, FieldId, TagRef, TagRefs, Text};

    fn waiting(contact: i64, line: u64) -> PendingUpdate {
        let before = (contact % 2 == 0).then(|| Text::from(format!("a long enough address of {contact}@example.com")));
        let change = FieldChange { field: FieldId::EMAIL, before, after: Some("é".into()) };
        let update = Update {
            contact: ContactId(contact),
            fields: vec![change],
            tags_added: TagRefs::from_slice(&[TagRef(7)]),
            tags_removed: TagRefs::new(),
            unchanged: false,
        };
        PendingUpdate { update, line, moment: Some(-1) }
    }

    /// A sorter with updates of these contacts that spills at `enough` bytes.
    fn sorter(folder: &Path, contacts: &[i64], enough: usize) -> UpdateSorter {
        let mut sorter = UpdateSorter { enough, ..UpdateSorter::new(&folder.join("workspace.db")) };
        for (contact, line) in contacts.iter().zip(1..) {
            sorter.push(&waiting(*contact, line)).unwrap();
        }
        sorter
    }

    fn assert_sorted(sorter: UpdateSorter, contacts: &[i64]) {
        let mut expected: Vec<(i64, u64)> = contacts.iter().copied().zip(1..).collect();
        expected.sort_unstable();
        let found: Vec<PendingUpdate> = sorter.sorted().collect::<Result<_, _>>().unwrap();
        assert_eq!(found.len(), expected.len());
        for (found, (contact, line)) in found.iter().zip(expected) {
            let expected = waiting(contact, line);
            assert_eq!((&found.update, found.line, found.moment), (&expected.update, line, Some(-1)));
        }
    }

    #[test]
    fn updates_beyond_the_memory_limit_are_spilled_to_unnamed_files() {
        let folder = tempfile::tempdir().unwrap();
        let contacts = [3, 1, 2, 2, 5, 4, 1];
        let sorter = sorter(folder.path(), &contacts, 40);
        assert!(sorter.files.len() >= 2, "{}", sorter.files.len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_sorted(sorter, &contacts);
    }

    #[test]
    fn a_file_that_cannot_be_made_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = sorter(&folder.path().join("gone"), &[1], 1);
        assert_eq!(sorter.push(&waiting(2, 2)).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_file_that_lost_its_end_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let sorter = sorter(folder.path(), &[1, 2, 3, 4], 40);
        let file = &sorter.files[0];
        file.set_len(file.metadata().unwrap().len() - 1).unwrap();
        assert!(sorter.sorted().any(|waiting| waiting.is_err()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_sorter_yields_updates_in_contact_order(
            contacts in proptest::collection::vec(1_i64..50, 0..100),
            enough in 1_usize..4000,
        ) {
            let folder = tempfile::tempdir().unwrap();
            assert_sorted(sorter(folder.path(), &contacts, enough), &contacts);
        }
    }
}
