//! Definition of "blank" and "invisible", shared by rows, cells and names.

/// Ctrl-Z, the end-of-file mark of DOS.
// Old exports still end with it; a last line that holds nothing else is no row.
const END_OF_FILE: char = '\u{1A}';

/// Returns true if nothing in a text is visible: white space of any kind, NBSP, zero-width characters, end-of-file
/// mark.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_invisible(c) || c == END_OF_FILE)
}

/// Returns true for white space and for the zero-width characters that only separate.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Returns true for a character that leaves no trace on the screen: Unicode's format characters (zero-width, direction,
/// tags), blank fillers and variation selectors.
pub fn is_invisible(c: char) -> bool {
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
        for text in [
            "",
            " ",
            "\t\r\n",
            "\u{A0}",
            "\u{3000}\u{2009}",
            "\u{FEFF}",
            "\u{200B}\u{200D}\u{200E}",
            "\u{AD}",
            "\u{2066}\u{2069}",
            "\u{3164}",
            "\u{1A}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["-", "0", " . ", "\u{0}", "é"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
