//! The user's secret key on this machine, which signs what this user has set or begun.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Companion, CompanionError, give_name, give_to_owner_of, make_private_folder, sync_folder_of};
use crate::model::to_hex;

/// Size of the key in bytes: that of the digests it signs.
const KEY_BYTES: usize = 32;

/// Key of the user: a file in the user's configuration folder that no other user can read. The sender of a workspace
/// does not have it, so nothing in a received workspace is signed with it.
#[derive(Clone)]
pub struct UserKey([u8; KEY_BYTES]);

impl UserKey {
    /// Reads the key; `None` if there is none yet, or an empty file in its place.
    ///
    /// # Errors
    /// [`CompanionError`] when something else has its name, or it is not a key.
    pub fn read(path: &Path) -> Result<Option<Self>, CompanionError> {
        let folder = folder_of(path);
        match (Companion { path, main: &folder }).open_to_read()? {
            Some(file) => Ok(Self::read_from(&file)?),
            None => Ok(None),
        }
    }

    fn read_from(file: &File) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        // One byte more than a key, so that a longer file is recognised without reading all of it.
        file.take(KEY_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let no_key = |_| io::Error::new(io::ErrorKind::InvalidData, "it is no key of contacts");
        bytes.try_into().map(|key| Some(Self(key))).map_err(no_key)
    }

    /// Reads the key, or creates it from `secret`, with its folder.
    ///
    /// # Errors
    /// As [`UserKey::read`], and when it cannot be written.
    pub fn read_or_make(path: &Path, secret: [u8; KEY_BYTES]) -> Result<Self, CompanionError> {
        if let Some(key) = Self::read(path)? {
            return Ok(key);
        }
        make_private_folder(&folder_of(path))?;
        match create(path, &secret) {
            Ok(()) => Ok(Self(secret)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::read_or_fill(path, secret),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the key of a process that created it first, or writes it into a file that was left empty.
    fn read_or_fill(path: &Path, secret: [u8; KEY_BYTES]) -> Result<Self, CompanionError> {
        let file = (Companion { path, main: &folder_of(path) }).open()?;
        let mut file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        // Of two processes that find it empty, the second one reads what the first one wrote.
        file.lock()?;
        if let Some(key) = Self::read_from(&file)? {
            return Ok(key);
        }
        file.write_all(&secret)?;
        file.sync_all()?;
        Ok(Self(secret))
    }

    /// Signs texts, in this order: an HMAC-SHA256 (RFC 2104) in hexadecimal.
    pub fn seal(&self, texts: &[&str]) -> String {
        to_hex(&self.mac(texts).finalize().into_bytes())
    }

    /// Returns true if this key has signed these texts.
    pub fn has_sealed(&self, texts: &[&str], seal: &str) -> bool {
        let bytes: Option<Vec<u8>> =
            (0..seal.len()).step_by(2).map(|at| u8::from_str_radix(seal.get(at..at + 2)?, 16).ok()).collect();
        // `verify_slice` compares in constant time.
        bytes.is_some_and(|bytes| self.mac(texts).verify_slice(&bytes).is_ok())
    }

    /// Computes the MAC. Each text stands behind its length, so that no two lists of texts give the same bytes.
    fn mac(&self, texts: &[&str]) -> Hmac<Sha256> {
        let mut block = [0; 64]; // HMAC fills a shorter key with zeros up to the block of its hash (RFC 2104).
        block[..KEY_BYTES].copy_from_slice(&self.0);
        texts.iter().fold(Hmac::<Sha256>::new(&block.into()), |mac, text| {
            mac.chain_update((text.len() as u64).to_le_bytes()).chain_update(text)
        })
    }
}

/// Keeps the key out of logs.
impl std::fmt::Debug for UserKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserKey")
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_owned()
}

/// Creates the file of a key; it has its name only once it is whole and on disk. Fails if the name is taken.
// A signature made with a key that a full disk or a power cut took away could never be checked.
fn create(path: &Path, secret: &[u8; KEY_BYTES]) -> io::Result<()> {
    let folder = folder_of(path);
    let mut staging = tempfile::Builder::new().prefix(".key.").tempfile_in(&folder)?; // Its owner alone can read it.
    give_to_owner_of(&folder, staging.as_file())?;
    staging.write_all(secret)?;
    staging.as_file().sync_all()?;
    give_name(staging.path(), path)?;
    // A name that was given by a link leaves the temporary one, which goes before the key is used: it would be a second
    // name, which no key may have.
    drop(staging);
    sync_folder_of(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_seals_what_it_is_given_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config/contacts/key");
        assert!(UserKey::read(&path).unwrap().is_none());
        let key = UserKey::read_or_make(&path, [7; 32]).unwrap();
        let again = UserKey::read_or_make(&path, [8; 32]).unwrap();
        let seal = key.seal(&["notify-command", "tell"]);
        assert_eq!(seal.len(), 64);
        assert!(again.has_sealed(&["notify-command", "tell"], &seal));
        for other in [&["notify-command", "tel"][..], &["notify-comman", "dtell"], &["notify-command"], &[]] {
            assert!(!key.has_sealed(other, &seal), "{other:?}");
        }
        for wrong in ["", "00", "zz", &seal[..62], "é"] {
            assert!(!key.has_sealed(&["notify-command", "tell"], wrong), "{wrong}");
        }
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a file that a full disk left empty")]
    fn an_empty_file_is_no_key_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "").unwrap();
        assert!(UserKey::read(&path).unwrap().is_none());
        let seal = UserKey::read_or_make(&path, [7; 32]).unwrap().seal(&["text"]);
        assert!(UserKey::read_or_make(&path, [8; 32]).unwrap().has_sealed(&["text"], &seal));
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a file that a full disk left empty")]
    fn processes_that_need_the_first_key_in_one_instant_get_the_same_one() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..50 {
            let path = folder.path().join(format!("{round}/key"));
            if round % 2 == 0 {
                make_private_folder(path.parent().unwrap()).unwrap();
                std::fs::write(&path, "").unwrap();
            }
            let seals: Vec<String> = std::thread::scope(|scope| {
                let path = &path;
                let make = |secret| UserKey::read_or_make(path, [secret; KEY_BYTES]).unwrap().seal(&["text"]);
                let threads: Vec<_> = (0..4).map(|secret| scope.spawn(move || make(secret))).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert!(seals.iter().all(|seal| *seal == seals[0]), "{round}: {seals:?}");
            let files = path.parent().unwrap().read_dir().unwrap();
            assert_eq!(files.count(), 1, "no staging file is left");
        }
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a file that is no key")]
    fn what_is_no_key_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "short").unwrap();
        assert!(UserKey::read(&path).unwrap_err().to_string().contains("no key of contacts"));
    }
}
