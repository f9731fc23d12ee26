//! Samples drawn evenly from a whole column: a list may begin with numbers of one country and go on with those of another.

/// At most `SIZE` items, of which each one seen is equally likely to be among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EvenSample<T, const SIZE: usize> {
    items: Vec<T>,
    seen: u64,
}

impl<T, const SIZE: usize> Default for EvenSample<T, SIZE> {
    fn default() -> Self {
        Self { items: Vec::new(), seen: 0 }
    }
}

impl<T, const SIZE: usize> EvenSample<T, SIZE> {
    /// Draws the item or leaves it.
    pub(super) fn note(&mut self, item: T) {
        let place = mixed(self.seen) % (self.seen + 1);
        self.seen += 1;
        if self.items.len() < SIZE {
            self.items.push(item);
        } else if let Some(other) = usize::try_from(place).ok().and_then(|place| self.items.get_mut(place)) {
            *other = item;
        }
    }

    /// Returns the items of the sample.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }
}

/// Returns at most `count` of the items, at equal distances.
pub(super) fn spread<T: Copy>(items: &[T], count: usize) -> Vec<T> {
    let count = count.min(items.len());
    (0..count).filter_map(|at| items.get(at * items.len() / count)).copied().collect()
}

/// Scrambles a count (SplitMix64): the same list gives the same sample.
fn mixed(count: u64) -> u64 {
    let mut bits = count.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_column_is_sampled_evenly() {
        let mut sample = EvenSample::<u32, 1_000>::default();
        for number in 0..1_000 {
            sample.note(number);
        }
        assert_eq!(sample.items().len(), 1_000);
        for number in 1_000..5_000 {
            sample.note(number);
        }
        assert_eq!(sample.items().len(), 1_000);
        let early = sample.items().iter().filter(|number| **number < 1_000).count();
        assert!((150..250).contains(&early), "{early} of the first fifth");
    }

    #[test]
    fn items_are_taken_from_all_over() {
        assert_eq!(spread(&[0, 1, 2, 3, 4, 5, 6, 7], 4), [0, 2, 4, 6]);
        assert_eq!(spread(&[1, 2, 3], 10), [1, 2, 3]);
        assert_eq!(spread::<u8>(&[], 10), [0; 0]);
    }
}
