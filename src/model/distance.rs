//! Edit distance between two short texts, for suggestions.

/// Returns the least number of letters to remove, add, replace or swap with a neighbour to turn one text into the
/// other: optimal string alignment, that is Levenshtein distance plus transpositions.
pub fn edit_distance(one: &[char], other: &[char]) -> usize {
    // Three rows of the matrix suffice: a swap looks two rows back, every other step one.
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
    use super::edit_distance;

    #[test]
    fn slips_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("ann", "", 3),
            ("ann", "anna", 1),
            ("brain", "brian", 1),
            ("jürgen", "jurgen", 1),
            ("abc", "xyz", 3),
        ] {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            assert_eq!(edit_distance(&one, &other), expected);
        }
    }
}
