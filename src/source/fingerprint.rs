use std::fmt::Write;
use std::hash::{BuildHasher, DefaultHasher, Hasher, RandomState};

use sha2::{Digest, Sha256};

/// Makes the fingerprints of one source, so that they can be compared with each other.
///
/// SHA-256 takes ten times as long as everything else in a pass. It is made once, for the session to recognise the
/// file tomorrow; later passes of the same run are held to the preflight by a keyed hash whose key nobody knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Fingerprints(RandomState);

impl Fingerprints {
    /// With the digest that outlives the run.
    pub(super) fn lasting(&self) -> Fingerprint {
        Fingerprint { quick: self.0.build_hasher(), sha256: Some(Sha256::new()) }
    }

    /// For a comparison within this run.
    pub(super) fn quick(&self) -> Fingerprint {
        Fingerprint { quick: self.0.build_hasher(), sha256: None }
    }
}

/// Grows with the bytes that a pass reads.
#[derive(Debug)]
pub(super) struct Fingerprint {
    quick: DefaultHasher,
    sha256: Option<Sha256>,
}

impl Fingerprint {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.quick.write(bytes);
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
    }

    /// Equal for equal bytes that were read in equal parts.
    pub(super) fn quick(&self) -> u64 {
        self.quick.finish()
    }

    /// SHA-256 in hexadecimal; empty unless it is a lasting one.
    pub(super) fn digest(self) -> String {
        let Some(sha256) = self.sha256 else {
            return String::new();
        };
        sha256.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String never fails.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_sha_256_and_both_tell_bytes_apart() {
        let fingerprints = Fingerprints::default();
        let of = |bytes: &[u8]| {
            let mut fingerprint = fingerprints.lasting();
            fingerprint.update(bytes);
            (fingerprint.quick(), fingerprint.digest())
        };
        assert_eq!(of(b"abc").1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(of(b"abc"), of(b"abc"));
        assert_ne!(of(b"abc").0, of(b"abd").0);
        let mut quick = fingerprints.quick();
        quick.update(b"abc");
        assert_eq!(quick.quick(), of(b"abc").0);
    }
}
