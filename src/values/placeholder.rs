//! Words that stand for nothing: what programs and people write where they have no value.

/// Such words, in lower case. Many are codes of countries or languages too: `na` of Namibia, `nan` of Min Nan Chinese.
const PLACEHOLDERS: [&str; 28] = [
    "-",
    "--",
    "---",
    "?",
    ".",
    "n/a",
    "#n/a",
    "na",
    "n.a.",
    "n.a",
    "k.a.",
    "k. a.",
    "nan",
    "nil",
    "none",
    "null",
    "(null)",
    "<null>",
    "(blank)",
    "\\n",
    "tbd",
    "tba",
    "und",
    "undefined",
    "unknown",
    "empty",
    "not available",
    "not applicable",
];

/// Maximum length of such a word, in bytes.
const MAX_BYTES: usize = 14;

/// Returns true for a word that only stands for nothing, case aside. Whether it does in its column, other values show.
pub fn is_placeholder(text: &str) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    // Nearly all cells begin with another letter, and every cell of a list is looked at.
    let may_be_one = text.len() <= MAX_BYTES && b"-?.#(<\\nktue".contains(&first.to_ascii_lowercase());
    may_be_one && PLACEHOLDERS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_for_nothing_are_known() {
        for text in PLACEHOLDERS {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["N/A", "NA", "na", "NaN", "NULL", "None", "-", "TBD", "\\N", "und", "Not Available"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", "no", "Namibia", "NAM", "false", "0", "n a", "unknown person"] {
            assert!(!is_placeholder(text), "{text}");
        }
        assert_eq!(PLACEHOLDERS.iter().map(|word| word.len()).max(), Some(MAX_BYTES));
    }
}
