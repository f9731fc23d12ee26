//! The keyed hash under which people are left alone whose values must not be kept.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::model::{SuppressedValue, SuppressionKind, to_hex};
use crate::workspace::{Snapshot, WorkspaceError};

/// Purpose of the derived key, so that no hash passes for the seal of a manifest.
const PURPOSE: &[u8] = b"suppressions";

/// HMAC-SHA256 (RFC 2104) with a key of the workspace. Without the workspace the hashes say nothing, not even to somebody
/// who tries all phone numbers.
#[derive(Clone)]
pub struct SuppressionHasher(Hmac<Sha256>);

impl Snapshot<'_> {
    /// Returns the hasher of this workspace. Its key is derived from the one that never leaves the workspace.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn suppression_hasher(&self) -> Result<SuppressionHasher, WorkspaceError> {
        let derived = keyed(&self.identity()?.key).chain_update(PURPOSE).finalize().into_bytes();
        Ok(SuppressionHasher(keyed(&derived)))
    }
}

impl SuppressionHasher {
    /// Returns the hash of a value in lower-case hexadecimal.
    pub fn hash(&self, value: &SuppressedValue) -> String {
        self.hash_parts(value.kind(), value.key())
    }

    /// Returns the hash of a kind and a comparable form. The name of a field is not in it, so that fields can be renamed.
    pub(super) fn hash_parts(&self, kind: SuppressionKind, key: &str) -> String {
        let mac = self.0.clone().chain_update(kind.as_str()).chain_update([0]).chain_update(key);
        to_hex(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for SuppressionHasher {
    /// Omits the key, which must not get into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SuppressionHasher")
    }
}

/// Begins a MAC with a key of at most 64 bytes.
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; 64]; // HMAC fills a shorter key with zeros up to the block of its hash (RFC 2104).
    block[..key.len()].copy_from_slice(key);
    Hmac::<Sha256>::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, SystemClock};
    use crate::workspace::Workspace;

    #[test]
    fn a_hash_is_the_same_in_its_workspace_and_another_elsewhere() {
        let [one, other] = [0, 1].map(|_| Workspace::in_memory(SystemClock.now()).unwrap());
        let hash = |workspace: &Workspace, value: &SuppressedValue| {
            workspace.snapshot().unwrap().suppression_hasher().unwrap().hash(value)
        };
        let email = SuppressedValue::Email("jo@example.com".into());
        assert_eq!(hash(&one, &email), hash(&one, &email));
        assert_ne!(hash(&one, &email), hash(&other, &email));
        assert_ne!(hash(&one, &email), hash(&one, &SuppressedValue::Domain("jo@example.com".into())));
    }
}
