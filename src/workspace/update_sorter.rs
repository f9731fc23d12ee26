//! Updates come in the order of a file and are written in the order of their contacts, in one sweep over the workspace:
//! each page is changed once, and a page that SQLite had to spill is not written to the log again.
//!
//! ```text
//!   updates, packed ─▶ 24 MiB of them in memory ─── few ───▶ sorted ──────▶ one sweep
//!                           └─ many ─▶ sorted, into a file each time ─▶ merged ─▶ one sweep
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{ContactId, Update};

/// So many bytes of updates wait in memory, some 300,000 updates; then they go to a file.
const SORT_BUFFER_BYTES: usize = 24 * 1024 * 1024;

/// So many bytes does an update usually take.
const AVERAGE_UPDATE_BYTES: usize = 64;

/// An update that is to be written.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PendingUpdate {
    pub(super) update: Update,
    /// The line that it comes from; 0 where it comes from no file.
    pub(super) line: u64,
    /// The moment of change that the contact gets, in seconds since 1970; `None` where it keeps its own.
    pub(super) moment: Option<i64>,
}

/// Updates that wait to be written in the order of their contacts, packed: each takes a third of its room in memory.
#[derive(Debug)]
pub(super) struct UpdateSorter {
    /// Where files go that have no name, and vanish with the program.
    folder: PathBuf,
    /// How many bytes may wait in memory.
    enough: usize,
    bytes: Vec<u8>,
    /// The contacts, each with the place where its update begins.
    places: Vec<(ContactId, usize)>,
    /// What was too much for memory, each by ascending contact; the first came first.
    files: Vec<File>,
}

impl UpdateSorter {
    /// None yet. What is too much for memory will wait in the folder of the workspace.
    pub(super) fn new(workspace: &Path) -> Self {
        let folder = workspace.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        Self { folder, enough: SORT_BUFFER_BYTES, bytes: Vec::new(), places: Vec::new(), files: Vec::new() }
    }

    /// Takes one more.
    ///
    /// # Errors
    /// When a file is needed and cannot be written.
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

    /// Makes room for all at once: lists that grow leave their smaller selves behind in memory, and room that is never
    /// used takes none.
    fn reserve(&mut self) {
        self.bytes.reserve_exact(self.enough);
        self.places.reserve_exact(self.enough / AVERAGE_UPDATE_BYTES);
    }

    /// Moves what waits in memory to a file.
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

    /// The updates by ascending contact; those of one contact as they came.
    pub(super) fn sorted(mut self) -> impl Iterator<Item = io::Result<PendingUpdate>> {
        self.places.sort_unstable();
        let Self { bytes, places, files, .. } = self;
        let in_memory = places.into_iter().map(move |(_, at)| decode(&record_at(&bytes, at)[LENGTH_PREFIX_BYTES..]));
        let in_files = files.into_iter().map(|file| Box::new(RunReader(BufReader::new(file))) as Run);
        MergedRuns(in_files.chain([Box::new(in_memory) as Run]).map(Iterator::peekable).collect())
    }
}

/// Updates by ascending contact.
type Run = Box<dyn Iterator<Item = io::Result<PendingUpdate>>>;

/// The updates of several sources, which came one after the other.
struct MergedRuns(Vec<Peekable<Run>>);

impl Iterator for MergedRuns {
    type Item = io::Result<PendingUpdate>;

    fn next(&mut self) -> Option<Self::Item> {
        // What failed has no contact, and comes before all others.
        let contact = |next: &io::Result<PendingUpdate>| next.as_ref().ok().map(|waiting| waiting.update.contact);
        let heads = self.0.iter_mut().enumerate().filter_map(|(place, source)| Some((contact(source.peek()?), place)));
        let (_, place) = heads.min()?;
        self.0.get_mut(place)?.next()
    }
}

/// The updates of a file, one packed behind the other.
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

/// So many bytes before each packed update tell how many it has.
const LENGTH_PREFIX_BYTES: usize = size_of::<u32>();

/// Packs an update behind others.
fn encode(waiting: &PendingUpdate, bytes: &mut Vec<u8>) -> io::Result<()> {
    let start = bytes.len() + LENGTH_PREFIX_BYTES;
    bytes.extend([0; LENGTH_PREFIX_BYTES]);
    *bytes = postcard::to_extend(waiting, std::mem::take(bytes)).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len() - start).map_err(io::Error::other)?;
    bytes[start - LENGTH_PREFIX_BYTES..start].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// The packed update that begins here, with its length before it.
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

    /// Updates of these contacts, of which so many bytes wait in memory.
    fn gathered(folder: &Path, contacts: &[i64], enough: usize) -> UpdateSorter {
        let mut gathered = UpdateSorter { enough, ..UpdateSorter::new(&folder.join("workspace.db")) };
        for (contact, line) in contacts.iter().zip(1..) {
            gathered.push(&waiting(*contact, line)).unwrap();
        }
        gathered
    }

    fn assert_sorted(gathered: UpdateSorter, contacts: &[i64]) {
        let mut expected: Vec<(i64, u64)> = contacts.iter().copied().zip(1..).collect();
        expected.sort_unstable();
        let found: Vec<PendingUpdate> = gathered.sorted().collect::<Result<_, _>>().unwrap();
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
        let gathered = gathered(folder.path(), &contacts, 40);
        assert!(gathered.files.len() >= 2, "{}", gathered.files.len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_sorted(gathered, &contacts);
    }

    #[test]
    fn a_file_that_cannot_be_made_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut gathered = gathered(&folder.path().join("gone"), &[1], 1);
        assert_eq!(gathered.push(&waiting(2, 2)).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_file_that_lost_its_end_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let gathered = gathered(folder.path(), &[1, 2, 3, 4], 40);
        let file = &gathered.files[0];
        file.set_len(file.metadata().unwrap().len() - 1).unwrap();
        assert!(gathered.sorted().any(|waiting| waiting.is_err()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_sorter_yields_updates_in_contact_order(
            contacts in proptest::collection::vec(1_i64..50, 0..100),
            enough in 1_usize..4000,
        ) {
            let folder = tempfile::tempdir().unwrap();
            assert_sorted(gathered(folder.path(), &contacts, enough), &contacts);
        }
    }
}
