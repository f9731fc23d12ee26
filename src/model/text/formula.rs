//! The `'` before cells that a spreadsheet would run as a formula (formula guard).

use std::borrow::Cow;

/// Returns a cell as it is written to a file that may be opened in a spreadsheet: with a leading `'` where the
/// spreadsheet would run the cell as a formula (spec section 7).
///
/// A spreadsheet runs text that begins with `=`, `@`, TAB, CR or LF, or with `+` or `-` followed by more than digits
/// and blanks, and some run the full-width forms of these signs: `+60189988776` stays as it is, `+60-18` does not. A
/// cell that has a `'` before such a sign gets one more, whatever follows the sign: an import removes one, from this
/// tool's files and from those of spreadsheets alike, and so gets back exactly the cell that went in.
pub fn guard_formula(cell: &[u8]) -> Cow<'_, [u8]> {
    if needs_guard(cell) { Cow::Owned([b"'", cell].concat()) } else { Cow::Borrowed(cell) }
}

/// Removes one `'` that stands before the sign of a formula, or before further `'`s and such a sign; any other cell
/// stays as it is. In a file that this tool wrote, that `'` is the one of [`guard_formula`], even where the user has
/// corrected the text behind it.
pub fn unguard_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if has_sign_behind_quotes(inner.as_bytes()) => inner,
        _ => cell,
    }
}

/// Does the same as [`unguard_formula`] for a cell that need not be UTF-8.
pub fn unguard_formula_bytes(cell: &[u8]) -> &[u8] {
    match cell.strip_prefix(b"'") {
        Some(inner) if has_sign_behind_quotes(inner) => inner,
        _ => cell,
    }
}

/// Returns true if the cell is a formula, or would lose a `'` of its own when a guard is removed.
fn needs_guard(cell: &[u8]) -> bool {
    match cell.first() {
        Some(byte) if byte.is_ascii_alphanumeric() => false, // Nearly all cells.
        Some(b'\'') => has_sign_behind_quotes(cell),
        _ => is_formula(cell),
    }
}

fn has_sign_behind_quotes(cell: &[u8]) -> bool {
    let quotes = cell.iter().take_while(|byte| **byte == b'\'').count();
    cell.get(quotes..).and_then(behind_sign).is_some()
}

/// Returns true if a spreadsheet would run the cell.
fn is_formula(cell: &[u8]) -> bool {
    behind_sign(cell).is_some_and(|behind| match behind {
        Behind::Anything => true,
        Behind::Sum(rest) => rest.iter().any(|byte| !byte.is_ascii_digit() && *byte != b' '),
    })
}

/// Text behind the sign that begins a formula.
enum Behind<'c> {
    /// Any text: the cell is run in any case.
    Anything,
    /// A plain number, or a sum that is run.
    Sum(&'c [u8]),
}

/// Splits off the sign of a formula; `None` for a cell that does not begin with one.
fn behind_sign(cell: &[u8]) -> Option<Behind<'_>> {
    match cell {
        // The full-width forms in UTF-8: U+FF1D and U+FF20, then U+FF0B and U+FF0D.
        [b'=' | b'@' | b'\t' | b'\r' | b'\n', ..] | [0xEF, 0xBC, 0x9D | 0xA0, ..] => Some(Behind::Anything),
        [b'+' | b'-', rest @ ..] | [0xEF, 0xBC, 0x8B | 0x8D, rest @ ..] => Some(Behind::Sum(rest)),
        _ => None,
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
        for cell in ["'+60189988776", "'-", "''+60", "'＋60", "'''＝"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
            assert_eq!(unguard_formula(&guarded(cell)), cell);
        }
    }

    #[test]
    fn a_number_that_was_corrected_behind_a_guard_is_read_without_it() {
        assert_eq!(unguard_formula("'+60189988776"), "+60189988776");
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
