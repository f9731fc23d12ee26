//! Slips of the keyboard.

/// Shorter words have too many neighbours that mean something.
const SHORTEST: usize = 5;

/// From this length on two slips are allowed.
const LONG: usize = 10;

/// How many slips lie between two keys, if they may be one word: letters left out, added, changed or swapped. The first
/// letter is seldom wrong, and words that differ in it are seldom the same.
pub(super) fn slips(one: &str, other: &str) -> Option<usize> {
    if one.chars().next() != other.chars().next() {
        return None;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = one.len().min(other.len());
    let allowed = if shorter >= LONG { 2 } else { 1 };
    if shorter < SHORTEST || one.len().abs_diff(other.len()) > allowed {
        return None;
    }
    Some(distance(&one, &other)).filter(|slips| (1..=allowed).contains(slips))
}

/// Optimal string alignment: Levenshtein's distance with swaps of neighbours.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut rows = [Vec::new(), Vec::new(), (0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        rows.rotate_left(1);
        rows[2] = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = rows[1][j] + usize::from(a != b);
            let mut least = changed.min(rows[1][j + 1] + 1).min(rows[2][j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(rows[0][j - 1] + 1);
            }
            rows[2].push(least);
        }
    }
    rows[2].last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_few_and_words_long_enough() {
        for (one, other, expected) in [
            ("emial", "email", Some(1)),
            ("fristname", "firstname", Some(1)),
            ("phonenubmer", "phonenumber", Some(1)),
            ("phonnumbr", "phonenumber", None),
            ("phonnumber", "phonenumbr", Some(2)),
            ("email", "email", None),
            ("nome", "name", None),
            ("home1", "nome1", None),
            ("contry", "country", Some(1)),
        ] {
            assert_eq!(slips(one, other), expected, "{one} {other}");
        }
    }
}
