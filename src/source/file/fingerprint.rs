//! Fingerprints of a source's bytes: a digest for the session and a fast hash for later passes.

use std::hash::{BuildHasher, Hasher, RandomState};

use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;

use crate::model::to_hex;

/// Builder of the fingerprints of one source, so that they can be compared with each other.
///
/// SHA-256 takes ten times as long as everything else in a pass. It is computed once, for the session to recognise the
/// file later; other passes of the same run are checked by a fast hash (XXH3) with a random seed that no file can be
/// made for.
#[derive(Debug, Clone)]
pub(in crate::source) struct FingerprintBuilder {
    seed: u64,
}

impl Default for FingerprintBuilder {
    fn default() -> Self {
        Self { seed: RandomState::new().build_hasher().finish() }
    }
}

impl FingerprintBuilder {
    /// Returns a fingerprint with the digest that outlives the run.
    pub(in crate::source) fn with_sha256(&self) -> Fingerprint {
        Fingerprint { quick: XxHash3_64::with_seed(self.seed), sha256: Some(Sha256::new()) }
    }

    /// Returns a fingerprint for comparison within this run.
    pub(in crate::source) fn fast(&self) -> Fingerprint {
        Fingerprint { quick: XxHash3_64::with_seed(self.seed), sha256: None }
    }
}

/// Fingerprint of the bytes that a pass has read so far.
pub(in crate::source) struct Fingerprint {
    quick: XxHash3_64,
    sha256: Option<Sha256>,
}

impl Fingerprint {
    pub(in crate::source) fn update(&mut self, bytes: &[u8]) {
        self.quick.write(bytes);
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
    }

    /// Returns the fast hash; equal for equal bytes.
    pub(in crate::source) fn quick(&self) -> u64 {
        self.quick.finish()
    }

    /// Returns the SHA-256 in hexadecimal; empty for a fast fingerprint.
    pub(in crate::source) fn digest(self) -> String {
        self.sha256.map(|sha256| to_hex(&sha256.finalize())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_sha_256_and_both_tell_bytes_apart() {
        let fingerprints = FingerprintBuilder::default();
        let of = |bytes: &[u8]| {
            let mut fingerprint = fingerprints.with_sha256();
            fingerprint.update(bytes);
            (fingerprint.quick(), fingerprint.digest())
        };
        assert_eq!(of(b"abc").1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(of(b"abc"), of(b"abc"));
        assert_ne!(of(b"abc").0, of(b"abd").0);
        let mut quick = fingerprints.fast();
        quick.update(b"abc");
        assert_eq!(quick.quick(), of(b"abc").0);
    }
}
