//! Hash of everything a review would do, by which two reviews are known to agree.

use std::hash::Hasher;

use twox_hash::XxHash3_64;

/// Bytes buffered before they are hashed: XXH3 is built for long inputs and takes as long for one byte as for fifty.
const BUFFER_BYTES: usize = 4096;

/// XXH3 over many small writes.
#[derive(Default)]
pub(super) struct OutcomeHash {
    buffer: Vec<u8>,
    hash: XxHash3_64,
}

impl Hasher for OutcomeHash {
    fn write(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER_BYTES {
            self.hash.write(&self.buffer);
            self.buffer.clear();
        }
    }

    fn finish(&self) -> u64 {
        // `finish` takes `&self`, so a copy of the state takes the buffered tail.
        let mut hash = self.hash.clone();
        hash.write(&self.buffer);
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_does_not_depend_on_how_the_bytes_are_split() {
        let text: Vec<u8> = (0..=255).cycle().take(3 * BUFFER_BYTES + 7).collect();
        let of_pieces_of = |size: usize| {
            let mut hash = OutcomeHash::default();
            text.chunks(size).for_each(|piece| hash.write(piece));
            hash.finish()
        };
        let mut whole = XxHash3_64::default();
        whole.write(&text);
        for size in [1, 3, BUFFER_BYTES - 1, BUFFER_BYTES, text.len()] {
            assert_eq!(of_pieces_of(size), whole.finish(), "{size}");
        }
    }
}
