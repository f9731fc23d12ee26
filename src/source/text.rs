//! Small words about text that the files of this room share.

use crate::model::escape_bytes;

/// As many characters of a value as a message shows.
const EXCERPT: usize = 200;

/// The Ctrl-Z with which DOS ended a text.
const END_OF_FILE: char = '\u{1A}';

/// A character that shows nothing: blanks, NBSP, zero-width characters, the byte order mark and the end of a text.
pub(super) fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || c == END_OF_FILE
}

/// A character without a width: soft hyphen, zero-width space and joiners, direction marks, embeddings and isolates,
/// word joiner, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a cell shows nothing. Bytes that are no text are something.
pub(super) fn is_blank(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|text| text.chars().all(is_blank_char))
}

/// A value as a message shows it: cut, and with bytes that are no text escaped.
pub(super) fn excerpt(cell: &[u8]) -> String {
    // A character has at most four bytes; what lies beyond is not looked at.
    let shown = cell.get(..EXCERPT * 4).unwrap_or(cell);
    let escaped = escape_bytes(shown);
    let text = String::from_utf8_lossy(&escaped);
    match text.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.into_owned(),
    }
}

/// `';'` or `tab`, for messages.
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
    fn blanks_are_what_shows_nothing() {
        assert!(is_blank(b"") && is_blank(b" \t\r\n") && is_blank("\u{A0}\u{200B}\u{FEFF}".as_bytes()));
        assert!(is_blank("\u{1A}".as_bytes()) && is_blank("\u{2066}\u{2069}".as_bytes()));
        assert!(!is_blank(b"x") && !is_blank(b"\xFF") && !is_blank(b"\0"));
    }

    #[test]
    fn an_excerpt_is_cut_between_characters() {
        assert_eq!(excerpt("José".as_bytes()), "José");
        assert_eq!(excerpt("é".repeat(500).as_bytes()), "é".repeat(200) + "…");
        assert_eq!(excerpt(b"Jos\xE9"), "Jos\\xE9");
    }
}
