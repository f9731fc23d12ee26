//! Atomic files: a file appears under its name complete or not at all.

use std::fs::Metadata;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::draft::{Draft, set_mode};
use super::{ExistingFile, ReportError, carried_digest};
use crate::files::{give_to_owner_of, name_open_file, release_name, sync_folder_of, take_name};
use crate::model::{FileDigest, to_hex};

/// Mode of public files (Unix): the owner may write, everybody may read.
const FOR_EVERYBODY: u32 = 0o644;

/// File that appears complete or not at all, readable by its owner alone.
///
/// It is written to a temporary file in the same folder: on Linux with `/proc` an unnamed one, so that not even a killed
/// import leaves a copy of the contacts behind. Dropping it leaves nothing behind either.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    file: BufWriter<Draft>,
    digest: Hasher,
    carries_digest: bool,
}

/// [`AtomicFile`] whose bytes are all on disk, but not yet under its name. Dropping it leaves nothing behind.
#[derive(Debug)]
pub struct StagedFile {
    path: PathBuf,
    file: Draft,
    written: FileDigest,
}

impl AtomicFile {
    /// Begins a file that will stand at `path`. An existing file there stays until [`StagedFile::publish`].
    ///
    /// # Errors
    /// [`ReportError::Unwritable`]: the folder is missing, or nothing may be written there.
    pub fn create(path: &Path) -> Result<Self, ReportError> {
        let file = Draft::open(path).map_err(|error| ReportError::unwritable(path, error))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file), digest: Hasher::default(), carries_digest: false })
    }

    /// Begins an output file next to the source that a later import may replace: it carries the digest of its bytes, so
    /// that [`super::check_replaceable`] can tell in any workspace whether it is unchanged.
    ///
    /// # Errors
    /// As [`AtomicFile::create`].
    pub fn create_output(path: &Path) -> Result<Self, ReportError> {
        Ok(Self { carries_digest: true, ..Self::create(path)? })
    }

    /// Gives the file to the owner of the file next to it, where root creates it.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`].
    pub fn for_owner_of(self, main: &Path) -> Result<Self, ReportError> {
        match give_to_owner_of(main, self.file.get_ref().as_file()) {
            Ok(()) => Ok(self),
            Err(error) => Err(ReportError::unwritable(&self.path, error)),
        }
    }

    /// Lets everybody read the file: for content that is not personal.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`].
    pub fn for_everybody(self) -> Result<Self, ReportError> {
        match set_mode(self.file.get_ref().as_file(), FOR_EVERYBODY) {
            Ok(()) => Ok(self),
            Err(error) => Err(ReportError::unwritable(&self.path, error)),
        }
    }

    /// Appends bytes: [`Write::write_all`] with an error that names the file.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`], as when the disk is full.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), ReportError> {
        self.write_all(bytes).map_err(|error| ReportError::unwritable(&self.path, error))
    }

    /// Returns size and digest of the bytes that were appended so far.
    #[cfg(feature = "pages")]
    pub(super) fn written_so_far(&self) -> FileDigest {
        self.digest.clone().finish()
    }

    /// Writes all bytes to disk. Only the name is missing then, so little can go wrong afterwards.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`], as when the disk is full.
    pub fn finish_staging(self) -> Result<StagedFile, ReportError> {
        let Self { path, file, digest, carries_digest } = self;
        let unwritable = |error| ReportError::unwritable(&path, error);
        let (file, written) = (file.into_inner().map_err(|error| unwritable(error.into_error()))?, digest.finish());
        // Before the sync, which covers the attribute too.
        if carries_digest {
            carried_digest::attach(file.as_file(), &written);
        }
        file.as_file().sync_all().map_err(unwritable)?;
        Ok(StagedFile { path, file, written })
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.digest.update(bytes.get(..taken).unwrap_or(bytes));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl StagedFile {
    /// Returns size and digest of the bytes.
    pub fn written(&self) -> &FileDigest {
        &self.written
    }

    /// Gives the file its name if the name is free, and syncs the folder.
    ///
    /// # Errors
    /// [`ReportError::Exists`] when the name is taken, however recently; the existing file is left as it is.
    pub fn publish_new(self) -> Result<(), ReportError> {
        let unwritable = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => ReportError::Exists { path: self.path.clone() },
            _ => ReportError::unwritable(&self.path, error),
        };
        if let Some(named) = name_open_file(self.file.as_file(), &self.path) {
            return named.and_then(|()| sync_folder_of(&self.path)).map_err(unwritable);
        }
        // Without links: an empty file reserves the name, and the rename then replaces that file.
        take_name(&self.path).map_err(unwritable)?;
        let path = self.path.clone();
        self.publish().inspect_err(|_| release_name(&path))
    }

    /// Gives the file its name: a free one where nothing existed, else in place of the file that was checked there.
    ///
    /// # Errors
    /// As [`StagedFile::publish_new`] and [`StagedFile::publish`].
    pub fn publish_over(self, standing: &ExistingFile) -> Result<(), ReportError> {
        if standing.is_nothing() { self.publish_new() } else { self.publish() }
    }

    /// Gives the file its name, replacing an existing file, and syncs the folder.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`]: the folder is read-only, or a folder has the name.
    pub fn publish(self) -> Result<(), ReportError> {
        let Self { path, file, .. } = self;
        // Taken before the commit, which consumes the file.
        let identity = file.metadata();
        file.commit().map_err(|error| {
            remove_temporary_name(&path, identity);
            ReportError::unwritable(&path, error)
        })
    }
}

/// Incremental SHA-256 and size of a stream of bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Hasher {
    sha: Sha256,
    size: u64,
}

impl Hasher {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sha.update(bytes);
        self.size += bytes.len() as u64;
    }

    pub(super) fn finish(self) -> FileDigest {
        FileDigest { size: self.size, digest: to_hex(&self.sha.finalize()) }
    }
}

/// Removes the temporary name of a file that could not get its own, which `atomic-write-file` leaves behind. The file
/// is identified by its inode, so that no other file can be hit.
#[cfg(unix)]
fn remove_temporary_name(path: &Path, identity: io::Result<Metadata>) {
    use std::os::unix::fs::MetadataExt as _;

    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(identity), Ok(entries)) = (identity, std::fs::read_dir(folder)) else {
        return;
    };
    let is_ours = |entry: &std::fs::DirEntry| {
        entry.metadata().is_ok_and(|other| other.dev() == identity.dev() && other.ino() == identity.ino())
    };
    for entry in entries.flatten().filter(|entry| Some(entry.file_name().as_os_str()) != path.file_name()) {
        if is_ours(&entry) {
            let _ = std::fs::remove_file(entry.path()); // the error that is told is the one that came first
        }
    }
}

#[cfg(not(unix))]
fn remove_temporary_name(_path: &Path, _identity: io::Result<Metadata>) {}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn sealed(path: &Path, text: &str) -> StagedFile {
        let mut file = AtomicFile::create(path).unwrap();
        file.append(text.as_bytes()).unwrap();
        file.finish_staging().unwrap()
    }

    fn entries(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_name_appears_with_the_whole_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leads.results.csv");
        let file = sealed(&path, "a,b\n");
        assert!(!path.exists());
        file.publish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a,b\n");
        assert_eq!(entries(dir.path()), ["leads.results.csv"]);
    }

    #[test]
    fn what_stood_there_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leads.results.csv");
        sealed(&path, "a much longer text than the next").publish().unwrap();
        sealed(&path, "short").publish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "short");
        assert_eq!(entries(dir.path()), ["leads.results.csv"]);
    }

    #[test]
    fn a_dropped_file_leaves_nothing_behind_and_the_old_one_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leads.results.csv");
        sealed(&path, "old").publish().unwrap();
        let mut begun = AtomicFile::create(&path).unwrap();
        begun.append(b"new").unwrap();
        drop(begun);
        drop(sealed(&path, "new"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(entries(dir.path()), ["leads.results.csv"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn while_it_is_written_there_is_no_name_that_a_kill_could_leave() {
        let dir = tempfile::tempdir().unwrap();
        let file = sealed(&dir.path().join("leads.results.csv"), "text");
        assert!(entries(dir.path()).is_empty());
        drop(file);
    }

    #[test]
    fn size_and_digest_are_those_of_the_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = AtomicFile::create(&dir.path().join("x")).unwrap();
        file.append(b"a").unwrap();
        file.append(b"bc").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(file.finish_staging().unwrap().written(), &FileDigest { size: 3, digest: expected.to_owned() });
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_private_even_if_the_old_one_was_public() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leads.results.csv");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
        sealed(&path, "x").publish().unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        sealed(&path, "y").publish().unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_slipped_in_is_replaced_and_its_target_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (path, target) = (dir.path().join("leads.results.csv"), dir.path().join("precious"));
        sealed(&target, "precious").publish().unwrap();
        let file = sealed(&path, "results");
        std::os::unix::fs::symlink(&target, &path).unwrap();
        file.publish().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        assert!(!path.is_symlink());
    }

    #[test]
    fn a_missing_folder_and_a_folder_in_the_way_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let missing = AtomicFile::create(&dir.path().join("none/leads.results.csv")).unwrap_err();
        assert_eq!(missing.code(), "output-unwritable");
        assert!(missing.to_string().contains("none"), "{missing}");
        let taken = dir.path().join("taken");
        fs::create_dir(&taken).unwrap();
        assert_eq!(sealed(&taken, "x").publish().unwrap_err().code(), "output-unwritable");
        assert_eq!(entries(dir.path()), ["taken"]);
    }
}
