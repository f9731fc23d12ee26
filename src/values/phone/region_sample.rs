//! Sample of the numbers for which `--region` is given, drawn evenly from the whole column: a list may begin with numbers
//! of one country and go on with those of another.

use super::regions::NationalNumber;

/// Maximum number of numbers in the sample: each is parsed again, 2 µs each.
const SIZE: usize = 1_000;

/// Numbers drawn from those for which `--region` is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RegionSample {
    numbers: Vec<SampledNumber>,
    seen: u64,
}

/// One number of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SampledNumber {
    number: NationalNumber,
    /// True if the region does not read it, and it is a possible number with a `+` before it.
    is_foreign: bool,
}

impl RegionSample {
    /// Draws the number or leaves it, so that each one seen is equally likely to be in the sample.
    pub(super) fn note(&mut self, number: NationalNumber, is_foreign: bool) {
        let sampled = SampledNumber { number, is_foreign };
        let place = mixed(self.seen) % (self.seen + 1);
        self.seen += 1;
        if self.numbers.len() < SIZE {
            self.numbers.push(sampled);
        } else if let Some(other) = usize::try_from(place).ok().and_then(|place| self.numbers.get_mut(place)) {
            *other = sampled;
        }
    }

    /// Returns the numbers; without those of other countries if they are read as such.
    pub(super) fn numbers(&self, with_foreign: bool) -> impl Iterator<Item = NationalNumber> {
        self.numbers.iter().filter(move |sampled| with_foreign || !sampled.is_foreign).map(|sampled| sampled.number)
    }
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
        let mut sample = RegionSample::default();
        let number = |digits: &str| NationalNumber::new(digits, digits);
        for _ in 0..1_000 {
            sample.note(number("0123450000"), false);
        }
        assert_eq!(sample.numbers(true).count(), SIZE);
        for _ in 0..4_000 {
            sample.note(number("07911120000"), true);
        }
        assert_eq!(sample.numbers(true).count(), SIZE);
        let early = sample.numbers(false).count();
        assert!((150..250).contains(&early), "{early} of the first fifth");
    }
}
