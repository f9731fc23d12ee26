//! What counts as nothing: blanks, and characters that nobody sees. Rows, cells and names are held against the same.

/// The Ctrl-Z with which DOS ended a text.
const END_OF_FILE: char = '\u{1A}';

/// Whether a text shows nothing: white space of any kind, NBSP, zero-width characters, and the end of a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_invisible(c) || c == END_OF_FILE)
}

/// White space, and the zero-width characters that only separate.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// A character that leaves no trace on the screen: Unicode's format characters (zero-width, direction, tags), the
/// blank fillers and variation selectors.
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
