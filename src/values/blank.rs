//! What counts as nothing: blanks, and characters that nobody sees.

/// Whether a cell holds blanks only: white space of any kind, NBSP and zero-width characters among it.
pub fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| is_space(c) || is_invisible(c))
}

/// The text without the blanks around it. Marks that shape neighbouring letters (joiners, direction marks) stay: at the
/// end of a name they are part of how it is written.
pub(super) fn trim(cell: &str) -> &str {
    cell.trim_matches(is_space)
}

/// White space, and the zero-width characters that only separate.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// A character that leaves no trace on the screen: Unicode's format characters (zero-width, direction, tags), the
/// blank fillers and variation selectors.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_what_shows_nothing() {
        for cell in ["", " ", "\t\r\n", "\u{A0}", "\u{3000}\u{2009}", "\u{FEFF}", "\u{200B}\u{200D}\u{200E}", "\u{AD}"]
        {
            assert!(is_blank(cell), "{cell:?}");
        }
        for cell in ["-", "0", " . ", "\u{0}", "é"] {
            assert!(!is_blank(cell), "{cell:?}");
        }
    }

    #[test]
    fn trimming_takes_separators_only() {
        assert_eq!(trim("\u{FEFF}\u{A0} a\u{200B}b \u{2060}"), "a\u{200B}b");
        assert_eq!(trim("שלום!\u{200F}"), "שלום!\u{200F}");
        assert_eq!(trim(" \u{A0}"), "");
    }
}
