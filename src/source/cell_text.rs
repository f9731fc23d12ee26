//! Small helpers for cell text: blank cells, excerpts and delimiter names for messages.

use crate::model::{self, MAX_QUOTED_CHARS, escape_bytes};

/// Returns true if a cell shows nothing. Bytes that are not valid text count as something.
pub(super) fn is_blank(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(model::is_blank)
}

/// Returns a value as shown in a message: cut, with invalid bytes escaped.
pub(super) fn excerpt(cell: &[u8]) -> String {
    // A character has at most four bytes, so nothing beyond these can be shown.
    let shown = cell.get(..MAX_QUOTED_CHARS * 4).unwrap_or(cell);
    let escaped = escape_bytes(shown);
    model::excerpt(&String::from_utf8_lossy(&escaped), MAX_QUOTED_CHARS).into_owned()
}

/// Returns a delimiter for messages: `';'` or `tab`.
pub(super) fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("'{}'", char::from(other).escape_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_something() {
        assert!(is_blank(b"") && is_blank(" \t\u{A0}".as_bytes()));
        assert!(!is_blank(b"x") && !is_blank(b"\xFF") && !is_blank(b"\0"));
    }

    #[test]
    fn an_excerpt_is_cut_between_characters() {
        assert_eq!(excerpt("José".as_bytes()), "José");
        assert_eq!(excerpt("é".repeat(500).as_bytes()), "é".repeat(200) + "…");
        assert_eq!(excerpt(b"Jos\xE9"), "Jos\\xE9");
    }
}
