//! The user's secret key on this machine, which signs what this user has set or begun.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Companion, CompanionError, create_private, give_to_owner_of, make_private_folder};
use crate::model::to_hex;

/// Size of the key in bytes: that of the digests it signs.
const LENGTH: usize = 32;

/// Key of the user: a file in the user's configuration folder that no other user can read. The sender of a workspace
/// does not have it, so nothing in a received workspace is signed with it.
#[derive(Clone)]
pub struct UserKey([u8; LENGTH]);

impl UserKey {
    /// Reads the key; `None` if there is none yet.
    ///
    /// # Errors
    /// [`CompanionError`] when something else has its name, or it is not a key.
    pub fn read(path: &Path) -> Result<Option<Self>, CompanionError> {
        let folder = folder_of(path);
        let Some(file) = (Companion { path, main: &folder }).open_to_read()? else { return Ok(None) };
        let mut bytes = Vec::new();
        // One byte more than a key, so that a longer file is recognised without reading all of it.
        file.take(LENGTH as u64 + 1).read_to_end(&mut bytes)?;
        let key =
            bytes.try_into().map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is no key of contacts"))?;
        Ok(Some(Self(key)))
    }

    /// Reads the key, or creates it from `secret`, with its folder.
    ///
    /// # Errors
    /// As [`UserKey::read`], and when it cannot be written.
    pub fn read_or_make(path: &Path, secret: [u8; LENGTH]) -> Result<Self, CompanionError> {
        if let Some(key) = Self::read(path)? {
            return Ok(key);
        }
        make_private_folder(&folder_of(path))?;
        // Synced before it is used: a signature made with a key that a power cut took away could never be checked.
        match create(path).and_then(|mut file| file.write_all(&secret).and_then(|()| file.sync_all())) {
            Ok(()) => Ok(Self(secret)),
            // Another process created it first; its key counts.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::read(path)?.ok_or_else(|| error.into()),
            Err(error) => Err(error.into()),
        }
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
        block[..LENGTH].copy_from_slice(&self.0);
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

fn create(path: &Path) -> io::Result<File> {
    let file = create_private(path)?;
    give_to_owner_of(&folder_of(path), &file)?;
    Ok(file)
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
    #[allow(clippy::disallowed_methods, reason = "a file that is no key")]
    fn what_is_no_key_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "short").unwrap();
        assert!(UserKey::read(&path).unwrap_err().to_string().contains("no key of contacts"));
    }
}
