//! Typing errors between words.

/// Returns the number of typing errors between two texts, if it is at most `most`: characters omitted, added or replaced, or
/// neighbours swapped.
pub(super) fn typing_errors(one: &str, other: &str, most: usize) -> Option<usize> {
    // The difference in length is a lower bound and costs nothing; the distance costs the product of both lengths.
    if one.chars().count().abs_diff(other.chars().count()) > most {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|errors| *errors <= most)
}

#[cfg(test)]
mod tests {
    use super::typing_errors;

    #[test]
    fn few_errors_are_counted_and_many_are_another_word() {
        for (one, other, most, expected) in [
            ("email", "email", 0, Some(0)),
            ("emial", "email", 1, Some(1)),
            ("émial", "email", 2, Some(2)),
            ("mail", "e-mails", 2, None),
            ("phone", "fax", 2, None),
        ] {
            assert_eq!(typing_errors(one, other, most), expected, "{one} {other}");
        }
    }
}
