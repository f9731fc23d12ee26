//! The `'` before cells that a spreadsheet would run as a formula.

use std::borrow::Cow;

/// A cell as it is written to a file that may be opened in a spreadsheet: with a leading `'` where the spreadsheet would
/// run the cell as a formula (spec section 7).
///
/// A spreadsheet runs what begins with `=`, `@`, TAB, CR or LF, or with `+` or `-` followed by more than digits and blanks,
/// and some run the full-width forms of these signs: `+60189988776` stays as it is, `+60-18` does not. A cell that has its
/// `'` already gets one more, so that [`unguard_formula`] gives back exactly the cell that went in.
pub fn guard_formula(cell: &[u8]) -> Cow<'_, [u8]> {
    if is_guardable(cell) { Cow::Owned([b"'", cell].concat()) } else { Cow::Borrowed(cell) }
}

/// Takes off exactly the `'` that [`guard_formula`] put before a formula; any other cell stays as it is.
pub fn unguard_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if is_guardable(inner.as_bytes()) => inner,
        _ => cell,
    }
}

/// [`unguard_formula`] for a cell that need not be UTF-8.
pub fn unguard_formula_bytes(cell: &[u8]) -> &[u8] {
    match cell.strip_prefix(b"'") {
        Some(inner) if is_guardable(inner) => inner,
        _ => cell,
    }
}

/// Whether the cell is a formula, or one behind `'`s.
fn is_guardable(cell: &[u8]) -> bool {
    let is_plain = cell.first().is_none_or(u8::is_ascii_alphanumeric); // As nearly all cells are.
    !is_plain && is_formula_behind_quotes(cell)
}

fn is_formula_behind_quotes(cell: &[u8]) -> bool {
    let quotes = cell.iter().take_while(|byte| **byte == b'\'').count();
    cell.get(quotes..).is_some_and(is_formula)
}

/// Whether a spreadsheet would run the cell.
fn is_formula(cell: &[u8]) -> bool {
    let is_sum = |rest: &[u8]| rest.iter().any(|byte| !byte.is_ascii_digit() && *byte != b' ');
    match cell {
        // The full-width signs in UTF-8: U+FF1D and U+FF20, then U+FF0B and U+FF0D.
        [b'=' | b'@' | b'\t' | b'\r' | b'\n', ..] | [0xEF, 0xBC, 0x9D | 0xA0, ..] => true,
        [b'+' | b'-', rest @ ..] | [0xEF, 0xBC, 0x8B | 0x8D, rest @ ..] => is_sum(rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn guarded(cell: &str) -> String {
        String::from_utf8(guard_formula(cell.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded() {
        for cell in [
            "=1+1",
            "=",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\n=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "+60 18-998 8776",
            "-1.5",
            "＝1+1",
            "＠SUM(A1)",
            "＋cmd",
            "－2+3",
        ] {
            assert_eq!(guarded(cell), format!("'{cell}"));
            assert_eq!(unguard_formula(&guarded(cell)), cell);
        }
    }

    #[test]
    fn numbers_and_plain_text_stay_as_they_are() {
        for cell in [
            "",
            "Ana",
            "+60189988776",
            "+60 18 998 8776",
            "-12",
            "+",
            "- ",
            "＋60",
            "O'Brien",
            "'tis",
            "''",
            "'00",
            "'+60189988776",
            "'-",
            "''+60",
            "'＋60",
            "a=b",
        ] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguard_formula(cell), cell);
        }
    }

    #[test]
    fn a_guard_of_the_users_own_survives_the_round_trip() {
        assert_eq!(guarded("'=1"), "''=1");
        assert_eq!(unguard_formula("''=1"), "'=1");
        assert_eq!(unguard_formula("'=1"), "=1");
        for cell in ["''=1+1", "'+60-18", "'＝1", "'''＝"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
            assert_eq!(unguard_formula(&guarded(cell)), cell);
        }
    }

    proptest! {
        #[test]
        fn unguarding_undoes_guarding_and_nothing_else(cell in "['=@+\\-＝＠＋－\t\r\n 0-9a]{0,8}|.*") {
            let guarded = guarded(&cell);
            prop_assert_eq!(unguard_formula(&guarded), &cell);
            prop_assert!(!is_formula(guarded.as_bytes()));
        }

        #[test]
        fn bytes_that_are_no_text_pass(cell in proptest::collection::vec(any::<u8>(), 0..12)) {
            let guarded = guard_formula(&cell);
            prop_assert_eq!(unguard_formula_bytes(&guarded), &cell[..]);
            prop_assert!(!is_formula(&guarded));
        }

        #[test]
        fn text_and_bytes_are_unguarded_alike(cell in "['=@+\\-＝＋é0]{0,6}") {
            prop_assert_eq!(unguard_formula(&cell).as_bytes(), unguard_formula_bytes(cell.as_bytes()));
        }
    }
}
